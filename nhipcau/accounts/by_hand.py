"""Links that an officer passes on: shown once, copied, printed with a QR code, exported. Nothing of them is kept.

A secret is stored as a hash alone, so the page that made the links carries them, signed, to its own export and print.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import xlsxwriter
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nhipcau.accounts import qr
from nhipcau.core.refusal import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOUR = 3600
_SALT = "nhipcau.by-hand"


@dataclass(frozen=True)
class Made:
    """One link on its way to a unit."""

    key: int
    unit: str
    person: str
    role: str
    url: str
    email: str = ""

    @property
    def qr(self) -> str:
        return qr.svg(self.url)


def carry(rows: Sequence[Made]) -> str:
    """For a hidden field of the page that shows the links."""
    return signing.dumps([list(asdict(row).values()) for row in rows], salt=_SALT, compress=True)


def carried(value: str) -> list[Made]:
    """The links that the page brought back within the hour."""
    try:
        rows: list[Any] = signing.loads(value, salt=_SALT, max_age=HOUR)
    except signing.BadSignature as fault:
        raise Refusal(
            _("These links are no longer on this page."),
            remedy=_("Make new links; the earlier ones then stop working."),
        ) from fault
    return [Made(*row) for row in rows]


def as_xlsx(headings: Sequence[str], rows: Sequence[Sequence[str]], filename: str) -> HttpResponse:
    """A plain table, every cell a text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for number, heading in enumerate(headings):
        sheet.write_string(0, number, heading, bold)
        sheet.set_column(
            number, number, max(18, *(min(70, len(row[number]) + 2) for row in rows)) if rows else 18
        )
    for line, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            sheet.write_string(line, number, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
