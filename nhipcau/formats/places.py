"""So many guarded children at once and no more, over all processes of an installation: their memory adds up."""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from nhipcau.formats.precheck import Refused

GLANCE = 0.02  # seconds between two looks for a free place


class Busy(Refused):
    """Other files are being read; nothing is wrong with this one."""

    def __init__(self) -> None:
        super().__init__("busy", "no place free")


class Places:
    """Held while a child is at work. In a folder they count for every process that names it.

    A place is a lock on a file, and the kernel frees it when its holder dies. Who finds none waits for `patience`
    seconds (None: for ever); where somebody has patience, at most `waiting` threads of one process stand here, so that
    the others stay free for other pages. Both cases end in `Busy`.
    """

    def __init__(
        self,
        count: int = 1,
        *,
        folder: Path | None = None,
        patience: float | None = None,
        waiting: int = 3,
    ) -> None:
        self.patience = patience
        self._room = threading.BoundedSemaphore(waiting)
        self._own = threading.BoundedSemaphore(count)
        self._files = [folder / f"reader-{n}.lock" for n in range(1, count + 1)] if folder is not None else []
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """A place, given back at the end."""
        if not self._room.acquire(blocking=self.patience is None):
            raise Busy
        try:
            with self._soon():
                yield
        finally:
            self._room.release()

    @contextlib.contextmanager
    def _soon(self) -> Iterator[None]:
        until = None if self.patience is None else time.monotonic() + self.patience
        while True:
            with self._now() as got:
                if got:
                    yield
                    return
            if until is not None and time.monotonic() >= until:
                raise Busy
            threading.Event().wait(GLANCE)

    @contextlib.contextmanager
    def _now(self) -> Iterator[bool]:
        """True inside when a place was free."""
        if not self._files:
            got = self._own.acquire(blocking=False)
            try:
                yield got
            finally:
                if got:
                    self._own.release()
            return
        for path in self._files:
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                yield True
                return
            finally:
                os.close(lock)
        yield False
