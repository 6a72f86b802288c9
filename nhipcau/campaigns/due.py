"""When something is due: the days of a rule that repeats, and the day that follows from a unit's own day. And why."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.workdays import calendar

QUARTER = 3
MONTHS = 12


@dataclass(frozen=True)
class Why:
    """A day and the sentences that say how it came about; `doubts` are what an officer should look at."""

    day: date
    reasons: list[str]
    doubts: list[str]


def next_day(rule: str, after: date) -> date:
    """The first day of the rule later than `after`.

    `rule` is `monthly:25`, `weekly:4` (1 is Monday), `quarterly:first:10`, `quarterly:last:20` or `yearly:11-20`, as
    circulars are read. A day that a month does not have is its last one. ValueError for anything else.
    """
    how, _colon, rest = rule.partition(":")
    if how == "weekly":
        ahead = (int(rest) - 1 - after.weekday()) % 7
        return after + timedelta(days=ahead or 7)
    months = _months(how, rest)
    number = int(rest.rpartition(":")[2] if how == "quarterly" else rest.rpartition("-")[2])
    year, month = after.year, after.month
    for _month in range(MONTHS * 2 + 1):
        if month in months:
            day = date(year, month, min(number, monthrange(year, month)[1]))
            if day > after:
                return day
        year, month = (year + 1, 1) if month == MONTHS else (year, month + 1)
    raise ValueError(rule)


def _months(how: str, rest: str) -> set[int]:
    if how == "monthly":
        return set(range(1, MONTHS + 1))
    if how == "yearly":
        return {int(rest.partition("-")[0])}
    if how == "quarterly":
        first = {"first": 1, "last": QUARTER}[rest.partition(":")[0]]
        return set(range(first, MONTHS + 1, QUARTER))
    raise ValueError(how)


def is_rule(rule: str) -> bool:
    """Can this rule be reckoned with?"""
    try:
        next_day(rule, date(2020, 1, 1))
    except (ValueError, KeyError):
        return False
    return True


def own_day(relative: dict[str, Any], anchor: date) -> date:
    """The last day in time when something is due so many days before or after a unit's own day.

    `relative` is {direction: before or after, days, unit: day or working_day}; the anchor's own day is not counted.
    """
    sign = -1 if relative["direction"] == "before" else 1
    days = sign * int(relative["days"])
    if relative["unit"] == "working_day":
        return calendar().shift(anchor, days)
    return anchor + timedelta(days=days)


def period_of(rule: str, day: date) -> str:
    """How the period that ends on this day is called, for the title of its step."""
    how = rule.partition(":")[0]
    if how == "weekly":
        return _("week to %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    if how == "monthly":
        return _("month %(month)s") % {"month": f"{day:%m/%Y}"}
    if how == "quarterly":
        return _("quarter %(quarter)s/%(year)s") % {"quarter": (day.month + 2) // QUARTER, "year": day.year}
    return _("year %(year)s") % {"year": day.year}


def doubts_about(day: date, issued_on: date | None = None) -> list[str]:
    """What an officer should look at before this day becomes a deadline."""
    said = []
    if issued_on is not None and day < issued_on:
        said.append(_("This day is before the circular was issued."))
    if not calendar().is_working(day):
        said.append(
            _(
                "%(day)s is not a working day. Where a period ends on a day of rest, it ends with the next working day,"
                " %(next)s (Civil Code 2015, art. 148.5)."
            )
            % {"day": f"{day:%d/%m/%Y}", "next": f"{calendar().shift(day, 1):%d/%m/%Y}"}
        )
    for year in calendar().missing([day]):
        said.append(
            _("The days of rest of %(year)s have not been entered; only weekends are known.") % {"year": year}
        )
    return said


def why_own_day(relative: dict[str, Any], anchor: date) -> Why:
    """How the day that follows from a unit's own day came about, day of rest by day of rest."""
    day = own_day(relative, anchor)
    before = relative["direction"] == "before"
    values = {"n": relative["days"], "anchor": f"{anchor:%d/%m/%Y}", "what": relative["anchor"]}
    if relative["unit"] == "working_day":
        said = (
            _("%(n)s working days before %(anchor)s (%(what)s), which is not counted itself.")
            if before
            else _("%(n)s working days after %(anchor)s (%(what)s), which is not counted itself.")
        )
        first, last = sorted((day, anchor))
        off = [d for d in sorted(calendar().off) if first < d < last]
        reasons = [said % values]
        if off:
            reasons.append(_("Not counted: Saturdays, Sundays and %(days)s.") % {"days": _days(off)})
        missing = calendar().missing([day, anchor])
        doubts = [
            _("The days of rest of %(year)s have not been entered; only weekends are known.") % {"year": year}
            for year in missing
        ]
        return Why(day, reasons, doubts)
    said = (
        _("%(n)s days before %(anchor)s (%(what)s).")
        if before
        else _("%(n)s days after %(anchor)s (%(what)s).")
    )
    return Why(day, [said % values], doubts_about(day))


def _days(days: list[date]) -> str:
    return ", ".join(f"{day:%d/%m}" for day in days)
