"""Tables in all the shapes people give them. Everybody here is made up."""

import pytest

from nhipcau.formats.model import EMPTY, Cell, Document, Merge, Row, Sheet
from nhipcau.register.form01 import FORM01
from nhipcau.register.reading import of_found
from nhipcau.sheets.finding import find

HEAD = [
    "STT",
    "Họ tên",
    "Đơn vị",
    "Chức vụ",
    "Điện thoại",
    "Email",
    "Tên tài khoản Facebook cá nhân",
    "Đường link tài khoản Facebook cá nhân",
]
TITLE = ["LIÊN ĐOÀN LAO ĐỘNG QUẬN SÔNG BIẾC"], ["ĐƠN VỊ: Trường THCS Gò Mây"], [], ["DANH SÁCH"], []
ONE, TWO = ["1. Thông tin cá nhân và tài khoản Facebook"], ["2. Danh sách cán bộ, công nhân nòng cốt"]


def line(n, name="Lê Thị Mơ", unit="Trường THCS Gò Mây", position="Giáo viên", **cells):
    k = cells.pop("k", n)
    phone = cells.get("phone", f"09512000{k:02}")
    return [
        n,
        name,
        unit,
        position,
        phone,
        cells.get("email", f"nguoi{k}@example.org"),
        cells.get("fb", "Mơ Lê"),
        cells.get("link", f"https://www.facebook.com/vidu.nguoi.{k}"),
    ]


def cell(value):
    if isinstance(value, Cell):
        return value
    if isinstance(value, int | float):
        return Cell(str(value), float(value))
    return Cell(value) if value else EMPTY


def sheet(*rows, name="Sheet1", merged=(), hidden=()):
    made = [
        Row(n, [cell(v) for v in row], n in hidden, {"sheet": name, "row": n})
        for n, row in enumerate(rows, 1)
        if any(v != "" and v is not None for v in row)
    ]
    return Sheet(name, made, merged=[Merge(*m) for m in merged])


def read(*sheets):
    return of_found(find(Document("xlsx", list(sheets)), FORM01))


def people(form):
    return [(p.table, p.n, p.name) for p in form.rows]


def test_two_tables_on_one_sheet_and_the_unit_of_the_title():
    form = read(
        sheet(*TITLE, ONE, HEAD, line(1), ["...", "", ""], [], TWO, HEAD, line(1, "Trần Văn Hải", k=2))
    )

    assert form.unit == "Trường THCS Gò Mây"
    assert people(form) == [(1, 1, "Lê Thị Mơ"), (2, 1, "Trần Văn Hải")]
    assert form.rows[0].issues == []


@pytest.mark.parametrize("unit", ["ĐƠN VỊ:.....", "ĐƠN VỊ: ……………", "ĐƠN VỊ:", "Đơn vị: ______"])
def test_a_unit_line_of_dots_is_none(unit):
    assert read(sheet([unit], ["Mẫu 1 - Để quản lý"], HEAD, line(1))).unit is None


@pytest.mark.parametrize(
    "row",
    [["Đơn vị: Trường THCS Gò Mây"], ["ĐƠN VỊ:", "Trường THCS Gò Mây"], ["ĐƠN VỊ : ...Trường THCS Gò Mây..."], ["", "", "Đơn vị", "Trường THCS Gò Mây"],
     ["LĐLĐ QUẬN SÔNG BIẾC\nĐƠN VỊ: Trường THCS Gò Mây"], ["Tên đơn vị: Trường THCS Gò Mây"], ["ĐƠN VỊ: TRƯỜNG THCS GÒ MÂY"]],
)  # fmt: skip
def test_the_unit_line_is_found_in_many_places(row):
    assert read(sheet(row, HEAD, line(1))).unit.casefold() == "trường thcs gò mây"


@pytest.mark.parametrize(
    "head",
    [
        ["TT", "Họ và tên", "Đơn vị công tác", "Chức danh", "SĐT", "E-mail", "Facebook", "Link Facebook"],
        [
            "Số TT",
            "HỌ VÀ TÊN",
            "Nơi công tác",
            "Chức vụ công đoàn",
            "Số điện thoại di động",
            "Địa chỉ email",
            "Tên Facebook",
            "Địa chỉ Facebook",
        ],
        [
            "STT",
            "Họ và tên cán bộ",
            "Trường",
            "Chức vụ/ chức danh",
            "ĐT",
            "Thư điện tử",
            "Nick Facebook",
            "Đường dẫn Facebook",
        ],
        ["STT", "Họ, tên", "Cơ quan", "Vị trí việc làm", "Mobile", "Gmail", "Tài khoản FB", "URL"],
        [
            "No.",
            "Họ tên CTV",
            "CĐCS",
            "Chức vụ",
            "Điện thoại liên hệ",
            "Email cá nhân",
            "Tên hiển thị FB",
            "Link trang cá nhân",
        ],
        [
            "STT",
            "Họ \ntên",
            "Đơn\nvị",
            "Chức\nvụ",
            "Điện\nthoại",
            "Email",
            "Tên tài khoản\nFacebook",
            "Đường link\ntài khoản Facebook",
        ],
    ],
)
def test_headings_have_many_names(head):
    form = read(sheet(head, line(1), line(2, "Trần Văn Hải")))

    assert len(form.rows) == 2
    assert [p.issues for p in form.rows] == [[], []]
    assert form.rows[0].facebook_name == "Mơ Lê"


def test_columns_in_another_order_with_others_between():
    head = [
        "Họ tên",
        "Ngày sinh",
        "Giới tính",
        "Email",
        "SĐT",
        "Link FB",
        "Tên FB",
        "Chức vụ",
        "Đơn vị",
        "Ghi chú",
    ]
    row = [
        "Lê Thị Mơ",
        "01/02/1985",
        "Nữ",
        "mo@example.org",
        "0951200001",
        "facebook.com/vidu.mo",
        "Mơ Lê",
        "Kế toán",
        "Trường A",
        "x",
    ]
    form = read(sheet(head, row))

    person = form.rows[0]
    assert (person.name, person.phone, person.email, person.position, person.unit) == (
        "Lê Thị Mơ",
        "+84951200001",
        "mo@example.org",
        "Kế toán",
        "Trường A",
    )
    assert (person.facebook_name, person.facebook_url) == ("Mơ Lê", "https://www.facebook.com/vidu.mo")


def test_a_heading_of_two_rows_with_merged_cells():
    top = ["STT", "Họ và tên", "Đơn vị", "Chức vụ", "Liên hệ", "", "Facebook", ""]
    low = ["", "", "", "", "Điện thoại", "Email", "Tên tài khoản", "Đường link"]
    merged = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 5), (1, 6, 1, 7)]
    for areas in (merged, []):
        form = read(sheet(top, low, line(1), line(2, "Trần Văn Hải"), merged=areas))
        assert [p.issues for p in form.rows] == [[], []]


def test_a_two_row_heading_whose_lower_words_are_short():
    top = ["STT", "Họ và tên", "Đơn vị", "Chức vụ", "Điện thoại", "Email", "Tài khoản Facebook cá nhân", ""]
    low = ["", "", "", "", "", "", "Tên", "Link"]
    form = read(
        sheet(
            top, low, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"], line(1), merged=[(1, 6, 1, 7)]
        )
    )

    assert [p.issues for p in form.rows] == [[]]
    assert form.rows[0].facebook_name == "Mơ Lê"


@pytest.mark.parametrize("names", [("Họ đệm", "Tên"), ("Họ và tên đệm", "Tên"), ("Họ", "Tên")])
def test_first_and_last_names_in_two_columns_are_joined(names):
    form = read(sheet(["STT", *names, *HEAD[2:]], [1, "Lê Thị", "Mơ", *line(1)[2:]]))

    assert people(form) == [(1, 1, "Lê Thị Mơ")]


def test_one_name_heading_over_two_columns():
    form = read(
        sheet(["STT", "Họ và tên", "", *HEAD[2:]], [1, "Lê Thị", "Mơ", *line(1)[2:]], merged=[(1, 1, 1, 2)])
    )

    assert people(form) == [(1, 1, "Lê Thị Mơ")]


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        [1, 2, 3, 4, 5, 6, 7, 8],
        ["A", "B", "C", "1", "2", "3", "4", "5"],
        ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]"],
    ],
)
def test_a_row_of_column_numbers_is_nobody(numbers):
    assert len(read(sheet(HEAD, numbers, line(1))).rows) == 1


def test_empty_numbered_rows_and_dots_are_nobody():
    rows = [
        HEAD,
        line(1),
        [2],
        [3, "", "", "", ""],
        ["...", "", ""],
        ["…", "…", "…"],
        [4, "............", ""],
        ["", "-", "-", "-"],
        [5, "", "Trường THCS Gò Mây"],
    ]

    assert len(read(sheet(*rows)).rows) == 1


def test_totals_signatures_and_notes_are_nobody():
    rows = [
        HEAD, line(1), ["Tổng cộng: 1 người"], ["", "Cộng", "", "", "1"], ["", "(Danh sách gồm 01 người)"], ["* Ghi chú: gửi trước 10/10"],
        ["", "", "", "", "", "Sông Biếc, ngày 5 tháng 10 năm 2020"], ["", "NGƯỜI LẬP", "", "", "", "TM. BAN CHẤP HÀNH"], ["", "", "", "", "", "CHỦ TỊCH"],
        ["", "(Ký tên)", "", "", "", "(Ký, đóng dấu)"], ["", "Lê Thị Ký", "", "", "", "Trần Văn Duyệt"],
    ]  # fmt: skip

    assert people(read(sheet(*rows))) == [(1, 1, "Lê Thị Mơ")]


def test_a_signature_of_the_chair_alone_ends_the_table():
    rows = [HEAD, line(1), ["", "", "", "", "", "CHỦ TỊCH"], ["", "", "", "", "", "Trần Văn Duyệt"]]

    assert len(read(sheet(*rows)).rows) == 1


def test_a_second_table_after_signatures_is_read_again():
    rows = [
        ONE,
        HEAD,
        line(1),
        ["", "", "", "", "", "TM. BCH"],
        ["", "", "", "", "", "Trần Văn Duyệt"],
        TWO,
        HEAD,
        line(1, "Trần Văn Hải", k=2),
    ]

    assert people(read(sheet(*rows))) == [(1, 1, "Lê Thị Mơ"), (2, 1, "Trần Văn Hải")]


def test_the_second_table_may_do_without_headings():
    assert people(read(sheet(ONE, HEAD, line(1), TWO, line(1, "Trần Văn Hải", k=2)))) == [
        (1, 1, "Lê Thị Mơ"),
        (2, 1, "Trần Văn Hải"),
    ]


def test_a_heading_printed_again_goes_on_with_the_same_table():
    assert people(read(sheet(ONE, HEAD, line(1), HEAD, line(2, "Trần Văn Hải")))) == [
        (1, 1, "Lê Thị Mơ"),
        (1, 2, "Trần Văn Hải"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("Bảng 1", "Bảng 2"),
        ("Thông tin cá nhân", "Nòng cốt"),
        ("Sheet1", "Sheet2"),
        ("1", "2"),
        ("Mẫu 1", "DS nòng cốt"),
    ],
)
def test_two_sheets_are_two_tables(names):
    form = read(sheet(HEAD, line(1), name=names[0]), sheet(HEAD, line(1, "Trần Văn Hải", k=2), name=names[1]))

    assert people(form) == [(1, 1, "Lê Thị Mơ"), (2, 1, "Trần Văn Hải")]


def test_only_one_list_is_table_one():
    assert people(read(sheet(*TITLE, HEAD, line(1), name="Sheet2")))[0][0] == 1


def test_hidden_sheets_instructions_and_examples_are_not_read():
    shown, hidden = sheet(HEAD, line(1)), sheet(HEAD, line(1, "Ẩn Thị Danh", k=9), name="cũ")
    hidden.hidden = True
    form = read(
        sheet(["HƯỚNG DẪN ĐIỀN"], HEAD, line(1, "Hướng Thị Dẫn", k=8), name="Hướng dẫn"),
        sheet(HEAD, line(1, "Ví Thị Dụ", k=7), name="Ví dụ"),
        shown,
        hidden,
    )

    assert people(form) == [(1, 1, "Lê Thị Mơ")]


def test_a_worked_example_is_not_read():
    rows = [HEAD, ["VD", *line(1, "Ví Thị Dụ", k=9)[1:]], line(1)]
    above = [["Ví dụ cách điền:"], HEAD, line(1, "Ví Thị Dụ", k=9), ONE, HEAD, line(1)]

    assert people(read(sheet(*rows))) == [(1, 1, "Lê Thị Mơ")]
    assert people(read(sheet(*above))) == [(1, 1, "Lê Thị Mơ")]


def test_a_hidden_row_is_read_and_told():
    form = read(sheet(HEAD, line(1), line(2, "Trần Văn Hải"), hidden={3}))

    assert [i.code for i in form.rows[1].issues] == ["row-hidden"]


@pytest.mark.parametrize("mark", ["nt", "-nt-", "như trên", '"', "''", "-", "//"])
def test_a_ditto_mark_is_the_row_above(mark):
    form = read(
        sheet(
            HEAD,
            line(1, unit="Tổ Văn phòng"),
            line(2, "Trần Văn Hải", unit=mark),
            line(3, "Bùi Văn Ba", unit=mark),
        )
    )

    assert [p.unit for p in form.rows] == ["Tổ Văn phòng"] * 3


def test_a_merged_unit_counts_for_all_it_covers():
    rows = [HEAD, line(1, unit="Trường A"), line(2, "Trần Văn Hải", unit=""), line(3, "Bùi Văn Ba", unit="")]

    assert [p.unit for p in read(sheet(*rows, merged=[(2, 2, 3, 2)])).rows] == ["Trường A", "Trường A", None]


@pytest.mark.parametrize(
    "group",
    [["I", "Trường Mầm non Lá Cọ"], ["I. Trường Mầm non Lá Cọ"], ["Trường Mầm non Lá Cọ"], ["", "Trường Mầm non Lá Cọ"], ["A", "Trường Mầm non Lá Cọ"],
     ["Đơn vị: Trường Mầm non Lá Cọ"], ["1. Trường Mầm non Lá Cọ"]],
)  # fmt: skip
def test_a_group_heading_gives_the_unit_of_blank_cells(group):
    rows = [
        *TITLE,
        HEAD,
        group,
        line(1, unit=""),
        line(2, "Trần Văn Hải", unit=""),
        ["II", "Công ty May Bến Lở"],
        line(3, "Bùi Văn Ba", unit=""),
    ]
    form = read(sheet(*rows, merged=[(7, 0, 7, 7)] if len(group) == 1 else []))

    assert [p.unit for p in form.rows] == [
        "Trường Mầm non Lá Cọ",
        "Trường Mầm non Lá Cọ",
        "Công ty May Bến Lở",
    ]
    assert form.unit == "Trường THCS Gò Mây"
    assert all(not p.issues for p in form.rows)


def test_a_person_with_a_name_alone_is_a_person():
    form = read(sheet(HEAD, line(1), [2, "Trần Văn Hải", "", "", "", "", "", ""]))

    assert people(form)[1] == (1, 2, "Trần Văn Hải")
    assert {i.code for i in form.rows[1].issues} == {
        "phone-missing",
        "email-missing",
        "facebook-missing",
        "position-missing",
        "unit-missing",
    }


def test_a_line_without_a_name_is_an_error():
    form = read(sheet(HEAD, line(1), line(2, "")))

    assert [i.code for i in form.rows[1].issues] == ["name-missing"]


def test_another_unit_than_the_files_is_asked_about():
    form = read(
        sheet(
            *TITLE,
            HEAD,
            line(1, unit="Trường Mầm non Lá Cọ"),
            line(2, "Trần Văn Hải", unit="TRƯỜNG THCS GÒ MÂY"),
        )
    )

    assert [[i.code for i in p.issues] for p in form.rows] == [["unit-differs"], []]


def test_two_people_in_a_row_are_two():
    row = [
        1,
        "Lê Thị Mơ\nTrần Văn Hải",
        "Trường THCS Gò Mây",
        "Giáo viên\nKế toán",
        "0951200001\n0951200002",
        "a@example.org\nb@example.org",
        "Mơ\nHải",
        "facebook.com/vidu.mo1\nfacebook.com/vidu.hai1",
    ]
    form = read(sheet(HEAD, row, line(2, "Bùi Văn Ba", k=9)))

    assert people(form) == [(1, 1, "Lê Thị Mơ"), (1, 2, "Trần Văn Hải"), (1, 3, "Bùi Văn Ba")]
    assert (form.rows[1].phone, form.rows[1].email, form.rows[1].position) == (
        "+84951200002",
        "b@example.org",
        "Kế toán",
    )
    assert form.rows[1].unit == "Trường THCS Gò Mây"


def test_a_wrapped_name_is_one_person():
    assert people(read(sheet(HEAD, line(1, "Lê Thị\nThanh Mơ")))) == [(1, 1, "Lê Thị Thanh Mơ")]


def test_swapped_cells_are_put_right():
    rows = [
        HEAD,
        line(1, phone="mo@example.org", email="0951200001"),
        line(2, "Trần Văn Hải", fb="https://www.facebook.com/vidu.hai", link="Hải Trần"),
        line(3, "Bùi Văn Ba", email="facebook.com/vidu.ba", link="ba@example.org"),
        line(4, "Đỗ Thị Tư", phone="", email="0951200004"),
    ]
    form = read(sheet(*rows))

    assert (form.rows[0].phone, form.rows[0].email) == ("+84951200001", "mo@example.org")
    assert (form.rows[1].facebook_url, form.rows[1].facebook_name) == (
        "https://www.facebook.com/vidu.hai",
        "Hải Trần",
    )
    assert (form.rows[2].email, form.rows[2].facebook_url) == (
        "ba@example.org",
        "https://www.facebook.com/vidu.ba",
    )
    assert (form.rows[3].phone, form.rows[3].email) == ("+84951200004", None)
    assert not any(p.has_error for p in form.rows)


def test_a_phone_in_the_link_column_beside_a_phone_is_an_error():
    form = read(sheet(HEAD, line(1, link="0951200009")))

    assert [(i.field, i.code) for i in form.rows[0].issues] == [("facebook", "facebook-not-facebook")]


def test_duplicates_namesakes_and_shared_phones():
    rows = [
        ONE, HEAD, line(1, "Lê Thị Hoà", k=1), line(2, "LÊ THỊ HÒA", k=1, email="khac@example.org", link=""), line(3, "Lê Thị Hòa", k=3),
        line(4, "Bùi Văn Ba", k=4, phone="0951200003"), TWO, HEAD, line(1, "Lê Thị Hòa", k=1),
    ]  # fmt: skip
    form = read(sheet(*rows))

    assert form.rows[1].duplicate_of == {"table": 1, "n": 1}
    assert form.rows[2].duplicate_of is None
    assert "contact-shared" in [i.code for i in form.rows[2].issues]
    assert "contact-shared" in [i.code for i in form.rows[3].issues]
    assert form.rows[4].same_person_as == {"table": 1, "n": 1}


def test_old_fonts_become_unicode_and_the_file_says_so():
    rows = [
        ["STT", "Hä tªn", "§¬n vÞ", "Chøc vô", "§iÖn tho¹i", "Email", "Facebook", "Link"],
        [
            1,
            "Lª ThÞ M¬",
            "Tr\u00adêng THCS Gß M©y",
            "KÕ to¸n",
            "0951200001",
            "a@example.org",
            "x",
            "facebook.com/vidu.mo1",
        ],
    ]
    plain = read(sheet(*rows))
    capitals = read(sheet(HEAD, [1, Cell("lª thÞ m¬", font=".vntimeh"), *line(1)[2:]]))
    vni = read(
        sheet(
            ["STT", "Hoï teân", "Ñôn vò", "Chöùc vuï", "Ñieän thoaïi", "Email", "Facebook", "Link"],
            [
                1,
                "Leâ Thò Mô",
                "Tröôøng THCS",
                "Keá toaùn",
                "0951200001",
                "a@example.org",
                "x",
                "facebook.com/vidu.mo1",
            ],
        )
    )

    assert (plain.rows[0].name, plain.rows[0].unit, plain.rows[0].position) == (
        "Lê Thị Mơ",
        "Trường THCS Gò Mây",
        "Kế toán",
    )
    assert capitals.rows[0].name == "Lê Thị Mơ"
    assert (vni.rows[0].name, vni.rows[0].position) == ("Lê Thị Mơ", "Kế toán")
    assert [i.code for i in plain.file_issues + capitals.file_issues + vni.file_issues] == [
        "text-encoding"
    ] * 3


def test_a_document_without_people_says_so():
    assert [i.code for i in read(sheet(["Công văn"], ["Kính gửi"])).file_issues] == ["no-rows"]
    assert [i.code for i in read(sheet(*TITLE, HEAD, [1], [2], ["..."])).file_issues] == ["no-rows"]


def test_families_that_look_like_other_words_are_people():
    names = [
        "Tống Văn Hải",
        "Trương Thị Mơ",
        "Tô Văn Ba",
        "Phương Thị Tư",
        "Lưu Ý Năm",
        "Kỳ Văn Sáu",
        "Vi Dư Bảy",
    ]
    form = read(sheet(HEAD, *([n, name, "", "", "", "", "", ""] for n, name in enumerate(names, 1))))

    assert [p.name for p in form.rows] == names


def test_who_to_ask_is_nobody_in_the_list():
    above = [
        "Người lập: Lê Thị Lập",
        "Điện thoại: 0951200777",
        "Email: lap@example.org",
        "Đơn vị: Trường THCS Gò Mây",
    ]
    below = ["", "Người liên hệ: Lê Thị Lập, ĐT 0951.200.777"]
    form = read(sheet(above, HEAD, line(1), below, ["", "Mọi ý kiến gửi về văn phòng"]))

    assert people(form) == [(1, 1, "Lê Thị Mơ")]
    assert form.unit == "Trường THCS Gò Mây"


def test_a_letter_head_with_a_name_and_a_phone_above_the_list_is_nobody():
    head = [
        ["Họ tên:", "Bùi Thị Ghi"],
        ["Chức vụ:", "Văn phòng"],
        ["Điện thoại:", "0951200099"],
        ["Email:", "ghi@example.org"],
    ]

    form = read(sheet(*TITLE, *head, [], TWO, HEAD, line(1, "Trần Văn Hải", k=2)))

    assert people(form) == [(2, 1, "Trần Văn Hải")]


def test_a_person_written_downwards_above_a_list_without_a_title_is_of_the_first_table():
    downwards = [[label, value] for label, value in zip(HEAD[1:], line(1)[1:], strict=True)]

    form = read(sheet(*TITLE, *downwards, [], HEAD, line(1, "Trần Văn Hải", k=2)))

    assert people(form) == [(1, 1, "Lê Thị Mơ"), (2, 1, "Trần Văn Hải")]
