"""Who works on a story: take it up, put it back, hand it over to a colleague."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.officers import people_who_may
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.core.refusal import Refusal
from nhipcau.stories.actions.steps import move, write_down
from nhipcau.stories.models import IN_REVIEW, OF_WORDS, Approval, Status, Story, StoryEvent


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
def hand_over(story: Story, *, to: User, by: User) -> None:
    """Let a named colleague go on with it; the colleague is told."""
    require(by, Permission.STORY_REVIEW, story.unit)
    not_a_colleagues(story, by)
    if story.is_claimed and story.claimed_by_id == to.pk:
        return
    if not may(to, Permission.STORY_REVIEW, story.unit):
        raise Refusal(
            _("%(name)s does not review stories of this unit.") % {"name": to.full_name},
            remedy=_("Choose a colleague from the list."),
        )
    move(story, Status.CLAIMED, only_from=IN_REVIEW, claimed_by=to)
    event = write_down(story, StoryEvent.Kind.HANDED, by=by)
    notifications.queue(
        "stories/handed",
        story,
        to=to,
        key=f"story-event:{event.pk}",
        context={"by": by},
        path=reverse("stories:review", args=[story.pk]),
    )


def colleagues(story: Story, *, of: User) -> QuerySet[User]:
    """Who else may go on with it, by name."""
    return people_who_may(Permission.STORY_REVIEW, story.unit).exclude(pk=of.pk)


def approve_anew(story: Story) -> None:
    """What one of two people has approved looks different now."""
    Approval.objects.filter(story=story, story__status__in=IN_REVIEW).delete()


def picture_came(story: Story) -> None:
    """A photo or clip that arrives during the review was neither approved nor ticked by anybody."""
    approve_anew(story)
    story.ticks.exclude(item__in=OF_WORDS).delete()


def not_a_colleagues(story: Story, by: User) -> None:
    """Nobody writes over the head of an editor who is working on it. Locks the story until the transaction ends."""
    now = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if now.is_claimed and now.claimed_by is not None and now.claimed_by_id != by.pk:
        raise Refusal(
            _("%(name)s is working on this story.") % {"name": now.claimed_by.full_name},
            remedy=_("Ask your colleague, or take the story over first."),
        )
