"""A person says whether a post is on the Page, or that it shall be published (again)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.permalinks import Kind, Permalink, judge
from nhipcau.publishing.actions.queue import change, check_four_eyes
from nhipcau.publishing.connection import hosts
from nhipcau.publishing.models import Post
from nhipcau.publishing.outcomes import tell_story
from nhipcau.publishing.states import Status


def confirm_there(post: Post, permalink: str, *, by: User) -> None:
    """The post is on the Page: keep the address an officer pasted."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    found = checked_permalink(post, permalink)
    if post.is_published and post.permalink == found.url:
        return  # the same answer, sent twice
    remote_id = f"{post.page.page_id}_{found.post_id}" if found.post_id and post.page.page_id else ""
    was_by_hand = post.is_by_hand
    try:
        with transaction.atomic():
            change(
                post,
                Status.PUBLISHED,
                "post.published",
                by,
                only_from=[Status.ASKED, Status.BY_HAND],
                permalink=found.url,
                remote_id=remote_id,
                published_at=clock.now(),
                confirmation="hand" if was_by_hand else "person",
            )
            tell_story(post)
    except IntegrityError:
        raise Refusal(
            _("This post on the Page already belongs to another publication."),
            remedy=_("Open the Page and copy the address of the right post."),
        ) from None


def checked_permalink(post: Post, typed: str) -> Permalink:
    """It must be a post of the own Page; nothing is fetched."""
    found = judge(typed, hosts().www)
    if found.kind is Kind.SHORT_LINK:
        raise Refusal(
            _("This is a share link; it does not say whose post it is."),
            remedy=_("Open the post on the Page and copy the address shown in the browser."),
        )
    if found.kind in (Kind.NOT_A_POST, Kind.NOT_FACEBOOK, Kind.NO_OWNER):
        raise Refusal(
            _("This is not the address of a post on your Page."),
            remedy=_("Open the Page, press the time of the post, and copy the address shown in the browser."),
        )
    if not found.belongs_to(post.page.page_id, post.page.username):
        raise Refusal(
            _("This post does not belong to the Page “%(page)s”.") % {"page": post.page.name},
            remedy=_("Open your own Page and copy the address of the post there."),
        )
    return found


@transaction.atomic
def publish_again(post: Post, *, by: User) -> None:
    """An officer has looked: it is not there, and it shall go out."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    if post.is_queued:
        return  # pressed twice: it is on its way already
    check_four_eyes(post, by)
    if not post.page.is_connected:
        raise Refusal(
            _("The Page “%(page)s” is not connected, so nothing can be published on it by itself.")
            % {"page": post.page.name},
            remedy=_("Choose “Post by hand”, or connect the Page first."),
        )
    now = clock.now()
    change(
        post, Status.SCHEDULED, "post.again", by, only_from=[Status.ASKED], due_at=now, next_attempt_at=now
    )
