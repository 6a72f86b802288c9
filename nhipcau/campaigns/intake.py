"""A circular as it arrives: a file through the guarded child, or text somebody pasted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nhipcau.campaigns.reading import Source, from_blocks, from_text, read
from nhipcau.formats.marks import without_piles

MOST_BYTES = 20 * 1024 * 1024
MOST_TEXT = 400_000


class Unreadable(Exception):
    """The file gives no text: `code` is one of needs-typing, encrypted, corrupt, format, unsafe."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Intake:
    """The text as lines (kept with the original) and what it proposes (kept nowhere before it is confirmed)."""

    text: str
    proposal: dict[str, Any]


def read_text(text: str) -> Intake:
    """Pasted text."""
    text = without_piles(text[:MOST_TEXT])
    return Intake(text, read(from_text(text)))


def read_bytes(data: bytes, *, name: str) -> Intake:
    """A .docx, .txt or text PDF; anything else is refused with a code."""
    if len(data) > MOST_BYTES:
        raise Unreadable("unsafe")
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("corrupt")
    if name.lower().endswith(".txt"):
        return read_text(_decode(data))
    source = _guarded(data, name)
    if not any(line.strip() for line in source.lines):
        raise Unreadable("format" if source.tables else "needs-typing")  # a table is no picture
    return Intake(as_text(source), read(source))


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1258"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("format")


def _guarded(data: bytes, name: str) -> Source:
    from nhipcau.formats import guarded

    try:
        document = guarded.read(data, name=name)
    except guarded.Refused as refused:
        raise Unreadable(refused.code) from refused
    return from_blocks(_bounded(document.blocks()))


def _bounded(blocks: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """As much as a circular can hold: reading a line of millions of letters would keep everybody waiting."""
    left = MOST_TEXT
    for kind, what in blocks:
        if left <= 0:
            return
        kept: Any = what[:left] if kind == "line" else []
        if kind != "line":
            for row in what:
                kept.append([(cell or "")[: max(left, 0)] for cell in row])
                left -= sum(len(cell) + 1 for cell in kept[-1])
        else:
            left -= len(kept) + 1
        yield kind, kept


def as_text(source: Source) -> str:
    """Lines and tables as one text that reads back to the same proposal."""
    tables: dict[int, list[list[list[str]]]] = {}
    for at, rows in source.tables:
        tables.setdefault(at, []).append(rows)
    out: list[str] = []
    for i in range(len(source.lines) + 1):
        for rows in tables.get(i, []):
            out += ["\t".join(row) for row in rows]
        if i < len(source.lines):
            out.append(source.lines[i])
    return "\n".join(out)
