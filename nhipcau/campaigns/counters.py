"""How far a campaign's units are, counted by area; kept with every change, so that no page adds up tasks.

`Addressed` holds where its unit stands, `RollUp` how many stand alike in the whole campaign and below each unit
between the desk and them. Late depends on today, so the day is kept and lateness is a sum over days before it.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from nhipcau.audit import trail
from nhipcau.campaigns.models import NO_DAY, Addressed, Campaign, RollUp, Standing, Step, Task
from nhipcau.campaigns.planned import planned
from nhipcau.core import clock
from nhipcau.organisations.models import STEP, Unit

log = logging.getLogger(__name__)

Key = tuple[int, str, int, date]  # depth, area, standing, day
State = tuple[int, date, bool]  # standing, day, has acknowledged
CHUNK = 500
COLUMNS = (
    "pk",
    "unit_id",
    "unit_path",
    "left_on",
    "is_for_information",
    "standing",
    "day",
    "has_acknowledged",
)
# Run with every hand-in, so by the driver: one addressed unit with each of its tasks that can be done.
ONE = """
SELECT a.id, a.unit_path, a.left_on, a.is_for_information, a.standing, a.day, a.has_acknowledged, k.id,
       c.unit_path, c.withdrawn_at, t.id, t.due_on, t.done_at
FROM campaigns_addressed a JOIN campaigns_campaign c ON c.id = a.campaign_id
LEFT JOIN campaigns_acknowledgement k ON k.addressed_id = a.id
LEFT JOIN campaigns_task t ON t.campaign_id = a.campaign_id AND t.unit_id = a.unit_id AND t.step_id IN
    (SELECT id FROM campaigns_step WHERE campaign_id = a.campaign_id AND NOT for_desk AND NOT is_ongoing AND hand_in <> 'none')
WHERE a.campaign_id = %s AND a.unit_id = %s"""
STAND = "UPDATE campaigns_addressed SET standing = %s, day = %s, has_acknowledged = %s WHERE id = %s"
STAND_WITH = "".join(("WITH stood AS (", STAND, ") "))  # PostgreSQL does both in one
ADD = "INSERT INTO campaigns_rollup (campaign_id, depth, area, standing, day, n, acknowledged) VALUES "
TO_WHAT_IS_THERE = (
    " ON CONFLICT (campaign_id, depth, area, standing, day) DO UPDATE "
    "SET n = campaigns_rollup.n + excluded.n, acknowledged = campaigns_rollup.acknowledged + excluded.acknowledged"
)


def recount(campaign: Campaign, unit: Unit) -> None:
    """After an act on one unit's tasks, acknowledgement or place in the campaign: its standing and the sums, if they changed.

    In the act's own transaction and after its `trail.record`, behind which writers wait for each other: so two acts on
    one unit see each other, and no two wait crosswise. One statement where nothing changed, else two; on SQLite three.
    """
    with planned() as cursor:
        cursor.execute(ONE, [campaign.pk, unit.pk])
        rows = cursor.fetchall()
        if not rows:
            return
        pk, path, left_on, is_informed, standing, day, has_acknowledged, heard, desk, withdrawn, *_task = (
            rows[0]
        )
        was: State = (standing, day, bool(has_acknowledged))
        tasks = _gathered((row[11], row[12]) for row in rows if row[10] is not None)
        now = _state(left_on, bool(is_informed), heard is not None, tasks, withdrawn is not None)
        if was == now:
            return
        changes: dict[Key, list[int]] = {}
        for state, sign in ((was, -1), (now, 1)):
            _change(changes, areas_of(desk, path), state, sign)
        stands = [int(now[0]), _adapted(now[1]), now[2], pk]
        sums = _rows(campaign.pk, changes)
        if connection.vendor == "postgresql" and sums:
            cursor.execute("".join((STAND_WITH, _added(sums))), stands + _values(sums))
            return
        cursor.execute(STAND, stands)
        if sums:
            cursor.execute(_added(sums), _values(sums))


def _adapted(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _change(changes: dict[Key, list[int]], areas: list[tuple[int, str]], state: State, sign: int) -> None:
    """One unit more or less that stands so, in each of these areas."""
    standing, day, has_acknowledged = state
    if standing == Standing.UNCOUNTED:
        return
    for depth, area in areas:
        change = changes.setdefault((depth, area, standing, rolled(standing, day)), [0, 0])
        change[0] += sign
        change[1] += sign * has_acknowledged


def rolled(standing: int, day: date) -> date:
    """The sums keep the days of what is owed; on which day something was delivered stands with the unit alone."""
    return day if standing == Standing.OWES else NO_DAY


def _rows(campaign: int, changes: dict[Key, list[int]]) -> list[tuple[Any, ...]]:
    """Rows of sums, upwards or downwards; always in one order, so that no two writers wait crosswise."""
    return [
        (campaign, depth, area, int(standing), _adapted(day), n, acknowledged)
        for (depth, area, standing, day), (n, acknowledged) in sorted(changes.items())
        if n or acknowledged
    ]


def _added(rows: list[tuple[Any, ...]]) -> str:
    """The statement that adds these to what is there, without reading it."""
    return "".join((ADD, ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows)), TO_WHAT_IS_THERE))


def _values(rows: list[tuple[Any, ...]]) -> list[Any]:
    return [value for row in rows for value in row]


def _add(campaign: int, changes: dict[Key, list[int]]) -> None:
    rows = _rows(campaign, changes)
    with connection.cursor() as cursor:
        for at in range(0, len(rows), CHUNK):
            part = rows[at : at + CHUNK]
            cursor.execute(_added(part), _values(part))


def areas_of(desk_path: str, unit_path: str) -> list[tuple[int, str]]:
    """The whole campaign, then every unit that lies between the desk and this one, each with its depth below the desk."""
    found = [(0, "")]
    if unit_path.startswith(desk_path):
        for depth, end in enumerate(range(len(desk_path) + STEP, len(unit_path), STEP), 1):
            found.append((depth, unit_path[:end]))
    return found


def _gathered(tasks: Iterable[tuple[date | None, datetime | None]]) -> tuple[bool, date]:
    """Does the unit owe anything; and the next day owed, or the day on which the last was done."""
    due, done = [], []
    for due_on, done_at in tasks:
        if done_at is None:
            due.append(due_on or NO_DAY)
        else:
            done.append(done_at)
    if due:
        return True, min(due)
    return False, _day(max(done)) if done else NO_DAY


def _day(moment: datetime) -> date:
    """Of a moment as the driver gives it: SQLite's is UTC and does not say so."""
    return clock.local(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).date()


def _tasks(campaign: int) -> dict[int, tuple[bool, date]]:
    """By unit, of all units."""
    rows = Task.objects.filter(campaign=campaign, step__for_desk=False, step__is_ongoing=False)
    rows = rows.exclude(step__hand_in=Step.HandInKind.NONE).order_by("unit")
    values = rows.values_list("unit", "due_on", "done_at").iterator()
    return {
        unit: _gathered((due, done) for _unit, due, done in tasks)
        for unit, tasks in groupby(values, key=itemgetter(0))
    }


def _state(
    left_on: date | None,
    is_for_information: bool,
    has_acknowledged: bool,
    tasks: tuple[bool, date],
    is_withdrawn: bool,
) -> State:
    """A unit of which nothing can be asked owes nothing; of a campaign taken back nobody owes anything."""
    owes, day = tasks
    if left_on is not None:
        return Standing.LEFT, NO_DAY, has_acknowledged
    if is_for_information or (owes and is_withdrawn):
        return Standing.INFORMED, NO_DAY, has_acknowledged
    return (Standing.OWES if owes else Standing.DELIVERED), day, has_acknowledged


@transaction.atomic
def rebuild(campaign: Campaign) -> int:
    """Count everything anew and write what differs; gives how many rows did. For acts on all units, and for the night."""
    trail.hold()
    held = Campaign.objects.only("unit_path", "withdrawn_at").get(pk=campaign.pk)
    tasks = _tasks(held.pk)
    wrong: dict[State, list[int]] = {}
    right: Counter[Key] = Counter()
    heard: Counter[Key] = Counter()
    for row in Addressed.objects.filter(campaign=held).values(*COLUMNS, "acknowledgement").iterator():
        state = _state(
            row["left_on"], row["is_for_information"], row["acknowledgement"] is not None, tasks.get(row["unit_id"], (False, NO_DAY)), held.withdrawn_at is not None
        )  # fmt: skip
        if state != (row["standing"], row["day"], row["has_acknowledged"]):
            wrong.setdefault(state, []).append(row["pk"])
        for depth, area in areas_of(held.unit_path, row["unit_path"]):
            key = (depth, area, state[0], rolled(state[0], state[1]))
            right[key] += 1
            heard[key] += state[2]
    for (standing, day, has_acknowledged), keys in wrong.items():
        for at in range(0, len(keys), CHUNK):
            Addressed.objects.filter(pk__in=keys[at : at + CHUNK]).update(
                standing=standing, day=day, has_acknowledged=has_acknowledged
            )
    return sum(map(len, wrong.values())) + _write(held, right, heard)


def _write(campaign: Campaign, right: Counter[Key], heard: Counter[Key]) -> int:
    """Make the sums what they should be; rows of nobody go without being counted as a difference."""
    differs = 0
    gone, changed = [], []
    for row in RollUp.objects.filter(campaign=campaign):
        key = (row.depth, row.area, row.standing, row.day)
        n, acknowledged = right.pop(key, 0), heard[key]
        differs += (row.n, row.acknowledged) != (n, acknowledged)
        if n == 0:
            gone.append(row.pk)
        elif (row.n, row.acknowledged) != (n, acknowledged):
            row.n, row.acknowledged = n, acknowledged
            changed.append(row)
    for at in range(0, len(gone), CHUNK):
        RollUp.objects.filter(pk__in=gone[at : at + CHUNK]).delete()
    RollUp.objects.bulk_update(changed, ["n", "acknowledged"], batch_size=CHUNK)
    RollUp.objects.bulk_create(
        [
            RollUp(
                campaign=campaign, depth=depth, area=area, standing=standing, day=day, n=n, acknowledged=heard[depth, area, standing, day]
            )
            for (depth, area, standing, day), n in right.items()
        ],
        batch_size=CHUNK,
    )  # fmt: skip
    return differs + len(right)


def compare(campaign: Campaign) -> int:
    """The nightly look: mend what differs, and write down that it did. The first count of a campaign is no difference.

    Units that were renamed are sorted by their new name from now on.
    """
    with transaction.atomic():
        differs = rebuild(campaign)
        if differs and campaign.counted_on is not None:
            log.warning(
                "The counters of campaign %s differed in %s rows and were mended.", campaign.pk, differs
            )
            trail.record(
                "campaign.counters_mended", campaign, by="worker", unit=campaign.unit, fields=("rollups",)
            )
        own_name = Unit.objects.filter(pk=OuterRef("unit")).order_by().values("search_name")
        renamed = Addressed.objects.filter(campaign=campaign).exclude(unit_name=F("unit__search_name"))
        renamed.update(unit_name=Subquery(own_name))
        Campaign.objects.filter(pk=campaign.pk).update(counted_on=clock.today())
    return differs


@transaction.atomic
def relocate(rows: Iterable[dict[str, Any]]) -> None:
    """Addressed rows whose unit has moved, each as `AddressedQuerySet.moved` gives it, are counted below other units."""
    trail.hold()
    changes: dict[int, dict[Key, list[int]]] = {}
    for row in rows:
        ours, desk = changes.setdefault(row["campaign"], {}), row["campaign__unit_path"]
        state = (row["standing"], row["day"], row["has_acknowledged"])
        _change(ours, areas_of(desk, row["unit_path"]), state, -1)
        _change(ours, areas_of(desk, row["unit__path"]), state, 1)
    for campaign, ours in sorted(changes.items()):
        _add(campaign, ours)
