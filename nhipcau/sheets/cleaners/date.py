"""A day as people write it; a year alone is not a day."""

import re
from datetime import date, timedelta

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, says_none, says_nothing, tidy

DAY_FIRST = re.compile(
    r"(?:ngay )?([0-9]{1,2})(?: ?[/.-] ?| thang )([0-9]{1,2})(?: ?[/.-] ?| nam )([0-9]{4}|[0-9]{2})(?: [0-9:]{4,8})?"
)
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ t][0-9:.]{4,15})?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
THIS_CENTURY = 40  # 40 and below is 20xx, above it 19xx
EXCEL_ZERO = date(1899, 12, 30)
LEAST_SERIAL, MOST_SERIAL = 2200, 73_050  # a smaller number is a year alone


class Day(Cleaner):
    """The value is the day as yyyy-mm-dd; `value-invalid` where no whole day is written."""

    kind = "date"

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text)
        if says_nothing(text) or says_none(text):
            return Cleaned()
        day = _written(fold(text)) or _serial(cell.number)
        return Cleaned(day.isoformat()) if day else Cleaned(None, ["value-invalid"])


def _written(text: str) -> date | None:
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if len(match[3]) == 2:
            year += 2000 if year <= THIS_CENTURY else 1900
    else:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _serial(number: float | None) -> date | None:
    """A day that Excel shows as its number."""
    if number is None or not LEAST_SERIAL <= number <= MOST_SERIAL:
        return None
    return EXCEL_ZERO + timedelta(days=int(number))
