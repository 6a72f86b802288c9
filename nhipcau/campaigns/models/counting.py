"""The counters of a campaign: how many units stand where, for the whole and for every area with units below it."""

from datetime import UTC, date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.models.documents import Campaign

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NO_DAY = date.max  # sorts behind every day, and nobody is late by it


class Standing(models.IntegerChoices):
    """Where an addressed unit stands; in the order in which the board shows them."""

    UNCOUNTED = 0, _("not counted yet")
    OWES = 1, _("owes")
    INFORMED = 2, _("for information")
    LEFT = 3, _("belongs to the campaign no more")
    DELIVERED = 4, _("delivered")


class RollUp(models.Model):
    """Units of one area that stand alike; those that owe by the `day` on which the next of it is due.

    Kept by `counters.recount` in the transaction of every change. Depth 0 with an empty area is the whole campaign;
    deeper rows count the units strictly below the unit whose path `area` is.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rollups", db_index=False)
    depth = models.SmallIntegerField()
    area = models.CharField(max_length=255, blank=True)
    standing = models.SmallIntegerField(choices=Standing.choices)
    day = models.DateField(default=NO_DAY)
    n = models.IntegerField()
    acknowledged = models.IntegerField()  # how many of the n have said that they have the circular

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "depth", "area", "standing", "day"], name="rollup_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.area} {self.standing} {self.day}: {self.n}"
