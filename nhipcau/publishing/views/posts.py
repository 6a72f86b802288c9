"""The queue, one post, and what an officer may do with it."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import timedelta
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from nhipcau.accounts.again import require_recent
from nhipcau.accounts.permissions import Permission, may, may_somewhere, require
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.publishing import actions, words
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.forms import PermalinkForm, PostForm, TextForm, WhenForm
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import Status
from nhipcau.publishing.story import (
    check_approved,
    free_pages,
    has_choice,
    story_film,
    story_pictures,
    story_text,
    visible_story,
)
from nhipcau.publishing.views.after import context_after
from nhipcau.stories.models import Story

SHOWN = 100
# What needs a person stands first, what is over stands last.
WAITING_FOR_PERSON = (Status.ASKED, Status.REFUSED, Status.BY_HAND, Status.DRAFT)
CAN_QUEUE = (Status.DRAFT, Status.SCHEDULED, Status.WAITING, Status.BY_HAND, Status.REFUSED)
UNDER_WAY = (Status.HANDED, Status.SCHEDULED, Status.WAITING, Status.PUBLISHING, Status.CHECKING)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Posts by what they wait for; the coming ones day by day."""
    posts = Post.objects.visible_to(request.user).select_related("page")
    coming = list(posts.filter(status__in=UNDER_WAY).order_by("due_at", "pk")[:SHOWN])
    days = groupby(coming, key=lambda post: timezone.localtime(post.due_at).date())
    return render(
        request,
        "publishing/queue.html",
        {
            "waiting": _with_words(posts.filter(status__in=WAITING_FOR_PERSON)[:SHOWN]),
            "days": [(day, _with_words(list(several))) for day, several in days],
            "published": posts.public().order_by("-published_at", "-pk")[:20],
            "has_pages": Page.objects.visible_to(request.user).exists(),
            "may_prepare": may_somewhere(request.user, Permission.POST_PUBLISH),
        },
    )


def _with_words(posts: object) -> list[tuple[Post, words.Words]]:
    return [(post, words.of_post(post)) for post in posts]  # type: ignore[attr-defined]


def new(request: HttpRequest, story_pk: int | None = None) -> HttpResponse:
    """Prepare a post, from an approved story or from a text alone."""
    story = visible_story(request.user, story_pk) if story_pk is not None else None
    if not may_somewhere(request.user, Permission.POST_PUBLISH):
        raise PermissionDenied
    submitted = request.POST.get("submit_key", "")
    if request.method == "POST" and (known := _known(request, submitted)):
        return redirect(known)
    if story is not None:
        check_approved(story)
    pages = free_pages(Page.objects.publishable_by(request.user), story)
    form = PostForm(
        request.POST or None,
        pages=pages,
        has_choice=has_choice(story),
        initial={"text": story_text(story), "shown": "photos"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_prepared(request, form, story))
        except Refusal as refusal:
            form.add_error(None, f"{refusal.reason} {refusal.remedy}".strip())
    context = {
        "form": form,
        "story": story,
        "pages": pages,
        "photos": story.photos.publishable() if story else (),
        "posts": Post.objects.visible_to(request.user).live().filter(story=story) if story else (),
        "may_connect": may_somewhere(request.user, Permission.PAGE_CONNECT),
    }
    return render(request, "publishing/new.html", context, status=422 if form.is_bound else 200)


def _known(request: HttpRequest, submit_key: str) -> Post | None:
    """The post that this very submit has made before."""
    try:
        key = uuid.UUID(submit_key)
    except ValueError:
        return None
    return Post.objects.visible_to(request.user).filter(submit_key=key).first()


def _prepared(request: HttpRequest, form: PostForm, story: Story | None) -> Post:
    shown = form.cleaned_data.get("shown") or "all"
    pictures = story_pictures(story) if shown in ("all", "photos") else []
    return actions.prepare(
        form.cleaned_data["page"],
        form.cleaned_data["text"],
        [Picture(content, alt) for content, alt in pictures],
        by=request.user,
        submit_key=form.cleaned_data["submit_key"],
        story=story,
        film=story_film(story) if shown in ("all", "clip") else None,
        link=form.cleaned_data["link"],
    )


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: where it stands, every attempt in words, what can be done."""
    return _show(request, _get(request, pk))


def _get(request: HttpRequest, pk: int) -> Post:
    posts = Post.objects.visible_to(request.user).select_related(
        "page__unit", "story", "clip", "take_down_by"
    )
    return get_object_or_404(posts, pk=pk)


def _to_publish(request: HttpRequest, pk: int) -> Post:
    """The post, for a person who may publish it and has shown a short while ago who they are."""
    post = _get(request, pk)
    require(request.user, Permission.POST_PUBLISH, post.page.unit)
    require_recent(request)
    return post


def _show(
    request: HttpRequest,
    post: Post,
    *,
    when: WhenForm | None = None,
    permalink: PermalinkForm | None = None,
    text: TextForm | None = None,
    status: int = 200,
) -> HttpResponse:
    only_late = post.is_asked and not any(one.may_be_public for one in post.attempts.all())
    may_publish = may(request.user, Permission.POST_PUBLISH, post.page.unit)
    return render(
        request,
        "publishing/post.html",
        {
            "post": post,
            "photos": post.photos.all(),
            "words": words.of_post(post),
            "attempts": [(one, words.of_attempt(one)) for one in post.attempts.all()],
            "when": when or WhenForm(initial=_soon(post)),
            "permalink": permalink or PermalinkForm(),
            "text": text or TextForm(initial={"text": post.text, "was": actions.mark_of(post.text)}),
            "mark": actions.mark_of(post.text),
            "may_publish": may_publish,
            "may_edit": may_publish and post.is_editable,
            "folded": may_publish and post.is_by_hand and text is None,
            "may_read_story": post.story is not None
            and may(request.user, Permission.STORY_READ, post.story.unit),
            "can_queue": post.status in CAN_QUEUE or only_late,
            "only_late": only_late,
            "clip": getattr(post, "clip", None),
            **context_after(post),
        },
        status=status,
    )


def _soon(post: Post) -> dict[str, object]:
    """The hour that was promised, or the next half hour that leaves ten minutes."""
    now = clock.local(clock.now())
    if post.due_at is not None and post.due_at > now:
        at = clock.local(post.due_at)
    else:
        at = (now + timedelta(minutes=40)).replace(second=0, microsecond=0)
        at -= timedelta(minutes=at.minute % 30)
    return {"day": at.date(), "hour": at.time()}


@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the text."""
    post = _get(request, pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        require(request.user, Permission.POST_PUBLISH, post.page.unit)
        return _show(request, post, text=form, status=422)
    try:
        actions.edit(post, form.cleaned_data["text"], by=request.user, was=form.cleaned_data["was"])
    except actions.StaleText:
        post.refresh_from_db()
        again = TextForm(initial={"text": form.cleaned_data["text"], "was": actions.mark_of(post.text)})
        again.others = post.text
        return _show(request, post, text=again, status=409)
    return redirect(post)


@require_POST
def remove_photo(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Leave one photo out."""
    post = _get(request, pk)
    actions.remove_photo(post, position, by=request.user)
    return redirect(post)


@require_POST
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the hour."""
    post = _to_publish(request, pk)
    actions.require_as_read(post, request.POST.get("was", ""))
    form = WhenForm(request.POST)
    if form.is_valid():
        try:
            is_native = form.cleaned_data["is_native"]
            actions.schedule(post, form.moment, by=request.user, is_native=is_native)
            return redirect(post)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.reason} {refusal.remedy}".strip())
    require(request.user, Permission.POST_PUBLISH, post.page.unit)
    return _show(request, post, when=form, status=422)


@require_POST
def publish_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it out at once."""
    post = _to_publish(request, pk)
    actions.require_as_read(post, request.POST.get("was", ""))
    actions.publish_now(post, by=request.user)
    messages.success(request, _("The post goes out within a minute."))
    return redirect(post)


@require_POST
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer posts it on the Page."""
    post = _to_publish(request, pk)
    actions.post_by_hand(post, by=request.user)
    return redirect(post)


@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not go out."""
    post = _get(request, pk)
    actions.call_off(post, by=request.user)
    return redirect(post)


@require_POST
def it_is_there(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the address an officer pasted; what was typed stays on the page when it is wrong."""
    post = _to_publish(request, pk)
    form = PermalinkForm(request.POST)
    if form.is_valid():
        typed, is_ours = form.cleaned_data["permalink"], form.cleaned_data["is_ours"]
        try:
            actions.confirm_there(post, typed, by=request.user, is_ours=is_ours)
            return redirect(post)
        except Refusal as refusal:
            form.asks_whose = isinstance(refusal, actions.UnknownOwner)
            form.add_error("permalink", f"{refusal.reason} {refusal.remedy}".strip())
            post.refresh_from_db()
    require(request.user, Permission.POST_PUBLISH, post.page.unit)
    return _show(request, post, permalink=form, status=422)


@require_POST
def publish_again(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not there: send it again."""
    post = _to_publish(request, pk)
    actions.publish_again(post, by=request.user)
    messages.success(request, _("The post goes out within a minute."))
    return redirect(post)


@require_GET
def photos_zip(request: HttpRequest, pk: int) -> FileResponse:
    """All photos of the post in one file, named in their order."""
    post = _get(request, pk)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for photo in post.photos.all():
            with photo.file.open("rb") as file:
                archive.writestr(f"{photo.position:02}.jpg", file.read())
    packed.seek(0)
    name = f"{post.pk}-{uuid.uuid5(uuid.NAMESPACE_URL, post.fingerprint).hex[:6]}.zip"
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")


@require_GET
def photo(request: HttpRequest, pk: int, position: int) -> FileResponse:
    """One photo, to look at or, with ?download=1, to keep."""
    one = get_object_or_404(_get(request, pk).photos, position=position)
    as_attachment = request.GET.get("download") == "1"
    name = f"{position:02}.jpg"
    return FileResponse(
        one.file.open("rb"), as_attachment=as_attachment, filename=name, content_type="image/jpeg"
    )
