"""A stranger's file is read in a child; whatever it is built to do, the caller gets a document or a refusal."""

import io
import socket
import struct
import threading
import zipfile

import openpyxl
import pytest

from nhipcau.formats import child, guarded, workbooks
from nhipcau.formats.guarded import Refused


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        guarded.read(data, name=name)
    return refused.value.code


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


WORKBOOK = {
    "xl/workbook.xml": b'<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": b'<R><R Id="r1" Type="t/worksheet" Target="worksheets/s.xml"/></R>',
}


def workbook(sheet: bytes, **more: bytes) -> bytes:
    return package(WORKBOOK | {"xl/worksheets/s.xml": sheet} | more)


def test_a_workbook_is_read_with_what_only_a_file_knows():
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Họ tên", "Điện thoại"])
    page.append(["Nguyễn Thị Ví Dụ", 951234567])
    page["A2"].hyperlink = "https://www.facebook.com/vidu.trang"
    page["A2"].font = openpyxl.styles.Font(name=".VnTime")
    page.merge_cells("A3:B4")
    page["A3"] = '=HYPERLINK("https://example.org/","xem")'
    page.row_dimensions[2].hidden = True
    book.create_sheet("ẩn").sheet_state = "hidden"
    book["ẩn"]["A1"] = "x"
    out = io.BytesIO()
    book.save(out)

    document = guarded.read(out.getvalue(), name="a.xlsx")

    first, second = document.sheets
    assert first.texts()[0] == ["Họ tên", "Điện thoại"]
    row = first.rows[1]
    assert (row.hidden, row.cells[1].number, row.cells[1].text) == (True, 951234567.0, "951234567")
    assert (row.cells[0].link, row.cells[0].font) == ("https://www.facebook.com/vidu.trang", ".vntime")
    assert (first.merged[0].top, first.merged[0].right) == (3, 1)
    assert (first.rows[2].cells[0].text, first.rows[2].cells[0].link) == ("xem", "https://example.org/")
    assert second.hidden


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "corrupt"),
        (b"\0" * 500, "a.xlsx", "corrupt"),
        (b"\xff\xd8\xff\xe0" + b"j" * 100, "a.jpg", "needs-typing"),
        (b"\x89PNG\r\n\x1a\n" + b"j" * 100, "bieu.xlsx", "needs-typing"),
        (b"PK\x03\x04" + b"x" * 500, "a.xlsx", "corrupt"),
        (b"{\\rtf1 x}", "a.doc", "format"),
        (b"Rar!\x1a\x07\x00xx", "a.rar", "format"),
        (b"MZ\x90\x00" + b"x" * 100, "a.xlsx", "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls", "corrupt"),
        (b"%PDF-1.4\n1 0 obj", "a.pdf", "corrupt"),
        (package({"a.txt": b"x"}), "a.zip", "format"),
        (package({"../../etc/x": b"x", "xl/workbook.xml": b"<a/>"}), "a.xlsx", "unsafe"),
        (package({"content.xml": b"<a/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                  "META-INF/manifest.xml": b"<x><encryption-data/></x>"}), "a.ods", "encrypted"),
        (workbook(b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "a.xlsx", "unsafe"),
        (workbook(b"<worksheet><sheetData><row><c>"), "a.xlsx", "corrupt"),
        (b"x" * (guarded.MOST_BYTES + 1), "a.csv", "unsafe"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(data, name, code):
    assert refusal(data, name) == code


def test_an_archive_that_inflates_too_far_is_refused_before_it_is_read():
    bomb = workbook(b"<worksheet>" + b" " * (130 * 1024 * 1024) + b"</worksheet>")

    assert len(bomb) < 1024 * 1024
    assert refusal(bomb, "a.xlsx") == "unsafe"


def test_a_directory_that_lies_about_sizes_is_found_out():
    bomb = bytearray(workbook(b"<worksheet>" + b" " * (130 * 1024 * 1024) + b"</worksheet>"))
    at = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"PK\x01\x02") + 1)
    bomb[at + 24 : at + 28] = struct.pack("<I", 100)

    assert refusal(bytes(bomb), "a.xlsx") in ("unsafe", "corrupt")


def test_a_sheet_of_too_many_cells_is_refused():
    row = b"<row><c><v>1</v></c><c><v>2</v></c></row>"

    assert (
        refusal(workbook(b"<worksheet><sheetData>" + row * 30_000 + b"</sheetData></worksheet>"), "a.xlsx")
        == "unsafe"
    )


SHUT_IN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from nhipcau.formats.child import shut_in; shut_in()\n"
)


def test_a_file_that_takes_the_childs_memory_is_refused_and_nothing_else_notices(monkeypatch):
    monkeypatch.setattr(guarded, "START", SHUT_IN + "x = b'x' * (900 * 1024 * 1024)")

    assert refusal(b"a,b,c\n1,2,3\n", "a.csv") == "unsafe"


def test_a_child_that_does_not_end_is_killed(monkeypatch):
    monkeypatch.setattr(guarded, "WALL_CLOCK", 0.5)
    monkeypatch.setattr(guarded, "START", "while True: pass")

    assert refusal(b"a,b,c\n1,2,3\n", "a.csv") == "unsafe"


def test_a_child_that_is_killed_is_a_refusal(monkeypatch):
    monkeypatch.setattr(guarded, "START", "import os; os.kill(os.getpid(), 9)")

    assert refusal(b"a,b,c\n1,2,3\n", "a.csv") == "unsafe"


def test_a_child_that_talks_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(guarded, "MOST_ANSWER", 10_000)
    monkeypatch.setattr(guarded, "START", "import sys\nwhile True: sys.stdout.write('x' * 1000)")

    assert refusal(b"a,b,c\n1,2,3\n", "a.csv") == "unsafe"


def test_the_child_has_no_network(monkeypatch):
    server = socket.create_server(("127.0.0.1", 0))
    here = server.getsockname()
    ask = f"""
import json, socket
try:
    socket.create_connection({here!r}, 2)
    print(json.dumps({{"refused": "reached"}}))
except OSError:
    print(json.dumps({{"refused": "alone"}}))
"""
    monkeypatch.setattr(guarded, "START", SHUT_IN + ask)

    with server:
        assert refusal(b"a,b,c\n1,2,3\n", "a.csv") == "alone"


def test_the_child_imports_nothing_of_the_web_side():
    import subprocess
    import sys

    script = "import sys; sys.path.insert(0, sys.argv[1]); import nhipcau.formats.child, nhipcau.formats.readers.docx; print('django' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-I", "-c", script, guarded.PACKAGES], capture_output=True, text=True, check=True
    )

    assert out.stdout.strip() == "False"
    assert child.MEMORY <= 512 * 1024 * 1024


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffHọ tên,Điện thoại,Email\nLê Thị Mơ,0951234567,a@example.org\n".encode(),
        "Họ tên\tĐiện thoại\tEmail\r\nLê Thị Mơ\t0951234567\ta@example.org\r\n".encode("utf-16"),
        "Họ tên;Điện thoại;Email\nLê Thị Mơ;0951234567;a@example.org\n".encode(),
    ],
)
def test_text_of_several_encodings_and_separators_reads_alike(data):
    document = guarded.read(data, name="a.csv")

    assert document.sheets[0].texts() == [
        ["Họ tên", "Điện thoại", "Email"],
        ["Lê Thị Mơ", "0951234567", "a@example.org"],
    ]


def test_windows_1258_reads_as_composed_letters():
    import unicodedata

    text = unicodedata.normalize("NFD", "Họ tên,Chức vụ,Đơn vị\nTrần Thị Hường,Thủ quỹ,Trường Mầm non\n")
    loose = "".join(c for c in unicodedata.normalize("NFC", text))
    out = b""
    for letter in loose:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = (
                parts[-1]
                if parts[-1] in "\u0300\u0301\u0303\u0309\u0323"
                else next(p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323")
            )
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += (base + tone).encode("cp1258")

    assert guarded.read(out, name="a.csv").sheets[0].texts()[1] == [
        "Trần Thị Hường",
        "Thủ quỹ",
        "Trường Mầm non",
    ]


def test_many_files_are_read_at_once():
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda: results.append(guarded.read(b"a,b,c\n1,2,3\n", name="a.csv").kind))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == ["csv"] * 8


def test_texts_are_never_written_as_formulas():
    data = workbooks.write_table(
        ["=A", "b"], [["=1+1", "+84951234567"], ["@x", "http://example.org"]], title_rows=["-t"]
    )

    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert all(cell.data_type in ("s", "n") for row in page.iter_rows() for cell in row)
    assert page["A4"].value == "=1+1"
    assert not page._hyperlinks


def test_a_csv_cell_that_looks_like_a_formula_is_disarmed():
    text = workbooks.write_csv(["a"], [["=1+1"], ["+84"], ["-x"], ["@y"], ["z"]]).decode("utf-8-sig")

    assert text.split() == ["a", "'=1+1", "'+84", "'-x", "'@y", "z"]


def test_where_the_reader_must_be_alone_and_is_not_nothing_is_read(monkeypatch):
    monkeypatch.setattr(guarded, "MUST_BE_ALONE", True)
    assert guarded.is_alone()
    assert guarded.read(b"a,b,c\n1,2,3\n", name="a.csv").kind == "csv"

    script = guarded.START.replace(
        "main()", "import nhipcau.formats.child as c; c.without_network = lambda: False; main()"
    )
    monkeypatch.setattr(guarded, "START", script)

    assert refusal(b"a,b,c\n1,2,3\n", "a.csv") == "unsafe"


def test_deep_nesting_and_repeated_rows_are_unsafe():
    deep = b"<worksheet><sheetData>" + b"<row>" * 3_000 + b"</row>" * 3_000 + b"</sheetData></worksheet>"
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    many = f"""<o:document-content xmlns:o="o" xmlns:office="o" xmlns:table="t" xmlns:text="x"><o:body><o:spreadsheet><table:table>
        <table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row></table:table></o:spreadsheet></o:body></o:document-content>"""
    sheet = package(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": many.encode()}
    )

    assert refusal(workbook(deep), "a.xlsx") == "unsafe"
    assert refusal(sheet, "a.ods") == "unsafe"


def test_a_long_cell_is_cut_and_the_rest_is_read():
    data = b"a,b,c\n" + b"x" * 2_000_000 + b",2,3\n4,5,6\n"

    assert [len(t) for t in guarded.read(data, name="a.csv").sheets[0].texts()[1]] == [4000, 1, 1]
