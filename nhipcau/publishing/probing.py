"""Looking at the Page for an attempt nobody could judge, and finding work that a dead worker left behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from nhipcau.core import clock
from nhipcau.core.points import passed
from nhipcau.facebook.answers import GraphError, Posts, RemotePost
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import PAGE_FAULTS, Fault
from nhipcau.facebook.matching import PROBE_SECONDS, candidates
from nhipcau.publishing.models import LATE_AFTER, Attempt, Page, Post
from nhipcau.publishing.outcomes import ask, save_published, stop_page
from nhipcau.publishing.sending import LEASE, RATE_MINUTES, look_for, settle, wait
from nhipcau.publishing.states import Reason, Status


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
    for attempt in stuck.exclude(pk__in=Attempt.objects.to_look_for(now)).select_related("post__page"):
        if attempt.next_probe_at is not None and not _is_soon(attempt, now):
            with transaction.atomic():
                _give_up(attempt, Reason.UNKNOWN, now)


def _why_late(post: Post) -> str:
    """A late post with an attempt that may be public is first of all unclear."""
    return Reason.UNKNOWN if any(one.may_be_public for one in post.attempts.all()) else Reason.LATE


def _is_soon(attempt: Attempt, now: datetime) -> bool:
    """Looked for within minutes, because its Page may work."""
    page = attempt.post.page
    can_work = page.is_connected and not page.is_stopped and (page.paused_until or now) <= now
    return can_work and attempt.next_probe_at is not None and attempt.next_probe_at <= now + LEASE


def probe(attempt: Attempt, client: GraphClient) -> None:
    """Look once for what became of the attempt."""
    now = clock.now()
    # Whoever moves the time forward first does this look; a killed look is done again after the lease.
    due = Attempt.objects.filter(pk=attempt.pk, next_probe_at=attempt.next_probe_at)
    if not due.update(next_probe_at=now + LEASE):
        return
    passed("publishing.probing")
    page = attempt.post.page
    found: Posts | GraphError
    try:
        found = client.published_posts(page.page_id, page.token)
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


def _settle(attempt: Attempt, found: Posts | GraphError, now: datetime) -> None:
    post = attempt.post
    if isinstance(found, GraphError):
        _failed(attempt, found, now)
        return
    Page.objects.filter(pk=post.page_id).update(last_checked_at=now)
    ours, others = _matches(attempt, found, now)
    if ours:
        save_published(attempt, ours[0].id, ours[0].permalink, how="found", now=now)
        if len(ours) > 1:
            Post.objects.filter(pk=post.pk).update(reason=Reason.SEVERAL)
        return
    attempt.probes += 1
    if attempt.probes < len(PROBE_SECONDS):
        _next(attempt, now)
    elif others:
        _give_up(attempt, Reason.OTHER_APP, now)
    elif attempt.reason == Fault.DUPLICATE:
        _give_up(attempt, Fault.DUPLICATE, now)
    elif _may_resend(attempt):
        settle(attempt, Attempt.Outcome.MISSING, Reason.UNKNOWN, now)
        wait(post, Reason.UNKNOWN, now)
    else:
        _give_up(attempt, Reason.UNKNOWN, now)


def _matches(attempt: Attempt, found: Posts, now: datetime) -> tuple[list[RemotePost], list[RemotePost]]:
    """Posts that any unclear attempt of this publication may have made."""
    post = attempt.post
    skew = found.answer.served_at - now if found.answer.served_at else timedelta()
    known = Post.objects.filter(page=post.page).exclude(pk=post.pk).exclude(remote_id="")
    unclear = [one for one in post.attempts.all() if one.may_be_public or one.pk == attempt.pk]
    photo_ids = [one.photo_ids for one in unclear]
    ours: dict[str, RemotePost] = {}
    others: dict[str, RemotePost] = {}
    for ids in photo_ids:
        mine, theirs = candidates(
            found.posts,
            app_id=_app_id(),
            since=min(one.started_at for one in unclear) + skew,
            message=post.text,
            photo_ids=ids,
            known_ids=set(known.values_list("remote_id", flat=True)),
        )
        ours |= {one.id: one for one in mine}
        others |= {one.id: one for one in theirs}
    oldest_first = sorted(ours.values(), key=lambda one: (one.created_at or now, one.id))
    return oldest_first, list(others.values())


def _app_id() -> str:
    from django.conf import settings

    return str(settings.FACEBOOK_APP_ID)


def _failed(attempt: Attempt, error: GraphError, now: datetime) -> None:
    """The Page could not be read: that says nothing about the post."""
    post = attempt.post
    if error.fault is Fault.RATE:
        until = now + timedelta(minutes=error.answer.usage.regain_minutes or RATE_MINUTES)
        Page.objects.filter(pk=post.page_id).update(paused_until=until)
        attempt.next_probe_at = until
        attempt.save(update_fields=["next_probe_at"])
        return
    attempt.probes += 1
    attempt.failed_probes += 1
    if error.fault in PAGE_FAULTS:
        stop_page(post.page, error.fault, now)
        _give_up(attempt, Reason.UNKNOWN, now)
    elif attempt.probes < len(PROBE_SECONDS):
        _next(attempt, now)
    else:
        _give_up(attempt, Reason.UNKNOWN, now)


def _next(attempt: Attempt, now: datetime) -> None:
    step = PROBE_SECONDS[attempt.probes] - PROBE_SECONDS[attempt.probes - 1]
    attempt.next_probe_at = now + timedelta(seconds=step)
    attempt.save()


def _may_resend(attempt: Attempt) -> bool:
    """Switched on by the unit, every look was answered, and it is the first time."""
    again = attempt.post.attempts.filter(outcome=Attempt.Outcome.MISSING).exists()
    return attempt.post.page.auto_resend and attempt.failed_probes == 0 and not again


def _give_up(attempt: Attempt, reason: str, now: datetime) -> None:
    settle(attempt, Attempt.Outcome.UNKNOWN, reason, now)
    ask(attempt.post, reason, now)
