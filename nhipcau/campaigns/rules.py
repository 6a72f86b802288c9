"""A deadline without a fixed day, in words an officer would use."""

from typing import Any

from django.utils.translation import gettext as _

WEEKDAYS = 7


def rule_in_words(recurrence: str | None, relative: dict[str, Any] | None) -> str:
    """`monthly:25` and the like, or so many days before or after something."""
    if relative:
        return _relative(relative)
    how, _colon, rest = (recurrence or "").partition(":")
    if how == "monthly":
        return _("day %(day)s of every month") % {"day": rest}
    if how == "weekly":
        return _("every week, %(day)s") % {"day": _weekday(int(rest))}
    if how == "quarterly":
        place, _colon, day = rest.partition(":")
        if place == "first":
            return _("day %(day)s of the first month of every quarter") % {"day": day}
        return _("day %(day)s of the last month of every quarter") % {"day": day}
    if how == "yearly":
        month, _dash, day = rest.partition("-")
        return _("every year on %(day)s") % {"day": f"{day}/{month}"}
    return ""


def _weekday(number: int) -> str:
    days = [
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    ]  # fmt: skip
    return days[(number - 1) % WEEKDAYS]


def _relative(relative: dict[str, Any]) -> str:
    values = {"n": relative["days"], "anchor": relative["anchor"]}
    working = relative["unit"] == "working_day"
    if relative["direction"] == "before":
        if working:
            return _("at least %(n)s working days before: %(anchor)s") % values
        return _("at least %(n)s days before: %(anchor)s") % values
    if working:
        return _("within %(n)s working days after: %(anchor)s") % values
    return _("within %(n)s days after: %(anchor)s") % values
