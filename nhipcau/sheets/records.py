"""Forms written downwards: labels down the side with the value beside, below, or behind the colon."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nhipcau.formats.model import EMPTY, Cell, Row
from nhipcau.sheets.cleaners.base import says_nothing, tidy
from nhipcau.sheets.definition import FormDefinition, plain_words
from nhipcau.sheets.grid import Grid, texts

LABEL, WORDS = 60, 9  # letters and words: a label is short


@dataclass
class Record:
    """One person, or one filled form: cells by column key and where each stood."""

    first: int  # the number of its first row
    place: dict[str, Any]
    hidden: bool = False
    cells: dict[str, Cell] = field(default_factory=dict)
    at: dict[str, list[int]] = field(default_factory=dict)
    rows_at: dict[str, int] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)  # what it asks, filled in or not

    def asks(self, form: FormDefinition) -> bool:
        """It asks what the form's list asks, but for one column: no letter head with a name and a phone does."""
        columns = {c.key for c in form.columns if not c.key.startswith("name_")}
        return len(self.labels & columns) >= len(columns) - 1

    def put(self, key: str, cell: Cell, row: Row, column: int) -> None:
        if key not in self.cells:
            self.cells[key], self.at[key], self.rows_at[key] = cell, [column], row.number


@dataclass
class _Line:
    """A label and the values beside it, by column."""

    row: Row
    key: str
    values: dict[int, Cell]


def records(grid: Grid, form: FormDefinition) -> list[Record]:
    """Every record of a sheet, in the order in which they stand."""
    found: list[Record] = []
    for block in _blocks(list(_labelled(grid, form)), form):
        columns = _columns(block)
        for column in columns or [None]:
            record = Record(block[0].row.number, block[0].row.place, any(line.row.hidden for line in block))
            record.labels = {line.key for line in block}
            for line in block:
                at = column if column is not None else next(iter(line.values), -1)
                if line.key != "stt" and at in line.values:
                    record.put(line.key, line.values[at], line.row, at)
            if _holds(record, form):
                found.append(record)
    return found


def _labelled(grid: Grid, form: FormDefinition) -> Iterator[_Line]:
    """Each label of the sheet with what stands beside it up to the next label, else below it."""
    columns = _label_columns(grid, form)
    for index, row in enumerate(grid.rows):
        labels: list[tuple[int, str, Cell]] = []
        for at, text in texts(row):
            key, behind = _label(text, form) if at in columns else (None, "")
            if key:
                labels.append((at, key, Cell(behind, None, row.cells[at].link) if behind else EMPTY))
        for n, (at, key, rest) in enumerate(labels):
            end = labels[n + 1][0] if n + 1 < len(labels) else len(row.cells)
            values = {c: row.cells[c] for c in range(at + 1, end) if row.cells[c]}
            if rest:
                values = {at: rest}
            elif not values:
                values = _below(grid, index, at, form)
            yield _Line(row, key, values)


def _label_columns(grid: Grid, form: FormDefinition) -> set[int]:
    """The columns that hold labels: several different ones (or the one that a form asks), and little else between them."""
    least = min([2, *(len(keys) for keys in form.tables)])
    named: dict[int, list[tuple[int, str]]] = {}
    filled: dict[int, list[int]] = {}
    for index, row in enumerate(grid.rows):
        for at, text in texts(row):
            filled.setdefault(at, []).append(index)
            key = _label(text, form)[0]
            if key:
                named.setdefault(at, []).append((index, key))
    kinds = {at: len({key for _index, key in hits}) for at, hits in named.items()}
    out = set()
    for at, hits in named.items():
        own = [index for index, key in hits if key != "stt"] or [
            hits[0][0]
        ]  # a list above has its numbers here
        among = sum(1 for index in filled[at] if own[0] <= index <= own[-1])
        if kinds[at] >= least and kinds[at] * 2 >= max(kinds.values()) and len(hits) * 2 >= among:
            out.add(at)
    return out


def _label(text: str, form: FormDefinition) -> tuple[str | None, str]:
    """The column that a cell names, and what is written behind its colon."""
    head, colon, rest = text.partition(":")
    if len(head) > LABEL:
        return None, ""
    words = plain_words(head)
    if len(words.split()) > WORDS or any(plain_words(w) in words for t in form.titles for w in t.words):
        return None, ""
    key = form.column_of(head.strip(" .*-–+0123456789)"))
    rest = tidy(rest)
    return key, "" if says_nothing(rest.strip("_-–")) or not colon else rest


def _below(grid: Grid, index: int, at: int, form: FormDefinition) -> dict[int, Cell]:
    if index + 1 >= len(grid.rows):
        return {}
    lower = grid.rows[index + 1]
    if any(_label(text, form)[0] for _at, text in texts(lower)):
        return {}
    cell = grid.at(lower, at)
    return {at: cell} if cell else {}


def _blocks(lines: list[_Line], form: FormDefinition) -> Iterator[list[_Line]]:
    """A new record begins where a label comes again, or where the person's does after other lines.

    What stands above the first person, parted from it by other lines, is the head of the paper.
    """
    block: list[_Line] = []
    for line in lines:
        seen = {one.key for one in block if one.values or one.key == form.person}
        begins = line.key in (form.person, "stt")
        parted = bool(block) and line.row.number > block[-1].row.number + 1
        if block and line.key in seen and (begins or form.person in seen or not form.person):
            yield block
            block = []
        elif parted and form.person and begins and form.person not in seen:
            block = []
        block.append(line)
    if block:
        yield block


def _columns(block: list[_Line]) -> list[int | None]:
    """Several people beside each other: the columns that most lines fill."""
    counts: dict[int, int] = {}
    for line in block:
        for column in line.values:
            counts[column] = counts.get(column, 0) + 1
    several = [line for line in block if len(line.values) > 1]
    if len(several) * 2 < len(block):
        return []
    return [c for c in sorted(counts) if counts[c] >= 2]


def _holds(record: Record, form: FormDefinition) -> bool:
    """A person with something beside the name; of another form half of what it asks."""
    filled = [key for key, cell in record.cells.items() if not says_nothing(cell.text) or cell.link]
    if form.person:
        return form.person in filled and len(record.cells) >= min(4, len(form.columns))
    return len(record.cells) * 2 >= len(form.columns) and bool(filled)
