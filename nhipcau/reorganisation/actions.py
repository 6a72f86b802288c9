"""What people do to the tree; from a list for now."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from nhipcau.accounts.actions import add_person, appoint
from nhipcau.accounts.permissions import Permission, Role, require
from nhipcau.audit import trail
from nhipcau.core.text import fold
from nhipcau.organisations.actions import change_kind, found, rename
from nhipcau.organisations.models import Unit, UnitKind
from nhipcau.reorganisation.planning import CHANGED, NEW, Line, Plan, plan
from nhipcau.reorganisation.reading import UnitRow

USUAL_KIND = ("grassroots", "Công đoàn cơ sở")


@transaction.atomic
def import_units(rows: list[UnitRow], *, branch: Unit, by: Any) -> Plan:
    """Take a list of units in: new ones are founded, known ones corrected, chairs appointed.

    Compared afresh with the tree of this moment, so the same list a second time changes nothing. Nobody is
    written to: invitations go out when an officer sends them.
    """
    require(by, Permission.UNIT_MANAGE, branch)
    made = plan(rows, branch)
    founded: dict[int, Unit] = {}
    waiting = [line for line in made.lines if line.state in (NEW, CHANGED)]
    while waiting:
        later: list[Line] = []
        for line in waiting:
            if _ready(line, founded):
                founded[id(line)] = _take_in(line, founded, by)
            else:
                later.append(line)
        if len(later) == len(waiting):
            raise AssertionError("a plan without problems has no circles")
        waiting = later
    if founded:
        trail.record("units.loaded", branch, by=by, unit=branch, fields=("units",))
    return made


def _ready(line: Line, founded: dict[int, Unit]) -> bool:
    return not (line.unit is None and isinstance(line.parent, Line) and id(line.parent) not in founded)


def _take_in(line: Line, founded: dict[int, Unit], by: Any) -> Unit:
    row, unit = line.row, line.unit
    if unit is None:
        parent = founded[id(line.parent)] if isinstance(line.parent, Line) else line.parent
        assert parent is not None
        unit = found(name=row.unit, kind=_kind(line.kind, parent), parent=parent, code=row.code, by=by)
    else:
        rename(unit, row.unit, by=by)
        if line.kind:
            change_kind(unit, _kind(line.kind, unit.parent), by=by)
        if row.code and unit.code != row.code:
            unit.code = row.code
            unit.save(update_fields=["code", "search_name"])
            trail.record("unit.code_changed", unit, by=by, unit=unit, fields=("code",))
    if line.chair is not None:
        person = add_person(by=by, **line.chair)
        appoint(person, Role.CHAIR, unit, by=by)
    return unit


def _kind(name: str, parent: Unit | None) -> UnitKind:
    """The kind of this name, made when there is none; without a name that of the units beside it."""
    if not name:
        beside = parent.get_children().first() if parent is not None else None
        if beside is not None:
            return UnitKind.objects.get(pk=beside.kind_id)
        code, name = USUAL_KIND
        rank = parent.kind.rank + 1 if parent is not None else 0
        return UnitKind.objects.get_or_create(code=code, defaults={"name": name, "rank": rank})[0]
    for kind in UnitKind.objects.all():
        if fold(kind.name) == fold(name):
            return kind
    rank = parent.kind.rank + 1 if parent is not None else 0
    return UnitKind.objects.create(code=_free_code(fold(name)), name=name, rank=rank)


def _free_code(folded: str) -> str:
    base = slugify(folded)[:40] or "kind"
    code, number = base, 2
    while UnitKind.objects.filter(code=code).exists():
        code, number = f"{base}-{number}", number + 1
    return code
