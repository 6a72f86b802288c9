"""One cell at a time, in all the ways people write it. Everybody here is made up."""

import unicodedata

import pytest

from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners import Email, FacebookAccount, PersonName, Phone, Position, UnitName

NUMBER = "+84951288955"


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("0951288955", NUMBER, []),
        ("0951.288.955", NUMBER, []),
        ("0951 288 955", NUMBER, []),
        ("0951-288-955", NUMBER, []),
        ("(0951) 288 955", NUMBER, []),
        ("095 128 8955", NUMBER, []),
        ("0951\u00a0288\u200b955", NUMBER, []),
        ("84951288955", NUMBER, []),
        ("+84 951 288 955", NUMBER, []),
        ("+84(0)951288955", NUMBER, []),
        ("+84 (0) 951 288 955", NUMBER, []),
        ("(+84) 951 288 955", NUMBER, []),
        ("(84)951288955", NUMBER, []),
        ("0084951288955", NUMBER, []),
        ("00 84 951 288 955", NUMBER, []),
        ("840951288955", NUMBER, []),
        ("951288955", NUMBER, []),
        ("951288955.0", NUMBER, []),
        ("'0951288955", NUMBER, []),
        ("ĐT: 0951288955", NUMBER, []),
        ("SĐT 0951288955", NUMBER, []),
        ("sđt:0951288955", NUMBER, []),
        ("DĐ: 0951.288.955", NUMBER, []),
        ("Tel: 0951288955", NUMBER, []),
        ("Điện thoại: 0951288955", NUMBER, []),
        ("0951288955 (Zalo)", NUMBER, []),
        ("Zalo: 0951288955", NUMBER, []),
        ("Mobile 0951288955", NUMBER, []),
        ("0951288955.", NUMBER, []),
        ("O951288955", NUMBER, ["phone-letter"]),
        ("0951 288 95O", "+84951288950", ["phone-letter"]),
        ("O951.288.955", NUMBER, ["phone-letter"]),
        ("o951288955", NUMBER, ["phone-letter"]),
        ("0951 12", None, ["phone-invalid"]),
        ("09512889551", None, ["phone-invalid"]),
        ("abc", None, ["phone-invalid"]),
        ("9.51E+08", None, ["phone-invalid"]),
        ("#VALUE!", None, ["phone-invalid"]),
        ("", None, ["phone-missing"]),
        ("...", None, ["phone-missing"]),
        ("-", None, ["phone-missing"]),
        ("không có", None, ["phone-missing"]),
        ("0123 456 7890", "+84834567890", ["phone-old-prefix"]),
        ("01684567890", "+84384567890", ["phone-old-prefix"]),
        ("1684567890", "+84384567890", ["phone-old-prefix"]),
        ("+84 168 456 7890", "+84384567890", ["phone-old-prefix"]),
        ("(04) 3827 1234", "+842438271234", ["phone-old-prefix"]),
        ("04.38271234", "+842438271234", ["phone-old-prefix"]),
        ("0438271234", "+842438271234", ["phone-old-prefix"]),
        ("(08) 3822 1234", "+842838221234", ["phone-old-prefix"]),
        ("0333826123", "+84333826123", []),
        ("0511 3826123", "+842363826123", ["phone-old-prefix"]),
        ("024 3827 1234", "+842438271234", []),
        ("02438271234", "+842438271234", []),
        ("2438271234", "+842438271234", []),
        ("024 3827 1234 máy lẻ 105", "+842438271234", ["phone-extension"]),
        ("024 3827 1234 ext 105", "+842438271234", ["phone-extension"]),
        ("024 38271234 (ext: 105)", "+842438271234", ["phone-extension"]),
        ("024 38271234 (số lẻ 12)", "+842438271234", ["phone-extension"]),
        ("024.38271234 - nhánh 12", "+842438271234", ["phone-extension"]),
        ("024.38271234 (máy lẻ 12)", "+842438271234", ["phone-extension"]),
    ],
)
def test_a_phone_becomes_e164(text, value, codes):
    got = Phone().clean(Cell(text))

    assert (got.value, [c for c in got.codes if c in codes or value]) == (
        value,
        [c for c in codes if value or c == codes[-1] or c in got.codes],
    )
    assert got.codes[-1:] == codes[-1:]


@pytest.mark.parametrize(
    "text",
    [
        "0951288955 / 0951288956", "0951288955/0951288956", "0951288955; 0951288956", "0951288955, 0951288956", "0951288955 - 0951288956",
        "0951288955-0951288956", "0951288955\n0951288956", "0951 288 955 0951 288 956", "0951288955 hoặc 0951288956", "0951288955 và 0951288956",
        "0951.288.955 - 0951.288.956", "DĐ: 0951288955; NR: 0951288956", "0951288955 | 0951288956", "+84951288955 / +84951288956",
        "0951288955 (0951288956)",
    ],
)  # fmt: skip
def test_two_phones_in_a_cell_are_told_apart(text):
    got = Phone().clean(Cell(text))

    assert (got.value, got.more["others"], got.codes) == (NUMBER, ["+84951288956"], ["phone-multiple"])


def test_a_number_cell_has_lost_its_zero():
    assert Phone().clean(Cell("951288955", 951288955.0)).value == NUMBER


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nguyễn Thị  Vân ", "Nguyễn Thị Vân"),
        ("NGUYỄN THỊ VÂN", "Nguyễn Thị Vân"),
        (unicodedata.normalize("NFD", "NGUYỄN THỊ VÂN"), "Nguyễn Thị Vân"),
        ("H'LINH ÊBAN", "H'Linh Êban"),
        ("H’LINH NIÊ", "H’Linh Niê"),
        ("Y MOAN", "Y Moan"),
        ("Đ/c Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("đ/c: Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("Đ/C NGUYỄN THỊ VÂN", "Nguyễn Thị Vân"),
        ("Đồng chí Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("Đ.c Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("Ông: Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("Ông Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("Ông Ích Thắng", "Ông Ích Thắng"),
        ("Bà Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("Bà: Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("Cô Nguyễn Thị Vân", "Nguyễn Thị Vân"),
        ("Thầy Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("ThS. Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("ThS.Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("ThS Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("TS. Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("PGS.TS. Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("PGS. TS Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("Đ/c ThS. Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("BS. Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("nguyễn văn hải", "nguyễn văn hải"),
        ("Nguyễn Văn\nHải", "Nguyễn Văn Hải"),
        ("1. Nguyễn Văn Hải", "Nguyễn Văn Hải"),
        ("Đặng Thị Hoà,", "Đặng Thị Hoà"),
        ("Lê Thị\u200b Mơ", "Lê Thị Mơ"),
        ("Cồ Thị Bà", "Cồ Thị Bà"),
        ("Thái Bà Lan", "Thái Bà Lan"),
        ("Anh Thư", "Anh Thư"),
        ("", None),
        ("-", None),
        ("...", None),
    ],
)
def test_a_name_is_kept_as_the_person_writes_it(text, value):
    got = PersonName().clean(Cell(text))

    assert got.value == value
    assert got.codes == ([] if value else ["name-missing"])


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("Van.NTT@Example.ORG", "van.ntt@example.org", []),
        ("mailto:van@example.org", "van@example.org", []),
        ("Email: van@example.org", "van@example.org", []),
        ("E-mail : van@example.org", "van@example.org", []),
        ("email van@example.org", None, ["email-invalid"]),
        ("Thị Vân <van@example.org>", "van@example.org", []),
        ("<van@example.org>", "van@example.org", []),
        (" van@example.org. ", "van@example.org", []),
        ("van@example.org;", "van@example.org", []),
        ("van @example.org", "van@example.org", []),
        ("van@ example.org", "van@example.org", []),
        ("van @ example.org", "van@example.org", []),
        ("\u200bvan@example.org\u00a0", "van@example.org", []),
        ("van_1+tin@mail.example.org", "van_1+tin@mail.example.org", []),
        ("vân@example.org", None, ["email-invalid"]),
        ("van thu@example.org", None, ["email-invalid"]),
        ("van@@example.org", None, ["email-invalid"]),
        ("van@tin@example.org", None, ["email-invalid"]),
        ("van@example,org", None, ["email-invalid"]),
        ("van@example", None, ["email-invalid"]),
        ("van@example..org", None, ["email-invalid"]),
        (".van@example.org", None, ["email-invalid"]),
        ("van.@example.org", None, ["email-invalid"]),
        ("mau.example.org", None, ["email-invalid"]),
        ("", None, ["email-missing"]),
        ("không có", None, ["email-missing"]),
        ("-", None, ["email-missing"]),
        ("van@example.org; thu@example.org", "van@example.org", ["email-multiple"]),
        ("van@example.org, thu@example.org", "van@example.org", ["email-multiple"]),
        ("van@example.org / thu@example.org", "van@example.org", ["email-multiple"]),
        ("van@example.org\nthu@example.org", "van@example.org", ["email-multiple"]),
        ("van@example.org thu@example.org", "van@example.org", ["email-multiple"]),
        ("van@example.org hoặc thu@example.org", "van@example.org", ["email-multiple"]),
    ],
)
def test_an_email_is_tidied_outside_and_never_guessed(text, value, codes):
    got = Email().clean(Cell(text))

    assert (got.value, got.codes) == (value, codes)


def test_an_email_link_under_words_counts_and_one_that_differs_is_told():
    under = Email().clean(Cell("gửi thư", None, "mailto:van@example.org?subject=x"))
    differs = Email().clean(Cell("van@example.org", None, "mailto:thu@example.org"))

    assert under.value == "van@example.org"
    assert (differs.value, differs.codes) == ("van@example.org", ["link-text-differs"])


@pytest.mark.parametrize(
    "text",
    [
        "nt",
        "NT",
        "-nt-",
        "- nt -",
        "n.t",
        "như trên",
        "Như trên",
        '"',
        "''",
        "“",
        "-",
        "--",
        "〃",
        "//",
        '" "',
        '-"-',
        "(nt)",
    ],
)
def test_marks_that_mean_the_row_above(text):
    assert UnitName().clean(Cell(text)).more.get("ditto")


@pytest.mark.parametrize("text", ["Tổ 1", "Nội trú", "Trường NT", "Ban đời sống", "Đội 2"])
def test_a_unit_is_no_ditto(text):
    assert UnitName().clean(Cell(text)).value == text


def test_a_position_may_be_missing_or_as_above():
    assert Position().clean(Cell("-")).codes == ["position-missing"]
    assert Position().clean(Cell("nt")).more["ditto"]
    assert Position().clean(Cell(" Chủ tịch  CĐCS ")).value == "Chủ tịch CĐCS"


HOME = "https://www.facebook.com/"


@pytest.mark.parametrize(
    ("text", "url", "reason"),
    [
        ("không dùng", None, "none-declared"),
        ("ko", None, "none-declared"),
        ("x", None, "none-declared"),
        ("-", None, "none-declared"),
        ("Không có FB", None, "none-declared"),
        ("...", None, "blank"),
        ("Thanh Vân", None, "name-only"),
        ("vidu.nguyen.van.1549", None, "name-only"),
        ("facebook", None, "name-only"),
        ("https://www.facebook.com/reel/99990000123456", None, "share-link"),
        ("https://www.facebook.com/photo.php?fbid=9999000012", None, "share-link"),
        ("https://fb.watch/abc123/", None, "share-link"),
        ("https://fb.me/vidu", None, "share-link"),
        ("https://www.facebook.com/share/v/1MauDungThu/", None, "share-link"),
        ("https://www.facebook.com/groups/9999/posts/1", None, "group-link"),
        ("https://m.facebook.com/groups/vidu.nhom?x=1", None, "group-link"),
        ("https://zalo.me/0951000000", None, "not-facebook"),
        ("https://www.youtube.com/@vidu", None, "not-facebook"),
        ("www.instagram.com/vidu", None, "not-facebook"),
        ("0951288955", None, "not-facebook"),
        ("van@example.org", None, "not-facebook"),
        ("https://www.facebook.com/", None, "malformed"),
        ("facebook.com", None, "malformed"),
        ("www.facebook.com", None, "malformed"),
        ("https://www.facebook.com/home.php", None, "malformed"),
        ("https://www.facebook.com/ab1", None, "malformed"),
        ("https://www.facebook", None, "malformed"),
        ("https://www.face", None, "malformed"),
        ("9.9999E+14", None, "malformed"),
        ("#NAME?", None, "malformed"),
        ("https://www.facebook.com/profile.php", None, "malformed"),
        ("https://www.facebook.com/profile.php?id=", None, "malformed"),
        ("facebook.com/vidu.van?fref=ts", HOME + "vidu.van", None),
        ("FACEBOOK.COM/Vidu.Van", HOME + "Vidu.Van", None),
        ("fb.com/vidu.van", HOME + "vidu.van", None),
        ("fb: facebook.com/vidu.van", HOME + "vidu.van", None),
        ("@vidu.van", HOME + "vidu.van", None),
        ("https://vi-vn.facebook.com/vidu.van/photos", HOME + "vidu.van", None),
        ("https://www.facebook.com/vidu.van/friends", HOME + "vidu.van", None),
        ("https://www.facebook.com/vidu.van/posts/pfbid0Mau", HOME + "vidu.van", None),
        ("https://www.facebook.com/vidu.van/photos/a.1/2", HOME + "vidu.van", None),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=999900001234567", HOME + "profile.php?id=999900001234567", None),
        ("https://m.facebook.com/story.php?story_fbid=1&id=999900001234567", HOME + "profile.php?id=999900001234567", None),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fvidu.van%3Ffbclid%3Dx&h=1", HOME + "vidu.van", None),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fx", None, "not-facebook"),
        ("https://www.facebook.com/profile.php?id=999900001234567&sk=about", HOME + "profile.php?id=999900001234567", None),
        ("999900001234567", HOME + "profile.php?id=999900001234567", None),
        ("https://www.facebook.com/Vidu-Van-999900001234567/", HOME + "profile.php?id=999900001234567", None),
        ("https://www.facebook.com/p/V%C3%AD-D%E1%BB%A5-999900001234567/", HOME + "profile.php?id=999900001234567", None),
        ("https://www.facebook.com/pages/Ví-Dụ/999900001234567", HOME + "profile.php?id=999900001234567", None),
        ("https:// www.facebook.com/ vidu.van", HOME + "vidu.van", None),
        ("https://www.facebook.com/vidu.van (trang cá nhân)", HOME + "vidu.van", None),
    ],
)  # fmt: skip
def test_a_facebook_cell_gives_an_address_or_a_reason(text, url, reason):
    got = FacebookAccount().clean(Cell(text))

    assert (got.value, got.more["reason"]) == (url, reason)


@pytest.mark.parametrize(
    ("text", "link", "url", "codes"),
    [
        ("Thanh Vân", HOME + "vidu.van", HOME + "vidu.van", []),
        ("facebook", "https://m.facebook.com/vidu.van", HOME + "vidu.van", []),
        ("", HOME + "vidu.van", HOME + "vidu.van", []),
        ("facebook.com/vidu.van", "http://www.facebook.com/Vidu.Van/", HOME + "vidu.van", []),
        ("facebook.com/vidu.van", HOME + "vidu.khac", HOME + "vidu.van", ["link-text-differs"]),
        ("không có", HOME + "vidu.van", HOME + "vidu.van", []),
    ],
)
def test_what_a_cell_shows_wins_when_it_is_an_address(text, link, url, codes):
    got = FacebookAccount().clean(Cell(text, None, link))

    assert (got.value, got.codes) == (url, codes)
