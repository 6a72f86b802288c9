"""What the sender does: write, arrange the photos, send."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.media import uploads
from nhipcau.media.intake import Renditions
from nhipcau.media.models import Upload
from nhipcau.organisations.models import Unit
from nhipcau.stories import likeness
from nhipcau.stories.actions.rights import say_rights
from nhipcau.stories.actions.steps import keep_version, move, moved_on, require_own, tidy, write_down
from nhipcau.stories.models import (
    MOST_CHARACTERS,
    MOST_PHOTOS,
    WRITABLE,
    Rights,
    Status,
    Story,
    StoryClip,
    StoryEvent,
    StoryPhoto,
    Topic,
    receipt_number,
)


@transaction.atomic
def write(
    *,
    unit: Unit,
    title: str,
    text: str,
    by: User,
    submit_key: UUID,
    topic: Topic | None = None,
    photos: Sequence[Renditions] = (),
    rights: Rights | None = None,
) -> Story:
    """Keep what has been written so far. The same key is the same story, the same photo is kept once.

    `rights` is said of every photo of which nobody but its sender has said anything; None leaves them as they are.
    """
    require(by, Permission.STORY_SUBMIT, unit)
    story, _is_new = Story.objects.get_or_create(
        submit_key=submit_key, defaults={"unit": unit, "unit_path": unit.path, "sender": by}
    )
    story = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    require_own(story, by)
    if not story.is_writable:
        raise moved_on(story)
    story.unit, story.unit_path = unit, unit.path
    story.title, story.text, story.topic = tidy(title)[:200], tidy(text)[:MOST_CHARACTERS], topic
    if story.is_returned:
        _check_words(story)
    story.save(update_fields=["unit", "unit_path", "title", "text", "topic"])
    _add_photos(story, photos)
    if rights is not None:
        for photo in story.photos.filter(Q(rights_by=None) | Q(rights_by=by)):
            say_rights(photo, rights, by=by)
    return story


def _add_photos(story: Story, photos: Sequence[Renditions]) -> None:
    position = max(story.photos.values_list("position", flat=True), default=0)
    for made in photos:
        position += add_photo(story, made, position + 1) is not None


def add_photo(story: Story, made: Renditions, position: int) -> StoryPhoto | None:
    """One photo in its place; None when the story has it already, a Refusal when the story is full."""
    if story.photos.filter(digest=made.digest).exists():
        return None
    if story.photos.count() >= MOST_PHOTOS:
        raise Refusal(
            _("A story takes at most %(n)s photos.") % {"n": MOST_PHOTOS},
            remedy=_("Leave some of them out and send it again."),
        )
    photo = StoryPhoto(
        story=story, position=position, digest=made.digest, width=made.width, height=made.height
    )
    photo.file.save("", ContentFile(made.large), save=False)
    photo.medium.save("", ContentFile(made.medium), save=False)
    photo.small.save("", ContentFile(made.small), save=False)
    photo.save()
    return photo


@transaction.atomic
def arrange_photos(
    story: Story, *, captions: Mapping[int, str], left_out: Collection[int] = (), by: User
) -> None:
    """Captions by the photo's id, and the photos the sender takes out again."""
    require_own(story, by)
    if not story.is_writable:
        raise moved_on(story)
    for photo in story.photos.all():
        if photo.pk in left_out:
            photo.remove()
        elif photo.pk in captions:
            photo.caption = tidy(captions[photo.pk])[:300]
            photo.save(update_fields=["caption"])


@transaction.atomic
def discard(story: Story, *, by: User) -> None:
    """Throw a draft away, with its photos; what was sent once stays."""
    require_own(story, by)
    if not story.is_draft:
        raise moved_on(story)
    for picture in (*story.photos.all(), *StoryClip.objects.filter(story=story)):
        picture.remove()
    for upload in Upload.objects.filter(key__in=story.announced.values("key")):
        uploads.remove(upload)
    story.delete()


@transaction.atomic
def submit(story: Story, *, by: User) -> Story:
    """Send it to the desk; sending it again changes nothing."""
    story = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    require_own(story, by)
    require(by, Permission.STORY_SUBMIT, story.unit)
    if story.is_in_review:
        return story
    _check_words(story)
    _check_rights(story)
    now = clock.now()
    is_changed = not story.versions.filter(
        n=story.version, title=story.title, text=story.text, topic=story.topic
    ).exists()
    move(
        story,
        Status.SUBMITTED,
        only_from=WRITABLE,
        submitted_at=now,
        receipt=story.receipt or receipt_number(story, now),
        version=story.version + is_changed,
        claimed_by=None,
    )
    if is_changed:
        keep_version(story, by)
    story.ticks.all().delete()
    story.approvals.all().delete()
    likeness.remember(story)
    write_down(story, StoryEvent.Kind.SUBMITTED, by=by, fields=("status", "submitted_at"))
    return story


def _check_words(story: Story) -> None:
    if not (story.title and story.text and story.topic_id):
        raise Refusal(
            _("The story is not complete."), remedy=_("Write a title and a text, and choose a topic.")
        )


def _check_rights(story: Story) -> None:
    if (
        story.photos.filter(rights_at__isnull=True).exists()
        or StoryClip.objects.filter(story=story, rights_at__isnull=True).exists()
        or story.announced.open().filter(shown="").exists()
    ):
        raise Refusal(
            _("It has not been said yet who is shown in the photos."),
            remedy=_(
                "Say for each photo who can be recognised in it, and whether they agree to be shown publicly."
            ),
        )
