"""By when a task is due and how it stands, in one sentence: on every page of a unit the same words, never a colour alone."""

from collections.abc import Iterable
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.campaigns.models import Addressed, Deadline, HandIn, OwnDay, Task
from nhipcau.core import clock


def say_when(tasks: Iterable[Task]) -> list[Task]:
    """Give each task `when` (the sentence), `look` (ok, bad, warn, info or nothing), `sent_back` (its reason) and `is_asked`.

    A unit that belongs to the campaign no more is asked for nothing, whatever it has not done. Four queries for any
    number of tasks; their step has to be there already.
    """
    found = list(tasks)
    left = set(
        Addressed.objects.filter(
            campaign__in={t.campaign_id for t in found}, unit__in={t.unit_id for t in found}, left_on__isnull=False
        ).values_list("campaign", "unit")
    )  # fmt: skip
    deadlines: dict[int, list[Deadline]] = {}
    steps = {task.step_id for task in found}
    for deadline in Deadline.objects.filter(step__in=steps):
        deadlines.setdefault(deadline.step_id or 0, []).append(deadline)
    said = set(
        OwnDay.objects.filter(deadline__step__in=steps).values_list("deadline__step", "addressed__unit")
    )
    sent_back = dict(
        HandIn.objects.filter(task__in=found, state=HandIn.State.RETURNED)
        .order_by("at", "pk")
        .values_list("task", "reason")
    )
    for task in found:
        own = deadlines.get(task.step_id, [])
        task.is_asked = (task.campaign_id, task.unit_id) not in left  # type: ignore[attr-defined]
        task.look, task.when = _said(task, own, (task.step_id, task.unit_id) in said)  # type: ignore[attr-defined]
        if not task.is_asked and not task.is_done:  # type: ignore[attr-defined]
            task.look, task.when = "", _("not asked of your unit any more")  # type: ignore[attr-defined]
        task.sent_back = "" if task.is_done else sent_back.get(task.pk, "")  # type: ignore[attr-defined]
    return found


def _said(task: Task, deadlines: list[Deadline], own_day_said: bool) -> tuple[str, str]:
    if task.done_at is not None:
        return _done(task, clock.local(task.done_at).date())
    if not task.step.can_be_done:
        if task.step.is_ongoing:
            return "", _("goes on all the time")
        return "", _("for information")
    if task.due_on is not None:
        return _due(task.due_on, _hour(task.due_on, deadlines))
    past = [d.last_day for d in deadlines if d.is_history and d.last_day is not None]
    if past:
        said = _("The circular asked for it by %(day)s, before it came to you. Nobody counts as late; please hand in soon.")  # fmt: skip
        return "info", said % {"day": f"{max(past):%d/%m/%Y}"}
    if not own_day_said and any(d.relative for d in deadlines):
        anchor = next(d.relative["anchor"] for d in deadlines if d.relative)
        return "warn", _("Its last day follows from your own day: %(anchor)s") % {"anchor": anchor}
    return "info", _("no fixed day")


def _done(task: Task, day: date) -> tuple[str, str]:
    if task.due_on is not None and day > task.due_on:
        values = {"day": f"{day:%d/%m/%Y}", "last": f"{task.due_on:%d/%m/%Y}"}
        return "ok", _("Done on %(day)s, after the last day %(last)s") % values
    return "ok", _("Done on %(day)s") % {"day": f"{day:%d/%m/%Y}"}


def _due(day: date, hour: time | None) -> tuple[str, str]:
    left = (day - clock.today()).days
    values = {"day": f"{day:%d/%m/%Y}", "n": abs(left), "hour": f"{hour:%H:%M}" if hour else ""}
    if left < 0:
        said = ngettext(
            "Late by %(n)s day: the last day was %(day)s", "Late by %(n)s days: the last day was %(day)s", -left
        )  # fmt: skip
        return "bad", said % values
    if left == 0 and hour:
        return "warn", _("Today is the last day, until %(hour)s") % values
    if left == 0:
        return "warn", _("Today is the last day") % values
    if hour:
        said = ngettext(
            "%(n)s day left: until %(hour)s on %(day)s", "%(n)s days left: until %(hour)s on %(day)s", left
        )  # fmt: skip
        return "info", said % values
    said = ngettext("%(n)s day left: last day %(day)s", "%(n)s days left: last day %(day)s", left)
    return "info", said % values


def _hour(day: date, deadlines: list[Deadline]) -> time | None:
    """The hour of the deadline whose day this is; a day that was moved has none."""
    return next((d.due_time for d in deadlines if d.due_time and d.is_inclusive and d.last_day == day), None)
