"""Help for units: notes to all, files that guide, what takes place, the calendar that a person's own program fetches."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.campaigns.models.answers import Addressed
from nhipcau.campaigns.models.documents import Campaign, safe_suffix


def guidance_name(_file: "GuidanceFile", filename: str) -> str:
    """A name of ours; the sender's is kept beside it and only shown."""
    return f"guidance/{uuid.uuid4().hex}{safe_suffix(filename)}"


def campaigns_read_by(user: User) -> models.QuerySet[Campaign]:
    """For the desks that follow a campaign and for the units it went to, their desks too."""
    told = Addressed.objects.visible_to(user).values("campaign")
    return Campaign.objects.filter(Q(unit__in=units_where(user, Permission.CAMPAIGN_READ)) | Q(pk__in=told))


class OfCampaignQuerySet(models.QuerySet[Any]):
    """Rows that everybody reads who reads their campaign."""

    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=campaigns_read_by(user).values("pk"))


class Note(models.Model):
    """What the desk tells all units of a campaign, in words of its own; it never shows who asked."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.text[:40]}"


class GuidanceFile(models.Model):
    """A file that helps units with a campaign: a filled example, a poster, a table to look things up in."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="guidance_files")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=guidance_name)
    filename = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """Something of a circular that takes place on a day: a meeting, a course, a match. Nobody can be late for it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="events")
    on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # its last day, when it takes several
    at = models.TimeField(null=True, blank=True)
    what = models.CharField(max_length=300)

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        ordering = ("on", "at", "pk")
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_begins", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("on"))
            )
        ]

    def __str__(self) -> str:
        return self.what


class CalendarFeed(models.Model):
    """The secret address under which a person's own calendar program fetches deadlines; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"
