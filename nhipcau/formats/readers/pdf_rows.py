"""Printed lines shared out to the rows of a table whose cells may be broken over several lines."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

CLOSE = 1.45  # of the letters' size: lines of one text lie no further apart
NEAR = 1.5  # points by which the blank between two rows is wider than any within one
BEGINS = re.compile(r"https?:|www\.|facebook\.com|mailto:", re.I)  # a text that stands first in its cell


class NoAnswer(Exception):
    """There is no table here that can be told apart without guessing."""


@dataclass
class Piece:
    """One printed line of a table: what of it lies in which column; `anchor` where the row's number stands."""

    at: int
    y: float
    size: float
    anchor: bool
    parted: bool  # a rule, a page or a text across lies above it
    cells: dict[int, Any]
    head: bool = False  # of the headings


Row = list[Piece]


@dataclass
class Columns:
    """How wide the widest line of each column is, and a blank between two words."""

    widths: list[float]
    space: float


def rows_of(pieces: list[Piece], columns: Columns, *, is_numbered: bool) -> list[Row]:
    """The rows, each with one anchor, or a single text without one that stands apart.

    `NoAnswer` where more than one way of sharing the lines holds, or none.
    """
    if all(piece.anchor for piece in pieces):
        return [[piece] for piece in pieces]
    ways: list[list[Row]] = []
    for share in (_by_blank, _from_top, _to_bottom, _around_middle) if is_numbered else (_by_blank,):
        rows: list[Row] | None = []
        for block in _blocks(pieces):
            shared = share(block, columns)
            rows = None if shared is None or rows is None else rows + shared
        if rows is not None and share is _by_blank:
            return rows
        if rows is not None and rows not in ways:
            ways.append(rows)
    if len(ways) != 1:
        raise NoAnswer
    return ways[0]


def _blocks(pieces: list[Piece]) -> Iterator[list[Piece]]:
    block: list[Piece] = []
    for piece in pieces:
        if piece.parted and block:
            yield block
            block = []
        block.append(piece)
    if block:
        yield block


def _anchors(block: list[Piece]) -> int:
    return sum(piece.anchor for piece in block)


def _is_row(row: Row) -> bool:
    """One number, or a text that stands alone."""
    return _anchors(row) == 1 or (len(row) == 1 and not row[0].anchor and len(row[0].cells) == 1)


def _stand_alone(rows: list[Row], columns: Columns) -> bool:
    """No line without a number can be the rest of the one above it in its column, or the beginning of the one below."""
    row_of = {piece.at: n for n, row in enumerate(rows) for piece in row}
    pieces = [piece for row in rows for piece in row]
    for column in {c for piece in pieces for c in piece.cells}:
        for above, below in itertools.pairwise(_lines(pieces, column)):
            one, other = row_of[above.at], row_of[below.at]
            both = _anchors(rows[one]) and _anchors(rows[other])
            near = above.y - below.y <= CLOSE * above.size
            if one != other and not both and near and _is_broken([above, below], column, columns):
                return False
    return True


def _by_blank(block: list[Piece], columns: Columns) -> list[Row] | None:
    """The blank between rows is wider than the one between the lines of a cell."""
    if len(block) == 1:
        return [block] if _is_row(block) else None
    steps = [one.y - other.y for one, other in itertools.pairwise(block)]
    for least in sorted(set(steps), reverse=True):
        rows = [block[:1]]
        for piece, step in zip(block[1:], steps, strict=True):
            if step >= least:
                rows.append([piece])
            else:
                rows[-1].append(piece)
        within = max((step for step in steps if step < least), default=0.0)
        lower = 1 if len(rows) > 1 and rows[0][0].head else 0  # of headings in two rows
        if (
            all(_is_row(row) for n, row in enumerate(rows) if n == 0 or n != lower)
            and least - within >= NEAR
            and _stand_alone(rows, columns)
            and max(map(_anchors, rows)) == 1
        ):
            return rows
    even = max(steps) - min(steps) < NEAR and max(steps) <= CLOSE * block[0].size
    return [block] if even and _anchors(block) == 1 else None


def _shared(block: list[Piece], row_of: Callable[[int, int], int]) -> list[Row] | None:
    """Rows by a rule on how many anchors stand above and how many of them are the piece itself."""
    rows: list[Row] = [[] for _n in range(_anchors(block))]
    above = 0
    for piece in block:
        at = row_of(above, int(piece.anchor))
        above += piece.anchor
        if not 0 <= at < len(rows):
            return None
        rows[at].append(piece)
    return rows


def _from_top(block: list[Piece], columns: Columns) -> list[Row] | None:
    rows = _shared(block, lambda above, own: above + own - 1)
    return rows if rows is not None and all(_holds(row, row[0], columns) for row in rows) else None


def _to_bottom(block: list[Piece], columns: Columns) -> list[Row] | None:
    rows = _shared(block, lambda above, _own: above)
    return rows if rows is not None and all(_holds(row, row[-1], columns) for row in rows) else None


def _holds(row: Row, anchor: Piece, columns: Columns) -> bool:
    """A text that takes several lines stands in the anchor's line too, and was broken because it had to be."""
    own = {c for piece in row for c in piece.cells}
    return all(c in anchor.cells and _is_broken(row, c, columns) for c in own if _lines(row, c) != [anchor])


def _lines(row: Row, column: int) -> list[Piece]:
    return [piece for piece in row if column in piece.cells]


def _is_broken(row: Row, column: int, columns: Columns) -> bool:
    """Each line of a text ends where the next word has no more room; what stands first in a cell does."""
    for above, below in itertools.pairwise(piece.cells[column] for piece in _lines(row, column)):
        needed = above[-1].x1 - above[0].x0 + columns.space + below[0].x1 - below[0].x0
        if BEGINS.match("".join(word.text for word in below)) or needed <= columns.widths[column] - 0.5:
            return False
    return True


def _around_middle(block: list[Piece], columns: Columns) -> list[Row] | None:
    """Each text lies evenly about the anchor's line: as many lines above it as below."""
    anchors = [piece for piece in block if piece.anchor]
    parts: list[list[tuple[int, Piece]]] = [[] for _a in anchors]
    for column in sorted({c for piece in block for c in piece.cells}):
        left = _lines(block, column)
        for at, anchor in enumerate(anchors):
            above = [p for p in left if p.y > anchor.y + 0.1]
            own = [p for p in left if p is anchor]
            rest = [p for p in left if p.y < anchor.y - 0.1]
            following = anchors[at + 1].y if at + 1 < len(anchors) else float("-inf")
            below = rest[: len(above)]
            if len(below) < len(above) or any(p.y <= following for p in below):
                return None
            taken = above + own + below
            if taken and abs((taken[0].y + taken[-1].y) / 2 - anchor.y) > 0.3 * anchor.size:
                return None
            parts[at] += [(column, piece) for piece in taken]
            left = rest[len(above) :]
        if left:
            return None
    rows = [_only(part) for part in parts]
    return (
        rows
        if all(_is_broken(row, c, columns) for row in rows for c in {c for p in row for c in p.cells})
        else None
    )


def _only(part: list[tuple[int, Piece]]) -> Row:
    """The pieces of one row, each with the columns that are its own: two rows may share a printed line."""
    own: dict[int, Piece] = {}
    for column, piece in part:
        mine = own.setdefault(piece.at, Piece(piece.at, piece.y, piece.size, piece.anchor, piece.parted, {}))
        mine.cells[column] = piece.cells[column]
    return [own[at] for at in sorted(own)]
