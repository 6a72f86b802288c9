"""What every channel can do (docs/decisions/channels.md). Only `publish` makes something public; only Unknown leads
to `find`. A channel knows its own service; it changes no state of a post."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from nhipcau.facebook.answers import Answer, Outcome, PostState, RemotePost
from nhipcau.publishing.models import Attempt, Post, PostClip, PostPhoto

Media = PostPhoto | PostClip
# Called after each piece of an upload is safe: keeps what was reached; False when the work was taken over.
Keep = Callable[[], bool]


class Link(StrEnum):
    """Can the channel be worked with?"""

    OK = "ok"
    RECONNECT = "reconnect"
    LIMITED = "limited"


@dataclass(frozen=True)
class Connection:
    """How the connection stands, until when, and why: a class of facebook.faults."""

    link: Link
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Capabilities:
    """What a channel takes. `can_find` is False where nothing can be looked up: then a person is asked at once."""

    text_limit: int
    photos: int = 0
    video: bool = False
    can_edit: bool = False
    can_remove: bool = False
    can_schedule: bool = False
    can_find: bool = False
    has_metrics: bool = False
    needs_public_media: bool = False
    is_by_hand: bool = False


@dataclass(frozen=True)
class Found:
    """What a look brought: ours, oldest first; identical ones by others; a video still being prepared, or refused."""

    ours: Sequence[RemotePost] = ()
    others: Sequence[RemotePost] = ()
    is_pending: bool = False
    refusal: str | None = None
    answer: Answer = field(default_factory=Answer)


class Channel(Protocol):
    """One way in which a post becomes public."""

    name: str

    def capabilities(self) -> Capabilities:
        """What it takes; never asks the service."""

    def check_connection(self) -> Connection:
        """Ask the service once whether it can be worked with."""

    def prepare(self, post: Post) -> list[str]:
        """What keeps this post from going out, in whole sentences; never asks the service."""

    def upload(self, media: Media, keep: Keep) -> Outcome:
        """Bring one picture or clip where nobody sees it; may be repeated and goes on where it stopped."""

    def publish(self, post: Post, refs: Sequence[str], attempt: Attempt) -> Outcome:
        """Make it public: the one call that is never repeated blindly."""

    def find(self, attempt: Attempt) -> Found:
        """Look what became of an attempt nobody could judge. Raises GraphError when the service cannot be read."""

    def edit(self, post: Post, text: str) -> Outcome:
        """Put another text into the public post; may be repeated."""

    def remove(self, post: Post) -> Outcome:
        """Take the public post down; may be repeated."""

    def state(self, post: Post) -> PostState:
        """What stands there now."""

    def metrics(self, post: Post) -> Mapping[str, int | None]:
        """Whole numbers of the post; None where there is none."""
