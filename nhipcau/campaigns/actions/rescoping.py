"""What reorganisation tells campaigns: these units have moved in the tree, or have another name."""

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
    """Keep the paths and names of these units right in campaigns, tasks and places in campaigns, and the counters with them."""
    keys = [unit.pk for unit in units]
    desks: set[int] = set()
    for at in range(0, len(keys), CHUNK):
        part = keys[at : at + CHUNK]
        counters.relocate(Addressed.objects.filter(unit__in=part).moved())
        desks |= set(Campaign.objects.filter(unit__in=part).values_list("pk", flat=True))
        for model in (Campaign, Addressed, Task):
            _take_over(model, part, unit_path="path")
        _take_over(Addressed, part, unit_name="search_name")
    for campaign in Campaign.objects.filter(pk__in=desks):
        counters.rebuild(campaign)  # what counts as an area begins below the desk


def _take_over(model: Any, keys: list[int], **fields: str) -> None:
    """What these rows hold of their unit, anew: each field from the unit's own."""
    own = Unit.objects.filter(pk=OuterRef("unit")).order_by()
    model.objects.filter(unit__in=keys).update(
        **{name: Subquery(own.values(field)) for name, field in fields.items()}
    )
