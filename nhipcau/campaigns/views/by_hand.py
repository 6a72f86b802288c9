"""Reminders that the desk sends itself: shown, copied, printed, exported, and written down as sent."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts import links
from nhipcau.accounts.by_hand import Made, as_xlsx, carried, carry
from nhipcau.accounts.permissions import Permission, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.board import FILTERS, board_of
from nhipcau.campaigns.models import Campaign, Reminder
from nhipcau.campaigns.people import chairs_of
from nhipcau.campaigns.reminder_texts import owed_by_unit, text_for
from nhipcau.core import clock

A_PAGE = 100
SHOWN = ("not-acknowledged", "late", "owes", "no-mail")


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    seen = Campaign.objects.visible_to(request.user).select_related("unit")  # type: ignore[arg-type]
    campaign = get_object_or_404(seen, pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit)  # type: ignore[arg-type]
    return campaign


def _waiting(campaign: Campaign) -> list[Any]:
    """Units that have not acknowledged or still owe, each with its chairs."""
    rows = [row for row in board_of(campaign).rows if not row.is_acknowledged or row.owes]
    holders = chairs_of([row.unit for row in rows])
    told = Reminder.objects.filter(addressed__campaign=campaign).order_by().values_list("addressed")
    reminded = dict(told.annotate(last=Max("at")))
    by_hand = set(told.filter(stage=Reminder.Stage.HAND).values_list("addressed", flat=True))
    for row in rows:
        row.reminded_at = reminded.get(row.pk)
        row.chairs = holders.get(row.unit_id, [])
        if not any(person.email for person in row.chairs):
            row.passes = row.passes | {"no-mail"}
            row.only_inside = row.pk not in by_hand
    return rows


@require_http_methods(["GET", "POST"])
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose units that have not acknowledged or still owe; make texts with links; say that they were sent."""
    campaign = _campaign(request, pk)
    rows = _waiting(campaign)
    if request.method == "POST":
        return _posted(request, campaign, rows)
    return _choosing(request, campaign, rows, request.GET.get("show", ""))


def _choosing(
    request: HttpRequest, campaign: Campaign, rows: list[Any], shown: str, *, is_empty: bool = False
) -> HttpResponse:
    """The list to tick; `is_empty` when the button was pressed and nothing was ticked."""
    kept = [row for row in rows if shown not in SHOWN or shown in row.passes]
    counts = [(key, _name(key), sum(key in row.passes for row in rows)) for key in SHOWN]
    context = {
        "campaign": campaign, "rows": rows, "page": Paginator(kept, A_PAGE).get_page(request.GET.get("page")), "found": len(kept),
        "shown": shown if shown in SHOWN else "", "counts": counts, "kept": f"show={shown}&" if shown in SHOWN else "", "submit_key": uuid.uuid4(),
        "is_empty": is_empty,
    }  # fmt: skip
    return render(request, "campaigns/by_hand.html", context, status=422 if is_empty else 200)


def _name(key: str) -> str:
    return _("No e-mail address") if key == "no-mail" else str(FILTERS[key])


def _posted(request: HttpRequest, campaign: Campaign, rows: list[Any]) -> HttpResponse:
    shown = request.POST.get("show", "")
    if "carried" in request.POST:
        keys = {made.key for made in carried(request.POST["carried"])}
        picked = list(campaign.addressed.filter(pk__in=keys).select_related("unit", "campaign__unit"))
    elif request.POST.get("all"):
        picked = [row for row in rows if shown not in SHOWN or shown in row.passes]
    else:
        chosen = set(request.POST.getlist("unit"))
        picked = [row for row in rows if str(row.pk) in chosen]
    if not picked:
        return _choosing(request, campaign, rows, shown, is_empty=True)
    if request.POST.get("do") == "sent":
        return _sent(request, campaign, picked)
    with transaction.atomic():
        made = _made(request, campaign, picked)
    context = {"campaign": campaign, "made": made, "carried": carry(made), "submit_key": uuid.uuid4()}
    return render(request, "campaigns/by_hand_made.html", context)


def _sent(request: HttpRequest, campaign: Campaign, picked: list[Any]) -> HttpResponse:
    count = actions.record_sent_by_hand(picked, by=request.user, submit_key=_key(request))  # type: ignore[arg-type]
    said = ngettext(
        "%(n)d reminder is written down as sent by hand.",
        "%(n)d reminders are written down as sent by hand.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect("campaigns:by-hand", campaign.pk)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("submit_key", ""))
    except ValueError:
        return uuid.uuid4()


def _made(request: HttpRequest, campaign: Campaign, rows: list[Any]) -> list[Made]:
    """One text and one address a unit: a link that acknowledges, or the page where the rest is done.

    A unit has one link made by hand: the one before stops working.
    """
    links.revoke("acknowledge", about=[row for row in rows if not row.is_acknowledged], by_hand=True)
    owed = owed_by_unit(campaign, [row.unit_id for row in rows])
    return [
        Made(
            key=row.pk,
            unit=row.unit.name,
            person=", ".join(person.full_name for person in row.chairs),
            role=text_for(row, campaign, owed.get(row.unit_id, [])),
            url=request.build_absolute_uri(_path(request, row)),
        )
        for row in rows
    ]


def _path(request: HttpRequest, row: Any) -> str:
    if row.is_acknowledged:
        return str(row.get_absolute_url())
    _link, path = links.issue("acknowledge", unit=row.unit, about=row, by=request.user)
    return path


@require_POST
def print_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """The reminders of the page before as A4 sheets, one QR code each."""
    campaign = _campaign(request, pk)
    made = carried(request.POST.get("carried", ""))
    return render(request, "campaigns/by_hand_print.html", {"campaign": campaign, "made": made})


@require_POST
def links_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit, chair, text and link: of the page before, or of every unit that has not acknowledged."""
    campaign = _campaign(request, pk)
    if "carried" in request.POST:
        made = carried(request.POST["carried"])
    else:
        with transaction.atomic():
            made = _made(request, campaign, [row for row in _waiting(campaign) if not row.is_acknowledged])
    cells = [[row.unit, row.person, row.role, row.url] for row in made]
    return as_xlsx([_("Unit"), _("Chair"), _("Text"), _("Link")], cells, f"campaign-{campaign.pk}-links.xlsx")


@require_GET
def call_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to call, on paper: unit, chair, phone, what is owed, and room to note who answered."""
    campaign = _campaign(request, pk)
    shown = request.GET.get("show", "")
    rows = [row for row in _waiting(campaign) if shown not in SHOWN or shown in row.passes]
    owed = owed_by_unit(campaign, [row.unit_id for row in rows])
    for row in rows:
        row.owed = owed.get(row.unit_id, [])
    context = {
        "campaign": campaign,
        "rows": rows,
        "shown": _name(shown) if shown in SHOWN else "",
        "now": clock.local(clock.now()),
    }
    return render(request, "campaigns/call_sheet.html", context)
