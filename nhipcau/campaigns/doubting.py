"""What an officer should look at before a value that was read is confirmed: said beside it, decided by nobody but them."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from nhipcau.campaigns.due import doubts_about
from nhipcau.campaigns.reading.head import DATE_LINE, NUMBER, ocr_digits, safe_date
from nhipcau.campaigns.reading.lines import Source, fold
from nhipcau.campaigns.reading.wording import ANY_DAY

LUNAR = re.compile(r"am lich|thang chap\b|thang gieng|mung \d|\bram thang")
HEAD_LINES = 45  # where a head may stand, as the reader looks


def doubts_of_number(source: Source, read: str) -> list[str]:
    """Another number in the head that could be the circular's as well."""
    found = []
    for line, flat in zip(source.lines[:HEAD_LINES], source.flat, strict=False):
        if m := NUMBER.match(flat):
            number = re.sub(r"\s+", "", line[m.start(1) : m.end(1)]).rstrip(".,;:–-")
            if fold(number) != fold(read) and number not in found:
                found.append(number)
    return [_("The head also says “%(other)s”. Which is its number?") % {"other": n} for n in found]


def doubts_of_date(source: Source, read: date | None) -> list[str]:
    """Another place-and-date line, and a day of issue that has not come yet is left to the page itself."""
    found = []
    for flat in source.flat[:HEAD_LINES]:
        if m := DATE_LINE.match(flat):
            day = safe_date(*(ocr_digits(m.group(n)) for n in (2, 3, 4)))
            if day and day != read and day not in found:
                found.append(day)
    said = _("The head also says %(other)s. On which day was it issued?")
    return [said % {"other": f"{day:%d/%m/%Y}"} for day in found]


def doubts_of_due(
    day: date | None, line: str, issued_on: date | None, *, is_inclusive: bool = True
) -> list[str]:
    """A day without a year, before the circular, of the lunar calendar; a last day in time that is one of rest."""
    flat = fold(line)
    said = []
    if day is not None:
        written = [m for m in ANY_DAY.finditer(flat) if _is(m, day)]
        if written and not any(m.group(3) for m in written):
            said.append(
                _("The line gives no year; %(day)s is the first such day after the circular was issued.")
                % {"day": f"{day:%d/%m/%Y}"}
            )
        said += doubts_about(day if is_inclusive else day - timedelta(days=1), issued_on)
    if LUNAR.search(flat):
        said.append(_("The line speaks of the lunar calendar. Compare the day with a calendar."))
    return said


def _is(m: re.Match[str], day: date) -> bool:
    return (ocr_digits(m.group(1)), ocr_digits(m.group(2))) == (day.day, day.month)
