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
from nhipcau.register.people import name_key
from nhipcau.register.reading import Form01
from nhipcau.register.reading import Person as Line
from nhipcau.sheets.actions import require_keeper
from nhipcau.sheets.cleaners.facebook import comparison_key
from nhipcau.sheets.models import Sheet


def values_of(line: Line) -> dict[str, object]:
    """What a sheet keeps of one line."""
    return {
        "full_name": line.name, "unit": line.unit, "position": line.position, "phone": line.phone, "phones_other": line.phones_other,
        "email": line.email, "facebook_name": line.facebook_name, "facebook_url": line.facebook_url,
    }  # fmt: skip


def sheet_rows(form: Form01) -> Iterable[tuple[int, int, dict[str, object], list[str]]]:
    """The lines as `sheets.actions.confirm` takes them."""
    for line in form.rows:
        yield line.table, line.n, values_of(line), [i.code for i in line.issues]


@transaction.atomic
def keep_form01(sheet: Sheet, *, by: User) -> list[Entry]:
    """Take a confirmed sheet into the register; the lines of the unit's earlier sheet end."""
    unit = sheet.unit
    require_keeper(unit, by)
    now = clock.now()
    Entry.objects.filter(unit=unit, origin=Entry.Origin.SHEET, ended_at__isnull=True).update(ended_at=now)
    known = _Known(unit)
    pairs = []
    for table, order, values in sheet.rows.values_list("table", "order", "values"):
        person = known.person(values["full_name"] or "", values["phone"] or "", values["email"] or "", now)
        _linked(known, person, values["facebook_url"] or "")
        pairs.append((person, _entry(sheet, table, order, values, now)))
    bulk.insert(Person, known.fresh)
    Person.objects.bulk_update(
        known.changed.values(), ("phone", "email", "link_key", "near_a", "near_b"), batch_size=300
    )
    for person, entry in pairs:
        entry.person_id = person.pk  # a new person has a number by now
    entries = [entry for _person, entry in pairs]
    bulk.insert(Entry, entries)
    _all_pending({entry.person_id for entry in entries if entry.facebook_url}, now)
    duplicates.find_among([*known.fresh, *known.changed.values()])
    trail.record("register.form01_kept", sheet, by=by, unit=unit)
    return entries


def _entry(sheet: Sheet, table: int, order: int, values: dict[str, Any], now: datetime) -> Entry:
    """By numbers, not objects: Django takes five times as long to set a relation."""
    return Entry(
        unit_id=sheet.unit_id, unit_path=sheet.unit.path, table=table, order=order, origin=Entry.Origin.SHEET, sheet_id=sheet.pk,
        unit_name=(values["unit"] or "")[:300], position=(values["position"] or "")[:200], facebook_name=(values["facebook_name"] or "")[:200],
        facebook_url=(values["facebook_url"] or "")[:300], since=now,
    )  # fmt: skip


def _all_pending(people: set[int], now: datetime) -> None:
    """Whoever names an account and has not been asked yet is asked."""
    purpose = Consent.Purpose.ACCOUNT_TO_SUPERIOR
    if len(people) > duplicates.MANY:
        asked = set(Consent.objects.filter(purpose=purpose).values_list("person_id", flat=True))
    else:
        asked = set(
            Consent.objects.filter(purpose=purpose, person__in=people).values_list("person_id", flat=True)
        )
    new = [Consent(person_id=pk, purpose=purpose, changed_at=now) for pk in sorted(people - asked)]
    bulk.insert(Consent, new)


def pending(person: Person, now: datetime) -> Consent:
    """The person's consent; pending until somebody records what the person said."""
    return Consent.objects.get_or_create(
        person=person, purpose=Consent.Purpose.ACCOUNT_TO_SUPERIOR, defaults={"changed_at": now}
    )[0]


class _Known:
    """The people a unit has named before, so that a second list finds them again with their consents.

    `fresh` are new and not kept yet, `changed` have newer contacts that are not kept yet.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.people: dict[str, list[Person]] = {}
        self.by_contact: dict[tuple[str, str], Person] = {}
        self.fresh: list[Person] = []
        self.changed: dict[int, Person] = {}
        for person in Person.objects.filter(unit=unit).order_by("pk").select_related("merged_into"):
            self._add(name_key(person.full_name), person)

    def _add(self, key: str, person: Person) -> None:
        self.people.setdefault(key, []).append(person)
        self._reached(key, person)

    def _reached(self, key: str, person: Person) -> None:
        for contact in (person.phone, person.email):
            if contact:
                self.by_contact.setdefault((key, contact), person)

    def person(self, name: str, phone: str, email: str, now: datetime) -> Person:
        key = name_key(name)
        same = self.people.get(key, [])
        found = self.by_contact.get((key, phone)) or self.by_contact.get((key, email))
        found = found or next((p for p in same if not (p.phone or p.email)), None)
        if found is None and len(same) == 1 and not phone and not email:
            found = same[0]
        if found is not None:
            return found.merged_into or self._with(key, found, phone, email)
        person = Person(
            unit_id=self.unit.pk,
            unit_path=self.unit.path,
            full_name=name[:150],
            phone=phone,
            email=email[:254],
            created_at=now,
        )
        person.make_keys()
        self.fresh.append(person)
        self._add(key, person)
        return person

    def _with(self, key: str, person: Person, phone: str, email: str) -> Person:
        """Newer contacts take the place of older ones; a blank takes nothing away."""
        if (phone and phone != person.phone) or (email and email != person.email):
            for earlier in (person.phone, person.email):
                if self.by_contact.get((key, earlier)) is person:
                    del self.by_contact[key, earlier]
            person.phone, person.email = phone or person.phone, email or person.email
            person.make_keys()
            self._reached(key, person)
            self.has_changed(person)
        return person

    def has_changed(self, person: Person) -> None:
        if person.pk is not None:
            self.changed[person.pk] = person


def _linked(known: _Known, person: Person, url: str) -> None:
    """Remember the account by which the person may be known again."""
    key = comparison_key(url)[:120] if url else ""
    if key and key != person.link_key:
        person.link_key = key
        known.has_changed(person)


def person_in(unit: Unit, *, full_name: str, phone: str, email: str) -> Person:
    """The person of this name and contact in the unit's register, or a new one."""
    known = _Known(unit)
    person = known.person(full_name, phone, email, clock.now())
    if person.pk is None or person.pk in known.changed:
        person.save()
    return person
