"""A list of any form as XLSX, DOCX or CSV in the form's own layout: title block, headings, lines, totals.

The words of the paper are Vietnamese whatever the reader's language: the file is read again by them (`own_files.py`).
"""

import csv
import io
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from nhipcau.formats.harmless import harmless
from nhipcau.formats.workbooks import CSV_TYPE, XLSX_TYPE, Workbook
from nhipcau.sheets.cleaners.phone import national
from nhipcau.sheets.kinds import Kind, Shown, ShownTable

NUMBER, UNIT, TOTAL = "STT", "ĐƠN VỊ: ", "Tổng cộng"
SENDERS = ("Nơi gửi", "Đơn vị gửi danh sách", "Bên gửi danh sách")
OWING = "ĐƠN VỊ CHƯA GỬI, GỬI MUỘN"
OWING_HEADINGS = ("STT", "Đơn vị", "Tình trạng", "Hạn cuối", "Ngày nhận")
WIDTHS = {
    "person": 26,
    "unit": 32,
    "phone": 15,
    "email": 30,
    "facebook": 48,
    "date": 13,
    "number": 12,
    "money": 18,
}
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # no file of text or XML can hold them


@dataclass(frozen=True)
class Written:
    """One line as it goes out: who sent it, and its cleaned values by column key."""

    sender: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """One table of the form with its lines; `totals` by column key, none in a table without such columns."""

    table: ShownTable
    headings: Sequence[str]
    lines: Sequence[Written]
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """A whole list. `head` are the lines of the title block, `centred` those under it; `sender` is the heading of the
    column that says who sent a line, "" where one unit did. `by_unit` and `owing` are tables beside the list, each with
    its headings as the first row."""

    head: Sequence[str]
    blocks: Sequence[Block]
    centred: Sequence[str] = ()
    mark: str = ""
    sender: str = ""
    owing: Sequence[Sequence[Any]] = ()
    by_unit: Sequence[Sequence[Any]] = ()
    on_one_sheet: bool = False


def as_of_line(kind: Kind, day: date) -> str:
    """The line of the title block by which our own file is known again."""
    return f"Tổng hợp đến hết ngày {day:%d/%m/%Y} (mẫu NC-{code_of(kind.key)})"


def code_of(key: str) -> str:
    """form-12 is printed as 12, form01 as 01."""
    return key.removeprefix("form-").removeprefix("form")


def headings_of(kind: Kind, table: ShownTable) -> list[str]:
    """The headings of the paper, by which columns are found again."""
    return [kind.definition.column(column.key).label for column in table.columns]


def sender_heading(kind: Kind) -> str:
    """A heading for the sending unit that is none of the form's own."""
    return next((text for text in SENDERS if kind.definition.column_of(text) is None), SENDERS[-1])


def said(column: Shown, value: Any) -> str | int:
    """A cleaned value as it stands in a file: days as people write them, whole numbers as numbers."""
    if value is None or value == "":
        return ""
    if column.kind == "phone":
        return national(str(value))
    if column.kind == "date":
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def rows_of(paper: Paper, block: Block) -> Iterator[tuple[str, list[Any]]]:
    """The rows of a table with their role: title, heading, line, label, gap or total."""
    if block.table.printed:
        yield "title", [block.table.printed]
    if block.table.is_record:
        yield from _record_rows(paper, block)
        return
    columns = block.table.columns
    yield "heading", [NUMBER, *block.headings, *([paper.sender] if paper.sender else [])]
    for n, line in enumerate(block.lines, 1):
        cells = [said(c, line.values.get(c.value_key or c.key)) for c in columns]
        yield "line", [n, *cells, *([line.sender] if paper.sender else [])]
    if block.totals:
        sums = [block.totals.get(c.key, "") for c in columns]
        yield "total", [TOTAL, *sums, *([""] if paper.sender else [])]


def _record_rows(paper: Paper, block: Block) -> Iterator[tuple[str, list[Any]]]:
    """Each record with its labels down the side, one below the other."""
    columns = block.table.columns
    for line in block.lines:
        if paper.sender:
            yield "label", [paper.sender, line.sender]
        for heading, column in zip(block.headings, columns, strict=True):
            yield "label", [heading, said(column, line.values.get(column.value_key or column.key))]
        yield "gap", []
    if block.totals:
        yield "title", [TOTAL]
        for heading, column in zip(block.headings, columns, strict=True):
            if column.key in block.totals:
                yield "label", [heading, block.totals[column.key]]


def as_xlsx(paper: Paper) -> bytes:
    """The form on its sheets, then who is missing and the figures of each unit; no cell is a formula."""
    book = Workbook()
    sheet: Any = None
    at = 0
    for number, block in enumerate(paper.blocks, 1):
        if sheet is None or not paper.on_one_sheet:
            sheet = book.sheet(
                f"Bảng {number}" if len(paper.blocks) > 1 and not paper.on_one_sheet else "Danh sách"
            )
            at = _head(book, sheet, paper, len(block.headings))
            _for_paper(sheet)
            _wide(sheet, block)
        at = _put_block(book, sheet, at, paper, block) + 1
    for name, rows in ((OWING.capitalize(), paper.owing), ("Theo đơn vị", paper.by_unit)):
        if rows:
            _aside(book, name, rows)
    return book.bytes()


def _head(book: Workbook, sheet: Any, paper: Paper, last: int) -> int:
    bold, centred = book.style(bold=True), book.style(bold=True, align="center")
    for row, text in enumerate(paper.head):
        book.put(sheet, row, 0, text, bold)
    if paper.mark:
        book.put(sheet, 0, last, paper.mark, book.style(italic=True, align="right"))
    row = len(paper.head) + (1 if paper.centred else 0)
    for text in paper.centred:
        sheet.merge_range(row, 0, row, last, "", centred)
        book.put(sheet, row, 0, text, centred)
        row += 1
    return row + 1


def _for_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _wide(sheet: Any, block: Block) -> None:
    if block.table.is_record:
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 50)
        return
    sheet.set_column(0, 0, 6)
    for at, column in enumerate(block.table.columns, 1):
        sheet.set_column(at, at, WIDTHS.get(column.kind, 24))
    sheet.set_column(len(block.headings) + 1, len(block.headings) + 1, WIDTHS["unit"])


def _put_block(book: Workbook, sheet: Any, at: int, paper: Paper, block: Block) -> int:
    style = _styles(book, block)
    for role, cells in rows_of(paper, block):
        if role == "heading" and len(paper.blocks) == 1:
            sheet.freeze_panes(at + 1, 0)
            sheet.repeat_rows(at)
        for column, value in enumerate(cells):
            book.put(sheet, at, column, value, style(role, column))
        at += 1
    return at


def _styles(book: Workbook, block: Block) -> Callable[[str, int], Any]:
    """The look of a cell by its row's role and its column, made once."""
    head = book.style(bold=True, border=1, text_wrap=True, align="center", valign="vcenter")
    title, label = book.style(bold=True), book.style(bold=True, border=1, text_wrap=True, valign="top")
    text = {"border": 1, "text_wrap": True, "valign": "top"}
    plain, number = book.style(**text, num_format="@"), book.style(border=1, align="center", valign="top")
    money = {at: "#,##0" for at, c in enumerate(block.table.columns, 1) if c.kind == "money"}
    money |= {at: "0" for at, c in enumerate(block.table.columns, 1) if c.kind == "number"}
    lines = {at: book.style(**text, num_format=shape) for at, shape in money.items()}
    totals = {at: book.style(bold=True, border=1, num_format=shape) for at, shape in money.items()}
    total, whole = book.style(bold=True, border=1), book.style(**text, num_format="#,##0")

    def look(role: str, column: int) -> Any:
        if role == "title":
            return title
        if role == "heading":
            return head
        if role == "total":
            return totals.get(column, total)
        if role == "label":
            return label if column == 0 else whole
        return number if column == 0 else lines.get(column, plain)

    return look


def _aside(book: Workbook, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """A table beside the list, its headings first."""
    sheet = book.sheet(name)
    head, plain = (
        book.style(bold=True, border=1, text_wrap=True),
        book.style(border=1, text_wrap=True, valign="top"),
    )
    whole = book.style(border=1, valign="top", num_format="#,##0")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            style = head if at == 0 else whole if isinstance(value, int) else plain
            book.put(sheet, at, column, value, style)
    for column, heading in enumerate(rows[0]):
        sheet.set_column(
            column, column, 6 if column == 0 else 40 if column == 1 else max(16, min(len(heading) + 4, 30))
        )
    _for_paper(sheet)


def as_csv(paper: Paper) -> bytes:
    """UTF-8 with a mark; every cell in quotes and every row equally wide, so that the separator is certain."""
    rows: list[list[Any]] = [[text] for text in [*paper.head, *paper.centred]]
    for block in paper.blocks:
        rows += [[], *(cells for _role, cells in rows_of(paper, block))]
    wide = max(3, *map(len, rows))
    if paper.mark:
        rows[0] += [""] * (wide - 2) + [paper.mark]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows(
        [harmless(ILLEGAL.sub("", str(v))) for v in [*row, *[""] * (wide - len(row))]] for row in rows
    )
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def as_docx(paper: Paper) -> bytes:
    """A letter across the page: the title block, each table under its title, who is missing at the end."""
    letter = _Letter()
    if paper.mark:
        letter.line(paper.mark, is_bold=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text in paper.head:
        letter.line(text)
    for text in paper.centred:
        letter.line(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in paper.blocks:
        _tables(letter, paper, block)
    if len(paper.owing) > 1:
        letter.line(OWING)
        rows = [("heading" if n == 0 else "line", list(row)) for n, row in enumerate(paper.owing)]
        letter.table(rows, [6, 40, 28, 14, 18])
    return letter.bytes()


class _Letter:
    """A Word file whose tables are written as text: as elements, twenty thousand lines took fifteen seconds."""

    def __init__(self) -> None:
        self.document: Any = docx.Document()
        section = self.document.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
        font = self.document.styles["Normal"].font
        font.name, font.size = "Times New Roman", Pt(12)
        self.tables: dict[str, str] = {}

    def line(self, text: str, *, is_bold: bool = True) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.add_run(ILLEGAL.sub("", text)).bold = is_bold
        return paragraph

    def table(self, rows: Sequence[tuple[str, Sequence[Any]]], widths: Sequence[int]) -> None:
        """In its place stands a paragraph that nobody can have typed, until the file is made."""
        place, whole = uuid.uuid4().hex, sum(widths)
        grid = "".join(f'<w:gridCol w:w="{15_000 * width // whole}"/>' for width in widths)
        self.tables[f"<w:p><w:r><w:t>{place}</w:t></w:r></w:p>"] = (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(role, cells) for role, cells in rows)}</w:tbl>"
        )
        self.document.add_paragraph(place)
        self.document.add_paragraph()

    def bytes(self) -> bytes:
        made, out = io.BytesIO(), io.BytesIO()
        self.document.save(made)
        with ZipFile(made) as parts, ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name in parts.namelist():
                data = parts.read(name)
                if name == "word/document.xml":
                    text = data.decode()
                    for place, table in self.tables.items():
                        text = text.replace(place, table, 1)
                    data = text.encode()
                archive.writestr(name, data)
        return out.getvalue()


def _tables(letter: _Letter, paper: Paper, block: Block) -> None:
    """The rows of a block as Word tables; a title or a gap parts them."""
    is_list = not block.table.is_record
    money = {at for at, c in enumerate(block.table.columns, 1) if is_list and c.kind == "money"}
    widths = [36, 64]
    if is_list:
        widths = [
            6,
            *(WIDTHS.get(c.kind, 24) for c in block.table.columns),
            *([WIDTHS["unit"]] if paper.sender else []),
        ]
    rows: list[tuple[str, list[Any]]] = []
    for role, cells in [*rows_of(paper, block), ("gap", [])]:
        if role not in ("title", "gap"):
            rows.append((role, [_grouped(v) if at in money else v for at, v in enumerate(cells)]))
            continue
        if rows:
            letter.table(rows, widths)
            rows = []
        if role == "title":
            letter.line(cells[0])


def _grouped(value: Any) -> Any:
    """1500000 as 1.500.000."""
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def _row(role: str, cells: Sequence[Any]) -> str:
    heads = "<w:cantSplit/><w:tblHeader/>" if role == "heading" else "<w:cantSplit/>"
    inside = "".join(
        _cell(value, role in ("heading", "total") or (role == "label" and at == 0))
        for at, value in enumerate(cells)
    )
    return f"<w:tr><w:trPr>{heads}</w:trPr>{inside}</w:tr>"


def _cell(value: Any, is_bold: bool) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    text = escape(ILLEGAL.sub("", str(value)))
    run = f'<w:r>{bold}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:tc><w:tcPr/><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{run}</w:p></w:tc>'


WRITERS = {"xlsx": (as_xlsx, XLSX_TYPE), "docx": (as_docx, DOCX_TYPE), "csv": (as_csv, CSV_TYPE)}
