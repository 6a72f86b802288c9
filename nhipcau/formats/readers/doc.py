"""A Word file of 1997 to 2003 as LibreOffice and antiword made it out; where they differ it must be saved as .docx."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from nhipcau.formats.model import Block, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused, kind_of
from nhipcau.formats.readers import opendocument
from nhipcau.formats.readers.limits import MOST_TEXT, Counter, local, parse

MOST_ODD = 200
MANY = 3  # strokes that make a line the cells of a table
ADDRESSES = re.compile(r"@|facebook\.", re.I)
Rows = list[list[str]]


def read(data: bytes) -> tuple[Document, bool]:
    """`data` is JSON of what the programs said, in base64: "odt", antiword's "words" and "tables" (DocBook)."""
    given = {key: base64.b64decode(value) for key, value in json.loads(data).items()}
    words = list(_whole(_lines(given["words"]))) if "words" in given else []
    if "odt" not in given:
        in_tables = any(kind == "table" for kind, _value in words)
        return _of_words(list(_whole(_docbook(given["tables"]))) if in_tables else words), False
    if kind_of(given["odt"], "a.odt") != "odt":
        raise Refused("corrupt", "an old Word file")
    document, pictures = opendocument.read(given["odt"])
    document.kind = "doc"
    if words:
        _add_lost(document, words)
        _must_hold(document, words)
    else:
        _must_be_whole(document)
    return document, pictures


def _lines(said: bytes) -> Iterator[Block]:
    """antiword's text: lines, and the lines of tables that it drew with strokes (cells broken to fit)."""
    for line in said.decode("utf-8", "replace").split("\n"):
        if line.startswith("|") and line.rstrip().endswith("|"):
            yield "table", [line.strip().strip("|").split("|")]
        else:
            yield "line", line.strip()


def _docbook(said: bytes) -> Iterator[Block]:
    """antiword's paragraphs and tables in their order, without what two people in a row would lose."""
    bare = re.sub(r"<!DOCTYPE[^>]*>", "", said.decode("utf-8", "replace"), count=1)
    bare = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", bare)
    for element in parse(bare.encode()).iter():
        if local(element) == "para" and not any(
            local(up) == "informaltable" for up in element.iterancestors()
        ):
            yield "line", _said(element)
        elif local(element) == "informaltable":
            rows = (row for row in element.iter() if local(row) == "row")
            yield "table", [[_said(entry) for entry in row if local(entry) == "entry"] for row in rows]


def _said(element: Any) -> str:
    lines = (" ".join(line.split()) for line in "".join(element.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)[:200_000]


def _apart(text: str) -> Rows:
    """The rows of a table in one line: each cell ends with a stroke, and so does each row.

    The headings, which leave no cell blank, say how many cells a row has; `Refused` where the strokes do not come out.
    """
    cells = [cell.strip() for cell in text.split("|")]
    width = next((n for n, cell in enumerate(cells) if not cell), 0)
    if cells and not cells[-1]:
        cells.pop()
    rows = [cells[n : n + width] for n in range(0, len(cells), width + 1)]
    ends = cells[width :: width + 1]
    if width < MANY - 1 or any(ends) or len(cells) % (width + 1):
        raise _must_be_saved()
    return rows


def _whole(blocks: Iterator[Block]) -> Iterator[Block]:
    """Each table that antiword ran together as ("strokes", text); a cell of several paragraphs breaks its line."""
    whole = ""
    for kind, value in blocks:
        if whole and kind == "line" and value and not whole.endswith("|"):
            whole += "\n" + value
            continue
        if whole:
            yield "strokes", whole
            whole = ""
        if kind == "line" and value.count("|") >= MANY:
            whole = value
        else:
            yield kind, value
    if whole:
        yield "strokes", whole


def _must_be_saved() -> Refused:
    return Refused("format", "an old Word file whose tables cannot be told for certain")


def _of_words(blocks: list[Block]) -> Document:
    """antiword alone: its tables, where all rows have the same cells."""
    sheet, counter, running = Sheet(""), Counter(), list[Block]()
    tables = 0
    for kind, value in blocks:
        rows = value if kind == "table" else _apart(value) if kind == "strokes" else None
        if rows is not None:
            tables += 1
            two = any(len(ADDRESSES.findall(cell)) > 1 for row in rows for cell in row) and kind == "table"
            if len({len(row) for row in rows}) != 1 or two:  # the lines of a cell are not told apart there
                raise _must_be_saved()
        running.append(("line", value) if rows is None else ("table", rows))
        for row in _sheet_rows(*running[-1], tables, len(sheet.rows), len(running)):
            counter.row(len(row.cells))
            sheet.rows.append(row)
    return Document("doc", [sheet], running)


def _sheet_rows(kind: str, value: Any, table: int, before: int, line: int) -> list[Row]:
    if kind == "line":
        cells = [Cell(piece) for piece in value.split("\t")]
        return [Row(before + 1, cells, False, {"line": line})] if value.strip() else []
    return [
        Row(before + at, [Cell(text[:MOST_TEXT]) for text in row], False, {"doc_table": table, "row": at})
        for at, row in enumerate(value, 1)
    ]


def _bare(text: str) -> str:
    """Nothing but the letters and signs, composed, to compare."""
    return "".join(
        c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in "|\u00ad\u200b"
    )


def _add_lost(document: Document, words: list[Block]) -> None:
    """A table that LibreOffice ran together into a line is put back from antiword's strokes."""
    sheet = document.sheets[0]
    for text in (value for kind, value in words if kind == "strokes"):
        bare = _bare(text)
        at = next(
            (
                n
                for n, row in enumerate(sheet.rows)
                if len(row.cells) == 1 and _bare(row.cells[0].text) == bare
            ),
            None,
        )
        if at is not None:
            rows = _apart(text)
            table = 1 + max((row.place.get("doc_table", 0) for row in sheet.rows), default=0)
            _put(sheet, at, _sheet_rows("table", rows, table, 0, 0))
            document.running = [
                ("table", rows) if kind == "line" and _bare(value) == bare else (kind, value)
                for kind, value in document.running
            ]


def _put(sheet: Sheet, at: int, rows: list[Row]) -> None:
    """The rows instead of the one at this place; what stands below moves down."""
    number, more = sheet.rows[at].number, len(rows) - 1
    for n, row in enumerate(rows):
        row.number = number + n
    for row in sheet.rows[at + 1 :]:
        row.number += more
    sheet.merged = [
        Merge(m.top + more, m.left, m.bottom + more, m.right) if m.top > number else m for m in sheet.merged
    ]
    sheet.rows[at : at + 1] = rows


def _must_hold(document: Document, words: list[Block]) -> None:
    """Every word that antiword saw is there, and every word of its tables in a cell of a table."""
    rows = document.sheets[0].rows
    lines = [value for kind, value in words if kind == "line"]
    tables = [cell for kind, value in words if kind == "table" for row in value for cell in row]
    tables += [value for kind, value in words if kind == "strokes"]
    if _lacks(rows, lines + tables) or _lacks([row for row in rows if "doc_table" in row.place], tables):
        raise _must_be_saved()


def _lacks(rows: list[Row], texts: list[str]) -> bool:
    """A word of the texts stands in none of the cells."""
    cells = [cell.text for row in rows for cell in row.cells]
    known = {word for text in cells for word in _words(text)}
    odd = {word for text in texts for word in _words(text)} - known
    if not odd:
        return False
    whole = "|".join(map(_bare, cells))  # a word may be broken by hand
    return len(odd) > MOST_ODD or any(_bare(word) not in whole for word in odd)


def _words(text: str) -> Iterator[str]:
    """Words that matter: not antiword's own signs for pictures, notes and lists."""
    for word in re.split(r"[\s|]+", unicodedata.normalize("NFC", text)):
        bare = re.sub(r"^\W+|\W+$", "", word)
        if len(bare) > 2 and bare != "pic":
            yield bare


def _must_be_whole(document: Document) -> None:
    """LibreOffice alone: a line of many addresses is a table run together."""
    rows = (row for row in document.sheets[0].rows if "doc_table" not in row.place)
    if any(len(ADDRESSES.findall(cell.text)) >= MANY for row in rows for cell in row.cells):
        raise _must_be_saved()
