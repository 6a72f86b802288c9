"""What the worker does every few seconds; doing it twice, or in two workers, does no harm."""

from django_tasks import task

from nhipcau.core import clock
from nhipcau.publishing import probing, sending
from nhipcau.publishing.connection import graph_client, is_open
from nhipcau.publishing.models import Attempt, Post


@task()
def publish_due_posts() -> None:
    """Publish what is due; what is late is asked about instead."""
    probing.ask_about_late(clock.now())
    due = Post.objects.due(clock.now()).select_related("page__unit", "story")
    if not due.exists() or not is_open():
        return
    with graph_client() as client:
        for post in due:
            sending.publish(post, client)


@task()
def probe_open_attempts() -> None:
    """Find claims of dead workers, then look at the Page for attempts nobody could judge."""
    probing.recover(clock.now())
    waiting = Attempt.objects.to_look_for(clock.now()).select_related("post__page__unit", "post__story")
    if not waiting.exists() or not is_open():
        return
    with graph_client() as client:
        for attempt in waiting:
            probing.probe(attempt, client)
