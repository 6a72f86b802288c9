"""A unit that was taken out of a campaign: it reads what it did, hands in nothing, and counts nowhere as owing."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.agenda import items_for
from nhipcau.campaigns.board import done_by_step
from nhipcau.campaigns.models import Addressed, Campaign, HandIn, Reminder, Task
from nhipcau.campaigns.reminder_texts import owed_by_unit
from tests import factories
from tests.campaigns.test_kinds_of_work import by_hand

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def officer(client, union, clock):
    clock.set("2026-10-05 09:00")
    return factories.sign_in(client, union.officer)


@pytest.fixture
def left(officer, union):
    """The row of a unit whose work was returned before it was taken out."""
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    unit = union.units[0]
    row = actions.hand_in(Task.objects.get(unit=unit), by=union.chairs[0], submit_key=uuid.uuid4())
    actions.return_hand_in(row, "Thiếu chữ ký.", by=union.officer)
    addressed = Addressed.objects.get(campaign=campaign, unit=unit)
    actions.leave(addressed, by=union.officer)
    return addressed


def test_a_unit_that_left_hands_in_nothing_by_its_old_address(client, union, left):
    factories.sign_in(client, union.chairs[0])
    task = Task.objects.get(unit=left.unit)
    page = client.get(task.get_absolute_url())

    assert page.status_code == 200 and "submit_key" not in page.content.decode()
    assert "Thiếu chữ ký." in page.content.decode()
    answer = client.post(task.get_absolute_url(), {"submit_key": str(uuid.uuid4())})
    assert answer.status_code == 409 and left.unit.name in answer.content.decode()
    assert HandIn.objects.count() == 1 and not Task.objects.get(pk=task.pk).is_done


def test_a_unit_that_left_counts_nowhere_as_owing(client, union, left):
    others = len(union.units) - 1
    item = next(i for i in items_for(union.officer, *OCTOBER) if i.on == date(2026, 10, 20))

    assert (item.units, item.open) == (others, others)
    assert items_for(union.chairs[0], *OCTOBER) == []
    assert owed_by_unit(left.campaign, [left.unit_id]) == {}
    assert list(done_by_step(left.campaign.steps.all()).values()) == [(0, others)]
    own = Addressed.objects.filter(pk=left.pk).for_board(date(2026, 12, 1)).most_pressing_first().get()
    assert not own.owes and not own.is_late and own.next_day is None
    assert left.unit_id not in actions.units_of(left.campaign.steps.get().pk).values_list("pk", flat=True)
    factories.sign_in(client, union.chairs[0])
    page = client.get(left.get_absolute_url()).content.decode()
    assert "Thiếu chữ ký." in page and "task-late" not in page


def test_naming_its_page_later_fulfils_nothing_for_a_campaign_that_a_unit_left(officer, union):
    campaign = by_hand(officer, union, **{"step-0-hand_in": "page"})
    task = Task.objects.get(unit=union.units[0])
    row = actions.fulfil("page", task.unit, by=union.chairs[0], submit_key=uuid.uuid4())[0]
    actions.return_hand_in(row, "Sai trang.", by=union.officer)
    actions.leave(campaign.addressed.get(unit=task.unit), by=union.officer)

    assert actions.fulfil("page", task.unit, by=union.chairs[0], submit_key=uuid.uuid4()) == []


def test_what_a_unit_was_reminded_of_stays_when_it_is_taken_out_and_counts_when_it_comes_back(
    officer, union, clock
):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    clock.set("2026-10-13 09:00")
    assert actions.remind_due() == len(union.units)
    row = campaign.addressed.get(unit=union.units[0])
    actions.leave(row, by=union.officer)

    assert Reminder.objects.filter(addressed=row).count() == 1
    assert (
        str(Reminder.Stage.WEEK.label)
        in officer.get(reverse("campaigns:unit", args=[row.pk])).content.decode()
    )
    actions.add_unit(campaign, row.unit, by=union.officer)
    clock.set("2026-10-14 09:00")
    assert actions.remind_due() == 0


def test_a_unit_that_comes_back_is_not_late_the_moment_it_is_told(officer, union, clock):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    clock.set("2026-10-13 09:00")
    actions.remind_due()
    row = campaign.addressed.get(unit=union.units[0])
    actions.leave(row, by=union.officer)
    clock.set("2026-10-25 09:00")
    actions.add_unit(campaign, row.unit, by=union.officer)

    assert Task.objects.get(campaign=campaign, unit=row.unit).due_on is None


def test_a_correction_of_days_alone_leaves_what_another_wrote_meanwhile(officer, union):
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    letter = actions.keep_circular(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="Gia hạn."
    )
    Campaign.objects.filter(pk=campaign.pk).update(guidance="Mới viết", contact="Chị Na")
    day = {campaign.deadlines.get().pk: date(2026, 10, 25)}
    actions.amend(letter, campaign, days=day, head={}, by=union.officer)

    campaign.refresh_from_db()
    assert (campaign.guidance, campaign.contact) == ("Mới viết", "Chị Na")
