"""Run by the worker's tick; a second worker doing the same does no harm."""

from django_tasks import task

from nhipcau.campaigns import actions


@task()
def send_due_reminders() -> None:
    """Reminders for deadlines that come near or have passed, only to units that still owe."""
    actions.remind_due()
