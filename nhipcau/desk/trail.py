"""Reading the audit trail: what happened at the units one may look into, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may_somewhere, units_where
from nhipcau.audit.models import Entry
from nhipcau.desk.words import EVENTS, THINGS
from nhipcau.organisations.models import Unit, after

A_PAGE = 50


@dataclass(frozen=True)
class Told:
    """One row in words."""

    at: datetime
    who: str
    what: str
    thing: str
    unit: str


def seen_by(user: User) -> QuerySet[Entry]:
    """What concerns the units this person may audit; an operator also sees what concerns no unit."""
    spans = Q(pk__in=[])
    for path in _tops(units_where(user, Permission.AUDIT_READ)):
        spans |= Q(unit_path__gte=path, unit_path__lt=after(path))
    if may_somewhere(user, Permission.OPERATE):
        spans |= Q(unit_path="")
    return Entry.objects.filter(spans)


def _tops(units: QuerySet[Any]) -> list[str]:
    paths: list[str] = []
    for path in units.order_by("path").values_list("path", flat=True).iterator():
        if not paths or not path.startswith(paths[-1]):
            paths.append(path)
    return paths


def narrowed(
    entries: QuerySet[Entry], user: User, *, unit: str = "", sort: str = "", day: date | None = None
) -> QuerySet[Entry]:
    """By a part of a unit's name, a sort of event, and the last day to show."""
    if unit:
        named = units_where(user, Permission.AUDIT_READ).named(unit)
        entries = entries.filter(unit_id__in=named.values("pk"))
    if sort:
        entries = entries.filter(Q(verb__startswith=f"{sort}.") | Q(verb__startswith=f"{sort}s."))
    if day is not None:
        entries = entries.filter(
            at__lt=timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        )
    return entries


def page(entries: QuerySet[Entry], before: str) -> tuple[list[Told], int | None]:
    """One page of rows in words, and where the next one begins."""
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries.order_by("-pk")[: A_PAGE + 1])
    older = rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None
    return _in_words(rows[:A_PAGE]), older


def _in_words(rows: list[Entry]) -> list[Told]:
    people = User.objects.in_bulk(
        [row.actor_id for row in rows if row.actor_kind == Entry.Actor.USER and row.actor_id]
    )
    units = Unit.objects.in_bulk([row.unit_id for row in rows if row.unit_id])
    return [
        Told(
            at=row.at,
            who=_who(row, people),
            what=str(EVENTS.get(row.verb, row.verb)),
            thing=f"{THINGS.get(row.object_type, '')} {row.object_id}".strip(),
            unit=units[row.unit_id].name if row.unit_id in units else "",
        )
        for row in rows
    ]


def _who(row: Entry, people: dict[int, User]) -> str:
    if row.actor_kind == Entry.Actor.USER and row.actor_id in people:
        return people[row.actor_id].full_name
    return str(row.get_actor_kind_display())
