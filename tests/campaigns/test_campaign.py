"""A confirmed campaign: tasks, answers, hand-ins, reminders, the board."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from nhipcau.campaigns import actions
from nhipcau.campaigns.board import board_of
from nhipcau.campaigns.draft import draft_of
from nhipcau.campaigns.models import Acknowledgement, Addressed, Campaign, HandIn, Reminder, Task
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message


def task_of(campaign, unit, hand_in):
    return Task.objects.get(campaign=campaign, unit=unit, step__hand_in=hand_in)


def deliver(campaign, unit, by):
    for task in Task.objects.owed().filter(campaign=campaign, unit=unit):
        actions.hand_in(task, by=by, submit_key=uuid.uuid4(), data=b"x", filename="a.xlsx")


def test_113_is_proposed_with_the_kind_of_each_step(circular):
    draft = draft_of(circular)

    assert [(s["for_desk"], s["is_ongoing"], s["hand_in"]) for s in draft.steps] == [
        (True, False, "confirm"),
        (True, True, "none"),
        (True, True, "none"),
        (False, False, "page"),
        (False, False, "collaborator"),
        (False, True, "none"),
        (False, False, "form01"),
    ]
    assert [(d["due_on"], d["step"]) for d in draft.deadlines] == [(date(2020, 10, 10), 7)]


def test_confirming_gives_each_unit_its_tasks_and_tells_each_chair_once(campaign, union, circular):
    assert Task.objects.filter(campaign=campaign).for_units().count() == 4 * 3
    assert Task.objects.filter(campaign=campaign, step__for_desk=True).count() == 3
    assert Message.objects.filter(kind="campaigns/sent").count() == 3
    assert task_of(campaign, union.units[0], "form01").due_on == date(2020, 10, 10)

    with pytest.raises(Refusal):
        actions.confirm(circular, by=union.officer, submit_key=uuid.uuid4(), head={}, steps=[], units=[])
    again = actions.confirm(
        circular, by=union.officer, submit_key=campaign.submit_key, head={}, steps=[], units=[]
    )
    assert again == campaign


def test_nothing_outside_the_boundary_is_stored_in_a_column_of_the_campaign(campaign):
    from nhipcau.core.boundary import cut

    texts = [campaign.subject, campaign.addressees]
    texts += [t for s in campaign.steps.all() for t in (s.text, s.details)] + [
        d.what for d in campaign.deadlines.all()
    ]
    assert all(not cut(line).left_out for text in texts for line in text.splitlines())


def test_a_past_deadline_is_refused_unless_it_is_kept_as_history(circular, union):
    due = {
        "what": "Gửi danh sách",
        "due_on": date(2020, 10, 1),
        "due_time": None,
        "is_inclusive": True,
        "rule": "",
        "is_history": False,
    }
    head = {"number": "1/X", "subject": "Thử"}

    with pytest.raises(Refusal):
        actions.confirm(
            circular,
            by=union.officer,
            submit_key=uuid.uuid4(),
            head=head,
            steps=[actions.StepData("Gửi danh sách", deadlines=[due])],
            units=union.units,
        )
    assert not Campaign.objects.exists()

    steps = [actions.StepData("Gửi danh sách", deadlines=[{**due, "is_history": True}])]
    campaign = actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head=head, steps=steps, units=union.units
    )
    assert not Task.objects.late(date(2030, 1, 1)).filter(campaign=campaign).exists()
    assert actions.remind_due() == 0


def test_a_unit_acknowledges_in_three_ways_and_once(addressed, union):
    actions.acknowledge(addressed[0], by=union.chairs[0])
    actions.acknowledge(addressed[0], by=union.chairs[0])
    actions.acknowledge_by_link(addressed[1], link="link")
    actions.log_call(addressed[2], said_by="Chị Văn thư", called_at=None, by=union.officer)

    assert sorted(Acknowledgement.objects.values_list("how", flat=True)) == ["account", "link", "phone"]
    with pytest.raises(PermissionDenied):
        actions.acknowledge(addressed[1], by=union.chairs[0])
    with pytest.raises(PermissionDenied):
        actions.log_call(addressed[1], said_by="x", called_at=None, by=union.chairs[1])


def test_only_units_that_still_owe_are_reminded_and_once(campaign, addressed, union, clock):
    deliver(campaign, union.units[0], union.chairs[0])
    for when in ("2020-10-06 09:00", "2020-10-07 09:00", "2020-10-07 12:00", "2020-10-10 09:00"):
        clock.set(when)
        actions.remind_due()
    assert set(Reminder.objects.filter(stage="soon").values_list("addressed__unit", flat=True)) == {
        u.pk for u in union.units[1:]
    }

    deliver(campaign, union.units[1], union.chairs[1])
    clock.set("2020-10-12 09:00")
    assert actions.remind_due() == 1
    assert actions.remind_due() == 0
    assert (
        Message.objects.filter(kind="campaigns/digest", queued_at__gte="2020-10-12").get().to
        == union.chairs[2]
    )


def test_a_stage_that_came_before_the_confirmation_sends_nothing(campaign, clock):
    Campaign.objects.update(confirmed_at=campaign.confirmed_at + timedelta(days=3))
    clock.set("2020-10-08 12:00")

    assert actions.remind_due() == 0


def test_the_counts_of_the_board_add_up(campaign, addressed, union, clock, django_assert_num_queries):
    deliver(campaign, union.units[0], union.chairs[0])
    actions.acknowledge(addressed[1], by=union.chairs[1])
    actions.ask_for_help(
        addressed[1], "Chúng tôi chưa có biểu mẫu.", by=union.chairs[1], submit_key=uuid.uuid4()
    )
    clock.set("2020-10-12 09:00")

    with django_assert_num_queries(2):
        counts = board_of(campaign).counts

    assert (
        counts["sent"]
        == 3
        == counts["delivered"] + counts["owes"] + counts["late"]
        == counts["acknowledged"] + counts["not-acknowledged"]
    )
    assert (counts["delivered"], counts["late"], counts["acknowledged"], counts["help"]) == (1, 2, 1, 1)
    assert [r.unit for r in board_of(campaign, "help").rows] == [union.units[1]]


def test_ongoing_steps_are_never_late_and_take_no_hand_in(campaign, union, clock):
    clock.set("2021-10-12 09:00")
    ongoing = Task.objects.get(campaign=campaign, unit=union.units[0], step__is_ongoing=True)

    assert not ongoing.is_late
    with pytest.raises(Refusal):
        actions.hand_in(ongoing, by=union.chairs[0], submit_key=uuid.uuid4())


def test_the_same_submit_is_one_hand_in_with_one_receipt(campaign, union):
    key, task = uuid.uuid4(), task_of(campaign, union.units[0], "form01")

    rows = {
        actions.hand_in(task, by=union.chairs[0], submit_key=key, data=b"x", filename="a.xlsx").receipt
        for _ in range(2)
    }

    assert len(rows) == 1
    assert Task.objects.get(pk=task.pk).is_done


def test_an_act_elsewhere_fulfils_its_step(campaign, union):
    rows = actions.fulfil("collaborator", union.units[0], by=union.chairs[0], submit_key=uuid.uuid4())

    assert [r.kind for r in rows] == ["collaborator"]
    assert task_of(campaign, union.units[0], "collaborator").is_done
    assert not task_of(campaign, union.units[1], "collaborator").is_done


def test_a_returned_hand_in_is_owed_again(campaign, union):
    task = task_of(campaign, union.units[0], "form01")
    row = actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), data=b"x", filename="a.xlsx")

    actions.return_hand_in(row, "Thiếu số điện thoại.", by=union.officer)

    assert HandIn.objects.get().state == "returned"
    assert not Task.objects.get(pk=task.pk).is_done
    assert Message.objects.filter(kind="campaigns/returned", to=union.chairs[0]).count() == 1


def test_a_foreign_desk_sees_nothing(campaign, union):
    assert not Campaign.objects.visible_to(union.stranger).exists()
    assert not Addressed.objects.visible_to(union.stranger).exists()
    assert not Task.objects.visible_to(union.stranger).exists()
    assert set(Task.objects.visible_to(union.chairs[0]).values_list("unit", flat=True)) == {union.units[0].pk}


def test_what_presses_most_stands_first(campaign, union, clock):
    later = {
        "what": "Sau",
        "due_on": date(2020, 10, 20),
        "due_time": None,
        "is_inclusive": True,
        "rule": "",
        "is_history": False,
    }
    made = {}
    for name, deadlines in (("no day", []), ("later", [later])):
        copy = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
        made[name] = actions.confirm(
            copy, by=union.officer, submit_key=uuid.uuid4(), head={"subject": name}, units=union.units,
            steps=[actions.StepData("Làm việc này.", deadlines=deadlines)],
        )  # fmt: skip

    def order():
        rows = Addressed.objects.of_units(union.chairs[0]).for_board(date(2020, 10, 6)).most_pressing_first()
        return [row.campaign_id for row in rows]

    assert order() == [campaign.pk, made["later"].pk, made["no day"].pk]
    actions.close(campaign, by=union.officer)
    assert order() == [made["later"].pk, made["no day"].pk, campaign.pk]
