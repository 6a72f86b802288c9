"""The topic plan of one's own desk."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nhipcau.accounts.permissions import Permission, may, seats
from nhipcau.core import clock
from nhipcau.publishing import actions, plan
from nhipcau.publishing.calendar_forms import PlanForm
from nhipcau.publishing.models import TopicPlan
from nhipcau.stories.models import Topic


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """How many items a month are wanted on each topic; editors change it, the desk reads it."""
    unit = seats(request.user, Permission.POST_READ).first()
    if unit is None:
        raise PermissionDenied
    may_change = may(request.user, Permission.POST_PUBLISH, unit)
    kept = dict(TopicPlan.objects.visible_to(request.user).filter(unit=unit).values_list("topic", "a_month"))
    topics = [topic for topic in Topic.objects.all() if topic.is_open or topic.pk in kept]
    form = PlanForm(request.POST or None, topics=topics, kept=kept)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid():
            actions.set_plan(unit, form.wanted, by=request.user)
            messages.success(request, _("The plan is saved."))
            return redirect("publishing:plan")
    today = clock.today().replace(day=1)
    context = {
        "form": form,
        "unit": unit,
        "may_change": may_change,
        "lines": plan.lines(unit, today),
        "month": today,
    }
    return render(request, "publishing/plan.html", context, status=422 if form.is_bound else 200)
