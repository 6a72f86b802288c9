"""The photos of a story."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from nhipcau.media.intake import own_name
from nhipcau.stories.models.rights import PictureQuerySet, PictureRights
from nhipcau.stories.models.story import Status, Story

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


MOST_PHOTOS = 10


def photo_name(_photo: StoryPhoto, _name: str) -> str:
    """A name of ours, never the sender's."""
    return own_name("stories")


class StoryPhotoQuerySet(PictureQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(story__in=Story.objects.visible_to(user))

    def public(self) -> Self:
        """Photos of official news whose picture rights were confirmed."""
        return self.publishable().filter(story__status=Status.PUBLISHED)


class StoryPhoto(PictureRights):
    """A photo of a story in its order, the first is its cover; re-encoded, without anything hidden in it.

    `original` is the large size as it first came, kept once the photo is turned or cropped, so that this can be undone.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=photo_name)  # the large size
    medium = models.FileField(upload_to=photo_name)
    small = models.FileField(upload_to=photo_name)
    original = models.FileField(upload_to=photo_name, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)  # degrees clockwise, from the original
    crop = models.JSONField(
        null=True, blank=True
    )  # [left, top, width, height] in 1/1000 of the turned original
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    alt_text = models.CharField(_("description"), max_length=300, blank=True)

    objects = StoryPhotoQuerySet.as_manager()

    class Meta(PictureRights.Meta):
        ordering = ["position", "pk"]
        constraints = [
            *PictureRights.Meta.constraints,
            models.UniqueConstraint(
                fields=["story", "digest"],
                name="story_photo_once",
                violation_error_message=_("This photo is already in the story."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.position}"

    @property
    def description(self) -> str:
        """What is read out to those who do not see it: its own description, else the caption."""
        return self.alt_text or self.caption

    @property
    def is_reshaped(self) -> bool:
        """Turned or cropped, which can be undone."""
        return bool(self.original)

    def files(self) -> list[FieldFile]:
        """Everything kept of it."""
        return [one for one in (self.file, self.medium, self.small, self.original) if one]

    def remove(self) -> None:
        """The row now, and its files once that is certain."""
        forget(self.files())
        self.delete()

    def of_size(self, size: str) -> FieldFile:
        """The file of one of the three sizes; a size that is none is the small one."""
        return {"large": self.file, "medium": self.medium}.get(size, self.small)


def forget(files: list[FieldFile]) -> None:
    """Delete these files once the transaction is certain."""
    for storage, name in {(one.storage, str(one.name)) for one in files}:
        transaction.on_commit(partial(storage.delete, name), robust=True)
