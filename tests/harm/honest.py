"""Files that look odd and are honest: each must be read."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tests.formats.test_pdf import pdf, ruled
from tests.harm.others import excel_2003, html
from tests.harm.packing import Case, book, ods, package, row_of

HEADINGS = ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại", "Email", "Facebook"]
PERSON = ["1", "Nguyễn Thị Ví Dụ", "Chủ tịch", "Trường Ví Dụ", "0951234567", "vi.du@example.org", ""]
TWELVE = [*HEADINGS, "Ghi chú", "Năm", "Số", "Ngày", "Khác"]


def lines(count: int, width: int = 7) -> list[list[str]]:
    """Headings and so many people, all of them different."""
    rows = [TWELVE[:width]]
    for n in range(1, count + 1):
        person = [str(n), f"Nguyễn Thị Ví Dụ {n}", "Ủy viên", f"Trường Ví Dụ {n % 90}", f"095{n:07d}"]
        rows.append(
            [*person, f"v{n}@example.org", f"https://www.facebook.com/vidu.{n}", "", "2026", "3", "", "x"][
                :width
            ]
        )
    return rows  # fmt: skip


def workbook(change: Callable[[openpyxl.Workbook], None], rows: list[list[str]] | None = None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows or [HEADINGS, PERSON]:
        made.active.append(row)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_macros() -> bytes:
    return package({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Shell calc" * 900} | _parts([HEADINGS, PERSON]))


def _parts(rows: list[list[str]]) -> dict[str, bytes]:
    import zipfile

    archive = zipfile.ZipFile(io.BytesIO(book(b"".join(row_of(row) for row in rows))))
    return {name: archive.read(name) for name in archive.namelist()}


def many_sheets(made: openpyxl.Workbook) -> None:
    for n in range(199):
        made.create_sheet(f"Trang {n}")


def ruled_to_the_end() -> bytes:
    rows = row_of(HEADINGS) + row_of(PERSON)
    return book(rows + b"".join(b'<row r="%d" s="1"><c s="0"/></row>' % n for n in range(3, 1_000_000)))


def merged(made: openpyxl.Workbook) -> None:
    for n in range(10, 310):
        made.active.merge_cells(start_row=n, end_row=n, start_column=1, end_column=7)


def hidden(made: openpyxl.Workbook) -> None:
    made.create_sheet("Ẩn").sheet_state = "veryHidden"
    made.active.row_dimensions[9].hidden = True


def commented(made: openpyxl.Workbook) -> None:
    made.active["B2"].comment = Comment("x" * 5_000, "ai đó")
    choice = DataValidation(type="list", formula1='"Chủ tịch,Ủy viên"')
    choice.add("C2:C1048576")
    made.active.add_data_validation(choice)


def protected(made: openpyxl.Workbook) -> None:
    made.active.protection.sheet = True
    made.active.protection.password = "x"


def ods_cell(value: str) -> str:
    return f'<table:table-cell o:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def ods_of(rows: list[list[str]]) -> bytes:
    body = "".join(
        "<table:table-row>" + "".join(ods_cell(v) for v in row) + "</table:table-row>" for row in rows
    )
    end = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return ods((body + end).encode())


def separated(rows: list[list[str]], mark: str, encoding: str) -> bytes:
    return "\r\n".join(mark.join(row) for row in rows).encode(encoding)


def web_page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in (HEADINGS, PERSON))
    return html(rows.encode())


def xml_2003() -> bytes:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{v}</Data></Cell>' for v in row) + "</Row>"
        for row in (HEADINGS, PERSON)
    )
    return excel_2003(rows.encode())


def letter(nest: bool) -> bytes:
    made = docx.Document()
    table = made.add_table(2, 7)
    for r, row in enumerate((HEADINGS, PERSON)):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    if nest:
        table.cell(1, 6).add_table(1, 1).cell(0, 0).text = "bảng trong bảng"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_changes() -> bytes:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = docx.Document(io.BytesIO(letter(False)))
    words = made.tables[0].cell(1, 1).paragraphs[0]
    w = nsdecls("w")
    words._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>cũ</w:delText></w:r></w:del>"))
    words._p.append(parse_xml(f"<w:ins {w}><w:r><w:t> Mới</w:t></w:r></w:ins>"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_picture() -> bytes:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (900, 900)).save(picture, "PNG")
    picture.seek(0)
    made = docx.Document(io.BytesIO(letter(False)))
    made.add_picture(picture)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def printed() -> bytes:
    rows = [["STT", "Ho va ten", "Email"], ["1", "Nguyen Thi Vi Du", "vi.du@example.org"]]
    return pdf(*ruled(rows))


def in_windows_1258() -> bytes:
    rows = [["STT", "Họ tên", "Email"], ["1", "Lê Văn Tâm", "tam@example.org"]]
    import unicodedata

    text = separated(rows, ",", "utf-8").decode()
    out = b""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        tone = next((p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323"), "")
        out += (unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts) + tone).encode(
            "cp1258"
        )
    return out  # fmt: skip


def excel_97() -> bytes:
    return (Path(__file__).parents[1] / "samples/form01/files/s08.xls").read_bytes()


TWO = [HEADINGS, PERSON]
HONEST = [
    Case("with macros, none of which runs", "xlsm", with_macros, "a.xlsm", "read"),
    Case("200 sheets, one of them filled", "xlsx", lambda: workbook(many_sheets), "a.xlsx", "read"),
    Case("5,000 lines of 8 columns", "xlsx", lambda: workbook(bool, lines(5_000, 8)), "a.xlsx", "read", slow=True),
    Case("10,000 lines of 12 columns", "xlsx", lambda: workbook(bool, lines(10_000, 12)), "a.xlsx", "read", slow=True),
    Case("no dimension, inline texts", "xlsx", lambda: book(row_of(HEADINGS) + row_of(PERSON)), "a.xlsx", "read"),
    Case("ruled to the last line", "xlsx", ruled_to_the_end, "a.xlsx", "read", slow=True),
    Case("300 merged areas", "xlsx", lambda: workbook(merged), "a.xlsx", "read"),
    Case("hidden sheet and row", "xlsx", lambda: workbook(hidden), "a.xlsx", "read"),
    Case("notes and drop-downs", "xlsx", lambda: workbook(commented), "a.xlsx", "read"),
    Case("sheet under protection", "xlsx", lambda: workbook(protected), "a.xlsx", "read"),
    Case("named .xls", "xlsx", lambda: workbook(bool), "a.xls", "read"),
    Case("of Excel 97, as it was sent", "xls", excel_97, "a.xls", "read"),
    Case("of Excel 97 under another name", "xls", excel_97, "danh sach.xlsx", "read"),
    Case("without an ending", "xlsx", lambda: workbook(bool), "bieu mau", "read"),
    Case("repeated empty rows to the end", "ods", lambda: ods_of(TWO), "a.ods", "read"),
    Case("10,000 lines of 12 columns", "ods", lambda: ods_of(lines(10_000, 12)), "a.ods", "read", slow=True),
    Case("UTF-16", "csv", lambda: separated(TWO, ",", "utf-16"), "a.csv", "read"),
    Case("windows-1258", "csv", in_windows_1258, "a.csv", "read"),
    Case("tabs", "tsv", lambda: separated(TWO, "\t", "utf-8-sig"), "a.tsv", "read"),
    Case("semicolons", "csv", lambda: separated(TWO, ";", "utf-8"), "a.csv", "read"),
    Case("10,000 lines of 12 columns", "csv", lambda: separated(lines(10_000, 12), ",", "utf-8"), "a.csv", "read"),
    Case("a web page named .xls", "html", web_page, "a.xls", "read"),
    Case("Excel's XML of 2003", "xml", xml_2003, "a.xls", "read"),
    Case("a table in a table", "docx", lambda: letter(True), "a.docx", "read"),
    Case("with a picture", "docx", with_picture, "a.docx", "read"),
    Case("with tracked changes", "docx", with_changes, "a.docx", "read"),
    Case("a ruled page", "pdf", printed, "a.pdf", "read"),
]  # fmt: skip
