"""Attached forms: their label, title and the headings of their tables."""

import itertools
import re
from typing import Any

from nhipcau.campaigns.reading.lines import Source, fold

LABEL = re.compile(
    r"^\(?\s*((?:bieu mau|mau so|mau bieu|mau|bieu so|bieu|phieu so|phieu|bang so|bang|phu luc)\s*(?:so\s*)?[\w.-]{1,8})\b\s*(?:[-–:]\s*.*)?\)?$"
)
NO_TITLE = re.compile(r"^(?:lien doan|cong doan|cong hoa|tong lien doan|tm\.|nguoi|pho chu tich|chu tich)")
BLANK = re.compile(r"^(?:[-+•]\s*|\d+[.)]\s*)?([^:]{2,60}?)\s*:\s*[.…_\s]{3,}.*$")


class _Collector:
    """Goes down the lines and gathers each form's label, title and tables."""

    def __init__(self, first_line: int) -> None:
        self.forms: list[dict[str, Any]] = []
        self.current: dict[str, Any] | None = None
        self.label: str | None = None
        self.title: list[str] = []
        self.vertical: list[str] = []
        self.first_line = first_line

    def add(self, orientation: str, headers: list[str]) -> None:
        """One table for the form at hand, or for a new one when a title stands above it."""
        if self.title or self.current is None:
            title = " ".join(self.title)
            self.current = {
                "label": self.label,
                "title": title or (self.label or ""),
                "tables": [],
                "_line": self.first_line,
                "_source": title,
            }
            self.forms.append(self.current)
            self.title, self.label = [], None
        self.current["tables"].append({"orientation": orientation, "headers": headers})

    def close(self) -> None:
        """Labels down the side are one table."""
        if self.vertical:
            headers, self.vertical = self.vertical, []
            self.add("vertical", headers)

    def table(self, rows: list[list[str]]) -> None:
        """A real table."""
        side, header = _labels_down(rows), headers_of(rows)
        if side or header:
            self.close()
            self.add("vertical" if side else "horizontal", side or header)

    def line(self, i: int, line: str) -> None:
        """A label, a unit line, a blank to fill in, or part of a title."""
        flat = fold(line)
        if m := LABEL.match(flat):
            self._fresh()
            self.label, self.first_line = line[m.start(1) : m.end(1)].strip(), i
        elif re.match(r"^(?:ten )?don vi\s*:?\s*[.…_]{3,}", flat) and line.upper() == line:
            self._fresh()
        elif b := BLANK.match(line):
            self.vertical.append(b.group(1).strip())
        elif line.upper() == line and re.search(r"[A-ZĐÀ-Ỹ]{3}", line) and not NO_TITLE.match(flat):
            self.close()
            if not self.title:
                self.current, self.first_line = None, i
            self.title.append(line)

    def _fresh(self) -> None:
        self.close()
        self.current, self.title = None, []


def read_forms(source: Source, start: int) -> list[dict[str, Any]]:
    """The forms after the signature, or wherever a real table stands after a form's label."""
    tables: dict[int, list[list[list[str]]]] = {}
    for at, rows in source.tables:
        tables.setdefault(at, []).append(rows)
    collector = _Collector(start)
    for i in range(start, len(source.lines) + 1):
        for rows in tables.get(i, []):
            collector.table(rows)
        if i < len(source.lines) and source.lines[i]:
            collector.line(i, source.lines[i])
    collector.close()
    return [f for f in collector.forms if f["tables"]]


def _labels_down(rows: list[list[str]]) -> list[str]:
    """Labels of a two-column table whose right side is empty."""
    if len(rows) < 2 or any(len(r) != 2 for r in rows) or any(not r[0] or r[1].strip(" .…_") for r in rows):
        return []
    return [r[0].strip(" :.…") for r in rows]


def headers_of(rows: list[list[str]]) -> list[str]:
    """The column headings; two heading rows are joined."""
    if not rows:
        return []
    first = _filled_right(rows[0])
    if not any(first) or len([c for c in first if c]) < 2:
        return []
    if len(rows) > 1 and _second_header(rows[0], rows[1]):
        second = rows[1] + [""] * (len(first) - len(rows[1]))
        joined = []
        for k, top in enumerate(first):
            below = second[k] if k < len(second) else ""
            joined.append(f"{top} - {below}" if below and below != top else top)
        return [h for h in joined if h]
    return [c for c in rows[0] if c]


def _filled_right(row: list[str]) -> list[str]:
    out, last = [], ""
    for cell in row:
        last = cell or last
        out.append(last)
    return out


def _second_header(top: list[str], below: list[str]) -> bool:
    spans = any(not c for c in top[1:]) or any(a == b and a for a, b in itertools.pairwise(top))
    words = [c for c in below if c]
    return (
        spans
        and len(words) >= 2
        and not re.match(r"^\(?\d+\)?$", words[0])
        and not any("…" in w or "..." in w for w in words)
    )
