"""Reminders: the worker's, each at most once and only to who owes; and the desk's own, by hand."""

import io
import re
import uuid

import openpyxl
import pytest
from django.urls import reverse

from nhipcau.accounts import links
from nhipcau.accounts.models import Appointment
from nhipcau.campaigns import actions, jobs
from nhipcau.campaigns.draft import draft_of
from nhipcau.campaigns.models import Acknowledgement, Reminder, Task
from nhipcau.notifications.models import Message
from tests.campaigns.test_campaign import deliver


@pytest.fixture
def officer(client, union):
    client.force_login(union.officer)
    return client


def confirm(circular, union):
    draft = draft_of(circular)
    steps = [actions.StepData(**{k: v for k, v in s.items() if k != "source"}) for s in draft.steps]
    for due in draft.deadlines:
        values = {k: due[k] for k in ("what", "due_on", "due_time", "is_inclusive", "rule")}
        steps[due["step"] - 1].deadlines.append({**values, "is_history": False})
    return actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head=draft.head, steps=steps, units=union.units
    )


def test_confirmed_on_8_october_the_one_late_unit_gets_one_reminder(circular, union, clock):
    clock.set("2020-10-08 08:30")
    campaign = confirm(circular, union)
    for when in ("2020-10-08 09:00", "2020-10-10 09:00", "2020-10-10 23:50"):
        clock.set(when)
        jobs.send_due_reminders.call()
    assert not Reminder.objects.exists(), "the day before the deadline's stage came before the confirmation"
    assert not Task.objects.filter(campaign=campaign).late(clock_day("2020-10-10")).exists(), (
        "the 10th still counts"
    )
    deliver(campaign, union.units[0], union.chairs[0])
    deliver(campaign, union.units[1], union.chairs[1])

    for when in ("2020-10-12 07:00", "2020-10-12 07:01", "2020-10-13 09:00", "2020-11-20 09:00"):
        clock.set(when)
        jobs.send_due_reminders.call()

    reminder = Reminder.objects.get()
    assert (reminder.addressed.unit, reminder.stage) == (union.units[2], "late")
    assert [m.to for m in Message.objects.filter(kind="campaigns/digest")] == [union.chairs[2]]


def clock_day(text):
    from datetime import date

    return date.fromisoformat(text)


def test_a_unit_without_a_chair_is_shown_to_the_desk_instead(campaign, union, clock, officer):
    Appointment.objects.filter(unit=union.units[0]).delete()
    clock.set("2020-10-12 09:00")

    assert actions.remind_due() == 2
    page = officer.get(reverse("campaigns:by-hand", args=[campaign.pk]) + "?show=no-mail").content.decode()
    assert page.count('name="unit"') == 1 and union.units[0].name in page


def test_the_reminder_says_what_until_when_and_where(campaign, union, clock):
    clock.set("2020-10-12 09:00")
    actions.remind_due()

    message = Message.objects.filter(kind="campaigns/digest").first()
    assert (
        "10/10/2020" in message.subject and "113/LĐLĐ" in message.body and "/campaigns/owed/" in message.body
    )


def test_reminders_by_hand_are_shown_copied_printed_exported_and_written_down(
    officer, campaign, addressed, union
):
    url = reverse("campaigns:by-hand", args=[campaign.pk])
    actions.acknowledge(addressed[0], by=union.chairs[0])
    assert officer.post(url, {"do": "links"}).status_code == 422, "nobody was ticked"

    page = officer.post(url, {"do": "links", "all": "1"}).content.decode()
    texts = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert len(texts) == 3 == page.count("data-copy=")
    assert (
        sum("/l/" in text for text in texts) == 2 and sum("/campaigns/owed/" in text for text in texts) == 1
    )
    assert all("113/LĐLĐ" in text and "10/10/2020" in text for text in texts)
    carried = re.search(r'name="carried" value="([^"]+)"', page).group(1)
    key = re.search(r'name="submit_key" value="([^"]+)"', page).group(1)

    paper = officer.post(
        reverse("campaigns:by-hand-print", args=[campaign.pk]), {"carried": carried}
    ).content.decode()
    assert paper.count('class="sheet"') == 3 == paper.count('class="qr"')
    book = openpyxl.load_workbook(
        io.BytesIO(
            officer.post(reverse("campaigns:links-xlsx", args=[campaign.pk]), {"carried": carried}).content
        )
    )
    assert book.active.max_row == 4 and all(
        cell.data_type == "s" for row in book.active.iter_rows() for cell in row
    )

    for _resend in range(2):
        officer.post(url, {"do": "sent", "carried": carried, "submit_key": key})
    assert Reminder.objects.filter(stage="hand", by=union.officer).count() == 3
    assert "05/10/2020" in officer.get(url).content.decode()


def test_the_printed_link_acknowledges_by_its_button_alone(officer, campaign, addressed, client):
    page = officer.post(
        reverse("campaigns:by-hand", args=[campaign.pk]), {"do": "links", "unit": [addressed[1].pk]}
    ).content.decode()
    path = re.search(r"(/l/[\w-]+/)", page).group(1)
    client.logout()
    for _previewer in range(20):
        assert client.get(path).status_code == 200
    assert not Acknowledgement.objects.exists()

    assert client.post(path).status_code == 200
    assert Acknowledgement.objects.get().how == "link"


def test_links_made_again_take_back_the_earlier_ones_made_by_hand_alone(officer, campaign, addressed, client):
    url, table = (reverse(f"campaigns:{name}", args=[campaign.pk]) for name in ("by-hand", "links-xlsx"))
    _link, sent = links.issue("acknowledge", unit=addressed[1].unit, about=addressed[1])

    def made():
        page = officer.post(url, {"do": "links", "unit": [addressed[1].pk]}).content.decode()
        return re.search(r"(/l/[\w-]+/)", page).group(1)

    first, second = made(), made()
    assert [client.get(path).status_code for path in (first, second, sent)] == [410, 200, 200]

    book = openpyxl.load_workbook(io.BytesIO(officer.post(table).content))
    addresses = [row[3].value.removeprefix("http://testserver") for row in book.active.iter_rows(min_row=2)]
    assert [client.get(path).status_code for path in (second, sent, *addresses)] == [410, 200] + [200] * 3


def test_the_call_sheet_names_whom_to_call_and_what_is_owed(officer, campaign, union):
    page = officer.get(reverse("campaigns:call-sheet", args=[campaign.pk])).content.decode()

    assert all(chair.full_name in page for chair in union.chairs) and "10/10/2020" in page
    assert page.count('class="to-write"') == 3
