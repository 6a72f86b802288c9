"""The union's own portal: one row a story, which its pages and feeds read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from nhipcau.core import clock
from nhipcau.facebook.answers import Outcome, PostState, Published, Refused, RemotePost, State
from nhipcau.facebook.faults import Fault
from nhipcau.publishing.channels.base import Capabilities, Connection, Found, Keep, Link, Media
from nhipcau.publishing.models import Attempt, Post, Publication


class PortalChannel:
    """A pull channel: the row's own key makes publishing twice the same as once."""

    name = "portal"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            text_limit=1_000_000, photos=10, video=True, can_edit=True, can_remove=True, can_find=True
        )

    def check_connection(self) -> Connection:
        return Connection(Link.OK)

    def prepare(self, post: Post) -> list[str]:
        return [] if post.story_id else [_("Only a story of a unit can stand on the portal.")]

    def upload(self, media: Media, keep: Keep) -> Outcome:
        """The portal shows the story's own files."""
        return Published(str(media.pk))

    def publish(self, post: Post, refs: Sequence[str], attempt: Attempt | None = None) -> Outcome:
        story = post.story
        if story is None:
            return Refused(Fault.PARAMETER)
        at = post.published_at or clock.now()
        row, _created = Publication.objects.get_or_create(
            story=story,
            defaults={"title": story.title, "text": story.text, "published_at": at, "updated_at": at},
        )
        return Published(str(row.pk))

    def find(self, attempt: Attempt) -> Found:
        row = self._row(attempt.post)
        return Found() if row is None else Found([self._remote(row)])

    def edit(self, post: Post, text: str) -> Outcome:
        """A text that begins with the title is title and text, as it was sent to the Page."""
        row = self._row(post)
        if row is None:
            return Refused(Fault.GONE)
        head, _gap, rest = text.partition("\n\n")
        row.title, row.text = (head, rest) if rest and len(head) <= 200 else (row.title, text)
        row.updated_at = clock.now()
        row.save()
        return Published(str(row.pk))

    def remove(self, post: Post) -> Outcome:
        """Taken down, or gone already: the same."""
        row = self._row(post)
        if row is not None:
            row.withdrawn_at = row.updated_at = clock.now()
            row.save()
        return Published(str(row.pk) if row else "")

    def state(self, post: Post) -> PostState:
        row = self._row(post)
        if row is None:
            return PostState(State.REMOVED)
        is_same = (row.title, row.text) == tuple(post.text.partition("\n\n")[::2])
        return PostState(State.LIVE if is_same else State.EDITED, self._remote(row))

    def metrics(self, post: Post) -> Mapping[str, int | None]:
        """Nobody who reads the portal is counted."""
        return {}

    def _row(self, post: Post) -> Publication | None:
        return Publication.objects.public().filter(story=post.story_id).first() if post.story_id else None

    def _remote(self, row: Publication) -> RemotePost:
        return RemotePost(str(row.pk), f"{row.title}\n\n{row.text}", row.published_at, "", "")
