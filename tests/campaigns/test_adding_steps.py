"""A correction that asks something more: shown first, added to the running campaign for every unit that is still asked."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.amending import changes_in, steps_besides
from nhipcau.campaigns.models import Standing, Step, Task
from nhipcau.campaigns.preview import preview
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from tests import factories
from tests.campaigns.test_amending import letter
from tests.campaigns.test_pages import fields_of

MORE = "Đề nghị các công đoàn cơ sở lập biên bản bàn giao tài khoản gửi về Công đoàn phường trước ngày 25/10/2020."


@pytest.fixture
def supplement(campaign, union):
    text = letter("bổ sung Công văn số 113/LĐLĐ ngày 21/9/2020", MORE)
    return actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=text)


@pytest.fixture
def opened(client, union, supplement):
    """The page on which the officer sees what it asks besides."""
    factories.sign_in(client, union.officer)
    address = reverse("campaigns:amend", args=[supplement.pk])
    return address, client.get(address).content.decode()


def found(page):
    """The number of the form in which the new step stands."""
    fields = fields_of(page)
    return fields, next(n for n in range(5) if "biên bản bàn giao" in fields.get(f"added-{n}-text", ""))


def test_what_a_correction_asks_besides_is_shown_with_its_line_and_not_ticked(opened, campaign):
    _address, page = opened
    fields, n = found(page)
    before = campaign.steps.count()

    assert fields[f"added-{n}-due_on"] == "25/10/2020" and f"added-{n}-add" not in fields
    assert 'href="#line-8"' in page or "biên bản bàn giao tài khoản" in page.partition("evidence")[2]
    assert campaign.steps.count() == before


def test_a_ticked_step_is_asked_of_every_unit_that_is_still_asked_and_each_is_told_once(
    client, opened, campaign, union, supplement
):
    address, page = opened
    fields, n = found(page)
    actions.leave(campaign.addressed.get(unit=union.units[2]), by=union.officer)
    sent = fields | {f"added-{n}-add": "on", f"added-{n}-hand_in": "file"}
    orders = list(campaign.steps.values_list("order", flat=True))
    for _press in range(2):
        assert client.post(address, sent).status_code == 302

    step = Step.objects.get(campaign=campaign, text__contains="biên bản bàn giao")
    assert step.order > max(orders) and step.hand_in == "file"
    tasks = Task.objects.filter(step=step)
    assert {task.unit for task in tasks} == set(union.units[:2])
    assert {task.due_on for task in tasks} == {date(2020, 10, 24)}
    assert step.deadlines.get().said_in == supplement
    assert campaign.addressed.filter(standing=Standing.OWES).count() == 2
    assert {row.task.unit for row in preview(campaign) if row.task.step == step} == set(union.units[:2])
    told = Message.objects.filter(kind="campaigns/amended")
    assert told.count() == 2 and all("biên bản bàn giao" in m.body for m in told)
    row = campaign.addressed.get(unit=union.units[0])
    for person, where in (
        (union.officer, campaign.get_absolute_url()),
        (union.chairs[0], row.get_absolute_url()),
    ):
        shown = factories.sign_in(client, person).get(where).content.decode()
        assert shown.count("biên bản bàn giao") >= 2, where  # as a task, and among what the letter changed


def test_a_wrong_new_step_changes_nothing_and_keeps_what_was_typed(client, opened, campaign):
    address, page = opened
    fields, n = found(page)
    sent = fields | {f"added-{n}-add": "on", "contact": "Chị Na"}
    for wrong in ({f"added-{n}-due_on": "01/10/2020"}, {f"added-{n}-text": ""}, {f"added-{n}-text": "Vận động đoàn viên thích, chia sẻ bài của trang."}):  # fmt: skip
        answer = client.post(address, sent | wrong)
        assert answer.status_code == 422 and "Chị Na" in answer.content.decode(), wrong

    campaign.refresh_from_db()
    assert (
        campaign.contact != "Chị Na"
        and not campaign.steps.filter(text__contains="biên bản bàn giao").exists()
    )


def test_steps_that_are_not_ticked_are_not_added_and_nothing_else_is_nothing(
    client, opened, campaign, union, supplement
):
    address, page = opened
    fields, _n = found(page)
    before = campaign.steps.count()
    client.post(
        address,
        {name: value for name, value in fields.items() if not name.startswith("deadline")}
        | {"contact": "Chị Na"},
    )

    assert campaign.steps.count() == before
    other = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
    with pytest.raises(Refusal):
        actions.amend(other, campaign, days={}, head={}, added=[], by=union.officer)


WORKS = {
    "Công đoàn cơ sở lập danh sách vận động viên gửi về Công đoàn phường": date(2026, 12, 5),
    "Công đoàn cơ sở nộp lệ phí thi đấu": date(2026, 12, 10),
    "Công đoàn cơ sở gửi báo cáo kết quả về Công đoàn phường": date(2026, 12, 20),
}
REFEREES = "Công đoàn cơ sở gửi danh sách trọng tài về Công đoàn phường"


@pytest.mark.parametrize(
    "said", ["chậm nhất ngày 15/12/2026 (thay cho ngày 10/12/2026)", "chậm nhất ngày 15/12/2026"]
)
def test_what_is_added_moves_no_deadline_and_a_new_day_goes_to_one_alone(union, clock, said):
    clock.set("2026-11-25 09:00")

    def came_in(text):
        return actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=text)

    campaign = actions.confirm(
        came_in("x"), by=union.officer, submit_key=uuid.uuid4(), units=union.units,
        head={"number": "71/CV-CĐP", "kind": "cong_van", "subject": "hội thao"},
        steps=[actions.StepData(text=work, deadlines=[{"what": work, "due_on": day}]) for work, day in WORKS.items()],
    )  # fmt: skip
    asked = "Công đoàn phường điều chỉnh Công văn số 71/CV-CĐP ngày 20 tháng 11 năm 2026 như sau:\n"
    asked += f"1. Thời hạn nộp lệ phí thi đấu: {said}.\n2. Bổ sung: {REFEREES} trước ngày 18/12/2026."
    correction = came_in(letter("điều chỉnh Công văn số 71/CV-CĐP", asked))

    changes = {c.deadline.what: c.proposed for c in changes_in(correction, campaign) if c.deadline}
    assert list(changes.values()) == [None, date(2026, 12, 15), None]
    besides = [step["text"] for step in steps_besides(correction, campaign)]
    assert REFEREES in besides and (said[-1] != ")" or besides == [REFEREES])
