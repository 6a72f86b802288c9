"""What each reader takes out of a file, and what it leaves."""

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nhipcau.formats import guarded

W = nsdecls("w")


def texts(data, name):
    return guarded.read(data, name=name).sheets[0].texts()


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_file_reads_as_if_all_changes_were_accepted():
    document = docx.Document()
    p = document.add_paragraph("Họ ")
    p._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>cũ</w:delText></w:r></w:del>"))
    p._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>mới</w:t></w:r></w:ins>"))
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "giữ"
    gone = table.rows[1]._tr
    gone.insert(0, parse_xml(f'<w:trPr {W}><w:del w:id="1" w:author="x"/></w:trPr>'))
    gone.tc_lst[0].p_lst[0].append(parse_xml(f"<w:r {W}><w:t>bỏ</w:t></w:r>"))

    got = guarded.read(saved(document), name="a.docx")

    assert list(got.blocks()) == [("line", "Họ mới"), ("table", [["giữ", ""]])]


def test_a_word_file_keeps_its_order_its_merges_and_its_links():
    document = docx.Document()
    document.add_paragraph("trước")
    table = document.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            table.cell(r, c).text = f"{r}{c}"
    for c in (0, 1):
        table.cell(1, c).text = table.cell(2, c).text = ""
    table.cell(1, 0).merge(table.cell(2, 0)).text = "gộp"
    link = document.part.relate_to(
        "https://example.org/x", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    table.cell(1, 1).paragraphs[0]._p.append(
        parse_xml(
            f'<w:hyperlink {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{link}"><w:r><w:t>xem</w:t></w:r></w:hyperlink>'
        )
    )
    table.cell(0, 0).merge(table.cell(0, 1)).text = "ngang"
    document.add_paragraph("sau")

    got = guarded.read(saved(document), name="a.docx")
    sheet = got.sheets[0]

    assert [kind for kind, _value in got.blocks()] == ["line", "table", "line"]
    assert sheet.texts() == [["trước"], ["ngang", "", "02"], ["gộp", "xem", "12"], ["", "", "22"], ["sau"]]
    assert sheet.rows[2].cells[1].link == "https://example.org/x"
    assert [(m.top, m.left, m.bottom, m.right) for m in sheet.merged] == [(2, 0, 2, 1), (3, 0, 4, 0)]
    assert sheet.rows[2].place == {"doc_table": 1, "row": 2}


def test_two_paragraphs_of_a_cell_are_two_lines_and_a_text_box_is_read():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "một"
    cell.add_paragraph("hai")
    box = f'<w:r {W}><w:pict><v:shape xmlns:v="v"><v:textbox><w:txbxContent><w:p><w:r><w:t>ĐƠN VỊ: Hộp</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    document.add_paragraph("ngoài")._p.append(parse_xml(box))

    assert texts(saved(document), "a.docx") == [["một\nhai"], ["ngoài"], ["ĐƠN VỊ: Hộp"]]


def test_a_word_file_with_a_picture_alone_must_be_typed():
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    document = docx.Document()
    document.add_picture(picture)

    try:
        guarded.read(saved(document), name="a.docx")
    except guarded.Refused as refused:
        assert refused.code == "needs-typing"
    else:
        raise AssertionError("was read")


ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:xlink="l" xmlns:style="s" xmlns:svg="v">
<office:font-face-decls><style:font-face style:name="F1" svg:font-family="'.VnTime'"/></office:font-face-decls>
<office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
<style:style style:name="ce1"><style:text-properties style:font-name="F1"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="A">
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2" table:style-name="ce1"><text:p>H&#228; <text:s text:c="2"/>t&#170;n</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="951234567"><text:p>951.234.567</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><office:annotation><text:p>ghi</text:p></office:annotation><text:p>một</text:p><text:p><text:a xlink:href="https://example.org/">hai</text:a></text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
</table:table>
<table:table table:name="B" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>ẩn</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_an_opendocument_sheet_is_read_with_hidden_rows_links_fonts_and_repeats():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
    first, second = guarded.read(out.getvalue(), name="a.ods").sheets

    assert first.texts() == [["Hä   tªn", "", "951234567"], ["một\nhai"]]
    assert (first.rows[0].cells[0].font, first.rows[0].cells[2].number) == (".vntime", 951234567.0)
    assert (first.rows[1].number, first.rows[1].hidden, first.rows[1].cells[0].link) == (
        5,
        True,
        "https://example.org/",
    )
    assert second.hidden


def test_a_web_page_named_xls_is_read():
    page = '<html xmlns:x="urn:x"><head><meta charset="utf-8"></head><body><table><tr><th rowspan=2>Họ tên</th><th colspan=2>Liên hệ</th></tr><tr><th>ĐT</th><th>Email</th></tr><tr><td>Lê Thị Mơ</td><td>0951</td><td><a href="mailto:a@example.org">thư</a></td></tr></table></body></html>'
    sheet = guarded.read(page.encode(), name="a.xls").sheets[0]

    assert sheet.texts() == [["Họ tên", "Liên hệ", ""], ["", "ĐT", "Email"], ["Lê Thị Mơ", "0951", "thư"]]
    assert sheet.rows[2].cells[2].link == "mailto:a@example.org"


def test_excels_xml_of_2003_is_read():
    page = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">Họ tên</Data></Cell></Row><Row ss:Index="4" ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="Number">951234567</Data></Cell></Row></Table></Worksheet></Workbook>"""
    sheet = guarded.read(page.encode(), name="a.xls").sheets[0]

    assert sheet.texts() == [["Họ tên"], ["", "", "951234567"]]
    assert (sheet.rows[1].number, sheet.rows[1].hidden) == (4, True)


def sheet_with(column):
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.cell(1, 1, "Họ tên")
    book.active.cell(2, column, "Lê Thị Mơ")
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("column", "is_read"), [(200, True), (201, False), (16_384, False)])
def test_what_stands_beyond_the_last_column_read_is_not_lost_without_a_word(column, is_read):
    if is_read:
        assert guarded.read(sheet_with(column), name="a.xlsx").sheets[0].texts()[1][-1] == "Lê Thị Mơ"
        return
    with pytest.raises(guarded.Refused) as refused:
        guarded.read(sheet_with(column), name="a.xlsx")

    assert refused.value.code == "unsafe"


@pytest.mark.parametrize("last", ["", "Lê Thị Mơ"])
def test_a_text_file_of_many_columns_is_read_when_the_last_are_blank(last):
    data = "\n".join("Họ tên;Đơn vị" + ";" * 250 + last for _line in range(3)).encode("utf-8-sig")
    try:
        guarded.read(data, name="a.csv")
    except guarded.Refused as refused:
        assert (refused.code, bool(last)) == ("unsafe", True)
    else:
        assert not last


def page_with(kind, last):
    """A row of 201 columns, the last of them as given, in three formats."""
    cells = ["Lê Thị Mơ", *[""] * 199, last]
    if kind == "html":
        return "<html><table><tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr></table></html>"
    if kind == "2003":
        row = "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in cells)
        names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
        return f'<?xml version="1.0"?><Workbook {names}><Worksheet ss:Name="A"><Table><Row>{row}</Row></Table></Worksheet></Workbook>'
    document = docx.Document()
    row = "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in cells)
    document.element.body.insert(0, parse_xml(f"<w:tbl {W}><w:tr>{row}</w:tr></w:tbl>"))
    return document


@pytest.mark.parametrize("kind", ["html", "2003", "docx"])
def test_no_format_loses_what_stands_beyond_the_last_column(kind):
    def bytes_with(last):
        page = page_with(kind, last)
        return page.encode() if isinstance(page, str) else saved(page)

    name = "a.docx" if kind == "docx" else "a.xls"

    assert guarded.read(bytes_with(""), name=name).sheets[0].texts()[0][0] == "Lê Thị Mơ"
    with pytest.raises(guarded.Refused) as refused:
        guarded.read(bytes_with("Đào Văn Xa"), name=name)
    assert refused.value.code == "unsafe"
