"""ODS and ODT: values, links, fonts, hidden rows and sheets, merged areas, accepted text of tracked changes."""

import io
from typing import Any
from zipfile import ZipFile

from nhipcau.formats.model import EMPTY, Block, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import (
    MOST_COLUMNS,
    MOST_TEXT,
    Counter,
    attribute,
    local,
    no_more,
    number_text,
    part,
)
from nhipcau.formats.readers.xlsx import HYPERLINK, disguised

SKIPPED = {"annotation", "tracked-changes", "note", "shapes", "forms", "ruby-text", "deletion"}
HIDDEN = {"collapse", "filter"}


def read(data: bytes) -> tuple[Document, bool]:
    archive = ZipFile(io.BytesIO(data))
    root = part(archive, "content.xml")
    if root is None:
        raise Refused("corrupt", "no content")
    styles = _Styles(root, part(archive, "styles.xml"))
    pictures = any(n.startswith("Pictures/") for n in archive.namelist())
    for element in root.iter():
        if local(element) == "spreadsheet":
            counter = Counter()
            tables = [t for t in element if local(t) == "table"]
            return Document("ods", [_sheet(t, styles, counter) for t in tables]), pictures
        if local(element) == "text" and local(element.getparent()) == "body":
            return _letter(element, styles), pictures
    raise Refused("format", "no sheet and no letter")


class _Styles:
    """Which style makes a table hidden, and which draws text in a disguised font."""

    def __init__(self, *roots: Any) -> None:
        self.hidden: set[str] = set()
        self.fonts: dict[str, str | None] = {}
        parents: dict[str, str] = {}
        faces: dict[str, str] = {}
        for root in roots:
            for element in root.iter() if root is not None else ():
                tag, name = local(element), attribute(element, "name") or ""
                if tag == "font-face":
                    faces[name] = (attribute(element, "font-family") or name).strip("'\"")
                elif tag in ("style", "default-style"):
                    parents[name] = attribute(element, "parent-style-name") or ""
                    for props in element:
                        if attribute(props, "display") == "false":
                            self.hidden.add(name)
                        face = attribute(props, "font-name") or attribute(props, "font-family")
                        if face:
                            self.fonts[name] = disguised(faces.get(face, face.strip("'\"")))
        for name in parents:
            up, steps = parents[name], 0
            while name not in self.fonts and up and steps < 20:
                if up in self.fonts:
                    self.fonts[name] = self.fonts[up]
                up, steps = parents.get(up, ""), steps + 1

    def font(self, name: str | None) -> str | None:
        return self.fonts.get(name or "")


def _sheet(table: Any, styles: _Styles, counter: Counter) -> Sheet:
    name = attribute(table, "name") or ""
    sheet = Sheet(name, hidden=(attribute(table, "style-name") or "") in styles.hidden)
    number = 0
    for element in _rows(table):
        repeated = _count(attribute(element, "number-rows-repeated"), 1_100_000)
        cells = _cells(element, number + 1, sheet, styles)
        hidden = attribute(element, "visibility") in HIDDEN
        if any(cells):
            for extra in range(repeated):
                counter.row(len(cells))
                at = number + 1 + extra
                sheet.rows.append(Row(at, cells, hidden, {"sheet": name, "row": at}))
        number += repeated
    return sheet


def _rows(table: Any) -> Any:
    for element in table:
        tag = local(element)
        if tag == "table-row":
            yield element
        elif tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _count(value: str | None, most: int) -> int:
    return max(1, min(int(value), most)) if value and value.isdigit() else 1


def _cells(row: Any, number: int, sheet: Sheet, styles: _Styles) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        tag = local(element)
        if tag not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _count(attribute(element, "number-columns-repeated"), 20_000)
        at = len(cells)
        cell = EMPTY if tag == "covered-table-cell" else _cell(element, styles)
        if at >= MOST_COLUMNS:
            no_more([cell])
            continue
        if tag == "table-cell":
            wide = _count(attribute(element, "number-columns-spanned"), MOST_COLUMNS)
            high = _count(attribute(element, "number-rows-spanned"), 20_000)
            if wide > 1 or high > 1:
                sheet.merged.append(Merge(number, at, number + high - 1, at + wide - 1))
        cells += [cell] * min(repeated, MOST_COLUMNS - at)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(element: Any, styles: _Styles) -> Cell:
    kind = attribute(element, "value-type")
    text, link, font = _paragraphs(element, styles)
    font = font or styles.font(attribute(element, "style-name"))
    made = HYPERLINK.match((attribute(element, "formula") or "").partition("=")[2])
    if made:
        link = made[1]
    if kind in ("float", "currency", "percentage"):
        try:
            number = float(attribute(element, "value") or "")
        except ValueError:
            return Cell(text, None, link)
        return Cell(number_text(number), number, link)
    if not text and kind == "string":
        text = attribute(element, "string-value") or ""
    return Cell(text[:MOST_TEXT], None, link, font) if text or link else EMPTY


def _paragraphs(element: Any, styles: _Styles) -> tuple[str, str | None, str | None]:
    lines: list[str] = []
    link: str | None = None
    font: str | None = None
    for child in element:
        tag = local(child)
        if tag in ("p", "h"):
            line: list[str] = []
            link, font = _inline(child, line, styles, link, font)
            lines.append("".join(line))
        elif tag in ("list", "list-item", "section"):
            inner, inner_link, inner_font = _paragraphs(child, styles)
            lines.append(inner)
            link, font = link or inner_link, font or inner_font
    return "\n".join(lines).strip("\n"), link, font


def _inline(
    element: Any, out: list[str], styles: _Styles, link: str | None, font: str | None
) -> tuple[str | None, str | None]:
    font = font or styles.font(attribute(element, "style-name"))
    out.append(element.text or "")
    for child in element:
        tag = local(child)
        if tag == "s":
            out.append(" " * _count(attribute(child, "c"), 200))
        elif tag == "tab":
            out.append("\t")
        elif tag == "line-break":
            out.append("\n")
        elif tag and tag not in SKIPPED:
            if tag == "a":
                link = link or attribute(child, "href")
            link, font = _inline(child, out, styles, link, font)
        out.append(child.tail or "")
    return link, font


def _letter(body: Any, styles: _Styles) -> Document:
    sheet = Sheet("")
    running: list[Block] = []
    counter = Counter()
    state = {"number": 0, "line": 0, "table": 0}

    def line(text: str, link: str | None, font: str | None) -> None:
        for piece in text.split("\n"):
            running.append(("line", piece))
            state["number"] += 1
            state["line"] += 1
            if piece.strip():
                counter.row(1)
                sheet.rows.append(
                    Row(state["number"], [Cell(piece, None, link, font)], False, {"line": state["line"]})
                )

    def walk(parent: Any) -> None:
        for child in parent:
            tag = local(child)
            if tag in ("p", "h"):
                out: list[str] = []
                link, font = _inline(child, out, styles, None, None)
                line("".join(out), link, font)
            elif tag == "table":
                table(child)
            elif tag and tag not in SKIPPED:
                walk(child)

    def table(element: Any) -> None:
        state["table"] += 1
        rows = []
        for at, row in enumerate(_rows(element), 1):
            state["number"] += 1
            cells = _cells(row, state["number"], sheet, styles)
            counter.row(len(cells))
            rows.append([cell.text for cell in cells])
            sheet.rows.append(Row(state["number"], cells, False, {"doc_table": state["table"], "row": at}))
        running.append(("table", rows))

    walk(body)
    return Document("odt", [sheet], running)
