"""The deadline day of circular 113, played in a browser by everybody it concerns, with the clock at 8, 10 and 12 October 2020."""

import re
import uuid
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from nhipcau.accounts import links
from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import jobs as campaign_jobs
from nhipcau.campaigns.models import Campaign, Reminder
from nhipcau.core import clock as product_clock
from nhipcau.demo.pictures import picture
from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.server import StandIn
from nhipcau.notifications import jobs as mail_jobs
from nhipcau.publishing import actions as publishing
from nhipcau.publishing import jobs as publishing_jobs
from tests import factories
from tests.browser.people import PHONE, press

pytestmark = pytest.mark.both
SAMPLES = Path(__file__).parents[1] / "samples"
CIRCULAR = SAMPLES / "circulars" / "r113" / "circular.txt"
TITLE = "Hội thảo an toàn lao động tại Công ty May Bến Lở"


@pytest.fixture
def standin(settings, tmp_path):
    with StandIn(clock=VirtualClock(product_clock.now)) as server:
        settings.FACEBOOK_BASE_URL = server.base
        yield server


def work():
    """What the worker's tick would do now."""
    campaign_jobs.send_due_reminders.call()
    mail_jobs.send_due_messages.call()
    publishing_jobs.probe_open_attempts.call()
    publishing_jobs.publish_due_posts.call()


def load_the_circular(page, union):
    page.goto("/campaigns/new/")
    page.locator("input[name=original]").set_input_files(CIRCULAR)
    press(page, "main form button.btn-primary")
    expect(page.locator("input[name=number]")).to_have_value("113/LĐLĐ")
    expect(page.locator("input[name=issued_on]")).to_have_value("21/09/2020")
    assert "10/10/2020" in [one.input_value() for one in page.locator("input[name$=due_on]").all()]
    expect(
        page.get_by_text("đấu tranh, phản biện, bác bỏ").first
    ).to_be_visible()  # listed under "not made into tasks"
    assert not Campaign.objects.exists()
    page.get_by_label("Công đoàn cơ sở").check()
    press(page, page.locator("main form button.btn-primary").last)
    page.wait_for_url(re.compile(r"/campaigns/\d+/$"))
    return Campaign.objects.get()


def acknowledge_in_three_ways(people, union, campaign):
    rows = {row.unit_id: row for row in campaign.addressed.all()}
    phone = people.window(union.chairs[0], PHONE)
    phone.goto(f"/campaigns/owed/{rows[union.units[0].pk].pk}/")
    phone.locator("form[action$='/acknowledge/'] button").click()
    expect(phone.locator("form[action$='/acknowledge/']")).to_have_count(0)

    second = rows[union.units[1].pk]
    link = people.window(size=PHONE)
    link.goto(links.issue("acknowledge", unit=second.unit, about=second, by=union.officer)[1])
    assert not hasattr(campaign.addressed.get(pk=second.pk), "acknowledgement")
    link.locator("form button.btn-primary").click()
    expect(link.locator("[role=status]")).to_be_visible()

    desk = people.window(union.officer)
    desk.goto(f"/campaigns/units/{rows[union.units[2].pk].pk}/")
    desk.locator("input[name=said_by]").fill("Chị Hạnh, văn thư")
    press(desk, "form[action$='/call/'] button")
    assert {a.addressed.unit_id: a.how for a in _acknowledged(campaign)} == {
        union.units[0].pk: "account", union.units[1].pk: "link", union.units[2].pk: "phone",
    }  # fmt: skip


def _acknowledged(campaign):
    from nhipcau.campaigns.models import Acknowledgement

    return Acknowledgement.objects.filter(addressed__campaign=campaign).select_related("addressed")


def send_a_story(people, collaborator, tmp_path):
    photos = []
    for n in range(3):
        file = tmp_path / f"anh{n}.jpg"
        file.write_bytes(picture(n))
        photos.append(file)
    phone = people.window(collaborator, PHONE)
    phone.goto("/stories/new/")
    phone.locator("input[name=title]").fill(TITLE)
    phone.locator("textarea[name=text]").fill("Hơn 100 công nhân dự buổi hội thảo chiều nay.")
    phone.reload()
    expect(phone.locator("input[name=title]")).to_have_value(TITLE)
    phone.locator("select[name=topic]").select_option(index=1)
    phone.locator("input[name=photos]").set_input_files(photos)
    phone.locator("input[name=shown][value=adults]").check()
    phone.locator("input[name=rights]").check()
    phone.locator("main form button.btn-primary").click()
    expect(phone.get_by_text(re.compile(r"TB-\d+-\d+")).first).to_be_visible()
    expect(phone.locator("figure img")).to_have_count(3)  # the photos have followed
    return phone


def review_and_publish(people, editor, phone):
    desk = people.window(editor)
    desk.goto("/stories/desk/")
    press(desk, desk.get_by_role("link", name=TITLE))
    press(desk, "form[action$='/claim/'] button")
    desk.locator("textarea[name=reason], input[name=reason]").first.fill("Nhờ bạn ghi rõ ngày diễn ra.")
    press(desk, "form[action$='/return/'] button")

    phone.goto("/stories/")
    expect(phone.get_by_text("Nhờ bạn ghi rõ ngày diễn ra.").first).to_be_visible()
    press(phone, phone.get_by_role("link", name=TITLE))
    press(phone, "a[href$='/write/']")
    phone.locator("textarea[name=text]").fill("Chiều 08/10/2020, hơn 100 công nhân dự buổi hội thảo.")
    phone.locator("main form button.btn-primary").click()
    phone.wait_for_url(re.compile(r"/stories/\d+/$"))

    desk.goto("/stories/desk/")
    press(desk, desk.get_by_role("link", name=TITLE))
    press(desk, "form[action$='/claim/'] button")
    press(desk, "a[href$='/pictures/']")
    for field in desk.locator("[name$='-alt_text']").all():
        field.fill("Công nhân ngồi nghe trong hội trường")
    press(desk, "main form button.btn-primary")
    press(desk, ".desk-actions a")
    for box in desk.locator("[name=item]").all():
        box.check()
    press(desk, "form[action$='/approve/'] button.btn-primary")
    press(desk, "a[href^='/publishing/new/']")
    press(desk, "main form button.btn-primary")
    press(desk, "form[action$='/publish-now/'] button")
    work()
    desk.reload()
    permalink = desk.locator("main a[href*='/posts/']").first.get_attribute("href")
    desk.goto(permalink)
    expect(desk.get_by_text("hơn 100 công nhân dự buổi hội thảo").first).to_be_visible()
    return permalink


HEADINGS = [
    "STT",
    "Họ và tên",
    "Đơn vị",
    "Chức vụ",
    "Điện thoại",
    "Email",
    "Tên Facebook cá nhân",
    "Đường link Facebook",
]


def rows_of(unit, phone):
    """Chair and collaborator of a unit as people write them."""
    return [
        ("1", "Lò Thị Mẩy", unit.name, "Chủ tịch", phone, "may.lo@example.org", "Mẩy Lò", "https://www.facebook.com/vidu.may.lo"),
        ("1", "Kha Văn Sín", unit.name, "Kế toán", "0951 280 222", "sin.kha@example.org", "", ""),
    ]  # fmt: skip


def as_xlsx(path, unit):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"ĐƠN VỊ: {unit.name}"])
    for title, row in zip(
        ("1. Danh sách chủ tịch", "2. Danh sách cộng tác viên"), rows_of(unit, "0951 280 111"), strict=True
    ):
        sheet.append([title])
        sheet.append(HEADINGS)
        sheet.append(list(row))
    book.save(path)
    return path


def as_docx(path, unit):
    document = docx.Document()
    document.add_paragraph(f"ĐƠN VỊ: {unit.name}")
    for title, row in zip(
        ("1. Danh sách chủ tịch", "2. Danh sách cộng tác viên"), rows_of(unit, "0951 28"), strict=True
    ):
        document.add_paragraph(title)
        table = document.add_table(rows=0, cols=8)
        for cells in (HEADINGS, row):
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    document.save(path)
    return path


def hand_in(people, chair, task, file):
    """Upload, look at every line, repair what is wrong, confirm; returns the page with the receipt."""
    phone = people.window(chair, PHONE)
    phone.goto(f"/campaigns/tasks/{task.pk}/sheet/")
    phone.locator("input[type=file]").set_input_files(file)
    press(phone, "form:has(input[type=file]) button.btn-primary")
    phone.wait_for_url(re.compile(r"/campaigns/sheets/\d+/$"))
    assert not task.hand_ins.exists()
    confirm = "form[action$='/confirm/'] button"
    if file.suffix == ".docx":
        expect(phone.locator(confirm)).to_have_count(0)  # a phone number is too short
        line = phone.locator("article.is-bad", has_text="Lò Thị Mẩy")
        line.locator("[name=cell-phone]").fill("0951 280 333")
        line.locator(".btn-save").click()
        expect(phone.locator("article.is-bad")).to_have_count(0)
        phone.reload()
    press(phone, confirm)
    expect(phone.get_by_text(task.hand_ins.get().receipt).first).to_be_visible()


def export_the_list(desk, campaign, unit):
    """From the board, with the legal ground that is asked for first, to the workbook for the level above."""
    if not campaign.legal_ground:
        desk.locator("form[action$='/legal-ground/'] input[name=legal_ground]").fill(
            "Công văn 113/LĐLĐ ngày 21/9/2020"
        )
        press(desk, "form[action$='/legal-ground/'] button")
    press(desk, "a[href*='/consolidated/']")
    with desk.expect_download() as download:
        desk.locator("a[href*='for=above']").click()
    book = openpyxl.load_workbook(download.value.path().open("rb"))
    cells = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert cells.count("Lò Thị Mẩy") == 2
    assert unit.name in cells
    assert not any(text.startswith("=") for text in cells)


def test_the_deadline_day(people, union, publisher, standin, clock, tmp_path, mailoutbox):
    clock.set("2020-10-08 08:30")
    page = publishing.connect(
        union.desk, publishing.prove("EAApagestandin0001"), by=publisher, submit_key=uuid.uuid4()
    )
    collaborator = factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[1])

    campaign = load_the_circular(people.window(union.officer), union)
    acknowledge_in_three_ways(people, union, campaign)
    work()
    assert sorted(to for mail in mailoutbox for to in mail.to) == sorted(
        chair.email for chair in union.chairs
    )

    phone = send_a_story(people, collaborator, tmp_path)
    permalink = review_and_publish(people, publisher, phone)
    phone.goto("/stories/")
    expect(phone.locator(f"a[href='{permalink}']").first).to_be_visible()
    member = people.window(size=PHONE)
    member.goto("/")
    press(member, member.get_by_role("link", name=TITLE))
    expect(member.locator(f"a[href='{permalink}']").first).to_be_visible()
    assert member.context.cookies() == []
    state = standin.control("state")
    assert [one["message"].startswith(TITLE) for one in state["posts"]] == [True]
    assert len(state["posts"][0]["photos"]) == 3
    assert page.posts.count() == 1
    assert not Reminder.objects.filter(stage="late").exists()

    clock.set("2020-10-10 15:00")
    tasks = [campaign.tasks.get(unit=unit, step__hand_in="form01") for unit in union.units]
    hand_in(people, union.chairs[0], tasks[0], as_xlsx(tmp_path / "danh sách.xlsx", union.units[0]))
    hand_in(people, union.chairs[1], tasks[1], as_docx(tmp_path / "danh sách.docx", union.units[1]))

    clock.set("2020-10-12 08:30")
    work()
    late = Reminder.objects.filter(stage="late", task__in=tasks)
    assert [reminder.task for reminder in late] == [tasks[2]]
    desk = people.window(union.officer)
    desk.goto(f"/campaigns/{campaign.pk}/")
    states = [row.inner_text() for row in desk.locator("table.as-cards tbody tr").all()]
    assert len(states) == 3
    assert ["Quá hạn" in state for state in states] == [union.units[2].name in state for state in states]
    export_the_list(desk, campaign, union.units[0])

    hand_in(people, union.chairs[2], tasks[2], as_xlsx(tmp_path / "muộn.xlsx", union.units[2]))
    desk.reload()
    assert "3 trên 3 đơn vị" in desk.inner_text("main")
    last = desk.locator("tbody tr", has_text=union.units[2].name)
    expect(last).to_contain_text("Nộp quá hạn")
