"""The short way for ordinary cells never disagrees with the full cleaners."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import is_valid_number, parse

from nhipcau.formats.model import Cell
from nhipcau.register.kind import FORM01_KIND
from nhipcau.sheets import swapping
from nhipcau.sheets.cleaners import Email, FacebookAccount, PersonName, Phone, ordinary
from nhipcau.sheets.cleaners.addresses import NO_HANDLE
from nhipcau.sheets.cleaners.base import BLANKS, INVISIBLE, NONE_WORDS, tidy
from nhipcau.sheets.cleaners.name import SURNAMES
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.swapping import judged_nature, nature

CLEANERS = (Phone(), Email(), FacebookAccount(), PersonName())
ORDINARY = [
    "0951280815", "0912345678", "0356789012", "vanntt1549@example.org", "an.nguyen-v@mail.example.com", "Nguyễn Thị Thanh Vân", "Lê An",
    "https://www.facebook.com/vidu.nguyen.van.1549", "https://www.facebook.com/profile.php?id=999900001234567",
]  # fmt: skip
NASTY = [
    "", " ", ".", "-", "0", "x", "Không", "Không Có", "Khong Co", "Chưa Có", "Không Dùng", "Ko Dùng Fb", "Bà Nguyễn An", "Bà An", "Ông Lê An",
    "Cô Giáo Hoa", "Thầy Tâm An", "Đồng Chí Lê An", "Mr Lê An", "Ms Hoa An", "Ths Lê An", "Anh Lê An", "Nguyễn  An", " Nguyễn An", "NGUYỄN AN",
    "nguyễn an", "H'Linh Êban", "Nguyễn Văn A.", "Lê-Văn An", "mail.an@example.org", "gmail.an@example.org", "email-an@example.org",
    "mail-an@example.org", "an.or.b@example.org", "An@example.org", "an@@example.org", "an@example", "an@example.org.", "mailto:an@example.org",
    "an_@example.org", "an@-example.org", "an@example.o", "vă@example.org", "0951 280 815", "951280815", "0951280815.0", "+84951280815",
    "01234567890", "0123456789", "0241234567", "02439764040", "0951280815\n", "O951280815", "https://www.facebook.com/groups",
    "https://www.facebook.com/posts", "https://www.facebook.com/photo.php", "https://www.facebook.com/vidu.php", "https://www.facebook.com/login",
    "https://www.facebook.com/stories", "https://www.facebook.com/marketplace", "https://www.facebook.com/abcd", "https://www.facebook.com/Abcde",
    "https://www.facebook.com/profile.php?id=0123456789", "https://www.facebook.com/profile.php?id=12345", "https://facebook.com/vidu.an",
    "https://www.facebook.com/vidu.an/", "https://www.facebook.com/vidu..an", "https://www.facebook.com/crisisresponse", "facebook.com/vidu.an",
    "https://www.facebook.com/100012345678901", "#NAME?", "9.7E+10", "nt", "http", "www.fa", unicodedata.normalize("NFD", "Nguyễn Thị Hà"),
    "Nguye\u0302\u0303n An", "Nguyễn\u00a0An", "Nguyễn\u200b An", "\u212bn An", "Ａn An", "An²b An",
]  # fmt: skip
CORPUS = [
    *ORDINARY, *NASTY,
    *(f"https://www.facebook.com/{word}" for word in sorted(NO_HANDLE)),
    *(words.title() for words in sorted(NONE_WORDS)),
    *(f"{surname.title()} Văn An" for surname in sorted(SURNAMES)),
    *(f"0{prefix:03}123456" for prefix in range(1000)),
]  # fmt: skip
near = st.one_of(
    st.from_regex(ordinary.EMAIL, fullmatch=True),
    st.from_regex(r"\A0[0-9]{9}\Z"),
    st.from_regex(ordinary.ACCOUNT, fullmatch=True),
    st.from_regex(
        r"\A(?:Bà|Ông|Cô|Đ|TS|Ths|Mr|Không|Lê|Anh|H|[A-Z][a-zàạảãáăâđêơưỹ]{1,4})(?: [A-ZĐ][a-zđêơưỹ²]{0,4}){1,4}\Z"
    ),
    st.text(alphabet="aAâằđĐê \u00a0\u200b\u0302\u0303.,@-_/0159:xX\n", max_size=18),
    st.text(max_size=30),
)


def same_verdict(text):
    cell = Cell(text)
    for cleaner in CLEANERS:
        assert cleaner.clean(cell) == cleaner.judge(cell), (cleaner.kind, text)
    assert nature(cell) == judged_nature(text.strip()), text
    assert tidy(text) == BLANKS.sub(" ", unicodedata.normalize("NFC", INVISIBLE.sub("", text))).strip()


@pytest.mark.parametrize("text", CORPUS)
def test_known_cells_get_one_verdict_either_way(text):
    same_verdict(text)


@settings(max_examples=600, deadline=None)
@given(near)
@example("e-mail.an@example.org")
def test_any_cell_gets_one_verdict_either_way(text):
    same_verdict(text)


links = st.sampled_from([None, None, "x", "https://www.facebook.com/vidu.an"])
text = st.sampled_from(ORDINARY) | st.just("") | st.sampled_from(NASTY)
cell = st.builds(Cell, text, st.none(), links)
row = st.fixed_dictionaries(dict.fromkeys(("full_name", "phone", "email", "facebook_name", "facebook"), cell))
rows = st.lists(st.builds(FoundRow, st.just(1), st.just(1), st.just({}), row), max_size=3)


@settings(max_examples=300, deadline=None)
@given(rows, st.sampled_from([None, "Trường Mẫu"]))
def test_any_list_gets_one_verdict_with_and_without_the_short_ways(lines, unit):
    short = FORM01_KIND.check(Found(rows=lines, unit=unit))
    with pytest.MonkeyPatch.context() as patch:
        for way in ("mobile", "email", "account", "capitalised"):
            patch.setattr(ordinary, way, lambda text: None)
        patch.setattr(swapping, "_is_in_place", lambda cells: False)
        long = FORM01_KIND.check(Found(rows=lines, unit=unit))

    assert short == long


@settings(max_examples=200, deadline=None)
@given(near, near)
def test_a_link_under_a_cell_is_never_overlooked(text, link):
    cell = Cell(text, None, link or "x")
    for cleaner in CLEANERS:
        assert cleaner.clean(cell) == cleaner.judge(cell)


def test_ordinary_cells_take_the_short_way():
    short = (ordinary.mobile, ordinary.email, ordinary.account, ordinary.capitalised)

    assert all(any(way(text) for way in short) for text in ORDINARY)


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"\A0[3-9][0-9]{8}\Z"))
def test_an_ordinary_mobile_is_one_for_the_library_too(text):
    found = ordinary.mobile(text)

    assert found is None or is_valid_number(parse(found, None))
