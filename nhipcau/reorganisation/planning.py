"""What a list of units would change: compared with the tree of today, line by line; nothing is written here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from nhipcau.accounts.contact import e164
from nhipcau.accounts.models import Appointment
from nhipcau.accounts.permissions import Role
from nhipcau.core.text import fold
from nhipcau.organisations.models import Unit, UnitKind
from nhipcau.reorganisation.reading import UnitRow

NEW, CHANGED, UNCHANGED, PROBLEM = "new", "changed", "unchanged", "problem"


@dataclass
class Line:
    """One line of the list, and what becomes of it."""

    row: UnitRow
    state: str = UNCHANGED
    unit: Unit | None = None
    parent: Unit | Line | None = None
    kind: str = ""
    changes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    chair: dict[str, str] | None = None

    @property
    def parent_name(self) -> str:
        if isinstance(self.parent, Line):
            return self.parent.row.unit
        return self.parent.name if self.parent is not None else ""


@dataclass
class Plan:
    """All lines, and how many of each sort."""

    branch: Unit
    lines: list[Line]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(line.state for line in self.lines)
        return {state: counted[state] for state in (NEW, CHANGED, UNCHANGED, PROBLEM)}

    @property
    def changes_something(self) -> bool:
        return any(line.state in (NEW, CHANGED) for line in self.lines)


def plan(rows: list[UnitRow], branch: Unit) -> Plan:
    """Compare the rows with the units of this branch; everything above and beside it stays untouched."""
    return _Planner(branch).plan(rows)


class _Planner:
    def __init__(self, branch: Unit) -> None:
        self.branch = branch
        self.units = list(Unit.objects.below(branch).select_related("kind"))
        self.by_path = {unit.path: unit for unit in self.units}
        self.by_code = {fold(unit.code): unit for unit in self.units if unit.code}
        self.by_name: dict[str, list[Unit]] = {}
        for unit in self.units:
            self.by_name.setdefault(unit.search_name, []).append(unit)
        self.codes_elsewhere = set(
            Unit.objects.exclude(code="")
            .exclude(pk__in=[u.pk for u in self.units])
            .values_list("code", flat=True)
        )
        self.kinds = {fold(kind.name): kind for kind in UnitKind.objects.all()}
        self.kinds |= {fold(kind.code): kind for kind in UnitKind.objects.all()}
        self.chairs: dict[int, list[Appointment]] = {}
        held = Appointment.objects.today().filter(unit__in=Unit.objects.below(branch), role=Role.CHAIR)
        for appointment in held.select_related("user"):
            self.chairs.setdefault(appointment.unit_id, []).append(appointment)

    def plan(self, rows: list[UnitRow]) -> Plan:
        lines = [Line(row) for row in rows]
        self.new_by_code = {fold(line.row.code): line for line in reversed(lines) if line.row.code}
        self.new_by_name: dict[str, list[Line]] = {}
        for line in lines:
            if line.row.unit:
                self.new_by_name.setdefault(fold(line.row.unit), []).append(line)
        for line in lines:
            self._place(line)
        self._mark_repeats(lines)
        self._mark_circles(lines)
        for line in lines:
            if not line.problems:
                self._compare(line)
                self._chair(line)
            line.state = _state(line)
        return Plan(self.branch, lines)

    # ---- which unit a line means, and where it stands

    def _place(self, line: Line) -> None:
        row = line.row
        if not row.unit:
            line.problems.append(_("The name of the unit is missing."))
            return
        if len(row.unit) > 200 or len(row.code) > 40 or len(row.chair) > 120 or len(row.kind) > 120:
            line.problems.append(_("A cell of this line is too long."))
            return
        if row.code and row.code in self.codes_elsewhere:
            line.problems.append(
                _("The code %(code)s belongs to a unit outside this branch.") % {"code": row.code}
            )
            return
        line.unit = self._known(row)
        if line.unit is None or (row.parent and line.unit != self.branch):
            line.parent = self._parent(line)

    def _known(self, row: UnitRow) -> Unit | None:
        if row.code and fold(row.code) in self.by_code:
            return self.by_code[fold(row.code)]
        alike = [u for u in self.by_name.get(fold(row.unit), []) if not (row.code and u.code)]
        if row.parent:
            wanted = fold(row.parent)
            alike = [u for u in alike if self._goes_by(self.by_path.get(u.parent_path), wanted)] or (
                alike if len(alike) == 1 else []
            )
        return alike[0] if len(alike) == 1 else None

    @staticmethod
    def _goes_by(unit: Unit | None, wanted: str) -> bool:
        return unit is not None and wanted in (unit.search_name, fold(unit.code))

    def _parent(self, line: Line) -> Unit | Line | None:
        words = fold(line.row.parent)
        if not words:
            return self.branch
        if words in self.by_code:
            return self.by_code[words]
        units = self.by_name.get(words, [])
        if len(units) == 1:
            return units[0]
        others: list[Any] = [one for one in self.new_by_name.get(words, []) if one is not line]
        if words in self.new_by_code and self.new_by_code[words] is not line:
            others = [self.new_by_code[words]]
        if not units and len(others) == 1:
            return others[0]  # type: ignore[no-any-return]
        if units or others:
            said = _("Several units are called “%(name)s”; write the code of the upper unit instead.")
        else:
            said = _("The upper unit “%(name)s” is neither in this branch nor in the list.")
        line.problems.append(said % {"name": line.row.parent})
        return None

    def _mark_repeats(self, lines: list[Line]) -> None:
        seen: dict[Any, Line] = {}
        for line in lines:
            if line.problems:
                continue
            parent = line.parent
            place = id(parent) if isinstance(parent, Line) else getattr(parent, "pk", None)
            keys: list[Any] = (
                [("unit", line.unit.pk)] if line.unit else [("name", fold(line.row.unit), place)]
            )
            if line.row.code:
                keys.append(("code", fold(line.row.code)))
            earlier = next((seen[key] for key in keys if key in seen), None)
            if earlier is not None:
                line.problems.append(
                    _("This is the same unit as in line %(line)d.") % {"line": earlier.row.line}
                )
            for key in keys:
                seen.setdefault(key, line)

    def _mark_circles(self, lines: list[Line]) -> None:
        """A line whose upper unit is not taken in is not taken in either; nor are units that stand below each other."""
        for line in lines:
            above, steps = line.parent, 0
            while isinstance(above, Line) and above.unit is None and steps <= len(lines):
                if above.problems or above is line:
                    break
                above, steps = above.parent, steps + 1
            if isinstance(above, Line) and above.unit is None and not line.problems:
                line.problems.append(
                    _("The upper unit “%(name)s” cannot be taken in.") % {"name": line.row.parent}
                )
            elif isinstance(above, Line) and above.unit is not None and above is line.parent:
                line.parent = above.unit

    # ---- what changes

    def _compare(self, line: Line) -> None:
        row, unit = line.row, line.unit
        line.kind = self._kind(line)
        if unit is None:
            return
        if line.parent is not None and not self._stands_below(unit, line.parent):
            line.problems.append(
                _("The unit stands below “%(name)s” today. A list does not move units.")
                % {"name": getattr(self.by_path.get(unit.parent_path), "name", "")}
            )
            return
        if unit.name != row.unit:
            line.changes.append(_("name: %(old)s → %(new)s") % {"old": unit.name, "new": row.unit})
        if row.kind and fold(unit.kind.name) != fold(line.kind):
            line.changes.append(_("kind: %(old)s → %(new)s") % {"old": unit.kind.name, "new": line.kind})
        if row.code and unit.code != row.code:
            line.changes.append(_("code: %(new)s") % {"new": row.code})

    def _stands_below(self, unit: Unit, parent: Unit | Line) -> bool:
        return isinstance(parent, Unit) and unit.parent_path == parent.path

    def _kind(self, line: Line) -> str:
        """The kind by name or code; a kind not known yet is made, and the preview says so."""
        words = fold(line.row.kind)
        if not words:
            return ""
        known = self.kinds.get(words)
        if known is not None:
            return known.name
        line.notes.append(_("“%(kind)s” becomes a new kind of unit.") % {"kind": line.row.kind})
        return line.row.kind

    def _chair(self, line: Line) -> None:
        row = line.row
        if not row.chair:
            return
        phone, email = e164(row.phone) if row.phone else "", row.email.lower()
        if row.phone and not phone:
            line.notes.append(_("“%(phone)s” is no phone number.") % {"phone": row.phone})
        if email and not _is_email(email):
            line.notes.append(_("“%(email)s” is no e-mail address.") % {"email": row.email})
            email = ""
        held = self.chairs.get(line.unit.pk, []) if line.unit else []
        if any(_same_person(one, row.chair, phone, email) for one in held):
            return
        if not phone and not email:
            line.notes.append(_("The chair is left out: a phone number or an e-mail address is needed."))
            return
        for one in held:
            line.notes.append(
                _("%(name)s is chair there today too. End that appointment under “People” if it is over.")
                % {"name": one.user.full_name}
            )
        line.chair = {"full_name": row.chair, "phone": phone, "email": email}
        line.changes.append(_("chair: %(name)s") % {"name": row.chair})


def _same_person(held: Appointment, name: str, phone: str, email: str) -> bool:
    """By phone or e-mail; by name alone where no contact says otherwise."""
    user = held.user
    if (phone and user.phone == phone) or (email and user.email == email):
        return True
    differs = (phone and user.phone and user.phone != phone) or (email and user.email and user.email != email)
    return user.search_name == fold(name) and not differs


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _state(line: Line) -> str:
    if line.problems:
        return PROBLEM
    if line.unit is None:
        return NEW
    return CHANGED if line.changes else UNCHANGED
