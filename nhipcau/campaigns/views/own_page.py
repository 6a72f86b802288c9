"""A unit names its Page or account, and appoints its collaborator; both fulfil their steps."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nhipcau.accounts.contact import readable_phone
from nhipcau.accounts.models import Appointment
from nhipcau.accounts.permissions import Permission, Role, units_where
from nhipcau.campaigns import actions
from nhipcau.campaigns.models import HandIn
from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.register.actions import appoint_collaborator, name_page
from nhipcau.register.forms import CollaboratorForm, OwnPageForm
from nhipcau.register.models import CollaboratorTerm, OfficialPage
from nhipcau.sheets.actions import require_keeper


def _unit(request: HttpRequest, pk: int) -> Unit:
    readable = units_where(request.user, Permission.UNIT_READ) | units_where(
        request.user, Permission.TASK_READ
    )
    unit = get_object_or_404(readable, pk=pk)
    require_keeper(unit, request.user)
    return unit


def _receipts(request: HttpRequest, rows: list[HandIn]) -> None:
    for row in rows:
        at = f"{clock.local(row.at):%d/%m/%Y %H:%M}"
        messages.success(
            request, _("Handed in on %(at)s. Receipt %(receipt)s.") % {"at": at, "receipt": row.receipt}
        )


@require_http_methods(["GET", "POST"])
def own_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The official Page or account of a unit."""
    unit = _unit(request, pk)
    form = OwnPageForm(request.POST or None, initial=_chair_of(unit))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            name_page(
                unit, kind=data["kind"], name=data["name"], url=data["url"], keeper=form.named(), has_consented=data["has_consented"],
                by=request.user, submit_key=data["submit_key"],
            )  # fmt: skip
            rows = actions.fulfil("page", unit, by=request.user, submit_key=data["submit_key"])
        messages.success(request, _("The Page is in the register."))
        _receipts(request, rows)
        return redirect("register:unit", unit.pk)
    known = OfficialPage.objects.in_force().filter(unit=unit).first()
    return render(
        request,
        "campaigns/own_page.html",
        {"unit": unit, "form": form, "known": known},
        status=422 if form.errors else 200,
    )


def _chair_of(unit: Unit) -> dict[str, Any]:
    chair = Appointment.objects.today().filter(unit=unit, role=Role.CHAIR).select_related("user").first()
    if chair is None:
        return {}
    user = chair.user
    return {
        "full_name": user.full_name,
        "phone": readable_phone(user.phone) if user.phone else "",
        "email": user.email or "",
        "position": _("Chair of the grassroots union"),
    }


@require_http_methods(["GET", "POST"])
def collaborator(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint the one collaborator of a unit."""
    unit = _unit(request, pk)
    form = CollaboratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            _term, path = appoint_collaborator(
                unit, person=form.named(data["facebook_name"], data["facebook"]), criteria=form.criteria(),
                has_consented=data["has_consented"], by=request.user, submit_key=data["submit_key"],
            )  # fmt: skip
            rows = actions.fulfil("collaborator", unit, by=request.user, submit_key=data["submit_key"])
        _receipts(request, rows)
        return _appointed(request, unit, path)
    known = CollaboratorTerm.objects.in_force().filter(unit=unit).select_related("person").first()
    return render(
        request,
        "campaigns/collaborator.html",
        {"unit": unit, "form": form, "known": known},
        status=422 if form.errors else 200,
    )


def _appointed(request: HttpRequest, unit: Unit, path: str) -> HttpResponse:
    """The invitation's link is shown this once, so that it can be copied and sent."""
    term = CollaboratorTerm.objects.in_force().filter(unit=unit).select_related("person").first()
    link = request.build_absolute_uri(path) if path else ""
    return render(request, "campaigns/collaborator_done.html", {"unit": unit, "term": term, "link": link})
