"""More harm: piles of marks, endless looks, lying archives, containers in containers, printed pages that call each other."""

import io
import struct
import zipfile
import zlib

from tests.harm.others import excel_2003, html
from tests.harm.packing import (  # fmt: skip
    DECLARATION,
    ENTITIES,
    MILLION,
    OLE_MAGIC,
    Case,
    book,
    book_parts,
    letter,
    ods,
    package,
    page,
    pdf,
    row_of,
)

HEAD = "STT,Họ và tên,Chức vụ,Đơn vị,Điện thoại,Email,Facebook\n"


def lines_of(text: str, count: int = 20, *, headings: str = HEAD) -> bytes:
    """So many lines of six cells that all hold this text."""
    return (headings + "".join(f"{n}," + ",".join([text] * 6) + "\n" for n in range(count))).encode()


def wide(text: str) -> bytes:
    """As many columns and lines as are read at all."""
    return "".join(",".join([text] * 200) + "\n" for _line in range(1_900)).encode()


def letters_in_letters() -> bytes:
    inner = letter(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>")
    for _level in range(30):
        parts = {"word/document.xml": b'<w:document xmlns:w="w"><w:body><w:p/></w:body></w:document>'}
        inner = package(parts | {"word/embeddings/a.docx": inner, "word/embeddings/b.docx": inner[:40_000]})
    return inner


def different_texts() -> bytes:
    items = b"".join(b"<si><t>%d</t></si>" % n for n in range(1_000_000))
    return book(b'<row><c t="s"><v>999999</v></c></row>', sharedStrings=b"<sst>" + items + b"</sst>")


def many_formats() -> bytes:
    fonts = b"".join(b'<font><name val=".Vn%d"/></font>' % n for n in range(65_000))
    formats = b"".join(b'<xf fontId="%d"/>' % (n % 65_000) for n in range(300_000))
    looks = b"<styleSheet><fonts>%s</fonts><cellXfs>%s</cellXfs></styleSheet>" % (fonts, formats)
    return book(row_of(["x"]), styles=looks)


def dde() -> bytes:
    call = b"<f>cmd|'/C calc'!A0</f>"
    cells = b"".join(b'<c t="str">%s<v>%d</v></c>' % (call, n) for n in range(7))
    return book((b"<row>" + cells + b"</row>") * 50)


def numbers_that_are_none() -> bytes:
    values = [b"1e999", b"nan", b"-inf", b"9" * 100_000, b"1e308", b"0x10", b"1_0"]
    cells = b"".join(b"<c><v>%s</v></c>" % v for v in values)
    return book(
        b'<row r="99999999999999999999">' + cells + b'<c s="9999999999999999999999"><v>1</v></c></row>'
    )


def texts_by_no_number() -> bytes:
    return book(b'<row><c t="s"><v>' + b"9" * 100_000 + b"</v></c></row>", sharedStrings=b"<sst/>")


def zip64(entries: int, size: int) -> bytes:
    """A directory that claims so many entries and a size beyond every disk."""
    data = book(row_of(["x"]))
    at = data.rfind(b"PK\x05\x06")
    start, length = struct.unpack("<II", data[at + 16 : at + 20] + data[at + 12 : at + 16])
    record = b"PK\x06\x06" + struct.pack(
        "<QHHIIQQQQ", 44, 45, 45, 0, 0, entries, entries, size or length, start
    )
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, at, 1)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:at] + record + locator + end


def crowded() -> bytes:
    """Pieces that lie over each other: every entry quotes the head of the next and shares one kernel."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    squeezed = kernel.compress(b"\0" * (9 * MILLION)) + kernel.flush()
    data, directory, count = b"", b"", 60
    for n in range(count):
        name = b"xl/%04d.xml" % n
        fields = (20, 0, 8, 0, 0, zlib.crc32(b"\0" * (9 * MILLION)), len(squeezed), 9 * MILLION, len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + struct.pack("<HHHHHIIIHH", *fields)
        directory += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    name = b"xl/0000.xml"
    fields = (20, 0, 8, 0, 0, zlib.crc32(b"\0" * (9 * MILLION)), len(squeezed), 9 * MILLION, len(name), 0)
    data = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name + squeezed
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(data), 0)
    return data + directory + end


def laughing_relations() -> bytes:
    return package({
        "word/document.xml": b'<w:document xmlns:w="w"><w:body><w:p/></w:body></w:document>',
        "word/_rels/document.xml.rels": DECLARATION + ENTITIES + b"<R>&a9;</R>",
    })  # fmt: skip


def deep_relations() -> bytes:
    parts = book_parts(b"<worksheet/>")
    return package(parts | {"xl/_rels/workbook.xml.rels": b"<a>" * 200_000 + b"</a>" * 200_000})


def parted_doctype() -> bytes:
    """The looks that are taken out of a letter stand in the middle of a document type."""
    main = b'<!DOC<w:b/>TYPE x [<!ENTI<w:b/>TY a "b">]><w:document xmlns:w="w"><w:body><w:p/></w:body></w:document>'
    return package({"word/document.xml": main})


def odt_of_rows() -> bytes:
    cell = (
        b'<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell>'
    )
    rows = b'<table:table><table:table-row table:number-rows-repeated="1000000000">%s</table:table-row></table:table>'
    document = b'<o:document-content xmlns:o="o" xmlns:table="t" xmlns:text="x"><o:body><o:text>%s</o:text></o:body></o:document-content>'
    return package(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": document % (rows % cell)}
    )


def spaces_by_number() -> bytes:
    text = b'<text:p><text:s text:c="999999999"/></text:p>' * 5_000
    return ods(b"<table:table-row><table:table-cell>" + text + b"</table:table-cell></table:table-row>")


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A whole OLE file with one stream."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    count = len(stream) // 512
    tables = (count + 2) // 127 + 1
    fat = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE] + [0xFFFFFFFD] * tables
    fat += [0xFFFFFFFF] * (tables * 128 - len(fat))
    entries = b""
    for title, kind, child, size, start in (
        ("Root Entry", 5, 1, 0, 0xFFFFFFFE),
        (name, 2, 0xFFFFFFFF, len(stream), 0),
    ):
        letters = title.encode("utf-16-le")
        entries += letters.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(letters) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child
        )
        entries += b"\0" * 36 + struct.pack("<III", start, size, 0)
    head = OLE_MAGIC + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack(f"<{tables}I", *range(count + 1, count + 1 + tables))
    return head.ljust(512, b"\xff") + stream + entries.ljust(512, b"\0") + struct.pack(f"<{len(fat)}I", *fat)


def record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def biff(sheet: bytes, more: bytes = b"") -> bytes:
    """An Excel 97 workbook of one sheet with these records."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + more
    name = b"\x01\x00A"
    begins = len(start) + 4 + 6 + len(name) + 4
    book = start + record(0x85, struct.pack("<IBB", begins, 0, 0) + name) + record(0x0A, b"")
    return compound(
        book + record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + sheet + record(0x0A, b"")
    )


def number_at(row: int, column: int) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


def far_corner() -> bytes:
    return biff(number_at(65_535, 255))


def far_cells() -> bytes:
    return biff(b"".join(number_at(row, 255) for row in range(0, 65_536, 4)))


def strings_that_lie() -> bytes:
    return biff(
        number_at(0, 0),
        record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + b"\xff\xff\x0f" + b"\xff" * 20),
    )


def million_objects() -> bytes:
    return pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", *[b"0"] * 60_000]
    )


def forms_in_forms() -> bytes:
    """Each of thirty forms draws the next one twice."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        b"<< /Length 5 >>\nstream\n/X Do\nendstream",
    ]  # fmt: skip
    for n in range(5, 36):
        names = b"/Resources << /XObject << /X %d 0 R >> >>" % (n + 1)
        parts.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] %s /Length 11 >>\nstream\n/X Do /X Do\nendstream"
            % names
        )
    return pdf(parts)


def endless_ranges() -> bytes:
    """A font whose table says: four milliard letters, one after the other."""
    table = zlib.compress(
        b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"
    )
    made = page(b"BT /F 10 Tf 50 700 Td (Danh sach) Tj ET")
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>"
    parts = [
        part.partition(b"obj\n")[2].partition(b"\nendobj")[0]
        for part in made.split(b" 0 ")[1:]
        if b"\nendobj" in part
    ]
    parts[4] = font
    parts += [b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(table), table)]
    parts += [
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    ]
    return pdf(parts)


def slow_rows() -> bytes:
    """Five million rows of one byte, each to be added to the one before."""
    packed = zlib.compress(b"\x02\x01" * 5_000_000, 9)
    return page(packed, b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 1 >>")


def streams_in_themselves() -> bytes:
    kept = b"<< /Type /ObjStm /N 1 /First 4 /Extends 3 0 R /Length 8 >>\nstream\n2 0 3 0 R\nendstream"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"3 0 R", kept])


def far_table() -> bytes:
    table = b"<< /Type /XRef /Size 2147483647 /Index [0 2147483647] /W [1 4 2] /Root 1 0 R /Length 7 >>\nstream\n1234567\nendstream"
    data = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    return data + b"2 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(data)


def unclosed() -> bytes:
    return html(b"<tr>" + b"<td>x<td><b><i>" * 150_000)


def backwards_2003() -> bytes:
    return excel_2003(
        b"".join(
            b'<Row ss:Index="%d"><Cell ss:Index="-%d"><Data>x</Data></Cell></Row>' % (n, n)
            for n in range(19_000, 0, -1)
        )
    )


def sheets_of_nothing() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in book_parts(b"<worksheet/>").items():
            archive.writestr(name, data)
        for n in range(4_900):
            archive.writestr(f"xl/worksheets/t{n}.xml", b"<worksheet>" + b" " * 30_000 + b"</worksheet>")
    return out.getvalue()


PILE = "a" + "\u0301\u0323" * 1_950
DEEPER = [
    Case("380,000 short cells, none a heading", "csv", lambda: wide("x"), "a.csv", "inert", slow=True),
    Case("380,000 cells, each a heading", "csv", lambda: wide("Họ và tên"), "a.csv", "refused", slow=True),
    Case("19,000 lines of headings", "csv", lambda: (HEAD * 19_000).encode(), "a.csv", "inert", slow=True),
    Case("letters under 3,900 marks", "csv", lambda: lines_of(PILE), "a.csv", "inert"),
    Case("one letter under a million marks", "csv", lambda: ("a" + "\u0301\u0323" * 500_000 + ",b,c\n1,2,3\n").encode(), "a.csv", "inert"),
    Case("hosts of two thousand parts", "csv", lambda: lines_of("a." * 1_950), "a.csv", "inert"),
    Case("signs at each other", "csv", lambda: lines_of("a@" * 1_950), "a.csv", "inert"),
    Case("8 MB of forms of address", "csv", lambda: lines_of("Mr. " * 950, 300), "a.csv", "inert", slow=True),
    Case("8 MB of phone numbers", "csv", lambda: lines_of("0951234567 " * 350, 300), "a.csv", "inert", slow=True),
    Case("quotations in quotations", "csv", lambda: b'a,b,c\n"' + b'""",""' * 2_000_000, "a.csv", "inert"),
    Case("letters in letters, thirty deep", "docx", letters_in_letters, "a.docx", "inert"),
    Case("a million different texts", "xlsx", different_texts, "a.xlsx", "inert", slow=True),
    Case("65,000 fonts and 300,000 formats", "xlsx", many_formats, "a.xlsx", "inert"),
    Case("formulas that call a program", "xlsx", dde, "a.xlsx", "inert"),
    Case("numbers that are none", "xlsx", numbers_that_are_none, "a.xlsx", "inert"),
    Case("a text with a number of 100,000 digits", "xlsx", texts_by_no_number, "a.xlsx", "inert"),
    Case("zip64: four milliard entries", "xlsx", lambda: zip64(1 << 32, 0), "a.xlsx", "inert"),
    Case("zip64: a directory of an exabyte", "xlsx", lambda: zip64(3, 1 << 60), "a.xlsx", "refused"),
    Case("60 entries that lie over each other", "xlsx", crowded, "a.xlsx", "refused"),
    Case("4,900 parts of 30 kB", "xlsx", sheets_of_nothing, "a.xlsx", "inert", slow=True),
    Case("ten milliard laughs in the relations", "docx", laughing_relations, "a.docx", "refused"),
    Case("relations 200,000 deep", "xlsx", deep_relations, "a.xlsx", "refused"),
    Case("a document type in two pieces", "docx", parted_doctype, "a.docx", "refused"),
    Case("a row repeated a milliard times", "odt", odt_of_rows, "a.odt", "inert"),
    Case("blanks by the milliard", "ods", spaces_by_number, "a.ods", "inert"),
    Case("one cell in the last corner", "xls", far_corner, "a.xls", "inert"),
    Case("16,000 rows with a cell in the last column", "xls", far_cells, "a.xls", "inert"),
    Case("four milliard shared texts", "xls", strings_that_lie, "a.xls", "inert"),
    Case("60,000 objects", "pdf", million_objects, "a.pdf", "refused", slow=True),
    Case("thirty forms that each draw the next one twice", "pdf", forms_in_forms, "a.pdf", "refused", slow=True),
    Case("a font of four milliard letters", "pdf", endless_ranges, "a.pdf", "refused", slow=True),
    Case("five million rows of one byte", "pdf", slow_rows, "a.pdf", "refused", slow=True),
    Case("a stream of objects that goes on in itself", "pdf", streams_in_themselves, "a.pdf", "refused"),
    Case("a directory of two milliard places", "pdf", far_table, "a.pdf", "refused", slow=True),
    Case("150,000 cells that are never closed", "html", unclosed, "a.xls", "inert"),
    Case("lines from the last to the first", "xml", backwards_2003, "a.xls", "inert"),
]  # fmt: skip
