"""A correction attaches to its campaign by number, shows what changes, and changes all of it at once."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.campaigns import actions
from nhipcau.campaigns.amending import amended_by, changes_in
from nhipcau.campaigns.models import Campaign, Circular, Task
from nhipcau.campaigns.reading import from_text, read
from nhipcau.campaigns.reading.amending import amendment_in, same_number
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from tests.campaigns.test_pages import fields_of

LETTER = """LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ SÔNG BIẾC
CÔNG ĐOÀN PHƯỜNG HÒA SỮA
Số: 120/LĐLĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hòa Sữa, ngày 06 tháng 10 năm 2020
V/v {subject}
Kính gửi: Công đoàn cơ sở trực thuộc
{body}
Nơi nhận:
- Như trên."""


def letter(subject="điều chỉnh thời hạn tại Công văn số 113/LĐLĐ ngày 21/9/2020", body=""):
    return LETTER.format(subject=subject, body=body)


EXTENDED = letter(body="Thời hạn gửi danh sách điều chỉnh từ ngày 10/10/2020 sang ngày 20/10/2020.")


@pytest.fixture
def correction(campaign, union):
    return actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=EXTENDED)


def found(text):
    source = from_text(text)
    return amendment_in(source, read(source))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (EXTENDED, {date(2020, 10, 10): date(2020, 10, 20)}),
        (
            letter("đính chính Công văn số 113/LĐLĐ", "Tại trang 3 đã ghi: “chậm nhất ngày 10/10/2020”, nay sửa thành: “chậm nhất ngày 15/10/2020”."),
            {date(2020, 10, 10): date(2020, 10, 15)},
        ),
        (
            letter("gia hạn thời gian nộp danh sách", "Công văn số 113/LĐLĐ ngày 21/9/2020 yêu cầu gửi danh sách. Nay gia hạn: danh sách gửi chậm nhất ngày 30/10/2020."),
            {},
        ),
        (
            letter("bổ sung Công văn số 113/LĐLĐ", "Thay ngày 10 tháng 10 năm 2020 bằng ngày 12 tháng 10 năm 2020."),
            {date(2020, 10, 10): date(2020, 10, 12)},
        ),
    ],
)  # fmt: skip
def test_a_correction_says_which_letter_and_which_days(text, days):
    got = found(text)

    assert got.numbers[0] == "113/LĐLĐ" and got.days == days
    assert days or got.set_days[0][0] == date(2020, 10, 30)


@pytest.mark.parametrize(
    "text",
    [
        letter("gửi danh sách", "Thực hiện Công văn số 113/LĐLĐ ngày 21/9/2020, các đơn vị gửi danh sách trước ngày 20/10/2020."),
        "Đính chính: hôm qua bếp ăn ghi nhầm thực đơn.",
    ],
)  # fmt: skip
def test_a_letter_that_only_quotes_another_corrects_nothing(text):
    assert found(text) is None


def test_numbers_are_compared_as_people_write_them():
    assert same_number("113 /LĐLĐ", "113/ldld") and same_number("05-HD/CĐX", "05–HD/CĐX")
    assert not same_number("113/LĐLĐ", "13/LĐLĐ")


def test_the_old_and_the_new_day_are_shown_before_anything_changes(client, union, campaign, correction):
    client.force_login(union.officer)
    page = client.get(correction.get_absolute_url()).content.decode()
    shown = client.get(reverse("campaigns:amend", args=[correction.pk])).content.decode()

    assert amended_by(correction, union.officer) == campaign
    assert reverse("campaigns:amend", args=[correction.pk]) in page
    assert "10/10/2020" in shown and 'value="20/10/2020"' in shown and "<mark>20/10/2020</mark>" in shown
    assert campaign.deadlines.get(due_on__isnull=False).due_on == date(2020, 10, 10)


def test_a_correction_is_applied_once_and_tells_each_unit_once(client, union, campaign, correction):
    client.force_login(union.officer)
    address = reverse("campaigns:amend", args=[correction.pk])
    sent = fields_of(client.get(address).content.decode())
    before = Message.objects.count()

    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302

    assert campaign.deadlines.get(due_on__isnull=False).due_on == date(2020, 10, 20)
    days = {t.due_on for t in Task.objects.filter(campaign=campaign) if t.due_on}
    assert days == {date(2020, 10, 20)}
    assert Message.objects.count() - before == len(union.chairs)
    assert Entry.objects.filter(verb="campaign.amended").count() == 1
    assert not Circular.objects.waiting().filter(pk=correction.pk).exists()


def test_the_old_values_stay_to_be_seen_by_the_desk_and_the_units(client, union, campaign, correction):
    change = changes_in(correction, campaign)[0]
    actions.amend(
        correction, campaign, days={change.deadline.pk: change.proposed}, head={"contact": "Chị Na, 0900.000.009"}, by=union.officer
    )  # fmt: skip
    row = campaign.addressed.get(unit=union.units[0])

    for person, address in (
        (union.officer, campaign.get_absolute_url()),
        (union.chairs[0], row.get_absolute_url()),
    ):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert "<del>10/10/2020</del>" in page and "20/10/2020" in page and "Chị Na, 0900.000.009" in page
        assert client.get(reverse("campaigns:original", args=[correction.pk])).status_code == 200


def test_a_correction_with_one_wrong_day_changes_nothing(union, campaign, correction):
    deadline = campaign.deadlines.get(due_on__isnull=False)

    with pytest.raises(Refusal):
        actions.amend(
            correction,
            campaign,
            days={deadline.pk: date(2020, 10, 1)},
            head={"contact": "x"},
            by=union.officer,
        )

    campaign.refresh_from_db()
    deadline.refresh_from_db()
    assert deadline.due_on == date(2020, 10, 10) and campaign.contact != "x"
    assert Circular.objects.get(pk=correction.pk).applied_at is None


def test_more_time_that_a_unit_was_given_is_not_taken_by_a_correction(union, campaign, correction):
    deadline = campaign.deadlines.get(due_on__isnull=False)
    actions.extend(
        deadline.step,
        date(2020, 11, 5),
        "Bão",
        by=union.officer,
        submit_key=uuid.uuid4(),
        unit=union.units[0],
    )

    actions.amend(correction, campaign, days={deadline.pk: date(2020, 10, 20)}, head={}, by=union.officer)

    days = dict(Task.objects.filter(step=deadline.step).values_list("unit", "due_on"))
    assert days[union.units[0].pk] == date(2020, 11, 5) and days[union.units[1].pk] == date(2020, 10, 20)


def test_a_correction_is_never_confirmed_as_a_campaign_besides(union, campaign, correction):
    deadline = campaign.deadlines.get(due_on__isnull=False)
    actions.amend(correction, campaign, days={deadline.pk: date(2020, 10, 20)}, head={}, by=union.officer)
    correction.refresh_from_db()

    with pytest.raises(Refusal):
        actions.confirm(
            correction, by=union.officer, submit_key=uuid.uuid4(), head={"subject": "x"}, steps=[actions.StepData("x")], units=union.units
        )  # fmt: skip
    assert Campaign.objects.count() == 1


def test_a_day_that_no_longer_counts_is_known_by_its_last_full_day_too(union, campaign, correction):
    campaign.deadlines.filter(due_on__isnull=False).update(due_on=date(2020, 10, 11), is_inclusive=False)

    assert changes_in(correction, campaign)[0].proposed == date(2020, 10, 21)


def test_what_is_returned_after_a_correction_or_more_time_is_owed_by_the_day_that_holds_now(
    union, campaign, correction
):
    change = changes_in(correction, campaign)[0]
    step = change.deadline.step
    tasks = {unit: step.tasks.get(unit=unit) for unit in union.units[:2]}
    rows = {
        unit: actions.hand_in(task, by=chair, submit_key=uuid.uuid4(), data=b"x", filename="a.txt")
        for (unit, task), chair in zip(tasks.items(), union.chairs, strict=False)
    }
    actions.amend(correction, campaign, days={change.deadline.pk: change.proposed}, head={}, by=union.officer)
    actions.return_hand_in(rows[union.units[0]], "thiếu chữ ký", by=union.officer)
    assert len(set(step.tasks.values_list("due_on", flat=True).filter(done_at=None))) == 1
    actions.extend(step, date(2020, 11, 5), "Bão", by=union.officer, submit_key=uuid.uuid4())
    actions.return_hand_in(rows[union.units[1]], "thiếu chữ ký", by=union.officer)

    dues = [step.tasks.get(unit=unit).due_on for unit in union.units]
    assert dues == [date(2020, 11, 5)] * 3
    assert Task.objects.owed().filter(step=step).count() == 3
