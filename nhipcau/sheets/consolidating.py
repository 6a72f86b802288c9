"""The lists of many units as one, as they stood at the end of a day: lines, their number and the sums of each unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import BigIntegerField, Count, ExpressionWrapper, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Sheet, SheetRow

HALF = 10**6  # sums are made of two halves, so that no database's whole numbers run over


@dataclass(frozen=True)
class GatheredLine:
    """One line of some unit, with its cleaned values by column key."""

    unit_id: int
    table: int
    values: Mapping[str, Any]


class Lines(Protocol):
    """Lines in the order of the form's tables, then of the tree; a page is a slice."""

    def count(self) -> int: ...

    def __getitem__(self, wanted: slice) -> Sequence[GatheredLine]: ...


@dataclass
class Gathered:
    """What the units handed in: `counts` lines and `totals` of the columns that have one, by unit."""

    lines: Lines
    counts: dict[int, int] = field(default_factory=dict)
    totals: dict[int, dict[str, int]] = field(default_factory=dict)


class SheetLines:
    """The rows of some sheets, asked for as far as they are looked at."""

    def __init__(self, rows: QuerySet[SheetRow]) -> None:
        self.rows = rows

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, wanted: slice) -> Sequence[GatheredLine]:
        rows = self.rows.values_list("sheet__unit_id", "table", "values")[wanted]
        return [GatheredLine(unit_id, table, values) for unit_id, table, values in rows]


def gathered(kind: Kind, sheets: QuerySet[Sheet]) -> Gathered:
    """These sheets' rows, counted and summed by the database."""
    rows = SheetRow.objects.filter(sheet__in=sheets.values("pk"))
    keys = [column.key for table in kind.tables for column in table.columns if column.has_total]
    halves = {f"{half}_{key}": Sum(_half(key, half)) for key in keys for half in ("high", "low")}
    found = Gathered(SheetLines(rows.order_by("table", "sheet__unit_path", "sheet", "order")))
    per_unit: Any = rows.order_by().values("sheet__unit").annotate(lines=Count("pk"), **halves)
    for row in per_unit:
        unit_id = row["sheet__unit"]
        found.counts[unit_id] = row["lines"]
        found.totals[unit_id] = {
            key: int(row[f"high_{key}"] or 0) * HALF + int(row[f"low_{key}"] or 0) for key in keys
        }
    return found


def _half(key: str, half: str) -> Any:
    number: Any = Cast(KeyTextTransform(key, "values"), BigIntegerField())
    part = number / Value(HALF) if half == "high" else number % Value(HALF)
    return ExpressionWrapper(part, output_field=BigIntegerField())


def added(sums: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The totals of several units as one."""
    whole: dict[str, int] = {}
    for one in sums:
        for key, number in one.items():
            whole[key] = whole.get(key, 0) + number
    return whole
