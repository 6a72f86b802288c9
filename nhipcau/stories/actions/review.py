"""What the desk does: take up, put back, edit, return, decline, approve."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.core import clock
from nhipcau.core.boundary import refuse_outside
from nhipcau.core.refusal import Refusal
from nhipcau.stories.actions.rights import check_rights
from nhipcau.stories.actions.steps import keep_version, move, moved_on, tidy, write_down
from nhipcau.stories.models import IN_REVIEW, MOST_CHARACTERS, Status, Story, StoryEvent, Topic


class StaleEdit(Refusal):
    """Somebody saved another wording meanwhile; nothing was overwritten."""


@transaction.atomic
def claim(story: Story, *, by: User, take_over: bool = False) -> None:
    """Work on it, so that two editors do not do the same; a colleague's work is only taken over on purpose."""
    require(by, Permission.STORY_REVIEW, story.unit)
    if story.is_claimed and story.claimed_by_id == by.pk:
        return
    only_from = IN_REVIEW if take_over else (Status.SUBMITTED,)
    move(story, Status.CLAIMED, only_from=only_from, claimed_by=by)
    write_down(story, StoryEvent.Kind.CLAIMED, by=by)


@transaction.atomic
def release(story: Story, *, by: User) -> None:
    """Put it back among the waiting ones."""
    require(by, Permission.STORY_REVIEW, story.unit)
    move(story, Status.SUBMITTED, only_from=(Status.CLAIMED,), claimed_by=None)
    write_down(story, StoryEvent.Kind.RELEASED, by=by)


@transaction.atomic
def edit(
    story: Story,
    *,
    title: str,
    text: str,
    topic: Topic,
    version: int,
    by: User,
    captions: Mapping[int, str] | None = None,
) -> None:
    """Change the wording that was read as `version`; the earlier wordings stay. StaleEdit when it has changed since."""
    require(by, Permission.STORY_REVIEW, story.unit)
    _not_a_colleagues(story, by)
    title, text = tidy(title)[:200], tidy(text)[:MOST_CHARACTERS]
    for photo in story.photos.filter(pk__in=captions or ()):
        photo.caption = tidy((captions or {})[photo.pk])[:300]
        photo.save(update_fields=["caption"])
    if (title, text, topic.pk) == (story.title, story.text, story.topic_id):
        return  # captions alone, or the same form sent twice
    rows = Story.objects.filter(pk=story.pk, status__in=IN_REVIEW, version=version)
    if not rows.update(title=title, text=text, topic=topic, version=version + 1):
        refused = moved_on(story)
        if not story.is_in_review:
            raise refused
        raise StaleEdit(
            _("Somebody else has changed this story while you were writing."),
            remedy=_("Compare both wordings; saving again keeps yours."),
        )
    story.refresh_from_db()
    keep_version(story, by)
    write_down(story, StoryEvent.Kind.EDITED, by=by, fields=("title", "text", "topic"))


@transaction.atomic
def return_to_sender(story: Story, reason: str, *, by: User) -> None:
    """Back to the sender, who is told why and may correct it."""
    _end_review(story, Status.RETURNED, StoryEvent.Kind.RETURNED, reason, by)


@transaction.atomic
def decline(story: Story, reason: str, *, by: User) -> None:
    """It will not be published; the sender is told why."""
    _end_review(story, Status.DECLINED, StoryEvent.Kind.DECLINED, reason, by)


def _end_review(story: Story, to: str, kind: str, reason: str, by: User) -> None:
    require(by, Permission.STORY_REVIEW, story.unit)
    _not_a_colleagues(story, by)
    reason = tidy(reason)
    if not reason:
        raise Refusal(
            _("The sender needs a reason."),
            remedy=_("Write in one or two sentences what should be different."),
        )
    try:
        refuse_outside(reason)
    except ValidationError as outside:
        raise Refusal(outside.messages[0]) from None
    move(story, to, only_from=IN_REVIEW, claimed_by=None)
    event = write_down(story, kind, by=by, reason=reason)
    tell_sender(story, event)


@transaction.atomic
def approve(story: Story, *, by: User) -> None:
    """Accept the story as it now reads, so that a post can be prepared from it."""
    require(by, Permission.STORY_APPROVE, story.unit)
    _not_a_colleagues(story, by)
    if getattr(settings, "FOUR_EYES", False) and story.sender_id == by.pk:
        raise Refusal(
            _("Your office wants a second person to approve."),
            remedy=_("Ask a colleague who may approve to read the story."),
        )
    check_rights(story)
    move(
        story, Status.APPROVED, only_from=IN_REVIEW, approved_by=by, approved_at=clock.now(), claimed_by=None
    )
    event = write_down(story, StoryEvent.Kind.APPROVED, by=by)
    tell_sender(story, event)


def _not_a_colleagues(story: Story, by: User) -> None:
    """Nobody writes over the head of an editor who is working on it."""
    if story.is_claimed and story.claimed_by_id != by.pk and story.claimed_by is not None:
        raise Refusal(
            _("%(name)s is working on this story.") % {"name": story.claimed_by.full_name},
            remedy=_("Ask your colleague, or take the story over first."),
        )


def tell_sender(story: Story, event: StoryEvent) -> None:
    """One message an event, to the person who wrote the story."""
    notifications.queue(
        f"stories/{event.kind}",
        story,
        to=story.sender,
        key=f"story-event:{event.pk}",
        context={"event": event},
        path=story.get_absolute_url(),
    )
