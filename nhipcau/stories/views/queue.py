"""What was sent to the desk: by where it stands, by branch, topic and age."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nhipcau.accounts.permissions import Permission, may_somewhere
from nhipcau.core import clock
from nhipcau.stories.desk_forms import QueueForm
from nhipcau.stories.lists import newest_first
from nhipcau.stories.models import IN_REVIEW, Announced, Status, Story

TABS = {
    "waiting": (gettext_lazy("Waiting"), IN_REVIEW),
    "approved": (gettext_lazy("Approved"), (Status.APPROVED,)),
    "returned": (gettext_lazy("Returned"), (Status.RETURNED,)),
    "published": (gettext_lazy("Published"), (Status.PUBLISHED,)),
    "declined": (gettext_lazy("Not published"), (Status.DECLINED,)),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Stories sent to this desk, page by page."""
    if not may_somewhere(request.user, Permission.STORY_READ):
        raise PermissionDenied
    chosen = request.GET.get("show", "waiting")
    chosen = chosen if chosen in TABS else "waiting"
    form = QueueForm(request.GET, user=request.user)
    rows = form.narrow(Story.objects.sent_to_desk_of(request.user))
    waited_for = Prefetch("announced", queryset=Announced.objects.under_way(), to_attr="under_way")
    rows = rows.select_related("unit", "topic", "claimed_by").prefetch_related("approvals", waited_for)
    rows = rows.defer("text")
    page = newest_first(
        rows,
        "submitted_at",
        request.GET.get("behind", ""),
        states=TABS[chosen][1],
        oldest=form.is_oldest_first,
    )
    kept = _kept(form)
    context = {
        "page": page,
        "rows": [(story, _days(story)) for story in page.rows],
        "form": form,
        "tabs": [
            (f"?{urlencode({'show': key, **kept})}", label, key == chosen)
            for key, (label, _states) in TABS.items()
        ],
        "chosen": chosen,
        "kept": urlencode({"show": chosen, **kept}),
    }
    return render(request, "stories/queue.html", context)


def _kept(form: QueueForm) -> dict[str, Any]:
    """What was chosen, for the links to other pages of the list."""
    found = {}
    for name, value in form.cleaned_data.items():
        if value:
            found[name] = getattr(value, "pk", "on" if value is True else value)
    return found


def _days(story: Story) -> int:
    """For how many days a story that waits has been waiting."""
    if story.submitted_at is None or not story.is_in_review:
        return 0
    return (clock.today() - clock.local(story.submitted_at).date()).days
