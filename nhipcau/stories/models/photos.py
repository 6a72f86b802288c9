"""The photos of a story."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from nhipcau.media.intake import own_name
from nhipcau.stories.models.story import Status, Story

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


MOST_PHOTOS = 10


def photo_name(_photo: StoryPhoto, _name: str) -> str:
    """A name of ours, never the sender's."""
    return own_name("stories")


class StoryPhotoQuerySet(models.QuerySet["StoryPhoto"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(story__in=Story.objects.visible_to(user))

    def public(self) -> Self:
        """Photos of official news whose picture rights were confirmed."""
        return self.filter(has_rights=True, story__status=Status.PUBLISHED)


class StoryPhoto(models.Model):
    """A photo of a story in its order; re-encoded, without anything hidden in it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=photo_name)  # the large size
    medium = models.FileField(upload_to=photo_name)
    small = models.FileField(upload_to=photo_name)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    has_rights = models.BooleanField(default=False)

    objects = StoryPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "digest"],
                name="story_photo_once",
                violation_error_message=_("This photo is already in the story."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.position}"

    def remove(self) -> None:
        """The row now, and its files once that is certain."""
        files = [(one.storage, str(one.name)) for one in (self.file, self.medium, self.small)]
        self.delete()
        for storage, name in files:
            transaction.on_commit(partial(storage.delete, name), robust=True)

    def of_size(self, size: str) -> FieldFile:
        """The file of one of the three sizes; a size that is none is the small one."""
        return {"large": self.file, "medium": self.medium}.get(size, self.small)
