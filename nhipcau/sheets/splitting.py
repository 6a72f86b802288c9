"""Two people in one row of a table."""

from collections.abc import Iterator

from nhipcau.formats.model import EMPTY, Cell
from nhipcau.sheets.cleaners.base import says_nothing
from nhipcau.sheets.definition import FormDefinition
from nhipcau.sheets.swapping import nature


def says_something(cell: Cell) -> bool:
    return bool(cell.link) or not says_nothing(cell.text.strip("-–—_ "))


def split_people(cells: dict[str, Cell], form: FormDefinition) -> Iterator[dict[str, Cell]]:
    """Two people in a row: every cell holds two lines; a cell with one line is for both."""
    count = _people_in(cells, form) if form.person else 1
    if count < 2:
        yield cells
        return
    for n in range(count):
        yield {key: _line_of(cell, n, count) for key, cell in cells.items()}


def _split(text: str, count: int) -> list[str]:
    raw = text.replace("\r", "").split("\n")
    full = [line for line in raw if line.strip()]
    return full if len(full) == count or len(raw) != count else raw


def _people_in(cells: dict[str, Cell], form: FormDefinition) -> int:
    names = [line for line in cells[form.person].text.replace("\r", "").split("\n") if line.strip()]
    count = len(names)
    if count < 2 or any(len(name.split()) < 2 for name in names):
        return 1
    if all(_is_one(cells.get(key, EMPTY), what) for key, what in (("email", "email"), ("facebook", "link"))):
        return 1  # one address and one account: the name is written on two lines
    two = 0
    for key, cell in cells.items():
        if key == form.person or not says_something(cell):
            continue
        size = len(_split(cell.text, count))
        if size == count:
            two += key in form.contacts and _each_is_one(cell, count)
        elif size != 1:
            return 1
    return count if two else 1


def _is_one(cell: Cell, what: str) -> bool:
    return "\n" not in cell.text.strip() and nature(cell) == what


def _each_is_one(cell: Cell, count: int) -> bool:
    """Every line is a phone, an e-mail or a link by itself, or says that there is none; no address broken in two."""
    natures = [nature(Cell(line)) for line in _split(cell.text, count)]
    return "word" not in natures and set(natures) != {"nothing"}


def _line_of(cell: Cell, n: int, count: int) -> Cell:
    parts = _split(cell.text, count)
    if len(parts) != count:
        return cell
    raw = _split(cell.raw, count) if cell.raw else []
    return Cell(parts[n].strip(), None, None, cell.font, raw[n].strip() if len(raw) == count else None)
