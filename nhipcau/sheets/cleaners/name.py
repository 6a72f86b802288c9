"""A person's name as the person writes it, without forms of address."""

import re
from functools import lru_cache

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners import ordinary
from nhipcau.sheets.cleaners.base import NONE_WORDS, Cleaned, Cleaner, says_none, says_nothing, tidy

ADDRESS = re.compile(
    r"""^(?:
      (?: họ\ (?:và\ )?tên ) \s*:\s*
    | (?: đ\s?/\s?c | đ\.\s?c\.? | đồng\ chí | đ/chí ) \s*[.:]?\s*
    | đc \s*[.:]\s*
    | (?: ông | bà | cô | thầy | anh | chị | ô | b ) \s*[.:]\s*
    | (?: bà | cô | thầy ) \s+(?:giáo\s+)?
    | (?: ông\s*[/(]\s*bà\)? ) \s*[.:]?\s*
    | bs \.? \s? ck \s? (?: i{1,2} | [12] ) (?: \.\s* | \s+ )
    | (?: pgs | gs | ts | ths | th\.s | cn | ks | bs | ds | ls | ths\.bs | nsnd | nsưt | ngưt ) \.\s*
    | th\.s \s+
    | (?: thạc | tiến | bác | dược | luật ) \ s[ĩỹ] (?:\s*:\s*|\s+(?=\S+\s+\S))
    | (?: kỹ\ sư | cử\ nhân | (?:phó\ )?giáo\ sư ) (?:\s*:\s*|\s+(?=\S+\s+\S))
    | (?: mr | mrs | ms ) \.?\s+
    | \(\s*(?:ông|bà|đ/c)\s*\)\s*
    )""",
    re.I | re.X,
)
TITLE_ALONE = re.compile(r"^(?:PGS|GS|TS|TSKH|ThS|Ths|THS|BS|Bs|KS|CN|ĐC|Đc|đc)\s+(?=\S+\s+\S)")
MISTER = re.compile(r"^(?:ông|anh|chị)\s+(?=(\S+)\s+\S)", re.I)
NUMBERED = re.compile(r"^\d{1,3}\s*[.)/]\s*(?=\D)")
SURNAMES = {
    "nguyen",
    "tran",
    "le",
    "pham",
    "hoang",
    "huynh",
    "phan",
    "vu",
    "vo",
    "dang",
    "bui",
    "do",
    "ho",
    "ngo",
    "duong",
    "ly",
    "dinh",
    "dao",
    "doan",
    "trinh",
    "mai",
    "luong",
    "cao",
    "ha",
    "truong",
    "lam",
    "phung",
    "to",
    "ta",
    "thai",
    "chu",
    "la",
    "quach",
    "luu",
    "kieu",
    "nghiem",
    "vuong",
    "tong",
    "than",
    "au",
    "bach",
}


class PersonName(Cleaner):
    """NFC, single blanks; all capitals become capital initials; Đ/c, Ông:, Bà, ThS. go."""

    kind = "person"

    def clean(self, cell: Cell) -> Cleaned:
        return Cleaned(cell.text) if is_ordinary(cell.text) else self.judge(cell)

    def judge(self, cell: Cell) -> Cleaned:
        """Any cell."""
        text = tidy(cell.text)
        while (peeled := _peeled(text)) != text:
            text = peeled
        if says_nothing(text) or says_none(text) or not any(c.isalpha() for c in text):
            return Cleaned(None, ["name-missing"])
        return Cleaned(capital_initials(text) if text == text.upper() and len(text) > 1 else text)


def is_ordinary(text: str) -> bool:
    """A name that stays as it is: capitalised words, the first of them no form of address and no "không"."""
    first = ordinary.capitalised(text)
    return first is not None and _begins_a_name(first)


@lru_cache(maxsize=4096)
def _begins_a_name(word: str) -> bool:
    tried = (f"{word} chí An An", f"{word} Nguyễn An")
    is_none = fold(word) in {words.split()[0] for words in NONE_WORDS}
    return not is_none and all(_without_address(name) == name for name in tried)


def _peeled(text: str) -> str:
    """Without a number, a form of address and marks around it; "không" and the like stay as they are."""
    text = NUMBERED.sub("", text).strip(" ,;:-–*+")
    if says_none(text):
        return text
    text = _without_address(text)
    return (text if re.search(r"\s\S\.$", text) else text.rstrip(".")).strip(" ,;:-–*+")


def _without_address(text: str) -> str:
    for _turn in range(5):
        rest = ADDRESS.sub("", text, count=1)
        rest = TITLE_ALONE.sub("", rest, count=1)
        mister = MISTER.match(rest)
        if mister and fold(mister[1]) in SURNAMES:
            rest = rest[mister.end() :]
        if rest == text or not rest.strip():
            break
        text = rest.strip()
    return text


def capital_initials(text: str) -> str:
    """NGUYỄN THỊ H'LINH -> Nguyễn Thị H'Linh."""
    out: list[str] = []
    start = True
    for letter in text.lower():
        out.append(letter.upper() if start else letter)
        start = not letter.isalpha()
    return "".join(out)
