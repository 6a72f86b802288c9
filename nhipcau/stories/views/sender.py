"""On a collaborator's phone: write, send, and see what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau import media
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, may_somewhere
from nhipcau.core.refusal import Refusal
from nhipcau.media.intake import MOST_BYTES, PhotoRefused, Renditions, digest_of
from nhipcau.stories import actions
from nhipcau.stories.forms import StoryForm
from nhipcau.stories.lists import newest_first
from nhipcau.stories.models import MOST_PHOTOS, Status, Story, StoryEvent, StoryPhoto


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I have sent, and where each story stands."""
    _require_sender(request.user)
    own = Story.objects.visible_to(request.user).sent_by(request.user)
    rows = own.select_related("unit").prefetch_related("posts__page")
    page = newest_first(rows, "created_at", request.GET.get("behind", ""))
    reasons = reasons_of(page.rows)
    context = {"page": page, "rows": [(story, reasons.get(story.pk, "")) for story in page.rows]}
    return render(request, "stories/mine.html", context)


def reasons_of(stories: Iterable[Story]) -> dict[int, str]:
    """Why a story came back or will not be published; one query."""
    told = StoryEvent.objects.filter(
        story__in=[story.pk for story in stories if story.is_returned or story.is_declined],
        kind__in=(StoryEvent.Kind.RETURNED, StoryEvent.Kind.DECLINED),
    )
    return dict(told.order_by("at", "pk").values_list("story", "reason"))


def _require_sender(user: Any) -> None:
    if not may_somewhere(user, Permission.STORY_SUBMIT):
        raise PermissionDenied


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story as its sender and its unit's chair see it: state, reasons, address on the Page."""
    found = get_object_or_404(
        Story.objects.visible_to(request.user).select_related("unit", "topic", "claimed_by"), pk=pk
    )
    if found.sender_id != request.user.pk and may(request.user, Permission.STORY_READ, found.unit):
        return redirect("stories:review", found.pk)
    context = {
        "story": found,
        "photos": found.photos.all(),
        "announced": found.announced.all(),
        "events": found.events.select_related("by"),
        "posts": found.posts.select_related("page"),
        "is_mine": found.sender_id == request.user.pk,
    }
    return render(request, "stories/story.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a story; a resend of the same form is the same story."""
    _require_sender(request.user)
    if request.method == "POST":
        return _take_in(request, None)
    drafts = Story.objects.visible_to(request.user).sent_by(request.user).filter(status=Status.DRAFT)
    return _page(
        request, StoryForm(user=request.user), None, drafts=drafts.order_by("-created_at", "-pk")[:5]
    )


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft, or correct a story that came back."""
    found = get_object_or_404(Story.objects.visible_to(request.user).sent_by(request.user), pk=pk)
    if request.method == "POST":
        return _take_in(request, found)
    if not found.is_writable:
        return redirect(found)
    return _page(request, StoryForm(user=request.user, story=found), found)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = get_object_or_404(Story.objects.visible_to(request.user).sent_by(request.user), pk=pk)
    actions.discard(found, by=request.user)
    messages.success(request, _("The draft and its photos are deleted."))
    return redirect("stories:mine")


def _page(
    request: HttpRequest, form: StoryForm, story: Story | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "story": story,
        "photos": list(story.photos.all()) if story is not None else [],
        "announced": list(story.announced.all()) if story is not None else [],
        "returned": story.events.filter(kind=StoryEvent.Kind.RETURNED).first()
        if story is not None and story.is_returned
        else None,
        **more,
    }
    return render(request, "stories/write.html", context, status=status)


def _take_in(request: HttpRequest, story: Story | None) -> HttpResponse:
    """Keep whatever came, send it when it is whole; nothing that was typed or chosen is lost on the way."""
    user: User = request.user  # type: ignore[assignment]
    form = StoryForm(request.POST, request.FILES, user=user)
    if story is None and form.key is not None:
        story = Story.objects.sent_by(user).filter(submit_key=form.key).first()
    if story is not None and not story.is_writable:
        return _sent_before(request, form, story)
    form.story = story
    form.is_valid()
    made, problems = _photos(form, story)
    for problem in problems:
        form.add_error("photos", problem)
    if form.key is None:
        return _page(request, form, story, status=422)
    if "draft" in request.POST:
        try:
            kept = _keep(form, story, made, user)
        except Refusal as refused:
            return _ask_with_reason(request, form, story, refused)
        messages.success(request, _("Your draft is kept. It has not been sent yet."))
        return _received(request, kept, reverse("stories:write", args=[kept.pk]))
    if not form.is_valid():
        return _keep_and_ask_again(request, form, story, made, user)
    try:
        with transaction.atomic():
            sent = actions.submit(_keep(form, story, made, user), by=user)
    except Refusal as refused:
        return _ask_with_reason(request, form, story, refused)
    return _received(request, sent, sent.get_absolute_url())


def _received(request: HttpRequest, story: Story, page: str) -> HttpResponse:
    """On to the story's page; a phone that sends the photos afterwards is told where that is."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"url": page, "receipt": story.receipt or ""}, status=201)
    return redirect(page)


def _photos(form: StoryForm, story: Story | None) -> tuple[list[Renditions], list[str]]:
    """The photos that can be kept, and a sentence for each file that cannot. Slow, so outside any transaction."""
    staying = story.photos.exclude(pk__in=form.left_out) if story is not None else StoryPhoto.objects.none()
    known = set(staying.values_list("digest", flat=True))
    made: list[Renditions] = []
    problems: list[str] = []
    for upload in form.uploads[: 2 * MOST_PHOTOS]:
        data = upload.read(MOST_BYTES + 1)
        if digest_of(data) in known or len(known) >= MOST_PHOTOS:
            continue
        try:
            made.append(media.keep(data))
        except PhotoRefused as refused:
            problems.append(f"{upload.name}: {refused.reason} {refused.remedy}")
        else:
            known.add(made[-1].digest)
    return made, problems


def _keep(form: StoryForm, story: Story | None, made: list[Renditions], user: User) -> Story:
    """Write down what was typed, complete or not."""
    cleaned = form.cleaned_data
    unit = cleaned.get("unit") or (story.unit if story is not None else form.default_unit)
    if unit is None or form.key is None:
        raise PermissionDenied
    topic = cleaned.get("topic") or (story.topic if story is not None else None)
    typed = {name: str(form.data.get(name, "")).strip() for name in ("title", "text")}
    if story is not None and story.is_returned:  # it stays whole while it is being corrected
        typed = {name: value or getattr(story, name) for name, value in typed.items()}
    if story is not None:
        captions = {
            photo.pk: form.data.get(f"caption-{photo.pk}", photo.caption) for photo in story.photos.all()
        }
        actions.arrange_photos(story, captions=captions, left_out=form.left_out, by=user)
    written = actions.write(
        unit=unit,
        topic=topic,
        photos=made,
        rights=form.said,
        by=user,
        submit_key=story.submit_key if story is not None else form.key,
        **typed,
    )
    actions.announce(written, form.announced, rights=form.said, by=user)
    return written


def _keep_and_ask_again(
    request: HttpRequest, form: StoryForm, story: Story | None, made: list[Renditions], user: User
) -> HttpResponse:
    """422; photos cannot be put back into a form, so they are kept as a draft."""
    if made or story is not None:
        try:
            story = _keep(form, story, made, user)
        except Refusal as refused:
            return _ask_with_reason(request, form, story, refused)
        form.story = story
    return _page(request, form, story, status=422)


def _ask_with_reason(
    request: HttpRequest, form: StoryForm, story: Story | None, refused: Refusal
) -> HttpResponse:
    """422: the words and the photos that came are kept as far as they may be, and the form says what cannot be."""
    key = story.submit_key if story is not None else form.key
    form.story = Story.objects.visible_to(request.user).sent_by(request.user).filter(submit_key=key).first()  # type: ignore[misc]
    form.add_error(None, f"{refused.reason} {refused.remedy}".strip())
    return _page(request, form, form.story, status=422)


def _sent_before(request: HttpRequest, form: StoryForm, story: Story) -> HttpResponse:
    """The answer to the first submit was lost: show it again. Other words under the same key are another story."""
    title, text = (actions.tidy(str(form.data.get(name, ""))) for name in ("title", "text"))
    digests = {digest_of(upload.read(MOST_BYTES + 1)) for upload in form.uploads}
    known = set(story.photos.values_list("digest", flat=True))
    coming = {one.key for one in form.announced} - set(story.announced.values_list("key", flat=True))
    if story.versions.filter(title=title, text=text).exists() and digests <= known and not coming:
        return _received(request, story, story.get_absolute_url())
    data = request.POST.copy()
    data["submit_key"] = str(uuid.uuid4())
    form = StoryForm(data, user=request.user)
    form.add_error(
        None,
        _(
            "A story was already sent from this page: “%(title)s”. If this is another one, choose its photos once more and send it again."
        )
        % {"title": story.title},
    )
    return _page(request, form, None, status=409)
