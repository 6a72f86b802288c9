"""The clip of a story comes and goes."""

from __future__ import annotations

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core.refusal import Refusal
from nhipcau.media.clips import KeptClip
from nhipcau.stories.actions.rights import say_rights
from nhipcau.stories.actions.steps import moved_on, require_own
from nhipcau.stories.actions.taking import picture_came
from nhipcau.stories.models import ACCEPTING, Rights, Story, StoryClip


def add_clip(story: Story, kept: KeptClip, *, by: User, rights: Rights | None = None) -> StoryClip:
    """Its sender adds a clip; the same one again is the same. The file is copied first, outside any transaction."""
    require_own(story, by)
    clip = StoryClip(
        story=story,
        ending=kept.ending,
        seconds=kept.seconds,
        bytes=kept.size,
        width=kept.width,
        height=kept.height,
        digest=kept.digest,
    )
    with kept.path.open("rb") as film:
        clip.file.save("", File(film), save=False)
    if kept.poster is not None:
        clip.poster.save("", ContentFile(kept.poster), save=False)
    try:
        there = _added(story, clip, rights, by)
    except BaseException:
        _drop(clip)
        raise
    if there is not clip:
        _drop(clip)
    return there


@transaction.atomic
def _added(story: Story, clip: StoryClip, rights: Rights | None, by: User) -> StoryClip:
    locked = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if locked.status not in ACCEPTING:
        raise moved_on(locked)
    there = StoryClip.objects.filter(story=locked).first()
    if there is not None and there.digest != clip.digest:
        raise Refusal(
            _("A story takes one clip."), remedy=_("Leave the other one out, or send it with a second story.")
        )
    if there is None:
        clip.save()
        picture_came(locked)
        trail.record("story.clip_added", clip, by=by, unit=locked.unit, fields=("file",))
        there = clip
    if rights is not None and not there.is_said:
        say_rights(there, rights, by=by)
    return there


@transaction.atomic
def remove_clip(story: Story, *, by: User) -> None:
    """Its sender takes the clip out again, while the story is not at the desk."""
    require_own(story, by)
    if not story.is_writable:
        raise moved_on(story)
    clip = StoryClip.objects.filter(story=story).first()
    if clip is not None:
        trail.record("story.clip_removed", clip, by=by, unit=story.unit, fields=("file",))
        clip.remove()


def _drop(clip: StoryClip) -> None:
    """Files without a row."""
    for one in clip.files():
        one.delete(save=False)
