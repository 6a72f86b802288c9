"""The figures of a campaign's board; each unit stands in exactly one column of delivery."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.campaigns.models import Addressed, Campaign
from nhipcau.core import clock

FILTERS = {
    "acknowledged": gettext_lazy("Acknowledged"),
    "not-acknowledged": gettext_lazy("Not acknowledged"),
    "delivered": gettext_lazy("Delivered"),
    "owes": gettext_lazy("Owes, in time"),
    "late": gettext_lazy("Late"),
    "help": gettext_lazy("Asked for help"),
}


@dataclass
class Board:
    """The rows shown, and the counts over all addressed units."""

    rows: list[Addressed]
    counts: dict[str, int]


def tests_of(row: Any) -> set[str]:
    """The filters a row passes."""
    delivery = "late" if row.is_late else "owes" if row.owes else "delivered"
    return {delivery, "acknowledged" if row.is_acknowledged else "not-acknowledged"} | (
        {"help"} if row.asked_for_help else set()
    )


def board_of(campaign: Campaign, shown: str = "", search: str = "") -> Board:
    """One query for the rows; sent = delivered + owes + late = acknowledged + not acknowledged."""
    rows = list(campaign.addressed.all().for_board(clock.today()).order_by("unit__search_name", "pk"))  # type: ignore[attr-defined]
    counts: Counter[str] = Counter()
    for row in rows:
        row.passes = tests_of(row)  # type: ignore[attr-defined]
        counts.update(row.passes)  # type: ignore[attr-defined]
    kept = [r for r in rows if (not shown or shown in r.passes) and _found(r, search)]  # type: ignore[attr-defined]
    return Board(kept, {"sent": len(rows), **{name: counts[name] for name in FILTERS}})


def _found(row: Addressed, search: str) -> bool:
    from nhipcau.core.text import fold

    return not search or fold(search) in fold(row.unit.name)


def headings() -> list[str]:
    """Column headings of the exported board."""
    return [
        _("Unit"),
        _("Code"),
        _("Sent"),
        _("Acknowledged"),
        _("How acknowledged"),
        _("State"),
        _("Asked for help"),
    ]


def lines(rows: Iterable[Addressed]) -> Iterable[list[str]]:
    """The board as text cells."""
    for row in rows:
        got = getattr(row, "acknowledgement", None)
        yield [
            row.unit.name,
            row.unit.code or "",
            f"{clock.local(row.sent_at):%d/%m/%Y %H:%M}",
            f"{clock.local(got.at):%d/%m/%Y %H:%M}" if got else "",
            str(got.get_how_display()) if got else "",
            state_word(row),
            _("yes") if row.asked_for_help else "",  # type: ignore[attr-defined]
        ]


def state_word(row: Any) -> str:
    """Delivered, owes or late, in words."""
    return _("Late") if row.is_late else _("Owes, in time") if row.owes else _("Delivered")
