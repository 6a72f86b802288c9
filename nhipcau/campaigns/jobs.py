"""Run by the worker's tick; a second worker doing the same does no harm."""

import time

from django_tasks import task

from nhipcau.campaigns import actions
from nhipcau.campaigns.kinds import kind_of
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.models import Proposal

A_TURN = 4.0  # seconds; then the other work of the worker has its turn


@task()
def send_due_reminders() -> None:
    """Reminders for deadlines that come near or have passed, only to units that still owe."""
    actions.remind_due()


@task()
def open_due_periods() -> None:
    """The next period of every step that repeats, once the one before has ended."""
    actions.open_due_periods()


@task()
def read_waiting_files() -> None:
    """Read the files whose page nobody has open, the oldest first, for some seconds a turn."""
    began = time.monotonic()
    for proposal in Proposal.objects.to_be_read().select_related("unit").order_by("pk")[:100]:
        kind = kind_of(proposal.form)
        if kind is not None:
            sheets.read_waiting(proposal, kind)
            if proposal.state == Proposal.State.WAITING:  # pages have taken every place; the next turn finds it again
                return
        if time.monotonic() - began > A_TURN:
            return
