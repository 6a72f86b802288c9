"""A list of units in a table of the office: which column is which, and one row a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from nhipcau.core.text import fold, nfc
from nhipcau.formats.model import Cell, Document, Sheet

#: What a column may be called; folded words, the first one fits the exported template.
HEADINGS: dict[str, tuple[str, ...]] = {
    "unit": ("don vi", "ten don vi", "cong doan co so", "ten cong doan", "ten cong doan co so", "cdcs", "unit", "unit name", "name"),
    "parent": ("don vi cap tren", "cap tren", "cong doan cap tren", "truc thuoc", "don vi quan ly", "parent", "parent unit"),
    "kind": ("loai don vi", "loai", "loai hinh", "cap", "cap don vi", "kind", "level", "type"),
    "code": ("ma don vi", "ma", "ky hieu", "ma so", "code"),
    "chair": ("chu tich", "ho ten chu tich", "ho va ten chu tich", "chu tich cong doan", "chu tich cdcs", "chair", "chairperson"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "dt", "so dt", "phone", "mobile", "telephone"),
    "email": ("email", "e mail", "thu dien tu", "dia chi email", "mail"),
}  # fmt: skip
HEADER_WITHIN = 20
MOST_ROWS = 5000


@dataclass(frozen=True)
class UnitRow:
    """What one line of the list says; `line` is its number in the file."""

    line: int
    unit: str
    parent: str = ""
    kind: str = ""
    code: str = ""
    chair: str = ""
    phone: str = ""
    email: str = ""

    def packed(self) -> list[Any]:
        return list(asdict(self).values())

    @classmethod
    def unpacked(cls, values: Iterable[Any]) -> UnitRow:
        return cls(*values)


def rows_of(document: Document) -> list[UnitRow]:
    """The rows of every visible sheet that has a column for the unit; none when no heading is known."""
    found: list[UnitRow] = []
    for sheet in document.sheets:
        if not sheet.hidden:
            found.extend(_rows_of_sheet(sheet))
    return found[:MOST_ROWS]


def _rows_of_sheet(sheet: Sheet) -> list[UnitRow]:
    for position, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns = _columns(row.texts())
        if "unit" in columns:
            below = sheet.rows[position + 1 :]
            rows = (_row(one.number, one.cells, columns) for one in below if not one.hidden)
            return [one for one in rows if one is not None]
    return []


def _columns(texts: list[str]) -> dict[str, int]:
    """Which column of a heading row is what; the first of two alike counts."""
    found: dict[str, int] = {}
    for number, text in enumerate(texts):
        words = " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
        for name, known in HEADINGS.items():
            if words in known and name not in found:
                found[name] = number
    return found if len(found) > 1 else {}


def _row(line: int, cells: list[Cell], columns: dict[str, int]) -> UnitRow | None:
    values = {name: _text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
    if not any(values.values()):
        return None
    known = {one.name for one in fields(UnitRow)}
    return UnitRow(line=line, **{name: value for name, value in values.items() if name in known})


def _text(cell: Cell) -> str:
    """One line of text; a number that lost its leading zero or got a .0 is a text of digits again."""
    text = " ".join(nfc(cell.text).split())
    if cell.number is not None and cell.number == int(cell.number):
        return str(int(cell.number)) if not text.startswith("0") else text
    return text
