"""What a reader hands back: a document of sheets of rows of cells, and the running text of a letter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nhipcau.formats.marks import without_piles


@dataclass(slots=True)
class Cell:
    """What one cell shows, with what only a file knows about it."""

    text: str = ""
    number: float | None = None  # the cell is a number, not a text of digits
    link: str | None = None
    font: str | None = None
    raw: str | None = None  # the text as the file has it, where an old font was turned into Unicode

    def __bool__(self) -> bool:
        return bool(self.text.strip()) or self.link is not None


EMPTY = Cell()
MOST_MERGES = 5_000


@dataclass(slots=True)
class Row:
    """One row; `number` counts from 1 in its sheet, `place` says where a person finds it."""

    number: int
    cells: list[Cell]
    hidden: bool = False
    place: dict[str, Any] = field(default_factory=dict)

    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(slots=True)
class Merge:
    """A merged area, rows by their number, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook; a letter or a page of print is one sheet whose lines are rows of one cell."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False
    merged: list[Merge] = field(default_factory=list)

    def texts(self) -> list[list[str]]:
        return [row.texts() for row in self.rows]


Block = tuple[str, Any]  # ("line", str) or ("table", list[list[str]])


@dataclass(slots=True)
class Document:
    """Everything that was read; `kind` is xlsx, xls, ods, csv, txt, doc, docx, odt, html or pdf.

    `is_doubtful` where a printed list may stand whose columns and rows cannot be told apart: it must be typed.
    """

    kind: str
    sheets: list[Sheet] = field(default_factory=list)
    running: list[Block] = field(default_factory=list)
    has_pictures: bool = False
    is_doubtful: bool = False

    def blocks(self) -> Iterator[Block]:
        """A letter in its order; a workbook as one table a sheet."""
        if self.running:
            yield from self.running
            return
        for sheet in self.sheets:
            if not sheet.hidden:
                yield "table", sheet.texts()

    @property
    def has_text(self) -> bool:
        return self.letters > 0

    @property
    def letters(self) -> int:
        """How much there is to read."""
        lines = sum(len(value.strip()) for kind, value in self.running if kind == "line")
        return lines + sum(
            len(c.text.strip()) for sheet in self.sheets for row in sheet.rows for c in row.cells
        )


def as_json(document: Document) -> dict[str, Any]:
    """Small: an empty cell is left out, a plain one is its text."""
    return {
        "kind": document.kind,
        "running": [_block(kind, value) for kind, value in document.running],
        "doubtful": document.is_doubtful,
        "sheets": [
            {
                "name": _kept(sheet.name),
                "hidden": sheet.hidden,
                "merged": [[m.top, m.left, m.bottom, m.right] for m in sheet.merged],
                "rows": [[row.number, row.hidden, _place(row), _cells(row)] for row in sheet.rows],
            }
            for sheet in document.sheets
        ],
    }


def _block(kind: str, value: Any) -> Block:
    if kind == "line":
        return kind, _kept(value)
    return kind, [[_kept(text) for text in row] for row in value]


def _kept(text: str) -> str:
    """What of a text every database keeps: no NUL, and no pile of marks."""
    return without_piles(text.replace("\0", ""))


def _place(row: Row) -> dict[str, Any]:
    return {name: _kept(at) if isinstance(at, str) else at for name, at in row.place.items()}


def _cells(row: Row) -> list[Any]:
    out: list[Any] = []
    for cell in row.cells:
        if cell.number is None and cell.link is None and cell.font is None:
            out.append(_kept(cell.text))
        else:
            out.append([_kept(cell.text), cell.number, cell.link and _kept(cell.link), cell.font])
    return out


def from_json(data: dict[str, Any]) -> Document:
    """The other way; the shape is checked, because it comes out of a process that read a stranger's file."""
    sheets = []
    for sheet in data["sheets"]:
        rows = [
            Row(int(number), [_cell(c) for c in cells], bool(hidden), dict(place))
            for number, hidden, place, cells in sheet["rows"]
        ]
        merged = [Merge(*(int(x) for x in area)) for area in sheet["merged"][:MOST_MERGES]]
        sheets.append(Sheet(str(sheet["name"]), rows, bool(sheet["hidden"]), merged))
    running: list[Block] = []
    for kind, value in data["running"]:
        running.append(
            ("line", str(value)) if kind == "line" else ("table", [[str(c) for c in r] for r in value])
        )
    return Document(
        str(data["kind"]), sheets, running, bool(data.get("pictures")), bool(data.get("doubtful"))
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return Cell(value) if value else EMPTY
    text, number, link, font = value
    return Cell(str(text), None if number is None else float(number), link and str(link), font and str(font))
