"""How much of a file is read before it counts as built to harm, and an XML parser that opens nothing."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZipFile

from lxml import etree

from nhipcau.formats.model import Cell
from nhipcau.formats.precheck import Refused, no_doctype

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 400_000
MOST_TEXT = 4_000  # signs of one cell
MOST_MERGES = 5_000


class Counter:
    """Raises when a file holds more cells than anybody fills in by hand."""

    def __init__(self) -> None:
        self.rows = self.cells = 0

    def row(self, width: int) -> None:
        self.rows += 1
        self.cells += width
        if self.rows > MOST_ROWS or self.cells > MOST_CELLS:
            raise Refused("unsafe", "too many cells")


def no_more(cells: Iterable[object]) -> None:
    """What stands beyond the last column that is read must not be lost without a word."""
    if any(str(cell).strip() if not isinstance(cell, Cell) else cell for cell in cells):
        raise Refused("unsafe", "too many columns")


def parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )


def parse(data: bytes) -> Any:
    return etree.fromstring(data, parser())


def real_name(archive: ZipFile, name: str) -> str | None:
    """The entry of that name, whatever the case and the leading stroke."""
    wanted = name.lstrip("/").lower()
    for known in archive.namelist():
        if known.replace("\\", "/").lstrip("/").lower() == wanted:
            return known
    return None


def part(archive: ZipFile, name: str) -> Any | None:
    """An XML part; None when there is none."""
    known = real_name(archive, name)
    return parse(archive.read(known)) if known is not None else None


#: what Word says of looks and of revisions, in elements without content: half of a letter and more, and never read
LOOKS = re.compile(
    rb"<\w+:(?:spacing|ind|jc|sz|szCs|lang|color|b|bCs|i|iCs|u|kern|caps|noProof|shd|tcW|tcMar|vAlign|textAlignment|"
    rb"top|left|bottom|right|start|end|insideH|insideV|snapToGrid|widowControl|keepNext|keepLines|cnfStyle|trHeight|"
    rb"lastRenderedPageBreak|proofErr|bookmarkStart|bookmarkEnd)(?:\s[^<>]*)?/>"
    rb'|\s\w+:(?:rsid\w*|paraId|textId|space|cs|eastAsia|hint|\w+Theme|cstheme)="[^"<>]*"'
)
END_OF_PARAGRAPH = re.compile(
    rb"<\w+:rPr>(?:<\w+:rFonts(?:\s[^<>]*)?/>)?</\w+:rPr>(?=</\w+:pPr>)"
)  # the looks of its mark
PIECE = 256 * 1024


def lean_part(archive: ZipFile, name: str) -> Any | None:
    """A part of a letter, parsed piece by piece and without its looks: a third of the memory."""
    known = real_name(archive, name)
    if known is None:
        return None
    reader, rest = parser(), b""
    with archive.open(known) as stream:
        while piece := stream.read(PIECE):
            head, mark, tail = (rest + piece).rpartition(b"<")
            rest = mark + tail
            _feed(reader, head)
    _feed(reader, rest)
    return reader.close()


def _feed(reader: etree.XMLParser, piece: bytes) -> None:
    lean = END_OF_PARAGRAPH.sub(b"", LOOKS.sub(b"", piece))
    no_doctype(lean)  # what was taken out may have parted one
    reader.feed(lean)


def walk(stream: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Elements of these names one after another; each is forgotten after it was looked at."""
    wanted = [f"{{*}}{tag}" for tag in tags]
    for _event, element in etree.iterparse(
        stream,
        events=("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    ):
        yield element
        element.clear()
        while element.getprevious() is not None and element.getparent() is not None:
            del element.getparent()[0]


def local(element: Any) -> str:
    """The tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name, whatever its namespace."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def number_text(value: float) -> str:
    """As a person would see it: whole numbers without a point, and those that lost digits as Excel shows them."""
    if value == int(value):
        if abs(value) >= 1e15:
            return f"{value:.14E}"
        return str(int(value))
    return repr(value)
