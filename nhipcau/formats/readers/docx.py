"""DOCX: paragraphs and tables in the order of the body; tracked changes as accepted; links and disguised fonts."""

import io
import posixpath
import re
from typing import Any
from zipfile import ZipFile

from nhipcau.formats.model import EMPTY, Block, Cell, Document, Merge, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import (
    MOST_COLUMNS,
    MOST_TEXT,
    Counter,
    attribute,
    lean_part,
    local,
    no_more,
    part,
)
from nhipcau.formats.readers.xlsx import disguised

GONE = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rPr",
    "pPr",
    "tblPr",
    "tcPr",
    "trPr",
    "sectPr",
}
FIELD_LINK = re.compile(r'HYPERLINK\s+(?:\\\w\s+)?"([^"]+)"', re.I)


def read(data: bytes) -> tuple[Document, bool]:
    archive = ZipFile(io.BytesIO(data))
    name = _main_part(archive)
    root = lean_part(archive, name)
    body = next((e for e in root if local(e) == "body"), None) if root is not None else None
    if body is None:
        raise Refused("corrupt", "no body")
    letter = _Letter(
        _links(archive, name), _Fonts(part(archive, posixpath.join(posixpath.dirname(name), "styles.xml")))
    )
    letter.walk(body)
    pictures = any("/media/" in n.lower() for n in archive.namelist())
    return Document("docx", [letter.sheet], letter.running), pictures


def _main_part(archive: ZipFile) -> str:
    root = part(archive, "_rels/.rels")
    for element in root if root is not None else ():
        if (element.get("Type") or "").endswith("/officeDocument"):
            return (element.get("Target") or "word/document.xml").lstrip("/")
    return "word/document.xml"


def _links(archive: ZipFile, name: str) -> dict[str, str]:
    folder, base = posixpath.split(name)
    root = part(archive, posixpath.join(folder, "_rels", base + ".rels"))
    return {
        e.get("Id") or "": e.get("Target") or ""
        for e in (root if root is not None else ())
        if (e.get("Type") or "").endswith("/hyperlink")
    }


class _Fonts:
    """The disguised font of a style, own or inherited."""

    def __init__(self, root: Any | None) -> None:
        self.of: dict[str, str | None] = {}
        self.default: str | None = None
        based: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "docDefaults":
                self.default = _font_in(element)
            elif local(element) == "style":
                name = attribute(element, "styleId") or ""
                own = next((_font_in(e) for e in element if local(e) == "rPr"), None)
                if own:
                    self.of[name] = own
                if (
                    attribute(element, "default") in ("1", "true")
                    and attribute(element, "type") == "paragraph"
                ):
                    self.default = own or self.default
                based[name] = next((attribute(e, "val") or "" for e in element if local(e) == "basedOn"), "")
        for name in based:
            up, steps = based[name], 0
            while name not in self.of and up and steps < 20:
                if up in self.of:
                    self.of[name] = self.of[up]
                up, steps = based.get(up, ""), steps + 1


def _font_in(element: Any) -> str | None:
    """The name of the font set here, disguised or not."""
    for e in element.iter():
        if local(e) == "rFonts":
            return attribute(e, "ascii") or attribute(e, "hAnsi")
    return None


class _Paragraph:
    """The text of one paragraph as it reads with all changes accepted."""

    def __init__(self, links: dict[str, str], fonts: _Fonts) -> None:
        self.links, self.fonts = links, fonts
        self.out: list[str] = []
        self.link: str | None = None
        self.weights: dict[str | None, int] = {}
        self.style: str | None = None

    def take(self, element: Any) -> "_Paragraph":
        for child in element:
            if local(child) == "pPr":
                style = next((attribute(e, "val") or "" for e in child if local(e) == "pStyle"), "")
                self.style = self.fonts.of.get(style) or self.fonts.default
                break
        else:
            self.style = self.fonts.default
        self._walk(element, self.style)
        return self

    def _walk(self, element: Any, font: str | None) -> None:
        for child in element:
            tag = local(child)
            if tag == "instrText":
                found = FIELD_LINK.search(child.text or "")
                self.link = self.link or (found and found[1])
            elif tag in GONE or not tag:
                continue
            elif tag == "t":
                self._say(child.text or "", font)
            elif tag in ("br", "cr"):
                self._say("\n", font)
            elif tag in ("tab", "ptab"):
                self._say("\t", font)
            elif tag == "noBreakHyphen":
                self._say("-", font)
            elif tag == "r":
                props = next((e for e in child if local(e) == "rPr"), None)
                self._walk(child, (_font_in(props) if props is not None else None) or font)
            elif tag == "txbxContent":
                continue
            else:
                if tag == "hyperlink":
                    self.link = self.link or self.links.get(attribute(child, "id") or "") or None
                elif tag == "fldSimple":
                    found = FIELD_LINK.search(attribute(child, "instr") or "")
                    self.link = self.link or (found and found[1])
                self._walk(child, font)

    def _say(self, text: str, font: str | None) -> None:
        self.out.append(text)
        self.weights[font] = self.weights.get(font, 0) + len(text.strip())

    @property
    def text(self) -> str:
        return "".join(self.out)

    @property
    def font(self) -> str | None:
        return disguised(max(self.weights, key=lambda f: self.weights[f])) if self.weights else None


class _Letter:
    """The body in its order, as running blocks and as rows of one sheet."""

    def __init__(self, links: dict[str, str], fonts: _Fonts) -> None:
        self.links, self.fonts = links, fonts
        self.sheet = Sheet("")
        self.running: list[Block] = []
        self.counter = Counter()
        self.number = self.lines = self.tables = 0

    def walk(self, parent: Any) -> None:
        for child in parent:
            tag = local(child)
            if tag == "p":
                self._line(child)
            elif tag == "tbl":
                self._table(child)
            elif tag and tag not in GONE:
                self.walk(child)

    def _boxes(self, element: Any) -> None:
        for box in element.iter():
            if local(box) == "txbxContent" and not any(local(a) == "Fallback" for a in box.iterancestors()):
                self.walk(box)

    def _line(self, element: Any) -> None:
        got = _Paragraph(self.links, self.fonts).take(element)
        for piece in got.text.split("\n"):
            self.running.append(("line", piece))
            self.number += 1
            self.lines += 1
            if piece.strip():
                self.counter.row(1)
                bits = piece.split("\t")
                no_more(bits[MOST_COLUMNS:])
                cells = [
                    Cell(bit[:MOST_TEXT], None, got.link, got.font) if bit.strip() else EMPTY
                    for bit in bits[:MOST_COLUMNS]
                ]
                self.sheet.rows.append(Row(self.number, cells, False, {"line": self.lines}))
        self._boxes(element)

    def _table(self, element: Any) -> None:
        self.tables += 1
        table, rows, inner = self.tables, [], []
        open_merges: dict[int, Merge] = {}
        for at, row in enumerate(rows_of(element), 1):
            self.number += 1
            cells, found = self._cells(row, open_merges)
            inner += found
            self.counter.row(len(cells))
            self.sheet.rows.append(Row(self.number, cells, False, {"doc_table": table, "row": at}))
            rows.append([cell.text for cell in cells])
        self.running.append(("table", rows))
        for deeper in inner:
            self._table(deeper)

    def _cells(self, row: Any, merges: dict[int, Merge]) -> tuple[list[Cell], list[Any]]:
        cells: list[Cell] = []
        inner: list[Any] = []
        cells += [EMPTY] * _columns_before(row)
        for cell in _children(row, "tc"):
            at = len(cells)
            if at >= MOST_COLUMNS:
                no_more([self._inside(cell, inner)[0]])
                continue
            span, merge = _shape(cell)
            if merge == "continue" and at in merges:
                merges[at].bottom = self.number
                cells += [EMPTY] * span
                continue
            merges.pop(at, None)
            if merge == "restart" or span > 1:
                area = Merge(self.number, at, self.number, at + span - 1)
                self.sheet.merged.append(area)
                if merge == "restart":
                    merges[at] = area
            text, link, font = self._inside(cell, inner)
            cells.append(Cell(text[:MOST_TEXT], None, link, font) if text.strip() or link else EMPTY)
            cells += [EMPTY] * (span - 1)
        return cells, inner

    def _inside(self, cell: Any, inner: list[Any]) -> tuple[str, str | None, str | None]:
        lines: list[str] = []
        link = font = None

        def walk(parent: Any) -> None:
            nonlocal link, font
            for child in parent:
                tag = local(child)
                if tag == "p":
                    got = _Paragraph(self.links, self.fonts).take(child)
                    lines.append(got.text)
                    link, font = link or got.link, font or got.font
                elif tag == "tbl":
                    inner.append(child)
                elif tag and tag not in GONE:
                    walk(child)

        walk(cell)
        return "\n".join(lines).strip("\n"), link, font


def _children(parent: Any, wanted: str) -> Any:
    """Rows or cells, also inside content controls and inserted pieces."""
    for child in parent:
        tag = local(child)
        if tag == wanted:
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"):
            yield from _children(child, wanted)


def _shape(cell: Any) -> tuple[int, str]:
    span, merge = 1, ""
    for props in cell:
        if local(props) == "tcPr":
            for e in props:
                if local(e) == "gridSpan":
                    value = attribute(e, "val") or "1"
                    span = max(1, min(int(value), MOST_COLUMNS)) if value.isdigit() else 1
                elif local(e) == "vMerge":
                    merge = attribute(e, "val") or "continue"
    return span, merge


def tables_of(body: Any) -> dict[int, Any]:
    """Every table of a body by the number that a cell's place names."""

    class Numbered(_Letter):
        def __init__(self) -> None:
            super().__init__({}, _Fonts(None))
            self.numbered: dict[int, Any] = {}

        def _table(self, element: Any) -> None:
            self.numbered[self.tables + 1] = element
            super()._table(element)

    letter = Numbered()
    letter.walk(body)
    return letter.numbered


def rows_of(table: Any) -> list[Any]:
    """The rows of a table that still stand, in their order."""
    return [row for row in _children(table, "tr") if not _is_deleted(row)]


def cells_of(row: Any) -> list[tuple[int, int, Any]]:
    """Each cell with its first column in the grid and how many columns it takes."""
    at, found = _columns_before(row), []
    for cell in _children(row, "tc"):
        span, _merge = _shape(cell)
        found.append((at, span, cell))
        at += span
    return found


def _is_deleted(row: Any) -> bool:
    return any(local(e) == "del" for props in row if local(props) == "trPr" for e in props)


def _columns_before(row: Any) -> int:
    before = next(
        (attribute(e, "val") for p in row if local(p) == "trPr" for e in p if local(e) == "gridBefore"), None
    )
    return int(before) if before and before.isdigit() else 0
