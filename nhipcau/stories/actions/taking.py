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
from nhipcau.stories.actions.steps import move, moved_on, write_down
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


@transaction.atomic
def take_back(story: Story, *, by: User) -> None:
    """The approval falls, so that the story can be changed; not while a post made from it is on its way."""
    require(by, Permission.STORY_APPROVE, story.unit)
    now = not_a_colleagues(story, by)
    if now.is_in_review:
        return  # pressed twice
    if now.posts.live().exists():
        raise Refusal(
            _("A post has been prepared from this story, with the words and photos that were approved."),
            remedy=_("Call the post off first, then take the approval back."),
        )
    move(story, Status.SUBMITTED, only_from=(Status.APPROVED,), approved_by=None, approved_at=None)
    Approval.objects.filter(story=story).delete()
    write_down(story, StoryEvent.Kind.RELEASED, by=by)


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


def not_a_colleagues(story: Story, by: User) -> Story:
    """Nobody writes over the head of an editor who is working on it. The story as it now stands, locked until the transaction ends."""
    now = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if now.is_claimed and now.claimed_by is not None and now.claimed_by_id != by.pk:
        raise Refusal(
            _("%(name)s is working on this story.") % {"name": now.claimed_by.full_name},
            remedy=_("Ask your colleague, or take the story over first."),
        )
    return now


def require_open_pictures(story: Story, by: User) -> None:
    """Photos and clips are changed while the desk reviews the story; what is approved stays as it was approved."""
    now = not_a_colleagues(story, by)
    if now.is_approved:
        raise Refusal(
            _("The story is approved, so its photos and its clip stay as they were approved."),
            remedy=_("Take the approval back first; the story then has to be approved again."),
        )
    if not now.is_in_review:
        raise moved_on(story)
