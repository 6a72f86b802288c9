"""Word files of 1997 to 2003, with the programs that are installed, and as each of them would be read alone."""

import base64
import json
from pathlib import Path

import pytest

from nhipcau.formats import guarded, outside
from nhipcau.formats.readers import doc
from nhipcau.register.reading import read_file

FILES = Path(__file__).parent / "files"
installed = [p for p in ("soffice", "antiword") if outside.is_there(p)]
needs_one = pytest.mark.skipif(not installed, reason="neither LibreOffice nor antiword is installed")
needs_both = pytest.mark.skipif(len(installed) < 2, reason="LibreOffice or antiword is not installed")
HEADINGS = "STT |Họ tên |Email | |"


def refusal(name, data=None):
    with pytest.raises(guarded.Refused) as refused:
        read_file(data or (FILES / name).read_bytes(), name=name)
    return refused.value.code


def people(name):
    read = read_file((FILES / name).read_bytes(), name=name)
    return [(p.table, p.name) for p in read.rows], read


@needs_both
def test_a_list_at_the_end_of_an_old_word_file_is_read_whole():
    rows, read = people("list-at-the-end.doc")

    assert rows == [
        (1, "Nguyễn Phương Trang"), (1, "Nguyễn Minh Nguyệt"), (2, "Nguyễn Thị Bích Phượng"), (2, "Nguyễn Minh Cường"), (2, "Tạ Tuấn Lộc"),
    ]  # fmt: skip
    assert read.unit == "Công ty TNHH Vân Mơ Hạ"
    assert not any(p.has_error for p in read.rows)


@needs_both
@pytest.mark.parametrize(("name", "count"), [("two-people-in-a-row.doc", 7), ("headings-in-two-rows.doc", 8)])
def test_two_people_in_a_row_and_headings_in_two_rows_stay_what_they_are(name, count):
    rows, read = people(name)

    assert len(rows) == count
    assert all(p.name and "\n" not in p.name and p.facebook_name for p in read.rows)


@needs_one
@pytest.mark.parametrize("program", installed)
@pytest.mark.parametrize(
    ("name", "count"),
    [("list-at-the-end.doc", 5), ("two-people-in-a-row.doc", 7), ("headings-in-two-rows.doc", 8)],
)
def test_with_one_program_alone_nobody_is_lost(monkeypatch, program, name, count):
    monkeypatch.setattr(outside, "is_there", lambda p: p == program)
    try:
        rows, _read = people(name)
    except guarded.Refused as refused:
        assert refused.code == "format"
    else:
        assert len(rows) == count


def test_without_a_program_the_file_must_be_saved_as_docx(monkeypatch):
    monkeypatch.setattr(outside, "is_there", lambda _p: False)

    assert refusal("list-at-the-end.doc") == "format"


def test_a_password_is_told_as_one():
    data = bytearray((FILES / "list-at-the-end.doc").read_bytes())
    data[data.find(b"\xec\xa5") + 11] |= 1

    assert refusal("a.doc", bytes(data)) == "encrypted"


def asked(**said):
    return json.dumps(
        {key: base64.b64encode(value.encode()).decode() for key, value in said.items()}
    ).encode()


def test_a_table_run_together_by_antiword_is_parted_at_its_strokes():
    words = (
        f"ĐƠN VỊ: Trường Gò Mây\n\n{HEADINGS}1 |Lê Thị Mơ |mo@example.org | |2 |Trần Văn\nHải | | |\n\nHết"
    )
    document, _pictures = doc.read(asked(words=words))

    assert [block for block in document.blocks() if block != ("line", "")] == [
        ("line", "ĐƠN VỊ: Trường Gò Mây"),
        (
            "table",
            [["STT", "Họ tên", "Email"], ["1", "Lê Thị Mơ", "mo@example.org"], ["2", "Trần Văn\nHải", ""]],
        ),
        ("line", "Hết"),
    ]


@pytest.mark.parametrize(
    "rest", ["1 |Lê Thị Mơ | |", "1 |Lê | Mơ |mo@example.org | |", "1 |Lê Thị Mơ |mo@example.org |"]
)
def test_strokes_that_do_not_come_out_are_not_guessed(rest):
    with pytest.raises(guarded.Refused) as refused:
        doc.read(asked(words=HEADINGS + rest))

    assert refused.value.code == "format"
