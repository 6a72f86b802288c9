"""Harmful letters, old workbooks, web pages, printed pages and texts; other formats' coats; hostile names."""

import gzip
import random
import zlib
from functools import partial

from tests.harm.packing import (
    DECLARATION,
    ENTITIES,
    MILLION,
    OLE_MAGIC,
    OUTSIDE,
    Case,
    book,
    letter,
    ole,
    package,
    page,
    pdf,
    row_of,
)  # fmt: skip

CELL = b"<w:tc>%s<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"


def wide_cells() -> bytes:
    cell = CELL % b'<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    return letter(b"<w:tbl>" + (b"<w:tr>" + cell * 5 + b"</w:tr>") * 3_000 + b"</w:tbl>")


def columns_before() -> bytes:
    row = b'<w:tr><w:trPr><w:gridBefore w:val="900000000"/></w:trPr>' + CELL % b"" + b"</w:tr>"
    return letter(b"<w:tbl>" + row + b"</w:tbl>")


def nested_tables(depth: int) -> bytes:
    return letter(b"<w:tbl><w:tr><w:tc>" * depth + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * depth)


def many_paragraphs() -> bytes:
    return letter(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_500_000)


def excel_2003(body: bytes, head: bytes = b"") -> bytes:
    name = b"urn:schemas-microsoft-com:office:spreadsheet"
    return (
        DECLARATION + head + b'<Workbook xmlns="%s" xmlns:ss="%s"><Worksheet ss:Name="A"><Table>' % (name, name)
        + body + b"</Table></Worksheet></Workbook>"
    )  # fmt: skip


def far_rows() -> bytes:
    cell = b'<Cell ss:Index="900000000" ss:MergeAcross="900000000" ss:MergeDown="900000000"><Data ss:Type="String">x</Data></Cell>'
    return excel_2003((b'<Row ss:Index="900000000">' + cell + b"</Row>") * 5_000)


def html(body: bytes) -> bytes:
    return b"<html><body><table>" + body + b"</table></body></html>"


def wide_html() -> bytes:
    return html((b"<tr>" + b"<td rowspan=60000 colspan=60000>x</td>" * 100 + b"</tr>") * 1_000)


def tall_html() -> bytes:
    return html((b"<tr>" + b"<td rowspan=60000>x</td>" * 150 + b"</tr>") * 5_000)


def kids_loop() -> bytes:
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999999 >>",
    ])  # fmt: skip


def xref_loop() -> bytes:
    data = pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
    at = data.index(b"xref\n")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


def length_loop() -> bytes:
    return page(b"x").replace(b"/Length 1 ", b"/Length 4 0 R ")


def flate_bomb() -> bytes:
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * 20_000_000, 9)
    return page(packed, b"/Filter /FlateDecode")


def double_flate() -> bytes:
    packed = zlib.compress(zlib.compress(b"\0" * (1024 * MILLION), 9), 9)
    return page(packed, b"/Filter [/FlateDecode /FlateDecode]")


def operators() -> bytes:
    return page(zlib.compress(b"BT /F 1 Tf (a) Tj ET\n" * 1_000_000), b"/Filter /FlateDecode")


def rules() -> bytes:
    drawn = b"".join(
        b"%d 0 m %d 800 l S 0 %d m 500 %d l S\n" % (n % 590, n % 590, n % 830, n % 830) for n in range(40_000)
    )
    return page(zlib.compress(drawn), b"/Filter /FlateDecode")


def deep_arrays() -> bytes:
    return page(b"[" * 500_000)


def encrypted_pdf() -> bytes:
    key = b"<" + b"00" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (key, key)
    return page(b"BT /F 10 Tf (Danh sach) Tj ET", trailer=lock)


def many_pages() -> bytes:
    kids = b"3 0 R " * 20_000
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 20000 >>" % kids,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ])  # fmt: skip


def noise(head: bytes, size: int) -> bytes:
    return head + random.Random(1).randbytes(size)


def looped(table: list[int]) -> bytes:
    return ole(["Workbook"], fat=table)


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


PAGE = page(b"BT /F 10 Tf 50 700 Td (Danh sach cong tac vien) Tj ET")
BOOK = book(row_of(["Họ tên", "Email"]))
PNG = noise(b"\x89PNG\r\n\x1a\n", 5_000)
LETTERS = [
    Case("cells that span two milliard columns", "docx", wide_cells, "a.docx", "inert"),
    Case("a row that begins in column 900,000,000", "docx", columns_before, "a.docx", "inert"),
    Case("tables in tables, 80 deep", "docx", partial(nested_tables, 80), "a.docx", "inert"),
    Case("tables in tables, 5,000 deep", "docx", partial(nested_tables, 5_000), "a.docx", "refused"),
    Case("a text of 100 MB", "docx", lambda: letter(b"<w:p><w:r><w:t>" + b"x" * (100 * MILLION) + b"</w:t></w:r></w:p>"), "a.docx", "refused"),
    Case("1,500,000 paragraphs", "docx", many_paragraphs, "a.docx", "refused"),
    Case("ten milliard laughs", "docx", lambda: letter(b"<w:p>&a9;</w:p>", ENTITIES), "a.docx", "refused"),
    Case("a document type in the styles", "docx", lambda: letter(b"<w:p/>", styles=OUTSIDE + b"<s>&out;</s>"), "a.docx", "refused"),
    Case("a Word file in the old format, damaged", "doc", lambda: ole(["WordDocument"]), "a.doc", "refused"),
    Case("cut in the middle", "xls", lambda: truncated(ole(["Workbook"])), "a.xls", "refused"),
    Case("sectors that follow each other in a ring", "xls", partial(looped, [0xFFFFFFFD, 1, 2, 2, 3]), "a.xls", "refused"),
    Case("a directory that is its own child", "xls", lambda: ole(["Workbook"], child=0), "a.xls", "refused"),
    Case("a workbook that claims 4 GB", "xls", lambda: ole(["Workbook"], size=0xFFFFFFF0), "a.xls", "refused"),
    Case("random bytes after the first eight", "xls", lambda: noise(OLE_MAGIC, 200_000), "a.xls", "refused"),
    Case("random bytes with the word Workbook", "xls", lambda: noise(OLE_MAGIC + "Workbook".encode("utf-16-le"), 2 * MILLION), "a.xls", "refused"),
    Case("encrypted", "xlsx", lambda: ole(["EncryptionInfo", "EncryptedPackage"]), "a.xlsx", "refused"),
    Case("encrypted", "docx", lambda: ole(["EncryptedPackage", "EncryptionInfo"]), "a.docx", "refused"),
    Case("100,000 cells of 60,000 by 60,000", "html", wide_html, "a.xls", "inert"),
    Case("750,000 cells 60,000 rows high", "html", tall_html, "a.xls", "inert"),
    Case("tables in tables, 100,000 deep", "html", lambda: html(b"<tr><td><table>" * 100_000), "a.xls", "refused"),
    Case("a million tags", "html", lambda: html(b"<tr><td><b>x" * 1_000_000), "a.xls", "refused"),
    Case("300,000 paragraphs, no table row", "html", lambda: b"<html><body>" + b"<p>x</p>" * 300_000, "a.xls", "refused"),
    Case("lines and cells at 900,000,000", "xml", far_rows, "a.xls", "inert"),
    Case("ten milliard laughs", "xml", lambda: excel_2003(b"<Row>&a9;</Row>", ENTITIES), "a.xls", "refused"),
    Case("an entity that names a file", "xml", lambda: excel_2003(b"<Row>&out;</Row>", OUTSIDE), "a.xls", "refused"),
    Case("a million lines of one empty cell", "xml", lambda: excel_2003(b"<Row><Cell/></Row>" * 1_000_000), "a.xls", "inert", slow=True),
]  # fmt: skip
PRINTED = [
    Case("pages that are their own children", "pdf", kids_loop, "a.pdf", "refused"),
    Case("a directory that comes before itself", "pdf", xref_loop, "a.pdf", "refused"),
    Case("a stream that is its own length", "pdf", length_loop, "a.pdf", "refused"),
    Case("280 MB of drawing in 1 MB", "pdf", flate_bomb, "a.pdf", "refused", slow=True),
    Case("1 GB packed twice", "pdf", double_flate, "a.pdf", "refused", slow=True),
    Case("a million printed letters", "pdf", operators, "a.pdf", "refused", slow=True),
    Case("80,000 rules across each other", "pdf", rules, "a.pdf", "refused", slow=True),
    Case("500,000 open brackets", "pdf", deep_arrays, "a.pdf", "refused"),
    Case("20,000 pages that are one", "pdf", many_pages, "a.pdf", "refused", slow=True),
    Case("encrypted", "pdf", encrypted_pdf, "a.pdf", "refused"),
    Case("cut in the middle", "pdf", lambda: truncated(PAGE), "a.pdf", "refused"),
]  # fmt: skip
TEXTS = [
    Case("one line of 19 MB", "csv", lambda: b"x" * (19 * MILLION), "a.csv", "inert"),
    Case("ten million separators", "csv", lambda: b"a,b,c\n" + b"," * 10_000_000 + b"\n1,2,3\n", "a.csv", "inert"),
    Case("ten million empty lines", "csv", lambda: b"a,b,c\n1,2,3\n" + b"\n" * 10_000_000, "a.csv", "inert"),
    Case("five million lines", "csv", lambda: b"a,b\n" * 4_900_000, "a.csv", "refused"),
    Case("zero bytes between the letters", "csv", lambda: b"a,b,c\n" + b"\0" * 100_000 + b"1,2,3\n\xff", "a.csv", "inert"),
    Case("a quotation that is never closed", "csv", lambda: b'a,b,c\n"' + b"1,2,3\n" * 3_000_000, "a.csv", "inert"),
    Case("the mark of UTF-16 before other bytes", "csv", lambda: noise(b"\xff\xfe", MILLION), "a.csv", "inert"),
    Case("larger than 20 MB", "csv", lambda: b"a,b\n" * (6 * MILLION), "a.csv", "refused"),
    Case("random bytes", "csv", lambda: noise(b"", 100_000), "a.csv", "refused"),
    Case("formulas and a call of a program", "csv", lambda: "Họ tên,SĐT,Email\n=cmd|' /C calc'!A0,@SUM(1),+1\n".encode() * 3, "a.csv", "inert"),
]  # fmt: skip
COATS = [
    Case("a picture", "png", lambda: PNG, "a.xlsx", "refused"),
    Case("a program of Windows", "exe", lambda: noise(b"MZ\x90\0", 9_000), "a.csv", "refused"),
    Case("a program of Linux", "elf", lambda: noise(b"\x7fELF", 9_000), "a.xlsx", "refused"),
    Case("an archive of workbooks", "zip", lambda: package({"1.xlsx": BOOK, "2.xlsx": BOOK}), "a.zip", "refused"),
    Case("RTF", "rtf", lambda: b"{\\rtf1 " + b"{" * 100_000, "a.doc", "refused"),
    Case("7z", "7z", lambda: noise(b"7z\xbc\xaf'\x1c", 9_000), "a.xlsx", "refused"),
    Case("gzip of zeros", "gz", lambda: gzip.compress(b"\0" * (100 * MILLION)), "a.csv", "refused"),
    Case("rar", "rar", lambda: noise(b"Rar!\x1a\x07\0", 9_000), "a.xlsx", "refused"),
    Case("an empty file", "-", lambda: b"", "a.xlsx", "refused"),
    Case("zeros alone", "-", lambda: b"\0" * MILLION, "a.xlsx", "refused"),
    Case("PDF under the name of Word, cut", "pdf", lambda: truncated(PAGE), "a.docx", "refused"),
]  # fmt: skip
NAMES = [
    Case("sent as ../../etc/passwd", "name", lambda: BOOK, "../../etc/passwd", "inert"),
    Case("sent under a name that reads backwards", "name", lambda: BOOK, "bieu\u202excod.exe", "inert"),
    Case("sent under a name of two lines", "name", lambda: BOOK, "a\r\nX-Evil: 1.xlsx", "inert"),
    Case("sent under a name of 60,000 letters", "name", lambda: BOOK, "x" * 60_000 + ".xlsx", "inert"),
    Case("sent under a name with NUL", "name", lambda: BOOK, "a\0.xlsx", "inert"),
]
OTHERS = [*LETTERS, *PRINTED, *TEXTS, *COATS, *NAMES]
