"""The figures of a campaign's board; each unit stands in exactly one column of delivery."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.campaigns.models import Addressed, Campaign, Step, Task
from nhipcau.core import clock
from nhipcau.core.text import fold

FILTERS = {
    "acknowledged": gettext_lazy("Acknowledged"),
    "not-acknowledged": gettext_lazy("Not acknowledged"),
    "delivered": gettext_lazy("Delivered"),
    "owes": gettext_lazy("Owes, in time"),
    "late": gettext_lazy("Late"),
    "help": gettext_lazy("Asked for help"),
}
CAN_BE_DONE = Q(step__is_ongoing=False) & ~Q(step__hand_in=Step.HandInKind.NONE)


@dataclass
class Board:
    """The rows shown, and the counts over all addressed units."""

    rows: list[Any]
    counts: dict[str, int]

    @property
    def bar(self) -> list[dict[str, Any]]:
        """Delivered, owing in time and late as pieces of one bar, in units."""
        at, pieces = 0, []
        for name in ("delivered", "owes", "late"):
            pieces.append({"name": name, "at": at, "wide": self.counts[name], "label": FILTERS[name]})
            at += self.counts[name]
        return pieces


@dataclass
class Progress:
    """A campaign in the list: how far its units are."""

    sent: int = 0
    acknowledged: int = 0
    owing: int = 0
    late: int = 0

    @property
    def delivered(self) -> int:
        return self.sent - self.owing


def tests_of(row: Any) -> set[str]:
    """The filters a row passes."""
    delivery = "late" if row.is_late else "owes" if row.owes else "delivered"
    return {delivery, "acknowledged" if row.is_acknowledged else "not-acknowledged"} | (
        {"help"} if row.asked_for_help else set()
    )


def board_of(campaign: Campaign, shown: str = "", search: str = "") -> Board:
    """Two queries whatever the number of units; sent = delivered + owes + late = acknowledged + not acknowledged."""
    addressed: Any = campaign.addressed.all()
    rows = list(addressed.for_board(clock.today()).order_by("unit__search_name", "pk"))
    done = _done_by_unit(campaign)
    counts: Counter[str] = Counter()
    for row in rows:
        row.passes = tests_of(row)
        row.tasks_done, row.tasks_all = done.get(row.unit_id, (0, 0))
        counts.update(row.passes)
    wanted = fold(search)
    kept = [
        row
        for row in rows
        if (not shown or shown in row.passes)
        and (not wanted or wanted in row.unit.search_name or wanted in fold(row.unit.code))
    ]
    return Board(kept, {"sent": len(rows), **{name: counts[name] for name in FILTERS}})


def _done_by_unit(campaign: Campaign) -> dict[int, tuple[int, int]]:
    tasks = Task.objects.filter(CAN_BE_DONE, campaign=campaign, step__for_desk=False)
    rows = (
        tasks.order_by()
        .values("unit")
        .annotate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    )
    return {row["unit"]: (row["done"], row["all"]) for row in rows}


def done_by_step(campaign: Campaign) -> dict[int, tuple[int, int]]:
    """For each step of the units: how many have done it, of how many."""
    tasks = Task.objects.filter(CAN_BE_DONE, campaign=campaign, step__for_desk=False)
    rows = (
        tasks.order_by()
        .values("step")
        .annotate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    )
    return {row["step"]: (row["done"], row["all"]) for row in rows}


def progress_of(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """For a page of the list, in two queries."""
    keys = [campaign.pk for campaign in campaigns]
    found = {pk: Progress() for pk in keys}
    sent: Any = Addressed.objects.filter(campaign__in=keys).order_by().values("campaign")
    for row in sent.annotate(sent=Count("pk"), got=Count("acknowledgement")):
        found[row["campaign"]].sent, found[row["campaign"]].acknowledged = row["sent"], row["got"]
    owed: Any = Task.objects.for_units().owed().filter(campaign__in=keys).order_by().values("campaign")
    late = Q(due_on__lt=clock.today())
    for late_row in owed.annotate(
        owing=Count("unit", distinct=True), late=Count("unit", distinct=True, filter=late)
    ):
        found[late_row["campaign"]].owing, found[late_row["campaign"]].late = (
            late_row["owing"],
            late_row["late"],
        )
    return found


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
            state_word(row),
            _("yes") if row.asked_for_help else "",
        ]


def state_word(row: Any) -> str:
    """Delivered, owes or late, in words."""
    return _("Late") if row.is_late else _("Owes, in time") if row.owes else _("Delivered")
