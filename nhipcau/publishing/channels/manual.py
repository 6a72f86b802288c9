"""A person's hands: the text is copied, the photos kept, the address of the post pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from nhipcau.facebook.answers import Answer, Outcome, PostState, Published, Refused, State, Unknown
from nhipcau.facebook.faults import Fault
from nhipcau.publishing.channels.base import Capabilities, Connection, Found, Keep, Link, Media
from nhipcau.publishing.models import Attempt, Post


class ManualChannel:
    """Calls no service. What a person does is never known before the person says so."""

    name = "manual"

    def capabilities(self) -> Capabilities:
        return Capabilities(text_limit=60_000, photos=10, video=True, is_by_hand=True)

    def check_connection(self) -> Connection:
        return Connection(Link.OK)

    def prepare(self, post: Post) -> list[str]:
        return [] if post.text.strip() else [_("The post has no text.")]

    def upload(self, media: Media, keep: Keep) -> Outcome:
        """The files lie on the page of the post; the person takes them along."""
        return Published(str(media.pk))

    def publish(self, post: Post, refs: Sequence[str], attempt: Attempt) -> Outcome:
        """Only a person can say whether it is public, so the answer is Unknown, which leads to asking."""
        return Unknown(Answer(failure="posted by hand"))

    def find(self, attempt: Attempt) -> Found:
        """Nothing can be looked up: the person is asked."""
        return Found()

    def edit(self, post: Post, text: str) -> Outcome:
        return Refused(Fault.UNAVAILABLE)

    def remove(self, post: Post) -> Outcome:
        return Refused(Fault.UNAVAILABLE)

    def state(self, post: Post) -> PostState:
        return PostState(State.UNKNOWN)

    def metrics(self, post: Post) -> Mapping[str, int | None]:
        return {}
