"""The desk's checklist, and its own notes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core.boundary import refuse_outside
from nhipcau.core.refusal import Refusal
from nhipcau.stories.actions.steps import moved_on, require_as_seen, tidy
from nhipcau.stories.actions.taking import not_a_colleagues
from nhipcau.stories.models import Item, Story, StoryNote, Tick


def items_of(story: Story) -> list[Item]:
    """What is to be looked at: the lines about photos only where there are some that go out."""
    has_photos = any(not photo.left_out for photo in story.photos.all())
    return list(Item) if has_photos else [Item.NAMES, Item.SOURCE]


@transaction.atomic
def check_off(story: Story, items: Collection[str], *, by: User, seen: str | None = None) -> None:
    """These lines are ticked, by this person where they were not yet; the others are not."""
    require(by, Permission.STORY_REVIEW, story.unit)
    not_a_colleagues(story, by)
    story.refresh_from_db()
    if not story.is_in_review:
        raise moved_on(story)
    require_as_seen(story, seen)
    if Item.ALT in items and (lacking := without_description(story)):
        raise Refusal(
            _("Photos without a description: %(photos)s.") % {"photos": ", ".join(map(str, lacking))},
            remedy=_("Describe them on the page of the photos first, or leave them out."),
        )
    wanted, ticked = set(items) & set(Item.values), set(story.ticks.values_list("item", flat=True))
    if wanted == ticked:
        return
    story.ticks.exclude(item__in=wanted).delete()
    Tick.objects.bulk_create(Tick(story=story, item=item, by=by) for item in sorted(wanted - ticked))
    trail.record("story.checked", story, by=by, unit=story.unit, fields=tuple(sorted(wanted ^ ticked)))


def without_description(story: Story) -> list[int]:
    """Which photos that go out nobody has described, by their place."""
    going = [photo for photo in story.photos.all() if not photo.left_out]
    return [n for n, photo in enumerate(going, 1) if not photo.description]


def require_checked(story: Story) -> None:
    """All lines that apply are ticked, or a Refusal that names the others."""
    ticked = set(story.ticks.values_list("item", flat=True))
    missing = [str(item.label) for item in items_of(story) if item not in ticked]
    if missing:
        raise Refusal(
            _("Not everything of the checklist is ticked yet."),
            remedy=_("Look at this and tick it: %(lines)s.") % {"lines": "; ".join(missing)},
        )


@transaction.atomic
def note(story: Story, text: str, *, by: User, submit_key: UUID) -> None:
    """Something the desk says to itself about the story; inside the boundary, as every typed text."""
    require(by, Permission.STORY_REVIEW, story.unit)
    if story.sender_id == by.pk:
        raise Refusal(
            _("You have sent this story yourself; the desk's notes on it are not yours to read."),
            remedy=_("Leave it to a colleague."),
        )
    text = tidy(text)
    if not text:
        raise Refusal(_("The note is empty."), remedy=_("Write what your colleagues should know."))
    try:
        refuse_outside(text)
    except ValidationError as outside:
        raise Refusal(outside.messages[0]) from None
    _kept, is_new = StoryNote.objects.get_or_create(
        submit_key=submit_key, defaults={"story": story, "by": by, "text": text}
    )
    if is_new:
        trail.record("story.noted", story, by=by, unit=story.unit, fields=("notes",))
