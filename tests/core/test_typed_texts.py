"""What people type passes the boundary: titles, lists and requests, with and without marks, Vietnamese and English."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.boundary import judge, refuse_asked, refuse_outside, why_asked, why_outside
from nhipcau.core.boundary.grammar import folded

TEXTS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "samples/typed-texts.tsv").read_text("utf-8").splitlines()[1:]
]
OUTSIDE = [(kind, text) for kind, text in TEXTS if kind != "none"]
HONEST = [text for kind, text in TEXTS if kind == "none"]
WRITTEN = {
    "as typed": str,
    "without marks": folded,
    "in capitals": str.upper,
    "as a sentence": lambda t: f"{t}.",
}


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize(("kind", "text"), OUTSIDE, ids=[text for _kind, text in OUTSIDE])
def test_what_lies_outside_is_refused_however_it_is_written(kind, text, how):
    with pytest.raises(ValidationError):
        refuse_outside(WRITTEN[how](text))


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("text", HONEST)
def test_ordinary_work_passes_however_it_is_written(text, how):
    refuse_outside(WRITTEN[how](text))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(HONEST), max_size=6),
    st.sampled_from(OUTSIDE),
    st.lists(st.sampled_from(HONEST), max_size=6),
)
def test_one_line_outside_is_found_among_any_ordinary_ones(before, outside, after):
    text = "\n".join([*before, outside[1], *after])

    assert why_outside(text) == why_outside(outside[1]) != ""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HONEST), max_size=12))
def test_any_number_of_ordinary_lines_passes(lines):
    assert why_outside("\n".join(lines)) == ""


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_judged_without_a_fault(text):
    refuse = why_asked(text)

    assert isinstance(refuse, str)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Danh sách đoàn viên có quan điểm sai trái", "opinions on a draft"),
        ("Thu thập tài khoản Facebook cá nhân của đoàn viên", "official Page"),
        ("Vận động đoàn viên like, share bài viết", "where the official Page is"),
        ("Thống kê lượt chia sẻ của từng đoàn viên", "who took part"),
        ("Phản bác luận điệu thù địch", "names its source"),
    ],
)
def test_the_sentence_says_what_one_may_do_instead(text, instead):
    with translation.override("en"):
        assert text in why_outside(text) and instead in why_outside(text)


HEADINGS = [
    "Tôn giáo", "Quan điểm", "Chính kiến", "Tư tưởng", "Thái độ chính trị", "Tín ngưỡng", "Số lượt thích", "Đã share",
    "Bài đăng tiêu cực", "Tỷ lệ tương tác", "Religion", "Likes", "Followers", "Political views", "Phật giáo\nCông giáo\nKhông",
    "Phát ngôn trên mạng", "ton giao", "QUAN ĐIỂM",
]  # fmt: skip
ORDINARY = [
    "Họ và tên", "Dân tộc", "Sở thích", "Ý kiến", "Kiến nghị", "Trình độ lý luận chính trị", "Đảng viên", "Thái độ phục vụ",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "Lớp giáo dục chính trị, tư tưởng", "Sổ theo dõi",
    "Người theo dõi", "Số tiền", "Bài dự thi", "Đường dẫn trang chính thức", "Quan điểm chỉ đạo", "Số lượt khám", "Opinion on the draft",
    "Đơn vị tính", "Chia theo giới tính", "Tốt\nKhá\nTrung bình",
]  # fmt: skip
#: whole sentences that no heading would be: there the one word counts
SENTENCES = ("Không ", "Tình hình tư tưởng", "Danh sách chức sắc")


@pytest.mark.parametrize("text", HEADINGS)
def test_a_heading_asks_in_one_word_and_is_refused(text):
    with pytest.raises(ValidationError):
        refuse_asked(text)


@pytest.mark.parametrize("text", [*ORDINARY, *(text for text in HONEST if not text.startswith(SENTENCES))])
def test_an_ordinary_heading_passes(text):
    refuse_asked(text)


def test_every_kind_of_the_table_is_among_the_samples():
    assert set(judge.KINDS) <= {kind for kind, _text in OUTSIDE}


def test_the_freedom_of_belief_is_no_question_about_it():
    refuse_outside("Tôn trọng tự do tín ngưỡng, tôn giáo của người lao động")
