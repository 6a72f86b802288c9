"""The desk changes a story's wording; nobody's words are overwritten."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.core.refusal import Refusal
from nhipcau.stories import likeness
from nhipcau.stories.actions.steps import keep_version, moved_on, tidy, write_down
from nhipcau.stories.actions.taking import approve_anew, not_a_colleagues
from nhipcau.stories.models import IN_REVIEW, MOST_CHARACTERS, OF_WORDS, Story, StoryEvent, Topic


class StaleEdit(Refusal):
    """Somebody saved another wording meanwhile; nothing was overwritten."""


@transaction.atomic
def edit(story: Story, *, title: str, text: str, topic: Topic, version: int, by: User) -> None:
    """Change the wording that was read as `version`; the earlier wordings stay. StaleEdit when it has changed since."""
    require(by, Permission.STORY_REVIEW, story.unit)
    not_a_colleagues(story, by)
    title, text = tidy(title)[:200], tidy(text)[:MOST_CHARACTERS]
    story.refresh_from_db()
    if story.is_in_review and (title, text, topic.pk) == (story.title, story.text, story.topic_id):
        return  # the same form sent twice
    rows = Story.objects.filter(pk=story.pk, status__in=IN_REVIEW, version=version)
    if not rows.update(title=title, text=text, topic=topic, version=version + 1):
        refused = moved_on(story)
        if not story.is_in_review:
            raise refused
        raise StaleEdit(
            _("Somebody else has changed this story while you were writing."),
            remedy=_("Look at what was put together below; saving again is then on purpose."),
        )
    story.refresh_from_db()
    keep_version(story, by)
    story.ticks.filter(item__in=OF_WORDS).delete()
    approve_anew(story)
    likeness.remember(story)
    write_down(story, StoryEvent.Kind.EDITED, by=by, fields=("title", "text", "topic"))
