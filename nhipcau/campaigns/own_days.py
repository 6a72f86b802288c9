"""The days one unit chooses itself, with what follows from them, for its own page and the desk's."""

from dataclasses import dataclass

from nhipcau.campaigns.due import Why, why_own_day
from nhipcau.campaigns.forms import OwnDayForm
from nhipcau.campaigns.models import Addressed, Deadline


@dataclass
class Own:
    """One deadline that follows from a day of the unit's; `why` is None while the day is not known."""

    deadline: Deadline
    why: Why | None
    form: OwnDayForm


def own_days_of(addressed: Addressed) -> list[Own]:
    """In two queries; empty when the campaign has fixed days only, or asks nothing of this unit (any more)."""
    if addressed.left_on is not None or addressed.is_for_information:
        return []
    deadlines = Deadline.objects.filter(
        campaign=addressed.campaign_id, relative__isnull=False, is_history=False
    )
    known = dict(addressed.own_days.values_list("deadline", "day"))
    found = []
    for deadline in deadlines.order_by("pk"):
        day = known.get(deadline.pk)
        why = why_own_day(deadline.relative, day) if day and deadline.relative else None
        form = OwnDayForm(initial={"day": day}, auto_id=f"own-{deadline.pk}-%s")
        found.append(Own(deadline, why, form))
    return found
