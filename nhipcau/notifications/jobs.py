"""Run by the worker's tick; a second worker doing the same does no harm."""

from django_tasks import task

from nhipcau.core import clock
from nhipcau.notifications import actions
from nhipcau.notifications.models import Message

A_RUN = 200


@task()
def send_due_messages() -> None:
    """Send what waits, each message claimed by one UPDATE first."""
    for message in Message.objects.due(clock.now()).select_related("to")[:A_RUN]:
        if message.claim():
            actions.send(message)
