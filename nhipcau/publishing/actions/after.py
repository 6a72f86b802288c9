"""What people do with a post that is public: correct it, take it down, look what stands there now.

Nothing here is inside a transaction while Facebook is asked. What is about to be done is written down before the call, so
that a lost answer is understood at the next look.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.answers import NotSent, Outcome, PostState, Published, Refused, State
from nhipcau.facebook.faults import PAGE_FAULTS, Fault
from nhipcau.facebook.matching import collapsed
from nhipcau.publishing import after, channels
from nhipcau.publishing.actions.queue import checked_text, moved_on
from nhipcau.publishing.channels.base import Channel
from nhipcau.publishing.channels.portal import PortalChannel
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Post, PostWording
from nhipcau.publishing.outcomes import note_answer, stop_page
from nhipcau.publishing.states import PUBLIC, Status, move

MOST_REASON = 300


def correct(post: Post, text: str, *, by: User) -> None:
    """Put a corrected text into the public post; every wording stays in its history."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    text = checked_text(text)
    _check_public(post)
    if text == post.text and not post.remote_text and post.wordings.filter(text=text, by=by).exists():
        return  # pressed twice
    if collapsed(text) == collapsed(post.remote_text or post.text):
        raise Refusal(_("This is the text that stands there."), remedy=_("Change the text, then send it."))
    with transaction.atomic():
        wording = after.keep_wording(post, text, PostWording.Source.OURS, clock.now(), by=by)
        trail.record("post.corrected", post, by=by, unit=post.page.unit, fields=("text",))
    with graph_client() as client:
        channel = channels.of(post, client)
        outcome = channel.edit(post, text)
        if isinstance(outcome, Published):
            _confirm(post, wording)
            return
        if not isinstance(outcome, Refused | NotSent) and _shows(channel, post, text):
            _confirm(post, wording)
            return
    _forget(post, wording, outcome)


def _confirm(post: Post, wording: PostWording) -> None:
    with transaction.atomic():
        after.confirm(post, wording, clock.now())
        move(post, Status.PUBLISHED, only_from=[Status.EDITED], remote_text="")
        PortalChannel().edit(post, wording.text)
    post.refresh_from_db()


def _shows(channel: Channel, post: Post, text: str) -> bool:
    """The answer was lost: does the Page show the corrected text already?"""
    seen = channel.state(post)
    return seen.post is not None and collapsed(seen.post.message) == collapsed(text)


def _forget(post: Post, wording: PostWording, outcome: Outcome) -> None:
    """A clear no takes the wording back; after an unclear answer it stays, for the next look to decide."""
    fault = outcome.fault if isinstance(outcome, Refused) else None
    with transaction.atomic():
        note_answer(post.page, outcome.answer, clock.now())
        if isinstance(outcome, Refused | NotSent):
            wording.delete()
        if fault in PAGE_FAULTS and fault is not None:
            stop_page(post.page, fault, clock.now())
    if fault is Fault.GONE:
        raise Refusal(
            _("Facebook does not find this post any more."),
            remedy=_("Press “Look now” to see whether it was removed."),
        )
    if fault is not None:
        raise Refusal(
            _("Facebook refused the corrected text; the old one still stands there."),
            remedy=_(
                "Only posts made from here can be corrected from here. Otherwise correct it on facebook.com."
            ),
        )
    raise Refusal(
        _("Facebook gave no clear answer, so nobody can tell yet which text stands there."),
        remedy=_("Press “Look now” in a minute; sending the same correction again does no harm."),
    )


def take_down(post: Post, reason: str, *, by: User) -> None:
    """Take the post off the Page and the portal, with the reason that the record keeps."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    reason = " ".join(reason.split())[:MOST_REASON]
    if not reason:
        raise Refusal(
            _("Say why the post is taken down."), remedy=_("One sentence is enough; it stays in the record.")
        )
    post.refresh_from_db()
    if post.is_taken_down:
        return
    _check_public(post, may_be_removed=True)
    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(
            take_down_at=clock.now(), take_down_by=by, take_down_reason=reason
        )
        trail.record("post.take_down_asked", post, by=by, unit=post.page.unit, fields=("take_down_reason",))
    post.refresh_from_db()
    with graph_client() as client:
        channel = channels.of(post, client)
        outcome = channel.remove(post)
        is_away = isinstance(outcome, Published) or (
            not isinstance(outcome, Refused | NotSent) and channel.state(post).state is State.REMOVED
        )
    if not is_away:
        _not_taken_down(post, outcome)
    with transaction.atomic():
        note_answer(post.page, outcome.answer, clock.now())
        if after.end_take_down(post):
            trail.record("post.taken_down", post, by=by, unit=post.page.unit, fields=("status",))
        PortalChannel().remove(post)
    post.refresh_from_db()


def _not_taken_down(post: Post, outcome: Outcome) -> None:
    if isinstance(outcome, Refused | NotSent):
        changes = {"take_down_at": None, "take_down_by": None, "take_down_reason": ""}
        waiting = Post.objects.filter(pk=post.pk, status__in=[*PUBLIC, Status.REMOVED])
        if not waiting.update(**changes):
            return  # a colleague's order has taken it down meanwhile
        if isinstance(outcome, Refused) and outcome.fault in PAGE_FAULTS:
            with transaction.atomic():
                stop_page(post.page, outcome.fault, clock.now())
        raise Refusal(
            _("Facebook did not take the post down; it is still public."),
            remedy=_("Try again, or remove it on facebook.com and press “Look now”."),
        )
    raise Refusal(
        _("Facebook gave no clear answer, so nobody can tell yet whether the post is away."),
        remedy=_("Press “Look now” in a minute; taking it down again does no harm."),
    )


def look_now(post: Post, *, by: User) -> PostState:
    """Look at once what stands on the Page, instead of at the daily look."""
    require(by, Permission.POST_READ, post.page.unit)
    if not post.is_on_record or not post.remote_id or not post.page.is_connected:
        raise Refusal(
            _("There is nothing to look at for this post."),
            remedy=_("Only posts that were public on a connected Page can be looked at from here."),
        )
    with graph_client() as client:
        seen = after.look(post, channels.of(post, client))
        if post.is_published and post.permalink:
            after.note_who_sees(post, client.opens_signed_out(post.permalink))
    return seen


def _check_public(post: Post, *, may_be_removed: bool = False) -> None:
    """It is public, and we can reach it."""
    post.refresh_from_db()
    allowed = [*PUBLIC, Status.REMOVED] if may_be_removed else PUBLIC
    if post.status not in allowed:
        raise moved_on(post)
    if not post.page.is_connected or not post.remote_id:
        raise Refusal(
            _("This post was put on the Page by hand, so it cannot be changed from here."),
            remedy=_("Change or remove it on facebook.com."),
        )
