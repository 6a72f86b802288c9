"""Working days in Vietnam: Saturdays and Sundays, Tết and the other holidays, substitute days, as data a year at a time."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SHIPPED = Path(__file__).parent / "calendars" / "vietnam.toml"
SATURDAY = 5
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`off` are closed weekdays, `worked` Saturdays or Sundays worked instead, `years` those that have been entered."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Is the office open that day?"""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def shift(self, day: date, count: int) -> date:
        """The day `count` working days after `day`, before it when negative; `day` itself is not counted."""
        step = ONE if count > 0 else -ONE
        for _working_day in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`."""
        return sum(self.is_working(first + ONE * n) for n in range(1, (last - first).days + 1))

    def missing(self, days: Iterable[date]) -> list[int]:
        """The years of these days that have not been entered: what was reckoned with them knows weekends only."""
        return sorted({day.year for day in days} - self.years)


@lru_cache(maxsize=4)
def _read(paths: tuple[Path, ...]) -> Calendar:
    off: set[date] = set()
    worked: set[date] = set()
    years: set[int] = set()
    for path in paths:
        for year, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            off = {day for day in off if day.year != int(year)} | set(said["off"])
            worked = {day for day in worked if day.year != int(year)} | set(said.get("worked", ()))
            years.add(int(year))
    return Calendar(frozenset(off), frozenset(worked), frozenset(years))


def calendar() -> Calendar:
    """The shipped years, and those of the installation's own file (`NHIPCAU_WORKING_DAYS`), which win."""
    own = getattr(settings, "WORKING_DAYS", "")
    return _read((SHIPPED, Path(own)) if own else (SHIPPED,))
