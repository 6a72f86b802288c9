"""A confirmed sheet becomes people, lines in force and pending consents."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core import bulk, clock
from nhipcau.organisations.models import Unit
from nhipcau.register import duplicates
from nhipcau.register.models import Consent, Entry, Person
from nhipcau.register.naming import NamedBefore
from nhipcau.register.reading import Person as Line
from nhipcau.sheets.actions import require_keeper
from nhipcau.sheets.models import Sheet

PERSON = ("id", "unit_id", "unit_path", "full_name", "search_name", "sort_key", "phone", "email", "link_key", "near_a", "near_b", "created_at")  # fmt: skip
ENTRY = (
    "unit_id", "unit_path", "sheet_id", "origin", "since", "table", "order", "person_id", "unit_name", "position",
    "facebook_name", "facebook_url",
)  # fmt: skip
CONSENT = ("person_id", "purpose", "state", "changed_at")
A_BATCH = 300


def values_of(line: Line) -> dict[str, object]:
    """What a sheet keeps of one line."""
    return {
        "full_name": line.name, "unit": line.unit, "position": line.position, "phone": line.phone, "phones_other": line.phones_other,
        "email": line.email, "facebook_name": line.facebook_name, "facebook_url": line.facebook_url,
    }  # fmt: skip


@bulk.uncollected()
@transaction.atomic
def keep_form01(sheet: Sheet, rows: Iterable[tuple[int, int, dict[str, Any]]], *, by: User) -> None:
    """Take the (table, order, values) of a confirmed sheet into the register; the lines of the unit's earlier sheet end."""
    unit, now = sheet.unit, clock.now()
    require_keeper(unit, by)
    Entry.objects.filter(unit=unit, origin=Entry.Origin.SHEET, ended_at__isnull=True).update(ended_at=now)
    named = NamedBefore(unit)
    lines = [_line(named, table, order, values) for table, order, values in rows]
    _keep_people(named)
    at = bulk.moment(now)
    alike = (unit.pk, unit.path, sheet.pk, Entry.Origin.SHEET.value, at)
    bulk.write(Entry, ENTRY, ((*alike, *line) for line in lines))
    _all_pending({line[2] for line in lines if line[-1]})
    duplicates.find_among(each.pk for each in (*named.fresh, *named.changed.values()))
    trail.record("register.form01_kept", sheet, by=by, unit=unit)


def _line(named: NamedBefore, table: int, order: int, values: dict[str, Any]) -> tuple[Any, ...]:
    """The line in force for one line of the sheet: what is its own of `ENTRY`."""
    url = values["facebook_url"] or ""
    person = named.person(values["full_name"] or "", values["phone"] or "", values["email"] or "")
    named.linked(person, url)
    return (
        table, order, person.pk, (values["unit"] or "")[:300], (values["position"] or "")[:200],
        (values["facebook_name"] or "")[:200], url[:300],
    )  # fmt: skip


def _keep_people(named: NamedBefore) -> None:
    """Who is new, and whose contacts are newer."""
    unit, now = named.unit, bulk.moment(clock.now())
    rows = (
        (p.pk, unit.pk, unit.path, p.name, *p.keys_of_name(), p.phone, p.email, p.link, *p.near_keys(), now)
        for p in named.fresh
    )
    bulk.write(Person, PERSON, rows)
    Person.objects.bulk_update(
        [
            Person(pk=p.pk, phone=p.phone, email=p.email, link_key=p.link, near_a=a, near_b=b)
            for p in named.changed.values()
            for a, b in (p.near_keys(),)
        ],
        ("phone", "email", "link_key", "near_a", "near_b"),
        batch_size=A_BATCH,
    )


def _all_pending(people: set[int]) -> None:
    """Whoever names an account and has not been asked yet is asked."""
    purpose = Consent.Purpose.ACCOUNT_TO_SUPERIOR
    asked = Consent.objects.filter(purpose=purpose)
    if len(people) > bulk.MANY:
        asked = asked.filter(person__gte=min(people), person__lte=max(people))
    else:
        asked = asked.filter(person__in=people)
    new = sorted(people.difference(asked.values_list("person_id", flat=True)))
    now = bulk.moment(clock.now())
    rows = ((pk, purpose.value, Consent.State.PENDING.value, now) for pk in new)
    bulk.write(Consent, CONSENT, rows)


def pending(person: Person, now: datetime) -> Consent:
    """The person's consent; pending until somebody records what the person said."""
    return Consent.objects.get_or_create(
        person=person, purpose=Consent.Purpose.ACCOUNT_TO_SUPERIOR, defaults={"changed_at": now}
    )[0]


def person_in(unit: Unit, *, full_name: str, phone: str, email: str) -> Person:
    """The person of this name and contact in the unit's register, or a new one."""
    named = NamedBefore(unit)
    found = named.person(full_name, phone, email)
    _keep_people(named)
    return Person.objects.get(pk=found.pk)
