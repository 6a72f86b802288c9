"""Units and positions; marks that mean the row above."""

import re
from functools import lru_cache

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, says_nothing, tidy

DITTO = re.compile(
    r"""^[\s.\-–—_("'“”„‟″〃`´’‘]*(?:n\s?[./]?\s?t|nhu tren|nt|do|ditto|id|idem)[\s.\-–—_)"'“”]*$"""
)
STROKES = re.compile(r"""^(?:["'“”„‟″〃`´’‘,]|[-–—=_ ]|//+|\|\||[<>↑v])+$""")


@lru_cache(maxsize=8192)
def is_ditto(text: str) -> bool:
    """nt, -nt-, như trên, or strokes as on paper."""
    if len(text) > 200:
        return False
    plain = fold(tidy(text))
    return bool(plain) and len(plain) <= 40 and bool(DITTO.match(plain) or STROKES.match(plain))


class UnitName(Cleaner):
    """A unit as it is written; a ditto mark is told apart, the row above knows what it means."""

    kind = "unit"

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text).strip(" ,;:")
        if is_ditto(text):
            return Cleaned(None, [], {"ditto": True})
        return Cleaned(None if says_nothing(text) else text)


class Position(Cleaner):
    """What the person does there."""

    kind = "position"

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text).strip(" ,;:")
        if is_ditto(text) and not re.fullmatch(r"[-–—_ =]+", text):
            return Cleaned(None, [], {"ditto": True})
        return Cleaned(None, ["position-missing"]) if _is_no_position(text) else Cleaned(text)


@lru_cache(maxsize=8192)
def _is_no_position(text: str) -> bool:
    return bool(
        says_nothing(text) or re.fullmatch(r"[-–—_ =/xX]+", text) or fold(text) in ("khong", "khong co", "ko")
    )


ABBREVIATIONS = {
    "th": "tieu hoc", "mn": "mam non", "mg": "mau giao", "cdcs": "cong doan co so", "cd": "cong doan", "ldld": "lien doan lao dong",
    "cty": "cong ty", "ct": "cong ty", "ctcp": "cong ty co phan", "cp": "co phan", "mtv": "mot thanh vien", "tnhh": "trach nhiem huu han", "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong", "ubnd": "uy ban nhan dan", "p": "phuong", "q": "quan", "tm": "thuong mai", "dv": "dich vu", "sx": "san xuat",
    "xd": "xay dung", "htx": "hop tac xa", "bv": "benh vien", "tt": "trung tam", "gd": "giao duc", "gddt": "giao duc dao tao",
    "tp": "thanh pho", "tx": "thi xa", "kcn": "khu cong nghiep", "xn": "xi nghiep", "dntn": "doanh nghiep tu nhan", "hcsn": "hanh chinh su nghiep",
}  # fmt: skip


@lru_cache(maxsize=8192)
def unit_key(name: str) -> str:
    """For comparing: no marks, common abbreviations written out, without the union's own word in front."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    key = " ".join(ABBREVIATIONS.get(word, word) for word in words)
    return re.sub(r"^(?:cong doan co so|cong doan) ", "", key)
