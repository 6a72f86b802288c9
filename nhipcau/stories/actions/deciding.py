"""How the desk's review ends: returned, not to be published, approved by as many people as the union wants."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.boundary import refuse_outside
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit
from nhipcau.stories.actions.checking import require_checked
from nhipcau.stories.actions.rights import check_rights
from nhipcau.stories.actions.steps import move, require_as_seen, tell_sender, tidy, write_down
from nhipcau.stories.actions.taking import not_a_colleagues
from nhipcau.stories.models import IN_REVIEW, DeskRule, Status, Story, StoryEvent


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
    not_a_colleagues(story, by)
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
    story.approvals.all().delete()
    story.ticks.all().delete()
    event = write_down(story, kind, by=by, reason=reason)
    tell_sender(story, event)


@transaction.atomic
def approve(story: Story, *, by: User, seen: str | None = None) -> None:
    """Accept the story as it was seen. Where two approve, the first approval puts it back for a second person."""
    require(by, Permission.STORY_APPROVE, story.unit)
    not_a_colleagues(story, by)
    require_as_seen(story, seen)
    needed = approvals_needed(story)
    if story.sender_id == by.pk and (needed > 1 or getattr(settings, "FOUR_EYES", False)):
        raise Refusal(
            _("Your office wants a second person to approve."),
            remedy=_("Ask a colleague who may approve to read the story."),
        )
    check_rights(story)
    require_checked(story)
    if needed > 1 and not story.approvals.exclude(by=by).exists():
        _first_of_two(story, by)
        return
    now = clock.now()
    move(story, Status.APPROVED, only_from=IN_REVIEW, approved_by=by, approved_at=now, claimed_by=None)
    story.approvals.get_or_create(by=by)
    event = write_down(story, StoryEvent.Kind.APPROVED, by=by)
    tell_sender(story, event)


def _first_of_two(story: Story, by: User) -> None:
    if story.approvals.filter(by=by).exists():
        return  # pressed twice
    move(story, Status.SUBMITTED, only_from=IN_REVIEW, claimed_by=None)
    story.approvals.create(by=by)
    write_down(story, StoryEvent.Kind.FIRST_YES, by=by)


def approvals_needed(story: Story) -> int:
    """One person or two, as the nearest desk above the story's unit has set it."""
    rule = DeskRule.objects.for_unit(story.unit)
    return rule.approvals if rule is not None else 1


@transaction.atomic
def set_approvals(unit: Unit, approvals: int, *, by: User) -> None:
    """One person or two, for the stories of this unit and of those below it."""
    require(by, Permission.UNIT_MANAGE, unit)
    if DeskRule.objects.filter(unit=unit, approvals=approvals).exists():
        return
    changed = {"approvals": approvals, "set_by": by, "set_at": clock.now()}
    DeskRule.objects.update_or_create(unit=unit, defaults=changed)
    trail.record("unit.approvals_set", unit, by=by, unit=unit, fields=("approvals",))
