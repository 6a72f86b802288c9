"""A deadline without a fixed day, in words an officer would use."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.campaigns.due import is_rule

WEEKDAYS = 7
LONGEST = 31  # days of a month


def rule_of(every: str, on: str) -> str:
    """What the confirm page asks for as `monthly:20` and the like; nothing when the day makes no sense."""
    on = on.strip().lower()
    if every == "weekly":
        number = 7 if on in ("cn", "chủ nhật", "1", "8") else int(on) - 1 if on in "234567" and on else 0
        return f"weekly:{number}" if number else ""
    if every == "yearly":
        match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})", on)
        rule = (
            f"yearly:{int(match[2]):02}-{int(match[1]):02}" if match and 1 <= int(match[1]) <= LONGEST else ""
        )
    else:
        rule = f"{every}:{int(on)}" if re.fullmatch("[0-9]{1,2}", on) and 1 <= int(on) <= LONGEST else ""
    return rule if rule and is_rule(rule) else ""


def clash_of(deadlines: Iterable[Mapping[str, Any]]) -> str:
    """What is wrong with these deadlines of one step, as a sentence; empty when they can stand together.

    A step that comes again follows one rule and has no other day; fixed days and days that follow from a unit's own
    stand together, the earliest of them counts. Past days that are kept as history stand beside anything.
    """
    counting = [d for d in deadlines if not (d.get("is_history") or d.get("keep_as_history"))]
    first = next((d for d in counting if d.get("repeats")), None)
    other = next((d for d in counting if first and (d.get("repeats") or "") != first["repeats"]), None)
    if first is None or other is None:
        return ""
    said = _(
        "“%(one)s” comes again, and a step that comes again follows one rule and has no other day."
        " Write the step once more below, and choose that one for “%(other)s”."
    )
    return said % {"one": first["what"], "other": other["what"]}


def parts_of(rule: str) -> tuple[str, str]:
    """The other way round: what stands in the two fields of the confirm page."""
    every, _colon, on = rule.rpartition(":")
    if every == "weekly":
        return every, "CN" if on == "7" else str(int(on) + 1)
    if every == "yearly":
        month, _dash, day = on.partition("-")
        return every, f"{int(day)}/{int(month)}"
    return every, on


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
