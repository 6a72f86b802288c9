"""Days that move: the periods of a step that repeats, a day that follows from a unit's own day, more time given."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.audit import trail
from nhipcau.campaigns import counters
from nhipcau.campaigns.due import next_day, own_day, period_of
from nhipcau.campaigns.models import Addressed, Campaign, Deadline, Extension, OwnDay, Step, Task
from nhipcau.campaigns.people import chairs_of
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit

ONE = timedelta(days=1)
COPIED = ("details", "responsible", "level", "for_desk", "hand_in", "form", "asks")
MOST_OFFERED = 12  # missed periods that a board offers
MOST_MISSED = 60  # periods opened at once after the worker stood still


def open_periods(step: Step) -> list[Step]:
    """Open the periods of a step that repeats whose turn it is: the first at once, the next when the one before has ended."""
    opened: list[Step] = []
    with transaction.atomic():
        held = (
            Step.objects.select_for_update(of=("self",))
            .select_related("campaign__unit", "form")
            .get(pk=step.pk)
        )
        began = clock.local(held.campaign.confirmed_at).date() - ONE
        last = held.periods.aggregate(last=Max("period_ends_on"))["last"] or began
        while (last == began or last < clock.today()) and len(opened) < MOST_MISSED:
            last = next_day(held.repeats, last)
            opened.append(_open(held, last))
    return opened


def resume_periods(step: Step) -> None:
    """The campaign is open again: the period that runs now is opened; those that ended meanwhile are left to the desk."""
    held = (
        Step.objects.select_for_update(of=("self",)).select_related("campaign__unit", "form").get(pk=step.pk)
    )
    last = held.periods.aggregate(last=Max("period_ends_on"))["last"]
    if last is not None and last < clock.today():
        _open(held, next_day(held.repeats, clock.today() - ONE))


def missed_periods(step: Step) -> list[date]:
    """The days of periods that ended while the campaign was closed and were not asked for; the latest ones, in order."""
    ends = step.periods.values_list("period_ends_on", flat=True) if step.repeats else []
    known = {day for day in ends if day is not None}
    if not known:
        return []
    day, last, found = min(known), max(known), []
    while (day := next_day(step.repeats, day)) < last:
        if day not in known:
            found.append(day)
    return found[-MOST_OFFERED:]


@transaction.atomic
def open_missed(step: Step, day: date, *, by: User) -> Step:
    """The desk asks for a period that ended while the campaign was closed; nobody is late with it. Twice is once."""
    require(by, Permission.CAMPAIGN_MANAGE, step.campaign.unit)
    if step.campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Open it again on its board first."))
    held = (
        Step.objects.select_for_update(of=("self",)).select_related("campaign__unit", "form").get(pk=step.pk)
    )
    known = held.periods.filter(period_ends_on=day).first()
    if known is not None:
        return known
    if day not in missed_periods(held):
        raise Refusal(_("There is no such period that was not asked for."), remedy=_("Reload the board."))
    return _open(held, day, is_over=True, by=by)


def _open(step: Step, day: date, *, is_over: bool = False, by: User | str = "worker") -> Step:
    """One period: a step of its own, with its day and a task for each unit that is still addressed, or for the desk.

    Of a period that is over already the day is history: it is told, and makes nobody late.
    """
    campaign = step.campaign
    order = (campaign.steps.aggregate(most=Max("order"))["most"] or 0) + 1
    name = period_of(step.repeats, day)
    period = Step.objects.create(
        campaign=campaign, order=order, repeated_from=step, period_ends_on=day,
        text=_("%(text)s (%(period)s)") % {"text": step.text.rstrip(" ."), "period": name},
        **{field: getattr(step, field) for field in COPIED},
    )  # fmt: skip
    for kept in step.deadlines.filter(due_on__isnull=True, relative__isnull=True):
        Deadline.objects.create(
            campaign=campaign, step=period, due_on=day, due_time=kept.due_time, is_inclusive=kept.is_inclusive,
            rule=kept.rule, what=kept.what, is_history=is_over, said_on_line=kept.said_on_line,
        )  # fmt: skip
    last = None if is_over else min((d.last_day for d in period.deadlines.all() if d.last_day), default=day)
    rows = campaign.addressed.filter(left_on__isnull=True, is_for_information=False)
    units = (
        [(campaign.unit_id, campaign.unit.path)] if step.for_desk else rows.values_list("unit", "unit_path")
    )
    Task.objects.bulk_create(
        [Task(campaign=campaign, step=period, unit_id=u, unit_path=p, due_on=last) for u, p in units],
        batch_size=500,
    )  # fmt: skip
    trail.record("campaign.period_opened", campaign, by=by, unit=campaign.unit)
    counters.rebuild(campaign)
    return period


def open_due_periods() -> int:
    """For the worker: every period whose turn it is, in campaigns that are open."""
    repeating = Step.objects.exclude(repeats="").filter(campaign__closed_at__isnull=True)
    return sum(len(open_periods(step)) for step in repeating)


@transaction.atomic
def say_own_day(addressed: Addressed, deadline: Deadline, day: date, *, by: User) -> date | None:
    """The unit's own day, said by the unit or by the desk for it; what follows from it is due anew. Gives the new last day."""
    if not may(by, Permission.CAMPAIGN_MANAGE, addressed.campaign.unit):
        require(by, Permission.TASK_HAND_IN, addressed.unit)
    if deadline.relative is None or deadline.step is None:
        raise Refusal(_("This deadline has a day of its own."), remedy=_("Reload the page."))
    if addressed.campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Ask the desk that sent it."))
    if addressed.left_on is not None or addressed.is_for_information:
        raise Refusal(
            _("This campaign is closed, or it is no longer addressed to your unit."),
            remedy=_("Reload the page to see how it stands."),
        )
    OwnDay.objects.update_or_create(
        addressed=addressed, deadline=deadline, defaults={"day": day, "said_at": clock.now(), "said_by": by}
    )
    due = with_more_time(deadline.step, addressed.unit, day_that_follows(addressed, deadline.step))
    Task.objects.filter(step=deadline.step, unit=addressed.unit).update(due_on=due)
    trail.record("campaign.own_day_said", addressed.campaign, by=by, unit=addressed.unit, fields=("day",))
    counters.recount(addressed.campaign, addressed.unit)
    return due


def day_that_follows(addressed: Addressed, step: Step) -> date | None:
    """The step's last day for this unit: the earliest of its fixed ones and of those that follow from days the unit has said."""
    fixed = [d.last_day for d in step.deadlines.all() if d.counts and d.last_day is not None]
    said = addressed.own_days.filter(deadline__step=step)
    days = [
        own_day(row.deadline.relative, row.day)
        for row in said.select_related("deadline")
        if row.deadline.relative
    ]
    return min([*fixed, *days], default=None)


def with_more_time(step: Step, unit: Unit, day: date | None) -> date | None:
    """This last day, or a later one that the unit, or every unit, was given before."""
    given = step.extensions.filter(Q(unit=unit) | Q(unit__isnull=True)).aggregate(last=Max("now"))["last"]
    return max((d for d in (day, given) if d is not None), default=None)


def owe_again(task: Task) -> None:
    """What was handed in counts no more: the task is owed by the day that holds now, never by an earlier one than before."""
    step, days = task.step, [task.due_on]
    if task.due_on is not None:
        row = Addressed.objects.filter(campaign_id=task.campaign_id, unit=task.unit).first()
        day = day_that_follows(row, step) if row is not None and not step.is_ongoing else None
        days.append(with_more_time(step, task.unit, day))
    due = max((day for day in days if day is not None), default=None)
    Task.objects.filter(pk=task.pk).update(done_at=None, done_by=None, due_on=due)


@transaction.atomic
def extend(
    step: Step, day: date, why: str, *, by: User, submit_key: uuid.UUID, unit: Unit | None = None
) -> list[Task]:
    """More time for one unit, or for all that have not delivered; the same key again is one extension."""
    campaign = step.campaign
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if Extension.objects.filter(submit_key=submit_key).exists():
        return []
    if campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Open it again on its board first."))
    tasks = Task.objects.owed().filter(step=step).select_related("unit", "campaign", "step")
    if unit is not None:
        tasks = tasks.filter(unit=unit)
    found = list(tasks.select_for_update(of=("self",)))
    if not found:
        raise Refusal(
            _("There is nothing left to extend: what is asked has been delivered, or has no end."),
            remedy=_("Reload the page to see how far the units are."),
        )
    _check_later(found, day)
    was = max((task.due_on for task in found if task.due_on), default=None)
    Extension.objects.create(
        step=step, unit=unit, was=was, now=day, why=why, at=clock.now(), by=by, submit_key=submit_key
    )
    Task.objects.filter(pk__in=[task.pk for task in found]).update(due_on=day)
    trail.record("campaign.extended", campaign, by=by, unit=unit or campaign.unit, fields=("due_on",))
    if unit is None:
        counters.rebuild(campaign)
    else:
        counters.recount(campaign, unit)
    _tell(campaign, found, day, why, submit_key)
    return found


def _check_later(tasks: Sequence[Task], day: date) -> None:
    if day < clock.today():
        raise Refusal(_("The new day is already past."), remedy=_("Write a later day."))
    if any(task.due_on is not None and task.due_on >= day for task in tasks):
        raise Refusal(
            _("The new day is not later than the one there is."),
            remedy=_("Write a later day. A day is never made earlier for units that have been told."),
        )


def _tell(campaign: Campaign, tasks: Sequence[Task], day: date, why: str, key: uuid.UUID) -> None:
    holders = chairs_of([task.unit_id for task in tasks])
    for task in tasks:
        for person in holders.get(task.unit_id, []):
            notifications.queue(
                "campaigns/extended", campaign, to=person, key=f"extended:{key}:{task.pk}", path=task.get_absolute_url(),
                context={"task": task, "day": day, "why": why},
            )  # fmt: skip
