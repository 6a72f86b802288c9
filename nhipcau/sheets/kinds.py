"""What the confirm view needs of a form, whether it is shipped with the product or defined by an officer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nhipcau.core import bulk
from nhipcau.sheets.checking import Checked, Line, codes_of_file
from nhipcau.sheets.definition import FormDefinition
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.models import Sheet

Rows = Iterable[tuple[int, int, dict[str, Any]]]  # (table, order, values) of each line of a sheet


@dataclass(frozen=True)
class Shown:
    """A column as a page shows and edits it; its cleaned value stands under `value_key` where that differs."""

    key: str
    label: Any
    kind: str = "text"
    is_required: bool = False
    choices: Sequence[str] = ()
    note: str = ""
    has_total: bool = False
    value_key: str = ""


@dataclass(frozen=True)
class ShownTable:
    """One table of a form: its number from 1, its title on pages and on paper ("" for none), its columns."""

    number: int
    title: Any
    columns: Sequence[Shown]
    is_record: bool = False
    printed: str = ""


class Kind:
    """One form. `key` names it in proposals and sheets; `is_shared` when the register keeps it whatever the step."""

    key: str
    title: Any
    definition: FormDefinition
    tables: Sequence[ShownTable]
    is_shared = False

    def find(self, data: bytes, *, name: str) -> Found:
        """Read a file in the guarded child; raises `formats.guarded.Refused`."""
        raise NotImplementedError

    def line(self, row: FoundRow, unit: str | None, above: dict[str, Any]) -> Line:
        """Clean the cells of one row. `unit` is the file's, `above` the values of the line before in the same group."""
        raise NotImplementedError

    def compare(self, lines: Sequence[Line]) -> None:
        """Say on each line what its likeness to others means; such findings are `checking.ABOUT_OTHERS`."""

    @bulk.uncollected()
    def check(self, found: Found) -> Checked:
        """Clean and compare; gives one line for each row of `found.rows`, in the same order."""
        lines: list[Line] = []
        part: tuple[int, str | None] = (0, None)
        for row in found.rows:
            is_next = (row.table, row.group) == part
            lines.append(self.line(row, found.unit, lines[-1].values if is_next else {}))
            part = (row.table, row.group)
        self.compare(lines)
        return Checked(lines, codes_of_file(converted=found.converted, is_empty=not lines))

    def keep(self, sheet: Sheet, rows: Rows, *, by: Any) -> None:
        """Called in the transaction that confirms: what follows from the sheet beyond its rows."""

    def take_back(self, sheet: Sheet, *, by: Any) -> None:
        """Called in the transaction that undoes it."""

    def table(self, number: int) -> ShownTable:
        return next((t for t in self.tables if t.number == number), self.tables[0])
