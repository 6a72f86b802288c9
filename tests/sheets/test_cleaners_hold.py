"""What holds for every cleaner on any text at all."""

import unicodedata

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners import Email, FacebookAccount, PersonName, Phone, Position, Text, UnitName

CLEANERS = [PersonName(), UnitName(), Position(), Phone(), Email(), FacebookAccount(), Text()]
WORDS = [
    "Đ/c", "Ông", "Bà", "ThS.", "Nguyễn", "HỒ", "H'Linh", "nt", "không có", "0951", "288", "955", "+84", "(0)", "-", "/", "@", "example.org", "a.b", "mailto:", "ĐT:", "máy lẻ",
    "https://", "www.facebook.com", "/", "profile.php?id=", "999900001234567", "l.php?u=", "%C3%B4", "groups", "\u200f", "\u202e", "\n", "\x00", "\u00ad", "e\u0323\u0302", "=HYPERLINK(\"",
]  # fmt: skip
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
LIKELY = st.lists(st.sampled_from(WORDS) | ANY, max_size=8).map(" ".join) | st.lists(
    st.sampled_from(WORDS), max_size=8
).map("".join)
TEXTS = ANY | LIKELY
MANY = settings(max_examples=150, deadline=None)


def named(cleaner):
    return cleaner.kind


@pytest.mark.parametrize("cleaner", CLEANERS, ids=named)
@MANY
@given(text=TEXTS)
def test_a_cleaned_value_cleaned_again_stays(cleaner, text):
    value = cleaner.clean(Cell(text)).value

    if value is not None:
        assert cleaner.clean(Cell(value)).value == value


@pytest.mark.parametrize("cleaner", CLEANERS, ids=named)
@MANY
@given(text=TEXTS)
def test_a_value_is_composed_and_is_never_empty(cleaner, text):
    value = cleaner.clean(Cell(text)).value

    assert value is None or (value.strip() == value != "" and unicodedata.is_normalized("NFC", value))


@pytest.mark.parametrize("cleaner", [PersonName(), UnitName(), Position(), Email(), Text()], ids=named)
@MANY
@given(text=TEXTS)
def test_nothing_is_invented(cleaner, text):
    value = cleaner.clean(Cell(text)).value or ""

    assert set(fold(value)) - {" "} <= set(
        fold(unicodedata.normalize("NFKC", text)) + fold(text) + fold(text.upper()) + fold(text.lower())
    )


@MANY
@given(text=TEXTS)
@example("0951288955 / 0951288956")
def test_a_phone_is_one_that_can_be_called(text):
    got = Phone().clean(Cell(text))

    for number in [got.value, *got.more.get("others", [])]:
        assert number is None or phonenumbers.is_valid_number(phonenumbers.parse(number, None))


@pytest.mark.parametrize("cleaner", CLEANERS, ids=named)
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "0",
        "0 ",
        "@",
        "a@",
        ".a",
        "/",
        "fb.com/",
        "Bà ",
        "Đ/c ",
        "(",
        "-",
        "\u200f",
        "\n",
        "e\u0323",
        "=",
        "%41",
        "'",
        "https://",
        "nt ",
        "1/",
        "\x01",
    ],
)
def test_ten_thousand_signs_are_read_at_once(cleaner, piece):
    cleaner.clean(Cell((piece * 10_000)[:10_000]))
    cleaner.clean(Cell((piece * 10_000)[:10_000] + "!"))
