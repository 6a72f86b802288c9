"""What a post takes from a story: its text and its photos, through the story's own rights."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.core.refusal import Refusal
from nhipcau.stories.models import Story


def visible_story(user: User, pk: int) -> Story:
    """An approved story this user may see; 404 for any other person's."""
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    if story.status != Story.Status.APPROVED:
        raise Refusal(
            _("This story is not approved, or has been published already."),
            remedy=_("Reload the list of stories to see where it stands."),
        )
    return story


def story_text(story: Story | None) -> str:
    """Title and text, as members will read them."""
    return "" if story is None else f"{story.title}\n\n{story.text}"


def story_pictures(story: Any) -> list[tuple[bytes, str]]:
    """(bytes, description) of the story's photos in their order."""
    if story is None:
        return []
    found = []
    for photo in story.photos.all():
        with photo.file.open("rb") as file:
            found.append((file.read(), getattr(photo, "caption", "")))
    return found
