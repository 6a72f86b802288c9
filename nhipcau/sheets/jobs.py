"""Run by the worker's tick; doing it twice does no harm."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from nhipcau.core import clock
from nhipcau.sheets.actions import remove
from nhipcau.sheets.actions.confirming import UNDONE_WITHIN
from nhipcau.sheets.models import Proposal, Sheet, SheetRow

KEPT_FOR = timedelta(days=30)
A_RUN = 200


@task()
def forget_old_proposals() -> None:
    """A list holds people's contacts for nothing once it can no longer be taken back, or nobody handed it in for a month."""
    now = clock.now()
    old = Q(state="confirmed", confirmed_at__lt=now - UNDONE_WITHIN) | Q(created_at__lt=now - KEPT_FOR)
    for proposal in Proposal.objects.filter(old)[:A_RUN]:
        with transaction.atomic():
            remove(proposal)


@task()
def forget_kept_long_enough() -> None:
    """The rows of a form whose end of retention has passed go; the sheet stays, as the record that it came."""
    ended = Sheet.objects.filter(keep_until__lt=clock.today()).values("pk")
    SheetRow.objects.filter(sheet__in=ended).delete()
