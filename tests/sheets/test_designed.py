"""A form of an officer's own columns: its cells are judged, its lines compared, and its blank file reads back."""

import io
import uuid

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core import clock
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners.choice import Choice
from nhipcau.sheets.cleaners.date import Day
from nhipcau.sheets.cleaners.number import Money, WholeNumber
from nhipcau.sheets.designed import DesignedKind
from nhipcau.sheets.models import Form, FormColumn, FormTable

GIFTS = Choice(["Tiền mặt", "Quà", "Thẻ bảo hiểm"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("05/03/1990", "1990-03-05"), ("5-3-90", "1990-03-05"), ("5.3.2020", "2020-03-05"), ("2020-03-05", "2020-03-05"),
        ("ngày 5 tháng 3 năm 2020", "2020-03-05"), ("2020-03-05 00:00:00", "2020-03-05"), ("", None), ("…", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text, value):
    cleaned = Day().clean(Cell(text))
    assert (cleaned.value, cleaned.codes) == (value, [])


@pytest.mark.parametrize("text", ["1990", "31/02/2020", "03/1990", "hôm qua", "5/3/0090"])
def test_what_is_no_whole_day_is_said(text):
    assert Day().clean(Cell(text)).codes == ["value-invalid"]


def test_the_number_that_excel_keeps_for_a_day_is_that_day():
    assert Day().clean(Cell("43895", 43895.0)).value == "2020-03-05"
    assert Day().clean(Cell("1990", 1990.0)).codes == ["value-invalid"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234", 1234),
        ("1 234", 1234),
        ("1,234", 1234),
        ("12 người", 12),
        ("0", 0),
        ("007", 7),
        ("1.234.567", 1234567),
    ],
)
def test_a_whole_number_is_read_in_every_writing(text, number):
    assert WholeNumber().clean(Cell(text)).more["number"] == number


@pytest.mark.parametrize("text", ["1,5", "1.23", "2 triệu", "5k", "12-15", "50%", "-3", "1.234,567", "nhiều"])
def test_a_fraction_or_a_range_is_no_whole_number(text):
    assert WholeNumber().clean(Cell(text)).codes == ["value-invalid"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.500.000đ", 1_500_000), ("1,5 triệu", 1_500_000), ("500k", 500_000), ("2 tr", 2_000_000), ("300000", 300_000),
        ("1.500 triệu", 1_500_000_000), ("1.500.000 đồng", 1_500_000), ("1,500,000 VNĐ", 1_500_000), ("2 tỷ", 2 * 10**9),
    ],
)  # fmt: skip
def test_money_is_whole_dong(text, number):
    assert Money().clean(Cell(text)).more["number"] == number


def test_a_choice_is_known_by_its_letters_or_its_beginning():
    assert GIFTS.clean(Cell("tien mat")).value == "Tiền mặt"
    assert GIFTS.clean(Cell("thẻ")).value == "Thẻ bảo hiểm"
    assert GIFTS.clean(Cell("t")).codes == ["value-invalid"]
    assert GIFTS.clean(Cell("xe đạp")).codes == ["value-invalid"]


WRITTEN = st.one_of(
    st.text(max_size=40), st.from_regex(r"[0-9., /-]{1,14}( ?(tr|triệu|k|đ|người))?", fullmatch=True)
)


@given(text=WRITTEN, number=st.none() | st.floats())
def test_no_cell_breaks_a_cleaner_and_a_cleaned_value_stays(text, number):
    for cleaner in (Day(), WholeNumber(), Money(), GIFTS):
        value = cleaner.clean(Cell(text, number)).value
        if value is not None:
            again = cleaner.clean(Cell(value))
            assert (again.value, again.codes) == (value, [])


def make_form(union, *tables):
    """Each table: its layout, then (heading, kind, required, choices)."""
    form = Form.objects.create(
        unit=union.desk, unit_path=union.desk.path, title="Danh sách trợ cấp", guidance="Mỗi người một dòng.",
        created_at=clock.now(), created_by=union.officer, submit_key=uuid.uuid4(),
    )  # fmt: skip
    for n, (layout, *columns) in enumerate(tables, 1):
        table = FormTable.objects.create(form=form, order=n, layout=layout)
        for m, (heading, kind, required, choices) in enumerate(columns, 1):
            FormColumn.objects.create(
                table=table, order=m, heading=heading, kind=kind, is_required=required, choices=choices
            )
    return form


LIST = (
    "list", ("Họ và tên", "person", True, []), ("Điện thoại", "phone", False, []), ("Đơn vị", "unit", False, []),
    ("Ngày sinh", "date", False, []), ("Số tiền", "money", True, []), ("Hình thức", "choice", False, ["Tiền mặt", "Quà"]),
    ("Hoàn cảnh", "text", False, []),
)  # fmt: skip


def workbook(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


HEAD = ["STT", "Họ và tên", "Điện thoại", "Đơn vị", "Ngày sinh", "Số tiền", "Hình thức", "Hoàn cảnh"]


def check(form, *rows, unit="Trường Mẫu"):
    kind = DesignedKind(form)
    data = workbook(["DANH SÁCH TRỢ CẤP"], [f"ĐƠN VỊ: {unit}"], [], HEAD, *rows)
    found = kind.find(data, name="ds.xlsx")
    by_heading = {c.key: c.label for c in kind.definition.columns}
    checked = kind.check(found)
    lines = [{by_heading[k]: v for k, v in line.values.items()} for line in checked.lines]
    issues = [[(by_heading.get(i.field, i.field), i.code) for i in line.issues] for line in checked.lines]
    return lines, issues, checked


@pytest.mark.django_db
def test_a_list_of_own_columns_is_read_and_typed(union):
    lines, issues, _checked = check(
        make_form(union, LIST),
        [1, "Nguyễn Văn Thử", "0951234567", "", "05/03/1990", "1,5 triệu", "tien mat", "Ốm lâu ngày"],
        [2, "Trần Thị Mẫu", "0951234568", "", "1991", "500k", "quà", "nt"],
    )
    assert lines[0] == {
        "Họ và tên": "Nguyễn Văn Thử", "Điện thoại": "+84951234567", "Đơn vị": "Trường Mẫu", "Ngày sinh": "1990-03-05",
        "Số tiền": 1_500_000, "Hình thức": "Tiền mặt", "Hoàn cảnh": "Ốm lâu ngày",
    }  # fmt: skip
    assert issues == [[], [("Ngày sinh", "value-invalid")]]
    assert lines[1]["Hoàn cảnh"] == "Ốm lâu ngày"


@pytest.mark.django_db
def test_what_is_required_and_missing_is_an_error_and_a_missing_phone_is_not(union):
    _lines, issues, checked = check(
        make_form(union, LIST), [1, "Nguyễn Văn Thử", "", "", "05/03/1990", "", "Quà", "Ốm"]
    )
    assert issues == [[("Số tiền", "value-missing")]]
    assert checked.lines[0].has_error


@pytest.mark.django_db
def test_the_same_person_twice_and_another_unit_are_asked_about(union):
    _lines, issues, checked = check(
        make_form(union, LIST),
        [1, "Nguyễn Văn Thử", "0951234567", "", "", "500k", "Quà", "Ốm"],
        [2, "NGUYỄN VĂN THỬ", "0951 234 567", "Trường Khác", "", "600k", "Quà", "Nghỉ"],
    )
    assert ("row", "duplicate") in issues[1] and checked.lines[1].same_as == 0
    assert ("Đơn vị", "unit-differs") in issues[1]
    assert issues[0] == []


@pytest.mark.django_db
def test_a_record_gives_one_line(union):
    form = make_form(
        union,
        ("record", ("Tổng số đoàn viên", "number", True, []), ("Ngày thành lập", "date", False, []), ("Ghi chú", "text", False, [])),
    )  # fmt: skip
    kind = DesignedKind(form)
    data = workbook(
        ["Tổng số đoàn viên", "1.234 người"], ["Ngày thành lập", "05/03/1990"], ["Ghi chú", "Không đổi"]
    )
    checked = kind.check(kind.find(data, name="x.xlsx"))
    assert [list(line.values.values()) for line in checked.lines] == [[1234, "1990-03-05", "Không đổi"]]
