"""Run by the worker's tick; a second worker doing the same does no harm."""

import time

from django.db.models import Q
from django_tasks import task

from nhipcau.campaigns import actions, counters
from nhipcau.campaigns.kinds import kind_of
from nhipcau.campaigns.models import Campaign
from nhipcau.core import clock
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.models import Proposal

A_TURN = 4.0  # seconds; then the other work of the worker has its turn


@task()
def send_due_reminders() -> None:
    """Reminders for deadlines that come near or have passed, only to units that still owe."""
    actions.remind_due()


@task()
def fulfil_attested() -> None:
    """Steps about the safety of the Page, of units whose checklist holds."""
    actions.fulfil_attested()


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
            # pages have taken every place; the next turn finds it again
            if proposal.state == Proposal.State.WAITING:
                return
        if time.monotonic() - began > A_TURN:
            return


@task()
def compare_counters() -> None:
    """Once a day, first thing after midnight or when the worker starts: every campaign's counters against its tasks."""
    began = time.monotonic()
    due = Campaign.objects.filter(Q(counted_on__isnull=True) | Q(counted_on__lt=clock.today()))
    for campaign in due.select_related("unit").order_by("-pk"):
        counters.compare(campaign)
        if time.monotonic() - began > A_TURN:
            return
