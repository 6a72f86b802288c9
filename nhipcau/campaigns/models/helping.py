"""Help for units: notes to all, files that guide, the calendar that a person's own program fetches."""

import uuid

from django.conf import settings
from django.db import models

from nhipcau.campaigns.models.documents import Campaign, safe_suffix


def guidance_name(_file: "GuidanceFile", filename: str) -> str:
    """A name of ours; the sender's is kept beside it and only shown."""
    return f"guidance/{uuid.uuid4().hex}{safe_suffix(filename)}"


class Note(models.Model):
    """What the desk tells all units of a campaign, in words of its own; it never shows who asked."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

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

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.title


class CalendarFeed(models.Model):
    """The secret address under which a person's own calendar program fetches deadlines; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"
