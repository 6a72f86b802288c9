"""A list goes out as XLSX, DOCX and CSV and comes in again the same, whatever its cells say; nothing is a formula."""

import json
import uuid
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.core import clock
from nhipcau.formats import child, guarded
from nhipcau.formats.harmless import harmed, harmless
from nhipcau.formats.model import Cell
from nhipcau.sheets import own_files
from nhipcau.sheets.designed import DesignedKind
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.models import Form, FormColumn, FormTable
from nhipcau.sheets.writing import (
    OWING,
    WRITERS,
    Block,
    Paper,
    Written,
    as_of_line,
    headings_of,
    sender_heading,
)

pytestmark = pytest.mark.files

DAY = date(2020, 10, 12)
WORDS = [
    "Tổng cộng", "Tổng cộng: 5", "Nơi nhận:", "Người lập biểu", "Thủ trưởng đơn vị", "ngày 3 tháng 4 năm 2020", "Ví dụ: Nguyễn Văn A", "nt", "-nt-",
    "như trên", '"', "(1)", "A", "1", "007", "0951", "1/2/2020", "2020-03-05", "1e5", "1,5", "1.234", "=1+1", "'=1+1", "''=x", "@SUM(A1)", "+84951200301",
    "-5", "=HYPERLINK(\"http://vidu.example\",\"x\")", "=\"0123\"", "\t=1", "\r\n=2", " =3", "＝4", "'", "'a", "_x0041_", "_x005F_", "<b>&amp;</b>", "]]>", "a;b;c;d",
    "a\tb\tc\td", "a|b|c|d", "x,y,z", "ĐƠN VỊ: Trường Khác", OWING, "STT", "Nơi gửi", "Họ và tên", "#NAME?", "TRUE", "Ghi chú: xem sau", "* xem sau",
    "I", "Trường Tiểu học Gió", "\u0001\u0007", "\ufffe", "\x85\u2028", "\u200bẩn\u202e", "ÑÆç thËm", "NguyÔn V¨n An", "Đỗ\u0301", "e\u0302\u0323", "😀 vui",
    "không có", "x" * 3990, "dòng 1\ndòng 2", 'nói "thế" à', "C:\\tep", "{{ 7*7 }}", "${x}", "\ufeffđầu",
]  # fmt: skip
HOSTILE = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.text("=+-@'\"\t\r\n ;,|0aĐ", max_size=8),
)
NUMBERS = st.one_of(
    st.integers(0, 10**15 - 1).map(str), st.sampled_from(["", "0", "007", "1.234", "12 người", "x"])
)
COLUMNS = [
    ("Nội dung", "text", HOSTILE), ("Số người", "number", NUMBERS), ("Số tiền", "money", NUMBERS), ("Ngày", "date", st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(str)),
    ("Hình thức", "choice", st.sampled_from(["Tiền mặt", "=Quà", "'Thẻ", "", "khác"])), ("Nơi ở", "unit", HOSTILE), ("Tổng cộng", "text", HOSTILE),
]  # fmt: skip
PERSONS = [
    ("Họ và tên", "person", st.one_of(HOSTILE, st.just("Lê Thị Bốn"))), ("Điện thoại", "phone", st.sampled_from(["0951200301", "", "+1 202 555 0143", "028 3822 1234", "x"])),
    ("E-mail", "email", st.sampled_from(["bon@example.org", "", "sai"])), ("Ghi gì cũng được", "text", HOSTILE),
]  # fmt: skip


def make_kind(union, *tables):
    form = Form.objects.create(
        unit=union.desk, unit_path=union.desk.path, title="=Danh sách; trợ, cấp", created_at=clock.now(), created_by=union.officer,
        submit_key=uuid.uuid4(),
    )  # fmt: skip
    for n, (layout, title, columns) in enumerate(tables, 1):
        table = FormTable.objects.create(form=form, order=n, layout=layout, title=title)
        for m, (heading, kind, _cells) in enumerate(columns, 1):
            choices = ["Tiền mặt", "=Quà", "'Thẻ"] if kind == "choice" else []
            total = kind in ("number", "money")
            FormColumn.objects.create(
                table=table, order=m, heading=heading, kind=kind, choices=choices, has_total=total
            )
    return DesignedKind(form)


@pytest.fixture
def here(monkeypatch):
    """Files are read in this process: a child for each of thousands would take the day."""

    def ask(data, kind):
        return json.loads(json.dumps(child.answer_to(data, kind)))

    monkeypatch.setattr(guarded, "_ask", ask)


def checked(kind, table, rows):
    """Cells as somebody typed them, as the values that a sheet keeps."""
    keys = [column.key for column in kind.table(table).columns]
    found = [
        FoundRow(table, n, {}, {key: Cell(text) for key, text in zip(keys, cells, strict=True)})
        for n, cells in enumerate(rows, 1)
    ]
    return [line.values for line in kind.check(Found(found, "Công đoàn Gió")).lines]


def paper_of(kind, values, *, sender=True):
    """Every table with its lines; `values` by table number."""
    blocks = []
    for table in kind.tables:
        lines = [Written("Trường Gió, xã Mây", one) for one in values.get(table.number, [])]
        totals = {
            c.key: sum(line.values.get(c.key) or 0 for line in lines) for c in table.columns if c.has_total
        }
        blocks.append(Block(table, headings_of(kind, table), lines, totals))
    head = [kind.title, "ĐƠN VỊ: Công đoàn Gió", "Mỗi người một dòng.", as_of_line(kind, DAY)]
    owing = [["STT", "Đơn vị"], [1, "=Trường Mưa"]]
    return Paper(head, blocks, sender=sender_heading(kind) if sender else "", owing=owing, by_unit=owing)


def read_again(kind, paper, ending):
    """The file through the product's reader and the form's own checks: values by table number."""
    found = kind.find(WRITERS[ending][0](paper), name=f"tong-hop.{ending}")
    values = {}
    for line in kind.check(found).lines:
        values.setdefault(line.table, []).append(line.values)
    return values


def lines_of(columns, most=6):
    return st.lists(st.tuples(*(cells for _heading, _kind, cells in columns)), min_size=1, max_size=most)


EASY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("sender", [True, False])
def test_what_goes_out_comes_in_again_whatever_the_cells_say(union, here, ending, sender):
    kind = make_kind(union, ("list", "Bảng kê", COLUMNS), ("list", "Người", PERSONS))

    @EASY
    @given(first=lines_of(COLUMNS), second=lines_of(PERSONS))
    def holds(first, second):
        values = {n: checked(kind, n, rows) for n, rows in ((1, first), (2, second))}

        assert read_again(kind, paper_of(kind, values, sender=sender), ending) == values

    holds()


@pytest.mark.parametrize("ending", WRITERS)
def test_records_with_labels_down_the_side_come_in_again(union, here, ending):
    kind = make_kind(union, ("record", "", COLUMNS))

    @EASY
    @given(rows=lines_of(COLUMNS, 4))
    def holds(rows):
        values = {1: checked(kind, 1, rows)}

        assert read_again(kind, paper_of(kind, values), ending) == values

    holds()


@given(st.one_of(HOSTILE, st.text("'=+-@ \t\r\n＝a", max_size=6)))
def test_the_apostrophe_of_a_csv_cell_is_taken_off_exactly(text):
    out = harmless(text)

    assert harmed(out) == text
    assert out.lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert out[:1] not in ("\t", "\r")


@pytest.mark.parametrize("ending", WRITERS)
def test_the_guarded_reader_gives_the_same(union, ending):
    kind = make_kind(union, ("list", "", COLUMNS))
    rows = [[w, "12", "1.500.000", "05/03/1990", "=Quà", "Trường Gió", w] for w in WORDS]
    values = {1: checked(kind, 1, rows)}

    read = read_again(kind, paper_of(kind, values), ending)

    assert len(read[1]) == len(WORDS)
    assert [one[kind.tables[0].columns[2].key] for one in read[1]] == [1_500_000] * len(WORDS)


def test_a_file_whose_shape_was_changed_is_read_like_any_other(union, here):
    kind = make_kind(union, ("list", "", PERSONS))
    values = {
        1: checked(kind, 1, [["Lê Thị Bốn", "0951200301", "", "a"], ["Bùi Văn Năm", "0951200302", "", "b"]])
    }
    lines = WRITERS["csv"][0](paper_of(kind, values)).decode().splitlines()
    at = next(n for n, line in enumerate(lines) if "Bùi Văn Năm" in line)
    lines.insert(at, ",".join(['"x"', '"Mai Thị Sáu"', '"0951200303"', '""', '"c"', '""']))

    found = kind.find("\n".join(lines).encode(), name="x.csv")

    assert own_files.lines_in(guarded.read("\n".join(lines).encode(), name="x.csv"), kind) is None
    assert [row.cells[kind.tables[0].columns[0].key].text for row in found.rows] == [
        "Lê Thị Bốn", "Mai Thị Sáu", "Bùi Văn Năm",
    ]  # fmt: skip


def test_our_file_of_another_form_is_not_taken_for_this_one(union, here):
    one, other = make_kind(union, ("list", "", PERSONS)), make_kind(union, ("list", "", PERSONS))
    data = WRITERS["csv"][0](paper_of(one, {1: checked(one, 1, [["Lê Thị Bốn", "0951200301", "", ""]])}))

    assert own_files.lines_in(guarded.read(data, name="x.csv"), one) is not None
    assert own_files.lines_in(guarded.read(data, name="x.csv"), other) is None
