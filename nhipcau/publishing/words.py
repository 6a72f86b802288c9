"""What a person reads about a post, an attempt or a Page: whole sentences, what happened and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.facebook.faults import Fault
from nhipcau.publishing.models import Attempt, Page, Post
from nhipcau.publishing.states import Reason, Status


@dataclass(frozen=True)
class Words:
    """What happened, and what happens next or what to do."""

    what: str
    next: str = ""


def hour(moment: datetime) -> str:
    """14:30 08/10/2020 at the office."""
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y")


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
        Status.PUBLISHED: _published,
        Status.CANCELLED: _cancelled,
    }
    return speak[Status(post.status)](post)


def _draft(post: Post) -> Words:
    return Words(_("This post is not scheduled yet."), _("Choose a time, or publish it now."))


def _scheduled(post: Post) -> Words:
    assert post.due_at is not None
    if post.page.is_stopped:
        return Words(of_page(post.page).what, _("The post goes out after the Page is connected again."))
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
    if post.reason == Reason.INTERRUPTED:
        return Words(_("The program stopped before anything was sent."), next_try)
    return Words(_("Facebook is failing, retrying."), next_try)


def _checking(post: Post) -> Words:
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
    what, to_do = _fault_words(post.reason)
    return Words(what, to_do)


def _published(post: Post) -> Words:
    assert post.published_at is not None
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


def _fault_words(fault: str) -> tuple[str, str]:
    """A refusal of one post."""
    table = {
        Fault.DUPLICATE: (_("Same text as the latest post."), _("Change the text, then schedule it again.")),
        Fault.CONTENT: (
            _("Facebook refused the content."),
            _("Change the text or the photos, then schedule it again."),
        ),
        Fault.LINK: (
            _("Facebook cannot read a link in the text."),
            _("Correct or remove the link, then schedule it again."),
        ),
        Fault.PHOTO: (
            _("A photo was refused; nothing was published."),
            _("Replace or remove this photo, then schedule the post again."),
        ),
        Fault.SCHEDULE: (
            _("Facebook did not accept the time."),
            _("Publish it now, or choose another time."),
        ),
    }
    return table.get(
        Fault(fault) if fault in set(Fault) else Fault.UNCLASSIFIED,
        (
            _("Facebook refused the post for a reason this program does not know."),
            _("Show the attempt below to the operator, then schedule it again or post it by hand."),
        ),
    )


def of_page(page: Page) -> Words:
    """How the connection stands."""
    if not page.is_connected:
        return Words(
            _("This Page is not connected; its posts go out by hand."),
            _("Connect the Page to publish by schedule."),
        )
    if page.is_stopped:
        return _stopped(page.stopped_reason)
    if page.paused_until is not None and page.paused_until > _now():
        return Words(_("Rate limited, continuing at %(time)s.") % {"time": hour(page.paused_until)})
    return Words(_("The Page is connected."))


def _now() -> datetime:
    from nhipcau.core import clock

    return clock.now()


def _stopped(reason: str) -> Words:
    if reason == Fault.ROLE_LOST:
        return Words(
            _("The connecting person no longer has a role on the Page."),
            _("A person with a role on the Page must connect it again."),
        )
    if reason == Fault.PERMISSION:
        return Words(
            _("A permission to publish on the Page is missing."),
            _(
                "Connect the Page again and grant pages_manage_posts, pages_read_engagement and pages_show_list."
            ),
        )
    if reason == Fault.VERIFY:
        return Words(
            _("Facebook asks an admin to verify on facebook.com."),
            _("Sign in on facebook.com, do what it asks, then connect the Page again."),
        )
    if reason == Fault.BLOCKED:
        return Words(
            _("Facebook has blocked publishing on this Page for a while."),
            _("Wait a day, look at the Page on facebook.com, then connect it again."),
        )
    if reason == Fault.PROOF:
        return Words(
            _("The app secret of this installation does not fit the app."),
            _("Ask the operator to correct it, then connect the Page again."),
        )
    return Words(
        _("The connection to the Page has ended; its posts wait."),
        _("Reconnect the Page: paste a new token on the page “Pages”."),
    )


def of_attempt(attempt: Attempt) -> Words:
    """One attempt in the list of a post."""
    trace = str(attempt.answer.get("trace_id") or "")
    note = _("Facebook's reference: %(trace)s") % {"trace": trace} if trace else ""
    if attempt.outcome == Attempt.Outcome.OPEN:
        if attempt.next_probe_at is not None:
            return Words(
                _("No clear answer yet; looked for on the Page %(n)s times.") % {"n": attempt.probes}, note
            )
        return Words(_("Under way."), note)
    if attempt.outcome == Attempt.Outcome.PUBLISHED:
        return Words(_("Facebook confirmed the post."), note)
    if attempt.outcome == Attempt.Outcome.FOUND:
        return Words(_("The answer was lost; the post was found on the Page."), note)
    if attempt.outcome == Attempt.Outcome.NOT_SENT:
        return Words(_("Nothing was sent to Facebook."), note)
    if attempt.outcome == Attempt.Outcome.REFUSED:
        fault = attempt.reason
        stopped = fault in (
            Fault.TOKEN,
            Fault.ROLE_LOST,
            Fault.PERMISSION,
            Fault.VERIFY,
            Fault.BLOCKED,
            Fault.PROOF,
        )
        what = _stopped(fault).what if stopped else _fault_words(fault)[0]
        return Words(_("Facebook asks for fewer calls.") if fault == Fault.RATE else what, note)
    return Words(_("No clear answer; the post was not found on the Page."), note)
