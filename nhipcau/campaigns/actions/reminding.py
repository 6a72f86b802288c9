"""Reminders: one digest a day and person over all campaigns, only for tasks still owed, each stage once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns.models import Addressed, Campaign, Reminder, Task
from nhipcau.campaigns.people import above_of, chairs_of
from nhipcau.campaigns.reminder_stages import FORGET_AFTER, LOOK_AHEAD, is_time_to_write, stage_on
from nhipcau.core import clock
from nhipcau.core.onebyone import one_by_one
from nhipcau.notifications.models import Message
from nhipcau.organisations.models import Unit

Stage = Reminder.Stage
DIGEST = "campaigns/digest"
MISSES = 2  # so many reminders after the last day went unanswered before the level above is told


@dataclass
class Due:
    """One reminder that is to be sent now: which task, at which stage, to whom."""

    task: Task
    addressed: Addressed
    stage: str
    people: list[User]


@dataclass
class Digest:
    """What one person is told today: own units' tasks, the most pressing first, and units below that missed twice."""

    own: list[Due] = field(default_factory=list)
    below: list[Due] = field(default_factory=list)


def remind_due() -> int:
    """Queue what is due now; called by the worker as often as it likes. Gives the number of reminders."""
    now = clock.now()
    if not is_time_to_write(now):
        return 0
    with one_by_one("reminders"), transaction.atomic():
        return _send(due_on(clock.local(now).date()))


def owing(today: date) -> Iterable[Task]:
    """Tasks that may be reminded of: owed, with a last day, in a campaign that is open and not stopped."""
    found = Task.objects.for_units().owed().filter(
        campaign__closed_at__isnull=True, campaign__reminders_stopped_at__isnull=True,
        due_on__gte=today - FORGET_AFTER, due_on__lte=today + LOOK_AHEAD,
    )  # fmt: skip
    return found.select_related("campaign", "step", "unit").order_by("due_on", "pk")


def due_on(today: date) -> list[Due]:
    """Every reminder whose turn it is on this day and that was not sent yet."""
    tasks = [(task, stage) for task in owing(today) if (stage := _stage(task, today))]
    keys = {(task.campaign_id, task.unit_id) for task, _stage_now in tasks}
    rows = Addressed.objects.filter(
        campaign__in={c for c, _u in keys}, unit__in={u for _c, u in keys}, left_on__isnull=True, is_for_information=False
    )  # fmt: skip
    addressed = {(row.campaign_id, row.unit_id): row for row in rows}
    told: dict[tuple[int | None, date | None], set[str]] = {}
    sent = Reminder.objects.filter(task__in=[task.pk for task, _s in tasks]).values_list(
        "task", "due_on", "stage"
    )
    for task_id, day, stage in sent:
        told.setdefault((task_id, day), set()).add(stage)
    chairs = chairs_of({task.unit_id for task, _s in tasks})
    above = above_of([task.unit for task, stage in tasks if stage == Stage.ABOVE])
    found = []
    for task, stage in tasks:
        row, before = addressed.get((task.campaign_id, task.unit_id)), told.get((task.pk, task.due_on), set())
        if row is None or stage in before:
            continue
        if stage == Stage.ABOVE and len(before & {Stage.LATE, Stage.LATER}) < MISSES:
            continue
        people = above.get(task.unit_id, []) if stage == Stage.ABOVE else chairs.get(task.unit_id, [])
        if people:
            found.append(Due(task, row, stage, people))
    return found


def _stage(task: Task, today: date) -> str | None:
    if task.due_on is None:
        return None
    sent_out_on = clock.local(task.campaign.confirmed_at).date()
    return stage_on(today, task.due_on, sent_out_on, escalates=task.campaign.escalates)


def _send(dues: list[Due]) -> int:
    """One message a person; who has had today's digest hears of the rest tomorrow."""
    day = clock.today()
    key = f"digest:{day.isoformat()}"
    had = set(Message.objects.filter(kind=DIGEST, key=key).values_list("to", flat=True))
    fresh = [due for due in dues if not any(person.pk in had for person in due.people)]
    open_now = set(
        Task.objects.owed().filter(pk__in=[due.task.pk for due in fresh]).values_list("pk", flat=True)
    )
    fresh = [due for due in fresh if due.task.pk in open_now]
    digests: dict[User, Digest] = {}
    now = clock.now()
    for due in fresh:
        Reminder.objects.create(
            addressed=due.addressed, task=due.task, stage=due.stage, due_on=due.task.due_on, at=now
        )
        trail.record("campaign.reminded", due.task.campaign, by="worker", unit=due.task.unit)
        for person in due.people:
            digest = digests.setdefault(person, Digest())
            (digest.below if due.stage == Stage.ABOVE else digest.own).append(due)
    Addressed.objects.filter(pk__in={due.addressed.pk for due in fresh}).update(reminded_at=now)
    for person, digest in digests.items():
        only = digest.own[0].addressed if len(digest.own) == 1 and not digest.below else None
        notifications.queue(
            DIGEST, person, to=person, key=key, context={"digest": digest, "today": day},
            path=only.get_absolute_url() if only else "/campaigns/owed/" if digest.own else "/campaigns/",
        )  # fmt: skip
    return len(fresh)


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
            Addressed.objects.filter(pk=addressed.pk).update(reminded_at=clock.now())
            trail.record("campaign.reminded_by_hand", addressed.campaign, by=by, unit=addressed.unit)
    return len(rows)


@transaction.atomic
def stop_reminders(campaign: Campaign, *, stop: bool, by: User) -> None:
    """Nobody is reminded by the worker any more, or again; what was sent stays written down."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if (campaign.reminders_stopped_at is not None) == stop:
        return
    campaign.reminders_stopped_at = clock.now() if stop else None
    campaign.save(update_fields=["reminders_stopped_at"])
    verb = "campaign.reminders_stopped" if stop else "campaign.reminders_resumed"
    trail.record(verb, campaign, by=by, unit=campaign.unit, fields=("reminders_stopped_at",))


@transaction.atomic
def set_escalation(campaign: Campaign, *, escalates: bool, by: User) -> None:
    """After two misses the people of the level above the unit are told, or are not."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if campaign.escalates == escalates:
        return
    campaign.escalates = escalates
    campaign.save(update_fields=["escalates"])
    trail.record("campaign.escalation_set", campaign, by=by, unit=campaign.unit, fields=("escalates",))


def could_not_be_sent(units: Iterable[Unit | int]) -> dict[int, list[User]]:
    """The people of these units whose last digest could not be sent: their addresses want looking at."""
    chairs = chairs_of(units)
    people = {person.pk for held in chairs.values() for person in held}
    failed = set(
        Message.objects.filter(Q(kind=DIGEST) | Q(kind="campaigns/sent"), to__in=people, status=Message.Status.FAILED)
        .values_list("to", flat=True)
    )  # fmt: skip
    found = {unit: [person for person in held if person.pk in failed] for unit, held in chairs.items()}
    return {unit: held for unit, held in found.items() if held}
