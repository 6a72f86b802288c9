"""A Form 01 that was handed in by mistake: its lines leave the register, those before it are in force again."""

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.register.models import CollaboratorTerm, Entry, OfficialPage, Person
from nhipcau.sheets.actions import require_keeper
from nhipcau.sheets.models import Sheet


@transaction.atomic
def take_back_form01(sheet: Sheet, *, by: User) -> None:
    """Undo what `keep_form01` did for this sheet. Contacts that it renewed stay as they are now."""
    require_keeper(sheet.unit, by)
    people = set(Entry.objects.filter(sheet=sheet).values_list("person_id", flat=True))
    Entry.objects.filter(sheet=sheet).delete()
    if sheet.replaces_id is not None:
        Entry.objects.filter(sheet_id=sheet.replaces_id, ended_at__gte=sheet.confirmed_at).update(
            ended_at=None
        )
    known = Person.objects.filter(
        pk__in=people, created_at__gte=sheet.confirmed_at, entries__isnull=True, merged__isnull=True
    )
    busy = OfficialPage.objects.values("keeper"), CollaboratorTerm.objects.values("person")
    known.exclude(pk__in=busy[0]).exclude(pk__in=busy[1]).delete()
    trail.record("register.form01_taken_back", sheet, by=by, unit=sheet.unit)
