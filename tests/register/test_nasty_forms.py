"""Oddities that units really produce, each in a small form of its own, and what a careful person reads out of it."""

import io
import unicodedata

import openpyxl
import pytest

from tests.register.test_other_forms import read_here

NAMES = ["Lê Thị Mơ", "Đào Văn Ký", "Hà Thu Sen", "Vũ Bá Lộc", "Phan Nhật Tảo", "Tạ Minh Khuê"]
HEAD = ["STT", "Họ tên", "Đơn vị", "Chức vụ", "Điện thoại", "Email", "Tên tài khoản Facebook cá nhân", "Đường link tài khoản Facebook cá nhân"]  # fmt: skip
AT = {"n": 0, "name": 1, "unit": 2, "position": 3, "phone": 4, "email": 5, "account": 6, "link": 7}
ONE, TWO = "1. Thông tin cá nhân và tài khoản Facebook", "2. Danh sách cán bộ, công nhân nòng cốt"
UNIT = "Trường TH Đồi Chè"
HOME = "https://www.facebook.com/"


def row(i, **other):
    """The line of one of the six people, with what is otherwise in it."""
    cells = [
        i + 1,
        NAMES[i],
        UNIT,
        "Giáo viên",
        f"095123400{i}",
        f"vidu{i}@example.org",
        NAMES[i][3:],
        f"{HOME}vidu.n0{i}",
    ]
    for key, value in other.items():
        cells[AT[key]] = value
    return cells


def xlsx(*sheets, merged=()):
    """Each sheet: its name and its rows, or its rows alone."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets, 1):
        name, rows = sheet if isinstance(sheet, tuple) else (f"Sheet{number}", sheet)
        page = book.create_sheet(name)
        for cells in rows:
            page.append(cells)
        for area in merged:
            page.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*sheets, merged=()):
    return read_here(xlsx(*sheets, merged=merged), "a.xlsx")


def seen(got, *keys):
    return [tuple(person[key] for key in keys) for person in got["rows"]]


def names(got):
    return [(person["table"], person["name"]) for person in got["rows"]]


TOP = [[f"ĐƠN VỊ: {UNIT}"], [ONE], HEAD]


@pytest.mark.parametrize(
    "lines",
    [
        [["Ví dụ:"], row(4, n=1), row(0, n=1), row(1, n=2)],
        [["Ví dụ:"], row(4, n=1), row(5, n=2), row(0, n=1), row(1, n=2)],
        [["Ví dụ:"], row(4, n=""), row(0, n=1), row(1, n=2)],
        [["Ví dụ:"], row(4, n=1), ["Phần điền:"], row(0, n=1), row(1, n=2)],
        [row(4, n="Mẫu"), row(0, n=1), row(1, n=2)],
        [row(4, n=1, name="Nguyễn Văn A (ví dụ)"), row(0, n=1), row(1, n=2)],
    ],
)
def test_a_worked_example_is_nobody_and_nobody_below_it_is_lost(lines):
    assert names(read([*TOP, *lines])) == [(1, NAMES[0]), (1, NAMES[1])]


@pytest.mark.parametrize(
    "lines",
    [
        [["", "KẾ TOÁN", "", "", "", "TRƯỞNG PHÒNG"], ["", "Lê Thị Lập", "", "", "", "Đào Văn Lưu"]],
        [["", "BCH CĐCS"], ["", "Lê Văn Đóng"]],
        [["", "Ngày 3/10/2020"], ["", "Lê Văn Đóng"]],
        [["", "Đồi Chè, 03/10/2020"], ["", "Lê Văn Đóng"]],
        [["", "Người nhận biểu: Hà", "", "", "0951239999"]],
        [["", "Không có"]],
    ],
)
def test_what_stands_below_a_list_is_nobody(lines):
    assert names(read([*TOP, row(0), *lines, [TWO], HEAD, row(2)])) == [(1, NAMES[0]), (2, NAMES[2])]


def test_who_stands_below_what_looked_like_the_end_is_read():
    assert names(read([*TOP, row(0), ["", "", "", "Kế toán"], row(1)])) == [(1, NAMES[0]), (1, NAMES[1])]


def test_a_name_on_two_lines_is_one_person():
    got = read(
        [
            *TOP,
            row(0, name="Nguyễn Thị\nThanh Vân", unit="Trường TH\nĐồi Chè", phone="0951234001\n0951234002"),
            row(1, name="Trần Thị\nThu Hà", link=f"{HOME}\nvidu.n01"),
        ]
    )

    assert seen(got, "name", "phone", "phones_other", "facebook_url") == [
        ("Nguyễn Thị Thanh Vân", "+84951234001", ["+84951234002"], f"{HOME}vidu.n00"),
        ("Trần Thị Thu Hà", "+84951234001", [], f"{HOME}vidu.n01"),
    ]


def test_family_middle_and_given_name_in_three_columns_are_joined():
    head = [HEAD[0], "Họ", "Tên đệm", "Tên", *HEAD[2:]]
    lines = [[n, *name.split(), *row(n)[2:]] for n, name in enumerate(NAMES[:2])]

    assert names(read([TOP[0], [ONE], head, *lines])) == [(1, NAMES[0]), (1, NAMES[1])]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": "0951234000", "phone": NAMES[0]}, {}),
        ({"name": UNIT, "unit": NAMES[0]}, {}),
        ({"phone": "0951234000 vidu0@example.org", "email": ""}, {}),
        ({"email": "vidu0@example.org\n0951234000", "phone": ""}, {}),
        ({"phone": "nội bộ"}, {"phone": None}),
    ],
)
def test_cells_in_each_others_place_are_put_right(changed, expected):
    right = {"name": NAMES[0], "unit": UNIT, "phone": "+84951234000", "email": "vidu0@example.org"}

    assert seen(read([*TOP, row(0, **changed)]), *right) == [tuple((right | expected).values())]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Facebook", [f"{HOME}vidu.n00"], (None, f"{HOME}vidu.n00", None)),
        ("Facebook", ["Mơ Lê"], ("Mơ Lê", None, "name-only")),
        ("Tài khoản Facebook", [f"Mơ Lê\n{HOME}vidu.n00"], ("Mơ Lê", f"{HOME}vidu.n00", None)),
        ("Tài khoản Facebook", ["Mơ Lê", f"{HOME}vidu.n00"], ("Mơ Lê", f"{HOME}vidu.n00", None)),
        ("Tài khoản Facebook", [f"{HOME}vidu.n00", "Mơ Lê"], ("Mơ Lê", f"{HOME}vidu.n00", None)),
    ],
)
def test_one_heading_for_the_account(heading, cells, expected):
    merged = ["G3:H3"] if len(cells) == 2 else []
    got = read([TOP[0], [ONE], [*HEAD[:6], heading], [*row(0)[:6], *cells]], merged=merged)

    assert seen(got, "facebook_name", "facebook_url", "facebook_reason") == [expected]


@pytest.mark.parametrize(
    "headings",
    [
        {5: "Emal"},
        {5: "Thư từ", 4: "Gọi", 7: "Trang"},
        {7: "Đường link (ví dụ: https://www.facebook.com/abc)", 5: "Email (VD: ten@example.org)"},
        {4: "Điện thoại\nVD: 0912345678"},
        {2: "Unit", 3: "Position", 1: "Full name"},
    ],
)
def test_strange_headings_are_understood(headings):
    head = [headings.get(at, heading) for at, heading in enumerate(HEAD)]
    got = read([TOP[0], [ONE], head, row(0), row(1)])

    assert seen(got, "name", "position", "phone", "email", "facebook_url") == [
        (NAMES[i], "Giáo viên", f"+8495123400{i}", f"vidu{i}@example.org", f"{HOME}vidu.n0{i}")
        for i in range(2)
    ]


def test_each_sheet_has_its_own_unit():
    pages = [
        (unit, [[f"ĐƠN VỊ: {unit}"], [ONE], HEAD, row(n, unit="")])
        for n, unit in enumerate(["Trường Mận", "Trường Đào"])
    ]
    got = read(*pages)

    assert (got["unit"], seen(got, "unit")) == ("Trường Mận", [("Trường Mận",), ("Trường Đào",)])


def test_a_group_heading_is_read_without_its_count():
    got = read([*TOP, ["I", "Trường Mận (1 người)"], row(0, unit=""), ["II", "Tổ 2: 1 đ/c"], row(1, unit="")])

    assert seen(got, "unit") == [("Trường Mận",), ("Tổ 2",)]


def test_decomposed_titles_are_read():
    lines = [*TOP, row(0), [TWO], HEAD, row(1)]
    text = "\n".join(";".join(map(str, [*cells, *[""] * (8 - len(cells))])) for cells in lines)
    got = read_here(unicodedata.normalize("NFD", text).encode(), "a.csv")

    assert (got["unit"], names(got)) == (UNIT, [(1, NAMES[0]), (2, NAMES[1])])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_of_a_web_page_outside_of_paragraphs_is_read(encoding):
    def table(cells):
        return "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in cells)

    page = (
        f"<html><meta charset={encoding}><body>ĐƠN VỊ: {UNIT}<br>DANH SÁCH<table><caption>{ONE}</caption>{table([HEAD, row(0)])}</table>"
        f"<b>{TWO}</b><table>{table([HEAD, row(1)])}</table><center>Người lập</center></body></html>"
    )
    got = read_here(page.encode(encoding), "a.xls")

    assert (got["unit"], names(got)) == (UNIT, [(1, NAMES[0]), (2, NAMES[1])])


@pytest.mark.parametrize(
    "line",
    [
        "ĐƠN VỊ (ghi rõ): Trường TH Đồi Chè",
        "LĐLĐ QUẬN ĐỒI CHÈ - ĐƠN VỊ: Trường TH Đồi Chè",
        "ĐƠN VỊ: Trường TH Đồi Chè          Mẫu 1 - Để quản lý",
    ],
)
def test_the_unit_is_found_in_its_line(line):
    assert read([[line], [ONE], HEAD, row(0)])["unit"] == UNIT


@pytest.mark.parametrize(
    "lines", [[["ĐƠN VỊ: (ghi tên đơn vị)"]], [["STT", "Đơn vị", "Số lượng"], [1, "Tổ 1", 5]]]
)
def test_a_line_that_names_no_unit_gives_none(lines):
    assert read([*lines, [ONE], HEAD, row(0)])["unit"] is None


def test_a_list_of_something_else_below_is_no_people():
    pages = [["3. Danh sách trang"], ["STT", "Tên trang", "Link", "Ghi chú"], [1, "Trang A", "facebook.com/vidu.trang", "x"]]  # fmt: skip

    assert names(read([*TOP, row(0), *pages])) == [(1, NAMES[0])]


@pytest.mark.parametrize("merged", [["A4:A5", "B4:B5", "C4:C5", "D4:D5", "F4:F5", "G4:G5", "H4:H5"], []])
def test_a_second_phone_below_belongs_to_the_person_above(merged):
    got = read([*TOP, row(0), ["", "", "", "", "0951239999"], row(1)], merged=merged)

    assert seen(got, "name", "phones_other") == [(NAMES[0], ["+84951239999"]), (NAMES[1], [])]


def test_a_row_with_its_number_but_no_name_stays_a_person_without_a_name():
    got = read([*TOP, row(0), row(1, name="", unit="", position="")])

    assert seen(got, "name", "phone") == [(NAMES[0], "+84951234000"), (None, "+84951234001")]


def test_a_sheet_without_a_heading_goes_on_with_the_list_before():
    got = read([*TOP, row(0), [TWO], HEAD, row(1)], [row(2), ["Người lập"], row(3)])

    assert names(got) == [(1, NAMES[0]), (2, NAMES[1]), (2, NAMES[2]), (2, NAMES[3])]


def test_the_names_are_found_below_a_strange_heading():
    head = [HEAD[0], "Người tham gia", *HEAD[2:]]

    assert names(read([TOP[0], [ONE], head, row(0), row(1)])) == [(1, NAMES[0]), (1, NAMES[1])]
