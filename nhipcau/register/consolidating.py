"""The consolidated Form 01 of a branch, by the one rule for exports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may
from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.register.models import Consent, Entry, OfficialPage
from nhipcau.sheets.cleaners.facebook import comparison_key
from nhipcau.sheets.cleaners.phone import national
from nhipcau.sheets.consolidating import Gathered, GatheredLine


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
    return _once(Entry.objects.in_force().in_branch(branch))


def entries_as_of(units: QuerySet[Unit], day: date) -> list[Entry]:
    """The lines that were in force at the end of that day."""
    end = clock.end_of(day)
    later = Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    return _once(Entry.objects.filter(later, since__lt=end, unit__in=units.values("pk")))


def _once(entries: Any) -> list[Entry]:
    """A person who stands in a table twice stands there once, the sheet's line first."""
    rows = entries.select_related("person", "unit").order_by("unit__path", "table", "order", "pk")
    by_sheet = {(e.person_id, e.table) for e in rows if e.origin == Entry.Origin.SHEET}
    seen: set[tuple[int, int]] = set()
    out = []
    for entry in rows:
        key = (entry.person_id, entry.table)
        if entry.origin != Entry.Origin.SHEET:
            if key in by_sheet or key in seen:
                continue
            seen.add(key)
        out.append(entry)
    return out


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


class _Listed:
    """Lines that are at hand."""

    def __init__(self, lines: Iterable[GatheredLine]) -> None:
        self.lines = list(lines)

    def count(self) -> int:
        return len(self.lines)

    def __getitem__(self, wanted: slice) -> Sequence[GatheredLine]:
        return self.lines[wanted]


def gathered_form01(units: QuerySet[Unit], day: date, *, direct: set[str]) -> Gathered:
    """What these units have in Form 01 at the end of that day, as far as it may go to whoever sits at `direct`."""
    found = Gathered(_Listed([]))
    lines = lines_from(entries_as_of(units, day), direct=direct)
    for line in lines:
        found.counts[line.unit_id] = found.counts.get(line.unit_id, 0) + 1
    found.lines = _Listed(GatheredLine(line.unit_id, line.table, _values(line)) for line in lines)
    return found


def _values(line: Line) -> dict[str, str]:
    return {
        "full_name": line.full_name, "unit": line.unit_name, "position": line.position, "phone": line.phone, "email": line.email,
        "facebook_name": line.facebook_name, "facebook_url": line.facebook_url,
    }  # fmt: skip
