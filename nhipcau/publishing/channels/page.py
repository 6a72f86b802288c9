"""The unit's own Page, over the Graph API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core import clock
from nhipcau.facebook.answers import GraphError, Outcome, PostState, RemotePost
from nhipcau.facebook.client import MOST_PHOTOS, GraphClient, Photo
from nhipcau.facebook.faults import PAGE_FAULTS, Fault, classify
from nhipcau.facebook.figures import post_figures
from nhipcau.facebook.matching import candidates
from nhipcau.publishing.channels import clips
from nhipcau.publishing.channels.base import Capabilities, Connection, Found, Keep, Link, Media
from nhipcau.publishing.models import Attempt, Page, Post, PostClip, PostPhoto

TEXT_LIMIT = 60_000
RATE_MINUTES = 60


class PageChannel:
    """Speaks for one Page with one client."""

    name = "page"

    def __init__(self, page: Page, client: GraphClient) -> None:
        self.page, self.client = page, client

    def capabilities(self) -> Capabilities:
        return Capabilities(
            TEXT_LIMIT,
            photos=MOST_PHOTOS,
            video=True,
            can_edit=True,
            can_remove=True,
            can_schedule=True,
            can_find=True,
            has_metrics=True,
        )

    def check_connection(self) -> Connection:
        now = clock.now()
        if self.page.paused_until is not None and self.page.paused_until > now:
            return Connection(Link.LIMITED, self.page.paused_until, Fault.RATE)
        if not self.page.token:
            return Connection(Link.RECONNECT, reason=Fault.TOKEN)
        try:
            facts = self.client.debug_token(self.page.token)
        except GraphError as error:
            if error.fault is Fault.RATE:
                minutes = error.answer.usage.regain_minutes or RATE_MINUTES
                return Connection(Link.LIMITED, now + timedelta(minutes=minutes), Fault.RATE)
            is_dead = error.fault in PAGE_FAULTS
            return Connection(Link.RECONNECT if is_dead else Link.OK, reason=error.fault)
        if facts.is_valid:
            return Connection(Link.OK)
        fault = classify(facts.code or 190, facts.subcode)
        return Connection(Link.RECONNECT, reason=fault if fault in PAGE_FAULTS else Fault.TOKEN)

    def prepare(self, post: Post) -> list[str]:
        problems = []
        if not post.text.strip():
            problems.append(_("The post has no text."))
        if len(post.text) > TEXT_LIMIT:
            problems.append(_("The text is longer than Facebook takes."))
        if post.photos.count() > MOST_PHOTOS:
            problems.append(_("A post takes at most %(n)s photos.") % {"n": MOST_PHOTOS})
        return problems

    def upload(self, media: Media, keep: Keep) -> Outcome:
        if isinstance(media, PostClip):
            return clips.upload(self.page, self.client, media, keep)
        return self.client.upload_photo(self.page.page_id, self.page.token, _photo(media))

    def publish(self, post: Post, refs: Sequence[str], attempt: Attempt) -> Outcome:
        if hasattr(post, "clip"):
            return clips.finish(self.page, self.client, post)
        return self.client.publish(
            self.page.page_id,
            self.page.token,
            post.text,
            refs,
            link=post.link,
            scheduled_at=post.due_at if post.is_native else None,
        )

    def find(self, attempt: Attempt) -> Found:
        """Posts that any unclear attempt of this publication may have made."""
        post = attempt.post
        if hasattr(post, "clip") and post.clip.state is not None and post.clip.state.video_id:
            return clips.find(self.page, self.client, post.clip)
        found = self.client.published_posts(self.page.page_id, self.page.token)
        skew = found.answer.served_at - clock.now() if found.answer.served_at else timedelta()
        known = Post.objects.filter(page=self.page).exclude(pk=post.pk).exclude(remote_id="")
        known_ids = set(known.values_list("remote_id", flat=True))
        unclear = [one for one in post.attempts.all() if one.may_be_public or one.pk == attempt.pk]
        ours: dict[str, RemotePost] = {}
        others: dict[str, RemotePost] = {}
        for one in unclear:
            mine, theirs = candidates(
                found.posts,
                app_id=str(settings.FACEBOOK_APP_ID),
                since=min(one.started_at for one in unclear) + skew,
                message=post.text,
                photo_ids=one.photo_ids,
                known_ids=known_ids,
            )
            ours |= {row.id: row for row in mine}
            others |= {row.id: row for row in theirs}
        oldest_first = sorted(ours.values(), key=lambda row: (row.created_at or clock.now(), row.id))
        return Found(oldest_first, list(others.values()), answer=found.answer)

    def edit(self, post: Post, text: str) -> Outcome:
        return self.client.edit(post.remote_id, self.page.token, text)

    def remove(self, post: Post) -> Outcome:
        return self.client.delete(post.remote_id, self.page.token)

    def state(self, post: Post) -> PostState:
        return self.client.post_state(self.page.page_id, post.remote_id, self.page.token, post.text)

    def metrics(self, post: Post) -> Mapping[str, int | None]:
        found = post_figures(self.client, post.remote_id, self.page.token)
        return {name: figure.value for name, figure in found.figures.items()}


def _photo(photo: PostPhoto) -> Photo:
    with photo.file.open("rb") as file:
        return Photo(file.read(), f"{photo.position}.jpg", photo.alt_text)
