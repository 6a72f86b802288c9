"""XLSX and XLSM, read part by part: values, fonts, links, hidden rows and sheets, merged areas. No formula is run."""

import io
import posixpath
import re
from typing import Any
from zipfile import ZipFile

from nhipcau.formats.model import EMPTY, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import (
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_TEXT,
    Counter,
    attribute,
    local,
    no_more,
    number_text,
    part,
    real_name,
    walk,
)

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
HYPERLINK = re.compile(
    r'^\s*(?:_xlfn\.)?HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.I
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(data: bytes) -> tuple[Document, bool]:
    archive = ZipFile(io.BytesIO(data))
    book_name = _workbook_name(archive)
    book = part(archive, book_name)
    if book is None:
        raise Refused("corrupt", "no workbook")
    targets = _relations(archive, book_name)
    shared, fonts = _shared(archive, targets), _fonts(archive, targets)
    counter = Counter()
    sheets = []
    for element in book.iter():
        if local(element) != "sheet":
            continue
        target = targets.get(attribute(element, "id") or "", ("", ""))[1]
        name = real_name(archive, target) if target else None
        if name is None:
            continue
        hidden = (element.get("state") or "visible") != "visible"
        sheet = Sheet(element.get("name") or "", hidden=hidden)
        _fill(sheet, archive, name, shared, fonts, _relations(archive, target), counter)
        sheets.append(sheet)
    pictures = any("/media/" in n.lower() for n in archive.namelist())
    return Document("xlsx", sheets), pictures


def _workbook_name(archive: ZipFile) -> str:
    for kind, target in _relations(archive, "").values():
        if kind.endswith("/officeDocument"):
            return target
    return "xl/workbook.xml"


def _relations(archive: ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """Of a part: id -> (kind, target); inner targets as whole names."""
    folder, base = posixpath.split(name)
    root = part(archive, posixpath.join(folder, "_rels", base + ".rels"))
    found = {}
    for element in root if root is not None else ():
        target = element.get("Target") or ""
        if element.get("TargetMode") != "External":
            target = target.replace("\\", "/")
            target = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
        found[element.get("Id") or ""] = (element.get("Type") or "", target)
    return found


def _of_kind(archive: ZipFile, targets: dict[str, tuple[str, str]], kind: str) -> Any | None:
    for known, target in targets.values():
        if known.endswith("/" + kind):
            return part(archive, target)
    return None


def _unescape(text: str) -> str:
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def _rich(element: Any) -> tuple[str, str | None]:
    """The text of a string item without its phonetic help, and the font most of it is in."""
    out: list[str] = []
    weights: dict[str, int] = {}
    for child in element:
        tag = local(child)
        if tag == "t":
            out.append(child.text or "")
        elif tag == "r":
            text = "".join(t.text or "" for t in child if local(t) == "t")
            out.append(text)
            for props in child:
                if local(props) == "rPr":
                    for p in props:
                        if local(p) == "rFont":
                            name = p.get("val") or ""
                            weights[name] = weights.get(name, 0) + len(text.strip())
    font = max(weights, key=lambda n: weights[n]) if weights else None
    return _unescape("".join(out))[:MOST_TEXT], font


def _shared(archive: ZipFile, targets: dict[str, tuple[str, str]]) -> list[tuple[str, str | None]]:
    root = _of_kind(archive, targets, "sharedStrings")
    if root is None:
        return []
    return [_rich(item) for item in root if local(item) == "si"]


def _fonts(archive: ZipFile, targets: dict[str, tuple[str, str]]) -> list[str | None]:
    """The font's name of each cell format; only those that are text in disguise matter, so others are None."""
    root = _of_kind(archive, targets, "styles")
    if root is None:
        return []
    names: list[str] = []
    formats: list[str | None] = []
    for group in root:
        if local(group) == "fonts":
            for font in group:
                name = next((p.get("val") or "" for p in font if local(p) == "name"), "")
                names.append(name)
        elif local(group) == "cellXfs":
            for xf in group:
                at = int(xf.get("fontId") or 0)
                formats.append(disguised(names[at]) if at < len(names) else None)
    return formats


def disguised(font: str | None) -> str | None:
    """The font's name when it is one of those that draw other letters than the file says."""
    name = (font or "").strip().lower()
    return name if name.startswith((".vn", "vni")) else None


def _fill(
    sheet: Sheet,
    archive: ZipFile,
    name: str,
    shared: list[Any],
    fonts: list[str | None],
    relations: dict[str, tuple[str, str]],
    counter: Counter,
) -> None:
    """Row by row, each forgotten when it was read: a sheet ruled to its last line is large and empty."""
    number = 0
    links: dict[str, str] = {}
    with archive.open(name) as stream:
        for element in walk(stream, ("row", "mergeCell", "hyperlink")):
            tag = local(element)
            if tag == "row":
                number = int(element.get("r") or number + 1)
                cells = _row(element, shared, fonts)
                if any(cells):
                    counter.row(len(cells))
                    place = {"sheet": sheet.name, "row": number}
                    sheet.rows.append(Row(number, cells, _is_hidden(element), place))
            elif tag == "mergeCell":
                merge = _area(element.get("ref") or "")
                if merge and len(sheet.merged) < MOST_MERGES:
                    sheet.merged.append(merge)
            else:
                target = relations.get(attribute(element, "id") or "", ("", ""))[1]
                if target and len(links) < MOST_MERGES:
                    links[(element.get("ref") or "").split(":")[0].replace("$", "")] = target
    _put_links(sheet, links)


def _is_hidden(row: Any) -> bool:
    if row.get("hidden") in ("1", "true") or row.get("zeroHeight") in ("1", "true"):
        return True
    return row.get("customHeight") in ("1", "true") and row.get("ht") in ("0", "0.0")


def _put_links(sheet: Sheet, links: dict[str, str]) -> None:
    by_number = {row.number: row for row in sheet.rows}
    for reference, target in links.items():
        match = REFERENCE.fullmatch(reference)
        row = by_number.get(int(match[2])) if match else None
        if match is None or row is None:
            continue
        at = _column(match[1])
        if at < MOST_COLUMNS:
            row.cells += [EMPTY] * (at + 1 - len(row.cells))
            cell = row.cells[at]
            row.cells[at] = Cell(cell.text, cell.number, target, cell.font)


def _area(reference: str) -> Merge | None:
    corners = REFERENCE.findall(reference)
    if len(corners) != 2:
        return None
    (left, top), (right, bottom) = corners
    return Merge(int(top), _column(left), int(bottom), _column(right))


def _column(letters: str) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - 64
    return n - 1


def _row(element: Any, shared: list[Any], fonts: list[str | None]) -> list[Cell]:
    cells: list[Cell] = []
    at = -1
    for c in element:
        if local(c) != "c":
            continue
        match = REFERENCE.fullmatch(c.get("r") or "")
        at = _column(match[1]) if match else at + 1
        cell = _cell(c, shared, fonts)
        if at >= MOST_COLUMNS:
            no_more([cell])
            continue
        while len(cells) < at:
            cells.append(EMPTY)
        if len(cells) == at:
            cells.append(cell)
    return cells


def _cell(c: Any, shared: list[Any], fonts: list[str | None]) -> Cell:
    kind, value, formula, inline = c.get("t") or "n", None, None, None
    for child in c:
        tag = local(child)
        if tag == "v":
            value = child.text
        elif tag == "f":
            formula = child.text
        elif tag == "is":
            inline = _rich(child)
    style = int(c.get("s") or 0)
    font = fonts[style] if style < len(fonts) else None
    link = None
    made = HYPERLINK.match(formula or "")
    if made:
        link = made[1].replace('""', '"')
        if value is None:
            kind, value = "str", (made[2] if made[2] is not None else made[1]).replace('""', '"')
    if inline is not None:
        return Cell(inline[0], None, link, disguised(inline[1]) or font)
    if value is None:
        return Cell(link=link) if link else EMPTY
    if kind == "s":
        at = int(value)
        text, own = shared[at] if 0 <= at < len(shared) else ("", None)
        return Cell(text, None, link, disguised(own) or font)
    if kind in ("str", "e", "d"):
        return Cell(_unescape(value)[:MOST_TEXT], None, link, font)
    if kind == "b":
        return Cell("TRUE" if value == "1" else "FALSE", None, link)
    return _number(value, link)


def _number(value: str, link: str | None) -> Cell:
    try:
        number = float(value)
    except ValueError:
        return Cell(value[:MOST_TEXT], None, link)
    if number != number or number in (float("inf"), float("-inf")):
        return Cell("", None, link)
    return Cell(number_text(number), number, link)
