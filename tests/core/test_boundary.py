"""The clause rules, on the sample lines and on others of the same shape."""

import csv
from pathlib import Path

import pytest

from nhipcau.core.boundary import cut

ROWS = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "samples/boundary.tsv").open(encoding="utf-8", newline=""),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["id"])
def test_a_sample_line_is_cut_as_the_careful_officer_cut_it(row):
    result = cut(row["text"])

    assert (result.kept or "-") == row["kept"]
    assert bool(result.left_out) == (row["why"] != "none")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Vận động đoàn viên thích, chia sẻ bài của trang và dự lớp phòng cháy.",
            "Vận động đoàn viên dự lớp phòng cháy.",
        ),
        ("Tuyên truyền để người lao động phản bác tin xấu độc, báo cáo kết quả hằng tuần.", None),
        ("Không đơn vị nào được quên chia sẻ bài viết trên trang.", None),
        ("van dong doan vien like, share bai viet tren fanpage", None),
        ("LIKE VÀ SHARE CÁC BÀI ĐĂNG CỦA TRANG", None),
        ("Theo dõi trang cá nhân của công nhân và tiến độ trả lương.", "Theo dõi tiến độ trả lương."),
        (
            "Củng cố lực lượng đấu tranh trên không gian mạng và mạng lưới an toàn vệ sinh viên.",
            "Củng cố mạng lưới an toàn vệ sinh viên.",
        ),
        (
            "Nắm tình hình tư tưởng, đời sống, việc làm của công nhân.",
            "Nắm tình hình đời sống, việc làm của công nhân.",
        ),
        (
            "Gửi kế hoạch, báo cáo và danh sách tài khoản hay đăng bài chê công ty về Ban Tổ chức.",
            "Gửi kế hoạch, báo cáo về Ban Tổ chức.",
        ),
    ],
)
def test_only_the_outside_part_of_a_line_goes(text, kept):
    assert cut(text).kept == kept


@pytest.mark.parametrize(
    "text",
    [
        "Nghiêm cấm lập tài khoản ảo để bình luận.",
        "Không chấm điểm thi đua theo số lượt thích, chia sẻ.",
        "Đấu tranh với tội phạm, tệ nạn xã hội trong khu công nghiệp.",
        "Thống kê số người theo dõi trang của đơn vị.",
        "Ban Nữ công chia sẻ tài liệu sinh hoạt chuyên đề qua thư điện tử cho các tổ.",
        "Quản trị trang trả lời bình luận của bạn đọc trong ngày làm việc.",
        "",
    ],
)
def test_ordinary_work_in_the_same_words_stays_as_it_is(text):
    assert cut(text) == type(cut(text))(text, [])
