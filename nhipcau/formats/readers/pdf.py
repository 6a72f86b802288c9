"""Text PDFs by position: ruled tables become rows of cells, the rest becomes lines. A scan has no text."""

import io
import itertools
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTFigure, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import resolve1

from nhipcau.formats.model import EMPTY, Block, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import MOST_COLUMNS, MOST_TEXT, Counter
from nhipcau.formats.readers.xlsx import disguised

MOST_PAGES = 60
NEAR = 2.5  # points within which two rules are one


@dataclass(slots=True)
class Sign:
    """One printed letter."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str


@dataclass
class Page:
    """What one page holds, y counted upwards as in the file."""

    signs: list[Sign] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)  # x, from y, to y
    level: list[tuple[float, float, float]] = field(default_factory=list)  # y, from x, to x
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    pictures: bool = False


def read(data: bytes) -> tuple[Document, bool]:
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as locked:
        raise Refused("encrypted") from locked
    except PDFSyntaxError as broken:
        raise Refused("corrupt", "pdf") from broken
    manager = PDFResourceManager(caching=False)
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
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
        writer.page(page)
    if not pages:
        raise Refused("corrupt", "no page")
    signs = writer.signs
    if signs < 20 or writer.unknown * 3 > signs:
        raise Refused("needs-typing", "no text")
    return Document("pdf", [writer.sheet], writer.running), pictures


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
        if len(xs) >= 4:
            tables.append(Table(xs, band))
    return tables


def _stacked(page: Page, above: float, below: float) -> bool:
    """At least two upright rules cross from one level to the next, perhaps in pieces."""
    middle = (above + below) / 2
    return sum(1 for _x, low, high in page.upright if low <= middle <= high) >= 2


class _Writer:
    """Pages one after another into one sheet and one running text."""

    def __init__(self) -> None:
        self.sheet = Sheet("")
        self.running: list[Block] = []
        self.counter = Counter()
        self.signs = self.unknown = self.number = self.lines = self.tables = 0

    def page(self, page: Page) -> None:
        self.signs += sum(1 for s in page.signs if s.text.strip())
        self.unknown += sum(1 for s in page.signs if s.text.startswith("(cid:"))
        tables = _tables(page)
        inside: dict[int, list[Sign]] = {i: [] for i in range(len(tables))}
        outside: list[Sign] = []
        at: int | None = None
        for n, sign in enumerate(page.signs):
            goes_on = n > 0 and at is not None and not _begins(page.signs[n - 1], sign, tables[at])
            if not goes_on:
                at = next((i for i, table in enumerate(tables) if table.holds(sign)), None)
            (outside if at is None else inside[at]).append(sign)
        pieces: list[tuple[float, Any]] = [(line[0].y, line) for line in _lines(outside)]
        pieces += [(table.ys[0], i) for i, table in enumerate(tables)]
        for _y, piece in sorted(pieces, key=lambda p: -p[0]):
            if isinstance(piece, int):
                self._table(tables[piece], inside[piece], page)
            else:
                self._line(piece, page)

    def _line(self, signs: list[Sign], page: Page) -> None:
        self.number += 1
        self.lines += 1
        chunks = _chunks(signs)
        self.running.append(("line", " ".join(_text(chunk) for chunk in chunks)))
        cells = [_cell(_text(chunk), chunk, page) for chunk in chunks]
        self.counter.row(len(cells))
        self.sheet.rows.append(
            Row(self.number, cells, False, {"line": self.lines, "x": [round(c[0].x0) for c in chunks]})
        )

    def _table(self, table: Table, signs: list[Sign], page: Page) -> None:
        self.tables += 1
        cells, tops = _in_cells(table, signs), _tops(table, page)
        first = self.number + 1
        rows = [[EMPTY] * len(tops) for _row in table.ys[1:]]
        for column, top in enumerate(tops):
            for at in sorted(set(top)):
                last = max(n for n, t in enumerate(top) if t == at)
                own = [s for n in range(at, last + 1) for s in cells.get((n, column), [])]
                rows[at][column] = _cell(_joined([_text(line) for line in _lines(own)]), own, page)
                if last > at:
                    self.sheet.merged.append(Merge(first + at, column, first + last, column))
        for at, row in enumerate(rows):
            self.number += 1
            self.counter.row(len(row))
            self.sheet.rows.append(Row(self.number, row, False, {"doc_table": self.tables, "row": at + 1}))
        self.running.append(("table", [[cell.text for cell in row] for row in rows]))


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


def _lines(signs: list[Sign]) -> list[list[Sign]]:
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda s: (-s.y, s.x0)):
        if lines and abs(lines[-1][0].y - sign.y) < max(sign.size, lines[-1][0].size) * 0.5:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    found = [sorted(line, key=lambda s: s.x0) for line in lines]
    return [line for line in found if any(s.text.strip() for s in line)]


def _chunks(signs: list[Sign]) -> list[list[Sign]]:
    """A line in pieces where the blank between them is wide."""
    chunks: list[list[Sign]] = []
    for sign in (s for s in signs if s.text.strip() or (chunks and chunks[-1])):
        gap = sign.x0 - chunks[-1][-1].x1 if chunks else 0.0
        if not chunks or gap > sign.size * 1.2:
            chunks.append([sign])
        else:
            chunks[-1].append(sign)
    return [c for c in chunks if any(s.text.strip() for s in c)]


def _text(signs: list[Sign]) -> str:
    out: list[str] = []
    for at, sign in enumerate(signs):
        if (
            at
            and sign.x0 - signs[at - 1].x1 > sign.size * 0.18
            and not sign.text.isspace()
            and not out[-1].isspace()
        ):
            out.append(" ")
        out.append(sign.text)
    return " ".join("".join(out).split())


def _joined(lines: list[str]) -> str:
    """A cell whose text was broken to fit: an address is put together without a blank."""
    whole = ""
    for line in lines:
        address = " " not in whole and any(
            mark in whole + line for mark in ("@", "://", "www.", "facebook.com", ".php")
        )
        whole = whole + line if not whole or (address and " " not in line) else f"{whole} {line}"
    return whole[:MOST_TEXT]


def _cell(text: str, signs: list[Sign], page: Page) -> Cell:
    if not text:
        return EMPTY
    link = None
    for x0, y0, x1, y1, target in page.links:
        if any(x0 <= (s.x0 + s.x1) / 2 <= x1 and y0 <= s.y <= y1 for s in signs):
            link = target
            break
    font = max({s.font for s in signs}, key=lambda f: sum(1 for s in signs if s.font == f)) if signs else ""
    return Cell(text, None, link, disguised(font.rpartition("+")[2]))
