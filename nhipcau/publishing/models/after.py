"""What is kept of a post after it went out: its wordings, its figures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.publishing.models.posts import Post


class PostWording(models.Model):
    """One wording of a post that was public: ours, or one that somebody made on Facebook."""

    class Source(models.TextChoices):
        OURS = "ours", _("From here")
        FACEBOOK = "facebook", _("Changed on Facebook")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="wordings")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=10, choices=Source)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A correction is written down before the call; until Facebook shows it, nobody knows whether it is public.
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["post", "n"], name="post_wording_once")]

    def __str__(self) -> str:
        return f"{self.post_id} w{self.n}"


class FigureSet(models.Model):
    """The Page's own numbers of one post at one age; they stand on that post's page and are never added up."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="figures")
    days = models.PositiveSmallIntegerField()  # 1, 7 and 28 after publication; 0: asked for by a person
    fetched_at = models.DateTimeField()
    values = models.JSONField(default=dict)  # {metric: {"value": whole number | null, "why": reason}}
    reason = models.CharField(max_length=20, blank=True)  # why there are none at all

    class Meta:
        ordering = ["days"]
        constraints = [models.UniqueConstraint(fields=["post", "days"], name="post_figures_once_an_age")]

    def __str__(self) -> str:
        return f"{self.post_id} +{self.days}"


class DeadMetric(models.Model):
    """A metric Facebook no longer knows; not asked for again, so that it spoils no other."""

    name = models.CharField(max_length=80, unique=True)
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
