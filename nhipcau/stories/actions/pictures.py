"""The photo tools: order and cover, captions and descriptions."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core.boundary import refuse_outside
from nhipcau.core.refusal import Refusal
from nhipcau.stories.actions.steps import tidy
from nhipcau.stories.actions.taking import approve_anew, require_open_pictures
from nhipcau.stories.models import Story, StoryPhoto


@transaction.atomic
def order_photos(story: Story, order: Sequence[int], *, by: User) -> None:
    """The photos in this order of their ids, the first is the cover; those not named follow as they stood."""
    require_tools(story, by)
    photos = list(story.photos.all())
    places = {pk: n for n, pk in enumerate(order)}
    photos.sort(key=lambda photo: places.get(photo.pk, len(places) + photo.position))
    moved = False
    for position, photo in enumerate(photos, start=1):
        if photo.position != position:
            photo.position, moved = position, True
            photo.save(update_fields=["position"])
    if moved:
        approve_anew(story)
        trail.record("story.photos_arranged", story, by=by, fields=("position",))


@transaction.atomic
def describe_photo(photo: StoryPhoto, *, caption: str, alt_text: str, by: User) -> None:
    """The line under the photo, and what is read out to those who do not see it (the caption when empty)."""
    require_tools(photo.story, by)
    words = tidy(caption)[:300], tidy(alt_text)[:300]
    if words == (photo.caption, photo.alt_text):
        return
    for text in words:
        try:
            refuse_outside(text)
        except ValidationError as outside:
            raise Refusal(outside.messages[0]) from None
    photo.caption, photo.alt_text = words
    photo.save(update_fields=["caption", "alt_text"])
    approve_anew(photo.story)
    trail.record("story.photo_described", photo, by=by, unit=photo.story.unit, fields=("caption", "alt_text"))


def require_tools(story: Story, by: User) -> None:
    """The desk's tools, for who may edit the wording: during the review, and not while a colleague works on the story."""
    require(by, Permission.STORY_REVIEW, story.unit)
    with transaction.atomic():
        require_open_pictures(story, by)
