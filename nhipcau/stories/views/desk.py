"""At the desk: one story, who works on it, its checklist and notes, and how its review ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.accounts.permissions import Permission, may, may_somewhere, require
from nhipcau.stories import actions
from nhipcau.stories.desk_forms import HandOverForm, NoteForm, ReasonForm
from nhipcau.stories.likeness import alike
from nhipcau.stories.models import Story, StoryClip, StoryNote
from nhipcau.stories.seen import mark_of


def get_story(request: HttpRequest, pk: int) -> Story:
    """A story that was sent to this person's desk; 404 for any other."""
    stories = Story.objects.sent_to_desk_of(request.user)
    return get_object_or_404(stories.select_related("unit", "topic", "sender", "claimed_by"), pk=pk)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One story with its photos, its earlier wordings and what happened to it."""
    return _show(request, get_story(request, pk))


def _show(request: HttpRequest, story: Story, *, status: int = 200, **typed: Any) -> HttpResponse:
    """`typed`: the forms as they were filled in, where something in them is not right."""
    user: Any = request.user
    may_review = may(user, Permission.STORY_REVIEW, story.unit)
    is_mine = story.claimed_by_id == user.pk
    is_colleagues = story.is_claimed and not is_mine
    has_gone_on = story.is_approved or story.is_published  # then for the picture rights alone
    photos, clip = list(story.photos.all()), StoryClip.objects.filter(story=story).first()
    context = {
        "story": story,
        "photos": photos,
        "clip": clip,
        "seen": mark_of(story, photos, clip),
        "under_way": story.media_under_way if story.is_in_review else 0,
        "events": story.events.select_related("by"),
        "versions": story.versions.select_related("by", "topic"),
        "posts": story.posts.all(),
        "similar": alike(story, user) if story.is_in_review or story.is_approved else [],
        "notes": StoryNote.objects.visible_to(user).filter(story=story).select_related("by"),
        "may_review": may_review,
        "may_open_tools": may_review and not is_colleagues and (story.is_in_review or has_gone_on),
        "may_approve": may(user, Permission.STORY_APPROVE, story.unit),
        "may_publish": may_somewhere(user, Permission.POST_PUBLISH),
        "may_note": may_review and story.sender_id != user.pk,
        "is_mine": is_mine,
        "is_colleagues": is_colleagues,
        **_checked(story, user),
        "reason": ReasonForm(),
        "note": NoteForm(),
        "hand_over": HandOverForm(story=story, user=user) if may_review and story.is_in_review else None,
        **typed,
    }
    return render(request, "stories/review.html", context, status=status)


def _checked(story: Story, user: Any) -> dict[str, Any]:
    """The checklist, and how many people have approved of how many."""
    ticks = {tick.item: tick for tick in story.ticks.select_related("by")}
    approvals = list(story.approvals.select_related("by"))
    return {
        "checklist": [(item, ticks.get(item)) for item in actions.items_of(story)],
        "undescribed": actions.without_description(story),
        "unsettled": [n for n, photo in enumerate(story.photos.all(), 1) if photo.is_unsettled],
        "needed": actions.approvals_needed(story),
        "approvals": approvals,
        "has_approved": any(one.by_id == user.pk for one in approvals),
    }


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """I work on it."""
    story = get_story(request, pk)
    actions.claim(story, by=request.user, take_over=request.POST.get("take-over") == "yes")
    return redirect("stories:review", story.pk)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Back among the waiting ones."""
    story = get_story(request, pk)
    actions.release(story, by=request.user)
    return redirect("stories:review", story.pk)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """A named colleague goes on with it."""
    story = get_story(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    form = HandOverForm(request.POST, story=story, user=request.user)
    if not form.is_valid():
        return _show(request, story, hand_over=form, status=422)
    to = form.cleaned_data["to"]
    actions.hand_over(story, to=to, by=request.user)
    messages.success(request, _("%(name)s goes on with it and is told so.") % {"name": to.full_name})
    return redirect("stories:review", story.pk)


@require_POST
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """What was looked at, and by whom."""
    story = get_story(request, pk)
    actions.check_off(story, request.POST.getlist("item"), by=request.user, seen=request.POST.get("seen"))
    messages.success(request, _("The checklist is saved."))
    return redirect("stories:review", story.pk)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Something the desk says to itself."""
    story = get_story(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, story, note=form, status=422)
    actions.note(
        story, form.cleaned_data["text"], by=request.user, submit_key=form.cleaned_data["submit_key"]
    )
    return redirect("stories:review", story.pk)


@require_POST
def return_to_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the sender with a reason, or, where the officer chose so, not to be published."""
    story = get_story(request, pk)
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
    """Accept it as the page showed it, with the lines of the checklist that were ticked on the same page."""
    story = get_story(request, pk)
    require(request.user, Permission.STORY_APPROVE, story.unit)
    if "checklist" in request.POST and may(request.user, Permission.STORY_REVIEW, story.unit):
        actions.check_off(story, request.POST.getlist("item"), by=request.user, seen=request.POST.get("seen"))
    actions.approve(story, by=request.user, seen=request.POST.get("seen"))
    if story.is_approved:
        messages.success(request, _("Approved. A post can be prepared from it now."))
    else:
        messages.success(request, _("Your approval is kept. One more person has to approve it."))
    return redirect("stories:review", story.pk)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval falls; the story waits for the desk again."""
    story = get_story(request, pk)
    actions.take_back(story, by=request.user)
    messages.success(request, _("The approval is taken back. The story waits for the desk again."))
    return redirect("stories:review", story.pk)
