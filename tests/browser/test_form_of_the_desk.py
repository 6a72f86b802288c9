"""A form is designed, sent out, typed on a phone and sent as a file, returned, repaired and consolidated, with scripts and without."""

import io

import openpyxl
import pytest

from nhipcau.sheets.models import Form, Sheet
from tests.browser.people import PHONE, press

pytestmark = [pytest.mark.browser, pytest.mark.both]
LIST = [
    ("Họ và tên", "person", "is_required", ""),
    ("Điện thoại", "phone", "", ""),
    ("Hoàn cảnh khó khăn", "choice", "is_required", "Bệnh hiểm nghèo\nTai nạn lao động\nHoàn cảnh khác"),
    ("Mức đề nghị (đồng)", "money", "has_total", ""),
]


def column(page, at, heading, kind, tick="", choices=""):
    """Fill in the column at this place of the page."""
    part = page.locator("fieldset.design-column").nth(at)
    part.locator("[name$=-heading]").fill(heading)
    part.locator("[name$=-kind]").select_option(kind)
    if choices:
        part.locator("[name$=-choices]").fill(choices)
    if tick:
        part.locator(f"[name$=-{tick}]").check()


def design(page):
    """Two tables, a list with a total and a record; refused, mended, made ready."""
    page.goto("/forms/new/")
    page.fill("[name=title]", "Danh sách đoàn viên có quan điểm sai trái")
    press(page, "main form[enctype] button.btn-primary")
    assert "dự thảo" in page.inner_text(".invalid-feedback")  # what one may ask for instead
    page.fill("[name=title]", "Danh sách đề nghị trợ cấp Tết")
    press(page, "main form[enctype] button.btn-primary")
    for at, what in enumerate(LIST):
        if at:
            press(page, "button[value^=add-column]")
        column(page, at, *what)
    press(page, "button[value=add-table]")
    page.locator("[name^=t][name$=-layout]").nth(1).select_option("record")
    page.locator("[name^=t][name$=-title]").nth(0).fill("Danh sách đề nghị")
    page.locator("[name^=t][name$=-title]").nth(1).fill("Phiếu của đơn vị")
    column(page, 4, "Người lập phiếu", "text", "is_required")
    press(page, "button[value=ready]")
    assert page.locator("#ready li").count() == 1  # it holds persons and does not say why
    page.click("#ready li a")
    page.fill("[name=head-purpose]", "Chi trợ cấp Tết")
    page.fill("[name=head-legal_ground]", "Kế hoạch 25/KH-LĐLĐ")
    page.fill("[name=head-keep_until]", "31/12/2099")
    press(page, "button[value=ready]")
    form = Form.objects.get()
    assert form.is_ready
    return form


def send_out(page, form):
    """A campaign by hand whose one step asks for the form."""
    page.goto("/campaigns/new/")
    press(page, "main form[method=post] button.btn-primary")
    page.fill("[name=subject]", "Trợ cấp Tết")
    page.fill("[name=step-0-text]", "Lập danh sách đề nghị trợ cấp Tết")
    page.select_option("[name=step-0-hand_in]", "form")
    page.select_option("[name=step-0-form]", str(form.pk))
    for box in page.locator("[name=unit_kinds]").all():
        box.check()
    page.locator("button[value=count]").click()
    page.wait_for_selector("[name=counted]:not([value='0'])", state="attached")
    press(page, "div.finish button.btn-primary")
    assert page.locator("table.as-cards tbody tr").count() > 0


def type_it(page):
    """On a phone: one line with a fault, mended, then the record; handed in."""
    page.goto("/campaigns/owed/")
    press(page, "main a.btn-primary")  # what is to be done first leads to the form
    assert "Chi trợ cấp Tết" in page.inner_text("main")
    press(page, "form:has([value=type]) button")
    page.get_by_label("Họ và tên").fill("Lê Thị Bốn")
    page.get_by_label("Mức đề nghị").fill("một ít")
    press(page, "main form button.btn-primary")
    assert page.get_by_label("Họ và tên").input_value() == "Lê Thị Bốn"
    page.get_by_label("Hoàn cảnh").select_option("Tai nạn lao động")
    page.get_by_label("Mức đề nghị").fill("1.500.000")
    press(page, "main form button.btn-primary")
    press(page, "section a.btn-primary")
    page.get_by_label("Người lập phiếu").fill("Trần Thị Chín")
    press(page, "main form button.btn-primary")
    press(page, "form[action$='/confirm/'] button")
    assert page.locator(".alert-success").count() > 0


def blank(page, selector):
    """The empty workbook as the unit downloads it."""
    with page.expect_download() as download:
        page.click(selector)
    return opened(download)


def opened(download):
    """The workbook that was downloaded, which lies under a name of the browser's own."""
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


def fill_in(book, lines, by):
    """What somebody types into the workbook."""
    sheet, record = book["Bảng 1"], book["Bảng 2"]
    head = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("Họ và tên"))
    for n, values in enumerate(lines, 1):
        for at, value in enumerate(values):
            sheet.cell(head.row + n, head.column + at).value = value
    label = next(c for row in record.iter_rows() for c in row if str(c.value).startswith("Người lập"))
    record.cell(label.row, 2).value = by
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send_file(page):
    """After it was returned: the blank form, filled in with a fault, mended in the cell, handed in."""
    page.goto("/campaigns/owed/")
    press(page, "main a.btn-primary")
    assert "Thiếu một người" in page.inner_text("main")
    data = fill_in(
        blank(page, "a[href$='blank.xlsx']"),
        [("Lê Thị Bốn", "0951200304", "Tai nạn lao động", 1500000), ("Bùi Văn Năm", "0951", "Bệnh hiểm nghèo", 2000000)],
        "Trần Thị Chín",
    )  # fmt: skip
    page.set_input_files("input[type=file]", {"name": "tro-cap.xlsx", "mimeType": "", "buffer": data})
    press(page, "form:has(input[type=file]) button.btn-primary")
    line = page.locator("article.is-bad")
    assert line.count() == 1 and "Bùi Văn Năm" in line.inner_text()
    page.fill("article.is-bad .cell-found input", "0951 200 305")
    page.click("article.is-bad .btn-save")
    page.wait_for_selector("article.is-bad", state="detached")
    page.reload()
    press(page, "form[action$='/confirm/'] button")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_goes_all_its_way(people, union, scripts):
    desk = people.window(union.officer, java_script_enabled=scripts)
    form = design(desk)
    send_out(desk, form)
    phone = people.window(union.chairs[0], PHONE, java_script_enabled=scripts)
    type_it(phone)

    board = desk.url
    press(desk, f"table a:has-text('{union.units[0].name}')")
    desk.click("details:has(form[action$='/return/']) summary")
    desk.fill("form[action$='/return/'] input[name=reason]", "Thiếu một người")
    press(desk, "form[action$='/return/'] button")
    send_file(phone)

    sheet = Sheet.objects.filter(replaced_at__isnull=True).get()
    assert sorted(sheet.rows.values_list("table", flat=True)) == [1, 1, 2]
    desk.goto(board)
    press(desk, "a[href*='/consolidated/']")
    assert "3.500.000" in desk.inner_text("main")
    press(desk, "nav.filters a[href*='view=lines']")
    text = desk.inner_text("main")
    for said in ("Lê Thị Bốn", "Bùi Văn Năm", "0951200305", "Trần Thị Chín", union.units[0].name):
        assert said in text
    with desk.expect_download() as download:
        desk.click("a[href*='/list.xlsx']")
    book = opened(download)
    assert any(c.value == "Bùi Văn Năm" for sheet in book for row in sheet.iter_rows() for c in row)
