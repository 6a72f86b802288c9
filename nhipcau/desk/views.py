"""The officers' front door: what waits today, and the audit trail."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may_somewhere
from nhipcau.core import clock
from nhipcau.desk import trail
from nhipcau.desk.forms import TrailForm
from nhipcau.desk.menu import AT_A_DESK
from nhipcau.desk.waiting import blocks_for, unread


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me today. Chairs and collaborators are led to the page they work on."""
    user = request.user
    assert isinstance(user, User)
    if not any(may_somewhere(user, permission) for permission in AT_A_DESK):
        return redirect(_phone_page(user))
    blocks = blocks_for(user)
    context = {"blocks": blocks, "unread": unread(user), "today": clock.today()}
    return render(request, "desk/home.html", context)


def _phone_page(user: User) -> str:
    if may_somewhere(user, Permission.TASK_HAND_IN):
        return "campaigns:owed"
    if may_somewhere(user, Permission.STORY_SUBMIT):
        return "stories:mine"
    return "accounts:profile"


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what to what and when, at the units I may look into."""
    user = request.user
    if not isinstance(user, User) or not may_somewhere(user, Permission.AUDIT_READ):
        raise PermissionDenied
    form = TrailForm(request.GET or None)
    entries = trail.seen_by(user)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        entries = trail.narrowed(entries, user, unit=given["unit"], sort=given["sort"], day=given["day"])
    rows, older = trail.page(entries, request.GET.get("before", ""))
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {"form": form, "rows": rows, "older": older, "kept": kept.urlencode()}
    return render(request, "desk/audit.html", context, status=422 if form.errors else 200)
