"""XLS of Excel 97 to 2003 by xlrd, with fonts, links, hidden rows and merged areas."""

import os
from typing import Any

import xlrd

from nhipcau.formats.model import EMPTY, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import MOST_COLUMNS, MOST_TEXT, Counter, no_more, number_text
from nhipcau.formats.readers.xlsx import disguised


def read(data: bytes) -> tuple[Document, bool]:
    book = _open(data)
    counter = Counter()
    document = Document("xls", [_sheet(book, page, counter) for page in book.sheets()])
    return document, b"MSODATA" in data or b"\xff\xd8\xff\xe0" in data


def _open(data: bytes) -> Any:
    with open(os.devnull, "w") as silent:
        try:
            return xlrd.open_workbook(
                file_contents=data, formatting_info=True, ragged_rows=True, logfile=silent
            )
        except xlrd.XLRDError as refused:
            if "encrypt" in str(refused).lower() or "password" in str(refused).lower():
                raise Refused("encrypted") from refused
            raise Refused("corrupt", "xls") from refused
        except (AssertionError, IndexError, KeyError, TypeError, ValueError):
            # some programs write formats that xlrd stumbles over; the values alone are still good
            return xlrd.open_workbook(
                file_contents=data, formatting_info=False, ragged_rows=True, logfile=silent
            )


def _sheet(book: Any, page: Any, counter: Counter) -> Sheet:
    sheet = Sheet(page.name, hidden=page.visibility != 0)
    links = _links(page)
    width = min(page.ncols, MOST_COLUMNS)
    for r in range(page.nrows):
        cells = [_cell(book, page, r, c, links.get((r, c))) for c in range(min(width, page.row_len(r)))]
        no_more(page.cell_value(r, c) for c in range(width, page.row_len(r)))
        if any(cells):
            info = page.rowinfo_map.get(r)
            counter.row(len(cells))
            hidden = bool(info and (info.hidden or info.height == 0))
            sheet.rows.append(Row(r + 1, cells, hidden, {"sheet": page.name, "row": r + 1}))
    for top, bottom, left, right in page.merged_cells:
        sheet.merged.append(Merge(top + 1, left, bottom, right - 1))
    return sheet


def _links(page: Any) -> dict[tuple[int, int], str]:
    found = {}
    for link in getattr(page, "hyperlink_list", ()):
        target = link.url_or_path
        if isinstance(target, bytes):
            target = target.decode("utf-8", "replace")
        if target and link.type in ("url", "unc", "local file"):
            found[(link.frowx, link.fcolx)] = str(target)
    return found


def _cell(book: Any, page: Any, r: int, c: int, link: str | None) -> Cell:
    kind, value = page.cell_type(r, c), page.cell_value(r, c)
    if kind == xlrd.XL_CELL_TEXT:
        return Cell(str(value)[:MOST_TEXT], None, link, _font(book, page, r, c, str(value)))
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return Cell(number_text(float(value)), float(value), link)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell("TRUE" if value else "FALSE", None, link)
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(value, "#N/A"), None, link)
    return Cell(link=link) if link else EMPTY


def _font(book: Any, page: Any, r: int, c: int, text: str) -> str | None:
    if not book.formatting_info:
        return None
    runs = page.rich_text_runlist_map.get((r, c))
    try:
        own = book.xf_list[page.cell_xf_index(r, c)].font_index
        if runs:
            weights: dict[int, int] = {own: runs[0][0]}
            for at, (start, font) in enumerate(runs):
                end = runs[at + 1][0] if at + 1 < len(runs) else len(text)
                weights[font] = weights.get(font, 0) + len(text[start:end].strip())
            own = max(weights, key=lambda f: weights[f])
        return disguised(book.font_list[own].name)
    except (IndexError, TypeError):
        return None
