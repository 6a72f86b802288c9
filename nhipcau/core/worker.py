"""The worker: a tick that enqueues what is due by the clock, and the tasks themselves.

Jobs carry no state, rows do: a task lost with a dead worker is found again because the tick starts it anew.
"""

from __future__ import annotations

import logging
import queue
import signal
import time
import uuid
from datetime import timedelta
from types import FrameType

from django.conf import settings
from django.db import close_old_connections
from django.db.utils import OperationalError
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from nhipcau.core import clock

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two looks when nothing is to do
LEASE = timedelta(minutes=10)  # a task in hand for longer belongs to a worker that died


class Worker:
    """One process that works until it is told to stop."""

    def __init__(self, pause: float = PAUSE) -> None:
        self.name = uuid.uuid4().hex[:24]
        self.pause = pause * settings.TICK_FACTOR
        self.is_stopping = False
        self._woken: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._due: dict[str, float] = dict.fromkeys(dict(settings.TICK), 0.0)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End after the task in hand. Called by a signal: only `SimpleQueue.put` may be, an Event would lock itself."""
        self.is_stopping = True
        self._woken.put(None)

    def run(self) -> None:
        """Work until stopped."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.is_stopping:
            close_old_connections()
            try:
                self.tick()
                busy = self.run_one()
            except OperationalError:
                log.exception("The database did not answer; the worker tries again.")
                busy = False
            if not busy:
                self._rest()

    def _rest(self) -> None:
        """A pause that `stop` ends at once."""
        try:
            self._woken.get(timeout=self.pause)
        except queue.Empty:
            pass

    def tick(self) -> None:
        """Run what the clock asks for now, in this process: a lost run is started by the next tick."""
        moment = time.monotonic()
        late = [path for path, at in self._due.items() if at <= moment]
        for path in late:
            self._due[path] = moment + dict(settings.TICK)[path] * settings.TICK_FACTOR
            self._safely(path)

    def _safely(self, path: str) -> None:
        try:
            import_string(path).call()
        except OperationalError:
            raise
        except Exception:
            log.exception("%s failed", path)

    def run_one(self) -> bool:
        """Take one enqueued task and run it; True when there was one."""
        DBTaskResult.objects.running().filter(started_at__lt=clock.now() - LEASE).update(
            status=TaskResultStatus.READY
        )
        ready = DBTaskResult.objects.ready()
        with exclusive_transaction(ready.db):
            row = ready.get_locked()
            if row is None:
                return False
            row.claim(self.name)
        try:
            value = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
            row.set_successful(value)
        except Exception as fault:
            log.exception("Task %s failed", row.task_path)
            row.set_failed(fault)
        return True
