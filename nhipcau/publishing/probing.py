"""Looking at the Page for an attempt nobody could judge, and finding work that a dead worker left behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.points import passed
from nhipcau.facebook.answers import GraphError
from nhipcau.facebook.faults import PAGE_FAULTS, Fault, classify
from nhipcau.facebook.matching import PROBE_SECONDS
from nhipcau.publishing.channels.base import Channel, Found
from nhipcau.publishing.channels.page import RATE_MINUTES
from nhipcau.publishing.models import LATE_AFTER, Attempt, Page, Post, PostClip
from nhipcau.publishing.outcomes import ask, note_answer, save_published, stop_page
from nhipcau.publishing.sending import look_for, settle, wait
from nhipcau.publishing.states import Reason, Status, move
from nhipcau.publishing.uploading import LEASE

FAILED_AGAIN_AFTER = timedelta(seconds=20)  # a look that failed says nothing, so it is made again
MOST_FAILED = 4
CLIP_AGAIN_AFTER = timedelta(minutes=5)


def recover(now: datetime) -> None:
    """A claim older than its lease belongs to a dead worker. What may have left the house is looked for."""
    for post in Post.objects.abandoned(now):
        with transaction.atomic():
            row = Post.objects.abandoned(now).select_for_update().filter(pk=post.pk).first()
            if row is None:
                continue
            Page.objects.filter(pk=row.page_id, lock_by=row.claimed_by).update(lock_by="", lock_until=None)
            attempt = row.attempts.last()
            if attempt is not None and attempt.sending_at is not None:
                look_for(attempt, now, reason=Reason.UNKNOWN)
                continue
            if attempt is not None:
                settle(attempt, Attempt.Outcome.NOT_SENT, Reason.INTERRUPTED, now)
            wait(row, Reason.INTERRUPTED, now)


def ask_about_late(now: datetime) -> None:
    """Nothing that was due an hour ago stays silent, whatever holds it up."""
    for post in Post.objects.overdue(now):
        with transaction.atomic():
            ask(post, _why_late(post), now)
    stuck = Attempt.objects.filter(post__status=Status.CHECKING, sending_at__lte=now - LATE_AFTER)
    stuck = stuck.exclude(post__is_native=True, post__due_at__gt=now - LATE_AFTER)
    for attempt in stuck.exclude(pk__in=Attempt.objects.to_look_for(now)).select_related("post__page"):
        if attempt.next_probe_at is not None and not _is_soon(attempt, now):
            with transaction.atomic():
                is_video = attempt.reason == Reason.PROCESSING
                _give_up(attempt, Reason.PROCESSING if is_video else Reason.UNKNOWN, now)


def _why_late(post: Post) -> str:
    """A late post with an attempt that may be public is first of all unclear."""
    return Reason.UNKNOWN if any(one.may_be_public for one in post.attempts.all()) else Reason.LATE


def _is_soon(attempt: Attempt, now: datetime) -> bool:
    """Looked for within minutes, because its Page may work."""
    page = attempt.post.page
    can_work = page.is_connected and not page.is_stopped and (page.paused_until or now) <= now
    return can_work and attempt.next_probe_at is not None and attempt.next_probe_at <= now + LEASE


def probe(attempt: Attempt, channel: Channel) -> None:
    """Look once for what became of the attempt."""
    now = clock.now()
    # Whoever moves the time forward first does this look; a killed look is done again after the lease.
    due = Attempt.objects.filter(pk=attempt.pk, next_probe_at=attempt.next_probe_at)
    if not due.update(next_probe_at=now + LEASE):
        return
    passed("publishing.probing")
    found: Found | GraphError
    try:
        found = channel.find(attempt)
    except GraphError as error:
        found = error
    passed("publishing.probed")
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=attempt.post_id)
        attempt.refresh_from_db()
        attempt.post = post
        if post.status == Status.CHECKING:
            _settle(attempt, found, clock.now())
    passed("publishing.settled")


def _settle(attempt: Attempt, found: Found | GraphError, now: datetime) -> None:
    post = attempt.post
    note_answer(post.page, found.answer, now)
    _note_look(attempt, found, now)
    if isinstance(found, GraphError):
        _failed(attempt, found, now)
        return
    Page.objects.filter(pk=post.page_id).update(last_checked_at=now)
    if found.ours:
        save_published(attempt, found.ours[0].id, found.ours[0].permalink, how=_how(attempt), now=now)
        if len(found.ours) > 1:
            Post.objects.filter(pk=post.pk).update(reason=Reason.SEVERAL)
        return
    if found.refusal is not None:
        _refuse_clip(attempt, found.refusal, now)
        return
    attempt.probes += 1
    if found.is_pending:
        _wait_for_clip(attempt, now)
    elif attempt.probes < len(PROBE_SECONDS):
        _next(attempt, now)
    elif found.others:
        _give_up(attempt, Reason.OTHER_APP, now)
    elif attempt.reason == Fault.DUPLICATE:
        _give_up(attempt, Fault.DUPLICATE, now)
    elif _may_resend(attempt):
        settle(attempt, Attempt.Outcome.MISSING, Reason.UNKNOWN, now)
        wait(post, Reason.UNKNOWN, now)
    else:
        _give_up(attempt, _why_unknown(attempt), now)


def _note_look(attempt: Attempt, found: Found | GraphError, now: datetime) -> None:
    """One line of the attempt's page: when the Page was looked at, and what was seen."""
    if isinstance(found, GraphError):
        seen = "failed"
    elif found.ours:
        seen = "found"
    elif found.is_pending:
        seen = "pending"
    else:
        seen = "other" if found.others else "missing"
    attempt.looks = [*attempt.looks, {"at": now.isoformat(), "seen": seen, "trace": found.answer.trace_id}]


def _how(attempt: Attempt) -> str:
    """A video is always looked for; only a lost answer makes it a find."""
    return "call" if attempt.reason == Reason.PROCESSING and not attempt.answer.get("failure") else "found"


def _why_unknown(attempt: Attempt) -> str:
    """A fault this program does not know keeps its own words."""
    return Fault.UNCLASSIFIED if is_unclassified(attempt.answer) else Reason.UNKNOWN


def is_unclassified(answer: dict[str, Any]) -> bool:
    code = answer.get("code")
    return code is not None and classify(code, answer.get("subcode"), "") is Fault.UNCLASSIFIED


def _refuse_clip(attempt: Attempt, why: str, now: datetime) -> None:
    """The text is kept; the clip has to be another one, so its upload is forgotten."""
    post = attempt.post
    settle(attempt, Attempt.Outcome.REFUSED, Reason.VIDEO, now)
    PostClip.objects.filter(post=post).update(upload={}, fault=why[:300])
    move(post, Status.REFUSED, reason=Reason.VIDEO)
    trail.record("post.refused", post, by="worker", unit=post.page.unit, fields=("status",))


def _wait_for_clip(attempt: Attempt, now: datetime) -> None:
    """Look again: soon at first, then every five minutes; `ask_about_late` ends it after an hour."""
    if attempt.probes < len(PROBE_SECONDS):
        _next(attempt, now)
        return
    attempt.next_probe_at = now + CLIP_AGAIN_AFTER
    attempt.save()


def _failed(attempt: Attempt, error: GraphError, now: datetime) -> None:
    """The Page could not be read: that says nothing about the post."""
    post = attempt.post
    if error.fault is Fault.RATE:
        until = now + timedelta(minutes=error.answer.usage.regain_minutes or RATE_MINUTES)
        Page.objects.filter(pk=post.page_id).update(paused_until=until)
        attempt.next_probe_at = until
        attempt.save(update_fields=["next_probe_at", "looks"])
        return
    attempt.failed_probes += 1
    if error.fault in PAGE_FAULTS:
        stop_page(post.page, error.fault, now)
        _give_up(attempt, Reason.UNKNOWN, now)
    elif attempt.failed_probes < MOST_FAILED:
        attempt.next_probe_at = now + FAILED_AGAIN_AFTER
        attempt.save()
    else:
        _give_up(attempt, Reason.UNKNOWN, now)


def _next(attempt: Attempt, now: datetime) -> None:
    step = PROBE_SECONDS[attempt.probes] - PROBE_SECONDS[attempt.probes - 1]
    attempt.next_probe_at = now + timedelta(seconds=step)
    attempt.save()


def _may_resend(attempt: Attempt) -> bool:
    """Switched on by the unit, every one of the four looks was answered, and it is the first time."""
    again = attempt.post.attempts.filter(outcome=Attempt.Outcome.MISSING).exists()
    return attempt.post.page.auto_resend and attempt.probes >= len(PROBE_SECONDS) and not again


def _give_up(attempt: Attempt, reason: str, now: datetime) -> None:
    settle(attempt, Attempt.Outcome.UNKNOWN, reason, now)
    ask(attempt.post, reason, now)
