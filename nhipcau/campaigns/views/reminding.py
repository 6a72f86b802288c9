"""Who would be reminded of what and when; stopping it, and telling the level above."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Campaign
from nhipcau.campaigns.preview import preview

A_PAGE = 50


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """The next reminder of each unit that owes, before it goes out; nothing is sent from here."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if request.method == "POST":
        require(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit)
        does = request.POST.get("do", "")
        if does in ("stop", "resume"):
            actions.stop_reminders(campaign, stop=does == "stop", by=request.user)
        elif does in ("tell-above", "tell-nobody"):
            actions.set_escalation(campaign, escalates=does == "tell-above", by=request.user)
        return redirect("campaigns:reminders", campaign.pk)
    rows = preview(campaign)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign, "page": page, "count": len(rows),
        "without": sum(not row.people for row in rows), "failed": actions.could_not_be_sent(row.task.unit_id for row in rows),
        "may_manage": may(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit),
    }  # fmt: skip
    return render(request, "campaigns/reminders.html", context)
