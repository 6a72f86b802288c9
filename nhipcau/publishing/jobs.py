"""What the worker does every few seconds; doing it twice, or in two workers, does no harm."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django_tasks import task

from nhipcau.core import clock
from nhipcau.publishing import after, channels, figures, health, probing, safety, sending
from nhipcau.publishing.connection import graph_client, is_open
from nhipcau.publishing.models import Attempt, Page, Post

log = logging.getLogger(__name__)


@task()
def publish_due_posts() -> None:
    """Publish what is due; what is late is asked about instead."""
    now = clock.now()
    skew = Page.objects.skew(now)
    probing.ask_about_late(now + skew)
    due = Post.objects.due(now, skew).select_related("page__unit", "story", "clip")
    if not due.exists() or not is_open():
        return
    with graph_client() as client:
        _each(due, lambda post: sending.publish(post, channels.of(post, client)))


@task()
def probe_open_attempts() -> None:
    """Find claims of dead workers, then look at the Page for attempts nobody could judge."""
    probing.recover(clock.now())
    waiting = Attempt.objects.to_look_for(clock.now()).select_related(
        "post__page__unit", "post__story", "post__clip"
    )
    handed = Post.objects.handed(clock.now()).select_related("page__unit", "story")
    if not (waiting.exists() or handed.exists()) or not is_open():
        return
    with graph_client() as client:
        _each(handed, lambda post: after.look_at_handed(post, channels.of(post, client)))
        _each(waiting, lambda attempt: probing.probe(attempt, channels.of(attempt.post, client)))


@task()
def check_pages() -> None:
    """Once a day, ask Facebook whether each Page's token still lives, before a post finds out."""
    now = clock.now()
    health.warn_of_version(clock.today())
    safety.remind(clock.today())
    stale = Page.objects.open_to_work(now).filter(last_checked_at__lt=now - timedelta(days=1))
    if not stale.exists() or not is_open():
        return
    with graph_client() as client:
        _each(stale.select_related("unit"), lambda page: health.check(page, client))


@task()
def look_at_public_posts() -> None:
    """Once a day, look what became of each Page's posts; a Page whose budget runs out is left for later."""
    now = clock.now()
    if not is_open():
        return
    with graph_client() as client:
        _each(after.pages_to_look_at(now), lambda page: after.look_at_page(page, client))


@task()
def fetch_figures() -> None:
    """The numbers of posts that are 1, 7 or 28 days old, at most a few rounds a day."""
    if not is_open():
        return
    with graph_client() as client:
        _each(figures.pages_with_due_posts(clock.now()), lambda page: figures.fetch_round(page, client))


def _each(rows: Iterable[Any], work: Callable[[Any], None]) -> None:
    """A fault of ours with one row keeps no other row waiting; it surfaces after the last."""
    first: Exception | None = None
    for row in rows:
        try:
            work(row)
        except Exception as fault:
            log.exception("Work on row %s failed", row.pk)
            first = first or fault
    if first is not None:
        raise first
