"""What every cleaner shares: blanks, invisible signs, words that say there is nothing."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell

INVISIBLE = re.compile(  # control signs too: no file of text or XML can hold them
    "[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]"
)
UNTIDY = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]|[^\\S ]|  |^ | $"
)  # ^ and $: blanks outside
BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
NONE_WORDS = {
    "khong", "khong co", "ko", "ko co", "k", "k co", "kh", "kg", "khong dung", "ko dung", "khong su dung", "ko su dung",
    "chua co", "chua", "chua dung", "chua su dung", "chua lap", "khong lap", "x", "n/a", "na", "none", "no", "nil",
    "0", "khong tham gia", "khong co facebook", "khong dung facebook", "khong su dung facebook", "ko co facebook",
    "ko dung facebook", "ko dung fb", "khong dung fb", "khong co fb", "chua co facebook", "chua dung facebook", "ko fb",
}  # fmt: skip
NONE_SAID = re.compile(  # không có tài khoản Facebook, chưa sử dụng mạng xã hội
    r"(?:khong|ko|k|kg|chua)(?: (?:co|dung|su dung|lap|tham gia|choi|xai|mo|dang ky|biet|biet dung))?"
    r"(?: (?:tai khoan|tk|nick|facebook|fb|face|email|e-mail|mail|mxh|mang xa hoi|link|duong link|so|dien thoai|dt|sdt|trang|zalo|nao|ca nhan|rieng))*"
)


def tidy(text: str) -> str:
    """Composed letters, no invisible signs, single blanks."""
    if unicodedata.is_normalized("NFC", text) and not UNTIDY.search(text):
        return text
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return BLANKS.sub(" ", text).strip()


def says_nothing(text: str) -> bool:
    """Empty, or only dots and such."""
    return not text.strip(" .…_·\u00a0\t\n")


def says_none(text: str) -> bool:
    """A stroke, a cross or words that say: there is none."""
    plain = fold(tidy(text)).strip(" .()")
    return plain in NONE_WORDS or bool(
        re.fullmatch(r"[-–—/\\x*~ ]+", plain) or NONE_SAID.fullmatch(plain[:80])
    )


@dataclass(slots=True)
class Cleaned:
    """A value, what else was in the cell, and the codes of what was found."""

    value: str | None = None
    codes: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


class Cleaner:
    """Turns one cell into a value; `kind` names it where a column's type is kept."""

    kind = "text"

    def clean(self, cell: Cell) -> Cleaned:
        raise NotImplementedError


class Text(Cleaner):
    """Anything written, on one line."""

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text)
        return Cleaned(None if says_nothing(text) else text)
