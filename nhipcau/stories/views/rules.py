"""How many people approve a story, as the union sets it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nhipcau.accounts.permissions import Permission, may_somewhere, seats
from nhipcau.stories import actions
from nhipcau.stories.desk_forms import RuleForm
from nhipcau.stories.models import DeskRule


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """What holds at my desks, to be seen by whoever reads stories there and set by whoever administers the unit."""
    needed = Permission.UNIT_MANAGE if request.method == "POST" else Permission.STORY_READ
    if not may_somewhere(request.user, needed):
        raise PermissionDenied
    form = RuleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.set_approvals(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. It holds for stories approved from now on."))
        return redirect("stories:rules")
    desks = seats(request.user, Permission.STORY_READ)
    context = {
        "form": form if may_somewhere(request.user, Permission.UNIT_MANAGE) else None,
        "rules": [(unit, DeskRule.objects.for_unit(unit)) for unit in desks],
    }
    return render(request, "stories/rules.html", context, status=422 if form.errors else 200)
