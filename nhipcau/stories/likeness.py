"""Which stories of the same week say nearly the same: a warning for the desk, never a bar.

Each sent wording leaves some marks: hashes of three folded words in a row, chosen by their value alone, so that two
texts that share words share marks, and a short text inside a long one too. An index finds the few stories that share
marks; only those are compared in full. Marks are kept for a little over the week they are needed for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.db.models import Count

from nhipcau.core import clock
from nhipcau.core.text import fold
from nhipcau.stories.models import Story, StoryMark
from nhipcau.stories.post_text import post_text

if TYPE_CHECKING:
    from nhipcau.accounts.models import User

WINDOW = timedelta(days=7)
IN_A_ROW = 3  # words
EVERY = 8  # one hash in eight is a mark, and the lowest ones always are
LOWEST, MOST_MARKS, MOST_CANDIDATES = 12, 256, 12
ALIKE = 0.6  # of the words in a row of the shorter text


@dataclass(frozen=True)
class Alike:
    """A story that says nearly the same, and how much of the shorter text stands in the longer one."""

    story: Story
    percent: int


def in_a_row(text: str) -> set[int]:
    """A number for each three words that follow each other, accents and case aside."""
    words = re.findall(r"\w+", fold(text))
    rows = [" ".join(words[n : n + IN_A_ROW]) for n in range(max(1, len(words) - IN_A_ROW + 1))]
    return {_number(row) for row in rows if row}


def _number(row: str) -> int:
    return int.from_bytes(blake2b(row.encode(), digest_size=8).digest(), "big", signed=True)


def marks_of(text: str) -> set[int]:
    """The few numbers that are kept of a text."""
    numbers = sorted(in_a_row(text))
    return {*numbers[:LOWEST], *[one for one in numbers if one % EVERY == 0][:MOST_MARKS]}


def remember(story: Story) -> None:
    """Keep the marks of the wording as it now stands."""
    assert story.submitted_at is not None
    StoryMark.objects.filter(story=story).delete()
    StoryMark.objects.bulk_create(
        StoryMark(story=story, mark=mark, at=story.submitted_at)
        for mark in marks_of(post_text(story.title, story.text))
    )


def alike(story: Story, user: User) -> list[Alike]:
    """Stories of the seven days before or after that say nearly the same, for this user's eyes; the likest first."""
    if story.submitted_at is None:
        return []
    text = post_text(story.title, story.text)
    near = (
        StoryMark.objects.filter(
            mark__in=marks_of(text), at__gte=story.submitted_at - WINDOW, at__lte=story.submitted_at + WINDOW
        )
        .exclude(story=story)
        .values("story")
        .annotate(n=Count("pk"))
        .order_by("-n", "-story")
    )
    likely = [row["story"] for row in near[:MOST_CANDIDATES]]
    seen = Story.objects.sent_to_desk_of(user).filter(pk__in=likely).select_related("unit")
    own = in_a_row(text)
    found = [Alike(other, round(100 * _share(own, other))) for other in seen]
    return sorted(
        (one for one in found if one.percent >= 100 * ALIKE), key=lambda one: (-one.percent, -one.story.pk)
    )


def _share(own: set[int], other: Story) -> float:
    theirs = in_a_row(post_text(other.title, other.text))
    return len(own & theirs) / max(1, min(len(own), len(theirs)))


def forget_old() -> int:
    """Marks of stories too old to be compared with one that comes today."""
    return StoryMark.objects.filter(at__lt=clock.now() - 2 * WINDOW).delete()[0]
