"""A confirmed sheet becomes people, lines in force and pending consents."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.register.models import Consent, Entry, Person
from nhipcau.register.people import name_key
from nhipcau.register.reading import Form01
from nhipcau.register.reading import Person as Line
from nhipcau.sheets.actions import require_keeper
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
    entries = []
    for row in sheet.rows.all():
        values = row.values
        person = known.person(values["full_name"] or "", values["phone"] or "", values["email"] or "", now)
        entry = Entry.objects.create(
            unit=unit, unit_path=unit.path, person=person, table=row.table, order=row.order, origin=Entry.Origin.SHEET, sheet=sheet,
            unit_name=(values["unit"] or "")[:300], position=(values["position"] or "")[:200], facebook_name=(values["facebook_name"] or "")[:200],
            facebook_url=(values["facebook_url"] or "")[:300], since=now,
        )  # fmt: skip
        entries.append(entry)
        if entry.facebook_url:
            pending(person, now)
    trail.record("register.form01_kept", sheet, by=by, unit=unit)
    return entries


def pending(person: Person, now: datetime) -> Consent:
    """The person's consent; pending until somebody records what the person said."""
    return Consent.objects.get_or_create(
        person=person, purpose=Consent.Purpose.ACCOUNT_TO_SUPERIOR, defaults={"changed_at": now}
    )[0]


class _Known:
    """The people a unit has named before, so that a second list finds them again with their consents."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.people: dict[str, list[Person]] = {}
        for person in Person.objects.filter(unit=unit):
            self.people.setdefault(name_key(person.full_name), []).append(person)

    def person(self, name: str, phone: str, email: str, now: datetime) -> Person:
        same = self.people.setdefault(name_key(name), [])
        for person in same:
            if (
                (phone and phone == person.phone)
                or (email and email == person.email)
                or not (person.phone or person.email)
            ):
                return _with(person, phone, email)
        if len(same) == 1 and not phone and not email:
            return same[0]
        person = Person.objects.create(
            unit=self.unit,
            unit_path=self.unit.path,
            full_name=name[:150],
            phone=phone,
            email=email[:254],
            created_at=now,
        )
        same.append(person)
        return person


def _with(person: Person, phone: str, email: str) -> Person:
    """Newer contacts take the place of older ones; a blank takes nothing away."""
    if (phone and phone != person.phone) or (email and email != person.email):
        person.phone, person.email = phone or person.phone, email or person.email
        person.save(update_fields=["phone", "email"])
    return person


def person_in(unit: Unit, *, full_name: str, phone: str, email: str) -> Person:
    """The person of this name and contact in the unit's register, or a new one."""
    return _Known(unit).person(full_name, phone, email, clock.now())
