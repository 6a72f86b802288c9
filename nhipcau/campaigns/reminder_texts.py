"""What the desk sends to a unit by hand, over Zalo or on paper: whole sentences and one address."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.campaigns.models import Campaign, Task
from nhipcau.core import clock


def owed_by_unit(campaign: Campaign, units: Iterable[int]) -> dict[int, list[Task]]:
    """What each of these units still owes, the most pressing first; one query."""
    found: dict[int, list[Task]] = {}
    tasks = Task.objects.for_units().owed().filter(campaign=campaign, unit__in=list(units))
    for task in tasks.select_related("step").order_by(F("due_on").asc(nulls_last=True), "step__order"):
        found.setdefault(task.unit_id, []).append(task)
    return found


def text_for(row: Any, campaign: Campaign, owed: list[Task]) -> str:
    """The message to one unit, without its address."""
    values = {"unit": row.unit.name, "number": campaign.number, "subject": campaign.subject}
    if campaign.number:
        said = [_("To %(unit)s: circular %(number)s, %(subject)s.") % values]
    else:
        said = [_("To %(unit)s: %(subject)s.") % values]
    with_day = [task for task in owed if task.due_on is not None]
    if with_day:
        first = with_day[0]
        values = {"day": f"{first.due_on:%d/%m/%Y}", "what": first.step.text.rstrip(" .")}
        if first.due_on is not None and first.due_on < clock.today():
            said.append(_("The last day was %(day)s for: %(what)s.") % values)
        else:
            said.append(_("The last day is %(day)s for: %(what)s.") % values)
    if not row.is_acknowledged:
        said.append(
            _("Please open this address and press the button, so that we know you have the circular:")
        )
    else:
        said.append(_("Please open this address, sign in and do what is left, or ask us for help there:"))
    return "\n".join(said)
