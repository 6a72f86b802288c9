"""A form of a campaign put together for a branch as of a day: who has sent, who is missing, what it comes to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.campaigns.kinds import kind_of_step
from nhipcau.campaigns.models import HandIn, Step, Task
from nhipcau.core import clock
from nhipcau.organisations.models import STEP, Unit, UnitVersion, after
from nhipcau.register.consolidating import direct_paths, gathered_form01
from nhipcau.sheets.cleaners.unit import unit_key
from nhipcau.sheets.consolidating import Gathered, added, gathered
from nhipcau.sheets.kinds import Kind, Shown
from nhipcau.sheets.models import Sheet

STATES = {
    "sent": _("Handed in"),
    "sent-late": _("Handed in late"),
    "owes": _("Not yet, in time"),
    "missing": _("Missing, late"),
}
FILTERS = STATES | {"other-name": _("Under another name"), "returned": _("Returned for correction")}


@dataclass
class UnitState:
    """One asked unit at the end of the day. `named` is what its file calls it, where that is another name."""

    unit_id: int
    name: str
    path: str
    day: date
    due_on: date | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    is_returned: bool = False
    named: str = ""
    lines: int = 0
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Late is who handed in after the last day, or has not by then."""
        if self.first_at is None:
            return "missing" if self.due_on and self.due_on < self.day else "owes"
        return "sent-late" if self.due_on and clock.local(self.first_at).date() > self.due_on else "sent"

    @property
    def state_name(self) -> Any:
        return STATES[self.state]

    @property
    def passes(self) -> set[str]:
        """The filters under which it is shown."""
        other = {"other-name"} if self.named else set()
        return {self.state} | other | ({"returned"} if self.is_returned else set())

    @property
    def has_sent(self) -> bool:
        return self.first_at is not None


@dataclass
class Part:
    """A branch right below the chosen one, with its units added up."""

    unit_id: int
    name: str
    units: int
    sent: int
    missing: int
    lines: int
    totals: dict[str, int]


@dataclass
class Consolidated:
    """Everything that the page and the files show; `names` are those of the day, by unit."""

    step: Step
    kind: Kind
    branch: Unit
    day: date
    units: list[UnitState]
    names: dict[int, str]
    found: Gathered
    parts: list[Part] = field(default_factory=list)

    @property
    def totalled(self) -> list[Shown]:
        """The columns that have a total, of all tables."""
        return [column for table in self.kind.tables for column in table.columns if column.has_total]

    @property
    def totals(self) -> dict[str, int]:
        return added(list(self.found.totals.values()))

    @property
    def lines(self) -> int:
        return sum(self.found.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many units stand behind each filter."""
        found: Counter[str] = Counter()
        for unit in self.units:
            found.update(unit.passes)
        return {name: found[name] for name in FILTERS}

    @property
    def sent(self) -> int:
        return sum(unit.has_sent for unit in self.units)

    @property
    def has_several(self) -> bool:
        """More than one unit may stand in the list."""
        return len(self.names) > 1


def consolidated(step: Step, branch: Unit, day: date, *, user: Any, for_above: bool = False) -> Consolidated:
    """The same number of queries however many units; `user` sees only units whose register they may read.

    `for_above` leaves out of Form 01 what only the direct superior may have.
    """
    kind = kind_of_step(step)
    assert kind is not None, "asked for steps with a form only"
    top = _path_on(branch, day)
    then = Unit.objects.as_of(day).filter(path_then__gte=top, path_then__lt=after(top))
    then = then.filter(pk__in=units_where(user, Permission.REGISTER_READ).values("pk"))
    known = {pk: (name, path) for pk, name, path in then.values_list("pk", "name_then", "path_then")}
    if kind.is_shared:
        direct = set() if for_above else direct_paths(user)
        sheets = Sheet.objects.of(kind.key).as_of(day)
        found = gathered_form01(then, day, direct=direct)
    else:
        sheets = Sheet.objects.of(kind.key, step.pk).as_of(day)
        found = gathered(kind, sheets.filter(unit__in=then.values("pk")))
    units = _states(step, day, known, sheets)
    for unit in units:
        unit.lines, unit.totals = found.counts.get(unit.unit_id, 0), found.totals.get(unit.unit_id, {})
    names = {pk: name for pk, (name, _path) in known.items()}
    return Consolidated(step, kind, branch, day, units, names, found, list(_parts(top, units, known, found)))


def _path_on(branch: Unit, day: date) -> str:
    """Where the branch stood on that day; one that was not founded yet stands where it is today."""
    then = UnitVersion.objects.filter(unit=branch, starts_on__lte=day).order_by("-starts_on").first()
    return then.path if then is not None else branch.path


def _states(
    step: Step, day: date, known: dict[int, tuple[str, str]], sheets: QuerySet[Sheet]
) -> list[UnitState]:
    """The asked units of the branch in the order of the tree."""
    found = {}
    for unit_id, due_on in Task.objects.asked_or_done().filter(step=step).values_list("unit_id", "due_on"):
        if unit_id in known:
            found[unit_id] = UnitState(unit_id, *known[unit_id], day, due_on)
    returned = HandIn.State.RETURNED
    hand_ins = HandIn.objects.filter(task__step=step, at__lt=clock.end_of(day)).exclude(
        state=HandIn.State.TAKEN_BACK
    )
    for unit_id, at, state in hand_ins.order_by("at").values_list("task__unit_id", "at", "state"):
        unit = found.get(unit_id)
        if unit is not None:
            unit.first_at, unit.last_at, unit.is_returned = unit.first_at or at, at, state == returned
    asked = sheets.filter(unit__in=Task.objects.filter(step=step).values("unit"))
    for unit_id, named in asked.exclude(named_unit="").values_list("unit_id", "named_unit"):
        unit = found.get(unit_id)
        if unit is not None and unit.has_sent and unit_key(named) != unit_key(unit.name):
            unit.named = named
    return sorted(found.values(), key=lambda unit: unit.path)


def _parts(
    top: str, units: Sequence[UnitState], known: dict[int, tuple[str, str]], found: Gathered
) -> Iterable[Part]:
    """The branches right below, where one of them has units below itself."""
    if all(len(unit.path) <= len(top) + STEP for unit in units):
        return
    asked: dict[str, list[UnitState]] = {}
    inside: dict[str, list[int]] = {}
    for unit in units:
        asked.setdefault(unit.path[: len(top) + STEP], []).append(unit)
    for pk, (_name, path) in known.items():
        inside.setdefault(path[: len(top) + STEP], []).append(pk)
    heads = {path: (pk, name) for pk, (name, path) in known.items()}
    for path, pks in sorted(inside.items()):
        own = asked.get(path, [])
        lines = sum(found.counts.get(pk, 0) for pk in pks)
        if path in heads and (own or lines):
            yield Part(
                *heads[path], len(own), sum(unit.has_sent for unit in own),
                sum(unit.state == "missing" for unit in own), lines, added([found.totals.get(pk, {}) for pk in pks]),
            )  # fmt: skip
