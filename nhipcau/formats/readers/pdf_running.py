"""The running text of a PDF letter: two columns of a head or foot one after the other, broken lines whole again.

Decree 30/2020 (appendix I) sets a letter's head in two columns, body and number left, motto, place and date right, and
so its foot: "Nơi nhận" left, the signature right. Only this text is put in order; the rows of a sheet stay as printed.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nhipcau.core.text import fold
from nhipcau.formats.model import Block
from nhipcau.formats.readers.pdf_signs import Sign, chunks_of, text_of
from nhipcau.formats.readers.pdf_unruled import Line, Word

Rows = list[list[str]]
Gap = tuple[float, float]

HEAD = re.compile(r"cong hoa xa hoi|doc lap\s*-|^s[o6]\s*[:.]?\s*\d|ngay\s.{1,4}\sthang\s.{1,4}\snam")
FOOT = re.compile(
    r"^noi nhan|^(?:t/?m|tl|kt|tuq|t/l)\s*\.|^(?:pho |quyen )?(?:chu tich|truong ban|chanh van phong)$"
)
PAGE_NUMBER = re.compile(r"(?:trang|page|tr)?[\W_]*\d{1,3}(?:\s*(?:[/-]|tren|of)\s*\d{1,3})?[\W_]*")
OWN_LINE = re.compile(  # begins something of its own, so it continues nothing
    r"(?:tong lien doan|lien doan|cong doan|nghiep doan|ban chap hanh|ban thuong vu|uy ban|van phong|dang bo|so\s*[:.]?\s*\d|s6 ?:"
    r"|v\s*/\s*v|ve viec|kinh gui|doc lap|cong hoa xa hoi|noi nhan|can cu|dieu \d|buoc \d|(?:t/?m|tl|kt|tuq)\s*\.|pho chu tich|chu tich"
    r"|pho truong|truong ban|chanh van phong|quyen|nguoi ky|thoi gian|dia diem|thanh phan|luu\s*[:.]?\s*v"
    r"|(?:[-–+•*]|[ivx]{1,5}\s*[./-]|[a-zđ]\)|[a-h]\.|\d{1,2}(?:\.\d{1,2})*[.)])\s)"
)  # fmt: skip
MARK = re.compile(f"{HEAD.pattern}|{FOOT.pattern}")
KINDS = ("ke hoach", "huong dan", "thong bao", "quyet dinh", "giay moi", "cong van", "chuong trinh", "bao cao", "to trinh", "the le", "thu moi")  # fmt: skip
NEAR_LEADING = 1.25  # of the usual distance of two lines: what is further apart is another paragraph


@dataclass
class Printed:
    """A piece of a line as it stands on the page."""

    signs: list[Sign]
    page: int
    is_label: bool = False  # an empty cell stands beside it

    @classmethod
    def of(cls, line: Line) -> "Printed":
        return cls(line.signs, line.number, _is_label(line))

    @property
    def text(self) -> str:
        text = " ".join(text_of(chunk) for chunk in chunks_of(self.signs))
        return f"{text}: ....." if self.is_label and not text.endswith((".", ":", "…")) else text

    @property
    def left(self) -> float:
        return self.signs[0].x0

    @property
    def right(self) -> float:
        return max(sign.x1 for sign in self.signs)

    @property
    def y(self) -> float:
        return self.signs[0].y

    @property
    def size(self) -> float:
        return max(sign.size for sign in self.signs)

    def is_bold(self, at: int) -> bool:
        """Of its first (0) or last (-1) letter."""
        return "bold" in self.signs[at].font.lower() or "black" in self.signs[at].font.lower()

    def first_word(self) -> float:
        """How wide its first word is."""
        for n, sign in enumerate(self.signs):
            if not sign.text.strip() or (n and sign.x0 - self.signs[n - 1].x1 > sign.size * 0.18):
                return self.signs[n - 1].x1 - self.left
        return self.right - self.left


def _is_label(line: Line) -> bool:
    """Alone in the left one of two ruled cells: what is to be filled in stands beside it."""
    xs: list[float] = []
    for x in sorted(x for x, low, high in line.page.upright if low <= line.y <= high):
        if not xs or x - xs[-1] > 2.5:
            xs.append(x)
    return len(xs) == 3 and xs[0] <= line.words[0].x0 and line.words[-1].x1 <= xs[1] + 1


@dataclass
class Paper:
    """Where the text of all pages stands, and how far its nearest lines are apart."""

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Paper":
        """Measured on the lines themselves: a margin is where they end."""
        lines = [line for line in lines if line.words]
        steps = [a.y - b.y for a, b in pairwise(lines) if a.number == b.number and a.y - b.y > 0.8 * a.size]
        left = min((line.words[0].x0 for line in lines), default=0.0)
        return cls(left, max((line.words[-1].x1 for line in lines), default=0.0), min(steps, default=0.0))


def running_of(flow: Sequence[Line | Rows]) -> list[Block]:
    """Lines and tables in their order as the blocks of a letter."""
    printed = [piece for piece in flow if isinstance(piece, Line)]
    dropped, paper = _running_heads(printed), Paper.of(printed)
    blocks: list[Block] = []
    lines: list[Line] = []
    for piece in flow:
        if isinstance(piece, Line):
            lines += [piece] if id(piece) not in dropped else []
            continue
        blocks += [("line", text) for text in _letter(lines, paper)]
        blocks.append(("table", piece))
        lines = []
    return blocks + [("line", text) for text in _letter(lines, paper)]


def _running_heads(lines: list[Line]) -> set[int]:
    """Page numbers, and what stands in the same place at the edge of every page; by `id`."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.number, []).append(line)
    dropped: set[int] = set()
    edges: dict[int, tuple[Line, tuple[bool, int, str]]] = {}
    for own in pages.values():
        for n, line in enumerate(own):
            if n < 2 or n >= len(own) - 2:
                edges[id(line)] = line, (n < 2, round(line.y / 4), re.sub(r"\d+", "0", fold(line.text)))
        for line, other in ((own[0], own[1:2]), (own[-1], own[-2:-1])):
            alone = not other or abs(line.y - other[0].y) > 1.5 * line.size
            if alone and PAGE_NUMBER.fullmatch(fold(line.text)):
                dropped.add(id(line))
    seen = Counter(mark for _line, mark in edges.values())
    for key, (line, mark) in edges.items():
        if seen[mark] >= max(2, len(pages) - 1) and line.text.upper() != line.text:
            dropped.add(key)
    return dropped


def _letter(lines: list[Line], paper: Paper) -> list[str]:
    """Lines between two tables: columns in turn, paragraphs whole."""
    out: list[str] = []
    body: list[Printed] = []
    at = 0
    for region in _regions(lines):
        body = [Printed.of(line) for line in lines[at : region.first]]
        out += _paragraphs(body, paper) + _whole(region.left) + _whole(region.right)
        at = region.last + 1
    return out + _paragraphs([Printed.of(line) for line in lines[at:]], paper)


@dataclass
class Region:
    """Lines that stand in two columns, both ends included."""

    first: int
    last: int
    gap: Gap
    left: list[Printed] = field(default_factory=list)
    right: list[Printed] = field(default_factory=list)


def _regions(lines: list[Line]) -> list[Region]:
    """Heads and feet: around a line that says so in two columns, as far as the gap between them goes."""
    found: list[Region] = []
    for at in range(len(lines)):
        after = found[-1].last + 1 if found else 0
        if at >= after and (gap := _gap_at(lines, at)):
            region = _Grower(lines, at, gap, after).region()
            if region.left and region.right:
                found.append(region)
    return found


def _gap_at(lines: list[Line], at: int) -> Gap | None:
    """The gap of a line in two columns, or of two lines beside each other, where one of them is of a head or foot."""
    line = lines[at]
    pieces = line.pieces(1.2)
    if len(pieces) >= 2:
        _wide, n = max((pieces[n][0].x0 - pieces[n - 1][-1].x1, n) for n in range(1, len(pieces)))
        gap = (pieces[n - 1][-1].x1, pieces[n][0].x0)
        texts = [_said(pieces[:n]), _said(pieces[n:])]
    elif at + 1 < len(lines) and lines[at + 1].number == line.number:
        other = lines[at + 1]
        if not line.words or not other.words or line.y - other.y > 0.9 * line.size:
            return None
        one, two = sorted((line, other), key=lambda x: x.words[0].x0)
        gap = (one.words[-1].x1, two.words[0].x0)
        texts = [one.text, two.text]
    else:
        return None
    if gap[1] - gap[0] < 1.2 * line.size or not any(MARK.search(fold(text).strip()) for text in texts):
        return None
    return gap


def _said(pieces: list[list[Word]]) -> str:
    return " ".join(word.text for piece in pieces for word in piece)


class _Grower:
    """One region, line by line from its first sure line."""

    def __init__(self, lines: list[Line], seed: int, gap: Gap, after: int) -> None:
        self.lines, self.seed, self.gap, self.after = lines, seed, gap, after
        self.is_foot = False
        self.is_signed = False
        self.subject: Printed | None = None

    def region(self) -> Region:
        first = last = self.seed
        left, right = self._parted(self.lines[self.seed]) or ([], [])
        self.is_foot = any(FOOT.search(fold(text_of(s)).strip()) for s in (left, right) if s)
        while first > self.after and self._goes_up(first - 1):
            first -= 1
        while last + 1 < len(self.lines) and self._goes_down(last):
            last += 1
        region = Region(first, last, self.gap)
        for line in self.lines[first : last + 1]:
            for signs, column in zip(
                self._parted(line) or ([], []), (region.left, region.right), strict=True
            ):
                if any(sign.text.strip() for sign in signs):
                    column.append(Printed(signs, line.number))
        return region

    def _parted(self, line: Line) -> tuple[list[Sign], list[Sign]] | None:
        """The two halves of a line, and the gap becomes what is left of it; None for a line that crosses it."""
        middle = sum(self.gap) / 2
        left = max([word.x1 for word in line.words if word.x0 < middle], default=self.gap[0])
        right = min([word.x0 for word in line.words if word.x0 >= middle], default=self.gap[1])
        gap = (max(left, self.gap[0]), min(right, self.gap[1]))
        if gap[1] - gap[0] < 0.6 * line.size:
            return None
        self.gap = gap
        return [s for s in line.signs if s.x0 < gap[1] - 0.1 and s.x1 <= gap[1]], [
            s for s in line.signs if s.x0 >= gap[1] - 0.1
        ]

    def _goes_up(self, at: int) -> bool:
        line, below = self.lines[at], self.lines[at + 1]
        if line.number != below.number or line.y - below.y > 3 * line.size or not line.text.isupper():
            return False
        if _is_kind(line.text):
            return False
        kept = self.gap
        if self._parted(line) is None:
            self.gap = kept
            return False
        return True

    def _goes_down(self, at: int) -> bool:
        line, above = self.lines[at + 1], self.lines[at]
        if line.number != above.number or _is_kind(line.text) or re.match("kinh gui", fold(line.text)):
            return False
        kept = self.gap
        halves = self._parted(line)
        if halves is None or not self._belongs(*halves, close=above.y - line.y < 1.7 * line.size):
            self.gap = kept
            return False
        return True

    def _belongs(self, left: list[Sign], right: list[Sign], *, close: bool) -> bool:
        one, two = text_of(left), text_of(right)
        flat = fold(one)
        if self.is_foot:
            if one and not (re.match(r"[-–+•]|luu\b|noi nhan", flat) or (close and one[:1].islower())):
                return False
            if two and self.is_signed:
                return False
            self.is_signed = self.is_signed or _is_person(two)
            return bool(one or two)
        if re.match(r"v\s*/\s*v|ve viec", flat):
            self.subject = Printed(left, 0)
        if two or one.isupper() or (OWN_LINE.match(flat) and not re.match(r"[-–+•\d]", flat)):
            return True
        return self.subject is not None and self._is_below(self.subject, Printed(left, 0), close=close)

    @staticmethod
    def _is_below(above: Printed, line: Printed, *, close: bool) -> bool:
        """In the same column: one under the other, or both about the same middle."""
        middle = (line.left + line.right - above.left - above.right) / 2
        return abs(line.left - above.left) < 6 or abs(middle) < 20 or close


def _is_kind(text: str) -> bool:
    return fold(text).strip(" :") in KINDS


def _is_person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 6 and text != text.upper() and all(word[:1].isupper() for word in words)


def _whole(column: list[Printed]) -> list[str]:
    """The lines of one column; one that was broken is put together where letters and words say so."""
    out: list[str] = []
    above: Printed | None = None
    for line in column:
        text = line.text
        if not any(c.isalnum() for c in text):
            continue
        if above is not None and _continues(out[-1], above, text, line):
            out[-1] += f" {text}"
        else:
            out.append(text)
        above = line
    return out


def _continues(whole: str, above: Printed, text: str, line: Printed) -> bool:
    if (
        above.is_bold(-1) != line.is_bold(0)
        or abs(above.size - line.size) > 1
        or above.y - line.y > 1.9 * line.size
    ):
        return False
    if OWN_LINE.match(fold(text)) or text.startswith("(") or whole.endswith((":", ";", ".")):
        return False
    if re.match(r"s[o6]\s*[:.]?\s*\d", fold(whole)) or _is_person(text):
        return False
    return (
        (whole.upper() == whole) == (text.upper() == text)
        or whole.endswith((" năm", ","))
        or not whole.isupper()
    )


def _paragraphs(lines: list[Printed], paper: Paper) -> list[str]:
    """A line that ends because the next word had no room goes on in the line below."""
    if not lines:
        return []
    out = [lines[0].text]
    for above, line in pairwise(lines):
        text = line.text
        is_full = above.right + 0.2 * line.size + line.first_word() > paper.right
        is_far = above.page == line.page and above.y - line.y > max(
            1.5 * line.size, NEAR_LEADING * paper.leading
        )
        is_ended = out[-1].endswith((":", ";", "./.")) or (
            out[-1].endswith((".", "!", "?")) and text[:1].isupper() and line.left > paper.left + 6
        )
        is_open = text[:1].islower() or (text[:1].isdigit() and not out[-1].endswith("."))
        is_full = is_full or (is_open and above.right > paper.left + 0.8 * (paper.right - paper.left))
        heading = above.is_bold(0) and above.is_bold(-1) and not line.is_bold(0)
        if is_full and not is_far and not is_ended and not heading and not OWN_LINE.match(fold(text)):
            out[-1] += f" {text}"
        else:
            out.append(text)
    return out


VIETNAMESE = re.compile(r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


def is_scrambled(texts: Sequence[str]) -> bool:
    """Letters that are not what the page shows: a wrong table of signs makes words that nobody can say."""
    signs = [c for text in texts for c in text if not c.isspace() and c not in ".…_-"]
    if len(signs) > 100 and sum(c.isalnum() for c in signs) * 2 < len(signs):
        return True
    found = [word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text)]
    words = [fold(word) for word in found if word != word.upper()]  # LĐLĐ, THPT: short for something
    said = sum(1 for word in words if VIETNAMESE.fullmatch(word))
    mute = sum(1 for word in words if not re.search("[aeiouy]", word))
    return len(words) >= 30 and (said * 4 < len(words) or mute * 3 > len(words))
