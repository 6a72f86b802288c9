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
from nhipcau.facebook.answers import Answer, NotSent, Outcome, Published, Refused, Unknown
from nhipcau.facebook.client import GraphClient, Photo
from nhipcau.facebook.faults import PAGE_FAULTS, Fault
from nhipcau.facebook.matching import PROBE_SECONDS
from nhipcau.publishing.models import Attempt, Page, Post
from nhipcau.publishing.outcomes import save_published, stop_page
from nhipcau.publishing.states import QUEUED, Reason, Status, move

# Longer than every time limit of the client together, for one photo or the post itself.
LEASE = timedelta(minutes=3)
RETRY_MINUTES = (1, 2, 5, 10, 15)
RATE_MINUTES = 60


def publish(post: Post, client: GraphClient) -> None:
    """Carry one due post as far as it goes; a second worker doing the same does no harm."""
    passed("publishing.intent")
    attempt = claim(post)
    if attempt is None:
        return
    passed("publishing.claimed")
    failure = _upload_photos(attempt, client)
    if failure is not None:
        _save(attempt, failure)
        return
    if not _mark_sending(attempt):
        return
    passed("publishing.sending")
    page = post.page
    outcome = client.publish(page.page_id, page.token, post.text, attempt.photo_ids)
    passed("publishing.sent")
    _save(attempt, outcome)
    passed("publishing.saved")


def claim(post: Post) -> Attempt | None:
    """Take the Page and the post for this worker, and write the attempt down; None when another was first."""
    now = clock.now()
    claimed_by = str(uuid.uuid4())
    with transaction.atomic():
        free = Q(lock_until__isnull=True) | Q(lock_until__lt=now)
        page = Page.objects.open_to_work(now).filter(free, pk=post.page_id)
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
            return Attempt.objects.create(post=post, n=n, started_at=now, fingerprint=post.fingerprint)
        Page.objects.filter(pk=post.page_id, lock_by=claimed_by).update(lock_by="", lock_until=None)
    return None


def _renew(attempt: Attempt) -> bool:
    """Keep the claim for one more call; False when somebody took it over meanwhile."""
    post, until = attempt.post, clock.now() + LEASE
    with transaction.atomic():
        mine = Post.objects.filter(pk=post.pk, status=Status.PUBLISHING, claimed_by=post.claimed_by)
        if not mine.update(claimed_until=until):
            return False
        Page.objects.filter(pk=post.page_id, lock_by=post.claimed_by).update(lock_until=until)
    return True


def _upload_photos(attempt: Attempt, client: GraphClient) -> Outcome | None:
    """Store the photos where nobody sees them; all or nothing. None when all are there."""
    post = attempt.post
    for photo in post.photos.all():
        if not _renew(attempt):
            return NotSent(Answer(failure="the claim was taken over"))
        with photo.file.open("rb") as file:
            content = file.read()
        outcome = client.upload_photo(
            post.page.page_id, post.page.token, Photo(content, f"{photo.position}.jpg", photo.alt_text)
        )
        if isinstance(outcome, Unknown):  # whatever became of it, it is invisible
            return NotSent(outcome.answer)
        if not isinstance(outcome, Published):
            return outcome
        attempt.photo_ids = [*attempt.photo_ids, outcome.id]
        attempt.save(update_fields=["photo_ids"])
        passed("publishing.photo")
    return None


def _mark_sending(attempt: Attempt) -> bool:
    """The last thing committed before the call."""
    with transaction.atomic():
        if not _renew(attempt):
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
    if isinstance(outcome, Published):  # true whatever the tick believed meanwhile
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
    elif fault in PAGE_FAULTS:
        stop_page(post.page, fault, now)
        wait(post, fault, now)
    else:
        move(post, Status.REFUSED, reason=fault)
        trail.record("post.refused", post, by="worker", unit=post.page.unit, fields=("status",))


def settle(attempt: Attempt, outcome: str, reason: str, now: datetime) -> None:
    """The attempt is over."""
    attempt.outcome, attempt.reason, attempt.ended_at, attempt.next_probe_at = outcome, reason, now, None
    attempt.save()


def wait(post: Post, reason: str, until: datetime) -> None:
    """Nothing is public; try again later."""
    move(post, Status.WAITING, reason=reason, next_attempt_at=until)


def look_for(attempt: Attempt, now: datetime, reason: str = "") -> None:
    """Nobody knows: look at the Page before anything else."""
    attempt.reason = reason
    attempt.probes = attempt.failed_probes = 0
    attempt.next_probe_at = now + timedelta(seconds=PROBE_SECONDS[0])
    attempt.save()
    move(attempt.post, Status.CHECKING, reason=reason)
