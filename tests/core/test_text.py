"""Vietnamese text: folded, and sorted by given name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.text import fold, fold_name, name_sort_key, slug


@pytest.mark.parametrize("text", ["Đỗ Thị Hương", unicodedata.normalize("NFD", "Đỗ Thị Hương")])
def test_folding_finds_a_name_without_marks(text):
    assert fold(text) == "do thi huong"


def test_an_address_keeps_the_letter_d():
    assert slug("Đoàn viên Đặng – số 12/2020") == "doan-vien-dang-so-12-2020"


def test_names_sort_by_given_name_then_by_the_whole_name():
    names = [
        "Trần Thị Bình",
        "Lê Văn An",
        "Nguyễn Văn Ân",
        "Đỗ Thị Ánh",
        "Nguyễn Thị Án",
        "Dương Đức Đạt",
        "Phạm Dũng",
        "Lê Anh",
    ]

    assert sorted(names, key=name_sort_key) == [
        "Lê Văn An", "Nguyễn Thị Án", "Lê Anh", "Đỗ Thị Ánh", "Nguyễn Văn Ân", "Trần Thị Bình", "Phạm Dũng", "Dương Đức Đạt",
    ]  # fmt: skip


def test_tones_count_after_letters():
    assert sorted(["má", "mạ", "ma", "mả", "mã", "mà"], key=name_sort_key) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
    ]


@given(st.text() | st.text(alphabet="aăđĐ \u0301\u0323\u00a0ßİς", max_size=12))
def test_a_name_folded_word_by_word_is_the_name_folded(text):
    assert fold_name(text) == fold(text)
