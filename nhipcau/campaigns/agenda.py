"""What falls on which day for one person: last days of the work of their units or desks, and what takes place."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, units_where
from nhipcau.campaigns.models import Addressed, Campaign, Deadline, Event, Step, Task
from nhipcau.campaigns.models.answers import desks_of
from nhipcau.campaigns.models.helping import campaigns_read_by
from nhipcau.core import clock, workdays
from nhipcau.organisations.models import Unit

EVERY_DAY = 7  # something that takes longer stands on its first and its last day alone


@dataclass(frozen=True)
class Item:
    """One thing on a day. `units` and `open` say how many units it is for and how many have not delivered."""

    key: str
    on: date
    what: str
    campaign: Campaign
    path: str
    is_event: bool = False
    is_history: bool = False
    ends_on: date | None = None
    at: time | None = None
    unit: str = ""
    units: int = 0
    open: int = 0

    @property
    def is_late(self) -> bool:
        return bool(self.open) and self.on < clock.today()

    @property
    def done(self) -> int:
        return self.units - self.open


@dataclass(frozen=True)
class Day:
    """One square of the month."""

    day: date
    is_inside: bool
    is_today: bool
    is_off: bool
    items: list[Item]


def items_for(user: User, first: date, last: date, *, with_history: bool = False) -> list[Item]:
    """Everything of these days that this person may know of, in order; a campaign taken back stands nowhere."""
    found = _work(user, first, last) + _events(user, first, last)
    if with_history:
        found += _history(user, first, last)
    return sorted(found, key=lambda item: (item.on, item.at is None, item.at or time.min, item.key))


def month_of(day: date, items: Iterable[Item]) -> list[list[Day]]:
    """The weeks of the month of this day, Monday first, each day with its items."""
    by_day: dict[date, list[Item]] = {}
    for item in items:
        for on in _stands_on(item):
            by_day.setdefault(on, []).append(item)
    working, today = workdays.calendar(), clock.today()
    return [
        [
            Day(d, d.month == day.month, d == today, not working.is_working(d), by_day.get(d, []))
            for d in week
        ]
        for week in Calendar().monthdatescalendar(day.year, day.month)
    ]  # fmt: skip


def _stands_on(item: Item) -> list[date]:
    end = item.ends_on or item.on
    length = (end - item.on).days + 1
    return [item.on + timedelta(n) for n in range(length)] if length <= EVERY_DAY else [item.on, end]


def _work(user: User, first: date, last: date) -> list[Item]:
    """A step's last day once, whatever the number of units; days that were moved for a unit stand apart."""
    desk = Q(campaign__unit__in=units_where(user, Permission.CAMPAIGN_READ))
    own = Q(unit__in=units_where(user, Permission.TASK_READ)) | Q(unit__in=desks_of(user))
    still = Q(campaign__closed_at__isnull=True) | Q(due_on__lt=clock.today())
    rows: list[Any] = list(
        Task.objects.of_those_addressed()
        .filter(desk | (own & Q(step__for_desk=False)), still, due_on__range=(first, last), campaign__withdrawn_at__isnull=True)
        .order_by("due_on", "step")
        .values("due_on", "step", "campaign")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(done_at__isnull=True)), task=Min("pk"), unit=Min("unit"))
    )  # fmt: skip
    steps = Step.objects.in_bulk({row["step"] for row in rows})
    campaigns = Campaign.objects.select_related("unit").in_bulk({row["campaign"] for row in rows})
    units = Unit.objects.in_bulk({row["unit"] for row in rows if row["n"] == 1})
    hours = _hours(steps)
    paths = _paths(user, campaigns.values(), {row["unit"] for row in rows if row["n"] == 1})
    return [
        Item(
            key=f"task-{row['task']}" if row["n"] == 1 else f"step-{row['step']}-{row['due_on']:%Y%m%d}",
            on=row["due_on"], what=steps[row["step"]].text, campaign=campaigns[row["campaign"]],
            path=_path(paths, row), at=hours.get((row["step"], row["due_on"])), units=row["n"], open=row["open"],
            unit=units[row["unit"]].name if row["n"] == 1 else "",
        )
        for row in rows
    ]  # fmt: skip


def _hours(steps: Iterable[int]) -> dict[tuple[int | None, date | None], time]:
    timed = Deadline.objects.filter(step__in=list(steps), due_time__isnull=False)
    return {(d.step_id, d.last_day): d.due_time for d in timed if d.due_time is not None and d.is_inclusive}


def _paths(user: User, campaigns: Iterable[Campaign], units: Iterable[int]) -> dict[Any, str]:
    """Where each leads: the desk to its board, a unit to its own page of the campaign."""
    paths: dict[Any, str] = {
        c.pk: c.get_absolute_url() for c in campaigns if may(user, Permission.CAMPAIGN_READ, c.unit)
    }
    rest = [c.pk for c in campaigns if c.pk not in paths]
    for row in Addressed.objects.filter(campaign__in=rest, unit__in=list(units)):
        paths[(row.campaign_id, row.unit_id)] = row.get_absolute_url()
    return paths


def _path(paths: dict[Any, str], row: dict[str, Any]) -> str:
    own = paths.get((row["campaign"], row["unit"])) if row["n"] == 1 else None
    return paths.get(row["campaign"]) or own or reverse("campaigns:owed")


def _events(user: User, first: date, last: date) -> list[Item]:
    within = Q(on__range=(first, last)) | Q(on__lte=last, ends_on__gte=first)
    rows = list(
        Event.objects.visible_to(user)
        .filter(within, campaign__withdrawn_at__isnull=True)
        .select_related("campaign__unit")
    )
    return [
        Item(
            key=f"event-{row.pk}", on=row.on, ends_on=row.ends_on, at=row.at, what=row.what, campaign=row.campaign,
            path=_path_of(user, row.campaign), is_event=True,
        )
        for row in rows
    ]  # fmt: skip


def _path_of(user: User, campaign: Campaign) -> str:
    if may(user, Permission.CAMPAIGN_READ, campaign.unit):
        return campaign.get_absolute_url()
    return reverse("campaigns:guidance", args=[campaign.pk])


def _history(user: User, first: date, last: date) -> list[Item]:
    """Days that were past already when the circular was confirmed: nobody is late by them."""
    rows = Deadline.objects.filter(
        is_history=True, due_on__range=(first, last + timedelta(days=1)), campaign__withdrawn_at__isnull=True,
        campaign__in=campaigns_read_by(user).values("pk"),
    ).select_related("campaign__unit")  # fmt: skip
    return [
        Item(
            key=f"deadline-{row.pk}", on=row.last_day, what=row.what, campaign=row.campaign, is_history=True,
            path=_path_of(user, row.campaign),
        )
        for row in rows
        if row.last_day is not None and first <= row.last_day <= last
    ]  # fmt: skip
