"""The register: what a branch has named, one unit's own side of it, and consents."""

import re

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.permissions import Permission, may, may_somewhere, units_where
from nhipcau.organisations.models import Unit
from nhipcau.register import actions
from nhipcau.register.consolidating import direct_paths, entries_of, lines_of, pending_count
from nhipcau.register.models import CollaboratorTerm, Consent, OfficialPage, Person
from nhipcau.sheets.actions import require_keeper

EARLIER = 20


@require_GET
def register_list(request: HttpRequest) -> HttpResponse:
    """The consolidated list of a branch, as this user may see it."""
    units = units_where(request.user, Permission.REGISTER_READ)
    tops = list(units.order_by("path"))
    if not tops:
        raise PermissionDenied
    wanted = request.GET.get("branch", "")
    branch = get_object_or_404(units, pk=int(wanted)) if re.fullmatch("[0-9]{1,18}", wanted) else tops[0]
    lines = lines_of(branch, direct=direct_paths(request.user))
    table = 2 if request.GET.get("table") == "2" else 1
    context = {
        "branch": branch,
        "branches": tops[:400],
        "table": table,
        "lines": Paginator([line for line in lines if line.table == table], 100).get_page(
            request.GET.get("page")
        ),
        "counts": {n: sum(1 for line in lines if line.table == n) for n in (1, 2)},
        "pending": pending_count(branch),
        "may_merge": may_somewhere(request.user, Permission.REGISTER_MANAGE),
        "pages": OfficialPage.objects.in_force().in_branch(branch).count(),
        "collaborators": CollaboratorTerm.objects.in_force().in_branch(branch).count(),
    }
    return render(request, "register/list.html", context)


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: its Page, its collaborator, its lines and their consents."""
    found = _unit(request, pk)
    entries = entries_of_unit(found)
    states = {
        c.person_id: c
        for c in Consent.objects.filter(person__in=[e.person_id for e in entries if e.facebook_url])
    }
    context = {
        "unit": found,
        "page": OfficialPage.objects.in_force().filter(unit=found).select_related("keeper").first(),
        "earlier_pages": OfficialPage.objects.filter(unit=found, ended_at__isnull=False).order_by("-ended_at")[:EARLIER],
        "earlier_terms": CollaboratorTerm.objects.filter(unit=found, ended_at__isnull=False)
        .select_related("person").order_by("-ended_at")[:EARLIER],
        "term": CollaboratorTerm.objects.in_force().filter(unit=found).select_related("person").first(),
        "lines": [(entry, states.get(entry.person_id)) for entry in entries],
        "may_keep": may(request.user, Permission.TASK_HAND_IN, found) or may(request.user, Permission.REGISTER_MANAGE, found),
        "may_read_all": may(request.user, Permission.REGISTER_READ, found),
    }  # fmt: skip
    return render(request, "register/unit.html", context)


def entries_of_unit(found: Unit) -> list:  # type: ignore[type-arg]
    """The unit's own lines, without those of units below."""
    return [entry for entry in entries_of(found) if entry.unit_id == found.pk]


def _unit(request: HttpRequest, pk: int) -> Unit:
    readable = units_where(request.user, Permission.REGISTER_READ) | units_where(
        request.user, Permission.TASK_HAND_IN
    )
    return get_object_or_404(readable, pk=pk)


@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a person said about passing on their account."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require_keeper(person.unit, request.user)
    actions.record_consent(person, is_given=request.POST.get("given") == "yes", by=request.user)
    return redirect("register:unit", person.unit_id)


@require_POST
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The Page opens and is the unit's, says who opened it today."""
    page = get_object_or_404(OfficialPage.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require_keeper(page.unit, request.user)
    actions.check_page(page, by=request.user)
    return redirect("register:unit", page.unit_id)
