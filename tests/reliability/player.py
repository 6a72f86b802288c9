"""One process: a database, a stand-in, a clock, and workers that are killed. Reads cases from its input, one a line, and
answers each with one line of JSON. Started by the command, one a core, and ends with it."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

from nhipcau.formats.child import die_with
from tests.publishing.kill_driver import JPEG, PAUSE, PROBING, Play
from tests.publishing.kill_workers import Nest, Started
from tests.reliability.cases import FAILING, KILLS_A_RUN, NOISE, RANDOM, TOGETHER, Case

FAULTY = 0.08  # of the calls
LATEST = 60  # seconds until a post is in the list
# Two accepted for one that is not, as the simulation behind the contract has it.
ACCEPTED = ("accept_then_drop", "accept_then_500", "truncate", "wrong_type")
NOT_ACCEPTED = ("drop_before", "html_502")
PATIENCE = 60
STILL = 3  # looks without any change
ENDED = ("published", "asked", "refused")


class Player(Play):
    """Plays one case after another; what members see is counted by the stand-in."""

    def __init__(self, clock_file: Path, nest: Nest) -> None:
        from nhipcau.publishing import actions

        super().__init__(clock_file, nest)
        proof = actions.prove("EAApagestandin0001")
        self.page = actions.connect(self.union, proof, by=self.officer, submit_key=uuid.uuid4())
        self.dice = random.Random()
        self._seen: list[Any] = []
        self._still = 0

    def play(self, case: Case) -> dict[str, Any]:
        """One case from a clean Page on: what became of it."""
        from nhipcau.publishing import actions
        from nhipcau.publishing.models import Page

        self.dice.seed(case.name)  # drawn anew for each case, the same whichever player plays it
        self._clean()
        Page.objects.filter(pk=self.page.pk).update(
            stopped_at=None, paused_until=None, lock_by="", lock_until=None, usage_percent=0
        )
        self.page.refresh_from_db()
        actions.set_auto_resend(self.page, case.resend, by=self.officer)
        self.standin.control("page", id=self.page.page_id, list_delay=self.dice.uniform(0, LATEST))
        play = {RANDOM: self._random, NOISE: self._noise, TOGETHER: self._together, FAILING: self._failing}
        return play.get(case.part, self._point)(case)

    def _clean(self) -> None:
        """Nothing of earlier runs is left on the Page; numbers go on, so that none comes twice."""
        world = self.standin.world
        with world.lock:
            self.standin.faults.clear()
            world.posts.clear()
            world.photos.clear()
            world.requests.clear()
        self.set(self.moment + timedelta(hours=2))

    def _post(self, case: Case, n: int = 0, photos: int = 1) -> Any:
        from nhipcau.publishing import actions
        from nhipcau.publishing.actions.queue import Picture

        key = uuid.uuid4()
        pictures = [Picture(JPEG)] * photos
        post = actions.prepare(self.page, f"{case.name} {n} {key}", pictures, by=self.officer, submit_key=key)
        actions.publish_now(post, by=self.officer)
        return post

    def _point(self, case: Case) -> dict[str, Any]:
        post = self._post(case)
        if case.point in PROBING:
            self.standin.fault("accept_then_drop", r"/feed$")
        first = [self._start(case.point) for _worker in range(case.workers)]
        killed = self._until(post, first, to_death=True)
        self._after_the_lease(post)
        self._until(post, [self._start() for _worker in range(case.workers)])
        return {"killed": int(killed), "rows": [self._result(post)]}

    def _together(self, case: Case) -> dict[str, Any]:
        post = self._post(case)
        self.standin.fault("delay", r"/feed$", seconds=0.2)
        self._until(post, [self._start(), self._start()])
        return {"killed": 0, "rows": [self._result(post)]}

    def _failing(self, case: Case) -> dict[str, Any]:
        """Nothing works for an hour and a half: unclear answers, or photos that never arrive."""
        post = self._post(case, photos=case.n % 2)
        path = r"/photos$" if case.n % 2 else r"/feed$"
        self.standin.fault(
            "status_body", path, times=0, status=500, body={"error": {"code": 2, "message": "x"}}
        )
        worker = self._start()
        end, stop = self.moment + timedelta(minutes=90), time.monotonic() + PATIENCE
        while self.moment < end and time.monotonic() < stop:
            self.set(self.moment + timedelta(seconds=20))
            self._pause.wait(0.02)
        worker.stop()
        post.refresh_from_db()
        return {"killed": 0, "rows": [self._result(post)], "calls_an_hour": self._busiest_hour(post)}

    def _busiest_hour(self, post: Any) -> dict[str, int]:
        """The most calls for one story within an hour by the product's clock: those that write, and its looks as well."""
        writes = [row["at"] for row in self.standin.world.requests if row["method"] == "POST"]
        looks = [look["at"] for attempt in post.attempts.all() for look in attempt.looks]
        return {"writes": _most(writes), "all": _most(writes + looks)}

    def _noise(self, case: Case) -> dict[str, Any]:
        """Nobody is killed; each call fails with the same likelihood."""
        post = self._post(case)
        self._scatter()
        worker = self._start()
        self._until(post, [worker])
        return {"killed": 0, "rows": [self._result(post)], "calls_an_hour": self._busiest_hour(post)}

    def _scatter(self) -> None:
        """Eight of a hundred calls fail, drawn anew for every run."""
        for method, path in (("POST", r"/feed$"), ("POST", r"/photos$"), ("GET", r"/published_posts$")):
            for nth in range(1, 25):
                if self.dice.random() < FAULTY:
                    kinds = ACCEPTED if self.dice.random() < 2 / 3 else NOT_ACCEPTED
                    self.standin.fault(self.dice.choice(kinds), path, method=method, nth=nth)

    def _random(self, case: Case) -> dict[str, Any]:
        """Five posts due at once, a worker killed at any moment, ten times; then one carries all to their end."""
        posts = [self._post(case, n, photos=n % 2) for n in range(5)]
        self._scatter()
        killed = 0
        while killed < KILLS_A_RUN:
            worker = self._start()
            self._pause.wait(self.dice.uniform(0.01, 0.25))
            killed += self._kill(worker)
            self._wake(posts)
        last = self._start()
        stop = time.monotonic() + PATIENCE
        while time.monotonic() < stop and not all(self._is_over(post) for post in posts):
            self._wake(posts)
            self._pause.wait(PAUSE)
        last.stop()
        return {"killed": killed, "rows": [self._result(post) for post in posts]}

    def _kill(self, worker: Started) -> int:
        pid = getattr(worker, "pid", 0)
        if worker.poll() is None:
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while worker.poll() is None and time.monotonic() < end:
            self._pause.wait(0.005)
        return int(worker.poll() == -signal.SIGKILL)

    def _is_over(self, post: Any) -> bool:
        post.refresh_from_db()
        return post.status in ENDED

    def _wake(self, posts: list[Any]) -> None:
        """When nothing has moved for a while, let the next moment come at which something is due."""
        moments: list[datetime] = []
        for post in posts:
            post.refresh_from_db()
            if post.is_queued and post.next_attempt_at:
                moments.append(post.next_attempt_at)
            elif post.status == "publishing" and post.claimed_until:
                moments.append(post.claimed_until + timedelta(seconds=1))
            elif post.status == "checking":
                moments += [one for one in post.attempts.values_list("next_probe_at", flat=True) if one]
        now = [(post.status, post.claimed_until, post.next_attempt_at) for post in posts]
        self._still = self._still + 1 if now == self._seen else 0
        self._seen = now
        coming = [one for one in moments if one > self.moment]
        if coming and self._still >= STILL:
            self._still = 0
            self.set(min(coming))

    def _result(self, post: Any) -> dict[str, Any]:
        """What members see and whether somebody was asked."""
        from nhipcau.notifications.models import Message

        post.refresh_from_db()
        world = self.standin.world
        with world.lock:
            public = sum(1 for one in world.posts.values() if one.message == post.text and not one.is_removed)
            calls = sum(1 for one in world.requests if one["params"].get("message") == post.text)
        asked = Message.objects.filter(key__startswith=f"post-asked:{post.pk}:").exists()
        return {"status": post.status, "public": public, "calls": calls, "asked": asked}


def _most(moments: list[str]) -> int:
    """The most of these moments within any hour."""
    times = sorted(datetime.fromisoformat(one) for one in moments)
    hour = timedelta(hours=1)
    return max((sum(1 for one in times if start <= one < start + hour) for start in times), default=0)


def main() -> None:
    """Answer cases until the input ends."""
    die_with(int(sys.argv[1]))
    django.setup()
    nest = Nest()
    player = Player(Path(os.environ["NHIPCAU_CLOCK_FILE"]), nest)
    for line in sys.stdin:
        case, began = Case(**json.loads(line)), time.monotonic()
        result = player.play(case)
        took = round(time.monotonic() - began, 2)
        print(json.dumps({"case": asdict(case), "seconds": took, **result}), flush=True)
    player.standin.__exit__()
    nest.close()


if __name__ == "__main__":
    main()
