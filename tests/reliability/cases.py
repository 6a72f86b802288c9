"""What is played: one row a run, with a name by which a cut command finds what it has done already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.publishing.kill_driver import POINTS

RANDOM, NOISE, TOGETHER, FAILING = "random", "noise", "together", "failing"
SQLITE, POSTGRES = "sqlite", "postgres"


@dataclass(frozen=True)
class Case:
    """One post (or, at random, as many as it takes): where it is killed, on what, with how many workers."""

    part: str  # the table it belongs to
    database: str
    point: str
    resend: bool
    workers: int
    n: int

    @property
    def name(self) -> str:
        switch = "on" if self.resend else "off"
        return f"{self.part}/{self.database}/{self.workers}/{self.point}/{switch}/{self.n}"


@dataclass(frozen=True)
class Amounts:
    """How much of each; `share` makes all of it smaller by one number."""

    one_worker: int = 150
    more: int = 30
    kills: int = 1000
    noise: int = 800
    together: int = 30
    failing: int = 10

    def scaled(self, share: float) -> Amounts:
        return Amounts(*(max(2, round(value * share)) for value in vars(self).values()))


def all_cases(amounts: Amounts) -> Iterator[Case]:
    """Every run of the whole table, rounds first, so that a cut table is thin everywhere and not missing at its end."""
    for n in range(amounts.one_worker // 2):
        yield from _points("points", SQLITE, 1, n)
    for n in range(amounts.more // 2):
        for database, workers in ((SQLITE, 2), (SQLITE, 5), (POSTGRES, 1)):
            yield from _points("points", database, workers, n)
    for n in range(amounts.together):
        for database in (SQLITE, POSTGRES):
            yield Case(TOGETHER, database, TOGETHER, n % 2 == 1, 2, n)
    for n in range(amounts.failing):
        for resend in (False, True):
            yield Case(FAILING, SQLITE, FAILING, resend, 1, n)
    for n in range(amounts.noise):
        yield Case(NOISE, SQLITE, NOISE, n % 2 == 1, 1, n)
    for n in range(amounts.kills // KILLS_A_RUN):
        yield Case(RANDOM, SQLITE, RANDOM, n % 2 == 1, 1, n)


KILLS_A_RUN = 10


def _points(part: str, database: str, workers: int, n: int) -> Iterator[Case]:
    for point in POINTS:
        for resend in (False, True):
            yield Case(part, database, point, resend, workers, n)
