"""What every step of a story does alike: move it if it still stands where it should, and write it down."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc
from nhipcau.stories.models import Story, StoryEvent, StoryVersion
from nhipcau.stories.seen import mark_now

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def move(story: Story, to: str, *, only_from: Collection[str], **changes: Any) -> None:
    """One UPDATE that changes one row, or a Refusal when somebody was faster."""
    rows = Story.objects.filter(pk=story.pk, status__in=only_from)
    if not rows.update(status=to, **changes):
        raise moved_on(story)
    story.refresh_from_db()


def moved_on(story: Story) -> Refusal:
    """The state does not allow it (any more)."""
    story.refresh_from_db()
    return Refusal(
        _("This cannot be done now: “%(title)s” stands at “%(status)s”.")
        % {"title": story.title, "status": story.get_status_display()},
        remedy=_("Reload the page to see where it stands."),
    )


def require_as_seen(story: Story, seen: str | None) -> None:
    """Nobody ticks or approves what they have not seen: `seen` is the mark of what their page showed, None where none was.

    To be asked while the story is locked.
    """
    if seen is None or seen == mark_now(story):
        return
    raise Refusal(
        _(
            "The wording or the photos were changed after you opened the page, so nothing was ticked or approved."
        ),
        remedy=_("Open the story again and look at it as it stands now."),
    )


def write_down(
    story: Story,
    kind: str,
    *,
    by: User | None,
    reason: str = "",
    permalink: str = "",
    fields: tuple[str, ...] = ("status",),
) -> StoryEvent:
    """For the sender with the reason, and for the audit trail without."""
    trail.record(f"story.{kind}", story, by=by or "worker", unit=story.unit, fields=fields)
    return StoryEvent.objects.create(
        story=story, kind=kind, at=clock.now(), by=by, reason=reason, permalink=permalink
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


def keep_version(story: Story, by: User) -> None:
    """The wording as it now stands, under its number."""
    assert story.topic is not None
    StoryVersion.objects.create(
        story=story,
        n=story.version,
        title=story.title,
        text=story.text,
        topic=story.topic,
        by=by,
        at=clock.now(),
    )


def require_own(story: Story, by: User) -> None:
    """A story is written by its sender alone."""
    if story.sender_id != by.pk:
        raise Refusal(
            _("Only the person who wrote this story may change it."),
            remedy=_("Write a story of your own."),
        )


def tidy(text: str) -> str:
    """As everything is stored: composed letters, plain line ends, nothing a feed cannot hold, no blanks around."""
    return _UNWRITABLE.sub("", nfc(text).replace("\r\n", "\n").replace("\r", "\n")).strip()
