"""Photos and clips of a post whose picture rights were taken back, or that were left out, after it was prepared."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from nhipcau.core.refusal import Refusal
from nhipcau.publishing.models import Post
from nhipcau.stories.models import StoryClip, StoryPhoto


def has_lost_rights(post: Post) -> bool:
    """Does the post hold a picture that its story may not show (any more)? Known again by its bytes."""
    if post.story_id is None:
        return False
    taken = set(post.photos.values_list("digest", flat=True))
    hidden = StoryPhoto.objects.filter(story=post.story_id).exclude(pk__in=StoryPhoto.objects.publishable())
    if taken and any(_digests(photo) & taken for photo in hidden):
        return True
    film = getattr(post, "clip", None)
    clips = StoryClip.objects.filter(story=post.story_id).exclude(pk__in=StoryClip.objects.publishable())
    return film is not None and clips.filter(digest=film.digest).exists()


def check_pictures(post: Post) -> None:
    """Refusal while the post holds such a picture."""
    if has_lost_rights(post):
        raise Refusal(
            _("A photo or clip of this post may not be shown any more."),
            remedy=_("Take it out of the post, or call the post off and prepare a new one from the story."),
        )


def _digests(photo: StoryPhoto) -> set[str]:
    """As a post would have taken it: as it is shown now, and as it came."""
    found = set()
    for kept in (photo.file, photo.original):
        if kept:
            with kept.open("rb") as file:
                found.add(hashlib.sha256(file.read()).hexdigest())
    return found
