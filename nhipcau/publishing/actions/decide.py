"""A person says whether a post is on the Page, or that it shall be published (again)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.permalinks import Kind, Permalink, judge
from nhipcau.publishing.actions.queue import change, check_four_eyes
from nhipcau.publishing.connection import hosts
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.moments import true_now
from nhipcau.publishing.outcomes import tell_story
from nhipcau.publishing.rights import check_pictures
from nhipcau.publishing.states import Status


class UnknownOwner(Refusal):
    """The address may be of the own Page, but names it in a way that is new here."""


def confirm_there(post: Post, permalink: str, *, by: User, is_ours: bool = False) -> None:
    """The post is on the Page: keep the address an officer pasted."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    found = checked_permalink(post, permalink, is_ours=is_ours)
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
            _learn_name(post.page, found, by)
            tell_story(post)
    except IntegrityError:
        raise Refusal(
            _("This post on the Page already belongs to another publication."),
            remedy=_("Open the Page and copy the address of the right post."),
        ) from None


def checked_permalink(post: Post, typed: str, *, is_ours: bool = False) -> Permalink:
    """It must be a post of the own Page; nothing is fetched. A Page may have a number and a short name."""
    found = judge(typed, hosts().www)
    if found.kind is Kind.SHORT_LINK:
        raise Refusal(
            _("This is a share link; it does not say whose post it is."),
            remedy=_(
                "Paste it into Chrome or Safari, and copy the long address shown when the post is open."
            ),
        )
    if found.kind in (Kind.NOT_A_POST, Kind.NOT_FACEBOOK, Kind.NO_OWNER):
        raise Refusal(
            _("This is not the address of a post on your Page."),
            remedy=_("Open the Page, press the time of the post, and copy the address shown in the browser."),
        )
    if found.belongs_to(post.page.page_id, post.page.username):
        return found
    if _is_new_name(post.page, found):
        if not is_ours:
            raise UnknownOwner(
                _("This address names the Page “%(owner)s”, which is not known here yet.")
                % {"owner": found.owner},
                remedy=_("If that is your own Page, tick the box and send it again."),
            )
    else:
        raise Refusal(
            _("This post does not belong to the Page “%(page)s”.") % {"page": post.page.name},
            remedy=_("Open your own Page and copy the address of the post there."),
        )
    return found


def _is_new_name(page: Page, found: Permalink) -> bool:
    """The Page is known by its short name alone and the address has a number, or the other way round."""
    if found.owner.isdigit():
        return not page.page_id and not Page.objects.filter(page_id=found.owner).exists()
    return not page.username and not Page.objects.filter(username__iexact=found.owner).exists()


def _learn_name(page: Page, found: Permalink, by: User) -> None:
    name = "page_id" if found.owner.isdigit() else "username"
    if getattr(page, name) or not found.owner:
        return
    setattr(page, name, found.owner)
    page.save(update_fields=[name])
    trail.record("page.named", page, by=by, unit=page.unit, fields=(name,))


@transaction.atomic
def publish_again(post: Post, *, by: User) -> None:
    """An officer has looked: it is not there, and it shall go out."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    post.refresh_from_db()
    if post.is_queued:
        return  # pressed twice: it is on its way already
    check_four_eyes(post, by)
    check_pictures(post)
    if not post.page.is_connected:
        raise Refusal(
            _("The Page “%(page)s” is not connected, so nothing can be published on it by itself.")
            % {"page": post.page.name},
            remedy=_("Choose “Post by hand”, or connect the Page first."),
        )
    now = true_now()
    change(
        post,
        Status.SCHEDULED,
        "post.again",
        by,
        only_from=[Status.ASKED],
        due_at=now,
        next_attempt_at=now,
        is_native=False,
    )
