"""Kills real workers with kill -9 at named points and lets the next worker go on, under the product's clock.

Run by test_kill.py in a process of its own, because the worker needs a database it can see:
`python -m tests.publishing.kill_driver TIMES SECONDS POINT…` prints one line of JSON a run. Each round plays every
point with the automatic resend off and on; no round begins after SECONDS. The point TOGETHER kills nobody: two
workers start at once. With NHIPCAU_KILL_FORKED the workers are forked from a process that has loaded the product.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tests.publishing.kill_workers import Commanded, Nest, Started

if TYPE_CHECKING:
    from nhipcau.publishing.models import Post

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
TOGETHER = "two workers at once"
PROBING = frozenset({"publishing.probing", "publishing.probed", "publishing.settled"})
START = datetime(2020, 10, 8, 2, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0picture"
PAUSE = 0.03  # seconds between two looks at the worker
PATIENCE = 300  # seconds for one run


class Play:
    """One stand-in, one Page, one clock file; workers come and go."""

    def __init__(self, clock_file: Path, nest: Nest | None) -> None:
        from nhipcau.core import clock
        from nhipcau.facebook.standin.clock import VirtualClock
        from nhipcau.facebook.standin.server import StandIn
        from tests import factories

        self.clock_file, self.nest = clock_file, nest
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

        self.standin.control("faults/clear")
        proof = actions.prove("EAApagestandin0001")
        page = actions.connect(self.union, proof, by=self.officer, submit_key=uuid.uuid4())
        actions.set_auto_resend(page, auto_resend, by=self.officer)
        text = f"Bài thử {point} {auto_resend} {n}"
        post = actions.prepare(page, text, [Picture(JPEG)], by=self.officer, submit_key=uuid.uuid4())
        actions.publish_now(post, by=self.officer)
        if point in PROBING:
            self.standin.fault("accept_then_drop", r"/feed$")
        killed = False
        if point == TOGETHER:
            self.standin.fault("delay", r"/feed$", seconds=0.5)
            self._until(post, [self._start(), self._start()])
        else:
            killed = self._until(post, [self._start(point)], to_death=True)
            self._after_the_lease(post)
            self._until(post, [self._start()])
        return {"point": point, "auto_resend": auto_resend, "killed": killed, **self._became(post)}

    def _became(self, post: Post) -> dict[str, object]:
        """What members see, what the desk sees, and whether somebody was asked."""
        from nhipcau.notifications.models import Message

        state = self.standin.control("state")
        posts = state["posts"]
        calls = [one for one in state["requests"] if one["params"].get("message") == post.text]
        public = sum(1 for one in posts if one["message"] == post.text and not one["is_removed"])
        asked = Message.objects.filter(key__startswith=f"post-asked:{post.pk}:").exists()
        return {
            "public": public,
            "calls": len(calls),
            "status": str(post.status),
            "asked": asked,
            "double": public > 1,
            "lost": public == 0 and not asked,
        }

    def _start(self, kill_at: str = "") -> Started:
        return self.nest.start(kill_at) if self.nest else Commanded(kill_at)

    def _until(self, post: Post, workers: list[Started], *, to_death: bool = False) -> bool:
        """Let workers run until one dies or the post has ended. True for kill -9."""
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                if any(worker.poll() is not None for worker in workers):
                    break
                post.refresh_from_db()
                if not to_death and post.status in ("published", "asked", "refused"):
                    break
                self._go_on(post)
                self._pause.wait(PAUSE)
        finally:
            codes = [worker.stop() for worker in workers]
        return -signal.SIGKILL in codes

    def _go_on(self, post: Post) -> None:
        """When nothing is to do before a later moment, let that moment come: the clock never outruns a slow machine."""
        moments = [post.next_attempt_at] if post.is_queued else []
        if post.status == "checking":
            moments = list(post.attempts.values_list("next_probe_at", flat=True))
        coming = [one for one in moments if one is not None]
        if coming and min(coming) > self.moment:
            self.set(min(coming))

    def _after_the_lease(self, post: Post) -> None:
        """The dead worker's claim runs out."""
        post.refresh_from_db()
        if post.claimed_until is not None:
            self.set(max(self.moment, post.claimed_until + timedelta(seconds=1)))


def main() -> None:
    """Play on the database that is there, empty but for its tables."""
    times, seconds, points = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    django.setup()
    nest = Nest() if "NHIPCAU_KILL_FORKED" in os.environ else None
    play = Play(Path(os.environ["NHIPCAU_CLOCK_FILE"]), nest)
    end = time.monotonic() + seconds
    for n in range(times):
        if time.monotonic() > end:
            break
        for point in points:
            for auto_resend in (False, True):
                print(json.dumps(play.run(point, auto_resend, n)), flush=True)
    play.standin.__exit__()
    if nest:
        nest.close()


if __name__ == "__main__":
    main()
