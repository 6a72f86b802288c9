"""Why a day is the last one, beside it wherever it is shown; and which deadlines can stand on one step."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Campaign, Task
from nhipcau.core.refusal import Refusal
from tests import factories
from tests.campaigns.test_amending import EXTENDED
from tests.campaigns.test_kinds_of_work import by_hand
from tests.campaigns.test_pages import fields_of

LETTER = """LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ SÔNG BIẾC
CÔNG ĐOÀN PHƯỜNG HÒA SỮA
Số: 41/CĐP
Hòa Sữa, ngày 05 tháng 10 năm 2026
V/v gửi danh sách và mời dự hội nghị tổng kết
Kính gửi: Công đoàn cơ sở trực thuộc
Đề nghị các công đoàn cơ sở gửi danh sách về Công đoàn phường trước 16 giờ 30 ngày 20/10/2026.
Tổ chức Hội nghị tổng kết vào lúc 08 giờ 00 ngày 30/10/2026 tại hội trường.
Nơi nhận:
- Như trên."""
MONTHLY = {
    "deadline-0-what": "báo cáo tháng",
    "deadline-0-repeat_every": "monthly",
    "deadline-0-repeat_on": "20",
}
CONGRESS = {
    "deadline-1-what": "hồ sơ đại hội", "deadline-1-own_days": "15", "deadline-1-own_unit": "day",
    "deadline-1-own_direction": "before", "deadline-1-own_anchor": "ngày đại hội", "deadline-1-step": "1",
}  # fmt: skip


@pytest.fixture
def officer(client, union, clock):
    clock.set("2026-10-05 09:00")
    return factories.sign_in(client, union.officer)


def read_and_confirmed(officer, union):
    """The letter as the officer first sees it, and the campaign made of it."""
    letter = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=LETTER)
    page = officer.get(letter.get_absolute_url()).content.decode()
    typed = fields_of(page) | {"unit_kinds": [str(union.kind.pk)], "counted": "3"}
    assert officer.post(letter.get_absolute_url(), typed).status_code == 302
    return page, Campaign.objects.latest("pk")


def test_beside_each_event_stands_the_line_that_names_its_day(officer, union):
    page, campaign = read_and_confirmed(officer, union)
    section = page[page.index('id="events"') :]

    assert campaign.events.get().on == date(2026, 10, 30)
    assert "<mark>30/10/2026</mark>" in section and "#line-8" in section
    letter = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=LETTER)
    again = fields_of(officer.get(letter.get_absolute_url()).content.decode()) | {
        "event-0-source": "Dòng không có", "counted": "0",
    }  # fmt: skip
    refused = officer.post(letter.get_absolute_url(), again)
    assert refused.status_code == 422 and "Dòng không có</p>" not in refused.content.decode()


def test_why_a_fixed_day_is_the_last_stands_on_the_confirm_page_the_board_and_the_units_page(
    officer, union, client
):
    page, campaign = read_and_confirmed(officer, union)
    deadline = campaign.deadlines.get()
    assert (deadline.due_on, deadline.said_on_line) == (date(2026, 10, 20), 7)
    row = campaign.addressed.get(unit=union.units[0])
    quoted = "gửi danh sách về Công đoàn phường trước 16 giờ 30 ngày 20/10/2026"
    assert "16:30" in page[page.index('id="deadlines"') :]
    pages = [officer.get(campaign.get_absolute_url()), officer.get(reverse("campaigns:unit", args=[row.pk]))]
    factories.sign_in(client, union.chairs[0])
    pages += [
        client.get(row.get_absolute_url()),
        client.get(Task.objects.get(unit=row.unit).get_absolute_url()),
    ]

    for answer in pages:
        shown = answer.content.decode()
        assert quoted in shown and "16:30" in shown, answer.request["PATH_INFO"]


def test_a_day_that_was_moved_says_by_which_letter_or_why_there_is_more_time(client, union, campaign, clock):
    letter = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=EXTENDED)
    deadline = campaign.deadlines.get(due_on__isnull=False)
    actions.amend(letter, campaign, days={deadline.pk: date(2020, 10, 20)}, head={}, by=union.officer)
    rows = [campaign.addressed.get(unit=unit) for unit in union.units[:2]]
    actions.extend(
        deadline.step, date(2020, 11, 5), "Bão số 5", by=union.officer, submit_key=uuid.uuid4(), unit=rows[0].unit
    )  # fmt: skip
    shown = []
    for chair, row in zip(union.chairs, rows, strict=False):
        factories.sign_in(client, chair)
        shown.append(client.get(row.get_absolute_url()).content.decode())

    assert "Bão số 5" in shown[0] and "điều chỉnh từ ngày 10/10/2020" not in shown[0]
    assert "điều chỉnh từ ngày 10/10/2020 sang ngày 20/10/2020" in shown[1]


@pytest.mark.parametrize(
    "second",
    [
        {"deadline-1-what": "báo cáo tuần", "deadline-1-repeat_every": "weekly", "deadline-1-repeat_on": "6", "deadline-1-step": "1"},
        {"deadline-1-what": "báo cáo tuần", "deadline-1-due_on": "30/10/2026", "deadline-1-step": "1"},
        CONGRESS,
    ],
)  # fmt: skip
def test_a_step_that_comes_again_takes_no_second_rule_and_no_other_day(officer, union, second):
    answer = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    data = fields_of(officer.get(answer.url).content.decode()) | {
        "subject": "Việc",
        "step-0-text": "Gửi báo cáo.",
    }
    refused = officer.post(answer.url, data | MONTHLY | {"deadline-0-step": "1"} | second)

    assert refused.status_code == 422 and not Campaign.objects.exists()
    shown = refused.content.decode()
    assert "báo cáo tháng" in shown and second["deadline-1-what"] in shown.partition("invalid-feedback")[2]
    apart = second | {"deadline-1-step": "2", "step-1-text": "Việc khác."}
    assert officer.post(answer.url, data | MONTHLY | {"deadline-0-step": "1"} | apart).status_code == 302


@pytest.mark.parametrize(
    "other", [{"due_on": date(2026, 10, 30)}, {"repeats": "weekly:5", "rule": "thứ sáu"}]
)
def test_the_action_refuses_such_a_step_too_and_makes_nothing(officer, union, other):
    letter = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
    step = actions.StepData("Gửi báo cáo.", repeats="monthly:20")
    step.deadlines = [{"what": "tháng", "rule": "ngày 20"}, {"what": "khác"} | other]

    with pytest.raises(Refusal, match="khác"):
        actions.confirm(
            letter, by=union.officer, submit_key=uuid.uuid4(), head={"subject": "Việc"}, steps=[step], units=union.units
        )  # fmt: skip
    assert not Campaign.objects.exists()


def test_of_a_fixed_day_and_one_that_follows_from_the_units_own_the_earlier_counts(officer, union):
    campaign = by_hand(
        officer, union, **CONGRESS, **{"deadline-0-what": "danh sách", "deadline-0-due_on": "20/11/2026", "deadline-0-step": "1"}
    )  # fmt: skip
    row, own = campaign.addressed.get(unit=union.units[0]), campaign.deadlines.get(relative__isnull=False)

    def due():
        return Task.objects.get(campaign=campaign, unit=row.unit).due_on

    assert due() == date(2026, 11, 20)
    actions.say_own_day(row, own, date(2026, 12, 31), by=union.officer)
    assert due() == date(2026, 11, 20)
    actions.say_own_day(row, own, date(2026, 11, 20), by=union.officer)
    assert due() == date(2026, 11, 5)
    letter = actions.keep_circular(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="Gia hạn."
    )
    fixed = campaign.deadlines.get(due_on__isnull=False)
    actions.amend(letter, campaign, days={fixed.pk: date(2026, 11, 30)}, head={}, by=union.officer)
    others = Task.objects.filter(campaign=campaign).exclude(unit=row.unit)
    assert due() == date(2026, 11, 5)
    assert set(others.values_list("due_on", flat=True)) == {date(2026, 11, 30)}
