"""Text PDFs by position: tables, ruled or not, become rows of cells, the rest becomes lines. A scan has no text."""

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTFigure, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import resolve1

from nhipcau.formats.model import Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import MOST_COLUMNS, Counter
from nhipcau.formats.readers.pdf_bounds import Paper, Pen
from nhipcau.formats.readers.pdf_running import Rows, is_scrambled, running_of
from nhipcau.formats.readers.pdf_signs import (
    Page,
    Sign,
    cell_of,
    chunks_of,
    extent,
    is_ended,
    joined,
    lines_of,
    text_of,
)
from nhipcau.formats.readers.pdf_unruled import Line, line_of, tables_in
from nhipcau.formats.readers.pdf_unruled import Table as Unruled

MOST_PAGES = 60
CONTACT = re.compile(r"\w@\w|facebook\.com/\w|(?:\d[ .-]?){9}")
PADDING = 13  # points that a cell keeps free of text, left and right together
NEAR = 2.5  # points within which two rules are one


def read(data: bytes) -> tuple[Document, bool]:
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as locked:
        raise Refused("encrypted") from locked
    except PDFSyntaxError as broken:
        raise Refused("corrupt", "pdf") from broken
    manager = PDFResourceManager(caching=False)
    device = Paper(manager, laparams=None)
    interpreter = Pen(manager, device)
    writer, pictures, pages = _Writer(), False, 0
    for number, raw in enumerate(PDFPage.create_pages(document)):
        if number >= MOST_PAGES:
            raise Refused("unsafe", "too many pages")
        pages += 1
        interpreter.process_page(raw)
        page = Page()
        _collect(device.get_result(), page)
        _links(raw, page)
        pictures = pictures or page.pictures
        writer.page(page, number)
    if not pages:
        raise Refused("corrupt", "no page")
    signs = writer.signs
    if signs < 20 or writer.unknown * 3 > signs:
        raise Refused("needs-typing", "no text")
    writer.finish()
    writer.doubtful = writer.doubtful or writer.unknown * 100 > signs  # letters of a name may be among them
    running = running_of(writer.flow)
    if is_scrambled([str(value) for kind, value in running if kind == "line"]):
        raise Refused("needs-typing", "letters without their meaning")
    return Document("pdf", [writer.sheet], running, is_doubtful=writer.doubtful), pictures


def _collect(container: Any, page: Page) -> None:
    for item in container:
        if isinstance(item, LTChar):
            if item.get_text().strip() or item.get_text() == " ":
                size = item.size or 1.0
                page.signs.append(
                    Sign(item.get_text(), item.x0, item.x1, (item.y0 + item.y1) / 2, size, item.fontname)
                )
        elif isinstance(item, LTLine | LTRect | LTCurve):
            _rules(item, page)
        elif isinstance(item, LTImage):
            page.pictures = True
        elif isinstance(item, LTFigure | LTContainer):
            _collect(item, page)


def _rules(item: Any, page: Page) -> None:
    wide, high = item.x1 - item.x0, item.y1 - item.y0
    if wide <= NEAR and high > 4:
        page.upright.append(((item.x0 + item.x1) / 2, item.y0, item.y1))
    elif high <= NEAR and wide > 4:
        page.level.append(((item.y0 + item.y1) / 2, item.x0, item.x1))
    elif isinstance(item, LTRect) and wide > 8 and high > 6 and (item.stroke or not item.fill):
        page.upright += [(item.x0, item.y0, item.y1), (item.x1, item.y0, item.y1)]
        page.level += [(item.y0, item.x0, item.x1), (item.y1, item.x0, item.x1)]


def _links(raw: Any, page: Page) -> None:
    for reference in resolve1(raw.annots) or []:
        note = resolve1(reference)
        if not isinstance(note, dict):
            continue
        action, rect = resolve1(note.get("A")), resolve1(note.get("Rect"))
        target = resolve1(action.get("URI")) if isinstance(action, dict) else None
        if isinstance(target, bytes) and isinstance(rect, list) and len(rect) == 4:
            x0, y0, x1, y1 = (float(resolve1(v)) for v in rect)
            page.links.append((x0, y0, x1, y1, target.decode("utf-8", "replace")))


def _clusters(values: list[float]) -> list[float]:
    """Each place once, those nearer than `NEAR` taken together."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= NEAR:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]


@dataclass
class Table:
    """A ruled area: its columns' and rows' edges."""

    xs: list[float]
    ys: list[float]  # downwards: the highest first

    def holds(self, sign: Sign) -> bool:
        middle = (sign.x0 + sign.x1) / 2
        return self.xs[0] - 1 <= middle <= self.xs[-1] + 1 and self.ys[-1] <= sign.y <= self.ys[0]


def _tables(page: Page) -> list[Table]:
    """Rules that touch form one table; several tables may stand below each other."""
    ys = _clusters([y for y, x0, x1 in page.level if x1 - x0 > 20] or [])
    bands: list[list[float]] = []
    for y in reversed(ys):
        joined = bands and any(
            low - NEAR <= y and bands[-1][-1] <= high + NEAR for _x, low, high in page.upright
        )
        joined = joined or (bands and _stacked(page, bands[-1][-1], y))
        if joined:
            bands[-1].append(y)
        else:
            bands.append([y])
    tables = []
    for band in bands:
        if len(band) < 2:
            continue
        xs = _clusters([x for x, low, high in page.upright if high > band[-1] + 1 and low < band[0] - 1])
        if len(xs) >= 4 or (len(xs) == 3 and len(band) > 4):  # labels and what is filled in
            tables.append(Table(xs, band))
    return tables


def _stacked(page: Page, above: float, below: float) -> bool:
    """At least two upright rules cross from one level to the next, perhaps in pieces."""
    middle = (above + below) / 2
    return sum(1 for _x, low, high in page.upright if low <= middle <= high) >= 2


@dataclass
class _Printed:
    """The lines of one cell."""

    lines: list[list[Sign]]
    page: Page

    @property
    def width(self) -> float:
        return max(map(extent, self.lines), default=0.0)

    def ends(self, width: float) -> bool:
        """A line of it was ended by hand, or each is a phone or an address by itself."""
        texts = [text_of(line) for line in self.lines]
        return all(CONTACT.search(text) for text in texts) or any(
            is_ended(above, below, width) for above, below in itertools.pairwise(self.lines)
        )

    def read(self, width: float, by_hand: int) -> Cell:
        """As a cell whose column's widest line is so wide; cells of `by_hand` lines were broken by hand."""
        text = joined(self.lines, width, by_hand=len(self.lines) == by_hand)
        return cell_of(text, [s for line in self.lines for s in line], self.page)

    @property
    def holds_two(self) -> bool:
        """Two phones or two addresses, in as many lines as it takes."""
        text = "".join(text_of(line) for line in self.lines)
        links = len(re.findall(r"https?:?/+(?:www\.)?|(?<![/F])www\.", text))
        digits = sum(c.isdigit() for c in text) if not links and "@" not in text else 0
        return len(self.lines) > 1 and (text.count("@") > 1 or links > 1 or digits >= 17)


def _by_hand(row: list[_Printed], widths: list[float]) -> int | None:
    """Two people in a row: how many lines their cells hold, each ended by hand; None where that cannot be told."""
    if sum(cell.holds_two for cell in row) < 2:
        return 0
    broken = [(cell, width) for cell, width in zip(row, widths, strict=True) if len(cell.lines) > 1]
    counts = {len(cell.lines) for cell, _width in broken}
    return counts.pop() if len(counts) == 1 and all(cell.ends(width) for cell, width in broken) else None


class _Writer:
    """Pages one after another into one sheet and one running text."""

    def __init__(self) -> None:
        self.sheet = Sheet("")
        self.flow: list[Line | Rows] = []
        self.counter = Counter()
        self.pieces: list[Line | tuple[Table, list[Sign], Page]] = []
        self.doubtful = False
        self.signs = self.unknown = self.number = self.lines = self.tables = 0

    def page(self, page: Page, number: int) -> None:
        self.signs += sum(1 for s in page.signs if s.text.strip())
        self.unknown += sum(1 for s in page.signs if s.text.startswith(("(cid:", "\0")))
        tables = _tables(page)
        inside: dict[int, list[Sign]] = {i: [] for i in range(len(tables))}
        outside: list[Sign] = []
        at: int | None = None
        for n, sign in enumerate(page.signs):
            goes_on = n > 0 and at is not None and not _begins(page.signs[n - 1], sign, tables[at])
            if not goes_on:
                at = next((i for i, table in enumerate(tables) if table.holds(sign)), None)
            (outside if at is None else inside[at]).append(sign)
        pieces: list[tuple[float, Any]] = [(line[0].y, line) for line in lines_of(outside)]
        pieces += [(table.ys[0], i) for i, table in enumerate(tables)]
        for _y, piece in sorted(pieces, key=lambda p: -p[0]):
            if isinstance(piece, int):
                self.pieces.append((tables[piece], inside[piece], page))
            else:
                self.pieces.append(line_of(piece, page, number))

    def finish(self) -> None:
        """Ruled tables as they stand; in the lines between them tables without rules are looked for."""
        lines = [piece for piece in self.pieces if isinstance(piece, Line)]
        tables, self.doubtful = tables_in(lines)
        begins = {table.first: table for table in tables}
        end = at = -1
        for piece in self.pieces:
            if not isinstance(piece, Line):
                self._table(*piece)
                continue
            at += 1
            if at in begins:
                self._unruled(begins[at], piece.page)
                end = begins[at].last
            if at > end:
                self.flow.append(piece)
                self._line(piece.signs, piece.page)

    def _unruled(self, table: Unruled, page: Page) -> None:
        for at in table.wide:
            self.sheet.merged.append(Merge(self.number + at + 1, 0, self.number + at + 1, table.width - 1))
        self._rows([[_Printed(lines, page) for lines in row] for row in table.rows], table.room)

    def _line(self, signs: list[Sign], page: Page) -> None:
        self.number += 1
        self.lines += 1
        chunks = chunks_of(signs)
        cells = [cell_of(text_of(chunk), chunk, page) for chunk in chunks]
        self.counter.row(len(cells))
        self.sheet.rows.append(
            Row(self.number, cells, False, {"line": self.lines, "x": [round(c[0].x0) for c in chunks]})
        )

    def _table(self, table: Table, signs: list[Sign], page: Page) -> None:
        cells, tops = _in_cells(table, signs), _tops(table, page)
        first = self.number + 1
        for at, left, right in _across(table, page):
            cells[(at, left)] = [s for c in range(left, right + 1) for s in cells.pop((at, c), [])]
            self.sheet.merged.append(Merge(first + at, left, first + at, right))
        rows = [[_Printed([], page)] * len(tops) for _row in table.ys[1:]]
        for column, top in enumerate(tops):
            for at in sorted(set(top)):
                last = max(n for n, t in enumerate(top) if t == at)
                own = [s for n in range(at, last + 1) for s in cells.get((n, column), [])]
                rows[at][column] = _Printed(lines_of(own), page)
                if last > at:
                    self.sheet.merged.append(Merge(first + at, column, first + last, column))
        room = [right - left - PADDING for left, right in itertools.pairwise(table.xs)]
        self._rows(rows, room[:MOST_COLUMNS])

    def _rows(self, printed: list[list[_Printed]], room: list[float]) -> None:
        """`room` says how wide each column is at least, 0 where nothing is known."""
        self.tables += 1
        columns = zip(*printed, strict=True)
        widths = [max(least, *(cell.width for cell in c)) for c, least in zip(columns, room, strict=True)]
        for at, row in enumerate(printed):
            by_hand = _by_hand(row, widths)
            self.doubtful = self.doubtful or by_hand is None
            cells = [cell.read(width, by_hand or 0) for cell, width in zip(row, widths, strict=True)]
            self.number += 1
            self.counter.row(len(row))
            self.sheet.rows.append(Row(self.number, cells, False, {"doc_table": self.tables, "row": at + 1}))
        self.flow.append([row.texts() for row in self.sheet.rows[-len(printed) :]])


def _across(table: Table, page: Page) -> Iterator[tuple[int, int, int]]:
    """Cells over several columns: row, first and last column, where no rule parts them."""
    inner = table.xs[1:-1][: MOST_COLUMNS - 1]
    for at, (above, below) in enumerate(itertools.pairwise(table.ys)):
        middle, left = (above + below) / 2, 0
        for column, x in enumerate([*inner, None], 1):
            parted = x is None or any(
                abs(own - x) <= NEAR and low <= middle <= high for own, low, high in page.upright
            )
            if parted:
                if column - left > 1:
                    yield at, left, column - 1
                left = column


def _tops(table: Table, page: Page) -> list[list[int]]:
    """For each column, the row in which each row's cell begins: where no rule parts two rows they are one cell."""
    out = []
    for left, right in list(itertools.pairwise(table.xs))[:MOST_COLUMNS]:
        middle = (left + right) / 2
        rules = [y for y, x0, x1 in page.level if x0 - 1 <= middle <= x1 + 1]
        top: list[int] = []
        for at in range(len(table.ys) - 1):
            parted = at == 0 or any(abs(y - table.ys[at]) <= NEAR for y in rules)
            top.append(at if parted else top[-1])
        out.append(top)
    return out


def _in_cells(table: Table, signs: list[Sign]) -> dict[tuple[int, int], list[Sign]]:
    """Each piece of text as it was drawn goes whole into the cell in which it begins, even where it runs over."""
    cells: dict[tuple[int, int], list[Sign]] = {}
    place = (-1, -1)
    for at, sign in enumerate(signs):
        before = signs[at - 1] if at else None
        if before is None or _begins(before, sign, table):
            middle = sign.x0 + min(2.0, (sign.x1 - sign.x0) / 2)
            row = sum(1 for y in table.ys[1:-1] if sign.y < y)
            column = sum(1 for x in table.xs[1:-1] if middle >= x)
            place = (row, column)
        cells.setdefault(place, []).append(sign)
    return cells


def _begins(before: Sign, sign: Sign, table: Table) -> bool:
    """A new piece: another line, a wide gap, or a rule in a gap."""
    gap = sign.x0 - before.x1
    if abs(sign.y - before.y) > sign.size * 0.5 or gap > sign.size * 0.8 or gap < -sign.size * 0.5:
        return True
    return gap > sign.size * 0.12 and any(before.x1 - 0.5 <= x <= sign.x0 + 0.5 for x in table.xs)
