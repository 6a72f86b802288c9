"""A correction is laid against its campaign, old beside new; a campaign from above is passed on to the own units."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.amending import amended_by, campaigns_for, changes_in, steps_besides
from nhipcau.campaigns.evidence import Lines
from nhipcau.campaigns.forms.amending import AddedFormSet, AmendForm, added_steps
from nhipcau.campaigns.models import Addressed, Campaign, Circular
from nhipcau.campaigns.relaying import relay_circular, relayed_already
from nhipcau.core.refusal import Refusal
from nhipcau.sheets.models import Form


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """What the letter changes in the chosen campaign: shown first, applied when it is confirmed."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, circular.unit)
    if circular.applied_at is not None and circular.amends is not None:
        return redirect(circular.amends)
    campaign = _chosen(request, circular)
    context: dict[str, Any] = {"circular": circular, "campaign": campaign}
    context["others"] = campaigns_for(circular, request.user)[:100]  # type: ignore[arg-type]
    if campaign is None:
        return render(request, "campaigns/amend.html", context)
    changes = changes_in(circular, campaign)
    sent = request.POST if request.method == "POST" else None
    form = AmendForm(sent, changes=changes, initial={"submit_key": uuid.uuid4()})
    added = _added(request, circular, campaign)
    if request.method == "POST" and all([form.is_valid(), not added.is_bound or added.is_valid()]):
        steps = added_steps(added, Lines(circular.text).at) if added.is_bound else []
        try:
            actions.amend(
                circular, campaign, days=form.days, head=form.head, added=[actions.StepData(**s) for s in steps], by=request.user
            )  # fmt: skip
        except Refusal as refused:
            form.add_error(None, f"{refused.reason} {refused.remedy}".strip())
        else:
            messages.success(request, _("The correction was applied. Each unit hears of it once."))
            return redirect(campaign)
    wrong = bool(form.errors) or (added.is_bound and any(added.errors))
    asked = campaign.addressed.filter(left_on__isnull=True, is_for_information=False).count()
    context |= {"form": form, "added": added, "asked": asked}
    return render(request, "campaigns/amend.html", context, status=422 if wrong else 200)


def _added(request: HttpRequest, circular: Circular, campaign: Campaign) -> Any:
    """The steps of the letter that the campaign does not have, each with its line; as they were sent, when they were."""
    ready = Form.objects.visible_to(request.user).ready().order_by("title", "pk")  # type: ignore[arg-type]
    options: dict[str, Any] = {"prefix": "added", "form_kwargs": {"ready": ready}}
    if request.method == "POST" and "added-TOTAL_FORMS" in request.POST:
        formset: Any = AddedFormSet(request.POST, **options)
    else:
        formset = AddedFormSet(initial=steps_besides(circular, campaign), **options)
    lines = Lines(circular.text)
    for number, form in enumerate(formset.forms, 1):
        source = str(form["source"].value() or "")
        form.number, form.evidence = number, lines.evidence(source, [source]) if source in lines.at else []
    return formset


def _chosen(request: HttpRequest, circular: Circular) -> Campaign | None:
    """The campaign of the address, else the one whose number the letter names."""
    number = request.GET.get("campaign", "") or request.POST.get("campaign", "")
    if re.fullmatch("[0-9]{1,15}", number):
        found: Campaign | None = campaigns_for(circular, request.user).filter(pk=number).first()  # type: ignore[arg-type]
        return found
    return amended_by(circular, request.user)  # type: ignore[arg-type]


@require_POST
def relay(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit was sent, passed on to its own units: the confirm page opens with earlier days proposed."""
    rows = Addressed.objects.visible_to(request.user).select_related("campaign__circular", "unit")
    addressed = get_object_or_404(rows, pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, addressed.unit)
    if (known := relayed_already(addressed.campaign, addressed.unit)) is not None:
        return redirect(known)
    try:
        key = uuid.UUID(request.POST.get("submit_key", ""))
    except ValueError:
        key = uuid.uuid4()
    circular = relay_circular(addressed, by=request.user, submit_key=key)  # type: ignore[arg-type]
    return redirect(f"{circular.get_absolute_url()}?relay={addressed.campaign_id}")
