"""A consolidated file of ours comes in again: read to the letter, because it says itself where every cell stands.

Reading as a careful person does would take a line that says "Tổng cộng" or "Nơi nhận" for what it looks like.
Whoever has changed the shape of the file gets it read like any other.
"""

import re

from nhipcau.formats.model import EMPTY, Cell, Document, Row, Sheet
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.kinds import Kind, ShownTable
from nhipcau.sheets.writing import NUMBER, OWING, TOTAL, UNIT, code_of, headings_of, sender_heading

MARK = re.compile(r"Tổng hợp đến hết ngày \d{2}/\d{2}/\d{4} \(mẫu NC-(\d+)\)")
HEAD = 12  # rows in which the mark stands


class _OtherShape(Exception):
    """Somebody has changed the file."""


def lines_in(document: Document, kind: Kind) -> Found | None:
    """Every line of the file; None when it is not ours, of another form, or no longer of its own shape."""
    sheets = [s for s in document.sheets if not s.hidden and _is_ours(s, kind)]
    if not sheets:
        return None
    reader = _Reader(kind)
    try:
        for sheet in sheets:
            reader.read(sheet)
    except _OtherShape:
        return None
    return reader.found


def _is_ours(sheet: Sheet, kind: Kind) -> bool:
    firsts = [tidy(row.cells[0].text) for row in sheet.rows[:HEAD] if row.cells]
    found = [match[1] for text in firsts if (match := MARK.fullmatch(text))]
    return found == [code_of(kind.key)]


class _Reader:
    """Walks down a sheet; a row that is not what must stand there ends it."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.found = kind, Found()
        self.sender = sender_heading(kind)
        self.headings = {table.number: [tidy(h) for h in headings_of(kind, table)] for table in kind.tables}
        self.titles = {tidy(table.printed) for table in kind.tables if table.printed}
        self.waiting = list(kind.tables)  # those whose heading has not come yet
        self.table: ShownTable | None = None
        self.record: FoundRow | None = None
        self.n = 0
        self.has_begun = self.in_totals = False

    def read(self, sheet: Sheet) -> None:
        self.table, self.record, self.has_begun, self.in_totals = None, None, False, False
        for row in sheet.rows:
            texts = [tidy(cell.text) for cell in row.cells]
            while texts and not texts[-1]:
                texts.pop()
            if not texts:
                continue
            if self._inside(row, texts):
                continue
            if texts == [OWING]:
                break
            self._outside(row, texts)
        if self.record is not None or not self.has_begun:
            raise _OtherShape

    def _inside(self, row: Row, texts: list[str]) -> bool:
        """A line, a label or a total of the table that has begun."""
        if self.table is None:
            return False
        return self._label(row, texts) if self.table.is_record else self._line(row, texts)

    def _line(self, row: Row, texts: list[str]) -> bool:
        assert self.table is not None
        if texts[0] == TOTAL:
            self.table = None
            return True
        if texts[0] != str(self.n + 1):
            return False
        columns = self.table.columns
        if len(texts) > len(columns) + 2:
            raise _OtherShape
        self.n += 1
        self._keep(row, {c.key: _at(row, at) for at, c in enumerate(columns, 1)})
        self.found.rows[-1].at = {c.key: [at] for at, c in enumerate(columns, 1)}
        return True

    def _label(self, row: Row, texts: list[str]) -> bool:
        """One label of a record, which must be the next one."""
        assert self.table is not None
        headings, columns = self.headings[self.table.number], self.table.columns
        done = len(self.record.cells) if self.record is not None else 0
        if len(texts) > 2 or self.in_totals:
            return self.in_totals and texts[0] in headings
        if texts[0] != headings[done]:
            if self.record is None and texts[0] == self.sender:
                return True
            self.in_totals = self.record is None and texts == [TOTAL]
            return self.in_totals
        if self.record is None:
            self.n += 1
            self._keep(row, {})
            self.record = self.found.rows[-1]
        key = columns[done].key
        self.record.cells[key], self.record.at[key] = _at(row, 1), [1]
        self.record.rows_at[key] = row.number
        if done + 1 == len(columns):
            self.record = None
        return True

    def _keep(self, row: Row, cells: dict[str, Cell]) -> None:
        assert self.table is not None
        where = {key: value for key, value in row.place.items() if key != "x"}
        self.found.rows.append(FoundRow(self.table.number, self.n, where, cells, row.hidden))

    def _outside(self, row: Row, texts: list[str]) -> None:
        """A heading, a title, or a line of the title block."""
        if self.record is not None:
            raise _OtherShape
        table = next((t for t in self.waiting if self._begins(t, texts)), None)
        if table is not None:
            self.waiting.remove(table)
            self.table, self.n, self.has_begun, self.in_totals = table, 0, True, False
            self.found.tables += 1
            if table.is_record:
                self._label(row, texts)
        elif len(texts) == 1 and texts[0] in self.titles:
            self.table = None
        elif self.has_begun:
            raise _OtherShape
        elif self.found.unit is None and texts[0].startswith(UNIT):
            self.found.unit = texts[0].removeprefix(UNIT)

    def _begins(self, table: ShownTable, texts: list[str]) -> bool:
        headings = self.headings[table.number]
        if not headings:
            return False
        if table.is_record:
            return len(texts) <= 2 and texts[0] in (headings[0], self.sender)
        return texts in ([NUMBER, *headings], [NUMBER, *headings, self.sender])


def _at(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else EMPTY
