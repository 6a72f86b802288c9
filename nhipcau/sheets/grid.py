"""One sheet made ready for looking: letters in Unicode, merged cells known, rows by their number."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from nhipcau.core.text import fold
from nhipcau.formats import legacy
from nhipcau.formats.model import EMPTY, Cell, Document, Row, Sheet
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.patience import go_on

MOST_COVERED = 300_000
MOST_WIDE = 60


@dataclass
class Grid:
    """A sheet's rows with what merged cells mean."""

    name: str
    rows: list[Row]
    covers: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict
    )  # covered cell -> the cell that counts
    wide: dict[tuple[int, int], int] = field(default_factory=dict)  # a cell -> how many columns it covers
    by_number: dict[int, Row] = field(default_factory=dict)

    def at(self, row: Row, column: int) -> Cell:
        """The cell as it stands."""
        return row.cells[column] if 0 <= column < len(row.cells) else EMPTY

    def counting(self, row: Row, column: int) -> Cell:
        """The cell, or the merged one above that covers it."""
        own = self.at(row, column)
        if own:
            return own
        top, left = self.covers.get((row.number, column), (0, 0))
        source = self.by_number.get(top)
        if source is None or left != column:
            return own
        return self.at(source, column)

    def window(self, left: int, right: int) -> "Grid":
        """The same sheet with nothing outside these columns."""
        rows = [
            Row(
                r.number,
                [c if left <= at < right else EMPTY for at, c in enumerate(r.cells)],
                r.hidden,
                r.place,
            )
            for r in self.rows
        ]
        return Grid(self.name, rows, self.covers, self.wide, {r.number: r for r in rows})

    def above(self, index: int) -> "Grid":
        """The rows before this one."""
        rows = self.rows[:index]
        return Grid(self.name, rows, self.covers, self.wide, {r.number: r for r in rows})

    def label(self, row: Row, column: int) -> str:
        """A heading, also where a merged one to the left or above covers the place."""
        own = self.at(row, column)
        if own:
            return tidy(own.text)
        top, left = self.covers.get((row.number, column), (0, 0))
        source = self.by_number.get(top)
        return tidy(self.at(source, left).text) if source is not None else ""


def grids(document: Document) -> tuple[list[Grid], bool]:
    """The visible sheets, and whether old fonts were turned into Unicode."""
    convert = _Converter(document)
    found = []
    for sheet in document.sheets:
        if not sheet.hidden:
            found.append(_grid(sheet, convert))
    return found, convert.converted


class _Converter:
    """Which cells are text in disguise: by their font where that makes Vietnamese of them, else by what they give."""

    def __init__(self, document: Document) -> None:
        cells = [
            c for sheet in document.sheets for row in sheet.rows for c in row.cells if not c.text.isascii()
        ]
        self.by_content = legacy.encoding_of(c.text for c in cells if legacy.encoding_of_font(c.font) is None)
        self.fonts = {
            e
            for e in ("tcvn3", "vni")
            if _holds(e, [c for c in cells if legacy.encoding_of_font(c.font) == e])
        }
        self.converted = False

    def cell(self, cell: Cell) -> Cell:
        text = cell.text
        if text.isascii() or cell.number is not None:
            return self._capitals(cell)
        encoding = legacy.encoding_of_font(cell.font)
        if encoding not in self.fonts:
            encoding = None
        if encoding is None and self.by_content:
            given = legacy.to_unicode(text, self.by_content)
            if legacy.vietnamese(given) >= legacy.vietnamese(text):
                encoding = self.by_content
        if encoding is None or any(ord(c) > 0x17F and c.isalpha() for c in text):
            return cell
        self.converted = True
        return Cell(legacy.to_unicode(text, encoding, cell.font), None, cell.link, None, text)

    def _capitals(self, cell: Cell) -> Cell:
        """Letters without marks too are shown as capitals by a font of capitals; addresses stay."""
        if cell.font and "tcvn3" in self.fonts and not any(c in cell.text for c in "@/."):
            given = legacy.to_unicode(cell.text, "tcvn3", cell.font)
            return Cell(given, cell.number, cell.link, None, cell.text if given != cell.text else None)
        return cell


def _holds(encoding: str, cells: list[Cell]) -> bool:
    """The cells in these fonts do give more Vietnamese when they are read so."""
    raw = sum(legacy.vietnamese(c.text) for c in cells)
    return sum(legacy.vietnamese(legacy.to_unicode(c.text, encoding, c.font)) for c in cells) >= raw and bool(
        cells
    )


def _grid(sheet: Sheet, convert: _Converter) -> Grid:
    rows = [Row(r.number, [convert.cell(c) for c in r.cells], r.hidden, r.place) for r in sheet.rows]
    grid = Grid(sheet.name, rows, by_number={r.number: r for r in rows})
    numbers = [row.number for row in rows]
    budget = MOST_COVERED
    for area in sheet.merged:
        grid.wide[(area.top, area.left)] = area.right - area.left + 1
        for number in numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]:
            width = min(area.right, area.left + MOST_WIDE) - area.left + 1
            budget -= width
            if budget < 0:
                return grid
            for column in range(area.left, area.left + width):
                if (number, column) != (area.top, area.left):
                    grid.covers[(number, column)] = (area.top, area.left)
    return grid


def texts(row: Row) -> list[tuple[int, str]]:
    """The filled cells: column and text."""
    go_on()
    return [(at, tidy(cell.text)) for at, cell in enumerate(row.cells) if cell and tidy(cell.text)]


def folded(text: str) -> str:
    go_on()
    return fold(tidy(text))
