"""What the desk does on its own campaign: its own steps, the legal ground of its exports, closing it."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns.actions.timing import resume_periods
from nhipcau.campaigns.models import Campaign, Task
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal


@transaction.atomic
def tick(task: Task, *, is_done: bool, by: User) -> None:
    """Tick one of the desk's own steps done, or open it again; the same tick twice changes nothing."""
    require(by, Permission.CAMPAIGN_MANAGE, task.campaign.unit)
    if not task.step.for_desk:
        raise Refusal(
            _("This step is the units' own work."),
            remedy=_("The unit hands it in, or you do so for it on its page."),
        )
    if not task.step.can_be_done:
        raise Refusal(_("This step goes on all the time; it is never done and never late."))
    if task.is_done == is_done:
        return
    task.done_at, task.done_by = (clock.now(), by) if is_done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    verb = "campaign.step_done" if is_done else "campaign.step_opened"
    trail.record(verb, task.campaign, by=by, unit=task.unit, fields=("done_at",))


@transaction.atomic
def record_legal_ground(campaign: Campaign, ground: str, *, by: User) -> None:
    """The document that allows names to be passed on; recorded once."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if campaign.legal_ground == ground:
        return
    if campaign.legal_ground:
        raise Refusal(
            _("The legal ground has been recorded already."), remedy=_("It is recorded once for a campaign.")
        )
    campaign.legal_ground = ground
    campaign.save(update_fields=["legal_ground"])
    trail.record("campaign.legal_ground", campaign, by=by, unit=campaign.unit, fields=("legal_ground",))


@transaction.atomic
def close(campaign: Campaign, *, by: User) -> None:
    """Nothing more is reminded of or handed in; the board stays as it is."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if campaign.closed_at is None:
        campaign.closed_at = clock.now()
        campaign.save(update_fields=["closed_at"])
        trail.record("campaign.closed", campaign, by=by, unit=campaign.unit, fields=("closed_at",))


@transaction.atomic
def reopen(campaign: Campaign, *, by: User) -> None:
    """It goes on; one that was taken back does not, its units have been told that they owe nothing.

    Of a step that comes again the period that runs now is opened; nobody is late with those that ended meanwhile.
    """
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if campaign.withdrawn_at is not None:
        raise Refusal(
            _("This campaign was taken back and is not opened again."),
            remedy=_("Copy it to send it once more."),
        )
    if campaign.closed_at is not None:
        campaign.closed_at = None
        campaign.save(update_fields=["closed_at"])
        trail.record("campaign.reopened", campaign, by=by, unit=campaign.unit, fields=("closed_at",))
        for step in campaign.steps.exclude(repeats=""):
            resume_periods(step)
