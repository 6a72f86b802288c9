"""The Page-safety checklist: four points that a person attests for a unit; each counts for a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max
from django.urls import reverse

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.notifications import queue
from nhipcau.organisations.models import Unit, UnitQuerySet
from nhipcau.publishing.models import Page, SafetyItem, SafetyPoint
from nhipcau.publishing.outcomes import responsible

COUNTS_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Point:
    """One line of the checklist as it stands today."""

    item: SafetyItem
    latest: SafetyPoint | None
    is_due: bool


def points(unit: Unit, on: date) -> list[Point]:
    """The four lines, each with who attested it last and when."""
    latest: dict[str, SafetyPoint] = {}
    for row in unit.safety_points.select_related("attested_by"):
        latest.setdefault(row.item, row)
    return [Point(item, latest.get(item), not _counts(latest.get(item), on)) for item in SafetyItem]


def _counts(point: SafetyPoint | None, on: date) -> bool:
    if point is None:
        return False
    day = clock.local(point.attested_at).date()
    return on - COUNTS_FOR < day <= on


def is_attested(unit: Unit, on: date) -> bool:
    """All four points count on that day. Asked by the campaign step that wants the Page safe."""
    return not any(point.is_due for point in points(unit, on))


def attested_units(units: UnitQuerySet, on: date) -> UnitQuerySet:
    """Those of the units whose four points all count on that day."""
    recent = SafetyPoint.objects.filter(
        attested_at__gt=clock.end_of(on - COUNTS_FOR), attested_at__lt=clock.end_of(on)
    )
    whole = (
        recent.order_by()
        .values("unit")
        .annotate(kinds=Count("item", distinct=True))
        .filter(kinds=len(SafetyItem))
    )
    return units.filter(pk__in=whole.values("unit"))


@transaction.atomic
def attest(unit: Unit, items: Iterable[str], *, by: User) -> int:
    """This person says that these points hold today; saying it twice on one day is saying it once."""
    require(by, Permission.PAGE_CONNECT, unit)
    said = 0
    for item in SafetyItem:
        if item.value not in set(items):
            continue
        last = unit.safety_points.filter(item=item).first()
        is_same = last is not None and last.attested_by_id == by.pk
        if is_same and last is not None and clock.local(last.attested_at).date() == clock.today():
            continue
        SafetyPoint.objects.create(unit=unit, item=item, attested_by=by, attested_at=clock.now())
        trail.record("page.safety_attested", unit, by=by, unit=unit, fields=(item.value,))
        said += 1
    return said


def remind(today: date) -> None:
    """Who connects Pages hears once when a point of their unit is a year old."""
    stale = (
        SafetyPoint.objects.order_by()
        .values("unit", "item")
        .annotate(last=Max("attested_at"))
        .filter(last__lte=clock.end_of(today - COUNTS_FOR))
    )
    oldest: dict[int, date] = {}
    for row in stale:
        day = clock.local(row["last"]).date()
        oldest[row["unit"]] = min(day, oldest.get(row["unit"], day))
    for page in Page.objects.filter(unit__in=oldest).select_related("unit"):
        for user in responsible(page, Permission.PAGE_CONNECT):
            key = f"page-safety:{page.unit_id}:{oldest[page.unit_id].isoformat()}"
            path = reverse("publishing:safety", args=[page.unit_id])
            queue("publishing/safety_due", page, to=user, key=key, path=path)
