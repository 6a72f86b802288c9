"""Small makers that the corpus is put together from: packages, workbooks, PDFs, OLE files; nothing is kept as a file."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MILLION = 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname">]>'
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Case:
    """One file: what it is, how it is made, the name it is sent under, and how it must end.

    `ends` is "refused", "inert" (refused, or read with nothing done) or "read"; `slow` keeps it out of the ordinary test.
    """

    about: str
    kind: str
    make: Callable[[], bytes]
    name: str
    ends: str
    slow: bool = False


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def book_parts(sheet: bytes) -> dict[str, bytes]:
    """The least parts of a workbook with one sheet."""
    return {
        "xl/workbook.xml": b'<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
        % (MAIN, RELATIONS),
        "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/s.xml"/>'
        b'<Relationship Id="r2" Type="t/sharedStrings" Target="sharedStrings.xml"/>'
        b'<Relationship Id="r3" Type="t/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/s.xml": sheet,
    }


def book(rows: bytes = b"", before: bytes = b"", after: bytes = b"", **parts: bytes) -> bytes:
    """A workbook of these rows; `parts` are more entries of the folder xl, by their name without .xml."""
    sheet = (
        b'<worksheet xmlns="%s">' % MAIN
        + before
        + b"<sheetData>"
        + rows
        + b"</sheetData>"
        + after
        + b"</worksheet>"
    )
    return package(book_parts(sheet) | {f"xl/{name}.xml": data for name, data in parts.items()})


def row_of(values: Iterable[str], attributes: bytes = b"") -> bytes:
    """A row of inline texts."""
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values).encode()
    return b"<row" + attributes + b">" + cells + b"</row>"


def ods(content: bytes, before: bytes = b"") -> bytes:
    """An OpenDocument sheet of these rows in one table."""
    document = (
        before
        + b'<o:document-content xmlns:o="o" xmlns:table="t" xmlns:text="x"><o:body><o:spreadsheet><table:table>'
        + content
        + b"</table:table></o:spreadsheet></o:body></o:document-content>"
    )
    return package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": document})


def letter(body: bytes, before: bytes = b"", **parts: bytes) -> bytes:
    """A Word file with this body."""
    main = before + b'<w:document xmlns:w="%s"><w:body>' % WORD + body + b"</w:body></w:document>"
    return package({"word/document.xml": main} | {f"word/{name}.xml": data for name, data in parts.items()})


def pdf(parts: list[bytes], trailer: bytes = b"", start: int | None = None) -> bytes:
    """A PDF of these objects, the first of which is the catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        trailer,
        len(out) if start is None else start,
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end


def page(stream: bytes, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page that draws this stream."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), extra, stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ],
        trailer,
    )


def ole(streams: list[str], fat: list[int] | None = None, child: int = 1, size: int = 4096) -> bytes:
    """An OLE file with these (empty) streams; `fat` and `child` may be made to loop."""
    entries = [_entry("Root Entry", 5, child, 0, 0xFFFFFFFE)]
    entries += [_entry(name, 2, 0xFFFFFFFF, size, 2) for name in streams]
    directory = b"".join(entries).ljust(512, b"\0")[:512]
    table = fat or [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    sector = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    head = OLE_MAGIC + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    return head[:512].ljust(512, b"\xff") + sector + directory + b"\0" * 4096


def _entry(name: str, kind: int, child: int, size: int, start: int) -> bytes:
    letters = name.encode("utf-16-le")
    head = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters) + 2, kind, 1)
    head += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + b"\0" * 36 + struct.pack("<III", start, size, 0)
