"""The units one may see: the list with its tree, and one unit with its names and people."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.models import Appointment
from nhipcau.accounts.permissions import Permission, Role, may, may_somewhere, require, units_where
from nhipcau.organisations import actions as organisations
from nhipcau.organisations.models import UnitAlias

A_PAGE = 100


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Every unit I may see, as the tree stands today; found by a part of the name, accents aside."""
    text = request.GET.get("q", "").strip()
    seen = units_where(request.user, Permission.UNIT_READ).open().select_related("kind")
    page = Paginator(seen.named(text) if text else seen, A_PAGE).get_page(request.GET.get("page"))
    chairs: dict[int, list[str]] = {}
    held = Appointment.objects.today().filter(unit__in=[u.pk for u in page.object_list], role=Role.CHAIR)
    for appointment in held.select_related("user"):
        chairs.setdefault(appointment.unit_id, []).append(appointment.user.full_name)
    top = min((unit.depth for unit in page.object_list), default=1)
    rows = [(unit, min(unit.depth - top, 5), ", ".join(chairs.get(unit.pk, []))) for unit in page.object_list]
    context = {
        "page": page, "rows": rows, "q": text, "may_load": may_somewhere(request.user, Permission.UNIT_MANAGE)
    }  # fmt: skip
    return render(request, "reorganisation/list.html", context)


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: where it stands, what it was called and when, who works there."""
    seen = units_where(request.user, Permission.UNIT_READ)
    found = get_object_or_404(seen.select_related("kind"), pk=pk)
    people = []
    if may(request.user, Permission.PERSON_MANAGE, found):
        people = list(found.appointments.today().select_related("user").order_by("role", "user__sort_key"))
    context = {
        "unit": found,
        "above": seen.above(found),
        "below": found.get_children().filter(closed_on__isnull=True).select_related("kind"),
        "versions": found.versions.select_related("kind", "parent").order_by("-starts_on"),
        "aliases": found.aliases.order_by("name"),
        "people": people,
        "may_manage": may(request.user, Permission.UNIT_MANAGE, found),
        "may_invite": may(request.user, Permission.PERSON_MANAGE, found),
    }
    return render(request, "reorganisation/unit.html", context)


@require_POST
def forget_name(request: HttpRequest, pk: int) -> HttpResponse:
    """A name learned from a file was a mistake."""
    seen = units_where(request.user, Permission.UNIT_READ)
    alias = get_object_or_404(UnitAlias.objects.filter(unit__in=seen).select_related("unit"), pk=pk)
    require(request.user, Permission.UNIT_MANAGE, alias.unit)
    organisations.forget_alias(alias, by=request.user)
    messages.success(request, _("The name “%(name)s” is taken for this unit no more.") % {"name": alias.name})
    return redirect("reorganisation:unit", alias.unit_id)
