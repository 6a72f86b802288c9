"""LibreOffice opens what goes out and finds the same cells, and no formula."""

import shutil
import subprocess

import pytest
from lxml import etree

from nhipcau.formats.harmless import harmless
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.writing import WRITERS
from tests.sheets.test_writing import COLUMNS, WORDS, checked, make_kind, paper_of

OFFICE = shutil.which("soffice")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"
QUOTED_AS_TEXT, EVALUATED = "44,34,76,1,,0,true", "44,34,76,1,,0,false,true,false,false,false,0,true"

pytestmark = [
    pytest.mark.files,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]


@pytest.fixture
def kind(union):
    return make_kind(union, ("list", "", COLUMNS))


@pytest.fixture
def values(kind):
    rows = [[w, "12", "1.500.000", "05/03/1990", "=Quà", "Trường Gió", w] for w in WORDS]
    return checked(kind, 1, rows)


@pytest.fixture
def opened(kind, values, tmp_path):
    """From an ending to what LibreOffice makes of our file, as its own XML."""

    def opened(ending, *, as_csv=""):
        path = tmp_path / f"danh-sach.{ending}"
        path.write_bytes(WRITERS[ending][0](paper_of(kind, {1: values})))
        target = "fodt" if ending == "docx" else "fods"
        command = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        command += [f"--infilter=CSV:{as_csv}"] if as_csv else []
        command += ["--convert-to", target, "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return etree.parse(tmp_path / f"danh-sach.{target}", etree.XMLParser(huge_tree=True)).getroot()

    return opened


def rows_in(root):
    """The lines of the first table: what stands in each cell, a number as the number."""
    for row in next(root.iter(f"{TABLE}table")).iter(f"{TABLE}table-row"):
        cells = []
        for cell in row.iter(f"{TABLE}table-cell"):
            again = min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), 20)
            cells += [cell.get(VALUE) or "\n".join(_text(p) for p in cell.iter(f"{TEXT}p"))] * again
        if cells and cells[0].isdigit():
            yield cells


def _text(paragraph):
    """Blanks are elements of their own in LibreOffice's XML."""
    for blank in paragraph.iter(f"{TEXT}s"):
        blank.text = " " * int(blank.get(f"{TEXT}c", 1))
    return "".join(paragraph.itertext())


def formulas_in(root):
    return [
        cell.get(f"{TABLE}formula") for cell in root.iter(f"{TABLE}table-cell") if cell.get(f"{TABLE}formula")
    ]


def wanted(kind, values, *, money="1500000", as_csv=False):
    """The cells of each line as a person reads them in the file."""
    first, last = kind.tables[0].columns[0].key, kind.tables[0].columns[6].key
    said = harmless if as_csv else str
    for n, one in enumerate(values, 1):
        cells = [
            one[first] or "",
            "12",
            money,
            "05/03/1990",
            "=Quà",
            "Trường Gió",
            one[last] or "",
            "Trường Gió, xã Mây",
        ]
        yield [str(n), *map(said, cells)]


def test_a_workbook_shows_the_same_cells_and_no_formula(kind, values, opened):
    root = opened("xlsx")

    assert [row[:9] for row in rows_in(root)] == list(wanted(kind, values))
    assert formulas_in(root) == []


def test_a_csv_file_shows_the_same_cells_and_no_formula_even_where_formulas_are_asked_for(
    kind, values, opened
):
    assert [row[:9] for row in rows_in(opened("csv", as_csv=QUOTED_AS_TEXT))] == list(
        wanted(kind, values, as_csv=True)
    )
    assert formulas_in(opened("csv", as_csv=EVALUATED)) == []


def test_a_letter_shows_the_same_cells(kind, values, opened):
    root = opened("docx")

    shown = [[tidy(cell) for cell in row[:9]] for row in rows_in(root)]
    assert shown == [[tidy(cell) for cell in row] for row in wanted(kind, values, money="1.500.000")]
