"""The text of a circular as numbered lines and tables, whatever it came in."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Source:
    """What a circular says, line by line; `tables` are those a document has as real tables, with the line they follow."""

    lines: list[str]
    tables: list[tuple[int, list[list[str]]]] = field(default_factory=list)

    @property
    def flat(self) -> list[str]:
        return [fold(line) for line in self.lines]


def fold(text: str) -> str:
    """Lower case without marks, one character for one."""
    out = []
    for ch in unicodedata.normalize("NFC", text):
        base = unicodedata.normalize("NFD", ch.lower())[0]
        out.append("d" if base == "đ" else base)
    return "".join(out)


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


_GLUE = re.compile(
    r"\s+(?=(?:CỘNG H[OÒ][AÀ] XÃ HỘI|LIÊN ĐOÀN LAO ĐỘNG|Độc lập\s*-|Độc lập -|PHÓ CHỦ TỊCH|CHỦ TỊCH|TL\.|KT\.))"
)


def _glued(line: str) -> list[str]:
    """A head whose lines were run together is parted again."""
    folded = fold(line)
    if folded.lstrip().startswith("noi nhan:") and re.search(r":\s*-\s", line):
        head, rest = line.split(":", 1)
        return [head + ":"] + [
            f"- {p.strip(' -')}" for p in re.split(r";\s*-?\s*|\s-\s", rest) if p.strip(" -")
        ]
    if (
        ("CỘNG H" in line and len(line) > 60)
        or re.search(r"\bT[MLKUQ]+\.\s.*(?:CHỦ TỊCH|TRƯỞNG BAN|CHÁNH VĂN PHÒNG)\s+\S", line)
        or (len(re.findall("LIÊN ĐOÀN LAO ĐỘNG|CÔNG ĐOÀN", line)) > 1 and line.strip().isupper())
    ):
        parts = _GLUE.split(line)
        out: list[str] = []
        for part in parts:
            if m := re.match(r"^(\s*(?:PHÓ |PHỤ )?CHỦ TỊCH)\s+([A-ZĐÀ-Ỹ][a-zà-ỹ].*)$", part):
                out += [m.group(1), m.group(2)]
            else:
                out.append(part)
        return out
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
