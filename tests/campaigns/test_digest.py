"""Reminders over random histories: who has delivered gets none, nobody gets one twice, one digest a day, nobody at night."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Campaign, Reminder, Task
from nhipcau.campaigns.reminder_stages import is_day_to_write, is_time_to_write, next_stage, sent_on, stage_on
from nhipcau.core import clock as product_clock
from nhipcau.notifications.models import Message
from tests import factories

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 1))


def a_campaign(union, due, at="2026-03-02 08:00", escalates=False):
    product_clock.set_to(at)
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
    data = actions.StepData("Gửi báo cáo", deadlines=[{"what": "báo cáo", "due_on": due, "due_time": None, "is_inclusive": True, "rule": "", "is_history": False}])  # fmt: skip
    campaign = actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), units=union.units, steps=[data],
        head={"number": "9/CV", "subject": "Báo cáo"},
    )  # fmt: skip
    if escalates:
        actions.set_escalation(campaign, escalates=True, by=union.officer)
    return campaign


HISTORY = st.lists(
    st.tuples(
        st.sampled_from(["run", "run", "run", "hand-in", "return", "close", "reopen", "stop", "resume", "escalate"]),
        st.integers(0, 2), st.integers(0, 1), st.integers(1, 60),
    ),
    min_size=5, max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY, first=st.integers(1, 25), second=st.integers(1, 40))
def test_over_random_histories_only_who_owes_is_reminded_and_each_stage_once(
    union, django_db_blocker, history, first, second
):
    from django.db import transaction

    with transaction.atomic():
        _one_history(union, history, first, second)
        transaction.set_rollback(True)


def _one_history(union, history, first, second):
    start = datetime(2026, 3, 2, 8, 0)
    campaigns = [a_campaign(union, (start + timedelta(days=n)).date()) for n in (first, second)]
    moment = start
    for what, unit, which, hours in history:
        moment += timedelta(hours=hours)
        product_clock.set_to(moment.strftime("%Y-%m-%d %H:%M"))
        campaign = Campaign.objects.get(pk=campaigns[which].pk)
        task = Task.objects.get(campaign=campaign, unit=union.units[unit])
        before = set(Reminder.objects.values_list("pk", flat=True))
        owing = set(Task.objects.owed().filter(campaign__closed_at__isnull=True, campaign__reminders_stopped_at__isnull=True).values_list("pk", flat=True))  # fmt: skip
        if what == "hand-in" and campaign.closed_at is None:
            actions.hand_in(task, by=union.chairs[unit], submit_key=uuid.uuid4())
        elif what == "return":
            for row in task.hand_ins.filter(state="received"):
                actions.return_hand_in(row, "thiếu", by=union.officer)
        elif what in ("close", "reopen"):
            (actions.close if what == "close" else actions.reopen)(campaign, by=union.officer)
        elif what in ("stop", "resume"):
            actions.stop_reminders(campaign, stop=what == "stop", by=union.officer)
        elif what == "escalate":
            actions.set_escalation(campaign, escalates=not campaign.escalates, by=union.officer)
        elif what == "run":
            actions.remind_due()
            actions.remind_due()
            new = Reminder.objects.exclude(pk__in=before)
            assert {row.task_id for row in new} <= owing
            assert not new or is_time_to_write(product_clock.now())
    seen = list(Reminder.objects.values_list("task", "stage", "due_on"))
    assert len(seen) == len(set(seen))
    digests = Message.objects.filter(kind="campaigns/digest")
    a_day = [(m.to_id, product_clock.local(m.queued_at).date()) for m in digests]
    assert len(a_day) == len(set(a_day))


@pytest.fixture(autouse=True)
def _real_clock_afterwards():
    yield
    product_clock.set_to(None)


def test_one_digest_holds_the_tasks_of_all_campaigns(union, clock):
    a_campaign(union, date(2026, 3, 12))
    a_campaign(union, date(2026, 3, 12), at="2026-03-02 09:00")

    clock.set("2026-03-05 07:30")
    assert actions.remind_due() == 6

    messages = Message.objects.filter(kind="campaigns/digest", to=union.chairs[0])
    assert [m.body.count("9/CV") for m in messages] == [2]


@pytest.mark.parametrize(
    "when", ["2026-03-05 06:59", "2026-03-05 20:00", "2026-03-08 09:00", "2026-02-17 09:00"]
)
def test_nobody_is_written_to_at_night_on_sundays_or_in_tet(union, clock, when):
    a_campaign(union, date(2026, 3, 9), at="2026-02-02 08:00")
    clock.set(when)

    assert actions.remind_due() == 0


def test_a_campaign_that_was_stopped_reminds_nobody_until_it_goes_on(union, clock):
    campaign = a_campaign(union, date(2026, 3, 12))
    actions.stop_reminders(campaign, stop=True, by=union.officer)
    clock.set("2026-03-09 09:00")
    assert actions.remind_due() == 0

    actions.stop_reminders(Campaign.objects.get(), stop=False, by=union.officer)
    assert actions.remind_due() == 3


def test_after_two_misses_the_level_above_hears_once_if_the_campaign_says_so(union, clock):
    a_campaign(union, date(2026, 3, 12), escalates=True)
    actions.hand_in(Task.objects.get(unit=union.units[0]), by=union.chairs[0], submit_key=uuid.uuid4())
    for day in range(9, 32):
        clock.set(f"2026-03-{day:02} 09:00")
        actions.remind_due()

    told = Message.objects.filter(kind="campaigns/digest", to=union.officer)
    assert len(told) == 1
    assert union.units[1].name in told[0].body and union.units[2].name in told[0].body
    assert union.units[0].name not in told[0].body
    assert set(Reminder.objects.values_list("stage", flat=True)) == {"soon", "late", "later", "above"}


def test_without_escalation_a_unit_hears_once_after_the_day_and_nobody_above(union, clock):
    a_campaign(union, date(2026, 3, 12))
    for day in range(3, 32):
        clock.set(f"2026-03-{day:02} 09:00")
        actions.remind_due()

    assert set(Reminder.objects.values_list("stage", flat=True)) == {"week", "soon", "late"}
    assert not Message.objects.filter(kind="campaigns/digest", to=union.officer).exists()


def test_two_chairs_of_a_unit_both_hear_and_the_unit_counts_once(union, clock):
    second = factories.make_user("Võ Thị Phó", Role.CHAIR, union.units[0])
    a_campaign(union, date(2026, 3, 12))
    clock.set("2026-03-05 09:00")

    assert actions.remind_due() == 3
    assert Message.objects.filter(kind="campaigns/digest", to__in=[second, union.chairs[0]]).count() == 2


def test_a_bad_address_fails_alone_and_is_listed(union, clock, settings):
    a_campaign(union, date(2026, 3, 12))
    clock.set("2026-03-05 09:00")
    actions.remind_due()
    Message.objects.filter(kind="campaigns/digest", to=union.chairs[1]).update(
        status="failed", fault="recipient refused"
    )

    assert actions.could_not_be_sent(union.units) == {union.units[1].pk: [union.chairs[1]]}


@settings(max_examples=2_000, deadline=None)
@given(DAYS, st.integers(0, 60))
def test_a_stage_never_falls_on_a_day_that_is_kept_and_never_on_the_last_day(due, before):
    sent_out = due - timedelta(days=before)
    for n in range(-20, 50):
        day = due + timedelta(days=n)
        stage = stage_on(day, due, sent_out, escalates=True)
        assert stage is None or sent_on(stage, due) <= day
        assert stage is None or (stage in ("week", "soon")) == (day < due)
        ahead = next_stage(day, due, sent_out, set(), escalates=True)
        assert ahead is None or ahead[1] >= day
    for stage in ("week", "soon", "late", "later", "above"):
        assert is_day_to_write(sent_on(stage, due))
    assert stage_on(due, due, sent_out, escalates=True) is None
