"""Prepare a post, put it in the queue, take it out again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc
from nhipcau.facebook.answers import Published
from nhipcau.facebook.client import MOST_PHOTOS, schedule_problem
from nhipcau.publishing import channels
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Page, Post, PostClip, PostPhoto
from nhipcau.publishing.moments import true_now
from nhipcau.publishing.rights import check_pictures
from nhipcau.publishing.states import EDITABLE, Status, move
from nhipcau.stories.models import Story

MOST_CHARACTERS = 60_000
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Film:
    """A clip for a post: our own file, already without hidden data."""

    file: File  # type: ignore[type-arg]
    name: str
    digest: str
    size: int
    seconds: int = 0


@dataclass(frozen=True)
class Picture:
    """A photo for a post: our re-encoded bytes."""

    content: bytes
    alt_text: str = ""


def prepare(
    page: Page,
    text: str,
    pictures: Sequence[Picture] = (),
    *,
    by: User,
    submit_key: UUID,
    story: Story | None = None,
    film: Film | None = None,
    link: str = "",
) -> Post:
    """Make a draft of a text with a link, photos or a clip; the same key again gives the same post."""
    require(by, Permission.POST_PUBLISH, page.unit)
    existing = Post.objects.filter(submit_key=submit_key, created_by=by).first()
    if existing is not None:
        return existing
    text = checked_text(text)
    _check_mix(pictures, film, link)
    if len(pictures) > MOST_PHOTOS:
        raise Refusal(
            _("A post takes at most %(n)s photos.") % {"n": MOST_PHOTOS}, remedy=_("Leave some of them out.")
        )
    try:
        with transaction.atomic():
            _hold(story)
            post = Post.objects.create(
                page=page, text=text, link=link, story=story, created_by=by, submit_key=submit_key
            )
            _add_photos(post, pictures)
            if film is not None:
                _add_clip(post, film)
            trail.record("post.prepared", post, by=by, unit=page.unit, fields=("text",))
    except IntegrityError:
        existing = Post.objects.filter(submit_key=submit_key, created_by=by).first()
        if existing is not None:
            return existing
        raise Refusal(
            _("This story already has a post for the Page “%(page)s”.") % {"page": page.name},
            remedy=_("Open that post under “Posts”. To begin anew, call it off first."),
        ) from None
    return post


def _hold(story: Story | None) -> None:
    """The approval of a story is not taken back while a post is made of it, and no post is made after that."""
    if story is None:
        return
    if Story.objects.select_for_update(of=("self",)).get(pk=story.pk).is_in_review:
        raise Refusal(
            _("The approval of this story has just been taken back, so no post was made of it."),
            remedy=_("Open the story to see where it stands."),
        )


def _check_mix(pictures: Sequence[Picture], film: Film | None, link: str) -> None:
    """Facebook takes photos, or one clip, or a link, never two of them."""
    if sum(map(bool, (pictures, film, link))) > 1:
        raise Refusal(
            _("A post takes photos, or one clip, or a link."),
            remedy=_("Choose one of them; the others stay in the story."),
        )


def _add_clip(post: Post, film: Film) -> None:
    clip = PostClip(post=post, digest=film.digest, size=film.size, seconds=film.seconds)
    clip.file.save(film.name, film.file, save=False)
    clip.save()


def _add_photos(post: Post, pictures: Sequence[Picture]) -> None:
    for position, picture in enumerate(pictures, start=1):
        photo = PostPhoto(
            post=post,
            position=position,
            digest=hashlib.sha256(picture.content).hexdigest(),
            alt_text=picture.alt_text[:300],
        )
        photo.file.save("photo.jpg", ContentFile(picture.content), save=False)
        photo.save()


def checked_text(text: str) -> str:
    """The text of a post in one writing, or a Refusal."""
    text = nfc(text).replace("\r\n", "\n").strip()
    if not text:
        raise Refusal(_("The post has no text."), remedy=_("Write the text that members will read."))
    if len(text) > MOST_CHARACTERS:
        raise Refusal(
            _("The text is longer than Facebook takes."),
            remedy=_("Shorten it to %(n)s characters.") % {"n": MOST_CHARACTERS},
        )
    return text


class StaleText(Refusal):
    """Somebody saved another text meanwhile; nothing was overwritten and nothing was let out."""


def mark_of(text: str) -> str:
    """A short mark that tells whether a text is still the one a page has shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def require_as_read(post: Post, was: str) -> None:
    """`was`: the mark of the text that the page showed; empty where it showed none."""
    if was and was != mark_of(post.text):
        raise StaleText(
            _("Somebody else has changed the text of this post meanwhile."),
            remedy=_("Read the text as it stands now, then decide again."),
        )


@transaction.atomic
def edit(post: Post, text: str, *, by: User, was: str = "") -> None:
    """Correct the text while nothing of it can be on its way; StaleText when it is not the text that was read."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    text = checked_text(text)
    locked = Post.objects.select_for_update().filter(pk=post.pk, status__in=EDITABLE).first()
    if locked is None:
        raise moved_on(post)
    if locked.text == text:
        return  # pressed twice
    require_as_read(locked, was)
    Post.objects.filter(pk=post.pk).update(text=text)
    post.refresh_from_db()
    trail.record("post.edited", post, by=by, unit=post.page.unit, fields=("text",))


@transaction.atomic
def remove_photo(post: Post, position: int, *, by: User) -> None:
    """Leave one photo out; the others close up in their order."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    locked = Post.objects.select_for_update().filter(pk=post.pk, status__in=EDITABLE)
    if not locked.exists():
        raise moved_on(post)
    if not post.photos.filter(position=position).delete()[0]:
        return  # pressed twice
    for photo in post.photos.filter(position__gt=position):
        PostPhoto.objects.filter(pk=photo.pk).update(position=photo.position - 1)
    trail.record("post.edited", post, by=by, unit=post.page.unit, fields=("photos",))


def check_in_reach(at: datetime) -> None:
    """A year that was mistyped is no promise."""
    if at > true_now() + FARTHEST:
        raise Refusal(_("This is more than a year ahead."), remedy=_("Look whether the year is right."))


@transaction.atomic
def schedule(post: Post, at: datetime, *, by: User, is_native: bool = False) -> None:
    """Promise the post for an hour; the worker publishes it then, or with `is_native` Facebook itself."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    if at < true_now():
        raise Refusal(_("This time has already passed."), remedy=_("Choose a later time, or publish it now."))
    check_in_reach(at)
    if is_native:
        _check_native(post, at)
    _put_in_queue(post, at, by, is_native=is_native)


def _check_native(post: Post, at: datetime) -> None:
    """Facebook's own schedule takes 20 minutes to 28 days, and no clip from here."""
    problem = schedule_problem(at, true_now())
    if problem == "too_soon":
        raise Refusal(
            _("Facebook's own schedule wants at least 20 minutes."),
            remedy=_("Choose a later time, or let Nhịp Cầu publish it at that hour."),
        )
    if problem:
        raise Refusal(
            _("Facebook's own schedule reaches 28 days ahead."),
            remedy=_("Choose an earlier day, or let Nhịp Cầu publish it at that hour."),
        )
    if hasattr(post, "clip"):
        raise Refusal(
            _("A clip is published from here, at its hour."), remedy=_("Leave Facebook's own schedule out.")
        )


@transaction.atomic
def publish_now(post: Post, *, by: User) -> None:
    """Promise the post for this moment."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    _put_in_queue(post, true_now(), by)


def _put_in_queue(post: Post, at: datetime, by: User, *, is_native: bool = False) -> None:
    check_four_eyes(post, by)
    check_pictures(post)
    if not post.page.is_connected:
        raise Refusal(
            _("The Page “%(page)s” is not connected, so nothing can be published on it by itself.")
            % {"page": post.page.name},
            remedy=_("Choose “Post by hand”, or connect the Page first."),
        )
    from_states = [Status.DRAFT, Status.SCHEDULED, Status.WAITING, Status.BY_HAND, Status.REFUSED]
    if _is_only_late(post):
        from_states.append(Status.ASKED)
    begins = true_now() if is_native else at
    change(
        post,
        Status.SCHEDULED,
        "post.scheduled",
        by,
        only_from=from_states,
        due_at=at,
        next_attempt_at=begins,
        is_native=is_native,
    )


def _is_only_late(post: Post) -> bool:
    """Late, and nothing of it ever left: then choosing a time is all the decision it needs."""
    return post.is_asked and not any(one.may_be_public for one in post.attempts.all())


@transaction.atomic
def post_by_hand(post: Post, *, by: User) -> None:
    """An officer will post it on the Page; the texts and photos stand ready to be copied."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    post.refresh_from_db()
    if post.is_by_hand:
        return
    check_four_eyes(post, by)
    check_pictures(post)
    from_states = [Status.DRAFT, Status.SCHEDULED, Status.WAITING, Status.REFUSED]
    if _is_only_late(post):
        from_states.append(Status.ASKED)
    due_at = post.due_at or clock.now()
    change(post, Status.BY_HAND, "post.by_hand", by, only_from=from_states, due_at=due_at)


def call_off(post: Post, *, by: User) -> None:
    """It will not be published; from Facebook's own schedule it is taken out first."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    post.refresh_from_db()
    if post.is_cancelled:
        return
    if post.is_handed:
        _take_out_of_schedule(post)
    with transaction.atomic():
        change(post, Status.CANCELLED, "post.called_off", by)


def _take_out_of_schedule(post: Post) -> None:
    """Outside any transaction; repeating it does no harm."""
    with graph_client() as client:
        outcome = channels.of(post, client).remove(post)
    if not isinstance(outcome, Published):
        raise Refusal(
            _("Facebook did not take the post out of its schedule."),
            remedy=_("Try again in a minute, or take it out on facebook.com and then call it off here."),
        )


def check_four_eyes(post: Post, by: User) -> None:
    """Where the office wants it, who approved the text is not who lets it out."""
    if not getattr(settings, "FOUR_EYES", False):
        return
    first = getattr(post.story, "approved_by_id", None) if post.story_id else post.created_by_id
    if first == by.pk:
        raise Refusal(
            _("Your office wants a second person to publish."),
            remedy=_("Ask a colleague who may publish to look at the post and let it out."),
        )


def change(
    post: Post,
    to: Status,
    event: str,
    by: User,
    *,
    only_from: Collection[Status] | None = None,
    **changes: Any,
) -> None:
    """Move the post and write it down; a Refusal when it stands elsewhere meanwhile."""
    if not move(post, to, only_from=only_from, **{"reason": "", **changes}):
        raise moved_on(post)
    trail.record(event, post, by=by, unit=post.page.unit, fields=("status", *sorted(changes)))


def moved_on(post: Post) -> Refusal:
    """The state does not allow it (any more)."""
    post.refresh_from_db()
    return Refusal(
        _("This cannot be done now: the post stands at “%(status)s”.")
        % {"status": post.get_status_display()},
        remedy=_("Reload the page to see where it stands."),
    )
