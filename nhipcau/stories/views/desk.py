"""At the desk: what waits, reading, editing, returning, approving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.accounts.permissions import Permission, may, may_somewhere, require
from nhipcau.stories import actions
from nhipcau.stories.forms import EditForm, ReasonForm
from nhipcau.stories.lists import newest_first
from nhipcau.stories.models import IN_REVIEW, Status, Story

TABS = {
    "waiting": (gettext_lazy("Waiting"), IN_REVIEW),
    "approved": (gettext_lazy("Approved"), (Status.APPROVED,)),
    "returned": (gettext_lazy("Returned"), (Status.RETURNED,)),
    "published": (gettext_lazy("Published"), (Status.PUBLISHED,)),
    "declined": (gettext_lazy("Not published"), (Status.DECLINED,)),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Stories sent to this desk, newest first, by where they stand."""
    if not may_somewhere(request.user, Permission.STORY_READ):
        raise PermissionDenied
    chosen = request.GET.get("show", "waiting")
    chosen = chosen if chosen in TABS else "waiting"
    rows = (
        Story.objects.sent_to_desk_of(request.user)
        .select_related("unit", "topic", "claimed_by")
        .defer("text")
    )
    context = {
        "page": newest_first(rows, "submitted_at", request.GET.get("behind", ""), states=TABS[chosen][1]),
        "tabs": [(key, label, key == chosen) for key, (label, _states) in TABS.items()],
        "chosen": chosen,
    }
    return render(request, "stories/queue.html", context)


def _get(request: HttpRequest, pk: int) -> Story:
    stories = Story.objects.sent_to_desk_of(request.user)
    return get_object_or_404(stories.select_related("unit", "topic", "sender", "claimed_by"), pk=pk)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One story with its photos, its earlier wordings and what happened to it."""
    return _show(request, _get(request, pk))


def _show(
    request: HttpRequest, story: Story, *, reason: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "story": story,
        "photos": story.photos.all(),
        "events": story.events.select_related("by"),
        "versions": story.versions.select_related("by", "topic"),
        "posts": story.posts.all(),
        "reason": reason or ReasonForm(),
        "may_review": may(request.user, Permission.STORY_REVIEW, story.unit),
        "may_approve": may(request.user, Permission.STORY_APPROVE, story.unit),
        "may_publish": may_somewhere(request.user, Permission.POST_PUBLISH),
        "is_mine": story.claimed_by_id == request.user.pk,
        "is_colleagues": story.is_claimed and story.claimed_by_id != request.user.pk,
    }
    return render(request, "stories/review.html", context, status=status)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """I work on it."""
    story = _get(request, pk)
    actions.claim(story, by=request.user, take_over=request.POST.get("take-over") == "yes")
    return redirect("stories:review", story.pk)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Back among the waiting ones."""
    story = _get(request, pk)
    actions.release(story, by=request.user)
    return redirect("stories:review", story.pk)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the wording; a stale form changes nothing and shows both wordings."""
    story = _get(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    if request.method == "GET":
        return _edit_page(request, story, _fresh_edit_form(story))
    form = EditForm(request.POST, story=story)
    if not form.is_valid():
        return _edit_page(request, story, form, status=422)
    captions = {
        photo.pk: request.POST.get(f"caption-{photo.pk}", photo.caption) for photo in story.photos.all()
    }
    try:
        actions.edit(story, by=request.user, captions=captions, **form.cleaned_data)
    except actions.StaleEdit as stale:
        return _stale(request, story, stale)
    messages.success(request, _("The wording is saved; the earlier one is kept."))
    return redirect("stories:review", story.pk)


def _fresh_edit_form(story: Story) -> EditForm:
    words = {"title": story.title, "text": story.text, "topic": story.topic_id, "version": story.version}
    return EditForm(story=story, initial=words)


def _stale(request: HttpRequest, story: Story, stale: actions.StaleEdit) -> HttpResponse:
    """Both wordings on one page; saving again is then on purpose."""
    theirs = story.versions.select_related("by").first()
    data = request.POST.copy()
    data["version"] = str(story.version)
    mine = EditForm(data, story=story)
    mine.add_error(None, f"{stale.reason} {stale.remedy}")
    return _edit_page(request, story, mine, status=409, theirs=theirs)


def _edit_page(
    request: HttpRequest, story: Story, form: EditForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"story": story, "form": form, "photos": story.photos.all(), **more}
    return render(request, "stories/edit.html", context, status=status)


@require_POST
def return_to_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the sender with a reason, or, where the officer chose so, not to be published."""
    story = _get(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, story, reason=form, status=422)
    if "decline" in request.POST:
        actions.decline(story, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The sender is told that it will not be published, and why."))
    else:
        actions.return_to_sender(story, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The story is back with its sender."))
    return redirect("stories:review", story.pk)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept it as it reads now."""
    story = _get(request, pk)
    actions.approve(story, by=request.user)
    messages.success(request, _("Approved. A post can be prepared from it now."))
    return redirect("stories:review", story.pk)
