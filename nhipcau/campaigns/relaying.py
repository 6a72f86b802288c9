"""A campaign from above, passed on: what the confirm page begins with for the unit's own units."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.campaigns.actions.confirming import keep_circular
from nhipcau.campaigns.copying import draft_of_campaign
from nhipcau.campaigns.draft import Draft
from nhipcau.campaigns.models import Addressed, Campaign, Circular, Deadline
from nhipcau.campaigns.models.answers import desks_of
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.core.workdays import calendar
from nhipcau.organisations.models import Unit

MOST_FROM_ABOVE = 20
EARLIER = 2  # working days that the unit keeps to put together what its own units hand in


def relayed_already(campaign: Campaign, unit: Unit) -> Campaign | None:
    """The campaign that this unit made of what it was sent."""
    return campaign.relays.filter(unit=unit, withdrawn_at__isnull=True).first()


@transaction.atomic
def relay_circular(addressed: Addressed, *, by: User, submit_key: uuid.UUID) -> Circular:
    """The circular of the upper body as the unit's own to confirm.

    However often and in however many pages it is asked for, it is one, until that is set aside or its campaign is taken back.
    """
    require(by, Permission.CAMPAIGN_MANAGE, addressed.unit)
    if addressed.left_on is not None or addressed.campaign.closed_at is not None:
        raise Refusal(
            _("This campaign is closed, or it is no longer addressed to your unit."),
            remedy=_("Reload the page to see how it stands."),
        )
    if not addressed.unit.numchild:
        raise Refusal(_("Your unit has no units below it to pass this on to."))
    Addressed.objects.select_for_update(of=("self",)).get(pk=addressed.pk)
    own = Circular.objects.filter(unit=addressed.unit, relayed_from=addressed.campaign)
    known = own.filter(set_aside_at__isnull=True, campaign__withdrawn_at__isnull=True).order_by("pk").first()
    if known is not None:
        return known
    source = addressed.campaign.circular
    data = None
    if source.original:
        with source.original.open("rb") as file:
            data = file.read()
    return keep_circular(
        unit=addressed.unit, by=by, submit_key=submit_key, text=source.text, data=data,
        filename=source.original_filename, refusal=source.refusal, relayed_from=addressed.campaign,
    )  # fmt: skip


def upper_of(circular: Circular, number: int) -> Campaign | None:
    """The campaign above that this circular passes on: it was addressed to the circular's unit."""
    rows = Addressed.objects.filter(unit=circular.unit, campaign=number, left_on__isnull=True)
    row = rows.select_related("campaign").first()
    return row.campaign if row is not None else None


def upper_days(campaign: Campaign) -> list[Deadline]:
    """The upper body's own days, which stay what they are."""
    own = campaign.deadlines.filter(due_on__isnull=False, is_history=False, step__for_desk=False)
    return list(own.order_by("due_on", "pk"))


def earlier(day: date) -> date:
    """The inner day that is proposed: so many working days before, but not before today."""
    return max(calendar().shift(day, -EARLIER), clock.today())


def draft_of_relay(campaign: Campaign) -> Draft:
    """Text and steps of the upper body's campaign, without those of its own office, with earlier days.

    A form stays the upper body's own: the units below fill in the same one, and what is consolidated of it is read to
    the letter when the unit hands it in above.
    """
    draft = draft_of_campaign(campaign)
    kept = [n for n, step in enumerate(draft.steps, 1) if not step["for_desk"]]
    numbers = {old: new for new, old in enumerate(kept, 1)}
    last = {
        (order, what): due
        for order, what, due in campaign.deadlines.filter(
            due_on__gte=clock.today(), is_history=False
        ).values_list("step__order", "what", "due_on")
    }
    orders = list(campaign.steps.filter(repeated_from__isnull=True).values_list("order", flat=True))
    deadlines: list[dict[str, Any]] = []
    for due in draft.deadlines:
        if due["step"] not in numbers:
            continue
        upper = last.get((orders[due["step"] - 1], due["what"]))
        moved = due | {"step": numbers[due["step"]], "due_on": earlier(upper) if upper else None}
        if upper:
            moved |= {"is_inclusive": True, "due_time": None}
        deadlines.append(moved)
    head = draft.head | {"number": campaign.number, "issued_on": campaign.issued_on}
    steps = [draft.steps[n - 1] for n in kept]
    return replace(draft, head=head, steps=steps, deadlines=deadlines)


def corrections_of(campaign: Campaign) -> Any:
    """The letters that were applied to it, the newest first."""
    return campaign.amendments.filter(applied_at__isnull=False).order_by("-applied_at", "-pk")


def from_above(user: User) -> list[Addressed]:
    """What the desks of this person were sent by a body above them and is still open, the newest first."""
    own = units_where(user, Permission.CAMPAIGN_READ).values("pk")
    rows = Addressed.objects.filter(
        unit__in=desks_of(user), left_on__isnull=True, campaign__closed_at__isnull=True
    )
    rows = rows.exclude(campaign__unit__in=own).select_related("campaign", "unit").order_by("-sent_at", "-pk")
    return list(rows[:MOST_FROM_ABOVE])


def upper_and_corrections(campaign: Campaign) -> dict[str, Any]:
    """For the board: where the campaign comes from, and what was changed in it."""
    upper = campaign.relayed_from
    row = Addressed.objects.filter(campaign=upper, unit=campaign.unit).first() if upper else None
    return {
        "upper": upper, "upper_row": row, "upper_days": upper_days(upper) if upper else [],
        "corrections": corrections_of(campaign),
    }  # fmt: skip


def relay_choice(addressed: Addressed, user: User) -> dict[str, Any]:
    """For the unit's page: may this person pass it on, and was it done."""
    able = bool(addressed.unit.numchild) and may(user, Permission.CAMPAIGN_MANAGE, addressed.unit)
    is_open = addressed.campaign.closed_at is None and addressed.left_on is None
    return {
        "relayed": relayed_already(addressed.campaign, addressed.unit) if able else None, "may_relay": able and is_open,
        "relay_key": uuid.uuid4(), "corrections": corrections_of(addressed.campaign),
    }  # fmt: skip
