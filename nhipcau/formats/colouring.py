"""Marks in the sender's own file, written inside the guarded child: coloured cells with a note for each finding."""

import base64
import io
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zipfile import ZipFile

from nhipcau.formats.precheck import Refused

ERROR, WARNING = "F8B4B4", "FFE08A"
AUTHOR = "Nhịp Cầu"
ENDINGS = {"xlsx": "xlsx", "docx": "docx"}
LINKS = re.compile(rb"HYPERLINK\s*\(", re.I)


def request_of(data: bytes, marks: Sequence[dict[str, Any]]) -> bytes:
    """What the child is given: the length of the marks, the marks, the file."""
    head = json.dumps(list(marks)).encode()
    return b"%d\n" % len(head) + head + data


def answer_to(request: bytes, kind: str) -> dict[str, Any]:
    """In the child: the marked file as text, in `file`."""
    length, _line, rest = request.partition(b"\n")
    marks = json.loads(rest[: int(length)])
    data = rest[int(length) :]
    coloured = _workbook(data, marks) if kind == "xlsx" else _letter(data, marks)
    return {"file": base64.b64encode(coloured).decode("ascii")}


def _gathered(marks: Sequence[dict[str, Any]], *place: str) -> dict[tuple[Any, ...], tuple[str, list[str]]]:
    """One severity and all notes for each cell; an error outweighs a warning."""
    cells: dict[tuple[Any, ...], tuple[str, list[str]]] = {}
    for mark in marks:
        at = tuple(mark.get(name) for name in place)
        severity, notes = cells.setdefault(at, (mark["severity"], []))
        if mark["note"] not in notes:
            notes.append(mark["note"])
        cells[at] = ("error" if "error" in (severity, mark["severity"]) else "warning", notes)
    return cells


def _workbook(data: bytes, marks: Sequence[dict[str, Any]]) -> bytes:
    """The workbook with its values; formulas become what they showed, macros and pictures stay behind."""
    import openpyxl
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    _keep_links(book, data)
    fills = {
        "error": PatternFill("solid", fgColor=ERROR),
        "warning": PatternFill("solid", fgColor=WARNING),
    }
    for (name, row, column), (severity, notes) in _gathered(marks, "sheet", "row", "column").items():
        if name not in book.sheetnames:
            raise Refused("format", "sheet")
        sheet = book[name]
        cell = sheet.cell(row, column + 1)
        if isinstance(cell, MergedCell):
            area = next(a for a in sheet.merged_cells.ranges if cell.coordinate in a)
            cell = sheet.cell(area.min_row, area.min_col)
        cell.fill = fills[severity]
        if not isinstance(cell.value, datetime | date | time):
            cell.number_format = "@"  # what is typed over it stays a text, with its leading zero
        cell.comment = Comment("\n".join(notes), AUTHOR, height=30 + 36 * len(notes), width=280)
    return _saved(book)


def _keep_links(book: Any, data: bytes) -> None:
    """=HYPERLINK(…) becomes a link under the text that it showed."""
    import openpyxl

    from nhipcau.formats.readers.xlsx import HYPERLINK

    archive = ZipFile(io.BytesIO(data))
    sheets = [name for name in archive.namelist() if "worksheets/" in name.lower() and name.endswith(".xml")]
    if not any(LINKS.search(archive.read(name)) for name in sheets):
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                made = HYPERLINK.match(cell.value[1:]) if cell.data_type == "f" and cell.value else None
                if made:
                    shown = book[sheet.title][cell.coordinate]
                    address = made[1].replace('""', '"')
                    said = made[2] if made[2] is not None else made[1]
                    shown.value = shown.value or said.replace('""', '"')
                    shown.hyperlink = address


def _saved(book: Any) -> bytes:
    """openpyxl writes each sheet through a file on disk, which the child may not have."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):  # type: ignore[misc]
        def write_worksheet(self, ws: Any) -> None:
            out = io.BytesIO()
            if ws._drawing is not None:
                ws._drawing.charts, ws._drawing.images = [], []
            writer = WorksheetWriter(ws, out)
            writer.write()
            ws._rels = writer._rels  # the links of its cells
            self._archive.writestr(ws.path[1:], out.getvalue())
            self.manifest.append(ws)

    out = io.BytesIO()
    with ZipFile(out, "w", 8, allowZip64=True) as archive:
        InMemory(book, archive).save()
    return out.getvalue()


def _letter(data: bytes, marks: Sequence[dict[str, Any]]) -> bytes:
    """The letter with shaded cells and Word comments; tables are counted as the reader counts them."""
    import docx

    from nhipcau.formats.readers.docx import tables_of

    letter = docx.Document(io.BytesIO(data))
    tables = tables_of(letter.element.body)
    for (table, row, column), (severity, notes) in _gathered(marks, "doc_table", "row", "column").items():
        cell = _cell_at(tables[table], row, column)
        _shade(cell, ERROR if severity == "error" else WARNING)
        run = _run_in(letter, cell)
        letter.add_comment(run, text="\n".join(notes), author=AUTHOR, initials="NC")
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def _cell_at(table: Any, row: int, column: int) -> Any:
    """The cell that covers this column of the grid; where the row is shorter, its last one."""
    from nhipcau.formats.readers.docx import cells_of, rows_of

    cells = cells_of(rows_of(table)[row - 1])
    return next((cell for at, span, cell in cells if at <= column < at + span), cells[-1][2])


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shape = cell.get_or_add_tcPr()
    for old in shape.findall(qn("w:shd")):
        shape.remove(old)
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    behind = ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
    after = next((e for e in shape if e.tag in {qn(f"w:{name}") for name in behind}), None)
    if after is None:
        shape.append(shading)
    else:
        after.addprevious(shading)


def _run_in(letter: Any, cell: Any) -> Any:
    """A run to hang the comment on: the first of the cell, or an empty one."""
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    paragraphs = [Paragraph(p, _Cell(cell, letter)) for p in cell.p_lst]
    for paragraph in paragraphs:
        if paragraph.runs:
            return paragraph.runs[0]
    return (paragraphs[0] if paragraphs else _Cell(cell, letter).add_paragraph()).add_run()
