"""What others tell a story: that it went out, that its unit has moved in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.stories.actions.steps import tell_sender, write_down
from nhipcau.stories.models import Status, Story, StoryEvent


@transaction.atomic
def mark_published(story: Story, permalink: str, at: datetime | None) -> None:
    """It is public under this address. Told twice, it is one event; a second Page is a second one."""
    at = at or clock.now()
    first = Story.objects.filter(pk=story.pk, status=Status.APPROVED)
    is_first = bool(first.update(status=Status.PUBLISHED, published_at=at))
    story.refresh_from_db()
    if not story.is_published or story.events.filter(permalink=permalink).exclude(permalink="").exists():
        return
    fields = ("status", "published_at") if is_first else ("permalink",)
    event = write_down(story, StoryEvent.Kind.PUBLISHED, by=None, permalink=permalink, fields=fields)
    tell_sender(story, event)


@transaction.atomic
def rescope(units: Iterable[Unit]) -> None:
    """Keep the path of these units' stories right after they moved in the tree."""
    for unit in units:
        Story.objects.filter(unit=unit).exclude(unit_path=unit.path).update(unit_path=unit.path)
