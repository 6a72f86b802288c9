"""What stands on which day: posts with an hour, published ones, and what has no hour yet.

Each question walks an index and comes back unsorted; what is shown together is sorted here, so a month costs the
database the same number of questions however many posts it has. All days are days in Việt Nam.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, within
from nhipcau.core import clock, workdays
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import ON_RECORD, PUBLIC, Status
from nhipcau.stories.models import Status as StoryStatus
from nhipcau.stories.models import Story, StoryQuerySet, Topic

MOST = 600  # entries of one page; above it the page asks to choose a Page
MOST_UNDATED = 50  # drafts, and as many approved stories
MOVABLE = frozenset({Status.DRAFT, Status.SCHEDULED, Status.WAITING, Status.BY_HAND, Status.REFUSED})
OUT = sorted(ON_RECORD)  # it stands at the hour it went out; everything else at the hour it was promised for
PLACED = sorted(set(Status) - ON_RECORD - {Status.DRAFT, Status.CANCELLED})


@dataclass(frozen=True)
class Asked:
    """What the page was asked for."""

    first: date
    page: Page | None = None
    topic: Topic | None = None

    @property
    def last(self) -> date:
        return self.next_month - timedelta(days=1)

    @property
    def next_month(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class Entry:
    """One post where it stands in the calendar; `at` is its hour in Việt Nam."""

    post: Post
    at: datetime | None
    may_move: bool

    @property
    def title(self) -> str:
        """The first line of the text, cut to what a day can show."""
        first = str(getattr(self.post, "head", "")).strip().partition("\n")[0]
        return first if len(first) <= 80 else f"{first[:79]}…"


@dataclass(frozen=True)
class Day:
    """One day of the month with its entries."""

    day: date
    is_inside: bool
    is_today: bool
    is_off: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Everything the calendar shows of one month."""

    entries: list[Entry]
    undated: list[Entry]
    stories: list[Story]
    is_cut: bool
    is_undated_cut: bool


def month(user: User, asked: Asked, pages: Iterable[Page], movable: Collection[int]) -> Month:
    """The month as asked; `pages` are those this user sees, `movable` the ids of those they may publish on."""
    shown = {page.pk: page for page in pages if asked.page is None or page.pk == asked.page.pk}
    begin, end = _from(asked.first), clock.end_of(asked.last)
    rows = _with_words(Post.objects.filter(page__in=shown), asked.topic)
    dated = [
        *rows.filter(status__in=PLACED, due_at__gte=begin, due_at__lt=end)[: MOST + 1],
        *rows.filter(status__in=OUT, published_at__gte=begin, published_at__lt=end)[: MOST + 1],
    ]
    for post in dated:
        post.page = shown[post.page_id]
    drafts = list(rows.filter(status=Status.DRAFT)[: MOST_UNDATED + 1])
    stories = list(without_post(user, asked.topic)[: MOST_UNDATED + 1])
    for post in drafts:
        post.page = shown[post.page_id]
    entries = [_entry(post, movable) for post in dated]
    return Month(
        sorted(entries, key=lambda entry: (entry.at, entry.post.pk))[:MOST],
        sorted((_entry(post, movable) for post in drafts[:MOST_UNDATED]), key=lambda entry: entry.post.pk),
        stories[:MOST_UNDATED],
        len(dated) > MOST,
        len(drafts) > MOST_UNDATED or len(stories) > MOST_UNDATED,
    )


def _from(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.HERE)


def _with_words(posts: Any, topic: Topic | None) -> Any:
    """The beginning of the text is all that a list shows."""
    posts = posts.order_by().annotate(head=Substr("text", 1, 200)).select_related("story__topic")
    posts = posts.defer("text", "story__text")
    return posts.filter(story__topic=topic) if topic is not None else posts


def _entry(post: Post, movable: Collection[int]) -> Entry:
    at = post.published_at if post.status in ON_RECORD else post.due_at
    may_move = post.page_id in movable and post.status in MOVABLE
    return Entry(post, clock.local(at) if at is not None else None, may_move)


def without_post(user: User, topic: Topic | None = None) -> StoryQuerySet:
    """Approved stories nobody has prepared a post of yet, newest first."""
    stories = (
        Story.objects.filter(within(user, Permission.STORY_READ), status=StoryStatus.APPROVED)
        .filter(~Exists(Post.objects.live().filter(story=OuterRef("pk"))))
        .select_related("topic")
        .defer("text")
        .order_by("-submitted_at", "-pk")
    )
    return stories.filter(topic=topic) if topic is not None else stories


def weeks(first: date, entries: Iterable[Entry]) -> list[list[Day]]:
    """The weeks of the month, Monday first."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.at is not None:
            by_day.setdefault(entry.at.date(), []).append(entry)
    working, today = workdays.calendar(), clock.today()
    return [
        [
            Day(d, d.month == first.month, d == today, not working.is_working(d), by_day.get(d, []))
            for d in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def topics_placed(pages: Collection[int], first: date) -> Iterator[int]:
    """The topic of each story that has its place in this month on one of these Pages; a story counts once."""
    asked = Asked(first)
    begin, end = _from(first), clock.end_of(asked.last)
    posts = Post.objects.filter(page__in=pages, story__isnull=False).order_by()
    rows = {
        *posts.filter(status__in=PLACED, due_at__gte=begin, due_at__lt=end).values_list(
            "story", "story__topic"
        ),
        *posts.filter(status__in=sorted(PUBLIC), published_at__gte=begin, published_at__lt=end).values_list(
            "story", "story__topic"
        ),
    }
    return (topic for _story, topic in rows if topic is not None)
