"""A list goes back to its unit: the unit's own file with the findings marked, or a fresh workbook of the form."""

import re
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import slug
from nhipcau.formats import guarded
from nhipcau.formats.workbooks import XLSX_TYPE, Workbook
from nhipcau.sheets.issues import sentence
from nhipcau.sheets.kinds import Kind, ShownTable
from nhipcau.sheets.models import Proposal, ProposalLine

TYPES = {
    "xlsx": XLSX_TYPE,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
COLOURS = {"error": "#F8B4B4", "warning": "#FFE08A"}


def file_for(proposal: Proposal, kind: Kind) -> tuple[bytes, str, str]:
    """Bytes, a name for the download and the content type.

    An xlsx or docx keeps its own shape; any other file, a typed list, and one that cannot be written to becomes a
    fresh workbook in the form's own layout.
    """
    lines = list(proposal.lines.kept())
    stem = slug(proposal.filename.rpartition(".")[0] or str(kind.title)) or "danh-sach"
    if proposal.original:
        with proposal.original.open("rb") as file:
            data = file.read()
        try:
            marked, ending = guarded.coloured(data, name=proposal.filename, marks=_marks(lines))
            return marked, f"{stem}-can-sua.{ending}", TYPES[ending]
        except guarded.Busy as busy:
            raise Refusal(
                _("Other files are being read just now."), remedy=_("Ask for this file again in a minute.")
            ) from busy
        except guarded.Refused:
            pass
    return _fresh(proposal, kind, lines), f"{stem}-can-sua.xlsx", XLSX_TYPE


def _marks(lines: list[ProposalLine]) -> list[dict[str, Any]]:
    """Where each finding stands in the file; one of the whole line stands on its first cell."""
    marks = []
    for line in lines:
        rows = line.where.get("rows_at", {})
        for column, severity, code in line.issues:
            own = line.at.get(column) or [min((c for at in line.at.values() for c in at), default=0)]
            place = {k: line.where[k] for k in ("sheet", "doc_table") if k in line.where}
            row = rows.get(column, line.where.get("row"))
            if place and row is not None:
                marks.append(
                    {**place, "row": row, "column": own[0], "severity": severity, "note": sentence(code)}
                )
    return marks


def _fresh(proposal: Proposal, kind: Kind, lines: list[ProposalLine]) -> bytes:
    book = Workbook()
    sheet = book.sheet(re.sub(r"\W+", " ", str(kind.title)))
    book.put(sheet, 0, 0, f"ĐƠN VỊ: {proposal.named_unit or proposal.unit.name}", book.style(bold=True))
    at = 2
    for table in kind.tables:
        own = [line for line in lines if line.table == table.number]
        at = _table(book, sheet, at, table, own, several=len(kind.tables) > 1) + 1
    return book.bytes()


def _table(
    book: Workbook, sheet: Any, at: int, table: ShownTable, lines: list[ProposalLine], *, several: bool
) -> int:
    head = book.style(bold=True, border=1, text_wrap=True)
    if several:
        book.put(sheet, at, 0, str(table.title), book.style(bold=True))
        at += 1
    for column, text in enumerate(["STT", *(str(c.label) for c in table.columns)]):
        book.put(sheet, at, column, text, head)
        sheet.set_column(column, column, 6 if column == 0 else 24)
    for n, line in enumerate(lines, 1):
        at += 1
        book.put(sheet, at, 0, n, book.style(border=1))
        for column, shown in enumerate(table.columns, 1):
            _cell(book, sheet, at, column, line, shown.key)
    return at + 1


def _cell(book: Workbook, sheet: Any, at: int, column: int, line: ProposalLine, key: str) -> None:
    said = [
        (severity, sentence(code))
        for where, severity, code in line.issues
        if where == key or (where == "row" and column == 1)
    ]
    parts = line.cells.get(key, ["", None])
    style: dict[str, Any] = {"border": 1, "text_wrap": True, "num_format": "@"}
    if said:
        style["bg_color"] = COLOURS["error" if any(s == "error" for s, _t in said) else "warning"]
        sheet.write_comment(at, column, "\n".join(text for _s, text in said))
    book.put(sheet, at, column, parts[0] or parts[1] or "", book.style(**style))
