"""How far a campaign's units are, counted by area; kept with every change, so that no page adds up tasks.

`Addressed` holds where its unit stands, `RollUp` how many stand alike in the whole campaign and below each unit
between the desk and them. Late depends on today, so the day is kept and lateness is a sum over days before it.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from nhipcau.audit import trail
from nhipcau.campaigns.models import NO_DAY, Addressed, Campaign, RollUp, Standing, Step, Task
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
ADD = (
    "INSERT INTO campaigns_rollup (campaign_id, depth, area, standing, day, n, acknowledged) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (campaign_id, depth, area, standing, day) DO UPDATE "
    "SET n = campaigns_rollup.n + excluded.n, acknowledged = campaigns_rollup.acknowledged + excluded.acknowledged"
)


@transaction.atomic
def recount(campaign: Campaign, unit: Unit) -> None:
    """After an act on one unit's tasks, acknowledgement or place in the campaign: its standing and the sums, if they changed."""
    trail.hold()  # one at a time, so that two acts on one unit see each other and no two wait for each other
    rows = Addressed.objects.filter(campaign=campaign.pk, unit=unit.pk)
    row = rows.values(*COLUMNS, "acknowledgement", "campaign__unit_path", "campaign__withdrawn_at").first()
    if row is None:
        return
    was: State = (row["standing"], row["day"], row["has_acknowledged"])
    now = _state(row, _tasks(campaign.pk, unit.pk).get(unit.pk), row["campaign__withdrawn_at"] is not None)
    if was == now:
        return
    Addressed.objects.filter(pk=row["pk"]).update(standing=now[0], day=now[1], has_acknowledged=now[2])
    changes: dict[Key, list[int]] = {}
    areas = areas_of(row["campaign__unit_path"], row["unit_path"])
    for state, sign in ((was, -1), (now, 1)):
        for depth, area in areas if state[0] != Standing.UNCOUNTED else ():
            change = changes.setdefault((depth, area, state[0], state[1]), [0, 0])
            change[0] += sign
            change[1] += sign * state[2]
    _add(campaign.pk, changes)


def _add(campaign: int, changes: dict[Key, list[int]]) -> None:
    """Upwards or downwards, without reading what is there."""
    adapt = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            ADD,
            [
                (campaign, depth, area, int(standing), adapt(day), n, acknowledged)
                for (depth, area, standing, day), (n, acknowledged) in sorted(changes.items())
                if n or acknowledged
            ],
        )


def areas_of(desk_path: str, unit_path: str) -> list[tuple[int, str]]:
    """The whole campaign, then every unit that lies between the desk and this one, each with its depth below the desk."""
    found = [(0, "")]
    if unit_path.startswith(desk_path):
        for depth, end in enumerate(range(len(desk_path) + STEP, len(unit_path), STEP), 1):
            found.append((depth, unit_path[:end]))
    return found


def _tasks(campaign: int, unit: int | None = None) -> dict[int, tuple[bool, date]]:
    """By unit: does it owe anything of what can be done, and the next day owed, or the day on which the last was done."""
    rows = Task.objects.filter(campaign=campaign, step__for_desk=False, step__is_ongoing=False)
    if unit is not None:
        rows = rows.filter(unit=unit)
    rows = rows.exclude(step__hand_in=Step.HandInKind.NONE).order_by("unit")
    found = {}
    for key, tasks in groupby(
        rows.values_list("unit", "due_on", "done_at").iterator(), key=lambda row: row[0]
    ):
        due, done = [], NO_DAY
        for _unit, due_on, done_at in tasks:
            if done_at is None:
                due.append(due_on or NO_DAY)
            else:
                day = clock.local(done_at).date()
                done = day if done == NO_DAY else max(done, day)
        found[key] = (bool(due), min(due) if due else done)
    return found


def _state(row: dict[str, Any], tasks: tuple[bool, date] | None, is_withdrawn: bool) -> State:
    """A unit of which nothing can be asked owes nothing; of a campaign taken back nobody owes anything."""
    has_acknowledged = row["acknowledgement"] is not None
    owes, day = tasks or (False, NO_DAY)
    if row["left_on"] is not None:
        return Standing.LEFT, NO_DAY, has_acknowledged
    if row["is_for_information"] or (owes and is_withdrawn):
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
        state = _state(row, tasks.get(row["unit_id"]), held.withdrawn_at is not None)
        if state != (row["standing"], row["day"], row["has_acknowledged"]):
            wrong.setdefault(state, []).append(row["pk"])
        for depth, area in areas_of(held.unit_path, row["unit_path"]):
            right[depth, area, state[0], state[1]] += 1
            heard[depth, area, state[0], state[1]] += state[2]
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
    """The nightly look: mend what differs, and write down that it did. The first count of a campaign is no difference."""
    with transaction.atomic():
        differs = rebuild(campaign)
        if differs and campaign.counted_on is not None:
            log.warning(
                "The counters of campaign %s differed in %s rows and were mended.", campaign.pk, differs
            )
            trail.record(
                "campaign.counters_mended", campaign, by="worker", unit=campaign.unit, fields=("rollups",)
            )
        Campaign.objects.filter(pk=campaign.pk).update(counted_on=clock.today())
    return differs


@transaction.atomic
def relocate(rows: Iterable[dict[str, Any]]) -> None:
    """Addressed rows whose unit has moved, each as `AddressedQuerySet.moved` gives it, are counted below other units."""
    trail.hold()
    changes: dict[int, dict[Key, list[int]]] = {}
    for row in rows:
        ours, desk = changes.setdefault(row["campaign"], {}), row["campaign__unit_path"]
        for path, sign in ((row["unit_path"], -1), (row["unit__path"], 1)):
            for depth, area in areas_of(desk, path) if row["standing"] != Standing.UNCOUNTED else ():
                change = ours.setdefault((depth, area, row["standing"], row["day"]), [0, 0])
                change[0] += sign
                change[1] += sign * row["has_acknowledged"]
    for campaign, ours in sorted(changes.items()):
        _add(campaign, ours)
