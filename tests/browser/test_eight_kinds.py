"""The requests of a union's year, each once through the browser: the officer pastes and sends, a chair does it on a phone."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from nhipcau.campaigns import jobs
from nhipcau.campaigns.models import Campaign, HandIn, Task
from nhipcau.core import clock as product_clock
from nhipcau.sheets.models import Form, FormColumn, FormTable, Sheet
from tests.browser.people import PHONE, press

HEAD = """LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ SÔNG BIẾC
CÔNG ĐOÀN PHƯỜNG HÒA SỮA
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Sữa, ngày 02 tháng 11 năm 2026

{subject}

Kính gửi: Các công đoàn cơ sở trực thuộc

"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu VT.
TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Lê Thị Mẫu
"""


@pytest.fixture
def desk(people, union, clock):
    clock.set("2026-11-02 09:00")
    return people.window(union.officer)


def paste(desk, number, subject, body):
    """Up to the confirm page, with its one kind of unit ticked."""
    desk.goto("/campaigns/new/")
    desk.locator("textarea[name=text]").fill(HEAD.format(number=number, subject=subject) + body + FOOT)
    press(desk, desk.locator("main form button.btn-primary").last)
    expect(desk.locator("input[name=number]")).to_have_value(number)


def send(desk):
    """Count and confirm."""
    press(desk, desk.locator("main form button.btn-primary").last)
    desk.wait_for_url(re.compile(r"/campaigns/\d+/$"))
    return Campaign.objects.latest("pk")


def choose(desk, step, kind):
    desk.locator(f"select[name='step-{step}-hand_in']").select_option(kind)


def phone_of(people, union, campaign):
    """The chair's phone, at what their unit owes."""
    phone = people.window(union.chairs[0], PHONE)
    phone.goto(campaign.addressed.get(unit=union.units[0]).get_absolute_url())
    return phone


def open_task(phone, campaign, union, at=0):
    task = Task.objects.filter(campaign=campaign, unit=union.units[0]).order_by("step__order")[at]
    phone.goto(task.get_absolute_url())
    return task


def test_a_tet_welfare_list_with_two_deadlines(desk, people, union, tmp_path):
    paste(desk, "61/KH-CĐP", "KẾ HOẠCH\nChăm lo Tết cho đoàn viên khó khăn năm 2027", """I. TỔ CHỨC THỰC HIỆN
1. Công đoàn cơ sở lập danh sách đoàn viên khó khăn gửi trước ngày 15/12/2026.
2. Công đoàn cơ sở báo cáo kết quả chăm lo Tết chậm nhất ngày 28/01/2027.
""")  # fmt: skip
    days = [one.input_value() for one in desk.locator("input[name$=due_on]").all()]
    assert {"15/12/2026", "28/01/2027"} <= set(days)
    campaign = send(desk)
    assert {
        f"{d:%d/%m}" for d in Task.objects.filter(campaign=campaign).values_list("due_on", flat=True)
    } == {"14/12", "28/01"}

    phone = phone_of(people, union, campaign)
    expect(phone.get_by_text("14/12/2026").first).to_be_visible()
    file = tmp_path / "danh sách.txt"
    file.write_text("1. Trần Thị Mẫu")
    open_task(phone, campaign, union)
    phone.locator("input[name=file]").set_input_files(file)
    press(phone, "main form button.btn-primary")
    expect(phone.get_by_text(HandIn.objects.get().receipt).first).to_be_visible()


def test_a_monthly_report_on_the_twentieth(desk, people, union, clock):
    paste(desk, "62/CV-CĐP", "V/v báo cáo hoạt động hằng tháng", """Đề nghị công đoàn cơ sở thực hiện:
Bước 1: Công đoàn cơ sở gửi báo cáo hoạt động về Công đoàn phường, định kỳ ngày 20 hằng tháng.
""")  # fmt: skip
    expect(desk.locator("select[name$=repeat_every]").first).to_have_value("monthly")
    expect(desk.locator("input[name$=repeat_on]").first).to_have_value("20")
    campaign = send(desk)
    expect(desk.get_by_text("tháng 11/2026").first).to_be_visible()
    clock.set("2026-11-21 09:00")
    jobs.open_due_periods.call()

    phone = phone_of(people, union, campaign)
    expect(phone.get_by_text("tháng 12/2026").first).to_be_visible()
    expect(phone.get_by_text("20/11/2026").first).to_be_visible()


def test_congress_files_fifteen_working_days_before_the_day_of_each_unit(desk, people, union):
    paste(desk, "63/HD-CĐP", "HƯỚNG DẪN\nHồ sơ đại hội công đoàn cơ sở", """Đề nghị công đoàn cơ sở thực hiện:
Bước 1: Công đoàn cơ sở gửi hồ sơ về Công đoàn phường trước ngày đại hội ít nhất 15 ngày làm việc.
""")  # fmt: skip
    expect(desk.locator("input[name$=own_days]").first).to_have_value("15")
    campaign = send(desk)

    phone = phone_of(people, union, campaign)
    phone.locator("form[action*='/own-day/'] input[name=day]").fill("02/03/2027")
    press(phone, "form[action*='/own-day/'] button")
    expect(phone.get_by_text("năm 2027").first).to_be_visible()  # that year's days of rest are not known yet
    assert Task.objects.get(campaign=campaign, unit=union.units[0]).due_on is not None


def test_a_sports_registration_with_a_fee(desk, people, union):
    paste(desk, "64/CV-CĐP", "V/v đăng ký hội thao", """Đề nghị công đoàn cơ sở thực hiện:
Bước 1: Công đoàn cơ sở gửi danh sách vận động viên trước ngày 20/11/2026.
Bước 2: Công đoàn cơ sở nộp lệ phí thi đấu chậm nhất ngày 25/11/2026.
""")  # fmt: skip
    choose(desk, 1, "sum")
    desk.locator("textarea[name='step-1-asks']").fill("Lệ phí thi đấu")
    campaign = send(desk)

    phone = phone_of(people, union, campaign)
    open_task(phone, campaign, union, 1)
    phone.get_by_label("Lệ phí thi đấu").fill("năm trăm")
    press(phone, "main form button.btn-primary")
    expect(phone.locator(".invalid-feedback").first).to_be_visible()
    phone.get_by_label("Lệ phí thi đấu").fill("1,5 triệu")
    press(phone, "main form button.btn-primary")
    expect(phone.get_by_text("1.500.000 đ").first).to_be_visible()


def a_form(union):
    now = product_clock.now()
    form = Form.objects.create(
        unit=union.desk, unit_path=union.desk.path, title="Thống kê nữ công nhân", created_at=now, created_by=union.officer,
        ready_at=now, submit_key=uuid.uuid4(),
    )  # fmt: skip
    for order, (title, headings) in enumerate(
        [("Lao động", ["Tổng số", "Số nữ"]), ("Nhà trẻ", ["Số lớp", "Số trẻ"])], 1
    ):
        table = FormTable.objects.create(form=form, order=order, title=title)
        for n, heading in enumerate(headings, 1):
            FormColumn.objects.create(
                table=table, order=n, heading=heading, kind="number", is_required=True, has_total=True
            )
    return form


def test_a_statistics_form_with_two_tables(desk, people, union):
    form = a_form(union)
    paste(desk, "65/CV-CĐP", "V/v thống kê nữ công nhân", """Đề nghị công đoàn cơ sở thực hiện:
Bước 1: Công đoàn cơ sở gửi biểu thống kê chậm nhất ngày 25/11/2026.
""")  # fmt: skip
    choose(desk, 0, "form")
    desk.locator("select[name='step-0-form']").select_option(str(form.pk))
    campaign = send(desk)

    phone = phone_of(people, union, campaign)
    open_task(phone, campaign, union)
    press(phone, "a.btn-primary")
    press(phone, "form:has(input[name=how][value=type]) button")
    for table, numbers in ((1, ("40", "25")), (2, ("2", "31"))):
        if table == 2:
            press(phone, "a[href$='table=2']")
        fields = phone.locator("main form input[type=text]:visible")
        for n, number in enumerate(numbers):
            fields.nth(n).fill(number)
        press(phone, "main form button.btn-primary")
    press(phone, "form[action$='/confirm/'] button")
    expect(phone.get_by_text(HandIn.objects.get().receipt).first).to_be_visible()
    assert [list(row.values.values()) for row in Sheet.objects.get().rows.order_by("table")] == [
        [40, 25],
        [2, 31],
    ]


def test_a_holiday_notice_with_nothing_to_hand_in(desk, people, union):
    paste(
        desk,
        "66/TB-CĐP",
        "THÔNG BÁO\nNghỉ Tết Dương lịch năm 2027",
        "Người lao động nghỉ ngày 01/01/2027 theo quy định.\n",
    )
    desk.locator("textarea[name='step-0-text']").fill("Thông báo lịch nghỉ đến người lao động.")
    choose(desk, 0, "none")
    campaign = send(desk)
    assert not Task.objects.owed().filter(campaign=campaign).exists()

    phone = phone_of(people, union, campaign)
    phone.locator("form[action$='/acknowledge/'] button").click()
    expect(phone.get_by_text("Đơn vị đã nộp đủ").or_(phone.get_by_text("để biết")).first).to_be_visible()


def test_an_invitation_to_confirm(desk, people, union):
    paste(desk, "67/GM-CĐP", "GIẤY MỜI\nDự hội nghị tổng kết", """Công đoàn phường kính mời dự hội nghị lúc 8h00 ngày 20/11/2026.
Đề nghị công đoàn cơ sở thực hiện:
Bước 1: Công đoàn cơ sở xác nhận tham dự trước ngày 18/11/2026.
""")  # fmt: skip
    choose(desk, 0, "confirm")
    campaign = send(desk)

    phone = phone_of(people, union, campaign)
    open_task(phone, campaign, union)
    press(phone, "main form button.btn-primary")
    expect(phone.get_by_text(HandIn.objects.get().receipt).first).to_be_visible()


def test_a_correction_to_an_earlier_letter(desk, people, union):
    paste(desk, "68/CV-CĐP", "V/v lập danh sách khen thưởng", """Đề nghị công đoàn cơ sở thực hiện:
Bước 1: Công đoàn cơ sở gửi danh sách chậm nhất ngày 20/11/2026.
""")  # fmt: skip
    campaign = send(desk)
    desk.goto("/campaigns/new/")
    letter = HEAD.format(
        number="69/CV-CĐP", subject="V/v điều chỉnh thời hạn tại Công văn số 68/CV-CĐP ngày 02/11/2026"
    )
    desk.locator("textarea[name=text]").fill(
        letter + "Thời hạn gửi danh sách điều chỉnh từ ngày 20/11/2026 sang ngày 30/11/2026.\n" + FOOT
    )
    press(desk, desk.locator("main form button.btn-primary").last)
    press(desk, "a[href*='/amend']")
    expect(desk.get_by_text("30/11/2026").first).to_be_visible()
    assert Task.objects.get(campaign=campaign, unit=union.units[0]).due_on.day == 20  # shown, not applied

    press(desk, ".finish button.btn-primary")
    desk.wait_for_url(re.compile(r"/campaigns/\d+/$"))

    assert Task.objects.get(campaign=campaign, unit=union.units[0]).due_on.day == 30
    expect(phone_of(people, union, campaign).get_by_text("30/11/2026").first).to_be_visible()
