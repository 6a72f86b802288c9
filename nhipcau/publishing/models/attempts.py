"""Every try to make a post public."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.publishing.models.pages import Page
from nhipcau.publishing.models.posts import Post
from nhipcau.publishing.states import Status


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def to_look_for(self, now: datetime) -> Self:
        """Attempts whose next look at the Page is due."""
        return self.filter(
            post__status=Status.CHECKING,
            next_probe_at__lte=now,
            post__page__in=Page.objects.open_to_work(now),
        ).order_by("next_probe_at", "pk")


class Attempt(models.Model):
    """One try to make a post public, written down before the call."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Under way")
        PUBLISHED = "published", _("Facebook confirmed it")
        FOUND = "found", _("Found on the Page")
        REFUSED = "refused", _("Facebook refused it")
        NOT_SENT = "not_sent", _("Nothing was sent")
        UNKNOWN = "unknown", _("No clear answer")
        MISSING = "missing", _("Not found on the Page")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64)
    photo_ids = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    sent = models.JSONField(default=dict)  # what left the house, in short; never a token
    answer = models.JSONField(default=dict)  # redacted: never a token
    looks = models.JSONField(default=list)  # [{"at", "found", "trace"}] of each look at the Page
    probes = models.PositiveSmallIntegerField(default=0)
    failed_probes = models.PositiveSmallIntegerField(default=0)
    next_probe_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["post", "n"], name="attempt_number_once")]

    @property
    def may_be_public(self) -> bool:
        """It left this house, and nobody said that it was not taken."""
        return self.sending_at is not None and self.outcome in (
            "",
            self.Outcome.UNKNOWN,
            self.Outcome.MISSING,
        )
