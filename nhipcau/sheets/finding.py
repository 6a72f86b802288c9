"""Tables by their headings, wherever they stand; the people under them; the unit that the title names."""

import re
from collections.abc import Iterator

from nhipcau.core.text import fold
from nhipcau.formats import legacy
from nhipcau.formats.model import EMPTY, Cell, Document, Row
from nhipcau.formats.precheck import Refused
from nhipcau.sheets import lines
from nhipcau.sheets.cleaners.base import says_none, tidy
from nhipcau.sheets.continuing import goes_on, join
from nhipcau.sheets.definition import FormDefinition, plain_words
from nhipcau.sheets.examples import Examples
from nhipcau.sheets.found import Found, FoundRow
from nhipcau.sheets.grid import Grid, grids, texts
from nhipcau.sheets.layouts import Layout, layout_at, windows
from nhipcau.sheets.order import begins_again, instructs, lists_in, table_of_sheet
from nhipcau.sheets.patience import patient
from nhipcau.sheets.records import Record, records
from nhipcau.sheets.splitting import says_something, split_people
from nhipcau.sheets.swapping import nature

__all__ = ["MOST_PEOPLE", "Found", "FoundRow", "find"]

MOST_PEOPLE = 10_000  # of one file; more is no form filled in by hand


@patient
def find(document: Document, form: FormDefinition) -> Found:
    """All rows of all tables of the visible sheets."""
    pages, converted = grids(document)
    found = Found(converted=converted)
    several = lists_in(pages, form)
    shown = [
        (order, grid) for order, grid in enumerate(pages)
        if not lines.SKIPPED_SHEET.search(fold(grid.name)) and not (len(pages) > 1 and instructs(grid))
    ]  # fmt: skip
    if form.layout == "record":
        _read_records(shown, several, form, found)
    if not found.rows:
        for order, grid in shown:
            _read_sheet(grid, form, found, table_of_sheet(grid, order, several, form))
    if not found.tables and form.layout != "record":
        _read_records(shown, several, form, found)
    _count(found)
    return found


def _read_sheet(grid: Grid, form: FormDefinition, found: Found, table: int) -> None:
    """A sheet from top to bottom; tables side by side one after the other."""
    areas = windows(grid, form)
    if len(areas) == 1:
        reader = _Reader(grid, form, found, table)
        reader.read()
        if not reader.seen_heading and found.rows and form.person:
            reader.continue_list()
        return
    for order, (left, right) in enumerate(areas):
        part = grid.window(left, right)
        before = len(found.rows)
        reader = _Reader(part, form, found, table)
        reader.read()
        if order and not reader.titled and not _goes_on(found.rows[before:], part, reader):
            for row in found.rows[before:]:
                row.table = order + 1


def _goes_on(rows: list[FoundRow], grid: Grid, reader: "_Reader") -> bool:
    """One list in two pieces beside each other: the numbers of the second go on."""
    stt = reader.layout.at.get("stt") if reader.layout else None
    first = grid.by_number.get(rows[0].where.get("row", 0)) if rows else None
    number = grid.at(first, stt[0]).text.strip(" .") if first and stt else ""
    return re.fullmatch("[0-9]{1,9}", number) is not None and int(number) > 1


def _read_records(
    shown: list[tuple[int, Grid]], several: list[int], form: FormDefinition, found: Found
) -> None:
    """Forms written downwards: a label, and what was filled in beside it."""
    for order, grid in shown:
        reader = _Reader(grid, form, found, table_of_sheet(grid, order, several, form))
        reader.take(records(grid, form))


def _count(found: Found) -> None:
    counts: dict[int, int] = {}
    for row in found.rows:
        counts[row.table] = counts.get(row.table, 0) + 1
        row.n = counts[row.table]


class _Reader:
    """Walks down one sheet: titles, headings, people, group headings, the end of a table."""

    def __init__(self, grid: Grid, form: FormDefinition, found: Found, table: int) -> None:
        self.grid, self.form, self.found = grid, form, found
        self.table = table
        self.layout: Layout | None = None
        self.running = False
        self.examples = Examples(grid)
        self.group: str | None = None
        self.own_unit: str | None = None  # of a sheet whose unit is not the file's
        self.seen_heading = False
        self.titled = self.announced = False  # by any title so far; by one since the last heading
        self.fresh = False  # nothing was read since the heading
        self.passed = 0
        self.kept: dict[str, Cell] = {}  # the cells of the last person of this list

    def between(self, row: Row) -> None:
        """A line outside of any table: a title, or the line that names the unit."""
        filled = texts(row)
        title = self._title(row, filled) if filled else None
        if title:
            self.table, self.titled = title, True
            return
        self._unit_line(row)

    def take(self, downwards: list[Record]) -> None:
        """People written downwards, each below the titles that stand above it."""
        for record in downwards:
            for row in self.grid.rows:
                if self.passed < row.number < record.first:
                    self.between(row)
            self.passed = record.first
            self.found.tables += 1
            place = {k: v for k, v in record.place.items() if k != "x"}
            blank = {c.key: EMPTY for c in self.form.columns if not c.key.startswith("name_")}
            cells = blank | record.cells
            self.found.rows.append(
                FoundRow(self.table, 0, place, cells, record.hidden, None, record.at, record.rows_at)
            )
            self.seen_heading = True

    def _above(self, index: int) -> bool:
        """People written downwards above the first list of this sheet; whether there were any."""
        upper = self.grid.above(index)
        downwards = (
            [one for one in records(upper, self.form) if one.asks(self.form)] if self.form.person else []
        )
        if not downwards:
            return False
        reader = _Reader(upper, self.form, self.found, self.table)
        reader.take(downwards)
        self.seen_heading, self.fresh = True, False
        last = max(number for one in downwards for number in one.rows_at.values())
        if not any(self._title(row, texts(row)) for row in upper.rows if row.number > last):
            self.table, self.titled, self.announced = reader.table, False, False
        return True

    def read(self) -> None:
        index = 0
        while index < len(self.grid.rows):
            layout = layout_at(self.grid, index, self.form, self._turn())
            if layout and index and not self.seen_heading and self._above(index):
                layout = layout_at(self.grid, index, self.form, self._turn())
            if layout:
                self._heading(layout, index)
                index += layout.depth
                continue
            self._line(self.grid.rows[index])
            index += 1

    def continue_list(self) -> None:
        """A sheet without a heading that goes on with the list of the sheet before."""
        self.layout, self.table = self.found.layout, self.found.rows[-1].table
        for row in self.grid.rows:
            if self._must_be_person(row):
                self._keep(row, self._cells(row))

    def _turn(self) -> int:
        """The table that a title announced, or the next one."""
        if self.titled or not self.form.tables or not self.seen_heading:
            return self.table
        return min(self.table + 1, len(self.form.tables))

    def _heading(self, layout: Layout, index: int) -> None:
        if self.running and self.layout is not None and self.layout.begins_with(layout):
            return  # its upper row alone comes again on the next page
        if not self.announced and self.may_be_second and begins_again(self.grid, index, layout):
            self.table, self.layout = 2, None
        self.announced = False
        same_list = (
            self.running and self.layout is not None and self.layout.at == layout.at and not self.fresh
        )
        self.layout, self.running, self.seen_heading, self.fresh = layout, True, True, True
        if layout.table is not None:
            self.table, self.titled = layout.table, False
        self.found.tables += 1
        self.found.layout, self.kept = layout, {}
        self.group = self.group if same_list else None

    def _line(self, row: Row) -> None:
        filled = texts(row)
        if not filled:
            if not any(row.cells) or self.layout is None:
                return
        elif not self._may_be_person(row):
            title = self._title(row, filled)
            if title:
                self.table, self.group, self.titled, self.announced = title, None, True, True
                self.examples.end()
                self.running = self.layout is not None
                return
            if any(lines.is_example(text) for _at, text in filled[:2]) and len(filled) <= 2:
                self.examples.begin()
                return
        if not self.running and self._must_be_person(row):
            self.running = True  # what looked like the end was none
        if not self.running or self.layout is None:
            self._unit_line(row)
            return
        self._in_table(row, filled)

    def _may_be_person(self, row: Row) -> bool:
        """A phone, an e-mail or a link stands where it belongs."""
        return self.layout is not None and self.running and any(self._contact_natures(row))

    def _must_be_person(self, row: Row) -> bool:
        """A name, and two of phone, e-mail and link, each in its column."""
        return (
            bool(self.person)
            and _is_name(tidy(self._cell(row, self.person).text))
            and sum(self._contact_natures(row)) > 1
        )

    def _contact_natures(self, row: Row) -> Iterator[bool]:
        return (nature(self._cell(row, key)) in ("phone", "email", "link") for key in self._contacts())

    def _cell(self, row: Row, key: str) -> Cell:
        assert self.layout is not None
        columns = self.layout.at.get(key)
        if not columns:
            return EMPTY
        cells = [self.grid.at(row, c) for c in columns]
        filled = [cell for cell in cells if cell]
        if not filled:
            return self.grid.counting(row, columns[0]) if key != self.form.person else EMPTY
        if len(filled) == 1:
            return filled[0]
        glue = " " if key == self.form.person else "\n"
        raw = glue.join(c.text if c.raw is None else c.raw for c in filled)
        text = glue.join(c.text for c in filled)
        if key == self.form.person and raw != text:  # họ đệm and tên in an old font, each too short to tell
            text = legacy.initials(text)
        return Cell(
            text, None, next((c.link for c in filled if c.link), None), None, raw if raw != text else None
        )

    def _title(self, row: Row, filled: list[tuple[int, str]]) -> int | None:
        """The number of the table that a title line opens."""
        text = " ".join(text for _at, text in filled)
        if len(filled) > 3 or len(text) > 200:
            return None
        words = plain_words(text)
        named = [t.table for t in self.form.titles if any(plain_words(w) in words for w in t.words)]
        if not named or (self.layout is not None and self.running and len(filled) > 2):
            return None
        numbered = re.match(r"(?:table |bang |bieu |phan |muc )?(1|2|i|ii) ", words.strip())
        by_number = {"1": 1, "i": 1, "2": 2, "ii": 2}.get(numbered[1]) if numbered else None
        return by_number if by_number in named else named[0]

    def _unit_line(self, row: Row) -> None:
        if self.seen_heading:
            return
        name = lines.unit_named(
            [tidy(line) for cell in row.cells for line in cell.text.split("\n") if line.strip()]
        )
        if name and self.found.unit is None:
            self.found.unit = name
        elif name and fold(name) != fold(self.found.unit or ""):
            self.own_unit = name

    def _in_table(self, row: Row, filled: list[tuple[int, str]]) -> None:
        assert self.layout is not None
        if lines.is_blank(row) and not any(cell.link for cell in row.cells):
            return
        if lines.is_numbers(row) and (self.form.person or self.fresh):
            return
        cells = self._cells(row)
        has_contact = any(says_something(cells[key]) for key in self._contacts())
        first = filled[0][1] if filled else ""
        is_certain = any(self._contact_natures(row))
        if not is_certain and (self._is_end(filled) or self._is_strange_heading(row)):
            self.running = False
            return
        if self.person and self.kept and goes_on(self.grid, row, self.layout, self.form):
            join(self.kept, self.grid, row, self.layout, self.form)
            return
        name = tidy(cells[self.person].text) if self.person else ""
        if not is_certain and (lines.is_total(first) or lines.is_total(name) or lines.is_note(first)):
            return
        if lines.is_note(name) and first == name and sum(self._contact_natures(row)) < 2:
            return
        if not is_certain and any(lines.is_total(text) for _at, text in filled[:2]) and not self.person:
            return
        if not has_contact or len(filled) == 1:
            group = self._group(row, filled, cells)
            if group is not None:
                self.group = group or None
                return
        if not is_certain and not self._counts(name, cells):
            return
        if self.examples.hold(row, self.layout):
            return
        self._keep(row, cells)

    @property
    def may_be_second(self) -> bool:
        """A list of this sheet was read as table 1 of a form that has two of the same columns."""
        both = not self.form.tables and any(title.table == 2 for title in self.form.titles)
        return both and self.table == 1 and self.seen_heading and not self.fresh

    @property
    def person(self) -> str:
        """The column of names of this table, "" where it has none."""
        return self.form.person if self.layout and self.form.person in self.layout.at else ""

    def _contacts(self) -> list[str]:
        return [key for key in self.form.contacts if self.layout and key in self.layout.at]

    def _counts(self, name: str, cells: dict[str, Cell]) -> bool:
        """A person has a name; where no persons are listed anything filled in counts."""
        if self.person:
            return bool(name) and _is_name(name) and not says_none(name)
        return any(says_something(cell) for cell in cells.values())

    def _keep(self, row: Row, cells: dict[str, Cell]) -> None:
        assert self.layout is not None
        self.fresh = False
        where = {k: v for k, v in row.place.items() if k != "x"}
        people = split_people(cells, self.form) if self.person else iter([cells])
        for person in people:
            if len(self.found.rows) >= MOST_PEOPLE:
                raise Refused("unsafe", "too many people")
            self.found.rows.append(
                FoundRow(
                    self.table, 0, where, person, row.hidden, self.group or self.own_unit, self.layout.at
                )
            )
        self.kept = self.found.rows[-1].cells

    def _cells(self, row: Row) -> dict[str, Cell]:
        keys = self.form.tables[self.table - 1] if self.table <= len(self.form.tables) else None
        return {
            column.key: self._cell(row, column.key)
            for column in self.form.columns
            if not column.key.startswith("name_") and (keys is None or column.key in keys)
        }

    def _all_columns(self) -> set[int]:
        return (
            {c for key, own in self.layout.at.items() if key != "stt" for c in own} if self.layout else set()
        )

    def _is_strange_heading(self, row: Row) -> bool:
        """ "STT" again above other columns: a list of something else."""
        stt = self.layout.at.get("stt") if self.layout else None
        label = tidy(self.grid.at(row, stt[0]).text) if stt else ""
        return self.form.column_of(label) == "stt"

    def _is_end(self, filled: list[tuple[int, str]]) -> bool:
        """Signatures and the date line end a table."""
        if any(lines.is_signature(text) for _at, text in filled):
            return True
        return all(lines.is_office_alone(text) for _at, text in filled)

    def _group(self, row: Row, filled: list[tuple[int, str]], cells: dict[str, Cell]) -> str | None:
        """The unit that a line between the people names, "" when the line only parts them, None when it is none."""
        assert self.layout is not None
        stt = self.layout.at.get("stt", [-1])[0]
        others = [(at, text) for at, text in filled if at != stt]
        number = next((text for at, text in filled if at == stt), "")
        if not others and number and not re.fullmatch(r"[\d.,)(\s]+", number):
            others, number = [(stt, number)], ""
        if len(others) != 1:
            return None
        at, text = others[0]
        name = lines.group_name(text) if lines.looks_like_unit(text) else ""
        if (
            not self.person
            and not number
            and at in self._all_columns()
            and self.grid.wide.get((row.number, at), 1) <= 2
        ):
            return None
        if re.fullmatch(r"\d+[.)]?", number):
            if not self.person:
                return None
            return name if name and at == self.layout.at[self.person][0] else None
        if name or lines.ROMAN.match(number):
            return name
        wide = self.grid.wide.get((row.number, at), 1)
        return "" if wide > 2 or at == stt or at < self.layout.first() else None


def _is_name(text: str) -> bool:
    """Nobody is called so: a sentence, a label with what follows, nothing but marks."""
    return len(text) <= 70 and ":" not in text.strip(": ") and any(c.isalpha() for c in text)
