"""Who belongs to a campaign after it was sent: a unit founded later, one that leaves; taking the whole campaign back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns import counters
from nhipcau.campaigns.actions.timing import day_that_follows, with_more_time
from nhipcau.campaigns.models import Addressed, Campaign, Step, Task
from nhipcau.campaigns.people import chairs_of
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit


@transaction.atomic
def add_unit(campaign: Campaign, unit: Unit, *, by: User) -> Addressed:
    """A unit that was founded or forgotten: it owes what the others owe, by the days that are still to come."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Open it again on its board first."))
    if not unit.is_within(campaign.unit) or unit.pk == campaign.unit_id or not unit.is_open:
        raise Refusal(_("This unit is not below the desk of the campaign."), remedy=_("Choose another unit."))
    row, is_new = Addressed.objects.get_or_create(
        campaign=campaign,
        unit=unit,
        defaults={"unit_path": unit.path, "unit_name": unit.search_name, "sent_at": clock.now()},
    )
    if not is_new and row.left_on is None and not row.is_for_information:
        return row
    Addressed.objects.filter(pk=row.pk).update(left_on=None, is_for_information=False)
    steps = campaign.steps.filter(for_desk=False, repeats="").exclude(period_ends_on__lt=clock.today())
    for step in steps.prefetch_related("deadlines"):
        due_on = _day_to_come(step, row)
        task, is_new = Task.objects.get_or_create(
            step=step, unit=unit, defaults={"campaign": campaign, "unit_path": unit.path, "due_on": due_on}
        )
        if (
            not is_new and task.done_at is None
        ):  # one that was kept when the unit left, for what was sent about it
            Task.objects.filter(pk=task.pk).update(due_on=due_on)
    trail.record("campaign.unit_added", campaign, by=by, unit=unit)
    counters.recount(campaign, unit)
    _tell_one(campaign, row)
    row.refresh_from_db()
    return row


def _day_to_come(step: Step, row: Addressed) -> date | None:
    """The step's last day, fixed or by the unit's own, with the time that was given; none when it is past, so that nobody is late the moment they are told."""
    if step.is_ongoing:
        return None
    day = with_more_time(step, row.unit, day_that_follows(row, step))
    return day if day is not None and day >= clock.today() else None


def _tell_one(campaign: Campaign, row: Addressed) -> None:
    for person in chairs_of([row.unit_id]).get(row.unit_id, []):
        notifications.queue(
            "campaigns/sent", campaign, to=person, key=f"campaign-sent:{row.pk}", path=row.get_absolute_url()
        )


@transaction.atomic
def leave(row: Addressed, *, by: User) -> None:
    """The unit belongs to the campaign no more: what it owed goes; what it did, acknowledged and was reminded of stays."""
    require(by, Permission.CAMPAIGN_MANAGE, row.campaign.unit)
    if row.left_on is not None:
        return
    Addressed.objects.filter(pk=row.pk).update(left_on=clock.today())
    owed = Task.objects.filter(campaign=row.campaign, unit=row.unit, done_at__isnull=True)
    owed.filter(hand_ins__isnull=True, reminders__isnull=True).delete()
    trail.record("campaign.unit_left", row.campaign, by=by, unit=row.unit, fields=("left_on",))
    counters.recount(row.campaign, row.unit)


@transaction.atomic
def withdraw(campaign: Campaign, why: str, *, by: User) -> None:
    """It was sent by mistake: it is closed, nobody owes anything, and each unit that was told hears so once."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if held.withdrawn_at is not None:
        return
    now = clock.now()
    Campaign.objects.filter(pk=campaign.pk).update(
        withdrawn_at=now, withdrawn_why=why, closed_at=held.closed_at or now
    )
    trail.record("campaign.withdrawn", campaign, by=by, unit=campaign.unit, fields=("withdrawn_at",))
    counters.rebuild(campaign)
    rows = list(campaign.addressed.filter(left_on__isnull=True))
    holders = chairs_of([row.unit_id for row in rows])
    for row in rows:
        for person in holders.get(row.unit_id, []):
            notifications.queue(
                "campaigns/withdrawn", campaign, to=person, key=f"withdrawn:{row.pk}", path=row.get_absolute_url(),
                context={"why": why},
            )  # fmt: skip
