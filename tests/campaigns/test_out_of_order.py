"""Acts that come in another order than one expects: on a closed campaign, after more time, for a unit that left."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Addressed, Campaign, HandIn, Step, Task
from nhipcau.campaigns.preview import preview
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from tests import factories
from tests.campaigns.test_kinds_of_work import by_hand
from tests.campaigns.test_pages import fields_of

CONGRESS = {
    "deadline-0-what": "hồ sơ đại hội", "deadline-0-own_days": "15", "deadline-0-own_unit": "day",
    "deadline-0-own_direction": "before", "deadline-0-own_anchor": "ngày đại hội",
}  # fmt: skip


@pytest.fixture
def officer(client, union, clock):
    clock.set("2026-10-05 09:00")
    return factories.sign_in(client, union.officer)


def more_time(officer, step, day, **unit):
    return officer.post(
        reverse("campaigns:extend", args=[step.pk]),
        {"submit_key": str(uuid.uuid4()), "day": day, "why": "Bão số 5", **unit},
    )


def row_of(campaign, unit):
    return Addressed.objects.get(campaign=campaign, unit=unit)


def test_a_campaign_that_was_taken_back_is_not_opened_again_by_an_old_page(officer, union):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    actions.withdraw(campaign, "Gửi nhầm.", by=union.officer)
    officer.post(reverse("campaigns:close", args=[campaign.pk]), {"do": "reopen"})

    assert Campaign.objects.get().closed_at is not None


def test_no_more_time_is_given_for_a_closed_campaign(officer, union):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    actions.close(campaign, by=union.officer)
    answer = more_time(officer, campaign.steps.get(), "25/10/2026")

    assert answer.status_code == 422
    assert not Message.objects.filter(kind="campaigns/extended").exists()
    assert set(Task.objects.values_list("due_on", flat=True)) == {date(2026, 10, 20)}


def test_a_closed_campaign_returns_nothing_that_could_not_be_handed_in_again(officer, union):
    campaign = by_hand(officer, union)
    row = actions.hand_in(Task.objects.first(), by=union.officer, submit_key=uuid.uuid4())
    actions.close(campaign, by=union.officer)
    row.refresh_from_db()

    with pytest.raises(Refusal):
        actions.return_hand_in(HandIn.objects.get(), "Thiếu.", by=union.officer)
    assert Task.objects.get(pk=row.task_id).is_done


def test_the_desks_own_work_that_comes_again_is_never_the_units(officer, union):
    campaign = by_hand(
        officer, union, **{"step-0-for_desk": "on", "deadline-0-what": "báo cáo tháng", "deadline-0-repeat_every": "monthly", "deadline-0-repeat_on": "20"}
    )  # fmt: skip

    period = campaign.steps.get(repeated_from__isnull=False)
    assert period.for_desk
    assert [task.unit for task in period.tasks.all()] == [union.desk]


def test_the_own_day_said_again_takes_no_more_time_away(officer, union):
    campaign = by_hand(officer, union, **CONGRESS)
    row, deadline = row_of(campaign, union.units[0]), campaign.deadlines.get()
    own = reverse("campaigns:own-day", args=[row.pk, deadline.pk])
    officer.post(own, {"day": "01/12/2026"})
    more_time(officer, campaign.steps.get(), "20/11/2026", unit=row.unit_id)
    officer.post(own, {"day": "01/12/2026"})

    assert Task.objects.get(campaign=campaign, unit=row.unit).due_on == date(2026, 11, 20)
    officer.post(own, {"day": "31/12/2026"})
    assert Task.objects.get(campaign=campaign, unit=row.unit).due_on == date(2026, 12, 16)


def test_a_unit_that_comes_back_has_the_day_that_follows_from_its_own(officer, union):
    campaign = by_hand(officer, union, **CONGRESS)
    row = row_of(campaign, union.units[0])
    actions.say_own_day(row, campaign.deadlines.get(), date(2026, 12, 1), by=union.officer)
    actions.leave(row, by=union.officer)
    actions.add_unit(campaign, row.unit, by=union.officer)

    assert Task.objects.get(campaign=campaign, unit=row.unit).due_on == date(2026, 11, 16)


def test_a_unit_added_later_has_the_time_that_all_were_given(officer, union):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    more_time(officer, campaign.steps.get(), "30/10/2026")
    late = factories.make_unit("Trường Mầm non Sao Mai", union.desk)
    actions.add_unit(campaign, late, by=union.officer)

    assert Task.objects.get(campaign=campaign, unit=late).due_on == date(2026, 10, 30)


def test_a_unit_founded_later_owes_no_period_from_before_it_came(officer, union, clock):
    campaign = by_hand(
        officer, union, **{"deadline-0-what": "báo cáo tháng", "deadline-0-repeat_every": "monthly", "deadline-0-repeat_on": "20"}
    )  # fmt: skip
    clock.set("2026-11-25 09:00")
    actions.open_due_periods()
    late = factories.make_unit("Trường Mầm non Sao Mai", union.desk)
    actions.add_unit(campaign, late, by=union.officer)

    assert list(Task.objects.filter(campaign=campaign, unit=late).values_list("due_on", flat=True)) == [
        date(2026, 12, 20)
    ]


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_a_year_that_nobody_means_is_no_day(officer, union, day):
    campaign = by_hand(officer, union, **CONGRESS)
    row = row_of(campaign, union.units[0])

    own = reverse("campaigns:own-day", args=[row.pk, campaign.deadlines.get().pk])
    assert officer.post(own, {"day": day}).status_code == 422
    assert more_time(officer, campaign.steps.get(), day).status_code == 422
    assert officer.get(reverse("campaigns:reminders", args=[campaign.pk])).status_code == 200


def test_who_left_or_was_only_told_is_asked_for_no_day_of_its_own(officer, union, client):
    campaign = by_hand(
        officer,
        union,
        **CONGRESS,
        informed_units=union.units[1].name,
        named_units=union.units[0].name,
        counted="1",
    )
    actions.leave(row_of(campaign, union.units[0]), by=union.officer)
    for unit, chair in zip(union.units[:2], union.chairs[:2], strict=True):
        row = row_of(campaign, unit)
        factories.sign_in(client, chair)
        assert "Ngày đại hội" not in client.get(row.get_absolute_url()).content.decode()
        with pytest.raises(Refusal):
            actions.say_own_day(row, campaign.deadlines.get(), date(2026, 12, 1), by=chair)


def test_the_last_day_lasts_until_midnight_here(officer, union, clock):
    by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    task = Task.objects.for_units().first()
    clock.set("2026-10-20 23:59")
    assert not task.is_late
    assert "hôm nay" in officer.get(task.get_absolute_url()).content.decode().lower()

    clock.set("2026-10-21 00:00")
    assert task.is_late


def test_a_correction_to_a_day_that_counts_no_more_makes_nobody_late(officer, union):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026", "deadline-0-is_inclusive": ""})
    letter = actions.keep_circular(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="Đính chính"
    )
    deadline = campaign.deadlines.get()
    assert deadline.last_day == date(2026, 10, 19)

    with pytest.raises(Refusal):
        actions.amend(letter, campaign, days={deadline.pk: date(2026, 10, 5)}, head={}, by=union.officer)
    assert set(Task.objects.values_list("due_on", flat=True)) == {date(2026, 10, 19)}


def test_huge_and_strange_values_break_no_page(officer, union):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    step = campaign.steps.get()
    huge = "9" * 30
    assert more_time(officer, step, "25/10/2026", unit=huge).status_code == 422
    assert (
        officer.get(
            reverse("campaigns:board", args=[campaign.pk]), {"q": "a\x00b", "sort": "x\x00", "show": "\x00"}
        ).status_code
        == 200
    )
    assert officer.get(reverse("campaigns:units", args=[campaign.pk]), {"q": "a\x00b"}).status_code == 200
    assert officer.get(reverse("campaigns:list"), {"page": huge}).status_code == 200
    assert officer.get(reverse("campaigns:calendar"), {"month": "0000-00"}).status_code == 200
    for name in ("copy", "withdraw", "units", "close", "reminders", "notice", "note", "guidance", "by-hand"):
        for how in (officer.get, officer.post):
            assert how(f"/campaigns/{huge}/{name}/").status_code in (404, 405), name
    Step.objects.update(hand_in="numbers", asks=["Số đoàn viên"])
    task = Task.objects.first()
    for n in ("9" * 39, "-1", "1e9", "٣", "0x10", "1.5"):
        got = officer.post(task.get_absolute_url(), {"submit_key": str(uuid.uuid4()), "n-0": n})
        assert got.status_code == 422
    assert officer.get(reverse("campaigns:unit", args=[row_of(campaign, task.unit).pk])).status_code == 200


@pytest.mark.parametrize("when", ["01/01/0001 00:30", "31/12/9999 23:59", "03/10/2026 09:00"])
def test_a_call_before_the_circular_or_yet_to_come_is_no_acknowledgement(officer, union, when):
    row = row_of(by_hand(officer, union), union.units[0])
    call = {"said_by": "Chị Văn thư", "called_at": when}
    assert officer.post(reverse("campaigns:call", args=[row.pk]), call).status_code == 422

    call = {"said_by": "Chị Văn thư", "called_at": "05/10/2026 08:30"}
    assert officer.post(reverse("campaigns:call", args=[row.pk]), call).status_code == 302


def test_what_was_returned_to_a_unit_that_left_is_asked_for_nowhere(officer, union, client):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    row = actions.hand_in(Task.objects.get(unit=union.units[0]), by=union.chairs[0], submit_key=uuid.uuid4())
    actions.return_hand_in(row, "Thiếu.", by=union.officer)
    actions.leave(row_of(campaign, union.units[0]), by=union.officer)

    assert {one.task.unit for one in preview(campaign)} == set(union.units[1:])
    more_time(officer, campaign.steps.get(), "25/10/2026")
    assert Message.objects.filter(kind="campaigns/extended").count() == 2
    factories.sign_in(client, union.chairs[0])
    assert "Gửi báo cáo" not in client.get(reverse("campaigns:owed")).content.decode()


def test_the_desk_is_no_addressee_of_its_own_campaign(officer, union):
    new = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    page = fields_of(officer.get(new.url).content.decode())
    typed = {"subject": "Việc", "step-0-text": "Gửi báo cáo.", "named_units": union.desk.name, "counted": "1"}

    assert officer.post(new.url, page | typed).status_code == 422


def test_two_receipts_of_a_day_are_two_though_their_keys_begin_alike(officer, union):
    by_hand(officer, union, **{"step-1-text": "Gửi ảnh."})
    for n, task in enumerate(Task.objects.filter(unit=union.units[0])):
        key = uuid.UUID(f"abcd{n}000-0000-4000-8000-000000000000")
        actions.hand_in(task, by=union.chairs[0], submit_key=key)

    assert HandIn.objects.values("receipt").distinct().count() == 2
