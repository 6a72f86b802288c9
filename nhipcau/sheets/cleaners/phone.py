"""Vietnamese phone numbers in all the ways people write them; E.164 comes out."""

import re

import phonenumbers

from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners import ordinary
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, says_none, says_nothing, tidy

OLD_MOBILE = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84", "125": "85", "127": "81",
    "129": "82", "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
OLD_AREA = {
    "22": "212", "231": "213", "20": "214", "230": "215", "29": "216", "52": "232", "53": "233", "54": "234", "510": "235",
    "511": "236", "37": "237", "38": "238", "39": "239", "33": "203", "240": "204", "25": "205", "26": "206", "27": "207",
    "280": "208", "281": "209", "320": "220", "321": "221", "241": "222", "31": "225", "351": "226", "36": "227", "350": "228",
    "30": "229", "780": "290", "781": "291", "710": "292", "711": "293", "74": "294", "76": "296", "77": "297", "79": "299",
    "4": "24", "8": "28", "61": "251", "62": "252", "64": "254", "55": "255", "56": "256", "57": "257", "58": "258", "68": "259",
    "60": "260", "501": "261", "500": "262", "63": "263", "59": "269", "70": "270", "651": "271", "72": "272", "73": "273",
    "650": "274", "75": "275", "66": "276", "67": "277",
}  # fmt: skip

MOBILE = re.compile(r"\+84[35789][0-9]{8}")
MOST = 400  # letters of a cell; no list of numbers is longer
EXTENSION = re.compile(
    r"[\s,;(\-–]*(?:máy\s*(?:lẻ|nhánh)|nội\s*bộ|nb|số\s*(?:lẻ|máy lẻ)|nhánh|lẻ|ext(?:ension)?\.?|x)\s*[:.]?\s*(?:số\s*)?\d{1,5}\s*\)?\s*$|\s*[(#]\s*\d{1,5}\s*\)?\s*$",
    re.I,
)
WORDS = re.compile(r"[^\W\d_]+")
HARD = re.compile(r"[/;,|&\n\\]|\bhoặc\b|\bvà\b|\bor\b", re.I)
DIGITS_OR_O = re.compile(
    r"(?<![^\W\d_])[Oo](?=[\d .\-–()Oo])|(?<=[\d .\-–()Oo])[Oo](?![^\W\d_])|(?<=\d)[Oo](?=\d)"
)
GROUPED_AREA = re.compile(r"^\s*(?:\(0([48])\)\s*|0([48])[ .\-–]+)(\d{4})[ .\-–]?(\d{4})\s*$")
BRACKETED_AREA = re.compile(r"^\s*\(0(\d{2,3})\)[ .\-–]*([236](?:[ .\-–]?\d){6})\s*$")  # (031) 3823 456


class Phone(Cleaner):
    """A number cell has lost its 0; labels go; old prefixes are turned into today's."""

    kind = "phone"

    def __init__(self, region: str = "VN") -> None:
        self.region = region

    def clean(self, cell: Cell) -> Cleaned:
        plain = ordinary.mobile(cell.text)
        return Cleaned(plain, [], {"others": []}) if plain else self.judge(cell)

    def judge(self, cell: Cell) -> Cleaned:
        """Any cell, with the library."""
        text = tidy(cell.text[:MOST].replace("\n", " ; "))
        if says_nothing(text) or (says_none(text) and text != "0"):
            target = cell.link or ""
            if target.lower().startswith("tel:"):
                return self.judge(Cell(target[4:]))
            return Cleaned(None, ["phone-missing"])
        codes: list[str] = []
        cut = EXTENSION.sub("", text)
        if cut != text and sum(c.isdigit() for c in cut) >= 8 and not self._one(_labels_gone(text)):
            text = cut
            codes.append("phone-extension")
        text = _labels_gone(text)
        mended = DIGITS_OR_O.sub("0", text)
        if mended != text:
            codes.append("phone-letter")
        found, old = self._numbers(mended)
        if not found:
            return Cleaned(None, ["phone-invalid"])
        if old:
            codes.append("phone-old-prefix")
        if len(found) > 1:
            codes.append("phone-multiple")
        return Cleaned(found[0], codes, {"others": found[1:]})

    def _numbers(self, text: str) -> tuple[list[str], bool]:
        """Every valid number in its order, and whether one had an old prefix."""
        whole = self._one(text)
        if whole:
            return [whole[0]], whole[1]
        found: list[str] = []
        old = False
        for piece in _pieces(text):
            got = self._one(piece)
            if got and got[0] not in found:
                found.append(got[0])
                old = old or got[1]
        return found, old

    def _one(self, text: str) -> tuple[str, bool] | None:
        """E.164, and whether an old prefix was replaced."""
        if WORDS.search(text):
            return None
        area = GROUPED_AREA.match(text)
        if area and (area[1] or area[2]) == "8" and area[3][0] in "2356":
            return self._valid(f"+8428{area[3]}{area[4]}", True)
        bracketed = BRACKETED_AREA.match(text)
        if bracketed and bracketed[1] in OLD_AREA:
            return self._valid("+84" + OLD_AREA[bracketed[1]] + re.sub(r"\D", "", bracketed[2]), True)
        plain = re.sub(
            r"(?<=84)\s*\(0\)",
            "",
            re.sub(r"\.0\s*$", "", text) if re.fullmatch(r"\d{9,12}\.0\s*", text) else text,
        )
        plus = plain.strip().startswith(("+", "(+"))
        digits = re.sub(r"\D", "", plain)
        if not 8 <= len(digits) <= 15:
            return None
        return self._of_digits(digits, plus=plus)

    def _of_digits(self, digits: str, *, plus: bool) -> tuple[str, bool] | None:
        if digits.startswith("00"):
            digits, plus = digits[2:], True
        if plus and not digits.startswith("84"):
            return self._valid("+" + digits, False)
        if digits.startswith("84") and (plus or len(digits) >= 11):
            national = digits[2:].lstrip("0")
        elif digits.startswith("0"):
            national = digits[1:]
        else:
            national = digits  # a number cell that lost its 0
        return self._valid("+84" + national, False) or self._old(national)

    def _old(self, national: str) -> tuple[str, bool] | None:
        if len(national) == 10 and national[:3] in OLD_MOBILE:
            return self._valid("+84" + OLD_MOBILE[national[:3]] + national[3:], True)
        for length in (3, 2, 1):
            new = OLD_AREA.get(national[:length])
            rest = national[length:]
            if new and len(rest) in ((8,) if length == 1 else (7, 8)):
                got = self._valid("+84" + new + rest, True)
                if got:
                    return got
        return None

    def _valid(self, e164: str, old: bool) -> tuple[str, bool] | None:
        try:
            number = phonenumbers.parse(e164, None)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(number):
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), old


def _labels_gone(text: str) -> str:
    """ĐT:, SĐT, Zalo, Mobile … and what is said in brackets without a digit."""
    text = re.sub(r"[^\W\d_][^\d:;,+/]{0,30}:", " ", text)  # whatever stands before a colon: LH:, cá nhân:
    text = re.sub(r"(?<!\S)\(?\d[.)]\s+(?=[\d(+])", " ; ", text)  # 1. 0951… 2. 0952…
    text = re.sub(r"\([^()\d]*\)", " ", text)
    text = re.sub(
        r"(?<![^\W_])(?:số\s+)?(?:h\.?p|cell|call|lh|liên\s*hệ|cá\s*nhân|điện\s*thoại|đ\.?t\.?d\.?đ|đtdđ|sđt|sdt|đt|dt|đ/t|dđ|di\s*động|mobile|mob|phone|tel|zalo|viber|cố\s*định|cđ|cq|cơ\s*quan|nr|nhà\s*riêng|hotline|số|fax)"
        r"(?:\s+(?:cq|nr|cơ quan|nhà riêng|di động|cố định|bàn|zalo))?(?![^\W\d_])\s*[.:\-–=]*\s*",
        " ", text, flags=re.I,
    )  # fmt: skip
    return text.strip(" .:;,-–\"'")


def _pieces(text: str) -> list[str]:
    """Several numbers in one cell: cut at hard marks, else where a new number begins."""
    out: list[str] = []
    for piece in HARD.split(text):
        digits = re.sub(r"\D", "", piece)
        if len(digits) <= 13:
            out.append(piece)
            continue
        current = ""
        for group in re.split(
            r"\s+|(?<=\d)\s*[-–.]\s*(?=[0+])|(?<=\d)\+?(?=\+84|0\d{9}$)", piece.replace("+0", " 0")
        ):
            begins = bool(re.match(r"\(?(?:\+|0|84\d{9})", group))
            if current and begins and len(re.sub(r"\D", "", current)) >= 9:
                out.append(current)
                current = group
            else:
                current = f"{current} {group}"
        out.append(current)
    return [p.strip(" -–.") for p in out if p.strip(" -–.")]


def national(phone: str) -> str:
    """0951 234 567 as people here write it, without blanks; a foreign one as it is."""
    if not phone.startswith("+84"):
        return phone
    if MOBILE.fullmatch(phone):
        return "0" + phone[3:]
    number = phonenumbers.parse(phone, None)
    return "".join(
        c for c in phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if c.isdigit()
    )
