"""A unit says its own day; the desk gives more time."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.forms import ExtendForm, OwnDayForm
from nhipcau.campaigns.models import Addressed, Campaign, Deadline, Step, Task
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit


@require_POST
def own_day(request: HttpRequest, pk: int, deadline: int) -> HttpResponse:
    """The day from which a deadline follows, said by the unit or by the desk for it."""
    rows = Addressed.objects.visible_to(request.user).select_related("campaign__unit", "unit")
    addressed = get_object_or_404(rows, pk=pk)
    found = get_object_or_404(
        Deadline.objects.select_related("step"), pk=deadline, campaign=addressed.campaign
    )
    is_desk = may(request.user, Permission.CAMPAIGN_MANAGE, addressed.campaign.unit)
    if not is_desk:
        require(request.user, Permission.TASK_HAND_IN, addressed.unit)
    back = "campaigns:unit" if is_desk else "campaigns:owed-one"
    form = OwnDayForm(request.POST)
    if not form.is_valid():
        return render(request, "campaigns/own_day.html", {"form": form, "addressed": addressed, "deadline": found, "back": back}, status=422)  # fmt: skip
    due = actions.say_own_day(addressed, found, form.cleaned_data["day"], by=request.user)
    if due is not None:
        messages.success(request, _("Kept. The last day is %(day)s.") % {"day": f"{due:%d/%m/%Y}"})
    return redirect(back, addressed.pk)


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """More time for one unit, or for all that have not delivered: until when, and why."""
    seen = Campaign.objects.visible_to(request.user)
    steps = Step.objects.filter(campaign__in=seen, repeats="", is_ongoing=False).select_related(
        "campaign__unit"
    )
    step = get_object_or_404(steps, pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, step.campaign.unit)
    owing = Task.objects.owed().filter(step=step)
    units = Unit.objects.filter(pk__in=owing.values("unit"))
    form = ExtendForm(request.POST or None, units=units, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = actions.extend(
                step,
                data["day"],
                data["why"],
                by=request.user,
                submit_key=data["submit_key"],
                unit=data["unit"],
            )
        except Refusal as refused:
            form.add_error("day", f"{refused.reason} {refused.remedy}".strip())
        else:
            said = ngettext("%(n)s unit has more time.", "%(n)s units have more time.", len(found))
            messages.success(request, said % {"n": len(found)})
            return redirect(step.campaign)
    context = {
        "form": form, "step": step, "campaign": step.campaign, "owing": owing.count(),
        "days": sorted({day for day in owing.values_list("due_on", flat=True) if day is not None}),
        "given": step.extensions.select_related("unit", "by"),
    }  # fmt: skip
    return render(request, "campaigns/extend.html", context, status=422 if form.errors else 200)


@require_POST
def open_period(request: HttpRequest, pk: int) -> HttpResponse:
    """A period that ended while the campaign was closed is asked for after all."""
    seen = Campaign.objects.visible_to(request.user)
    step = get_object_or_404(Step.objects.filter(campaign__in=seen).select_related("campaign__unit"), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, step.campaign.unit)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Refusal(
            _("There is no such period that was not asked for."), remedy=_("Reload the board.")
        ) from None
    actions.open_missed(step, day, by=request.user)
    messages.success(request, _("The period is open. Nobody is late with it."))
    return redirect(step.campaign)
