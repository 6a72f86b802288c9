"""Attached forms: their label, title and the headings of their tables."""

import itertools
import re

from nhipcau.campaigns.reading.lines import Source, fold

LABEL = re.compile(
    r"^\(?\s*((?:bieu mau|mau so|mau bieu|mau|bieu so|bieu|phieu so|phieu|bang so|bang|phu luc)\s*(?:so\s*)?[\w.-]{1,8})\b\s*(?:[-–:]\s*.*)?\)?$"
)
BLANK = re.compile(r"^(?:[-+•]\s*|\d+[.)]\s*)?([^:]{2,60}?)\s*:\s*[.…_\s]{3,}.*$")


def read_forms(source: Source, start: int) -> list[dict[str, object]]:
    """The forms after the signature, or wherever a real table stands after a form's label."""
    forms: list[dict[str, object]] = []
    tables = dict(source.tables) if len({at for at, _ in source.tables}) == len(source.tables) else {}
    by_line: dict[int, list[list[list[str]]]] = {}
    for at, rows in source.tables:
        by_line.setdefault(at, []).append(rows)
    del tables
    current: dict[str, object] | None = None
    label: str | None = None
    title: list[str] = []
    vertical: list[str] = []
    first_line = start

    def close() -> None:
        nonlocal vertical, current, title, label
        if vertical:
            open_form()
            current["tables"].append({"orientation": "vertical", "headers": vertical})  # type: ignore[index]
            vertical = []

    def open_form() -> None:
        nonlocal current, title, label
        if title or current is None:
            current = {
                "label": label,
                "title": " ".join(title) or (label or ""),
                "tables": [],
                "_line": first_line,
                "_source": " ".join(title),
            }
            forms.append(current)
            title, label = [], None

    for i in range(start, len(source.lines) + 1):
        for rows in by_line.get(i, []):
            header = headers_of(rows)
            side = _labels_down(rows)
            if side:
                close()
                open_form()
                current["tables"].append({"orientation": "vertical", "headers": side})  # type: ignore[index]
            elif header:
                close()
                open_form()
                current["tables"].append({"orientation": "horizontal", "headers": header})  # type: ignore[index]
        if i == len(source.lines):
            break
        line, flat = source.lines[i], fold(source.lines[i])
        if not line:
            continue
        if m := LABEL.match(flat):
            close()
            current, title = None, []
            label = line[m.start(1) : m.end(1)].strip()
            first_line = i
        elif re.match(r"^(?:ten )?don vi\s*:?\s*[.…_]{3,}", flat) and line.upper() == line:
            close()
            current, title = None, []
        elif b := BLANK.match(line):
            vertical.append(b.group(1).strip())
        elif (
            line.upper() == line
            and re.search(r"[A-ZĐÀ-Ỹ]{3}", line)
            and not re.match(
                r"^(?:lien doan|cong doan|cong hoa|tong lien doan|tm\.|nguoi|pho chu tich|chu tich)", flat
            )
        ):
            if current is not None and vertical:
                close()
            if not title:
                current, first_line = None, i
            title.append(line)
    close()
    return [f for f in forms if f["tables"]]


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
