"""Why a fixed day is the last one: the line of the letter that names it, whether that day still counts, until which hour."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.campaigns.due import why_own_day
from nhipcau.campaigns.models import Campaign, Deadline, Extension, OwnDay, Task
from nhipcau.campaigns.reading import from_text
from nhipcau.core import clock
from nhipcau.core.boundary import cut

LONGEST = 240  # signs of a quoted line


def counting_in_words(day: date, hour: time | None, *, is_inclusive: bool) -> str:
    """Which moment is the last one in time, as one sentence."""
    values = {"day": f"{day:%d/%m/%Y}", "hour": f"{hour:%H:%M}" if hour else ""}
    if not is_inclusive:
        return (
            _("It says before %(day)s: that day no longer counts, the day before is the last one.") % values
        )
    if hour:
        return _("%(day)s still counts, until %(hour)s.") % values
    return _("%(day)s still counts, until its end.") % values


class Letters:
    """The lines of a campaign's circular and of its corrections, read once each and without what lies outside."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.lines: dict[int, list[str]] = {}

    def why(self, deadline: Deadline) -> list[str]:
        """The sentences of one deadline with a fixed day; empty for one that follows a rule."""
        if deadline.due_on is None:
            return []
        counting = counting_in_words(deadline.due_on, deadline.due_time, is_inclusive=deadline.is_inclusive)
        return [self._source(deadline), counting]

    def _source(self, deadline: Deadline) -> str:
        quoted = self._line(deadline)
        if not quoted:
            return _("The desk wrote this day itself when it sent the campaign.")
        values = {"n": deadline.said_on_line, "line": quoted}
        if deadline.said_in_id is not None:
            return _("Line %(n)s of the letter that corrected it: “%(line)s”") % values
        return _("Line %(n)s of the circular: “%(line)s”") % values

    def _line(self, deadline: Deadline) -> str:
        letter = deadline.said_in or self.campaign.circular
        if deadline.said_on_line is None:
            return ""
        if letter.pk not in self.lines:
            self.lines[letter.pk] = from_text(letter.text).lines
        lines = self.lines[letter.pk]
        if not 0 < deadline.said_on_line <= len(lines):
            return ""
        return Truncator(str(cut(lines[deadline.said_on_line - 1]).kept or "").strip()).chars(LONGEST)


def explain(tasks: Iterable[Task], campaign: Campaign) -> None:
    """Give each task of one unit and campaign `why`: the sentences behind its last day. Three queries, whatever their number."""
    found = [task for task in tasks if task.due_on is not None]
    letters, steps = Letters(campaign), [task.step_id for task in found]
    fixed: dict[int | None, list[Deadline]] = {}
    for deadline in Deadline.objects.filter(step__in=steps).select_related("said_in"):
        fixed.setdefault(deadline.step_id, []).append(deadline)
    units = [task.unit_id for task in found]
    given = list(
        Extension.objects.filter(Q(unit__in=units) | Q(unit__isnull=True), step__in=steps).order_by(
            "at", "pk"
        )
    )
    own = list(
        OwnDay.objects.filter(deadline__step__in=steps, addressed__unit__in=units).select_related("deadline")
    )
    for task in found:
        task.why = _why(task, letters, fixed.get(task.step_id, []), given, own)  # type: ignore[attr-defined]


def _why(
    task: Task, letters: Letters, fixed: list[Deadline], given: list[Extension], own: list[Any]
) -> list[str]:
    for more in reversed(given):
        if more.step_id == task.step_id and more.now == task.due_on and more.unit_id in (None, task.unit_id):
            values = {"day": f"{clock.local(more.at):%d/%m/%Y}", "why": more.why}
            return [_("More time was given on %(day)s: %(why)s") % values]
    for deadline in fixed:
        if deadline.counts and deadline.last_day == task.due_on:
            return letters.why(deadline)
    for said in own:
        if said.deadline.step_id == task.step_id and said.deadline.relative:
            found = why_own_day(said.deadline.relative, said.day)
            if found.day == task.due_on:
                return [*found.reasons, *found.doubts]
    return []
