"""Picture rights of a photo or clip: say them, and decide what to do with a picture that has none."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.boundary import refuse_outside
from nhipcau.core.refusal import Refusal
from nhipcau.stories.actions.steps import tidy
from nhipcau.stories.actions.taking import approve_anew, not_a_colleagues, require_open_pictures
from nhipcau.stories.models import MOST_ABOUT_PEOPLE, Rights, Shown, Story, StoryClip, StoryPhoto

Picture = StoryPhoto | StoryClip


@transaction.atomic
def say_rights(picture: Picture, rights: Rights, *, by: User) -> None:
    """Who is shown and whether they agreed. The sender and the desk may say it, and take it back, at any time."""
    if picture.story.sender_id != by.pk and not may(by, Permission.STORY_REVIEW, picture.story.unit):
        raise PermissionDenied
    people = _checked_people(rights)
    agreed = None if rights.shown == Shown.NOBODY else rights.agreed
    said = (rights.shown, agreed, people)
    if picture.is_said and said == (picture.shown, picture.agreed, picture.people):
        return
    picture.shown, picture.agreed, picture.people = said
    picture.rights_by, picture.rights_at = by, clock.now()
    picture.save(update_fields=["shown", "agreed", "people", "rights_by", "rights_at"])
    trail.record(
        "story.rights_said", picture, by=by, unit=picture.story.unit, fields=("shown", "agreed", "people")
    )


def _checked_people(rights: Rights) -> str:
    if rights.shown not in Shown.values or (rights.shown != Shown.NOBODY and rights.agreed is None):
        raise Refusal(
            _("It has not been said yet who is shown in the photos."),
            remedy=_(
                "Say for each photo who can be recognised in it, and whether they agree to be shown publicly."
            ),
        )
    people = tidy(rights.people)[:MOST_ABOUT_PEOPLE]
    try:
        refuse_outside(people)
    except ValidationError as outside:
        raise Refusal(outside.messages[0]) from None
    return people


@transaction.atomic
def leave_out(picture: Picture, is_left_out: bool = True, *, by: User) -> None:
    """The editor's own decision that this picture goes into no post, or that it does after all.

    After the approval only a picture that has lost its rights is left out, and none comes in again.
    """
    require(by, Permission.STORY_REVIEW, picture.story.unit)
    not_a_colleagues(picture.story, by)
    picture.refresh_from_db()
    if picture.left_out == is_left_out:
        return
    if picture.has_rights or not is_left_out:
        require_open_pictures(picture.story, by)
    picture.left_out = is_left_out
    picture.save(update_fields=["left_out"])
    approve_anew(picture.story)
    trail.record("story.picture_left_out", picture, by=by, unit=picture.story.unit, fields=("left_out",))


def check_rights(story: Story) -> None:
    """Nothing of a story goes on while a photo or clip of it has no rights and nobody has left it out."""
    lacking = story.photos.unsettled().count() + StoryClip.objects.filter(story=story).unsettled().count()
    if lacking:
        raise Refusal(
            ngettext(
                "%(n)s photo or clip may not be shown: those in it have not agreed, or nobody has said who they are.",
                "%(n)s photos or clips may not be shown: those in them have not agreed, or nobody has said who they are.",
                lacking,
            )
            % {"n": lacking},
            remedy=_("Say who is shown and that they agree, or leave it out of the post."),
        )
