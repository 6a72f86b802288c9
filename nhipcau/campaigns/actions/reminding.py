"""Reminders: only to units that still owe, at most once a stage; those sent by hand are written down."""

import uuid
from datetime import date, timedelta

from django.db import transaction

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns.models import Addressed, Deadline, Reminder, Task
from nhipcau.campaigns.people import chairs_of
from nhipcau.core import clock

DAYS_BEFORE = 3
DAYS_AFTER = 45  # later than that nobody is reminded any more; the board still shows who is late
Stage = Reminder.Stage


def stage_of(deadline: Deadline, day: date) -> str | None:
    """The stage a deadline is at on a day. A stage whose day came before the confirmation is passed over."""
    last = deadline.last_day
    if last is None or not deadline.counts:
        return None
    if day > last:
        return Stage.LATE
    start = last - timedelta(days=DAYS_BEFORE)
    confirmed = clock.local(deadline.campaign.confirmed_at).date()
    return Stage.SOON if start <= day and confirmed < start else None


def remind_due() -> int:
    """Queue what is due today; called by the worker as often as it likes."""
    count = 0
    today = clock.today()
    deadlines = Deadline.objects.filter(
        is_history=False, due_on__isnull=False, campaign__closed_at__isnull=True
    )
    near = deadlines.filter(
        due_on__lte=today + timedelta(days=DAYS_BEFORE + 1), due_on__gte=today - timedelta(days=DAYS_AFTER)
    )
    for deadline in near.select_related("campaign", "step"):
        stage = stage_of(deadline, today)
        if stage is not None and deadline.step is not None and not deadline.step.is_ongoing:
            count += _remind(deadline, stage)
    return count


def _remind(deadline: Deadline, stage: str) -> int:
    owing = Task.objects.owed().filter(step=deadline.step).values("unit")
    told = Reminder.objects.filter(deadline=deadline, stage=stage).values("addressed")
    rows = list(
        deadline.campaign.addressed.filter(unit__in=owing).exclude(pk__in=told).select_related("unit")
    )
    holders = chairs_of([r.unit for r in rows])
    count = 0
    for addressed in rows:
        people = holders.get(addressed.unit_id, [])
        if people and _remind_one(addressed, deadline, stage, people):
            count += 1
    return count


@transaction.atomic
def _remind_one(addressed: Addressed, deadline: Deadline, stage: str, people: list[User]) -> bool:
    if not Task.objects.owed().filter(step=deadline.step, unit=addressed.unit_id).exists():
        return False  # handed in meanwhile
    _row, created = Reminder.objects.get_or_create(
        addressed=addressed, deadline=deadline, stage=stage, defaults={"at": clock.now()}
    )
    if not created:
        return False
    for user in people:
        notifications.queue(
            f"campaigns/reminder_{stage}", deadline, to=user, key=f"reminder:{addressed.pk}:{deadline.pk}:{stage}",
            context={"unit": addressed.unit}, path=addressed.get_absolute_url(),
        )  # fmt: skip
    trail.record("campaign.reminded", addressed.campaign, by="worker", unit=addressed.unit)
    return True


@transaction.atomic
def record_sent_by_hand(rows: list[Addressed], *, by: User, submit_key: uuid.UUID) -> int:
    """The desk says that it sent these reminders itself, over Zalo or on paper; the same key again is one time."""
    for addressed in rows:
        require(by, Permission.CAMPAIGN_MANAGE, addressed.campaign.unit)
        _row, created = Reminder.objects.get_or_create(
            submit_key=uuid.uuid5(submit_key, str(addressed.pk)),
            defaults={"addressed": addressed, "stage": Stage.HAND, "at": clock.now(), "by": by},
        )
        if created:
            trail.record("campaign.reminded_by_hand", addressed.campaign, by=by, unit=addressed.unit)
    return len(rows)
