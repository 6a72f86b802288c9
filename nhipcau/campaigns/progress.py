"""How far a campaign is: the whole, one branch, each branch below; read from the counters, never from the tasks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from nhipcau.campaigns.models import Addressed, Campaign, RollUp, Standing
from nhipcau.core import clock
from nhipcau.organisations.models import STEP, Unit, after

DELIVERED, OWES, INFORMED = Standing.DELIVERED, Standing.OWES, Standing.INFORMED


# The standings are those of `Standing`; read on every board, so by the driver.
BY_AREA = """
SELECT area, sum(CASE standing WHEN 4 THEN n ELSE 0 END), sum(CASE WHEN standing = 1 AND day >= %s THEN n ELSE 0 END),
       sum(CASE WHEN standing = 1 AND day < %s THEN n ELSE 0 END), sum(CASE standing WHEN 2 THEN n ELSE 0 END),
       sum(CASE standing WHEN 3 THEN n ELSE 0 END), sum(CASE standing WHEN 3 THEN 0 ELSE acknowledged END)
FROM campaigns_rollup WHERE campaign_id = %s AND depth = %s AND area >= %s AND area < %s GROUP BY area ORDER BY area"""


@dataclass
class Progress:
    """Units by where they stand; each stands in one place. Those that left are in no sum but their own."""

    delivered: int = 0
    owes: int = 0  # in time
    late: int = 0
    informed: int = 0
    left: int = 0
    acknowledged: int = 0

    @property
    def sent(self) -> int:
        return self.delivered + self.owes + self.late + self.informed

    @property
    def asked(self) -> int:
        """Those that had something to deliver."""
        return self.delivered + self.owes + self.late

    def add(self, as_of: date, standing: int, day: date, n: int, acknowledged: int) -> None:
        """So many units that stand alike; late is who owes since before the day."""
        if standing == Standing.LEFT:
            self.left += n
            return
        self.acknowledged += acknowledged
        if standing == OWES and day < as_of:
            self.late += n
        elif standing == OWES:
            self.owes += n
        elif standing == INFORMED:
            self.informed += n
        elif standing == DELIVERED:
            self.delivered += n

    def less(self, other: "Progress") -> "Progress":
        """What is left when the other's units are taken away."""
        return Progress(*(getattr(self, name) - getattr(other, name) for name in self.__dataclass_fields__))

    def plus(self, other: "Progress") -> "Progress":
        return Progress(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass
class Branch:
    """A unit below the desk with units below it, and how far they are together; `unit_id` None for those without a branch."""

    unit_id: int | None
    name: str
    path: str = ""
    progress: Progress = field(default_factory=Progress)
    link: str = ""


def as_of(campaign: Campaign) -> date:
    """The day by which lateness is judged: today, or the day on which the campaign was closed."""
    today = clock.today()
    return today if campaign.closed_at is None else min(today, clock.local(campaign.closed_at).date())


def progress_of(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """For a page of the list, in one query."""
    days = {campaign.pk: as_of(campaign) for campaign in campaigns}
    found = {pk: Progress() for pk in days}
    rows = RollUp.objects.filter(campaign__in=days, depth=0)
    for pk, standing, day, n, heard in rows.values_list("campaign", "standing", "day", "n", "acknowledged"):
        found[pk].add(days[pk], standing, day, n, heard)
    return found


def progress_in(campaign: Campaign, branch: Unit | None = None) -> Progress:
    """The whole campaign in one query; a branch, its own unit among it, in two."""
    found, day = Progress(), as_of(campaign)
    for row in area_rows(campaign, branch).values_list("standing", "day", "n", "acknowledged"):
        found.add(day, *row)
    for row in itself(campaign, branch):
        found.add(day, *row)
    return found


def area_rows(campaign: Campaign, branch: Unit | None) -> Any:
    """The counters of the whole, or of the units strictly below a branch's own."""
    if branch is None:
        return RollUp.objects.filter(campaign=campaign, depth=0)
    return RollUp.objects.filter(campaign=campaign, depth=depth_of(campaign, branch.path), area=branch.path)


def itself(campaign: Campaign, branch: Unit | None) -> list[tuple[int, date, int, int]]:
    """A branch's own unit as one more row of the counters, when the campaign went to it."""
    if branch is None:
        return []
    own = Addressed.objects.filter(campaign=campaign, unit=branch).exclude(standing=Standing.UNCOUNTED)
    return [
        (standing, day, 1, int(heard))
        for standing, day, heard in own.values_list("standing", "day", "has_acknowledged")
    ]


def depth_of(campaign: Campaign, path: str) -> int:
    """How many levels below the desk."""
    return (len(path) - len(campaign.unit_path)) // STEP


def by_area(campaign: Campaign, branch: Unit | None = None) -> dict[str, Progress]:
    """The units strictly below each unit that lies right below the desk or the branch, by its path; one query."""
    above = branch.path if branch is not None else campaign.unit_path
    day = connection.ops.adapt_datefield_value(as_of(campaign))
    with connection.cursor() as cursor:
        cursor.execute(BY_AREA, [day, day, campaign.pk, depth_of(campaign, above) + 1, above, after(above)])
        return {area: Progress(*map(int, numbers)) for area, *numbers in cursor.fetchall()}


def branches_of(campaign: Campaign, branch: Unit | None = None) -> list[Branch]:
    """Each branch right below, its own unit among it, by name; never by how far it is. Three queries."""
    found = {
        path: Branch(None, "", path, sums) for path, sums in by_area(campaign, branch).items() if sums.sent
    }
    day, order = as_of(campaign), {}
    for pk, path, name, key in Unit.objects.filter(path__in=found).values_list(
        "pk", "path", "name", "search_name"
    ):
        found[path].unit_id, found[path].name, order[path] = pk, name, key
    own = Addressed.objects.filter(campaign=campaign, unit_path__in=found)
    for path, standing, of, heard in own.values_list("unit_path", "standing", "day", "has_acknowledged"):
        found[path].progress.add(day, standing, of, 1, int(heard))
    return sorted(found.values(), key=lambda one: (order.get(one.path, ""), one.path))
