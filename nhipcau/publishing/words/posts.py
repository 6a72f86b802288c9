"""What a person reads about a post."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.facebook.faults import Fault
from nhipcau.publishing.models import Post
from nhipcau.publishing.states import Reason, Status
from nhipcau.publishing.words.pages import of_page
from nhipcau.publishing.words.refusals import fault_words
from nhipcau.publishing.words.saying import Words, hour


def of_post(post: Post) -> Words:
    """Where the post stands."""
    speak = {
        Status.DRAFT: _draft,
        Status.SCHEDULED: _scheduled,
        Status.BY_HAND: _by_hand,
        Status.PUBLISHING: _publishing,
        Status.WAITING: _waiting,
        Status.CHECKING: _checking,
        Status.ASKED: _asked,
        Status.REFUSED: _refused,
        Status.HANDED: _handed,
        Status.PUBLISHED: _published,
        Status.EDITED: _edited,
        Status.REMOVED: _removed,
        Status.TAKEN_DOWN: _taken_down,
        Status.CANCELLED: _cancelled,
    }
    return speak[Status(post.status)](post)


def _draft(post: Post) -> Words:
    return Words(_("This post is not scheduled yet."), _("Choose a time, or publish it now."))


def _scheduled(post: Post) -> Words:
    assert post.due_at is not None
    if post.page.is_stopped:
        return Words(of_page(post.page).what, _("The post goes out after the Page is connected again."))
    if post.page.holds_posts:
        return Words(
            _("The Page is unpublished."),
            _("The post waits until the Page can be seen again, as chosen under “Pages”."),
        )
    if post.is_native:
        return Words(
            _("It will be published at %(time)s.") % {"time": hour(post.due_at)},
            _("It is handed to Facebook's own schedule in a moment."),
        )
    if post.reason == Reason.NOT_NATIVE:
        return Words(
            _("It will be published at %(time)s.") % {"time": hour(post.due_at)},
            _("Facebook's own schedule did not take the post, so it is published from here at that hour."),
        )
    return Words(_("It will be published at %(time)s.") % {"time": hour(post.due_at)})


def _by_hand(post: Post) -> Words:
    return Words(
        _("This post is to be posted by hand."),
        _("Copy the text, download the photos, post them on the Page, then paste the address of the post."),
    )


def _publishing(post: Post) -> Words:
    return Words(_("It is being published at this moment."), _("Reload the page in a minute."))


def _waiting(post: Post) -> Words:
    assert post.next_attempt_at is not None
    if post.reason == Fault.RATE:
        return Words(_("Rate limited, continuing at %(time)s.") % {"time": hour(post.next_attempt_at)})
    if post.page.is_stopped:
        return Words(of_page(post.page).what, _("The post goes out after the Page is connected again."))
    next_try = _("The next try is at %(time)s.") % {"time": hour(post.next_attempt_at)}
    if post.reason == Reason.NOT_SENT:
        return Words(_("Facebook could not be reached; nothing was sent."), next_try)
    if post.reason == Reason.NOT_NATIVE:
        return Words(
            _("Facebook's own schedule did not take the post, so it is published from here at that hour."),
            next_try,
        )
    if post.reason == Reason.INTERRUPTED:
        return Words(_("The program stopped before anything was sent."), next_try)
    return Words(_("Facebook is failing, retrying."), next_try)


def _checking(post: Post) -> Words:
    if post.reason == Reason.PROCESSING:
        return Words(
            _("The video is with Facebook, which is still preparing it."),
            _("It is looked for again and again until it can be seen. You need not do anything yet."),
        )
    return Words(
        _("Facebook gave no clear answer; the post is being looked for on the Page."),
        _("Nothing is sent again before the Page was looked at. You need not do anything yet."),
    )


def _asked(post: Post) -> Words:
    if post.reason == Reason.LATE:
        return Words(
            _("The hour of publishing passed more than an hour ago, and the post is not public."),
            _("Publish it now, choose another time, or call it off."),
        )
    if post.reason == Reason.PROCESSING:
        return Words(
            _("Facebook has had the video for an hour, and it cannot be seen yet."),
            _("Open the Page: if the post is there, paste its address; otherwise publish again."),
        )
    if post.reason == Fault.UNCLASSIFIED:
        return Words(
            _("Facebook answered with a fault this program does not know, and the post was not found."),
            _("Show the attempt below to the operator; open the Page and look whether the post is there."),
        )
    if post.reason == Reason.RIGHTS:
        return Words(
            _("A photo or clip of it may not be shown any more; nothing was sent."),
            _("Call this post off and prepare a new one from the story."),
        )
    if post.reason == Reason.OTHER_APP:
        return Words(
            _("An identical post by someone else exists."),
            _("Open the Page: if that post is enough, choose “It is there”; otherwise publish again."),
        )
    if post.reason == Fault.DUPLICATE:
        return Words(
            _("Facebook says the same text is already on the Page, but it was not found."),
            _("Open the Page: if the post is there, paste its address; otherwise publish again."),
        )
    return Words(
        _("Facebook gave no clear answer, and the post was not found on the Page."),
        _("Open the Page: if the post is there, paste its address; otherwise publish again."),
    )


def _refused(post: Post) -> Words:
    attempt = post.attempts.last()
    if post.reason == Fault.PHOTO and attempt is not None:
        n = len(attempt.photo_ids) + 1
        return Words(
            _("Photo %(n)s was refused; nothing was published.") % {"n": n},
            _("Replace or remove this photo, then schedule the post again."),
        )
    if post.reason == Reason.VIDEO:
        why = post.clip.fault if hasattr(post, "clip") else ""
        return Words(
            _("Video refused: %(why)s") % {"why": why or _("Facebook did not say why.")},
            _("The text is kept. Replace the clip by another one, then schedule the post again."),
        )
    what, to_do = fault_words(post.reason)
    return Words(what, to_do)


def _handed(post: Post) -> Words:
    assert post.due_at is not None
    return Words(
        _("It stands in Facebook's own schedule for %(time)s.") % {"time": hour(post.due_at)},
        _("To change it, call it off here; it is then taken out of Facebook's schedule as well."),
    )


def _edited(post: Post) -> Words:
    return Words(
        _("Edited on Facebook."),
        _("Both texts are shown below. Ours is not put over it unless you correct the post."),
    )


def _removed(post: Post) -> Words:
    return Words(
        _("Removed on Facebook."),
        _("It is never published again by itself; its text and its numbers are kept here."),
    )


def _taken_down(post: Post) -> Words:
    assert post.take_down_at is not None
    return Words(
        _("Taken down by us at %(time)s.") % {"time": hour(post.take_down_at)},
        _("Reason: %(reason)s") % {"reason": post.take_down_reason},
    )


def _published(post: Post) -> Words:
    assert post.published_at is not None
    if post.reason == Reason.APP_ROLES:
        return Words(
            _("Only app roles can see it."),
            _(
                "The Meta app is in development mode. Ask the operator to set it to live, then open the post signed out."
            ),
        )
    if post.reason == Reason.SEVERAL:
        return Words(
            _("Published, but the Page shows this post more than once."),
            _("Open the Page and take down the copy by hand; nothing is removed by itself."),
        )
    if post.confirmation == "found":
        return Words(_("Published (confirmed after a lost connection)."))
    if post.confirmation == "person":
        return Words(_("Published; an officer confirmed its address."))
    return Words(_("Published at %(time)s.") % {"time": hour(post.published_at)})


def _cancelled(post: Post) -> Words:
    return Words(_("This post was called off; it will not be published."))
