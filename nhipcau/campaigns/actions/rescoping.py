"""What reorganisation tells campaigns: these units have moved in the tree."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from nhipcau.campaigns import counters
from nhipcau.campaigns.models import Addressed, Campaign, Task
from nhipcau.organisations.models import Unit

CHUNK = 500


@transaction.atomic
def rescope(units: Iterable[Unit]) -> None:
    """Keep the paths of these units' campaigns, tasks and places in campaigns right, and the counters with them."""
    keys = [unit.pk for unit in units]
    desks: set[int] = set()
    for at in range(0, len(keys), CHUNK):
        part = keys[at : at + CHUNK]
        counters.relocate(Addressed.objects.filter(unit__in=part).moved())
        desks |= set(Campaign.objects.filter(unit__in=part).values_list("pk", flat=True))
        for model in (Campaign, Addressed, Task):
            _take_path(model, part)
    for campaign in Campaign.objects.filter(pk__in=desks):
        counters.rebuild(campaign)  # what counts as an area begins below the desk


def _take_path(model: Any, keys: list[int]) -> None:
    path = Unit.objects.filter(pk=OuterRef("unit")).order_by().values("path")
    model.objects.filter(unit__in=keys).update(unit_path=Subquery(path))
