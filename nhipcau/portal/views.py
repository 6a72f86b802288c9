"""Official news for members: no sign-in, no cookie, no script needed, nobody counted."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core import clock
from nhipcau.media.serving import clip_response, photo_response
from nhipcau.organisations.models import Unit
from nhipcau.portal import addresses
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import PUBLIC
from nhipcau.stories.lists import Newest, newest_first
from nhipcau.stories.models import Story, StoryClip, StoryPhoto, StoryQuerySet

SHARE = "https://www.facebook.com/sharer/sharer.php?"


def _news() -> StoryQuerySet:
    """Official items that were not taken down, with their unit, their shown photos and where they stand on the Page."""
    shown = StoryPhoto.objects.publishable()
    posts = (
        Post.objects.filter(status__in=sorted(PUBLIC))
        .order_by()
        .only("story", "permalink", "published_at", "status")
    )
    return (
        Story.objects.published()
        .filter(publication__withdrawn_at__isnull=True)
        .select_related("unit", "publication")
        .prefetch_related(Prefetch("photos", queryset=shown), Prefetch("posts", queryset=posts))
    )


def _as_published(story: Story) -> Story:
    """In the wording that members were given; the row is only read here, never saved."""
    words = getattr(story, "publication", None)
    if words is not None:
        story.title, story.text = words.title, words.text
    return story


def _rows(stories: Iterable[Story]) -> list[tuple[Story, str]]:
    stories = [_as_published(story) for story in stories]
    return [(story, addresses.of_item(story)) for story in stories]


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The union's news and the way to sign in."""
    page = newest_first(_news(), "published_at", request.GET.get("behind", ""), size=12)
    feed_address = addresses.absolute("/tin/feed.atom")
    return _list(request, "portal/home.html", page, unit=_house(), feed=feed_address, address="/")


def _house() -> Unit | None:
    """Whose news this is: the highest unit with a Page of its own, else the top of the tree."""
    page = Page.objects.select_related("unit").order_by("unit__path").first()
    return page.unit if page is not None else Unit.objects.open().filter(depth=1).first()


@login_not_required
@require_safe
def unit(request: HttpRequest, name: str) -> HttpResponse:
    """The news of one unit and of those below it."""
    found = addresses.unit_named(name)
    path = addresses.of_unit(found)
    if request.path != path:
        return HttpResponsePermanentRedirect(path)
    page = newest_first(_news().of(found), "published_at", request.GET.get("behind", ""), size=12)
    return _list(
        request,
        "portal/unit.html",
        page,
        unit=found,
        feed=addresses.absolute(f"{path}feed.atom"),
        address=path,
    )


def _list(
    request: HttpRequest, template: str, page: Newest, *, unit: Unit | None, feed: str, address: str
) -> HttpResponse:
    context = {
        "page": page,
        "rows": _rows(page.rows),
        "unit": unit,
        "feed": feed,
        "address": addresses.absolute(address),
    }
    return render(request, template, context)


@login_not_required
@require_safe
def item(request: HttpRequest, name: str, pk: int, slug: str) -> HttpResponse:
    """One item, as it is shared; an old name or title leads to today's address."""
    story = _as_published(get_object_or_404(_news().select_related("topic"), pk=pk))
    path = addresses.of_item(story)
    if request.path != path:
        return HttpResponsePermanentRedirect(path)
    address = addresses.absolute(path)
    short_address = addresses.absolute(f"/tin/bai/{story.pk}/")
    photos = list(story.photos.all())
    context = {
        "story": story,
        "photos": photos,
        "clip": StoryClip.objects.publishable().filter(story=story).first(),
        "posts": story.posts.all(),
        "unit_address": addresses.of_unit(story.unit),
        "address": address,
        "picture": addresses.absolute(_photo_path(photos[0])) if photos else "",
        "summary": _summary(story.text),
        "share": SHARE + urlencode({"u": address}),
        "short": short_address,
        "qr": qr(short_address),
    }
    return render(request, "portal/item.html", context)


def _photo_path(photo: StoryPhoto) -> str:
    return f"/tin/anh/{photo.pk}/large.jpg"


def _summary(text: str) -> str:
    """The first words, for the card a message shows."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:199].rsplit(" ", 1)[0] + "…"


def _updated_at(story: Story) -> datetime:
    """When its wording last changed for members."""
    words = getattr(story, "publication", None)
    found = words.updated_at if words is not None else story.published_at
    assert found is not None  # a published story has its time
    return found


def qr(address: str) -> str:
    """The address as a picture inside the page."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    svg = drawn.getvalue().decode().removeprefix("<svg")
    # Drawn by us from an address of ours, so it needs no escaping.
    return format_html('<svg role="img" aria-label="{}"{}', _("QR code of this page"), mark_safe(svg))


@login_not_required
@require_safe
def short(_request: HttpRequest, pk: int) -> HttpResponse:
    """The short address in the QR code."""
    return redirect(addresses.of_item(_as_published(get_object_or_404(_news(), pk=pk))))


@login_not_required
@require_safe
def photo(_request: HttpRequest, pk: int, size: str) -> FileResponse:
    """A photo of an official item; the others are nobody's business here."""
    shown = StoryPhoto.objects.public().filter(story__publication__withdrawn_at__isnull=True)
    found = get_object_or_404(shown, pk=pk)
    return photo_response(found.of_size(size), name=f"{found.story_id}-{found.position:02}.jpg", public=True)


@login_not_required
@require_safe
def clip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The clip of an official item."""
    found = _public_clip(pk)
    name = f"{found.story_id}.{found.ending}"
    return clip_response(request, found.file, name=name, content_type=found.content_type, public=True)


@login_not_required
@require_safe
def still(_request: HttpRequest, pk: int) -> FileResponse:
    """Its still picture."""
    found = _public_clip(pk)
    return photo_response(found.poster, name=f"{found.story_id}.jpg", public=True)


def _public_clip(pk: int) -> StoryClip:
    shown = StoryClip.objects.public().filter(story__publication__withdrawn_at__isnull=True)
    found: StoryClip = get_object_or_404(shown, pk=pk)
    return found


@login_not_required
@require_safe
def feed(request: HttpRequest, name: str = "") -> HttpResponse:
    """Atom, for those who read news in a reader."""
    found = addresses.unit_named(name) if name else None
    rows = _news() if found is None else _news().of(found)
    stories = list(rows.order_by("-published_at", "-pk")[:20])
    context: dict[str, Any] = {
        "unit": found or _house(),
        "rows": [
            (story, addresses.absolute(path), _summary(story.text), _updated_at(story))
            for story, path in _rows(stories)
        ],
        "address": addresses.absolute(addresses.of_unit(found) if found else "/"),
        "self_address": addresses.absolute(request.path),
        "updated": max((_updated_at(story) for story in stories), default=clock.now()),
    }
    return render(request, "portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8")
