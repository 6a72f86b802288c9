"""Kills real workers with kill -9 at named points and lets the next worker go on, under the product's clock.

Run by test_kill.py in a process of its own, because the worker needs a database it can see:
`python -m tests.publishing.kill_driver TIMES POINT…` prints one line of JSON a run.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

POINTS = (
    "publishing.intent",
    "publishing.claimed",
    "publishing.photo",
    "publishing.sending",
    "publishing.sent",
    "publishing.saved",
    "publishing.probing",
    "publishing.probed",
    "publishing.settled",
)
PROBING = frozenset({"publishing.probing", "publishing.probed", "publishing.settled"})
START = datetime(2020, 10, 8, 2, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0picture"
WORKER = [sys.executable, "-m", "nhipcau", "worker"]
PATIENCE = 400  # looks at the worker, a tenth of a second apart


class Play:
    """One stand-in, one Page, one clock file; workers come and go."""

    def __init__(self, clock_file: Path) -> None:
        from nhipcau.core import clock
        from nhipcau.facebook.standin.clock import VirtualClock
        from nhipcau.facebook.standin.server import StandIn
        from tests import factories

        self.clock_file = clock_file
        self.set(START)
        self.standin = StandIn(int(os.environ["KILL_PORT"]), VirtualClock(clock.now))
        self.standin.__enter__()
        self.union, self.officer = factories.publishing_cast()
        self._pause = threading.Event()

    def set(self, moment: datetime) -> None:
        """Move the clock by replacing its file whole."""
        self.moment = moment
        beside = self.clock_file.with_suffix(".new")
        beside.write_text(moment.isoformat())
        beside.replace(self.clock_file)

    def run(self, point: str, auto_resend: bool, n: int) -> dict[str, object]:
        """One post: a worker dies at the point, the next one carries it to its end."""
        from nhipcau.publishing import actions
        from nhipcau.publishing.actions.queue import Picture
        from nhipcau.publishing.states import Status

        self.standin.control("faults/clear")
        proof = actions.prove("EAApagestandin0001")
        page = actions.connect(self.union, proof, by=self.officer, submit_key=uuid.uuid4())
        actions.set_auto_resend(page, auto_resend, by=self.officer)
        text = f"Bài thử {point} {auto_resend} {n}"
        post = actions.prepare(page, text, [Picture(JPEG)], by=self.officer, submit_key=uuid.uuid4())
        actions.publish_now(post, by=self.officer)
        if point in PROBING:
            self.standin.fault("accept_then_drop", r"/feed$")
        killed = self._worker_until(post, kill_at=point)
        # A point after which all is done leaves nothing for the second worker.
        asked_before = post.status == Status.ASKED
        self._worker_until(post)
        state = self.standin.control("state")
        public = sum(1 for one in state["posts"] if one["message"] == text and not one["is_removed"])
        ended = post.status
        return {
            "point": point,
            "auto_resend": auto_resend,
            "killed": killed,
            "public": public,
            "status": str(ended),
            "asked": ended == Status.ASKED or asked_before,
            "double": public > 1,
            "lost": public == 0 and ended != Status.ASKED,
            "open_unasked": public == 0 and ended not in (Status.PUBLISHED, Status.ASKED),
        }

    def _worker_until(self, post: object, kill_at: str = "") -> bool:
        """Run a worker until it dies or the post has ended; the clock goes on meanwhile."""
        environment = {**os.environ, "NHIPCAU_KILL_AT": kill_at}
        worker = subprocess.Popen(WORKER, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            for _ in range(PATIENCE):
                post.refresh_from_db()  # type: ignore[attr-defined]
                if worker.poll() is not None:
                    break
                if not kill_at and post.status in ("published", "asked", "refused"):  # type: ignore[attr-defined]
                    break
                self._pause.wait(0.1)
                self.set(self.moment + timedelta(seconds=5))
        finally:
            if worker.poll() is None:
                worker.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    worker.wait(10)
                if worker.poll() is None:
                    worker.kill()
        code = worker.wait()
        if code not in (0, -signal.SIGKILL, -signal.SIGTERM) and worker.stderr is not None:
            sys.stderr.write(worker.stderr.read().decode("utf-8", "replace"))
        if worker.stderr is not None:
            worker.stderr.close()
        return code == -signal.SIGKILL


def main() -> None:
    """Migrate an empty database, then play."""
    times, points = int(sys.argv[1]), sys.argv[2:]
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    play = Play(Path(os.environ["NHIPCAU_CLOCK_FILE"]))
    for point in points:
        for auto_resend in (False, True):
            for n in range(times):
                print(json.dumps(play.run(point, auto_resend, n)), flush=True)
    play.standin.__exit__()


if __name__ == "__main__":
    main()
