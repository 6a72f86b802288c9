"""Whole numbers and sums of money in đồng. The value is digits; `more["number"]` the same as a number."""

import re
from decimal import Decimal

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, says_none, says_nothing, tidy

MOST = 10**15
GROUPS = r"[0-9]{1,3}(?:(?P<mark>[., ])[0-9]{3})(?:(?P=mark)[0-9]{3})*|[0-9]{1,15}"
WHOLE = re.compile(rf"(?P<whole>{GROUPS})(?: ?(?P<words>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){{0,4}})\.?)?")
SUM = re.compile(
    rf"(?P<whole>{GROUPS})(?P<part>[.,][0-9]{{1,2}})? ?(?P<times>ty|ti|trieu|tr|nghin|ngan|k)? ?(?:d|dong|vnd)?\.?"
)
TIMES = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 1000, "ngan": 1000, "k": 1000}


class WholeNumber(Cleaner):
    """1.234, 1 234, 1,234 or 12 người; a fraction or a word of quantity is `value-invalid`."""

    kind = "number"

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text)
        if says_nothing(text) or _says_none(text):
            return Cleaned()
        return _cleaned(_of_cell(cell.number) if cell.number is not None else _whole(fold(text)))


class Money(Cleaner):
    """1.500.000đ, 1,5 triệu, 500k: whole đồng."""

    kind = "money"

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text)
        if says_nothing(text) or _says_none(text):
            return Cleaned()
        return _cleaned(_of_cell(cell.number) if cell.number is not None else _sum(fold(text)))


def _says_none(text: str) -> bool:
    return text != "0" and says_none(text)


def _cleaned(value: int | None) -> Cleaned:
    if value is None or not 0 <= value < MOST:
        return Cleaned(None, ["value-invalid"])
    return Cleaned(str(value), [], {"number": value})


def _of_cell(number: float) -> int | None:
    return int(number) if 0 <= number < MOST and number.is_integer() else None


def _digits(text: str) -> int:
    return int(re.sub("[., ]", "", text))


def _whole(text: str) -> int | None:
    match = WHOLE.fullmatch(text)
    if not match or (match["words"] and match["words"].split()[0] in TIMES):
        return None
    return _digits(match["whole"])


def _sum(text: str) -> int | None:
    match = SUM.fullmatch(text)
    if not match:
        return None
    part = Decimal("0." + (match["part"] or ".0")[1:])
    value = (_digits(match["whole"]) + part) * TIMES.get(match["times"] or "", 1)
    return int(value) if value == int(value) else None
