"""What a person reads about one attempt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.facebook.faults import PAGE_FAULTS, Fault
from nhipcau.publishing.models import Attempt
from nhipcau.publishing.words.pages import stopped_words
from nhipcau.publishing.words.refusals import fault_words
from nhipcau.publishing.words.saying import Words


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
