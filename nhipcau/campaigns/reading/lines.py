"""The text of a circular as numbered lines and tables, whatever it came in."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from nhipcau.core.text import fold_letter


@dataclass
class Source:
    """What a circular says, line by line; `tables` are those a document has as real tables, with the line they follow."""

    lines: list[str]
    tables: list[tuple[int, list[list[str]]]] = field(default_factory=list)

    @property
    def flat(self) -> list[str]:
        return [fold(line) for line in self.lines]


@lru_cache(maxsize=8192)  # the lines of a circular are asked for again by every rule
def fold(text: str) -> str:
    """Lower case without marks, one character for one."""
    return "".join(map(fold_letter, unicodedata.normalize("NFC", text)))


def clean(text: str) -> str:
    """NFC, one blank for many, no markdown stars."""
    text = unicodedata.normalize("NFC", text).replace("**", "").replace("\u00a0", " ").replace("\ufeff", "")
    return re.sub(r"[ ]+", " ", text).strip()


def from_text(text: str) -> Source:
    """Pasted or extracted text: two-column heads are taken apart, tab tables found."""
    raw = (
        unicodedata.normalize("NFC", text)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\f", "\n")
        .split("\n")
    )
    left: list[str] = []
    pending: list[str] = []
    for line in raw:
        parts = _columns(line)
        if parts is None:
            if pending and line.strip() and not line.lstrip().startswith("-"):
                left += pending
                pending = []
            left.append(line)
        else:
            left += [p for p in parts[:1] if p.strip()]
            pending += [p for p in parts[1:] if p.strip()]
            continue
    left += pending
    source = Source([])
    table: list[list[str]] = []
    for line in left:
        if "\t" in line and line.count("\t") >= 1:
            table.append([clean(c) for c in line.split("\t")])
            continue
        if table:
            source.tables.append((len(source.lines), table))
            table = []
        source.lines += [clean(piece) for piece in _glued(line)]
    if table:
        source.tables.append((len(source.lines), table))
    return source


def _columns(line: str) -> list[str] | None:
    """The two halves of a line of a two-column head or foot; a lone indented right half has an empty left one."""
    if "\t" in line:
        return None
    if " | " in line or line.rstrip().endswith(" |"):
        return [line.split("|", 1)[0], line.split("|", 1)[1]]
    m = re.match(r"^\s{0,12}(\S.*?)\s{3,}(\S.*)$", line)
    if m and len(m.group(1)) + len(m.group(2)) < 140:
        return [m.group(1), m.group(2)]
    if re.match(r"^\s{30,}\S", line):
        return ["", line]
    return None


_BODY = r"(?:tong lien doan|lien doan lao dong|cong doan|cong h[ao]a xa hoi|doc lap\s*-)"
_GLUE = re.compile(rf"(?<!tong)(?<!vu)(?<!hanh)(?<!cap)\s+(?={_BODY}(?!\w))")
_TITLE = r"(?:QUYỀN |PHÓ |PHỤ )?(?:CHỦ T[IỊ]CH|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CHỦ NHIỆM|GIÁM ĐỐC|TRƯỞNG PHÒNG|BÍ THƯ|TRƯỞNG ĐOÀN)"
_SIGNED = re.compile(
    rf"^\s*((?:T/?M|TL|TUQ|T/L)\s*\.?\s*\S.*?|KT\s*\.?\s*{_TITLE}\b)?\s*({_TITLE}(?:\s[A-ZĐÀ-Ỹ-]{{2,}})*?)(?:\s+\(?(?=[^\d:;]*[a-zà-ỹ])([^\W\d_][^\d:;]*))?\s*$"
)
_NUMBER_PLACE = re.compile(
    r"^(\s*S[ốôổo6ỗ]\s*[:.]?\s*\d+\s*[A-Z]?\s*[/-].*?)\s+([A-ZĐÀ-Ỹ][\w']*[a-zà-ỹ][\w ']*,\s*ngày\s.*)$"
)


def _glued(line: str) -> list[str]:
    """A head or foot whose lines were run together is parted again."""
    folded = fold(line)
    if folded.lstrip().startswith("noi nhan:") and re.search(r":\s*-\s", line):
        head, rest = line.split(":", 1)
        return [head + ":"] + [
            f"- {p.strip(' -')}" for p in re.split(r";\s*-?\s*|\s-\s", rest) if p.strip(" -")
        ]
    if m := _NUMBER_PLACE.match(line):
        return [m.group(1), m.group(2)]
    motto = re.search(r"doc lap\s*-.*$", folded)
    letters = (line[: motto.start()] if motto else line).strip()
    if re.match(_BODY, folded.strip()) and letters == letters.upper() and len(line) == len(folded):
        cuts = [0, *(m.start() for m in _GLUE.finditer(folded)), len(line)]
        if len(cuts) > 2:
            return [line[a:b].strip() for a, b in pairwise(cuts)]
    if (m := _SIGNED.match(line)) and (m.group(1) or m.group(3)) and (m.group(1) or len(line) < 60):
        return [part for part in m.groups() if part]
    return [line]


def from_blocks(blocks: Iterable[tuple[str, object]]) -> Source:
    """A document's ordered blocks: ("line", text) and ("table", rows)."""
    source = Source([])
    for kind, value in blocks:
        if kind == "line":
            for piece in str(value).split("\n"):
                source.lines += [clean(p) for p in _glued(piece)]
            continue
        rows = [[unicodedata.normalize("NFC", str(c or "")) for c in row] for row in value]  # type: ignore[attr-defined]
        if _is_layout(rows):
            for column in range(max(len(r) for r in rows)):
                for row in rows:
                    if column < len(row) and not (column and row[column] == row[column - 1]):
                        source.lines += [clean(p) for line in row[column].split("\n") for p in _glued(line)]
        else:
            source.tables.append(
                (len(source.lines), [[clean(c.replace("\n", " ")) for c in row] for row in rows])
            )
    return source


def _is_layout(rows: list[list[str]]) -> bool:
    """The head and the foot of a circular are tables only for the eye."""
    text = fold(" ".join(c for row in rows for c in row))
    return (
        max(len(r) for r in rows) <= 3
        and bool(
            re.search(r"cong h[oò]a xa hoi|noi nhan|doc lap|\btm\. |so:? *\d+|pho chu tich|chu tich", text)
        )
        and "stt" not in text.split()
    )
