"""The unit answers: it has the circular, or it needs help."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns import counters
from nhipcau.campaigns.models import Acknowledgement, Addressed, HelpRequest
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal

How = Acknowledgement.How
DAY = timedelta(days=1)  # an office may call before it presses the button


@transaction.atomic
def acknowledge(addressed: Addressed, *, by: User) -> Acknowledgement:
    """In the unit's own account; once is enough and a second tap changes nothing."""
    require(by, Permission.TASK_HAND_IN, addressed.unit)
    return _acknowledge(addressed, how=How.ACCOUNT, by=by, actor=by)


@transaction.atomic
def acknowledge_by_link(addressed: Addressed, *, link: object) -> Acknowledgement:
    """Through the one-time link that was sent to the unit; the button's POST acts, opening it does not."""
    return _acknowledge(addressed, how=How.LINK, by=None, actor=link)


@transaction.atomic
def log_call(addressed: Addressed, *, said_by: str, called_at: datetime | None, by: User) -> Acknowledgement:
    """The desk writes down a phone call: who at the unit said so, and when."""
    require(by, Permission.CAMPAIGN_MANAGE, addressed.campaign.unit)
    now = clock.now()
    when = called_at or now
    if when > now:
        raise Refusal(
            _("A call that has not taken place yet cannot be logged."),
            remedy=_("Check the day and the hour."),
        )
    if when < addressed.sent_at - DAY:
        raise Refusal(
            _("This call was before the circular went out."), remedy=_("Check the day and the hour.")
        )
    return _acknowledge(addressed, how=How.PHONE, by=by, actor=by, said_by=said_by.strip(), called_at=when)


def _acknowledge(
    addressed: Addressed,
    *,
    how: str,
    by: User | None,
    actor: object,
    said_by: str = "",
    called_at: datetime | None = None,
) -> Acknowledgement:
    row, created = Acknowledgement.objects.get_or_create(
        addressed=addressed,
        defaults={"how": how, "by": by, "at": clock.now(), "said_by": said_by, "called_at": called_at},
    )
    if created:
        trail.record(
            "campaign.acknowledged",
            addressed.campaign,
            by=actor,
            unit=addressed.unit,
            fields=("acknowledgement",),
        )
        counters.recount(addressed.campaign, addressed.unit)
    return row


@transaction.atomic
def ask_for_help(addressed: Addressed, sentence: str, *, by: User, submit_key: uuid.UUID) -> HelpRequest:
    """One sentence from the unit to the desk."""
    require(by, Permission.TASK_HAND_IN, addressed.unit)
    known = HelpRequest.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    request = HelpRequest.objects.create(
        addressed=addressed, sentence=sentence, asked_at=clock.now(), asked_by=by, submit_key=submit_key
    )
    trail.record("campaign.help_asked", addressed.campaign, by=by, unit=addressed.unit)
    notifications.queue(
        "campaigns/help_asked",
        request,
        to=addressed.campaign.confirmed_by,
        key=f"help:{request.pk}",
        path=reverse("campaigns:unit", args=[addressed.pk]) + "#help",
    )
    return request


@transaction.atomic
def answer_help(request: HelpRequest, answer: str, *, by: User) -> None:
    """The desk answers and the request is closed."""
    require(by, Permission.CAMPAIGN_MANAGE, request.addressed.campaign.unit)
    if request.answered_at is not None and (request.answer, request.answered_by) == (answer, by):
        return
    if request.answered_at is not None:
        raise Refusal(
            _("This request has been answered already."), remedy=_("Reload the page to read the answer.")
        )
    request.answer, request.answered_at, request.answered_by = answer, clock.now(), by
    request.save(update_fields=["answer", "answered_at", "answered_by"])
    trail.record("campaign.help_answered", request.addressed.campaign, by=by, unit=request.addressed.unit)
    notifications.queue(
        "campaigns/help_answered",
        request,
        to=request.asked_by,
        key=f"help-answer:{request.pk}",
        path=request.addressed.get_absolute_url() + "#help",
    )
