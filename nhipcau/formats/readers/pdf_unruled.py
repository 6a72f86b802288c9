"""Tables that a PDF draws without rules: columns are the blank rivers that hold through all rows, rows go by their number.

A table begins with a line of headings. Where a text crosses the columns, where two headings share one, or where lines
can be shared out to the rows in two ways, there is no answer: the page is told to be doubtful and nothing is guessed.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from nhipcau.core.text import fold
from nhipcau.formats.readers.pdf_rows import Columns, NoAnswer, Piece, rows_of
from nhipcau.formats.readers.pdf_signs import Page, Sign

NUMBER_WORDS = ("stt", "tt", "no", "so", "so tt", "so thu", "so thu tu", "s tt")
NUMBER = re.compile(r"\(?(?:\d{1,4}|[ivx]{1,5}|[a-h]|vd:?|vi du:?|\.{2,}|…+)[.)]?")
FOOT = re.compile(r"(?:trang|page|tr)?[\W_]*\d{1,3}(?:\s*[/-]\s*\d{1,3})?[\W_]*")
PADDING = 13  # points that a cell keeps free of text, left and right together
LEADING = 1.7  # of the letters' size: lines nearer than this may be one text
FEWEST_COLUMNS, MOST_COLUMNS, MOST_LINES = (
    3,
    14,
    3_000,
)  # more columns on a page are too narrow for whole words


@dataclass
class Word:
    """Letters without a blank between them."""

    signs: list[Sign]

    @property
    def x0(self) -> float:
        return self.signs[0].x0

    @property
    def x1(self) -> float:
        return max(s.x1 for s in self.signs)

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.signs)


@dataclass
class Line:
    """One line outside of ruled tables; `number` is its page."""

    signs: list[Sign]
    page: Page
    number: int
    words: list[Word] = field(default_factory=list)
    tangled: bool = False  # texts lie over each other

    @property
    def y(self) -> float:
        return self.signs[0].y

    @property
    def size(self) -> float:
        return max(s.size for s in self.signs)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def gaps(self) -> list[float]:
        return [b.x0 - a.x1 for a, b in pairwise(self.words)]

    def pieces(self, blank: float) -> list[list[Word]]:
        """Words in groups, parted where the blank is wider than that share of the letters' size."""
        gap = blank * self.size
        out: list[list[Word]] = [self.words[:1]]
        for word, wide in zip(self.words[1:], self.gaps(), strict=True):
            if wide > gap:
                out.append([word])
            else:
                out[-1].append(word)
        return out


@dataclass
class Table:
    """Rows of cells, each a list of printed lines; a row of one wide cell is a text across the table."""

    first: int
    last: int  # lines, both ends included
    width: int
    rows: list[list[list[list[Sign]]]] = field(default_factory=list)
    wide: set[int] = field(default_factory=set)
    room: list[float] = field(default_factory=list)  # how wide each column is at least


def line_of(signs: list[Sign], page: Page, number: int) -> Line:
    line = Line(signs, page, number)
    before: Sign | None = None
    for sign in signs:
        if not sign.text.strip():
            line.words.append(Word([]))
            continue
        gap = sign.x0 - before.x1 if before else 0.0
        if before and gap < -0.35 * sign.size and sign.x0 - before.x0 < 0.9 * (before.x1 - before.x0):
            line.tangled = True
        if not line.words or gap > sign.size * 0.18:
            line.words.append(Word([]))
        line.words[-1].signs.append(sign)
        before = sign
    line.words = [word for word in line.words if word.signs]
    return line


def tables_in(lines: list[Line]) -> tuple[list[Table], bool]:
    """The tables of a whole paper in their order, and whether a table may stand there that cannot be told apart."""
    if len(lines) > MOST_LINES:
        return [], True
    space = _space(lines)
    heads = [at for at, line in enumerate(lines) if _is_heading(line, space)]
    heads = heads or [at for at in range(len(lines)) if _may_be_heading(lines, at, space)]
    tables: list[Table] = []
    for n, at in enumerate(heads):
        end = heads[n + 1] if n + 1 < len(heads) else len(lines)
        start = tables[-1].last + 1 if tables else 0
        try:
            tables.append(_Reader(lines, start, at, end, space).table())
        except NoAnswer:
            return [], True
    taken = {at for table in tables for at in range(table.first, table.last + 1)}
    loose = any(
        len(line.pieces(3 * space)) >= 4 or (heads and _holds_contact(line, space))
        for at, line in enumerate(lines) if at not in taken
    )  # fmt: skip
    return ([], True) if loose else (tables, False)


def _holds_contact(line: Line, space: float) -> bool:
    """Several pieces, and an address or a phone among them: this may be somebody."""
    texts = [" ".join(w.text for w in piece) for piece in line.pieces(2 * space)]
    return len(texts) >= 3 and any(re.search(r"@|facebook|\d{6}", text) for text in texts)


def _space(lines: list[Line]) -> float:
    """How wide a blank between two words is on this paper, as a share of the letters' size."""
    shares = sorted(g / line.size for line in lines for g in line.gaps() if 0 < g < 0.75 * line.size)
    return max(shares[len(shares) // 2] if shares else 0.0, 0.22)


def _is_heading(line: Line, space: float) -> bool:
    """STT and what follows it, wide apart."""
    pieces = line.pieces(1.5 * space)
    first = fold(" ".join(word.text for word in pieces[0])).strip(" .") if pieces[0] else ""
    return first in NUMBER_WORDS and len(pieces) >= FEWEST_COLUMNS


def _may_be_heading(lines: list[Line], at: int, space: float) -> bool:
    """Without a column of numbers: words alone in four columns or more, the lines around it have none of that."""
    pieces = lines[at].pieces(2 * space)
    if len(pieces) < 4 or re.search(r"\d|@|://", lines[at].text):
        return False
    before = lines[at - 1] if at else None
    return before is None or len(before.pieces(2 * space)) < 3 or before.number != lines[at].number


class _Reader:
    """One table, from its line of headings to the last row that is surely its own."""

    def __init__(self, lines: list[Line], start: int, head: int, end: int, space: float) -> None:
        self.lines, self.start, self.head, self.end, self.space = lines, start, head, end, space
        self.numbered = _is_heading(lines[head], space)
        self.own: list[int] = []  # the lines that make the columns
        self.bands: list[tuple[float, float]] = []

    def table(self) -> Table:
        last = self._last()
        self.own = [at for at in range(self.head, last + 1) if self._is_firm(at)]
        self.bands = self._bands()
        if not FEWEST_COLUMNS <= len(self.bands) <= MOST_COLUMNS:
            raise NoAnswer
        first, last = self._upwards(), self._downwards(last)
        foot = {at for at in range(first, last + 1) if at not in self.own and self._is_foot(at)}
        wide = {at for at in range(first, last + 1) if at not in foot and not self._takes(at)}
        self.bands = self._paired()
        for at in self.own:
            self._must_fit(self.lines[at])
        if any(len(self.lines[at].pieces(1.5 * self.space)) > 1 for at in wide):
            raise NoAnswer  # texts in several columns, and one of them crosses into another
        pieces = [self._piece(at, wide | foot) for at in sorted(self.own)]
        table = Table(first, last, len(self.bands), room=self._room(pieces))
        columns = Columns(self._widths(pieces, table.room), self.space * self.lines[self.head].size)
        heads: list[list[list[list[Sign]]]] = []
        for row in rows_of(pieces, columns, is_numbered=self.numbered):
            self._across(table, [at for at in sorted(wide) if at < row[0].at], wide)
            anchored = any(piece.anchor for piece in row)
            if not anchored and len(row[0].cells) == 1:
                table.wide.add(len(table.rows))
            table.rows.append(self._cells(row))
            if row[0].head or (len(heads) == 1 and not anchored and len(row[0].cells) > 1):
                heads.append(table.rows[-1])
        self._across(table, sorted(wide), wide)
        if not all(any(cell) for cell in zip(*heads, strict=True)):
            raise NoAnswer  # a column without a heading
        return table

    def _takes(self, at: int) -> bool:
        """A line whose texts lie in the columns; it may widen them, but no two headings come together."""
        if at not in self.own:
            bands = self._bands(at)
            if self._headed(bands) != self._headed(self.bands):
                return False
            self.own.append(at)
            self.bands = bands
        return True

    def _headed(self, bands: list[tuple[float, float]]) -> int:
        """Over how many columns the line of headings says something."""
        return sum(1 for band in bands if _is_over(self.lines[self.head], band))

    def _paired(self) -> list[tuple[float, float]]:
        """A heading set in the middle and its narrow cells at the edge are one column; no column is without a heading."""
        rows = [self.lines[at] for at in self.own if at > self.head]
        heads = [self.lines[at] for at in self.own if at <= self.head or self._is_near_head(at)]
        out: list[tuple[float, float]] = []
        alone: list[bool] = []  # of the columns since the last whole one: is it a heading without cells
        for band in self.bands:
            headed = any(_is_over(line, band) for line in heads)
            filled = any(_is_over(line, band) for line in rows if line not in heads)
            if headed and filled:
                alone = []
            elif alone and alone[-1] != headed and len(alone) == 1:
                out[-1], alone = (out[-1][0], band[1]), []
                continue
            else:
                alone.append(headed)
            out.append(band)
        return out

    def _bands(self, *more: int) -> list[tuple[float, float]]:
        """The columns: where ink lies in any of the lines, parted by rivers wider than a blank."""
        lines = [self.lines[at] for at in (*self.own, *more)]
        bands: list[list[float]] = []
        river = max(1.45 * self.space, 0.4) * max(line.size for line in lines)
        for left, right in sorted((word.x0, word.x1) for line in lines for word in line.words):
            if bands and left - bands[-1][1] < river:
                bands[-1][1] = max(bands[-1][1], right)
            else:
                bands.append([left, right])
        return [(left, right) for left, right in bands]

    def _is_near_head(self, at: int) -> bool:
        """A lower line of the headings: nothing with a number stands between."""
        return not any(self._is_anchor(n) for n in range(self.head + 1, at + 1))

    def _widths(self, pieces: list[Piece], room: list[float]) -> list[float]:
        """How wide the widest line of each column is."""
        found = list(room)
        for piece in pieces:
            for c, words in piece.cells.items():
                found[c] = max(found[c], words[-1].x1 - words[0].x0)
        return found

    def _room(self, pieces: list[Piece]) -> list[float]:
        """Between two columns that begin at their left edge lies a whole column."""
        at_edge = [0] * len(self.bands)
        filled = [0] * len(self.bands)
        for piece in pieces:
            for c, words in piece.cells.items():
                filled[c] += 1
                at_edge[c] += words[0].x0 - self.bands[c][0] < 1.5
        left = [edge >= 2 and edge * 3 >= full * 2 for edge, full in zip(at_edge, filled, strict=True)]
        room = [
            right[0] - here[0] - PADDING if left[c] and left[c + 1] else 0.0
            for c, (here, right) in enumerate(pairwise(self.bands))
        ]
        return [*room, 0.0]

    def _across(self, table: Table, ats: list[int], wide: set[int]) -> None:
        for at in ats:
            table.wide.add(len(table.rows))
            column = self._band_of(self.lines[at].words[0].x0 + 1)
            table.rows.append([[self.lines[at].signs] if c == column else [] for c in range(table.width)])
            wide.discard(at)

    def _cells(self, row: list[Piece]) -> list[list[list[Sign]]]:
        return [
            [
                [sign for word in words for sign in word.signs]
                for piece in row
                if (words := piece.cells.get(c, []))
            ]
            for c in range(len(self.bands))
        ]

    def _last(self) -> int:
        """The last line with a number, or that fills the columns."""
        numbered = [at for at in range(self.head + 1, self.end) if self._is_anchor(at)]
        return numbered[-1] if numbered else self.head

    def _is_anchor(self, at: int) -> bool:
        """A number stands in the first column; where there are none, the line fills the columns but for two."""
        line = self.lines[at]
        head = self.lines[self.head].pieces(1.5 * self.space)
        pieces = line.pieces(1.3 * self.space)
        if (pieces[0][0].x0 + pieces[0][-1].x1) / 2 >= (head[0][-1].x1 + head[1][0].x0) / 2:
            return False
        if not self.numbered:
            return len(pieces) >= max(3, len(head) - 2)
        return bool(NUMBER.fullmatch(fold(" ".join(word.text for word in pieces[0]))))

    def _is_firm(self, at: int) -> bool:
        return at == self.head or self._is_anchor(at) or len(self.lines[at].pieces(2 * self.space)) >= 2

    def _band_of(self, x: float) -> int:
        return max(0, sum(1 for left, _right in self.bands if left <= x + 0.5) - 1)

    def _is_foot(self, at: int) -> bool:
        """The number of a page, at its edge and apart from other lines."""
        line = self.lines[at]
        beside = [self.lines[n] for n in (at - 1, at + 1) if 0 <= n < len(self.lines)]
        beside = [other for other in beside if other.number == line.number]
        apart = all(abs(other.y - line.y) > LEADING * line.size for other in beside)
        far = line.y < 70 or line.y > 760
        return len(beside) < 2 and apart and far and bool(FOOT.fullmatch(fold(line.text)))

    def _upwards(self) -> int:
        """Lines of headings above the line of STT."""
        first = self.head
        while first > self.start and self._is_near(first - 1, first) and self._takes(first - 1):
            first -= 1
        return first

    def _downwards(self, last: int) -> int:
        """What goes on below the last number."""
        while last + 1 < self.end and self._is_near(last, last + 1):
            if self._is_ruled_off(last, last + 1) or not self._takes(last + 1):
                break
            last += 1
        return last

    def _is_near(self, above: int, below: int) -> bool:
        one, other = self.lines[above], self.lines[below]
        return one.number == other.number and one.y - other.y <= LEADING * max(one.size, other.size)

    def _is_ruled_off(self, above: int, below: int) -> bool:
        """A rule lies between the two lines, or a new page."""
        one, other = self.lines[above], self.lines[below]
        if one.number != other.number:
            return True
        wide = (self.bands[-1][1] - self.bands[0][0]) / 2
        return any(other.y < y < one.y and x1 - x0 >= wide for y, x0, x1 in one.page.level)

    def _must_fit(self, line: Line) -> None:
        """Every text in one column, and no wide blank inside a cell."""
        if line.tangled:
            raise NoAnswer
        for words in self._shared(line).values():
            most = (2.2 if line is self.lines[self.head] else 3.2) * self.space * line.size
            if any(b.x0 - a.x1 > most for a, b in pairwise(words)):
                raise NoAnswer

    def _shared(self, line: Line) -> dict[int, list[Word]]:
        cells: dict[int, list[Word]] = {}
        for word in line.words:
            cells.setdefault(self._band_of(word.x0), []).append(word)
        return cells

    def _piece(self, at: int, between: set[int]) -> Piece:
        line = self.lines[at]
        parted = at > 0 and (at - 1 in between or self._is_ruled_off(at - 1, at))
        is_anchor = at == self.head or self._is_anchor(at)
        return Piece(at, line.y, line.size, is_anchor, parted, self._shared(line), at <= self.head)


def _is_over(line: Line, band: tuple[float, float]) -> bool:
    return any(word.x0 < band[1] and word.x1 > band[0] for word in line.words)
