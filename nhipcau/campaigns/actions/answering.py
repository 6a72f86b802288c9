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
from nhipcau.campaigns.models import Acknowledgement, Addressed, HelpAnswer, HelpRequest
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
    """The desk answers, as often as it has more to say; the same words of the same person once more are no second answer."""
    require(by, Permission.CAMPAIGN_MANAGE, request.addressed.campaign.unit)
    HelpRequest.objects.select_for_update().get(pk=request.pk)
    last = request.answers.order_by("at", "pk").last()
    if last is not None and (last.text, last.by) == (answer, by):
        return
    now = clock.now()
    said = HelpAnswer.objects.create(request=request, text=answer, at=now, by=by)
    HelpRequest.objects.filter(pk=request.pk, answered_at__isnull=True).update(answered_at=now)
    trail.record("campaign.help_answered", request.addressed.campaign, by=by, unit=request.addressed.unit)
    notifications.queue(
        "campaigns/help_answered",
        said,
        to=request.asked_by,
        key=f"help-answered:{said.pk}",
        path=request.addressed.get_absolute_url() + "#help",
    )
