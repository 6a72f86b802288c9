"""The Page-safety checklist of a unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.publishing import safety
from nhipcau.publishing.forms import SafetyForm
from nhipcau.publishing.models import Page


def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Four points, each with who attested it last and when; ticking attests anew."""
    unit: Unit = get_object_or_404(units_where(request.user, Permission.POST_READ), pk=pk)
    form = SafetyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, Permission.PAGE_CONNECT, unit)
        if form.is_valid():
            safety.attest(unit, form.cleaned_data["items"], by=request.user)
            messages.success(request, _("Written down with your name and today's date."))
            return redirect("publishing:safety", unit.pk)
    points = safety.points(unit, clock.today())
    context = {
        "unit": unit,
        "form": form,
        "points": points,
        "is_whole": not any(point.is_due for point in points),
        "pages": Page.objects.visible_to(request.user).filter(unit=unit),
        "may_attest": may(request.user, Permission.PAGE_CONNECT, unit),
        "history": unit.safety_points.select_related("attested_by")[:40],
    }
    return render(request, "publishing/safety.html", context, status=422 if form.is_bound else 200)
