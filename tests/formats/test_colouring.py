"""A marked workbook keeps the links of its cells, whether they were set on the cell or made by a formula."""

import io

import openpyxl

from nhipcau.formats import guarded

MARK = {"sheet": "A", "row": 4, "column": 0, "severity": "error", "note": "Sai."}


def test_links_stay_under_their_texts_in_a_marked_workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "A"
    sheet["A1"] = '=HYPERLINK("https://www.facebook.com/vidu.mai","Mai")'
    sheet["A2"] = "Lan"
    sheet["A2"].hyperlink = "https://www.facebook.com/vidu.lan"
    sheet["A3"] = '=HYPERLINK("https://www.facebook.com/vidu.cuc")'
    sheet["A4"] = "x"
    out = io.BytesIO()
    book.save(out)

    marked, _ending = guarded.coloured(out.getvalue(), name="a.xlsx", marks=[MARK])

    cells = [
        (row.cells[0].text, row.cells[0].link) for row in guarded.read(marked, name="a.xlsx").sheets[0].rows
    ]
    assert cells == [
        ("Mai", "https://www.facebook.com/vidu.mai"),
        ("Lan", "https://www.facebook.com/vidu.lan"),
        ("https://www.facebook.com/vidu.cuc", "https://www.facebook.com/vidu.cuc"),
        ("x", None),
    ]
    kinds = {cell.data_type for row in openpyxl.load_workbook(io.BytesIO(marked)).active for cell in row}
    assert "f" not in kinds
