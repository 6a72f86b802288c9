"""Tables out: XLSX whose texts are never formulas, CSV that Excel opens with its letters whole."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from nhipcau.formats.harmless import harmless

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


class Workbook:
    """An XLSX in memory; every text is written as a text, whatever it begins with."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._out, dict(OPTIONS))
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def style(self, **properties: Any) -> Any:
        """A cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(
                {"font_name": "Times New Roman", "font_size": 12, **properties}
            )
        return self._formats[key]

    def sheet(self, name: str) -> Any:
        """A sheet whose name Excel accepts and that is not there yet."""
        clean = "".join(" " if c in "[]:*?/\\'" else c for c in name).strip()[:28] or "Sheet"
        unique, n = clean, 1
        while unique.casefold() in self._names:
            n += 1
            unique = f"{clean} {n}"
        self._names.add(unique.casefold())
        return self.book.add_worksheet(unique)

    def put(self, sheet: Any, row: int, column: int, value: Any, style: Any = None) -> None:
        """One cell: a number as a number, everything else as a text, nothing as an empty cell."""
        style = style or self.style()
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, str(value)[:32_000], style)

    def bytes(self) -> bytes:
        self.book.close()
        return self._out.getvalue()


def write_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title_rows: Sequence[str] = (),
    sheet_name: str = "",
    widths: Sequence[float] = (),
) -> bytes:
    """One sheet: title lines, bold headings, the rows; printed across the page on A4."""
    book = Workbook()
    sheet = book.sheet(sheet_name or "Sheet1")
    at = 0
    for title in title_rows:
        book.put(sheet, at, 0, title, book.style(bold=True))
        at += 1
    if title_rows:
        at += 1
    for column, heading in enumerate(headings):
        book.put(
            sheet, at, column, heading, book.style(bold=True, border=1, text_wrap=True, valign="vcenter")
        )
        sheet.set_column(
            column, column, widths[column] if column < len(widths) else max(10, min(40, len(heading) + 4))
        )
    sheet.freeze_panes(at + 1, 0)
    sheet.repeat_rows(at)
    for n, row in enumerate(rows, at + 1):
        for column, value in enumerate(row):
            book.put(sheet, n, column, value, book.style(border=1, text_wrap=True, valign="top"))
    _for_paper(sheet)
    return book.bytes()


def _for_paper(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(h) for h in headings])
    writer.writerows([harmless(v) for v in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode("utf-8")
