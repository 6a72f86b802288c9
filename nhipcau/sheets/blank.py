"""The empty form as units get it: a workbook that helps while it is filled in, or a Word file."""

import io

import docx
import openpyxl
from django.http import HttpResponse
from docx.shared import Pt
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from nhipcau.sheets.designed import tables_of
from nhipcau.sheets.models import Form, FormColumn, FormTable

LINES = 30
DOTS = "……………………"
UNIT = "ĐƠN VỊ: " + DOTS  # the paper is Vietnamese whatever the language of the desk's screen
NUMBER = "STT"
CHOICES_SHEET = "Lựa chọn"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RULED = Border(*(Side(style="thin"),) * 4)
HEADED = Alignment(horizontal="center", vertical="center", wrap_text=True)
K = FormColumn.Kind
WIDE: dict[str, int] = {K.PERSON: 28, K.UNIT: 32, K.TEXT: 30, K.EMAIL: 28}


def xlsx(form: Form) -> bytes:
    """One sheet for each table; drop-downs for choices, checks for days and numbers, notes as comments."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    lists = book.create_sheet(CHOICES_SHEET)
    lists.sheet_state = "hidden"
    tables = tables_of(form)
    for number, (table, columns) in enumerate(tables, 1):
        sheet = book.create_sheet(f"Bảng {number}", number - 1)
        last = 2 if table.layout == FormTable.Layout.RECORD else len(columns) + 1
        for row, text in enumerate(_head(form, table, several=len(tables) > 1), 1):
            cell = _write(sheet, row, 1, text)
            cell.font, cell.alignment = (
                Font(bold=row == 1, size=13),
                Alignment(wrap_text=True, vertical="top"),
            )
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(last, 2))
        first = sheet.max_row + 2
        if table.layout == FormTable.Layout.RECORD:
            _record(sheet, lists, columns, first)
        else:
            _list(sheet, lists, columns, first)
    if not tables:
        book.create_sheet("Bảng 1", 0)
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(form: Form, table: FormTable, *, several: bool) -> list[str]:
    title = table.title if several and table.title else ""
    return [text for text in (form.title, UNIT, form.guidance, title) if text]


def _write(sheet, row: int, column: int, text: str):  # type: ignore[no-untyped-def]
    """A text as it is, whatever it begins with: a string cell is never a formula, now or when it is edited."""
    cell = sheet.cell(row, column, text)
    if text[:1] in "=+-@\t":
        cell.data_type, cell.quotePrefix = "s", True
    return cell


def _marked(column: FormColumn) -> str:
    return f"{column.heading} *" if column.is_required else column.heading


def _list(sheet, lists, columns: list[FormColumn], first: int) -> None:  # type: ignore[no-untyped-def]
    for at, heading in enumerate([NUMBER, *map(_marked, columns)], 1):
        cell = _write(sheet, first, at, heading)
        cell.font, cell.alignment, cell.border = Font(bold=True), HEADED, RULED
        sheet.column_dimensions[get_column_letter(at)].width = (
            6 if at == 1 else WIDE.get(columns[at - 2].kind, 18)
        )
    for row in range(first + 1, first + 1 + LINES):
        sheet.cell(row, 1, row - first).border = RULED
        for at in range(2, len(columns) + 2):
            sheet.cell(row, at).border = RULED
    for at, column in enumerate(columns, 2):
        letter = get_column_letter(at)
        _help(sheet, lists, column, sheet.cell(first, at), f"{letter}{first + 1}:{letter}{first + LINES}")
    sheet.freeze_panes = sheet.cell(first + 1, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)


def _record(sheet, lists, columns: list[FormColumn], first: int) -> None:  # type: ignore[no-untyped-def]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 50
    for row, column in enumerate(columns, first):
        label = _write(sheet, row, 1, _marked(column))
        label.font, label.border = Font(bold=True), RULED
        sheet.cell(row, 2).border = RULED
        _help(sheet, lists, column, label, f"B{row}")


def _help(sheet, lists, column: FormColumn, head, cells: str) -> None:  # type: ignore[no-untyped-def]
    """What a workbook can do for who fills in this column."""
    if column.note:
        head.comment = Comment(column.note, "Nhịp Cầu")
    area = sheet[cells] if ":" in cells else ((sheet[cells],),)
    formats = {K.PHONE: "@", K.DATE: "dd/mm/yyyy", K.NUMBER: "#,##0", K.MONEY: "#,##0"}
    if column.kind in formats:
        for (cell,) in area:
            cell.number_format = formats[K(column.kind)]
    if column.kind == K.CHOICE and column.choices:
        at = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
        for row, choice in enumerate(column.choices, 1):
            _write(lists, row, at, choice)
        letter = get_column_letter(at)
        check = DataValidation(
            "list", formula1=f"'{CHOICES_SHEET}'!${letter}$1:${letter}${len(column.choices)}"
        )
    elif column.kind == K.DATE:
        check = DataValidation("date", operator="greaterThan", formula1="367")
    elif column.kind in (K.NUMBER, K.MONEY):
        check = DataValidation("whole", operator="greaterThanOrEqual", formula1="0")
    else:
        return
    check.allow_blank, check.errorStyle, check.showErrorMessage = True, "warning", True
    check.add(cells)
    sheet.add_data_validation(check)


def docx_file(form: Form) -> bytes:
    """The same as a Word file, to print or to type into."""
    paper = docx.Document()
    section = paper.sections[0]
    tables = tables_of(form)
    if any(t.layout == FormTable.Layout.LIST and len(own) > 5 for t, own in tables):
        section.page_width, section.page_height = section.page_height, section.page_width
    for style in paper.styles:
        if style.name == "Normal":
            style.font.name, style.font.size = "Times New Roman", Pt(12)
    paper.add_paragraph().add_run(form.title).bold = True
    paper.add_paragraph(UNIT)
    if form.guidance:
        paper.add_paragraph(form.guidance)
    for table, columns in tables:
        if len(tables) > 1 and table.title:
            paper.add_paragraph().add_run(table.title).bold = True
        if table.layout == FormTable.Layout.RECORD:
            _fill(paper, [[_marked(column), ""] for column in columns])
        else:
            heads = [NUMBER, *map(_marked, columns)]
            _fill(paper, [heads, *([str(n), *[""] * len(columns)] for n in range(1, LINES + 1))])
        for column in columns:
            if column.note or column.choices:
                told = " / ".join([*column.choices, *([column.note] if column.note else [])])
                paper.add_paragraph(f"({column.heading}) {told}")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _fill(paper, rows: list[list[str]]) -> None:  # type: ignore[no-untyped-def]
    table = paper.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text


def xlsx_response(form: Form) -> HttpResponse:
    return _response(xlsx(form), XLSX, f"bieu-mau-{form.pk}.xlsx")


def docx_response(form: Form) -> HttpResponse:
    return _response(docx_file(form), DOCX, f"bieu-mau-{form.pk}.docx")


def _response(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
