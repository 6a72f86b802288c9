"""Photos and clips that a phone sends after the words of their story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.core import clock
from nhipcau.stories.models.rights import Rights, Shown
from nhipcau.stories.models.story import Status, Story

if TYPE_CHECKING:
    from nhipcau.accounts.models import User

WAITED_FOR = timedelta(days=7)  # as long as an unfinished upload is kept
ACCEPTING = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.CLAIMED,
    Status.RETURNED,
)  # what is approved stays as it is


class AnnouncedQuerySet(models.QuerySet["Announced"]):
    def visible_to(self, user: User) -> Self:
        """What a person's own phone has announced."""
        return self.filter(story__sender=user)

    def open(self) -> Self:
        """Neither here nor found useless."""
        return self.filter(arrived_at=None, problem="")

    def under_way(self) -> Self:
        """Still to be expected."""
        return self.open().filter(announced_at__gt=clock.now() - WAITED_FOR)


class Announced(models.Model):
    """One photo or clip that was promised with the words: its key, its place, and what became of it."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        CLIP = "clip", _("clip")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="announced")
    key = models.UUIDField(unique=True)  # made by the phone; the upload has the same
    kind = models.CharField(max_length=5, choices=Kind)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, blank=True)  # the file's on the phone, until it has arrived
    shown = models.CharField(max_length=8, choices=Shown, blank=True)  # what its sender said of it
    agreed = models.BooleanField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes, once the upload has begun
    announced_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=400, blank=True)  # why it could not be kept, for its sender

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="announced_ends_one_way",
                condition=Q(arrived_at__isnull=True) | Q(problem=""),
                violation_error_message=_("A photo has arrived or could not be kept, never both."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.key}"

    @property
    def is_settled(self) -> bool:
        """It need not be sent (again)."""
        return self.arrived_at is not None or bool(self.problem)

    @property
    def is_clip(self) -> bool:
        return self.kind == self.Kind.CLIP

    @property
    def rights(self) -> Rights | None:
        """What its sender said of it; None where that was left open."""
        return Rights(self.shown, self.agreed) if self.shown else None
