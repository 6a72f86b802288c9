"""A letter's PDF gives its text in the order in which people read it."""

import pytest

from nhipcau.formats.readers.pdf_running import is_scrambled, running_of
from nhipcau.formats.readers.pdf_signs import Page, Sign
from nhipcau.formats.readers.pdf_unruled import line_of

WIDE, SIZE = 6.0, 12.0


def printed(*pieces, page=0):
    """Lines of a page: each piece is (x, y, text) or (x, y, text, "Bold"); pieces of one height are one line."""
    lines = {}
    for x, y, text, *bold in pieces:
        font = "Serif-Bold" if bold else "Serif"
        signs = [
            Sign(c, x + n * WIDE, x + (n + 1) * WIDE, y, SIZE, font) for n, c in enumerate(text) if c != " "
        ]
        lines.setdefault(y, []).extend(signs)
    return [
        line_of(sorted(signs, key=lambda s: s.x0), Page(), page)
        for _y, signs in sorted(lines.items(), reverse=True)
    ]


def texts(*lines):
    return [text for _kind, text in running_of([line for piece in lines for line in piece])]


HEAD = [
    (60, 760, "LIÊN ĐOÀN LAO ĐỘNG TỈNH"), (300, 760, "CỘNG HÒA XÃ HỘI CHỦ", "B"),
    (90, 745, "SÔNG LÀNH"), (310, 745, "NGHĨA VIỆT NAM", "B"),
    (60, 730, "CÔNG ĐOÀN XÃ LÀNH HẠ", "B"), (300, 730, "Độc lập - Tự do - Hạnh phúc", "B"),
    (80, 715, "Số: 7/CĐX"), (300, 715, "Lành Hạ, ngày 02 tháng 3 năm"),
    (60, 700, "V/v gửi danh sách"), (330, 700, "2026"),
    (70, 685, "khám sức khỏe"),
]  # fmt: skip


def test_a_head_in_two_columns_is_read_left_column_first_and_its_broken_lines_are_whole():
    body = [(60, 650, "Công đoàn xã đề nghị các đơn vị gửi danh sách trước ngày 12/3/2026.")]

    assert texts(printed(*HEAD, *body)) == [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH",
        "CÔNG ĐOÀN XÃ LÀNH HẠ",
        "Số: 7/CĐX",
        "V/v gửi danh sách khám sức khỏe",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lành Hạ, ngày 02 tháng 3 năm 2026",
        body[0][2],
    ]


def test_columns_whose_lines_stand_at_slightly_other_heights_are_still_two_columns():
    shifted = [(x, y - 5 if x >= 300 else y, *rest) for x, y, *rest in HEAD]

    assert texts(printed(*shifted))[4] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_a_foot_gives_the_recipients_and_then_who_signs():
    foot = [
        (60, 300, "Nơi nhận:"), (330, 300, "TM. BAN THƯỜNG VỤ", "B"),
        (60, 285, "- Như trên;"), (350, 285, "CHỦ TỊCH", "B"),
        (60, 270, "- Ban Tuyên giáo và Nữ công"),
        (60, 255, "của tỉnh;"),
        (60, 240, "- Lưu: VT."), (350, 240, "Lý Thị Mận", "B"),
        (60, 200, "ĐƠN VỊ: ......"),
    ]  # fmt: skip

    assert texts(printed((60, 330, "Đề nghị các đơn vị thực hiện./."), *foot)) == [
        "Đề nghị các đơn vị thực hiện./.",
        "Nơi nhận:", "- Như trên;", "- Ban Tuyên giáo và Nữ công của tỉnh;", "- Lưu: VT.",
        "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lý Thị Mận", "ĐƠN VỊ: ......",
    ]  # fmt: skip


def test_a_paragraph_is_whole_across_lines_and_pages_and_what_every_page_repeats_is_dropped():
    long = "Các đơn vị gửi báo cáo kết quả chăm lo Tết về Công đoàn xã chậm nhất ngày"
    one = printed(
        (60, 790, "In ngày 01/01/2030"), (60, 700, "1. Báo cáo"), (60, 60, long), (300, 20, "- 1 -")
    )
    two = printed((60, 790, "In ngày 01/01/2030"), (60, 760, "20/02/2026."), (300, 20, "Trang 2/2"), page=1)

    assert texts(one, two) == ["1. Báo cáo", f"{long} 20/02/2026."]


def test_two_words_far_apart_in_the_text_make_no_columns():
    assert texts(printed((60, 500, "Thời gian:"), (300, 500, "8 giờ 00"), (60, 480, "Địa điểm:"))) == [
        "Thời gian: 8 giờ 00",
        "Địa điểm:",
    ]


@pytest.mark.parametrize("text", ["Xkq bnt wrzp ldmc ", "Tpqa Yhaec uibsl Qrnei oxzw "])
def test_letters_that_nobody_can_say_are_scrambled(text):
    assert is_scrambled([text * 12])


@pytest.mark.parametrize(
    "text",
    ["Đề nghị các đơn vị gửi danh sách trước ngày. ", "Nguyễn Thị Hằng ÊBAN H'Linh Niê ", "THPT THCS CĐCS LĐLĐ trường học "],
)  # fmt: skip
def test_vietnamese_is_not_scrambled(text):
    assert not is_scrambled([text * 12])
