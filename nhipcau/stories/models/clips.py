"""The clip of a story: at most one, kept as it was filmed, without place data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from nhipcau.media.intake import own_name
from nhipcau.stories.models.photos import forget
from nhipcau.stories.models.rights import PictureQuerySet, PictureRights
from nhipcau.stories.models.story import Status, Story

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


def clip_name(clip: StoryClip, _name: str) -> str:
    """A name of ours, never the sender's."""
    return own_name("clips", clip.ending)


def poster_name(_clip: StoryClip, _name: str) -> str:
    return own_name("clips")


class StoryClipQuerySet(PictureQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(story__in=Story.objects.visible_to(user))

    def public(self) -> Self:
        """Clips of official news whose picture rights were confirmed."""
        return self.publishable().filter(story__status=Status.PUBLISHED)


class StoryClip(PictureRights):
    """A clip with its still picture; the picture is missing where no ffmpeg is installed."""

    class Ending(models.TextChoices):
        MP4 = "mp4"
        MOV = "mov"

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="clip")
    file = models.FileField(upload_to=clip_name)
    poster = models.FileField(upload_to=poster_name, blank=True)
    ending = models.CharField(max_length=3, choices=Ending, default=Ending.MP4)
    seconds = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)  # of what was sent
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    objects = StoryClipQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.story_id}.{self.ending}"

    @property
    def content_type(self) -> str:
        return "video/quicktime" if self.ending == self.Ending.MOV else "video/mp4"

    @property
    def megabytes(self) -> float:
        return round(self.bytes / 1_000_000, 1)

    def files(self) -> list[FieldFile]:
        """Everything kept of it."""
        return [one for one in (self.file, self.poster) if one]

    def remove(self) -> None:
        """The row now, and its files once that is certain."""
        forget(self.files())
        self.delete()
