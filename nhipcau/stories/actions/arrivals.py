"""Photos and clips that come after the words: announced with them, taken in one by one as they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau import media
from nhipcau.accounts.models import User
from nhipcau.core import clock
from nhipcau.core.onebyone import one_by_one
from nhipcau.core.refusal import Refusal
from nhipcau.media import clips, uploads
from nhipcau.media.intake import MOST_BYTES, PhotoRefused, Renditions
from nhipcau.media.models import Upload
from nhipcau.stories.actions.clips import add_clip
from nhipcau.stories.actions.rights import say_rights
from nhipcau.stories.actions.send import add_photo
from nhipcau.stories.actions.steps import moved_on, require_own
from nhipcau.stories.actions.taking import picture_came
from nhipcau.stories.models import ACCEPTING, MOST_PHOTOS, Announced, Rights, Story


class Coming(NamedTuple):
    """A photo or clip as the phone announces it: the key it will come under, its kind, what it is called there."""

    key: UUID
    kind: str
    name: str = ""


@transaction.atomic
def announce(story: Story, items: Sequence[Coming], *, rights: Rights | None, by: User) -> None:
    """So many photos and clips will follow, under these keys and in this order; a key is announced once."""
    require_own(story, by)
    if story.status not in ACCEPTING:
        raise moved_on(story)
    if rights is not None:
        story.announced.open().update(shown=rights.shown, agreed=rights.agreed)
    known = set(Announced.objects.filter(key__in=[one.key for one in items]).values_list("key", flat=True))
    fresh = [one for one in {one.key: one for one in items}.values() if one.key not in known]
    if not fresh:
        return
    _check_number(story, [one.kind for one in fresh])
    taken = [
        *story.announced.values_list("position", flat=True),
        *story.photos.values_list("position", flat=True),
    ]
    Announced.objects.bulk_create(
        Announced(
            story=story,
            key=one.key,
            kind=one.kind,
            position=position,
            name=one.name[:120],
            shown=rights.shown if rights else "",
            agreed=rights.agreed if rights else None,
            announced_at=clock.now(),
        )
        for position, one in enumerate(fresh, max(taken, default=0) + 1)
    )


def _check_number(story: Story, kinds: Sequence[str]) -> None:
    """As many as a story takes, with those that are here and those on their way."""
    coming = [*story.announced.open().values_list("kind", flat=True), *kinds]
    if coming.count(Announced.Kind.PHOTO) + story.photos.count() > MOST_PHOTOS:
        raise Refusal(
            _("A story takes at most %(n)s photos.") % {"n": MOST_PHOTOS},
            remedy=_("Leave some of them out and send it again."),
        )
    if coming.count(Announced.Kind.CLIP) + hasattr(story, "clip") > 1:
        raise Refusal(
            _("A story takes one clip."), remedy=_("Leave the other one out, or send it with a second story.")
        )


def begin(announced: Announced, *, size: int, by: User) -> Upload | None:
    """Room for the bytes of one announced photo or clip; None when it need not come (any more).

    One that is too large, or empty, will never come: its sender is told, and nobody waits for it.
    """
    _settle_if_too_late(announced)
    if announced.is_settled:
        return None
    most = clips.MOST_BYTES if announced.is_clip else MOST_BYTES
    try:
        upload = uploads.begin(announced.key, size=size, most=most, by=by)
    except uploads.WrongSize as refused:
        _settle(announced, problem=_told(refused))
        raise
    if upload is not None:
        Announced.objects.filter(pk=announced.pk).update(size=size)
    return upload


def take_in(announced: Announced) -> None:
    """Make what has come whole part of its story; what cannot be used leaves a sentence for its sender.

    Slow (a picture is decoded), so outside any transaction; a phone that asks meanwhile waits, and nothing is done twice.
    """
    with one_by_one(f"take in {announced.key}"):
        upload = Upload.objects.filter(key=announced.key).whole().first()
        if upload is not None and Announced.objects.open().filter(pk=announced.pk).exists():
            _take_in(announced, upload)


def _take_in(announced: Announced, upload: Upload) -> None:
    try:
        _settle_if_too_late(announced)
        if not announced.problem:
            (_keep_clip if announced.is_clip else _keep_photo)(announced, upload)
    except Refusal as refused:
        _settle(announced, problem=_told(refused))
    uploads.remove(upload)


def _keep_clip(announced: Announced, upload: Upload) -> None:
    kept = clips.keep(upload.path)
    add_clip(announced.story, kept, by=announced.story.sender, rights=announced.rights)
    _settle(announced)


def _keep_photo(announced: Announced, upload: Upload) -> None:
    kept: Renditions = media.keep(upload.path.read_bytes())
    with transaction.atomic():
        story = Story.objects.select_for_update(of=("self",)).get(pk=announced.story_id)
        if not _settle(announced):
            return
        if story.status not in ACCEPTING:
            raise _too_late()
        photo = add_photo(story, kept, announced.position)
        if photo is None:
            return
        picture_came(story)
        if announced.rights is not None:
            say_rights(photo, announced.rights, by=story.sender)


def _settle(announced: Announced, problem: str = "") -> bool:
    """Written once: False when somebody else was first. What has arrived needs its old name no more."""
    announced.problem = problem
    announced.arrived_at = None if problem else clock.now()
    announced.name = announced.name if problem else ""
    values = {"problem": problem, "arrived_at": announced.arrived_at, "name": announced.name}
    return bool(Announced.objects.open().filter(pk=announced.pk).update(**values))


def _told(refused: Refusal) -> str:
    return f"{refused.reason} {refused.remedy}".strip()[:400]


def _settle_if_too_late(announced: Announced) -> None:
    if not announced.is_settled and announced.story.status not in ACCEPTING:
        _settle(announced, problem=_too_late().reason)


def _too_late() -> PhotoRefused:
    return PhotoRefused("late", _("It came after the story had been approved, so it is not part of it."))
