"""A campaign that was closed for months and is opened again: the period that runs now, the missed ones only when asked for."""

from datetime import date

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Standing, Task
from tests import factories
from tests.campaigns.test_kinds_of_work import by_hand

MONTHLY = {
    "deadline-0-what": "báo cáo tháng",
    "deadline-0-repeat_every": "monthly",
    "deadline-0-repeat_on": "20",
}


@pytest.fixture
def reopened(client, union, clock):
    """Closed from 25 October 2026 to 5 February 2027."""
    clock.set("2026-10-05 09:00")
    officer = factories.sign_in(client, union.officer)
    campaign = by_hand(officer, union, **MONTHLY)
    clock.set("2026-10-25 09:00")
    close = reverse("campaigns:close", args=[campaign.pk])
    officer.post(close, {"do": "close"})
    clock.set("2027-02-05 09:00")
    actions.open_due_periods()
    page = officer.post(close, {"do": "reopen"}, follow=True).content.decode()
    actions.open_due_periods()
    campaign.refresh_from_db()
    return officer, campaign, page


def periods(campaign):
    days = campaign.steps.filter(repeated_from__isnull=False).order_by("period_ends_on")
    return list(days.values_list("period_ends_on", flat=True))


def test_only_the_period_that_runs_now_is_opened_and_the_missed_ones_are_offered(reopened):
    _officer, campaign, page = reopened
    missed = [date(2026, 11, 20), date(2026, 12, 20), date(2027, 1, 20)]

    assert periods(campaign) == [date(2026, 10, 20), date(2027, 2, 20)]
    assert actions.missed_periods(campaign.steps.get(repeated_from__isnull=True)) == missed
    assert all(f'value="{day}"' in page for day in missed)


def test_a_missed_period_that_is_opened_makes_nobody_late_and_is_opened_once(reopened, union):
    officer, campaign, _page = reopened
    step = campaign.steps.get(repeated_from__isnull=True)
    late = Task.objects.late(date(2027, 2, 5)).count()
    for _press in range(2):
        officer.post(reverse("campaigns:open-period", args=[step.pk]), {"day": "2026-12-20"})

    assert periods(campaign) == [date(2026, 10, 20), date(2026, 12, 20), date(2027, 2, 20)]
    asked = Task.objects.filter(step__period_ends_on=date(2026, 12, 20))
    assert asked.count() == len(union.units) and set(asked.values_list("due_on", flat=True)) == {None}
    assert Task.objects.late(date(2027, 2, 5)).count() == late
    assert campaign.addressed.filter(standing=Standing.OWES).count() == len(union.units)
    for day in ("2026-12-21", "2027-03-20", "gestern", ""):
        answer = officer.post(reverse("campaigns:open-period", args=[step.pk]), {"day": day})
        assert answer.status_code == 409, day
    assert len(periods(campaign)) == 3


def test_the_worker_goes_on_with_the_period_after(reopened, clock):
    _officer, campaign, _page = reopened
    clock.set("2027-02-21 00:10")
    actions.open_due_periods()

    assert periods(campaign)[-2:] == [date(2027, 2, 20), date(2027, 3, 20)]
