"""The counters say what the tasks say, after any history; the night mends what does not."""

import uuid
from datetime import date, timedelta

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nhipcau.audit.models import Entry
from nhipcau.campaigns import actions, counters, jobs
from nhipcau.campaigns.models import NO_DAY, Addressed, HandIn, RollUp, Standing, Task
from nhipcau.core import clock as product_clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit, after
from tests import factories

START = date(2026, 3, 2)


def sums(campaign, depth, area, day):
    """The counters of one area, late by `day`."""
    found = {"delivered": 0, "owes": 0, "late": 0, "informed": 0, "left": 0, "acknowledged": 0}
    names = {Standing.DELIVERED: "delivered", Standing.INFORMED: "informed", Standing.LEFT: "left"}
    for row in RollUp.objects.filter(campaign=campaign, depth=depth, area=area):
        name = names.get(row.standing) or ("late" if row.day < day else "owes")
        found[name] += row.n
        found["acknowledged"] += row.acknowledged if row.standing != Standing.LEFT else 0
    return found


def live(campaign, area, day):
    """The same from the tasks themselves; an area is every unit strictly below the path, "" the whole campaign."""
    rows = Addressed.objects.filter(campaign=campaign)
    if area:
        rows = rows.filter(unit__path__gt=area, unit__path__lt=after(area))
    found = {"delivered": 0, "owes": 0, "late": 0, "informed": 0, "left": 0, "acknowledged": 0}
    for row in rows.for_board(day):
        if row.left_on:
            found["left"] += 1
            continue
        is_free = row.is_for_information or (row.owes and campaign.withdrawn_at)
        name = "informed" if is_free else "late" if row.is_late else "owes" if row.owes else "delivered"
        found[name] += 1
        found["acknowledged"] += row.is_acknowledged
    return found


def assert_equal_everywhere(campaign):
    """The whole, and every unit below the desk, on five days around today."""
    campaign.refresh_from_db()
    desk = campaign.unit
    places = [(0, "")]
    for unit in Unit.objects.below(desk).exclude(pk=desk.pk):
        places.append(((len(unit.path) - len(desk.path)) // 4, unit.path))
    for days in (-30, -1, 0, 1, 30):
        day = product_clock.today() + timedelta(days=days)
        for depth, area in places:
            assert sums(campaign, depth, area, day) == live(campaign, area, day), (depth, area, day)
    assert not RollUp.objects.filter(campaign=campaign, n__lt=0).exists()


def due(day, what="Nộp"):
    return {
        "what": what, "due_on": day, "due_time": None, "is_inclusive": True, "rule": "", "is_history": False
    }  # fmt: skip


class World:
    """A desk with two wards, schools below them, and a campaign with two steps that can be done and one that cannot."""

    def __init__(self):
        product_clock.set_to(f"{START} 09:00")
        self.desk = factories.make_unit("Liên đoàn Thử", code="LD")
        self.wards = [factories.make_unit(f"Phường {n}", self.desk) for n in range(2)]
        self.schools = [factories.make_unit(f"Trường {n}", self.wards[n % 2]) for n in range(4)]
        self.officer = factories.make_user("Cán bộ", "desk_officer", self.desk)
        self.units = [*self.wards, *self.schools]
        self.late_comers = [factories.make_unit(f"Trường mới {n}", self.wards[n % 2]) for n in range(2)]
        circular = actions.keep_circular(
            unit=self.desk, by=self.officer, submit_key=uuid.uuid4(), text="Công văn"
        )
        steps = [
            actions.StepData("Nộp danh sách.", hand_in="file", deadlines=[due(START + timedelta(days=5))]),
            actions.StepData("Xác nhận đã làm.", hand_in="confirm", deadlines=[due(START + timedelta(days=9))]),
            actions.StepData("Làm thường xuyên.", is_ongoing=True),
        ]  # fmt: skip
        self.campaign = actions.confirm(
            circular, by=self.officer, submit_key=uuid.uuid4(), head={"subject": "Thử"}, steps=steps, units=self.units[:-1], informed=self.units[-1:]
        )  # fmt: skip

    def unit(self, n):
        everybody = [*self.units, *self.late_comers]
        return Unit.objects.get(pk=everybody[n % len(everybody)].pk)

    def task(self, n):
        tasks = list(Task.objects.filter(campaign=self.campaign, step__is_ongoing=False).order_by("pk"))
        return tasks[n % len(tasks)]

    def do(self, act, n):
        try:
            getattr(self, act)(n)
        except Refusal:
            pass  # it cannot happen now; nothing may have changed
        self.campaign.refresh_from_db()

    def hand_in(self, n):
        actions.hand_in(
            self.task(n), by=self.officer, submit_key=uuid.uuid4(), data=b"x", filename="a.txt", sheet_id=n
        )

    def give_back(self, n):
        row = HandIn.objects.filter(task=self.task(n)).order_by("-pk").first()
        if row:
            actions.return_hand_in(row, "Thiếu.", by=self.officer)

    def take_back(self, n):
        actions.take_back_hand_in(n, by=self.officer)

    def extend_one(self, n):
        task = self.task(n)
        day = product_clock.today() + timedelta(days=n % 15)
        actions.extend(task.step, day, "Bão", by=self.officer, submit_key=uuid.uuid4(), unit=task.unit)

    def extend_all(self, n):
        day = product_clock.today() + timedelta(days=n % 15)
        actions.extend(self.task(n).step, day, "Bão", by=self.officer, submit_key=uuid.uuid4())

    def acknowledge(self, n):
        row = self.campaign.addressed.filter(unit=self.unit(n)).first()
        if row:
            actions.log_call(row, said_by="Văn thư", called_at=None, by=self.officer)

    def add(self, n):
        actions.add_unit(self.campaign, self.unit(n), by=self.officer)

    def leave(self, n):
        row = self.campaign.addressed.filter(unit=self.unit(n)).first()
        if row:
            actions.leave(row, by=self.officer)

    def move(self, n):
        """A school below the other ward, as reorganisation will do it."""
        schools = [*self.schools, *self.late_comers]
        school = Unit.objects.get(pk=schools[n % len(schools)].pk)
        beside = [
            ward
            for ward in Unit.objects.filter(pk__in=[w.pk for w in self.wards])
            if not school.is_within(ward)
        ]
        school.move(beside[0], "last-child")
        actions.rescope([Unit.objects.get(pk=school.pk)])

    def close(self, n):
        actions.close(self.campaign, by=self.officer)

    def reopen(self, n):
        actions.reopen(self.campaign, by=self.officer)

    def withdraw(self, n):
        if n % 8 == 0:
            actions.withdraw(self.campaign, "Gửi nhầm", by=self.officer)

    def a_day(self, n):
        product_clock.advance(86_400)


ACTS = [name for name in vars(World) if name not in ("__init__", "unit", "task", "do") and name[0] != "_"]


class Histories(TestCase):
    def tearDown(self):
        product_clock.set_to(None)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40)), max_size=25))
    def test_after_any_history_the_counters_say_what_the_tasks_say(self, history):
        world = World()
        for act, n in history:
            world.do(act, n)

        assert_equal_everywhere(world.campaign)
        assert counters.rebuild(world.campaign) == 0


def test_a_unit_that_moves_takes_its_place_in_the_counters_along(db, clock):
    world = World()
    world.hand_in(4)
    school, ward = world.schools[0], world.wards[1]
    before = Unit.objects.get(pk=school.pk).path

    world.move(0)

    moved = Unit.objects.get(pk=school.pk)
    assert moved.path != before and moved.is_within(Unit.objects.get(pk=ward.pk))
    assert set(Task.objects.filter(unit=moved).values_list("unit_path", flat=True)) == {moved.path}
    assert_equal_everywhere(world.campaign)
    assert counters.rebuild(world.campaign) == 0


def test_the_night_mends_what_differs_and_writes_it_down_without_values(campaign, addressed, union):
    jobs.compare_counters.call()
    assert not Entry.objects.filter(verb="campaign.counters_mended").exists()
    Task.objects.filter(campaign=campaign, unit=union.units[0]).update(done_at=product_clock.now())
    RollUp.objects.filter(campaign=campaign).update(n=77)
    jobs.compare_counters.call()
    assert_differs(campaign)

    product_clock.advance(86_400)
    jobs.compare_counters.call()

    assert_equal_everywhere(campaign)
    entry = Entry.objects.get(verb="campaign.counters_mended")
    assert (entry.object_id, entry.fields, entry.actor_kind) == (str(campaign.pk), ["rollups"], "worker")
    product_clock.advance(86_400)
    jobs.compare_counters.call()
    assert Entry.objects.filter(verb="campaign.counters_mended").count() == 1, "nothing differed any more"


def assert_differs(campaign):
    day = product_clock.today()
    assert sums(campaign, 0, "", day) != live(campaign, "", day), "once a day is enough"


def test_counting_one_unit_asks_the_same_few_questions_in_a_campaign_of_any_size(
    campaign, addressed, union, django_assert_num_queries
):
    Task.objects.filter(campaign=campaign, unit=union.units[0]).update(done_at=product_clock.now())

    # the unit with its tasks, its standing, the sums; PostgreSQL writes the last two in one
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 3):
        counters.recount(campaign, union.units[0])

    assert Addressed.objects.get(campaign=campaign, unit=union.units[0]).standing == Standing.DELIVERED
    with django_assert_num_queries(1):
        counters.recount(campaign, union.units[0])


def test_a_unit_that_was_never_addressed_changes_nothing(campaign, union):
    before = list(RollUp.objects.order_by("pk").values())

    counters.recount(campaign, union.foreign)

    assert list(RollUp.objects.order_by("pk").values()) == before


def test_a_step_without_a_day_is_owed_and_never_late(union, clock):
    clock.set("2026-03-02 09:00")
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
    campaign = actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head={"subject": "Thử"}, units=union.units,
        steps=[actions.StepData("Làm việc này.")],
    )  # fmt: skip

    assert [(row.standing, row.day, row.n) for row in RollUp.objects.all()] == [(Standing.OWES, NO_DAY, 3)]
    assert sums(campaign, 0, "", date(2099, 1, 1))["late"] == 0
