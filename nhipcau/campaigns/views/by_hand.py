"""Reminders and links that the desk sends itself: shown, copied, printed, exported, and written down as sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.accounts import links
from nhipcau.accounts.permissions import Permission, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.board import board_of
from nhipcau.campaigns.models import Addressed, Campaign
from nhipcau.campaigns.views.board import XLSX, sheet_bytes


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit)
    return campaign


@require_http_methods(["GET", "POST"])
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose units that have not acknowledged or still owe; make links; say that they were sent."""
    campaign = _campaign(request, pk)
    rows = [r for r in board_of(campaign).rows if not r.is_acknowledged or r.owes]  # type: ignore[attr-defined]
    made: list[tuple[Addressed, str]] = []
    if request.method == "POST":
        chosen = set(request.POST.getlist("unit"))
        picked = [r for r in rows if str(r.pk) in chosen]
        if request.POST.get("do") == "sent":
            actions.record_sent_by_hand(picked, by=request.user)  # type: ignore[arg-type]
            return redirect("campaigns:by-hand", campaign.pk)
        made = [(r, _link(request, r)) for r in picked]
    return render(request, "campaigns/by_hand.html", {"campaign": campaign, "rows": rows, "made": made})


def _link(request: HttpRequest, addressed: Addressed) -> str:
    _row, url = links.issue("acknowledge", unit=addressed.unit, about=addressed, by=request.user)
    return request.build_absolute_uri(url)


@require_POST
def links_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit and link, for the units that have not acknowledged."""
    campaign = _campaign(request, pk)
    rows: list[Any] = list(board_of(campaign, "not-acknowledged").rows)
    cells = [[_("Unit"), _("Link")], *([r.unit.name, _link(request, r)] for r in rows)]
    response = HttpResponse(sheet_bytes(cells), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}-links.xlsx"'
    return response
