"""CSV, TSV and Excel's Unicode Text: the encoding and the separator are found out."""

import csv
import io
import re
import unicodedata

from nhipcau.formats import legacy
from nhipcau.formats.harmless import harmed
from nhipcau.formats.model import EMPTY, Cell, Document, Row, Sheet
from nhipcau.formats.precheck import Refused
from nhipcau.formats.readers.limits import MOST_COLUMNS, MOST_TEXT, Counter, no_more

SEPARATORS = "\t;,|"
QUOTED = re.compile(r'(?:(?<=[\t;,|\n\r])|\A)"(?>[^"]|"")*+"(?=[\t;,|\n\r]|\Z)')
FIRST = 4_000_000  # letters in which the separator is looked for


def read(data: bytes) -> tuple[Document, bool]:
    text = decode(data)
    separator = _separator(text)
    csv.field_size_limit(30_000_000)
    counter = Counter()
    sheet = Sheet("")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator or "\0")
    if separator is None:
        rows = ([line] for line in text.splitlines())  # type: ignore[assignment]
    if text[:4].lower() == "sep=":
        next(rows)
    for number, values in enumerate(rows, 1):
        cells = [_cell(v) for v in values[:MOST_COLUMNS]]
        no_more(values[MOST_COLUMNS:])
        if any(cells):
            counter.row(len(cells))
            sheet.rows.append(
                Row(
                    number,
                    cells,
                    False,
                    {"line": number} if separator is None else {"sheet": "", "row": number},
                )
            )
    running = [("line", line) for line in text.splitlines()] if separator is None else []
    return Document("txt" if separator is None else "csv", [sheet], running), False


def _cell(value: str) -> Cell:
    value = value.strip("\0")[: MOST_TEXT + 1]
    if value[:2] == '="' and value[-1:] == '"':
        value = value[2:-1]
    value = harmed(value)[:MOST_TEXT]
    return Cell(value) if value.strip() else EMPTY


def decode(data: bytes) -> str:
    """UTF-8, UTF-16, else the eight-bit encoding that gives the most Vietnamese."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data[:400].count(0) > 20:
        order = "utf-16-le" if data[1:400:2].count(0) > data[0:400:2].count(0) else "utf-16-be"
        return data.decode(order, "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace")
    if data.count(0) > 0:
        raise Refused("corrupt", "zero bytes")
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    latin = data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1")
    if legacy.vietnamese(latin) > legacy.vietnamese(vietnamese):
        return latin
    in_disguise = legacy.encoding_of([latin])
    if in_disguise and legacy.vietnamese(legacy.to_unicode(latin, in_disguise)) > legacy.vietnamese(
        vietnamese
    ):
        return latin  # turned into Unicode, and said so, by whoever reads the cells
    return vietnamese


def _separator(text: str) -> str | None:
    """The one that gives most lines the same number of cells; what stands in quotes does not count."""
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS:
        return text[4]
    begun = text[:FIRST]
    return _usual(QUOTED.sub("", begun)) or _usual(begun)


def _usual(text: str) -> str | None:
    """None for running text."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    best, most = None, 0
    for separator in SEPARATORS:
        counts = [n for n in (line.count(separator) for line in lines) if n >= 2]
        if counts:
            usual = max(set(counts), key=counts.count)
            score = counts.count(usual) * min(usual, 12)
            if score > most and counts.count(usual) >= 2:
                best, most = separator, score
    return best
