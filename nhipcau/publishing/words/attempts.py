"""What a person reads about one attempt."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.facebook.faults import PAGE_FAULTS, Fault
from nhipcau.publishing.models import Attempt, Post
from nhipcau.publishing.words.pages import stopped_words
from nhipcau.publishing.words.refusals import fault_words
from nhipcau.publishing.words.saying import Words, second


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
        stopped = fault in PAGE_FAULTS
        what = stopped_words(fault).what if stopped else fault_words(fault)[0]
        return Words(_("Facebook asks for fewer calls.") if fault == Fault.RATE else what, note)
    return Words(_("No clear answer; the post was not found on the Page."), note)


def sent_lines(attempt: Attempt) -> list[str]:
    """What an attempt sent, line by line; never a token."""
    sent = attempt.sent
    lines = [_("A text of %(n)s characters.") % {"n": len(str(sent.get("text", "")))}] if sent else []
    if sent.get("photos"):
        n = int(sent["photos"])
        lines.append(ngettext("%(n)s photo.", "%(n)s photos.", n) % {"n": n})
    if sent.get("clip"):
        lines.append(_("One clip."))
    if sent.get("link"):
        lines.append(_("The link %(link)s") % {"link": sent["link"]})
    if sent.get("for"):
        lines.append(_("For Facebook's own schedule."))
    if attempt.sending_at is None:
        lines.append(_("The call that makes it public was never made."))
    return lines


def came_lines(attempt: Attempt) -> list[str]:
    """What came back, redacted; the beginning of an unreadable answer is kept for the operator and not shown."""
    answer = attempt.answer
    lines = []
    if answer.get("failure"):
        lines.append(_("No answer: the connection failed, was cut, or took too long."))
    if answer.get("status"):
        lines.append(_("HTTP status %(status)s.") % {"status": answer["status"]})
    if answer.get("code"):
        code = "/".join(str(answer[name]) for name in ("code", "subcode") if answer.get(name))
        lines.append(_("Error %(code)s: %(message)s") % {"code": code, "message": answer.get("message", "")})
    if answer.get("user_message"):
        lines.append(_("Facebook says: %(message)s") % {"message": answer["user_message"]})
    if answer.get("body_start"):
        lines.append(_("The answer could not be read; its beginning is kept for the operator."))
    if answer.get("trace_id"):
        lines.append(_("Facebook's reference: %(trace)s") % {"trace": answer["trace_id"]})
    return lines


def look_lines(attempt: Attempt) -> list[tuple[datetime, str]]:
    """Each look at the Page for this attempt: when, and what was seen."""
    seen = {
        "found": _("The post was found."),
        "missing": _("The post was not found."),
        "other": _("An identical post by someone else was found."),
        "pending": _("Facebook was still preparing the video."),
        "failed": _("The Page could not be read."),
    }
    return [
        (datetime.fromisoformat(row["at"]), seen.get(row["seen"], seen["failed"])) for row in attempt.looks
    ]


def next_of(post: Post, attempt: Attempt) -> str:
    """What will happen next because of this attempt; nothing when it is over."""
    if attempt.next_probe_at is not None:
        return _("The Page is looked at again at %(time)s.") % {"time": second(attempt.next_probe_at)}
    if attempt.outcome == Attempt.Outcome.OPEN:
        return _("An answer is waited for. A worker that stopped is noticed after three minutes.")
    is_last = not post.attempts.filter(n__gt=attempt.n).exists()
    may_go_on = post.is_queued and not post.page.is_stopped
    if is_last and may_go_on and post.next_attempt_at is not None:
        return _("The next try is at %(time)s.") % {"time": second(post.next_attempt_at)}
    return ""
