"""Harmful archives and workbooks: xlsx, xlsb, ods."""

import io
import struct
import zipfile
from functools import partial

from tests.harm.packing import (
    DECLARATION,
    ENTITIES,
    MILLION,
    OUTSIDE,
    Case,
    book,
    book_parts,
    ods,
    package,
    row_of,
)  # fmt: skip

CORNER = b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
CELL = b'<table:table-cell o:value-type="string" %s><text:p>x</text:p></table:table-cell>'


def flat_bomb() -> bytes:
    return book(b" " * (130 * MILLION))


def lying_size() -> bytes:
    data = bytearray(flat_bomb())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rfind(mark)
        data[at + place : at + place + 4] = struct.pack("<I", 100)
    return bytes(data)


def sum_of_parts() -> bytes:
    parts = book_parts(b"<worksheet/>")
    return package(parts | {f"xl/worksheets/t{n}.xml": b" " * (15 * MILLION) for n in range(20)})


def nested() -> bytes:
    inner = package({"a": b"\0" * (20 * MILLION)})
    for _level in range(6):
        inner = package({f"{n}.zip": inner for n in range(10)})
    return inner


def many_entries() -> bytes:
    return package({f"xl/{n}": b"" for n in range(120_000)}, zipfile.ZIP_STORED)


def overlapping() -> bytes:
    """Five thousand names in the directory, all of one and the same piece."""
    data = package({"xl/workbook.xml": b" " * (40 * MILLION)})
    at = data.rfind(b"PK\x01\x02")
    entry, end = data[at : data.rfind(b"PK\x05\x06")], data[data.rfind(b"PK\x05\x06") :]
    names = b"".join(entry.replace(b"workbook", b"wb%06d" % n) for n in range(4_000))
    return (
        data[:at]
        + entry
        + names
        + end[:8]
        + struct.pack("<HHII", 4_001, 4_001, len(entry + names), at)
        + b"\0\0"
    )


def other_compression(method: int) -> bytes:
    return package(book_parts(b"<worksheet>" + b" " * (30 * MILLION) + b"</worksheet>"), method)


def entry_named(name: str) -> bytes:
    return package(book_parts(b"<worksheet/>") | {name: b"x"})


def nul_in_name() -> bytes:
    return entry_named("xl/evilQ.xml").replace(b"xl/evilQ", b"xl/evil\0")


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in [*book_parts(b"<worksheet/>").items(), ("xl/workBook.xml", b"<a/>")]:
            archive.writestr(name, data)
    return out.getvalue().replace(b"workBook", b"workbook")


def with_part(name: str, head: bytes, body: bytes) -> bytes:
    return package(book_parts(b"<worksheet/>") | {name: DECLARATION + head + body})


def utf16_entities() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES.decode() + "<worksheet>&a9;</worksheet>"
    return package(book_parts(b"<worksheet/>") | {"xl/worksheets/s.xml": text.encode("utf-16")})


def shared(count: int, length: int) -> bytes:
    items = b"<si><t>" + b"x" * length + b"</t></si>"
    return book(b'<row><c t="s"><v>1</v></c></row>', sharedStrings=b"<sst>" + items * count + b"</sst>")


def one_shared_everywhere() -> bytes:
    """One long text named by a hundred thousand cells: small on the disk, large as soon as it is copied."""
    rows = (b"<row>" + b'<c t="s"><v>0</v></c>' * 20 + b"</row>") * 10_000
    return book(rows, sharedStrings=b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>")


def index_lies() -> bytes:
    cells = b'<c t="s"><v>99999999</v></c><c t="s"><v>-5</v></c><c s="99999999"><v>1</v></c>'
    return book((b"<row>" + cells + b"</row>") * 30_000, sharedStrings=b"<sst/>")


def garbage_xlsb() -> bytes:
    return package({"xl/workbook.bin": bytes(range(256)) * 400, "xl/worksheets/sheet1.bin": b"\xff" * 90_000})


def workbook_of_itself() -> bytes:
    parts = book_parts(b"<worksheet/>")
    parts["xl/_rels/workbook.xml.rels"] = (
        b'<Relationships><Relationship Id="r1" Type="t/worksheet" Target="workbook.xml"/></Relationships>'
    )
    sheets = b"".join(b'<sheet name="%d" r:id="r1"/>' % n for n in range(200_000))
    parts["xl/workbook.xml"] = b'<workbook xmlns:r="r"><sheets>' + sheets + b"</sheets></workbook>"
    return package(parts)


def repeated_row(times: int, cell: bytes) -> bytes:
    return ods(b'<table:table-row table:number-rows-repeated="%d">%s</table:table-row>' % (times, cell))


def nested_ods() -> bytes:
    deep = b"<table:table-row-group>" * 200_000 + b"</table:table-row-group>" * 200_000
    return ods(deep)


def nested_paragraphs() -> bytes:
    spans = b"<text:span>" * 240 + b"x" + b"</text:span>" * 240
    cell = b'<table:table-cell o:value-type="string"><text:p>' + spans + b"</text:p></table:table-cell>"
    return ods((b"<table:table-row>" + cell * 4 + b"</table:table-row>") * 3_000)


def ods_of_many_styles() -> bytes:
    style = b"".join(
        b'<s:style xmlns:s="s" s:name="a%d" s:parent-style-name="a%d"/>' % (n, n + 1) for n in range(150_000)
    )
    return ods(style)


def deep_rows() -> bytes:
    return book(b"<row>" * 100_000 + b"</row>" * 100_000)


def merges(count: int) -> bytes:
    refs = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (n, n) for n in range(1, count))
    return book(row_of(["x"]), after=b"<mergeCells>" + refs + b"</mergeCells>")


def links(count: int) -> bytes:
    refs = b"".join(b'<hyperlink ref="A%d" r:id="r9"/>' % n for n in range(1, count))
    return book(row_of(["x"]), after=b'<hyperlinks xmlns:r="r">' + refs + b"</hyperlinks>")


WHOLE = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
BOOKS = [
    Case("an archive that inflates to 130 MB", "xlsx", flat_bomb, "a.xlsx", "refused"),
    Case("the directory says 100 bytes", "xlsx", lying_size, "a.xlsx", "refused"),
    Case("20 parts of 15 MB each", "xlsx", sum_of_parts, "a.xlsx", "refused"),
    Case("archives in archives, six deep", "zip", nested, "a.xlsx", "refused"),
    Case("120,000 entries", "xlsx", many_entries, "a.xlsx", "refused", slow=True),
    Case("4,000 entries that are one and the same piece", "xlsx", overlapping, "a.xlsx", "refused"),
    Case("packed with bzip2", "xlsx", partial(other_compression, zipfile.ZIP_BZIP2), "a.xlsx", "refused"),
    Case("packed with LZMA", "xlsx", partial(other_compression, zipfile.ZIP_LZMA), "a.xlsx", "refused", slow=True),
    Case("an entry ../../etc/passwd", "xlsx", partial(entry_named, "../../etc/passwd"), "a.xlsx", "refused"),
    Case("an entry /etc/passwd", "xlsx", partial(entry_named, "/etc/passwd"), "a.xlsx", "refused"),
    Case("an entry C:\\Windows", "xlsx", partial(entry_named, "C:\\Windows\\a"), "a.xlsx", "refused"),
    Case("an entry whose name holds NUL", "xlsx", nul_in_name, "a.xlsx", "inert"),
    Case("an entry of 60,000 letters", "xlsx", partial(entry_named, "x" * 60_000), "a.xlsx", "refused"),
    Case("two entries of one name", "xlsx", twice, "a.xlsx", "refused"),
    Case("a cell in the last corner", "xlsx", partial(book, b'<row r="1048576">' + CORNER + b"</row>"), "a.xlsx", "inert"),
    Case("10,000 rows with a cell in the last column", "xlsx", partial(book, (b"<row>" + CORNER + b"</row>") * 10_000), "a.xlsx", "inert"),
    Case("a dimension of the whole sheet", "xlsx", partial(book, row_of(["x"]), b'<dimension ref="A1:XFD1048576"/>'), "a.xlsx", "inert"),
    Case("one merged area of the whole sheet", "xlsx", partial(book, row_of(["x"]), b"", WHOLE), "a.xlsx", "inert"),
    Case("200,000 merged areas", "xlsx", partial(merges, 200_000), "a.xlsx", "inert"),
    Case("200,000 links", "xlsx", partial(links, 200_000), "a.xlsx", "inert"),
    Case("a million cells", "xlsx", partial(book, (b"<row>" + b"<c><v>1</v></c>" * 50 + b"</row>") * 20_001), "a.xlsx", "refused"),
    Case("a row of a million cells", "xlsx", partial(book, b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>"), "a.xlsx", "inert"),
    Case("rows in rows, 100,000 deep", "xlsx", deep_rows, "a.xlsx", "refused"),
    Case("ten milliard laughs in the workbook", "xlsx", partial(with_part, "xl/workbook.xml", ENTITIES, b"<workbook>&a9;</workbook>"), "a.xlsx", "refused"),
    Case("ten milliard laughs in the sheet", "xlsx", partial(with_part, "xl/worksheets/s.xml", ENTITIES, b"<worksheet>&a9;</worksheet>"), "a.xlsx", "refused"),
    Case("the same in UTF-16", "xlsx", utf16_entities, "a.xlsx", "refused"),
    Case("an entity that names a file, in the texts", "xlsx", partial(with_part, "xl/sharedStrings.xml", OUTSIDE, b"<sst><si><t>&out;</t></si></sst>"), "a.xlsx", "refused"),
    Case("a document type in the styles", "xlsx", partial(with_part, "xl/styles.xml", b"<!DOCTYPE x>", b"<styleSheet/>"), "a.xlsx", "refused"),
    Case("an entity in the relations", "xlsx", partial(with_part, "xl/_rels/workbook.xml.rels", OUTSIDE, b"<R>&out;</R>"), "a.xlsx", "refused"),
    Case("2,000,000 shared texts", "xlsx", partial(shared, 2_000_000, 8), "a.xlsx", "refused"),
    Case("a shared text of 100 MB", "xlsx", partial(shared, 2, 50 * MILLION), "a.xlsx", "refused"),
    Case("one long text in 200,000 cells", "xlsx", one_shared_everywhere, "a.xlsx", "refused"),
    Case("texts and formats that are not there", "xlsx", index_lies, "a.xlsx", "inert"),
    Case("an attribute of 15 MB", "xlsx", partial(book, b'<row x="' + b"y" * (15 * MILLION) + b'"/>'), "a.xlsx", "refused"),
    Case("200,000 sheets, each the workbook itself", "xlsx", workbook_of_itself, "a.xlsx", "inert"),
    Case("random bytes as xlsb", "xlsb", garbage_xlsb, "a.xlsb", "refused"),
    Case("a filled row repeated a million times", "ods", partial(repeated_row, 1_048_576, CELL % b""), "a.ods", "refused"),
    Case("a filled cell repeated a million times", "ods", partial(repeated_row, 1, CELL % b'table:number-columns-repeated="1000000"'), "a.ods", "inert"),
    Case("both", "ods", partial(repeated_row, 1_048_576, CELL % b'table:number-columns-repeated="16384"'), "a.ods", "refused"),
    Case("groups in groups, 200,000 deep", "ods", nested_ods, "a.ods", "refused"),
    Case("12,000 cells of 240 spans in each other", "ods", nested_paragraphs, "a.ods", "inert", slow=True),
    Case("150,000 styles, each built on the next", "ods", ods_of_many_styles, "a.ods", "inert"),
    Case("ten milliard laughs", "ods", partial(ods, b"<table:table-row>&a9;</table:table-row>", ENTITIES), "a.ods", "refused"),
]  # fmt: skip
