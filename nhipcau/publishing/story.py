"""What a post takes from a story: its text and its photos, through the story's own rights."""

from __future__ import annotations

from django.core.files.base import File
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.core.refusal import Refusal
from nhipcau.publishing.actions.queue import Film
from nhipcau.publishing.models import PageQuerySet, Post
from nhipcau.stories.actions import check_rights
from nhipcau.stories.models import Story, StoryClip
from nhipcau.stories.post_text import post_text


def visible_story(user: User, pk: int) -> Story:
    """A story this user may see; 404 for any other person's."""
    return get_object_or_404(Story.objects.visible_to(user), pk=pk)


def check_approved(story: Story) -> None:
    """Only what the desk has approved goes out."""
    if not story.is_approved:
        raise Refusal(
            _("This story is not approved, or has been published already."),
            remedy=_("Reload the list of stories to see where it stands."),
        )


def story_text(story: Story | None) -> str:
    """Title and text, as members will read them."""
    return "" if story is None else post_text(story.title, story.text)


def story_pictures(story: Story | None) -> list[tuple[bytes, str]]:
    """(bytes of the large size, description) of the photos a post may take, in their order.

    Refusal while a photo or clip has no rights and no editor has left it out.
    """
    if story is None:
        return []
    check_rights(story)
    found = []
    for photo in story.photos.publishable():
        with photo.file.open("rb") as file:
            found.append((file.read(), photo.description))
    return found


def free_pages(pages: PageQuerySet, story: Story | None) -> PageQuerySet:
    """The Pages that have no post of this story yet."""
    if story is None:
        return pages
    return pages.exclude(posts__in=Post.objects.live().filter(story=story))


def story_film(story: Story | None) -> Film | None:
    """The story's clip where it may be shown; the caller closes its file by using it."""
    clip = getattr(story, "clip", None) if story is not None else None
    if clip is None or not StoryClip.objects.publishable().filter(pk=clip.pk).exists():
        return None
    name = f"clip.{clip.ending}"
    return Film(File(clip.file.open("rb")), name, clip.digest, clip.bytes, clip.seconds)


def has_choice(story: Story | None) -> bool:
    """Photos and a clip: Facebook takes one of them in a post."""
    return story is not None and hasattr(story, "clip") and story.photos.publishable().exists()
