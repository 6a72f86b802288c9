"""The same sheets in every format a unit sends, written without the readers' libraries where that is short."""

import csv
import io
import zipfile
from html import escape

import docx
import xlsxwriter

from tests.register import old_fonts, other_pdf
from tests.register.other_forms import Form, Line, Page

MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def text_of(value):
    return "" if value is None else str(value)


def xlsx(form: Form, change=str, font=None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"strings_to_urls": False, "strings_to_numbers": False, "strings_to_formulas": False}
    ) as book:
        style = book.add_format({"font_name": font} if font else {})
        for page in form.pages:
            sheet = book.add_worksheet(page.name)
            if page.hidden:
                sheet.hide()
            for r, line in enumerate(page.lines):
                _xlsx_line(sheet, style, r, line, change)
    return out.getvalue()


def _xlsx_line(sheet, style, r, line, change):
    if line.hidden:
        sheet.set_row(r, None, None, {"hidden": True})
    for left, columns, rows in line.merges:
        if columns > 1 or rows > 1:
            sheet.merge_range(r, left, r + rows - 1, left + columns - 1, "", style)
    for c, cell in enumerate(line.cells):
        if isinstance(cell.value, int):
            sheet.write_number(r, c, cell.value, style)
        elif cell.link:
            sheet.write_url(r, c, cell.link, style, change(text_of(cell.value)))
        elif text_of(cell.value):
            sheet.write_string(r, c, change(cell.value), style)


def delimited(encoding, separator):
    def write(form: Form) -> bytes:
        out = io.StringIO()
        rows = [[text_of(c.value) for c in line.cells] for page in form.pages for line in page.lines]
        width = max(map(len, rows))
        csv.writer(out, delimiter=separator).writerows([*row, *[""] * (width - len(row))] for row in rows)
        if encoding == "windows-1258":
            return old_fonts.windows_1258(out.getvalue())
        return out.getvalue().encode(encoding)

    return write


def web_page(form: Form) -> bytes:
    """What many programs save as .xls."""
    out = ['<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>']
    for page in form.pages:
        out.append("<table border=1>")
        covered: set[tuple[int, int]] = set()
        for r, line in enumerate(page.lines):
            spans = {left: (columns, rows) for left, columns, rows in line.merges}
            out.append('<tr style="display:none">' if line.hidden else "<tr>")
            for c, cell in enumerate(line.cells):
                if (r, c) in covered:
                    continue
                columns, rows = spans.get(c, (1, 1))
                covered |= {(r + d, c + e) for d in range(rows) for e in range(columns)}
                words = escape(text_of(cell.value)).replace("\n", "<br>")
                words = f'<a href="{escape(cell.link)}">{words}</a>' if cell.link else words
                out.append(f'<td colspan="{columns}" rowspan="{rows}">{words}</td>')
            out.append("</tr>")
        out.append("</table>")
    return "\n".join(out).encode()


def excel_2003(form: Form) -> bytes:
    """SpreadsheetML under the name .xls."""
    out = [
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    ]
    for page in form.pages:
        out.append(f'<Worksheet ss:Name="{escape(page.name)}"><Table>')
        for r, line in enumerate(page.lines, 1):
            out.append(f'<Row ss:Index="{r}"' + (' ss:Hidden="1">' if line.hidden else ">"))
            spans = {left: (columns, rows) for left, columns, rows in line.merges}
            last = 0
            for c, cell in enumerate(line.cells, 1):
                if c <= last or (text_of(cell.value) == "" and not cell.link):
                    continue
                columns, rows = spans.get(c - 1, (1, 1))
                last = c + columns - 1
                kind = "Number" if isinstance(cell.value, int) else "String"
                link = f' ss:HRef="{escape(cell.link)}"' if cell.link else ""
                wide = (
                    f' ss:MergeAcross="{columns - 1}" ss:MergeDown="{rows - 1}"' if columns * rows > 1 else ""
                )
                words = escape(text_of(cell.value)).replace("\n", "&#10;")
                out.append(f'<Cell ss:Index="{c}"{link}{wide}><Data ss:Type="{kind}">{words}</Data></Cell>')
            out.append("</Row>")
        shown = (
            ""
            if not page.hidden
            else "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
        )
        out.append(f"</Table>{shown}</Worksheet>")
    return ("".join(out) + "</Workbook>").encode()


NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def _opendocument(kind: str, body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {NAMES}><office:automatic-styles><style:style style:name="off" style:family="table">'
            f'<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>{body}</office:body></office:document-content>',
        )
    return out.getvalue()


def _odf_row(line: Line, at: int, covered: set) -> str:
    out = ['<table:table-row table:visibility="collapse">' if line.hidden else "<table:table-row>"]
    spans = {left: (columns, rows) for left, columns, rows in line.merges}
    for c, cell in enumerate(line.cells):
        if (at, c) in covered:
            out.append("<table:covered-table-cell/>")
            continue
        columns, rows = spans.get(c, (1, 1))
        covered |= {(at + d, c + e) for d in range(rows) for e in range(columns)}
        span = (
            f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
            if columns * rows > 1
            else ""
        )
        if isinstance(cell.value, int):
            out.append(
                f'<table:table-cell office:value-type="float" office:value="{cell.value}"{span}><text:p>{cell.value}</text:p></table:table-cell>'
            )
            continue
        words = [escape(w) for w in text_of(cell.value).split("\n")]
        if cell.link:
            words = [f'<text:a xlink:href="{escape(cell.link)}">{w}</text:a>' for w in words]
        inside = "".join(f"<text:p>{w}</text:p>" for w in words) if any(words) else ""
        out.append(f'<table:table-cell office:value-type="string"{span}>{inside}</table:table-cell>')
    return "".join(out) + "</table:table-row>"


def ods(form: Form) -> bytes:
    out = []
    for page in form.pages:
        covered: set = set()
        rows = "".join(_odf_row(line, at, covered) for at, line in enumerate(page.lines))
        style = ' table:style-name="off"' if page.hidden else ""
        out.append(f'<table:table table:name="{escape(page.name)}"{style}>{rows}</table:table>')
    return _opendocument("spreadsheet", f"<office:spreadsheet>{''.join(out)}</office:spreadsheet>")


def odt(form: Form) -> bytes:
    out = []
    for lines in _runs(form.pages):
        if lines[0].row:
            covered: set = set()
            out.append(
                "<table:table>"
                + "".join(_odf_row(line, at, covered) for at, line in enumerate(lines))
                + "</table:table>"
            )
        else:
            out += [
                f"<text:p>{escape('  '.join(text_of(c.value) for c in line.cells if text_of(c.value)))}</text:p>"
                for line in lines
            ]
    return _opendocument("text", f"<office:text>{''.join(out)}</office:text>")


def _runs(pages: list[Page]):
    """Paragraphs and tables by turns."""
    run: list[Line] = []
    for line in (line for page in pages if not page.hidden for line in page.lines):
        if run and run[0].row != line.row:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def word(form: Form) -> bytes:
    document = docx.Document()
    for lines in _runs(form.pages):
        if not lines[0].row:
            for line in lines:
                document.add_paragraph("\t".join(text_of(c.value) for c in line.cells if text_of(c.value)))
            continue
        table = document.add_table(len(lines), max(len(line.cells) for line in lines))
        for r, line in enumerate(lines):
            for c, cell in enumerate(line.cells):
                if text_of(cell.value):
                    _fill(document, table.cell(r, c), cell)
            for left, columns, rows in line.merges:
                table.cell(r, left).merge(table.cell(min(r + rows, len(lines)) - 1, left + columns - 1))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(document, place, cell):
    if not cell.link:
        place.text = text_of(cell.value)
        return
    target = document.part.relate_to(cell.link, MAIN, is_external=True)
    link = docx.oxml.OxmlElement("w:hyperlink")
    link.set(docx.oxml.ns.qn("r:id"), target)
    run = docx.oxml.OxmlElement("w:r")
    words = docx.oxml.OxmlElement("w:t")
    words.text = text_of(cell.value)
    run.append(words)
    link.append(run)
    place.paragraphs[0]._p.append(link)


def in_tcvn3(form: Form) -> bytes:
    return xlsx(form, old_fonts.tcvn3, ".VnTime")


def in_vni(form: Form) -> bytes:
    return xlsx(form, old_fonts.vni, "VNI-Times")


# format: (writer, the file's name, links are kept, hidden rows are kept)
WRITERS = {
    "xlsx": (xlsx, "a.xlsx", True, True), "xls-html": (web_page, "a.xls", True, True), "xls-xml": (excel_2003, "a.xls", True, True), "xls-xlsx": (xlsx, "a.xls", True, True),
    "ods": (ods, "a.ods", True, True), "odt": (odt, "a.odt", True, False), "docx": (word, "a.docx", True, False),
    "csv": (delimited("utf-8", ","), "a.csv", False, False), "csv-mark": (delimited("utf-8-sig", ";"), "a.csv", False, False), "tsv": (delimited("utf-8", "\t"), "a.tsv", False, False),
    "utf-16": (delimited("utf-16", "\t"), "a.txt", False, False), "windows-1258": (delimited("windows-1258", ";"), "a.csv", False, False),
    "pdf": (other_pdf.printed(True, align="middle"), "a.pdf", False, False), "pdf-bottom": (other_pdf.printed(True, align="bottom", padding=1), "a.pdf", False, False),
    "pdf-blank": (other_pdf.printed(False), "a.pdf", False, False), "pdf-blank-middle": (other_pdf.printed(False, align="middle", size=7, leading=8.4), "a.pdf", False, False),
    "tcvn3": (in_tcvn3, "a.xlsx", True, True), "vni": (in_vni, "a.xlsx", True, True),
}  # fmt: skip
