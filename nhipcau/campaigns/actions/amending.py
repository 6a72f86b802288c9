"""A correction is applied to its campaign: all of it or nothing, the old values kept to be seen, each unit told once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns import counters
from nhipcau.campaigns.actions.confirming import StepData, add_steps
from nhipcau.campaigns.actions.timing import day_that_follows, with_more_time
from nhipcau.campaigns.evidence import line_that_says
from nhipcau.campaigns.models import Addressed, Campaign, Circular, Deadline, Task
from nhipcau.campaigns.people import chairs_of
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit


@transaction.atomic
def amend(
    circular: Circular,
    campaign: Campaign,
    *,
    days: dict[int, date],
    head: dict[str, str],
    added: Sequence[StepData] = (),
    by: User,
) -> Campaign:
    """`days` are new days by the deadline's key, `head` new facts, `added` steps that every asked unit gets; applied twice it is applied once."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    held = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
    if held.applied_at is not None and held.amends_id == campaign.pk:
        return campaign
    _check(held, campaign)
    changes: list[dict[str, Any]] = []
    for deadline in campaign.deadlines.filter(pk__in=days, is_history=False).select_related("step"):
        changes += _move(deadline, days[deadline.pk], held)
    changes += _add(held, campaign, added)
    for name, value in head.items():
        if (was := getattr(campaign, name)) != value:
            changes.append({"what": name, "was": was, "now": value})
            setattr(campaign, name, value)
    if not changes:
        raise Refusal(
            _("Nothing would change."), remedy=_("Write a new day or fact, or confirm the letter by itself.")
        )
    changed = [change["what"] for change in changes if change["what"] in head]
    if changed:
        campaign.save(update_fields=changed)
    Circular.objects.filter(pk=held.pk).update(amends=campaign, applied_at=clock.now(), changes=changes)
    trail.record(
        "campaign.amended",
        campaign,
        by=by,
        unit=campaign.unit,
        fields=("deadlines", "steps", *sorted(changed)),
    )
    counters.rebuild(campaign)
    _tell(held, campaign, changes)
    return campaign


def _check(circular: Circular, campaign: Campaign) -> None:
    if Campaign.objects.filter(circular=circular).exists() or circular.applied_at is not None:
        raise Refusal(
            _("This letter has been dealt with already."), remedy=_("Reload the list of campaigns.")
        )
    if campaign.unit_id != circular.unit_id or campaign.closed_at is not None:
        raise Refusal(
            _("This campaign is closed or belongs to another desk, so it cannot be corrected."),
            remedy=_("Choose another campaign, or open it again on its board first."),
        )


def _move(deadline: Deadline, day: date, letter: Circular) -> list[dict[str, Any]]:
    """The deadline's new day, and with it that of the tasks still owed; more time that a unit was given stays."""
    was = deadline.due_on
    if was == day or was is None or deadline.step is None:
        return []
    step = deadline.step
    before = _last_day(step)
    deadline.due_on = day
    if deadline.last_day is None or deadline.last_day < clock.today():
        raise Refusal(
            _("The new day of “%(what)s” is already past.") % {"what": deadline.what},
            remedy=_("Write a later day, or leave this deadline as it is."),
        )
    deadline.said_in, deadline.said_on_line = letter, line_that_says(letter.text, day)
    deadline.save(update_fields=["due_on", "said_in", "said_on_line"])
    after = None if step.is_ongoing else _last_day(step)
    owed = Task.objects.filter(step=step, done_at__isnull=True)
    own = Addressed.objects.filter(own_days__deadline__step=step).select_related("unit").distinct()
    for row in own:
        due = with_more_time(step, row.unit, day_that_follows(row, step))
        owed.filter(unit=row.unit).update(due_on=due)
    owed = owed.exclude(unit__in=own.values("unit"))
    if after is not None:
        owed.filter(due_on=before).update(due_on=after)
        owed.filter(due_on__lt=after).update(due_on=after)
    return [{"what": deadline.what, "was": was.isoformat(), "now": day.isoformat()}]


def _add(letter: Circular, campaign: Campaign, added: Sequence[StepData]) -> list[dict[str, Any]]:
    """What the letter asks besides, behind the steps that there are, of every unit that is still asked."""
    if not added:
        return []
    for step in added:
        for deadline in step.deadlines:
            deadline["said_in"] = letter
    asked = campaign.addressed.filter(left_on__isnull=True, is_for_information=False)
    add_steps(campaign, added, list(Unit.objects.filter(pk__in=asked.values("unit"))))
    firsts = [min((d["due_on"] for d in step.deadlines), default=None) for step in added]
    return [
        {"what": step.text, "was": "", "now": day.isoformat() if day else "", "is_new": True}
        for step, day in zip(added, firsts, strict=True)
    ]


def _last_day(step: Any) -> date | None:
    days = [d.last_day for d in step.deadlines.all() if d.counts and d.last_day is not None]
    return min(days, default=None)


def _tell(circular: Circular, campaign: Campaign, changes: list[dict[str, Any]]) -> None:
    rows = list(campaign.addressed.filter(left_on__isnull=True))
    holders = chairs_of([row.unit_id for row in rows])
    dated = [
        {**c, "now": date.fromisoformat(c["now"]) if c["now"] else None}
        for c in changes
        if c["what"] not in ("subject", "contact")
    ]
    moved, added = [c for c in dated if not c.get("is_new")], [c for c in dated if c.get("is_new")]
    for row in rows:
        for person in holders.get(row.unit_id, []):
            notifications.queue(
                "campaigns/amended", campaign, to=person, key=f"amended:{circular.pk}:{row.pk}", path=row.get_absolute_url(),
                context={"moved": moved, "added": added, "facts": len(changes) > len(dated)},
            )  # fmt: skip
