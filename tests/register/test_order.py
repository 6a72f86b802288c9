"""Two lists without titles on one sheet are table 1 and table 2; a heading that comes again within one list is not."""

from tests.register.test_other_forms import read_here

HEADINGS = "STT;Họ tên;Đơn vị;Chức vụ;Điện thoại;Email"


def table_of(*lines):
    got = read_here("\n".join(lines).encode("utf-8-sig"), "a.csv")
    return [(row["table"], row["n"], row["name"]) for row in got["rows"]]


def one(n, name):
    return f"{n};{name};Trường Gò Mây;Giáo viên;09512{n:05};nguoi{n}@example.org"


def test_of_two_lists_without_titles_the_second_is_table_2():
    assert table_of(
        HEADINGS, one(1, "Lê Thị Mơ"), one(2, "Trần Văn Hải"), ";;;;;", HEADINGS, one(1, "Đỗ Thị Ổn")
    ) == [(1, 1, "Lê Thị Mơ"), (1, 2, "Trần Văn Hải"), (2, 1, "Đỗ Thị Ổn")]


def test_a_heading_that_comes_again_with_numbers_that_go_on_is_one_list():
    assert [
        t for t, _n, _name in table_of(HEADINGS, one(1, "Lê Thị Mơ"), HEADINGS, one(2, "Trần Văn Hải"))
    ] == [1, 1]


def test_the_parts_of_one_list_by_unit_are_one_list():
    part = ";I. Trường Gò Mây;;;;"
    other = ";II. Công ty May Sao;;;;"

    assert [
        t
        for t, _n, _name in table_of(
            part, HEADINGS, one(1, "Lê Thị Mơ"), other, HEADINGS, one(1, "Trần Văn Hải")
        )
    ] == [1, 1]


def test_a_title_says_more_than_the_order():
    title = "2. Danh sách cán bộ, công nhân nòng cốt;;;;;"

    assert [t for t, _n, _name in table_of(title, HEADINGS, one(1, "Lê Thị Mơ"))] == [2]
