"""What stands on a page of a PDF, sign by sign, and how signs become lines, texts and cells."""

import re
from dataclasses import dataclass, field

from nhipcau.formats.model import EMPTY, Cell
from nhipcau.formats.readers.limits import MOST_TEXT
from nhipcau.formats.readers.xlsx import disguised

ADDRESS = re.compile(r"@|://|www\.|facebook\.|\.php|[a-z]\.(?:com|me|vn|org|net)\b", re.I)
OPEN = re.compile(r"(?:@|://|%2F|facebook.*[./?=&-])$", re.I)  # an address that must go on
STARTS = re.compile(r"https?:|www\.|mailto:|[(<;]|(?:m\.)?(?:facebook|fb)\.com/", re.I)


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


def lines_of(signs: list[Sign]) -> list[list[Sign]]:
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda s: (-s.y, s.x0)):
        if lines and abs(lines[-1][0].y - sign.y) < max(sign.size, lines[-1][0].size) * 0.5:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    found = [sorted(line, key=lambda s: s.x0) for line in lines]
    return [line for line in found if any(s.text.strip() for s in line)]


def chunks_of(signs: list[Sign]) -> list[list[Sign]]:
    """A line in pieces where the blank between them is wide."""
    chunks: list[list[Sign]] = []
    for sign in (s for s in signs if s.text.strip() or (chunks and chunks[-1])):
        gap = sign.x0 - chunks[-1][-1].x1 if chunks else 0.0
        if not chunks or gap > sign.size * 1.2:
            chunks.append([sign])
        else:
            chunks[-1].append(sign)
    return [c for c in chunks if any(s.text.strip() for s in c)]


def text_of(signs: list[Sign]) -> str:
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


def extent(line: list[Sign]) -> float:
    """How far a line of a cell reaches."""
    return line[-1].x1 - line[0].x0


def joined(lines: list[list[Sign]], width: float, *, by_hand: bool = False) -> str:
    """The text of a cell; `width` is that of the widest line of its column.

    A line that ends although the next word had room was ended by hand (so is every one where `by_hand` says so); an
    address that was broken to fit is put together without a blank.
    """
    whole = ""
    for at, signs in enumerate(lines):
        line = text_of(signs)
        if not whole or not line:
            whole += line
        elif by_hand or (is_ended(lines[at - 1], signs, width) and not OPEN.search(whole)):
            whole += "\n" + line
        else:
            is_full = extent(lines[at - 1]) >= width - max(s.size for s in signs)
            whole += line if _goes_on(whole, line, is_full) else f" {line}"
    return whole[:MOST_TEXT]


def is_ended(above: list[Sign], below: list[Sign], width: float) -> bool:
    """The first word of the line below had room in the line above."""
    end = next((n for n, s in enumerate(below[1:], 1) if _is_apart(below[n - 1], s)), len(below))
    blank = 0.25 * max(s.size for s in above)
    return extent(above) + blank + extent(below[:end]) <= width - 0.5


def _is_apart(before: Sign, sign: Sign) -> bool:
    return not sign.text.strip() or sign.x0 - before.x1 > sign.size * 0.18


def _goes_on(whole: str, line: str, is_full: bool) -> bool:
    """The line is the rest of an address, or of a long number, that the text before ends with."""
    tail, head = whole.split()[-1], line.split()[0]
    if OPEN.search(tail) and (tail.endswith("%2F") or not STARTS.match(head)):
        return True
    if STARTS.match(head) or ("@" in tail and "@" in head):
        return False
    is_mail = "@" in head and re.search(r"[._<\d]", tail)
    if not is_full and not is_mail and "://" not in tail and tail[-1].isalnum() and head[0].isalnum():
        return False  # broken at a blank
    if re.search(r"\d{11}$", tail) and re.match(r"\d+(?!\S)", head):
        return True
    if ADDRESS.search(tail):
        return head.isascii() or bool(re.search(r"[/.?=&%\d-]", head))
    address = ADDRESS.search(tail + head) and (tail + head).isascii()
    return bool(address and (whole == tail or head.startswith("@") or re.fullmatch(r"[a-z0-9._-]{4,}", tail)))


def cell_of(text: str, signs: list[Sign], page: Page) -> Cell:
    if not text:
        return EMPTY
    link = None
    for x0, y0, x1, y1, target in page.links:
        if any(x0 <= (s.x0 + s.x1) / 2 <= x1 and y0 <= s.y <= y1 for s in signs):
            link = target
            break
    font = max({s.font for s in signs}, key=lambda f: sum(1 for s in signs if s.font == f)) if signs else ""
    return Cell(text, None, link, disguised(font.rpartition("+")[2]))
