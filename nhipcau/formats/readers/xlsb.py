"""XLSB by calamine: values alone."""

import io

from python_calamine import CalamineWorkbook

from nhipcau.formats.model import EMPTY, Cell, Document, Row, Sheet
from nhipcau.formats.readers.limits import MOST_COLUMNS, MOST_TEXT, Counter, no_more, number_text


def read(data: bytes) -> tuple[Document, bool]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    counter = Counter()
    sheets = []
    for meta in book.sheets_metadata:
        hidden = "Visible" not in str(meta.visible) or "VeryHidden" in str(meta.visible)
        sheet = Sheet(meta.name, hidden=hidden)
        for number, values in enumerate(
            book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False), 1
        ):
            cells = [_cell(v) for v in values[:MOST_COLUMNS]]
            no_more(values[MOST_COLUMNS:])
            if any(cells):
                counter.row(len(cells))
                sheet.rows.append(Row(number, cells, False, {"sheet": meta.name, "row": number}))
        sheets.append(sheet)
    return Document("xlsb", sheets), False


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return Cell(number_text(float(value)), float(value))
    text = str(value)[:MOST_TEXT]
    return Cell(text) if text else EMPTY
