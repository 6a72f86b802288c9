"""A form that an officer defined: its tables found in a file, its cells cleaned, its lines compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nhipcau.core.text import fold
from nhipcau.formats import guarded
from nhipcau.formats.model import EMPTY, Cell
from nhipcau.sheets import own_files
from nhipcau.sheets.checking import Line
from nhipcau.sheets.cleaners import Cleaned, Cleaner, Text
from nhipcau.sheets.cleaners.choice import Choice
from nhipcau.sheets.cleaners.date import Day
from nhipcau.sheets.cleaners.email import Email
from nhipcau.sheets.cleaners.name import PersonName
from nhipcau.sheets.cleaners.number import Money, WholeNumber
from nhipcau.sheets.cleaners.phone import Phone
from nhipcau.sheets.cleaners.unit import UnitName, is_ditto, unit_key
from nhipcau.sheets.definition import Column, FormDefinition, TableTitle
from nhipcau.sheets.finding import Found, FoundRow, find
from nhipcau.sheets.issues import Issue, issue
from nhipcau.sheets.kinds import Kind, Shown, ShownTable
from nhipcau.sheets.models import Form, FormColumn, FormTable

K = FormColumn.Kind
CLEANERS: dict[str, Cleaner] = {
    K.TEXT: Text(), K.PERSON: PersonName(), K.PHONE: Phone(), K.EMAIL: Email(), K.UNIT: UnitName(), K.DATE: Day(),
    K.NUMBER: WholeNumber(), K.MONEY: Money(),
}  # fmt: skip
LITTLE = 600  # letters beside a picture that may be titles alone


def tables_of(form: Form) -> list[tuple[FormTable, list[FormColumn]]]:
    """The tables of a form, each with its columns, in their order."""
    return [(t, list(t.columns.all())) for t in form.tables.prefetch_related("columns")]


def cleaner_of(column: FormColumn) -> Cleaner:
    return Choice(column.choices) if column.kind == K.CHOICE else CLEANERS[column.kind]


def definition_of(key: str, tables: list[tuple[FormTable, list[FormColumn]]]) -> FormDefinition:
    """Tables of one layout as they are looked for in a file; table 1 is the first of `tables`."""
    columns = [column for _table, own in tables for column in own]
    titled = [(n, t.title) for n, (t, _own) in enumerate(tables, 1) if t.title and len(tables) > 1]
    return FormDefinition(
        key=key,
        columns=[
            Column(c.key, cleaner_of(c), headings=[c.heading], label=c.heading, required=c.is_required)
            for c in columns
        ],
        titles=[TableTitle(n, [title]) for n, title in titled],
        person=next((c.key for c in columns if c.kind == K.PERSON), ""),
        contacts=[c.key for c in columns if c.kind in (K.PHONE, K.EMAIL)],
        tables=[[c.key for c in own] for _table, own in tables],
        layout=tables[0][0].layout if tables else FormTable.Layout.LIST,
    )


class DesignedKind(Kind):
    """One form of the desk. Nothing follows from its sheets beyond their rows."""

    def __init__(self, form: Form) -> None:
        self.form, self.key, self.title = form, form.key, form.title
        self._tables = tables_of(form)
        self.definition = definition_of(self.key, self._tables)
        self._columns = {c.key: c for _table, own in self._tables for c in own}
        self._cleaners = {c.key: c.cleaner for c in self.definition.columns}
        self.tables = [
            ShownTable(
                n,
                t.title or form.title,
                [_shown(c) for c in own],
                t.layout == FormTable.Layout.RECORD,
                t.title if len(self._tables) > 1 else "",
            )
            for n, (t, own) in enumerate(self._tables, 1)
        ]

    def find(self, data: bytes, *, name: str) -> Found:
        """A consolidated file of ours is read to the letter; in any other, lists and records are looked for apart.

        A printed list whose columns and rows cannot be told apart must be typed.
        """
        document = guarded.read(data, name=name)
        own = own_files.lines_in(document, self)
        if own is not None:
            _count(own.rows)
            return own
        if document.kind == "pdf" and not any(kind == "table" for kind, _value in document.running):
            raise guarded.Refused("needs-typing", "no table")
        if document.is_doubtful:
            raise guarded.Refused("needs-typing", "a table that cannot be told apart")
        whole = Found()
        for layout in FormTable.Layout.values:
            numbers = [n for n, (t, _own) in enumerate(self._tables, 1) if t.layout == layout]
            if numbers:
                part = find(document, definition_of(self.key, [self._tables[n - 1] for n in numbers]))
                whole.rows += [replace(r, table=numbers[min(r.table, len(numbers)) - 1]) for r in part.rows]
                whole.unit = whole.unit or part.unit
                whole.converted = whole.converted or part.converted
                whole.tables += part.tables
        if not whole.rows and document.has_pictures and document.letters < LITTLE:
            raise guarded.Refused("needs-typing", "a picture of the list")
        _count(whole.rows)
        return whole

    def _own(self, table: int) -> list[FormColumn]:
        return self._tables[min(max(table, 1), len(self._tables)) - 1][1] if self._tables else []

    def line(self, row: FoundRow, unit: str | None, above: dict[str, Any]) -> Line:
        line = Line(row.table, row.n)
        for column in self._own(row.table):
            judged = _Judged(column, row.cells.get(column.key, EMPTY), self._cleaners[column.key])
            if column.kind == K.UNIT:
                judged.place(above.get(column.key), row.group, unit)
            elif column.kind == K.TEXT and judged.is_ditto:
                judged.value = above.get(column.key)
            line.values[column.key] = judged.value
            line.issues += judged.issues()
        if row.hidden:
            line.issues.append(issue("row", "row-hidden"))
        return line

    def compare(self, lines: Sequence[Line]) -> None:
        """The same name with the same phone or e-mail, or a line wholly alike, is said of the later one."""
        seen: dict[tuple[Any, ...], int] = {}
        for at, line in enumerate(lines):
            own = self._own(line.table)
            keys = list(_marks(line, own))
            first = next((seen[key] for key in keys if key in seen), None)
            if first is not None:
                line.same_as = first
                line.issues.append(issue("row", "duplicate"))
            for key in keys:
                seen.setdefault(key, at if first is None else first)


@dataclass
class _Judged:
    """One cell with its value and what is wrong with it."""

    column: FormColumn
    cell: Cell
    cleaner: Cleaner
    value: Any = None
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        cleaned: Cleaned = self.cleaner.clean(self.cell)
        self.value = cleaned.more.get("number", cleaned.value)
        self.codes = [code for code in cleaned.codes if not code.endswith("-missing")]

    @property
    def is_ditto(self) -> bool:
        return is_ditto(self.cell.text)

    def place(self, above: str | None, group: str | None, file_unit: str | None) -> None:
        """An empty cell is the unit of the group or of the file; one that names another unit is asked about."""
        if self.value is None:
            self.value = (above if self.is_ditto else None) or group or file_unit
        elif file_unit and unit_key(self.value) != unit_key(file_unit):
            self.codes.append("unit-differs")

    def issues(self) -> list[Issue]:
        found = [issue(self.column.key, code) for code in self.codes]
        if self.value is None and self.column.is_required and not any(i.severity == "error" for i in found):
            found.append(issue(self.column.key, "value-missing"))
        return found


def _marks(line: Line, columns: list[FormColumn]) -> list[tuple[Any, ...]]:
    """What makes a line the same as an earlier one."""
    values = line.values
    name = next((fold(values[c.key]) for c in columns if c.kind == K.PERSON and values.get(c.key)), "")
    found: list[tuple[Any, ...]] = [
        (line.table, name, values[c.key])
        for c in columns
        if name and c.kind in (K.PHONE, K.EMAIL) and values.get(c.key)
    ]
    if any(value is not None for value in values.values()):
        found.append((line.table, *(values.get(c.key) for c in columns), "whole"))
    return found


def _shown(column: FormColumn) -> Shown:
    return Shown(
        column.key,
        column.heading,
        column.kind,
        is_required=column.is_required,
        choices=column.choices,
        note=column.note,
        has_total=column.has_total,
    )


def _count(rows: list[FoundRow]) -> None:
    """Lines are numbered within their table, in the order in which they stand."""
    counts: dict[int, int] = {}
    for row in rows:
        row.n = counts[row.table] = counts.get(row.table, 0) + 1
