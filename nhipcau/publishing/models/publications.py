"""A story on the portal: the row that portal and feeds read."""

from __future__ import annotations

from typing import Self

from django.db import models


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self) -> Self:
        """What members can read."""
        return self.filter(withdrawn_at__isnull=True)


class Publication(models.Model):
    """One story on the portal. One row a story, so publishing it twice is publishing it once."""

    story = models.OneToOneField("stories.Story", on_delete=models.PROTECT, related_name="publication")
    title = models.CharField(max_length=200)
    text = models.TextField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title
