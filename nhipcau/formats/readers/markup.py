"""A table saved as a web page under the name .xls, and Excel's XML of 2003."""

from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree

from nhipcau.formats.model import EMPTY, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.delimited import decode
from nhipcau.formats.readers.limits import (
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_TEXT,
    Counter,
    attribute,
    local,
    no_more,
    number_text,
    parser,
)

INLINE = {"a", "b", "big", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"}


def read(data: bytes) -> tuple[Document, bool]:
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:5] == b"<?xml" and b"office:spreadsheet" in data[:4096]:
        return _excel_2003(data), False
    return _page(data), False


def _page(data: bytes) -> Document:
    text = decode(data)
    reader = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
    root = lxml.html.document_fromstring(text.encode("utf-8"), parser=reader)
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in reader.error_log):
        raise Refused("unsafe", "nesting")  # the parser stops there without a word, and would lose lines
    for gone in root.xpath("//script|//style"):
        gone.drop_tree()
    sheet, counter = Sheet(""), Counter()
    taken: dict[int, int] = {}
    body = root.find("body")
    for number, piece in enumerate(_pieces(root if body is None else body), 1):
        cells = (
            [Cell(piece[:MOST_TEXT])] if isinstance(piece, str) else _html_cells(piece, number, taken, sheet)
        )
        if any(cells):
            counter.row(len(cells))
            hidden = not isinstance(piece, str) and _is_hidden(piece)
            sheet.rows.append(Row(number, cells, hidden, {"sheet": "", "row": number}))
    return Document("html", [sheet])


def _pieces(body: Any) -> Iterator[Any]:
    """The rows of tables, and every line of text that stands outside of them, in their order."""
    said: list[str] = []

    def line() -> Iterator[str]:
        text = " ".join("".join(said).split())
        said.clear()
        if text:
            yield text

    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        is_row = element.tag == "tr" and element.find(".//tr") is None
        if element.tag not in INLINE:
            yield from line()
        if event == "end":
            said.append(element.tail or "" if element is not body else "")
        elif is_row:
            yield element
            walker.skip_subtree()
        elif isinstance(element.tag, str):
            said.append(element.text or "")
    yield from line()


def _is_hidden(row: Any) -> bool:
    style = (row.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "height:0" in style.split(";") or row.get("hidden") is not None


def _html_cells(row: Any, number: int, taken: dict[int, int], sheet: Sheet) -> list[Cell]:
    """`taken` says for each column to which row a cell from above reaches."""
    cells: list[Cell] = []
    for element in row:
        if element.tag not in ("td", "th"):
            continue
        while taken.get(len(cells), 0) >= number:
            cells.append(EMPTY)
        at = len(cells)
        if at >= MOST_COLUMNS:
            no_more([_text(element)])
            continue
        wide, high = _span(element, "colspan"), _span(element, "rowspan")
        if (wide > 1 or high > 1) and len(sheet.merged) < MOST_MERGES:
            sheet.merged.append(Merge(number, at, number + high - 1, at + wide - 1))
        if high > 1:
            taken |= dict.fromkeys(range(at, at + wide), number + high - 1)
        link = next((a.get("href") for a in element.iter("a") if a.get("href")), None)
        text = _text(element)
        cells.append(Cell(text, None, link) if text or link else EMPTY)
        cells += [EMPTY] * (wide - 1)
    return cells


def _span(element: Any, name: str) -> int:
    value = element.get(name) or "1"
    return max(1, min(int(value), 200)) if value.isdigit() else 1


def _text(element: Any) -> str:
    for br in element.iter("br"):
        br.tail = "\n" + (br.tail or "")
    lines = [" ".join(line.split()) for line in element.text_content().split("\n")]
    return "\n".join(line for line in lines if line)[:MOST_TEXT]


def _excel_2003(data: bytes) -> Document:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("unsafe", "document type")
    root = etree.fromstring(data, parser())
    counter = Counter()
    sheets = []
    for page in root:
        if local(page) != "Worksheet":
            continue
        sheet = Sheet(attribute(page, "Name") or "")
        sheet.hidden = any(local(e) == "Visible" and (e.text or "") != "SheetVisible" for e in page.iter())
        number = 0
        for row in (e for e in page.iter() if local(e) == "Row"):
            number = int(attribute(row, "Index") or number + 1)
            cells = _cells_2003(row, number, sheet)
            if any(cells):
                counter.row(len(cells))
                hidden = attribute(row, "Hidden") == "1"
                sheet.rows.append(Row(number, cells, hidden, {"sheet": sheet.name, "row": number}))
        sheets.append(sheet)
    return Document("xls", sheets)


def _cells_2003(row: Any, number: int, sheet: Sheet) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        if local(element) != "Cell":
            continue
        index = attribute(element, "Index")
        at = int(index) - 1 if index and index.isdigit() else len(cells)
        if at >= MOST_COLUMNS:
            no_more(element.itertext())
            continue
        cells += [EMPTY] * (at - len(cells))
        data = next((e for e in element if local(e) == "Data"), None)
        link = attribute(element, "HRef")
        across, down = attribute(element, "MergeAcross") or "0", attribute(element, "MergeDown") or "0"
        wide = min(int(across), MOST_COLUMNS) if across.isdigit() else 0
        if wide or down != "0":
            sheet.merged.append(Merge(number, at, number + (int(down) if down.isdigit() else 0), at + wide))
        text = "".join(data.itertext())[:MOST_TEXT] if data is not None else ""
        if data is not None and attribute(data, "Type") == "Number":
            value = float(text)
            cells.append(Cell(number_text(value), value, link))
        else:
            cells.append(Cell(text, None, link) if text or link else EMPTY)
        cells += [EMPTY] * wide
    return cells
