"""A written name and the tree: proposals, the likeliest first, and nothing by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.sheets.matching import UnitNames

UNITS = [
    (1, "Trường THCS Diệu Cốc Trung", "DCT"),
    (2, "Trường THCS Diệu Cốc Đông", "DCD"),
    (3, "Trường Tiểu học Lê Văn Tám", ""),
    (4, "Trường Mầm non Lá Cọ", ""),
    (5, "Trường Tiểu học Lá Cọ", ""),
    (6, "Công ty TNHH MTV May Bến Lở", ""),
    (7, "Công ty Cổ phần Nước mắm Gò Mây", ""),
    (8, "Trạm Y tế phường Hòa Sữa", "TYT-HS"),
    (9, "Trường Tiểu học Số 1 Bãi Xanh", ""),
    (10, "Trường Tiểu học Số 2 Bãi Xanh", ""),
    (11, "Ủy ban nhân dân phường Hòa Sữa", ""),
    (12, "Trung tâm Y tế thành phố Sông Biếc", ""),
]
ALIASES = [
    (7, "Xí nghiệp Nước chấm 2-9", "former"),
    (6, "May BL", "short"),
    (4, "Nhà trẻ Hoa Mai", "learned"),
]
NAMES = UnitNames(UNITS, ALIASES)


@pytest.mark.parametrize(
    ("written", "unit", "why"),
    [
        ("Trường THCS Diệu Cốc Trung", 1, "name"),
        ("TRƯỜNG THCS DIỆU CỐC TRUNG", 1, "name"),
        ("truong thcs dieu coc dong", 2, "plain"),
        ("CĐCS Trường Trung học cơ sở Diệu Cốc Đông", 2, "plain"),
        ("THCS Diệu Cốc Trung", 1, "words"),
        ("TH Lê Văn Tám", 3, "words"),
        ("MN Lá Cọ", 4, "words"),
        ("TH Lá Cọ", 5, "words"),
        ("Cty TNHH một thành viên May Bến Lở", 6, "plain"),
        ("May Bến Lở", 6, "words"),
        ("CTCP Nước mắm Gò Mây", 7, "plain"),
        ("Xí nghiệp nước chấm 2-9", 7, "former"),
        ("May BL", 6, "short"),
        ("Nhà trẻ Hoa Mai", 4, "learned"),
        ("TYT-HS", 8, "code"),
        ("Danh sách (TYT-HS)", 8, "code"),
        ("THCS DCT", 1, "code"),
        ("Tiểu học LVT", 3, "initials"),
        ("Trạm Y tế P. Hoà Sữa", 8, "plain"),
        ("UBND P Hòa Sữa", 11, "plain"),
        ("TTYT TP Sông Biếc", 12, "initials"),
        ("Trường TH Số 2 Bãi Xanh", 10, "plain"),
        ("Trường TH Lê Văn Tam", 3, "plain"),
        ("Trưòng Tiểu học Lê Văn Tấm", 3, "plain"),
        ("Trường Tiểu hoc Le Van Tamm", 3, "like"),
    ],
)
def test_a_name_leads_to_its_unit_and_says_why(written, unit, why):
    first = NAMES.ranked(written)[0]

    assert (first.unit_id, first.why) == (unit, why)


@pytest.mark.parametrize("written", ["", "   ", "…………", "Nhà máy Đóng tàu Cửa Biển", "\0", "12345"])
def test_a_name_that_resembles_none_proposes_none(written):
    assert NAMES.ranked(written) == []


def test_the_other_number_is_never_first_and_never_chosen_beforehand():
    ranked = NAMES.ranked("Trường Tiểu học Số 3 Bãi Xanh")

    assert all(match.score < 90 for match in ranked)
    assert NAMES.chosen_beforehand("Trường Tiểu học Số 3 Bãi Xanh") is None


def test_a_name_that_two_units_share_is_chosen_for_neither():
    twins = UnitNames([(1, "Trường Mầm non Hoa Sen", ""), (2, "Trường Mầm non Hoa Sen", "")], [])

    assert {match.unit_id for match in twins.ranked("Trường Mầm non Hoa Sen")} == {1, 2}
    assert twins.chosen_beforehand("Trường Mầm non Hoa Sen") is None


def test_a_name_with_its_own_accents_comes_before_one_without():
    names = UnitNames([(1, "Trường Mầm non Hòa Bình", ""), (2, "Trường Mầm non Hoa Bính", "")], [])

    assert [m.unit_id for m in names.ranked("Trường Mầm non Hoa Bính")] == [2, 1]
    assert names.chosen_beforehand("Trường Mầm non Hoà Bình").unit_id == 1


@given(st.text(max_size=400))
def test_whatever_is_written_the_answer_is_a_short_list_without_repeats(written):
    ranked = NAMES.ranked(written)

    assert len(ranked) <= 5 and len({m.unit_id for m in ranked}) == len(ranked)
    assert [m.score for m in ranked] == sorted((m.score for m in ranked), reverse=True)


@given(
    st.sampled_from(UNITS),
    st.sampled_from(["", "CĐCS ", "Công đoàn ", "CĐ "]),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_every_unit_finds_itself_however_it_is_written(unit, before, how):
    assert NAMES.ranked(how(before + unit[1]))[0].unit_id == unit[0]
