"""What a page of a story has shown, as one short mark: its wording, its photos and its clip."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from nhipcau.stories.models import Story, StoryClip, StoryPhoto


def mark_of(story: Story, photos: Sequence[StoryPhoto], clip: StoryClip | None) -> str:
    """Another mark as soon as anything that would go out differs: words, files, order, captions, what is left out."""
    shown = [
        [photo.pk, str(photo.file.name), photo.caption, photo.alt_text, photo.is_publishable]
        for photo in photos
    ]
    film = [clip.pk, str(clip.file.name), clip.caption, clip.is_publishable] if clip is not None else []
    digest = hashlib.sha256(json.dumps([shown, film]).encode()).hexdigest()
    return f"{story.version}-{digest[:32]}"


def mark_now(story: Story) -> str:
    """The mark of the story as it stands in the database."""
    now = Story.objects.only("version").get(pk=story.pk)
    return mark_of(now, list(now.photos.all()), StoryClip.objects.filter(story=now).first())
