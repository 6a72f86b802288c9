"""What the worker does with a post whose hour has come: intent, claim, sending, call, outcome.

Each step is committed before the next begins, so that a process killed anywhere leaves rows that say how far it
came. The one rule: after `sending_at` is stored nothing is sent again before the Page was looked at.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.points import passed
from nhipcau.facebook.answers import NotSent, Outcome, Published, Refused
from nhipcau.facebook.faults import PAGE_FAULTS, VIDEO_AGAIN_AFTER, Fault, is_odd
from nhipcau.facebook.matching import PROBE_SECONDS
from nhipcau.publishing.channels.base import Channel
from nhipcau.publishing.channels.page import RATE_MINUTES
from nhipcau.publishing.models import Attempt, Page, Post
from nhipcau.publishing.outcomes import ask, note_answer, save_published, stop_page, tell_of_odd_calls
from nhipcau.publishing.rights import has_lost_rights
from nhipcau.publishing.states import QUEUED, Reason, Status, move
from nhipcau.publishing.uploading import LEASE, renew, upload

# Five tries in the first hour, at 0, 1, 5, 15 and 35 minutes: nobody is helped by more.
RETRY_MINUTES = (1, 4, 10, 20, 30)


def publish(post: Post, channel: Channel) -> None:
    """Carry one due post as far as it goes; a second worker doing the same does no harm."""
    passed("publishing.intent")
    if has_lost_rights(post):
        ask(post, Reason.RIGHTS, clock.now())
        return
    attempt = claim(post)
    if attempt is None:
        return
    passed("publishing.claimed")
    failure = upload(attempt, channel)
    if failure is not None:
        _save(attempt, failure)
        return
    if not _mark_sending(attempt):
        return
    passed("publishing.sending")
    outcome = channel.publish(attempt.post, attempt.photo_ids, attempt)
    passed("publishing.sent")
    _save(attempt, outcome)
    passed("publishing.saved")


def claim(post: Post) -> Attempt | None:
    """Take the Page and the post for this worker, and write the attempt down; None when another was first."""
    now = clock.now()
    claimed_by = str(uuid.uuid4())
    with transaction.atomic():
        free = Q(lock_until__isnull=True) | Q(lock_until__lt=now)
        page = Page.objects.open_to_posts(now).filter(free, pk=post.page_id)
        if not page.update(lock_by=claimed_by, lock_until=now + LEASE):
            return None
        taken = move(
            post, Status.PUBLISHING, only_from=QUEUED, claimed_by="", claimed_until=now + LEASE, reason=""
        )
        if taken:
            # `move` filters on an empty claim; the name of this claim is written in the same transaction.
            Post.objects.filter(pk=post.pk).update(claimed_by=claimed_by)
            post.refresh_from_db()
            post.page.refresh_from_db()
            n = post.attempts.count() + 1
            return Attempt.objects.create(
                post=post, n=n, started_at=now, fingerprint=post.fingerprint, sent=summary(post)
            )
        Page.objects.filter(pk=post.page_id, lock_by=claimed_by).update(lock_by="", lock_until=None)
    return None


def summary(post: Post) -> dict[str, object]:
    """What an attempt sends, in short, as its page shows it."""
    sent: dict[str, object] = {
        "text": post.text,
        "photos": post.photos.count(),
        "clip": hasattr(post, "clip"),
    }
    if post.link:
        sent["link"] = post.link
    if post.is_native and post.due_at is not None:
        sent["for"] = post.due_at.isoformat()
    return sent


def _mark_sending(attempt: Attempt) -> bool:
    """The last thing committed before the call."""
    with transaction.atomic():
        if not renew(attempt):
            return False
        attempt.sending_at = clock.now()
        attempt.save(update_fields=["sending_at"])
    return True


@transaction.atomic
def _save(attempt: Attempt, outcome: Outcome) -> None:
    """Write down what came back and what happens next."""
    now = clock.now()
    post = attempt.post
    holder = post.claimed_by
    attempt.refresh_from_db()
    attempt.answer = outcome.answer.to_json()
    note_answer(post.page, outcome.answer, now)
    if isinstance(outcome, Published) and hasattr(post, "clip"):
        look_for(attempt, now, reason=Reason.PROCESSING)  # public only when Facebook has prepared the video
    elif isinstance(outcome, Published) and post.is_native:
        _save_handed(attempt, outcome, now)
    elif isinstance(outcome, Published):  # true whatever the tick believed meanwhile
        save_published(attempt, outcome.id, outcome.url, how="call", now=now)
    elif (
        attempt.outcome
        or not Post.objects.filter(pk=post.pk, status=Status.PUBLISHING, claimed_by=holder).exists()
    ):
        attempt.save(update_fields=["answer"])
    elif isinstance(outcome, Refused):
        _save_refused(attempt, outcome, now)
    elif isinstance(outcome, NotSent):
        settle(attempt, Attempt.Outcome.NOT_SENT, Reason.NOT_SENT, now)
        minutes = RETRY_MINUTES[min(attempt.n, len(RETRY_MINUTES)) - 1]
        wait(post, Reason.NOT_SENT, now + timedelta(minutes=minutes))
    else:
        look_for(attempt, now)
    Page.objects.filter(pk=post.page_id, lock_by=holder).update(lock_by="", lock_until=None)


def _save_handed(attempt: Attempt, outcome: Published, now: datetime) -> None:
    """Facebook's own schedule has it; nothing is public before its hour."""
    settle(attempt, Attempt.Outcome.PUBLISHED, "", now)
    assert attempt.post.due_at is not None
    later = attempt.post.due_at + timedelta(seconds=PROBE_SECONDS[0])
    move(attempt.post, Status.HANDED, reason="", remote_id=outcome.id, next_attempt_at=later)


def _save_refused(attempt: Attempt, refused: Refused, now: datetime) -> None:
    post, fault = attempt.post, refused.fault
    earlier = [one for one in post.attempts.exclude(pk=attempt.pk) if one.may_be_public]
    if fault is Fault.DUPLICATE and earlier:
        # The same text is there already: the attempt that nobody could judge got through.
        look_for(attempt, now, reason=fault)
        return
    settle(attempt, Attempt.Outcome.REFUSED, fault, now)
    if fault is Fault.RATE:
        until = now + timedelta(minutes=refused.answer.usage.regain_minutes or RATE_MINUTES)
        Page.objects.filter(pk=post.page_id).update(paused_until=until)
        wait(post, fault, until)
        if is_odd(refused.answer.code, refused.answer.subcode):
            tell_of_odd_calls(post.page, now)
    elif fault in PAGE_FAULTS:
        stop_page(post.page, fault, now)
        wait(post, fault, now)
    elif fault is Fault.SCHEDULE and post.is_native and post.due_at is not None:
        # Its window or its queue is full: our own schedule takes over, at the same hour.
        Post.objects.filter(pk=post.pk).update(is_native=False)
        wait(post, Reason.NOT_NATIVE, max(now, post.due_at))
    elif fault is Fault.VIDEO_LATER and not _had(attempt, fault):
        wait(post, fault, now + VIDEO_AGAIN_AFTER)
    else:
        move(post, Status.REFUSED, reason=fault)
        trail.record("post.refused", post, by="worker", unit=post.page.unit, fields=("status",))


def _had(attempt: Attempt, fault: Fault) -> bool:
    """An earlier attempt of this post was refused for the same reason."""
    return attempt.post.attempts.exclude(pk=attempt.pk).filter(reason=fault).exists()


def settle(attempt: Attempt, outcome: str, reason: str, now: datetime) -> None:
    """The attempt is over."""
    attempt.outcome, attempt.reason, attempt.ended_at, attempt.next_probe_at = outcome, reason, now, None
    attempt.save()


def wait(post: Post, reason: str, until: datetime) -> None:
    """Nothing is public; try again later."""
    move(post, Status.WAITING, reason=reason, next_attempt_at=until)


def look_for(attempt: Attempt, now: datetime, reason: str = "") -> None:
    """Nobody knows: look at the Page before anything else; what Facebook was to publish later, at its hour."""
    attempt.reason = reason
    attempt.probes = attempt.failed_probes = 0
    if attempt.post.is_native and attempt.post.due_at is not None:
        now = max(now, attempt.post.due_at)
    attempt.next_probe_at = now + timedelta(seconds=PROBE_SECONDS[0])
    attempt.save()
    move(attempt.post, Status.CHECKING, reason=reason)
