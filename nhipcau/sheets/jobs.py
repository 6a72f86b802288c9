"""Run by the worker's tick; doing it twice does no harm."""

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from nhipcau.core import clock
from nhipcau.sheets.actions import remove
from nhipcau.sheets.models import Proposal

KEPT_FOR = timedelta(days=30)
A_RUN = 200


@task()
def forget_old_proposals() -> None:
    """A list that nobody handed in for a month holds people's contacts for nothing: it goes, with its file."""
    for proposal in Proposal.objects.filter(created_at__lt=clock.now() - KEPT_FOR)[:A_RUN]:
        with transaction.atomic():
            remove(proposal)
