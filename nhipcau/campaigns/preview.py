"""What the worker would send next for one campaign: to whom, when, at which stage. Looking changes nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nhipcau.accounts.models import User
from nhipcau.campaigns.models import Campaign, Reminder, Task
from nhipcau.campaigns.people import above_of, chairs_of
from nhipcau.campaigns.reminder_stages import next_stage
from nhipcau.core import clock


@dataclass
class Next:
    """The next reminder of one unit's task; `day` is None when none will be sent."""

    task: Task
    stage: str | None
    day: date | None
    people: list[User] = field(default_factory=list)
    failed: list[User] = field(default_factory=list)

    @property
    def stage_name(self) -> Any:
        return Reminder.Stage(self.stage).label if self.stage else ""


def preview(campaign: Campaign) -> list[Next]:
    """For every task still owed, the soonest reminder first; those that get none last. Five queries."""
    from nhipcau.campaigns.actions.reminding import could_not_be_sent

    today = clock.today()
    sent_out = clock.local(campaign.confirmed_at).date()
    owed = Task.objects.for_units().owed().filter(campaign=campaign).select_related("unit", "step")
    tasks = list(owed.order_by("unit__search_name", "step__order"))
    told: dict[tuple[int | None, date | None], set[str]] = {}
    for key, due, sent in Reminder.objects.filter(task__in=tasks).values_list("task", "due_on", "stage"):
        told.setdefault((key, due), set()).add(sent)
    chairs = chairs_of({task.unit_id for task in tasks})
    above = above_of({task.unit for task in tasks}) if campaign.escalates else {}
    failed = could_not_be_sent({task.unit_id for task in tasks})
    rows = []
    for task in tasks:
        found = None
        if task.due_on is not None and campaign.closed_at is None:
            before = told.get((task.pk, task.due_on), set())
            found = next_stage(today, task.due_on, sent_out, before, escalates=campaign.escalates)
        stage, day = found if found else (None, None)
        people = (above if stage == Reminder.Stage.ABOVE else chairs).get(task.unit_id, [])
        rows.append(Next(task, stage, day, people, failed.get(task.unit_id, [])))
    return sorted(rows, key=lambda row: (row.day is None, row.day or today))
