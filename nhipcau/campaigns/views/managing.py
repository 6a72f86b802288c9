"""After a campaign was sent: units added or taken out, the whole taken back, or copied for the next time."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.copying import copy_circular
from nhipcau.campaigns.forms import AddUnitsForm, WhyForm
from nhipcau.campaigns.models import Addressed, Campaign
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit

MOST_UNITS = 300


def _own(request: HttpRequest, pk: int) -> Campaign:
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).select_related("unit", "circular"), pk=pk
    )
    require(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit)
    return campaign


@require_http_methods(["GET", "POST"])
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Units below the desk that were not addressed; those that are chosen owe what the others owe."""
    campaign = _own(request, pk)
    text = request.GET.get("q", "").strip()[:100]
    addressed = campaign.addressed.filter(left_on__isnull=True, is_for_information=False).values("unit")
    others = Unit.objects.below(campaign.unit).open().exclude(pk=campaign.unit_id).exclude(pk__in=addressed)
    form = AddUnitsForm(request.POST or None, units=others)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["units"]
        for unit in chosen:
            actions.add_unit(campaign, unit, by=request.user)
        messages.success(request, ngettext("%(n)s unit was added.", "%(n)s units were added.", len(chosen)) % {"n": len(chosen)})  # fmt: skip
        return redirect(campaign)
    shown = (others.named(text) if text else others).select_related("kind")[:MOST_UNITS]
    context = {"campaign": campaign, "form": form, "q": text, "units": shown}
    return render(request, "campaigns/units.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit belongs to the campaign no more; its history stays."""
    rows = Addressed.objects.visible_to(request.user).select_related("campaign__unit", "unit")
    row = get_object_or_404(rows, pk=pk)
    actions.leave(row, by=request.user)
    messages.success(
        request, _("%(unit)s owes nothing for this campaign any more.") % {"unit": row.unit.name}
    )
    return redirect("campaigns:unit", row.pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It was sent by mistake."""
    campaign = _own(request, pk)
    form = WhyForm(request.POST or None)
    if not form.is_valid():
        context = {"campaign": campaign, "form": form}
        return render(request, "campaigns/withdraw.html", context, status=422 if form.errors else 200)
    actions.withdraw(campaign, form.cleaned_data["why"], by=request.user)
    messages.success(request, _("Taken back. Each unit that was told hears so."))
    return redirect(campaign)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same once more: its circular, steps and words, with new days to write."""
    campaign = _own(request, pk)
    try:
        key = uuid.UUID(request.POST.get("submit_key", ""))
    except ValueError:
        raise Refusal(_("This page is too old."), remedy=_("Reload the page.")) from None
    circular = copy_circular(campaign, by=request.user, submit_key=key)
    return redirect(f"{circular.get_absolute_url()}?copy={campaign.pk}")
