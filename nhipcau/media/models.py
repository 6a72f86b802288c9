"""What is on its way here: a file that comes in pieces, over a network that breaks off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from nhipcau.accounts.models import User


def folder() -> Path:
    """Where unfinished files lie; nothing in it is ever served."""
    return Path(settings.MEDIA_ROOT) / "uploads"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        """An upload is its sender's own."""
        return self.filter(owner=user)

    def unfinished(self) -> Self:
        return self.filter(offset__lt=F("size"))

    def whole(self) -> Self:
        return self.filter(offset=F("size"))

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lt=now)


class Upload(models.Model):
    """One file under way: how large it will be, and how much of it lies safely on the disk."""

    key = models.UUIDField(primary_key=True)  # made by the phone, so that a resend is the same upload
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    writer = models.UUIDField(null=True, blank=True)  # the newest request that appends; older ones stop
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="upload_by_expiry")]
        constraints = [
            models.CheckConstraint(
                name="upload_within_its_size",
                condition=Q(size__gt=0, offset__lte=F("size")),
                violation_error_message=_("An upload never holds more than was announced."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.offset}/{self.size}"

    @property
    def path(self) -> Path:
        """The file, under a name of ours."""
        return folder() / self.key.hex

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size
