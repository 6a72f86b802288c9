"""The board of a campaign: which units are shown, in which order, and what each of them has done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.campaigns.models import (
    NEVER,
    NO_DAY,
    Addressed,
    Campaign,
    HelpRequest,
    Standing,
    Step,
    Task,
)
from nhipcau.campaigns.progress import Progress, as_of, progress_in
from nhipcau.core import clock
from nhipcau.core.keyset import Order
from nhipcau.core.text import fold
from nhipcau.organisations.models import Unit, after

FILTERS = {
    "acknowledged": gettext_lazy("Acknowledged"),
    "not-acknowledged": gettext_lazy("Not acknowledged"),
    "delivered": gettext_lazy("Delivered"),
    "owes": gettext_lazy("Owes, in time"),
    "late": gettext_lazy("Late"),
    "help": gettext_lazy("Asked for help"),
    "informed": gettext_lazy("For information"),
    "left": gettext_lazy("No longer addressed"),
}
ALWAYS = ("acknowledged", "not-acknowledged", "delivered", "owes", "late", "help")
SORTS = {
    "state": gettext_lazy("State, the most pressing first"),
    "name": gettext_lazy("Name"),
    "delivered": gettext_lazy("Delivered last"),
    "reminded": gettext_lazy("Reminded last"),
}
ORDERS = {
    "state": Order(("standing", int), ("day", date.fromisoformat), ("pk", int)),
    "name": Order(("unit_name", str), ("pk", int)),
    "delivered": Order(("standing", int), ("day", date.fromisoformat), ("pk", int), is_descending=True),
    "reminded": Order(("reminded_at", datetime.fromisoformat), ("pk", int), is_descending=True),
}
CAN_BE_DONE = Q(step__is_ongoing=False) & ~Q(step__hand_in=Step.HandInKind.NONE)


@dataclass
class Board:
    """What was asked for, the counts over the branch, and the rows that are shown."""

    campaign: Campaign
    branch: Unit | None
    progress: Progress
    asking: int
    found: Any
    sort: str

    @property
    def counts(self) -> dict[str, int]:
        """By filter; sent = delivered + owes + late + for information = acknowledged + not acknowledged."""
        p = self.progress
        return {
            "sent": p.sent, "acknowledged": p.acknowledged, "not-acknowledged": p.sent - p.acknowledged, "delivered": p.delivered,
            "owes": p.owes, "late": p.late, "help": self.asking, "informed": p.informed, "left": p.left,
        }  # fmt: skip

    @property
    def bar(self) -> list[dict[str, Any]]:
        """Delivered, owing in time and late as pieces of one bar, in units."""
        at, pieces = 0, []
        for name in ("delivered", "owes", "late"):
            pieces.append({"name": name, "at": at, "wide": self.counts[name], "label": FILTERS[name]})
            at += self.counts[name]
        return pieces

    @cached_property
    def rows(self) -> list[Any]:
        """All of them, for paper and files; two queries whatever the number of units."""
        rows = list(self.found.order_by(*ORDERS[self.sort].by))
        return finished(self.campaign, rows)


def tests_of(row: Any) -> set[str]:
    """The filters a row passes."""
    if row.standing == Standing.LEFT:
        return {"left"}
    delivery = "informed" if row.standing == Standing.INFORMED else "late" if row.is_late else "owes" if row.owes else "delivered"  # fmt: skip
    return {delivery, "acknowledged" if row.is_acknowledged else "not-acknowledged"} | (
        {"help"} if row.asked_for_help else set()
    )


def board_of(
    campaign: Campaign, shown: str = "", search: str = "", *, branch: Unit | None = None, sort: str = "name"
) -> Board:
    """The counts in three queries at most; the rows are asked for when they are looked at."""
    rows = Addressed.objects.filter(campaign=campaign)
    asking = HelpRequest.objects.open().filter(addressed__campaign=campaign, addressed__left_on__isnull=True)
    if branch is not None:
        rows = rows.filter(unit_path__gte=branch.path, unit_path__lt=after(branch.path))
        asking = asking.filter(
            addressed__unit_path__gte=branch.path, addressed__unit_path__lt=after(branch.path)
        )
    wanted = fold(search)
    if wanted:
        rows = rows.filter(Q(unit__search_name__contains=wanted) | Q(unit__code__icontains=search))
    rows = rows.filter(_passes(shown, campaign)).counted(as_of(campaign))
    count = asking.values("addressed").distinct().count()
    return Board(campaign, branch, progress_in(campaign, branch), count, rows, sort)


def _passes(shown: str, campaign: Campaign) -> Q:
    """The rows of one filter; who left is shown nowhere else."""
    day, owes = as_of(campaign), Q(standing=Standing.OWES)
    if shown == "left":
        return Q(standing=Standing.LEFT)
    conditions = {
        "delivered": Q(standing=Standing.DELIVERED),
        "owes": owes & Q(day__gte=day),
        "late": owes & Q(day__lt=day),
        "informed": Q(standing=Standing.INFORMED),
        "acknowledged": Q(has_acknowledged=True),
        "not-acknowledged": Q(has_acknowledged=False),
        "help": Q(Exists(HelpRequest.objects.open().filter(addressed=OuterRef("pk")))),
    }
    return conditions.get(shown, Q()) & ~Q(standing=Standing.LEFT)


def finished(campaign: Campaign, rows: list[Any]) -> list[Any]:
    """The rows with what a line says of them; one query."""
    done = _done_by_unit(campaign, [row.unit_id for row in rows] if len(rows) <= 200 else None)
    for row in rows:
        row.passes = tests_of(row)
        row.tasks_done, row.tasks_all = done.get(row.unit_id, (0, 0))
        row.due_on = row.day if row.owes and row.day != NO_DAY else None
        has_delivered = row.standing == Standing.DELIVERED and row.day != NO_DAY
        row.delivered_on = row.day if has_delivered else None
        row.state = state_word(row)
        row.reminded_at = None if row.reminded_at == NEVER else row.reminded_at
    return rows


def _done_by_unit(campaign: Campaign, units: list[int] | None) -> dict[int, tuple[int, int]]:
    tasks = Task.objects.filter(CAN_BE_DONE, campaign=campaign, step__for_desk=False)
    if units is not None:
        tasks = tasks.filter(unit__in=units)
    rows = (
        tasks.order_by()
        .values("unit")
        .annotate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    )
    return {row["unit"]: (row["done"], row["all"]) for row in rows}


def done_by_step(steps: Iterable[Step]) -> dict[int, tuple[int, int]]:
    """For each step of the units: how many have done it, of how many; one query."""
    asked = [step for step in steps if step.can_be_done and not step.for_desk]
    left = Addressed.objects.filter(campaign__in={step.campaign_id for step in asked}, standing=Standing.LEFT)
    rows: Any = Task.objects.filter(step__in=[step.pk for step in asked]).exclude(
        unit__in=left.values("unit")
    )
    rows = rows.order_by("step").values_list("step")
    return {
        step: (done, all_)
        for step, all_, done in rows.annotate(
            all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))
        )
    }


def headings() -> list[str]:
    """Column headings of the exported board."""
    return [
        _("Unit"),
        _("Code"),
        _("Sent"),
        _("Acknowledged"),
        _("How acknowledged"),
        _("Steps done"),
        _("State"),
        _("Asked for help"),
        _("Delivered on"),
        _("Last reminded"),
    ]


def lines(rows: Iterable[Any]) -> Iterable[list[str]]:
    """The board as text cells."""
    for row in rows:
        got = getattr(row, "acknowledgement", None)
        yield [
            row.unit.name,
            row.unit.code or "",
            f"{clock.local(row.sent_at):%d/%m/%Y %H:%M}",
            f"{clock.local(got.at):%d/%m/%Y %H:%M}" if got else "",
            str(got.get_how_display()) if got else "",
            f"{row.tasks_done}/{row.tasks_all}",
            row.state,
            _("yes") if row.asked_for_help else "",
            f"{row.delivered_on:%d/%m/%Y}" if row.delivered_on else "",
            f"{clock.local(row.reminded_at):%d/%m/%Y}" if row.reminded_at else "",
        ]


def state_word(row: Any) -> str:
    """Where the unit stands, in words."""
    for name in ("left", "informed", "late", "owes"):
        if name in row.passes:
            return str(FILTERS[name])
    return _("Delivered")
