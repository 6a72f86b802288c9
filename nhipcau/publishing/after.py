"""What became of a post after it went out: edited or removed on Facebook is seen, and never undone by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.facebook.answers import PostState, RemotePost, State
from nhipcau.facebook.budget import PUBLISH_ONLY_AT
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import PAGE_FAULTS
from nhipcau.facebook.matching import collapsed
from nhipcau.notifications import queue
from nhipcau.publishing import channels
from nhipcau.publishing.channels.base import Channel
from nhipcau.publishing.models import LATE_AFTER, Page, PageQuerySet, Post, PostWording
from nhipcau.publishing.outcomes import ask, note_answer, responsible, stop_page, tell_story
from nhipcau.publishing.states import PUBLIC, Reason, Status, move

LOOK_EVERY = timedelta(days=1)
WATCHED_FOR = timedelta(days=90)
HANDED_AGAIN = timedelta(minutes=5)


def pages_to_look_at(now: datetime) -> PageQuerySet:
    """Pages whose last look is a day old and whose budget leaves room for looking."""
    stale = Q(looked_at__isnull=True) | Q(looked_at__lte=now - LOOK_EVERY)
    is_used_up = Q(usage_percent__gte=PUBLISH_ONLY_AT, answered_at__gt=now - timedelta(hours=1))
    return Page.objects.open_to_work(now).filter(stale).exclude(is_used_up).select_related("unit")


def look_at_page(page: Page, client: GraphClient) -> None:
    """Each post of the last ninety days, newest first, until the budget is used up."""
    now = clock.now()
    Page.objects.filter(pk=page.pk).update(looked_at=now)
    posts = Post.objects.public().filter(page=page, published_at__gt=now - WATCHED_FOR).exclude(remote_id="")
    for n, post in enumerate(posts.order_by("-published_at", "-pk").select_related("story")):
        post.page = page
        look(post, channels.of(post, client))
        if n == 0 and post.is_published:
            note_who_sees(post, client.opens_signed_out(post.permalink))
        page.refresh_from_db()
        if page.is_stopped or (page.usage_percent or 0) >= PUBLISH_ONLY_AT:
            return


def look(post: Post, channel: Channel) -> PostState:
    """Ask once what stands on the Page, and write down what that means."""
    seen = channel.state(post)
    with transaction.atomic():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        locked.page = post.page
        note_answer(post.page, seen.answer, clock.now())
        if seen.fault in PAGE_FAULTS and seen.fault is not None:
            stop_page(post.page, seen.fault, clock.now())
        if locked.is_on_record and not locked.is_taken_down:
            _settle(locked, seen, clock.now())
    post.refresh_from_db()
    return seen


def note_who_sees(post: Post, opens: bool | None) -> None:
    """A published post that nobody sees signed out means an app in development mode; None says nothing."""
    if opens is None or post.status != Status.PUBLISHED:
        return
    had = Post.objects.filter(pk=post.pk, reason=Reason.APP_ROLES)
    if opens:
        had.update(reason="")
    else:
        Post.objects.filter(pk=post.pk, reason="").update(reason=Reason.APP_ROLES)
    Page.objects.filter(pk=post.page_id).update(app_is_in_development=not opens)
    post.refresh_from_db()


def _settle(post: Post, seen: PostState, now: datetime) -> None:
    if seen.state is State.UNKNOWN:
        return
    Post.objects.filter(pk=post.pk).update(looked_at=now)
    if seen.state is State.REMOVED:
        if post.take_down_at is not None:  # our own order, whose answer was lost
            end_take_down(post)
        elif move(post, Status.REMOVED, only_from=PUBLIC):
            _tell(post, "post.removed_remotely", now)
    elif seen.post is not None:
        _settle_text(post, seen.post, now)


def _settle_text(post: Post, remote: RemotePost, now: datetime) -> None:
    """Our text, a correction of ours whose answer was lost, or a text that somebody put there on Facebook."""
    for wording in post.wordings.filter(confirmed_at__isnull=True, source=PostWording.Source.OURS):
        if collapsed(wording.text) == collapsed(remote.message):
            confirm(post, wording, now)
    if collapsed(remote.message) == collapsed(post.text):
        if post.status in (Status.EDITED, Status.REMOVED):
            move(post, Status.PUBLISHED, only_from=[Status.EDITED, Status.REMOVED], remote_text="")
        return
    if post.is_edited and post.remote_text == remote.message:
        return
    if move(post, Status.EDITED, remote_text=remote.message):
        keep_wording(post, remote.message, PostWording.Source.FACEBOOK, now, confirmed_at=now)
        _tell(post, "post.edited_remotely", now)


def _tell(post: Post, event: str, now: datetime) -> None:
    """Written down, and told once to those who publish on the Page."""
    trail.record(event, post, by="worker", unit=post.page.unit, fields=("status",))
    for user in responsible(post.page, Permission.POST_PUBLISH):
        key = f"{event}:{post.pk}:{now.isoformat()}"
        queue("publishing/changed", post, to=user, key=key, path=post.get_absolute_url())


def keep_wording(
    post: Post,
    text: str,
    source: str,
    now: datetime,
    *,
    by: User | None = None,
    confirmed_at: datetime | None = None,
) -> PostWording:
    """The next wording of the post; the first one kept is the text it was published with."""
    n = post.wordings.count()
    if n == 0:
        first = post.published_at or now
        post.wordings.create(
            n=1,
            text=post.text,
            source=PostWording.Source.OURS,
            at=first,
            confirmed_at=first,
            by=post.created_by,
        )
        n = 1
    return post.wordings.create(n=n + 1, text=text, source=source, at=now, by=by, confirmed_at=confirmed_at)


def confirm(post: Post, wording: PostWording, now: datetime) -> None:
    """A correction of ours stands on the Page."""
    wording.confirmed_at = now
    wording.save(update_fields=["confirmed_at"])
    Post.objects.filter(pk=post.pk).update(text=wording.text, remote_text="")
    post.refresh_from_db()


def end_take_down(post: Post) -> bool:
    """It is away by our own order."""
    return move(post, Status.TAKEN_DOWN, only_from=[*PUBLIC, Status.REMOVED])


def look_at_handed(post: Post, channel: Channel) -> None:
    """A post in Facebook's own schedule: is it public? More than an hour late, a person is asked."""
    now = clock.now()
    assert post.due_at is not None
    again = Post.objects.filter(pk=post.pk, status=Status.HANDED, next_attempt_at=post.next_attempt_at)
    if not again.update(next_attempt_at=now + HANDED_AGAIN):
        return
    seen = channel.state(post)
    with transaction.atomic():
        note_answer(post.page, seen.answer, now)
        if seen.state in (State.LIVE, State.EDITED) and seen.post is not None:
            permalink = seen.post.permalink or f"{post.page.address.rsplit('/', 1)[0]}/{post.remote_id}"
            changes: dict[str, Any] = {
                "permalink": permalink,
                "published_at": seen.post.created_at or now,
                "confirmation": "call",
            }
            if move(post, Status.PUBLISHED, only_from=[Status.HANDED], reason="", **changes):
                trail.record("post.published", post, by="worker", unit=post.page.unit, fields=("status",))
                tell_story(post)
        elif now - post.due_at > LATE_AFTER or seen.state is State.REMOVED:
            ask(post, Reason.UNKNOWN, now)
