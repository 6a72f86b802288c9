"""The cases of `./run bench campaigns` on one database, for a process that has set Django up; `main` prints JSON."""

import json
import random
import statistics
import time
import uuid
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import actions, counters
from nhipcau.campaigns.actions import handing_in
from nhipcau.campaigns.models import (
    Acknowledgement,
    Addressed,
    Campaign,
    HandIn,
    RollUp,
    Step,
    Task,
)
from nhipcau.campaigns.progress import by_area
from nhipcau.core import clock
from nhipcau.organisations.models import STEP, Unit
from tests import factories
from tests.bench.campaigns import AREAS, WARDS

DAY = date(2026, 11, 2)
BRANCH, HAND_INS = 600, 150
LIVE = """
SELECT substr(a.unit_path, 1, %s), count(*), sum(CASE WHEN o.unit_id IS NULL THEN 1 ELSE 0 END),
       sum(CASE WHEN o.due >= %s THEN 1 ELSE 0 END), sum(CASE WHEN o.due < %s THEN 1 ELSE 0 END), count(k.id)
FROM campaigns_addressed a
LEFT JOIN (SELECT t.unit_id, min(coalesce(t.due_on, %s)) AS due FROM campaigns_task t
           WHERE t.campaign_id = %s AND t.done_at IS NULL AND t.step_id IN (%s, %s) GROUP BY t.unit_id) o ON o.unit_id = a.unit_id
LEFT JOIN campaigns_acknowledgement k ON k.addressed_id = a.id
WHERE a.campaign_id = %s GROUP BY 1 ORDER BY 1"""
CLOSURE = (
    "CREATE TABLE bench_closure (above bigint NOT NULL, below bigint NOT NULL, PRIMARY KEY (above, below))"
)
_server = []


def watch():
    """CPU seconds of this process, and of PostgreSQL's own for this connection, as Linux accounts them."""
    took = time.process_time()
    if connection.vendor != "postgresql":
        return took
    if not _server:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            _server.append(Path(f"/proc/{cursor.fetchone()[0]}/schedstat"))
    return took + int(_server[0].read_text().split()[0]) / 1e9


def main(units, rounds):
    clock.set_to(f"{DAY + timedelta(days=20)} 09:00")
    random.seed(7)
    world = plant(units)
    began = watch()
    counters.rebuild(world["campaign"])
    got = {"units": units, "rebuild": watch() - began}
    refresh()
    got |= reading(world, rounds)
    got |= upkeep(world)
    got |= tree(world, rounds)
    print(json.dumps(got))


def refresh():
    """What autovacuum and PRAGMA optimize do in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def step_of(n):
    """One level of a path."""
    digits, text = Unit.alphabet, ""
    for _place in range(STEP):
        n, digit = divmod(n, len(digits))
        text = digits[digit] + text
    return text


def plant(count):
    kind = factories.make_kind()
    desk = factories.make_unit("Tổng liên đoàn Thử")
    officer = factories.make_user("Cán bộ Thử", Role.DESK_OFFICER, desk)
    made, leaves = [], []
    for area in range(1, AREAS + 1):
        path = desk.path + step_of(area)
        made.append((path, WARDS))
        for ward in range(1, WARDS + 1):
            below = path + step_of(ward)
            share = count // (AREAS * WARDS) + (area * WARDS - WARDS + ward <= count % (AREAS * WARDS))
            share = BRANCH - 1 if (area, ward) == (1, 1) and count > 50_000 else share
            share = min(share, count - len(leaves))
            made.append((below, share))
            leaves += [below + step_of(n) for n in range(1, share + 1)]
    rows = [*made, *((path, 0) for path in leaves)]
    Unit.objects.bulk_create(
        (Unit(path=p, depth=len(p) // STEP, numchild=n, name=f"Đơn vị {p}", search_name=f"don vi {p}", kind=kind, founded_on=DAY) for p, n in rows),
        batch_size=2000,
    )  # fmt: skip
    Unit.objects.filter(pk=desk.pk).update(numchild=AREAS)
    campaign = sent(desk, officer)
    steps = [
        Step.objects.create(campaign=campaign, order=n, text=f"Việc {n}", hand_in="confirm") for n in (1, 2)
    ]
    first = len(desk.path) + 3 * STEP
    asked = [(pk, p) for pk, p in Unit.objects.order_by().values_list("pk", "path") if len(p) == first]
    answers(campaign, steps, asked)
    return {"desk": desk, "officer": officer, "campaign": campaign, "steps": steps}


def sent(desk, officer):
    circular = actions.keep_circular(unit=desk, by=officer, submit_key=uuid.uuid4(), text="Công văn thử")
    return Campaign.objects.create(
        circular=circular, unit=desk, unit_path=desk.path, subject="Thử", confirmed_at=clock.now(), confirmed_by=officer, submit_key=uuid.uuid4()
    )  # fmt: skip


def answers(campaign, steps, asked):
    now = clock.now()
    Addressed.objects.bulk_create(
        (Addressed(campaign=campaign, unit_id=u, unit_path=p, sent_at=now) for u, p in asked), batch_size=2000
    )
    tasks = []
    for unit, path in asked:
        for step in steps:
            done = random.random() < 0.67
            due = DAY + timedelta(days=random.choice((18, 18, 18, 18, 25)))
            at = now - timedelta(days=random.randrange(20)) if done else None
            tasks.append(
                Task(campaign=campaign, step=step, unit_id=unit, unit_path=path, due_on=due, done_at=at)
            )
    Task.objects.bulk_create(tasks, batch_size=2000)
    heard = Addressed.objects.filter(campaign=campaign).values_list("pk", flat=True)
    Acknowledgement.objects.bulk_create(
        (Acknowledgement(addressed_id=pk, how="link", at=now) for pk in heard if random.random() < 0.8), batch_size=2000
    )  # fmt: skip


def live(world):
    """Progress by area from the tasks: (area, sent, delivered, owes, late, acknowledged)."""
    campaign, today, adapt = world["campaign"], clock.today(), connection.ops.adapt_datefield_value
    day, never = adapt(today), adapt(date.max)
    one, two = (step.pk for step in world["steps"])
    width = len(world["desk"].path) + STEP
    with connection.cursor() as cursor:
        cursor.execute(LIVE, [width, day, day, never, campaign.pk, one, two, campaign.pk])
        return [tuple(row) for row in cursor.fetchall()]


def counted(world):
    return [
        (area, p.sent, p.delivered, p.owes, p.late, p.acknowledged)
        for area, p in by_area(world["campaign"]).items()
    ]


def differences(world):
    mine, theirs = counted(world), live(world)
    assert len(mine) == AREAS == len(theirs)
    return sum(a != tuple(map(int_or_text, b)) for a, b in zip(mine, theirs, strict=True))


def int_or_text(value):
    return value if isinstance(value, str) else int(value)


def reading(world, rounds):
    assert differences(world) == 0
    times = {"live": [], "counters": []}
    for _round in range(rounds):
        times["live"].append(timed(live, world))
        times["counters"].append(statistics.median(timed(counted, world) for _n in range(5)))
    return {name: spread(values) for name, values in times.items()} | {"counter_rows": RollUp.objects.count()}


def timed(function, *arguments):
    began = watch()
    function(*arguments)
    return watch() - began


def spread(seconds):
    return [1000 * f(seconds) for f in (min, statistics.median, max)]


def upkeep(world):
    """Hand-ins of one sort, every other one as a request; what `recount` takes of each is measured inside it."""
    officer, campaign = world["officer"], world["campaign"]
    tasks = list(
        Task.objects.owed().filter(campaign=campaign).select_related("step", "campaign__unit", "unit").order_by("unit__name")[: 2 * HAND_INS]
    )  # fmt: skip
    random.shuffle(tasks)
    client = Client(SERVER_NAME="127.0.0.1")
    factories.sign_in(client, officer)
    times = {"hand_in": [], "request": [], "recount": []}
    recount = counters.recount

    def watched(*arguments):
        times["recount"].append(timed(recount, *arguments))

    with mock.patch.object(handing_in.counters, "recount", watched):
        for n, task in enumerate(tasks):
            if n % 2:
                data = {"submit_key": str(uuid.uuid4()), "note": "", "csrfmiddlewaretoken": "x"}
                times["request"].append(timed(posted, client, task, data))
            else:
                times["hand_in"].append(timed(handed_in, task, officer))
    history(world, tasks)
    return {name: spread(values) for name, values in times.items()} | {"differences": differences(world)}


def handed_in(task, officer):
    actions.hand_in(task, by=officer, submit_key=uuid.uuid4())


def posted(client, task, data):
    answer = client.post(reverse("campaigns:task", args=[task.pk]), data)
    assert answer.status_code == 302, answer.status_code


def history(world, tasks):
    """Some go back, some get more time, some hand in again; nothing is counted anew."""
    officer = world["officer"]
    for task in tasks[:150]:
        act = random.randrange(3)
        row = (
            HandIn.objects.filter(task=task, state="received")
            .select_related("task__campaign__unit", "unit", "by")
            .first()
        )
        if act == 0 and row:
            actions.return_hand_in(row, "Thiếu.", by=officer)
        elif act == 1 and row:
            actions.return_hand_in(row, "Thiếu.", by=officer)
            again = clock.today() + timedelta(days=random.randrange(30, 40))
            actions.extend(task.step, again, "Bão", by=officer, submit_key=uuid.uuid4(), unit=task.unit)
        elif row is None:
            actions.hand_in(task, by=officer, submit_key=uuid.uuid4())


def tree(world, rounds):
    """A branch of 600 among all units: its ids, and its move below another area."""
    branch = Unit.objects.get(path=world["desk"].path + step_of(1) + step_of(1))
    everybody = list(Unit.objects.order_by("path").values_list("pk", "path"))
    at = {path: pk for pk, path in everybody}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLOSURE)
        cursor.executemany(
            "INSERT INTO bench_closure VALUES (%s, %s)",
            [(at[path[:end]], pk) for pk, path in everybody for end in range(STEP, len(path) + 1, STEP)],
        )
    refresh()
    query = Unit.objects.below(branch).order_by().values_list("pk", flat=True)
    by_range = query.query.sql_with_params()
    by_closure = ("SELECT below FROM bench_closure WHERE above = %s", [branch.pk])
    assert set(ids(*by_range)) == set(ids(*by_closure))
    times = {"range": [], "closure": [], "update": [], "move": [], "rescope": []}
    for _round in range(rounds * 3):
        times["range"].append(timed(ids, *by_range))
        times["closure"].append(timed(ids, *by_closure))
    for _round in range(rounds):
        times["update"].append(undone(one_update, branch))
        move, follow = moved(branch, world["desk"].path + step_of(2) + step_of(WARDS + 1))
        times["move"].append(move)
        times["rescope"].append(follow)
    return {name: spread(values) for name, values in times.items()} | {"branch": len(ids(*by_range))}


def ids(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


def one_update(branch):
    Unit.objects.below(branch).order_by().update(numchild=5)


def undone(function, *arguments):
    with transaction.atomic():
        took = timed(function, *arguments)
        transaction.set_rollback(True)
    return took


def moved(branch, path):
    """The branch is moved and what hangs on paths follows; then all of it is taken back."""
    with transaction.atomic():
        move = timed(Unit.objects.rehang, branch, path)
        units = list(Unit.objects.below(Unit.objects.get(pk=branch.pk)))
        follow = timed(actions.rescope, units)
        transaction.set_rollback(True)
    return move, follow
