"""The consolidated Form 01 of a branch, by the one rule for exports."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may
from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.register.models import Consent, Entry, OfficialPage
from nhipcau.sheets.cleaners.facebook import comparison_key
from nhipcau.sheets.cleaners.phone import national
from nhipcau.sheets.consolidating import Gathered, GatheredLine

AT_ONCE = 2000  # entries of one query
Key = tuple[int, int, int, str, int]  # number, person, table, origin, unit


@dataclass(frozen=True)
class Line:
    """One exported line, as it is printed."""

    table: int
    full_name: str
    unit_name: str
    position: str
    phone: str
    email: str
    facebook_name: str
    facebook_url: str
    unit_id: int = 0


def direct_paths(user: User) -> set[str]:
    """Paths of the units at which this user holds the register: the direct superior of the units right below."""
    held = user.appointments.on(clock.today()).select_related("unit")  # type: ignore[attr-defined]
    return {a.unit.path for a in held if may(user, Permission.REGISTER_EXPORT, a.unit)}


def entries_of(branch: Unit) -> list[Entry]:
    """The lines in force of the branch today."""
    rows = Entry.objects.in_force().in_branch(branch).select_related("person", "unit")
    entries = list(rows.order_by("unit__path", "table", "order", "pk"))
    kept = set(_once((e.pk, e.person_id, e.table, e.origin, e.unit_id) for e in entries))
    return [entry for entry in entries if entry.pk in kept]


def _once(rows: Iterable[Key]) -> dict[int, int]:
    """Entry -> unit: a person who stands in a table twice stands there once, the sheet's line first."""
    rows = list(rows)
    by_sheet = {(person, table) for _pk, person, table, origin, _unit in rows if origin == Entry.Origin.SHEET}
    seen: set[tuple[int, int]] = set()
    kept = {}
    for pk, person, table, origin, unit in rows:
        if origin != Entry.Origin.SHEET:
            if (person, table) in by_sheet or (person, table) in seen:
                continue
            seen.add((person, table))
        kept[pk] = unit
    return kept


def lines_of(branch: Unit, *, direct: set[str]) -> list[Line]:
    """Every line with its Facebook cells as far as the rule lets them go to whoever sits at `direct`."""
    return lines_from(entries_of(branch), direct=direct)


def lines_from(entries: Sequence[Entry], *, direct: set[str]) -> list[Line]:
    """The same of entries that are at hand; consents and Pages count as they stand today."""
    units = {e.unit_id for e in entries}
    own = {
        (page.unit_id, comparison_key(page.url))
        for page in OfficialPage.objects.in_force().filter(unit__in=units)
        if page.is_own
    }
    agreed = set(
        Consent.objects.filter(
            person__in={e.person_id for e in entries},
            purpose=Consent.Purpose.ACCOUNT_TO_SUPERIOR,
            state=Consent.State.GIVEN,
        ).values_list("person_id", flat=True)
    )
    out = []
    for entry in entries:
        is_own = bool(entry.facebook_url) and (entry.unit_id, comparison_key(entry.facebook_url)) in own
        may_go = is_own or (entry.person_id in agreed and entry.unit.parent_path in direct)
        out.append(_line(entry, may_go))
    return sorted(out, key=lambda line: line.table)


def _line(entry: Entry, may_go: bool) -> Line:
    person = entry.person
    return Line(
        entry.table, person.full_name, entry.unit_name or entry.unit.name, entry.position, national(person.phone), person.email,
        entry.facebook_name if may_go else "", entry.facebook_url if may_go else "", entry.unit_id,
    )  # fmt: skip


def pending_count(branch: Unit) -> int:
    """People in the branch's lines whose account waits for their consent."""
    people = {e.person_id for e in entries_of(branch) if e.facebook_url}
    return Consent.objects.filter(person__in=people, state=Consent.State.PENDING).count()


class _Lines:
    """Lines by the numbers of their entries; read as far as they are looked at."""

    def __init__(self, keys: list[int], direct: set[str]) -> None:
        self.keys, self.direct = keys, direct

    def count(self) -> int:
        return len(self.keys)

    def __getitem__(self, wanted: slice) -> Sequence[GatheredLine]:
        keys, out = self.keys[wanted], []
        for start in range(0, len(keys), AT_ONCE):
            part = Entry.objects.select_related("person", "unit").in_bulk(keys[start : start + AT_ONCE])
            entries = [part[key] for key in keys[start : start + AT_ONCE] if key in part]
            for line in lines_from(entries, direct=self.direct):
                out.append(GatheredLine(line.unit_id, line.table, _values(line)))
        return out


def gathered_form01(units: QuerySet[Unit], day: date, *, direct: set[str]) -> Gathered:
    """What these units have in Form 01 at the end of that day, as far as it may go to whoever sits at `direct`."""
    end = clock.end_of(day)
    later = Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    rows = Entry.objects.filter(later, since__lt=end, unit__in=units.values("pk"))
    rows = rows.order_by("table", "unit__path", "order", "pk")
    kept = _once(rows.values_list("pk", "person_id", "table", "origin", "unit_id"))
    return Gathered(_Lines(list(kept), direct), dict(Counter(kept.values())))


def _values(line: Line) -> dict[str, str]:
    return {
        "full_name": line.full_name, "unit": line.unit_name, "position": line.position, "phone": line.phone, "email": line.email,
        "facebook_name": line.facebook_name, "facebook_url": line.facebook_url,
    }  # fmt: skip
