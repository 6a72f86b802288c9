"""What a unit has sent to the desk, for its chair: where each story stands, why, and where it was published."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.accounts.permissions import Permission, seats
from nhipcau.stories.lists import newest_first
from nhipcau.stories.models import Status, Story
from nhipcau.stories.views.sender import reasons_of


@require_safe
def of_unit(request: HttpRequest) -> HttpResponse:
    """The stories of the unit one chairs, newest first; drafts are their writer's own."""
    units = list(seats(request.user, Permission.STORY_OF_UNIT))
    if not units:
        raise PermissionDenied
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit", "")), units[0])
    rows = Story.objects.visible_to(request.user).filter(unit=unit).exclude(status=Status.DRAFT)
    rows = rows.select_related("topic", "sender").prefetch_related("posts__page").defer("text")
    page = newest_first(rows, "submitted_at", request.GET.get("behind", ""))
    reasons = reasons_of(page.rows)
    context = {
        "page": page, "rows": [(story, reasons.get(story.pk, "")) for story in page.rows], "unit": unit, "units": units,
        "kept": f"unit={unit.pk}",
    }  # fmt: skip
    return render(request, "stories/of_unit.html", context)
