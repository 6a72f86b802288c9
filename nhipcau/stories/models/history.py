"""A story's earlier wordings, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.stories.models.story import Story, Topic

if TYPE_CHECKING:
    pass


class StoryVersion(models.Model):
    """A wording of the story: the sender's first, then one for every change after it was sent."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["story", "n"], name="story_version_once")]

    def __str__(self) -> str:
        return f"{self.story_id} v{self.n}"


class StoryEvent(models.Model):
    """One thing that happened to a story, as its sender reads it."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Sent and received")
        HANDED = "handed", _("Handed over to another editor")
        FIRST_YES = "first_yes", _("Approved by one person, waits for a second")
        CLAIMED = "claimed", _("An editor took it up")
        RELEASED = "released", _("Put back among the waiting stories")
        EDITED = "edited", _("The wording was edited")
        RETURNED = "returned", _("Returned to the sender")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("It will not be published")
        PUBLISHED = "published", _("Published on the Page")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    permalink = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"
