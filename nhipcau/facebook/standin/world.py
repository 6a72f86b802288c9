"""The state of the stand-in: one app, one person, Pages, tokens, photos, clips and posts, behind one lock."""

from __future__ import annotations

import hashlib
import itertools
import re
import threading
import unicodedata
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.things import (
    ALL_TASKS,
    Grant,
    Page,
    Photo,
    Post,
    Token,
    Upload,
    Video,
)

APP_ID = "900000000000001"
APP_SECRET = "standin-app-secret"
OTHER_APP_ID = "900000000000999"
# Names that Facebook has retired (contract, section 7).
DEAD = (
    r"(page_impressions|page_posts_impressions|post_impressions|page_fans|page_fan_adds|page_content_activity)\w*"
    r"|page_engaged_users|post_engaged_users|page_consumptions"
)


class World:
    """All state; ids are deterministic. Every method is called with the lock held."""

    def __init__(self, clock: VirtualClock | None = None, base: str = "") -> None:
        self.lock = threading.RLock()
        self.clock = clock or VirtualClock()
        self.base = base
        self.reset()

    def reset(self) -> None:
        """Back to one app, one person and two Pages, nothing posted."""
        with self.lock:
            self.app_id, self.app_secret, self.app_name = APP_ID, APP_SECRET, "Nhịp Cầu"
            self.mode = "live"  # or "development"
            self.app_percent = 1
            self.requires_proof = True
            self.redirect_uris: list[str] = []  # empty: every address on this machine
            self.invalid_scopes: list[str] = []
            self.dead_metrics: set[str] = set()
            self.skew = 0.0
            self.chunk_bytes = 1_048_576
            self.processing_seconds = 0.0
            self.video_error = ""
            self.error_data_is_text = False
            self.most_scheduled = 29
            self.has_relative_links = False
            self.pages: dict[str, Page] = {}
            self.tokens: dict[str, Token] = {}
            self.grants: dict[str, Grant] = {}
            self.photos: dict[str, Photo] = {}
            self.videos: dict[str, Video] = {}
            self.uploads: dict[str, Upload] = {}
            self.posts: dict[str, Post] = {}
            self.requests: list[dict[str, Any]] = []
            self.next_photo, self.next_post = 700000000000001, 800000000000001
            self._traces, self._names = itertools.count(1), itertools.count(1)
            self.user_id = "500000000000001"
            user = "EAAuserstandin0001"
            self.tokens[user] = Token(user, "USER", self.user_id, self.user_id)
            self.add_page(
                "100000000000001", "Công đoàn phường Hoa Sữa", "congdoanhoasua", "EAApagestandin0001"
            )
            self.add_page("100000000000002", "Công đoàn xã Bến Cầu", "congdoanbencau", "EAApagestandin0002")

    def add_page(
        self, page_id: str, name: str, username: str, token: str, tasks: list[str] | None = None
    ) -> Page:
        """A Page the person may act for, with the Page's own token."""
        page = self.pages[page_id] = Page(
            page_id, name, username, list(ALL_TASKS) if tasks is None else tasks
        )
        self.tokens[token] = Token(token, "PAGE", page_id, self.user_id)
        return page

    def now(self) -> datetime:
        """The server's moment, wrong by the scripted skew."""
        return self.clock.now() + timedelta(seconds=self.skew)

    def trace_id(self) -> str:
        """A new fbtrace_id for each answer."""
        return f"Astandin{next(self._traces):06d}"

    def name(self, kind: str) -> str:
        """A new token, code or session name."""
        return f"{kind}{next(self._names):04d}"

    # -- tokens -----------------------------------------------------------------------------------

    def page_token(self, page_id: str) -> Token | None:
        """The Page's newest token."""
        found = [one for one in self.tokens.values() if one.kind == "PAGE" and one.owner_id == page_id]
        return found[-1] if found else None

    def page_token_for(self, user: Token, page_id: str) -> Token | None:
        """The Page's token as this person's token brings it: without an end when that is a long one."""
        if user.page_ids is None:
            return self.page_token(page_id)
        if page_id not in user.page_ids:
            return None
        for token in self.tokens.values():
            if token.taken_with == user.value and token.owner_id == page_id:
                return token
        value = self.name("EAApagesignin")
        ends = 0 if user.is_long else user.expires_at
        token = Token(value, "PAGE", page_id, user.user_id, ends, list(user.scopes), taken_with=user.value)
        self.tokens[value] = token
        return token

    # -- photos, clips, posts ---------------------------------------------------------------------

    def add_photo(self, page_id: str, content: bytes, alt_text: str) -> Photo:
        """Store an unpublished photo."""
        photo = Photo(self._photo_id(), page_id, content, alt_text)
        self.photos[photo.id] = photo
        return photo

    def add_video(self, page_id: str, size: int) -> Video:
        """Open an upload session for a clip."""
        video = Video(self._photo_id(), page_id, self.name("session"), size)
        self.videos[video.id] = video
        return video

    def _photo_id(self) -> str:
        self.next_photo += 1
        return str(self.next_photo - 1)

    def add_post(
        self,
        page_id: str,
        message: str,
        photo_ids: list[str],
        *,
        app_id: str = "",
        app_name: str = "",
        **more: Any,
    ) -> Post:
        """Put something on the Page."""
        self.next_post += 1
        post = Post(
            f"{page_id}_{self.next_post - 1}",
            page_id,
            message,
            self.now(),
            app_id,
            app_name,
            photo_ids,
            **more,
        )
        post.is_private = self.mode == "development" and app_id == self.app_id
        self.posts[post.id] = post
        for photo_id in photo_ids:
            self.photos[photo_id].post_id = post.id
        return post

    def settle(self) -> None:
        """What happens by itself in time: clips are processed, scheduled posts come out."""
        for video in self.videos.values():
            if video.ready_at is not None and not video.is_settled and video.ready_at <= self.now():
                video.is_settled = True
                for _ in range(0 if video.error or not video.is_public else video.finishes):
                    post = self.add_post(
                        video.page_id,
                        video.description,
                        [],
                        app_id=self.app_id,
                        app_name=self.app_name,
                        video_id=video.id,
                    )
                    video.post_ids.append(post.id)
        for post in self.posts.values():
            if post.scheduled_at is not None and not post.is_published and post.scheduled_at <= self.now():
                post.is_published, post.created_at = True, post.scheduled_at

    def public_posts(self, page_id: str) -> list[Post]:
        """What stands on the Page, newest first."""
        return newest_first(one for one in self.posts.values() if one.page_id == page_id and one.is_public)

    def listed_posts(self, page_id: str) -> list[Post]:
        """What the lists show already."""
        seen_until = self.now() - timedelta(seconds=self.pages[page_id].list_delay)
        return [one for one in self.public_posts(page_id) if one.created_at <= seen_until]

    def fingerprint(self, post: Post) -> str:
        """Same Page, same text, same pictures or clip: the same publication."""
        text = " ".join(unicodedata.normalize("NFC", post.message).split())
        digests = [self.photos[photo_id].digest for photo_id in post.photo_ids]
        if post.video_id in self.videos:
            digests.append(self.videos[post.video_id].digest)
        return hashlib.sha256("\0".join([post.page_id, text, *digests]).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """Public posts per fingerprint."""
        return dict(Counter(self.fingerprint(post) for post in self.posts.values() if post.is_public))

    def permalink(self, post: Post) -> str:
        """Where a browser opens the post: on this server, so that the demo's links work."""
        if post.video_id and self.has_relative_links:
            return f"/reel/{post.video_id}/"
        return f"{self.base}/www/{post.page_id}/posts/{post.fbid}"

    def is_dead(self, metric: str) -> bool:
        """Has Facebook retired this figure?"""
        return metric in self.dead_metrics or re.fullmatch(DEAD, metric) is not None

    def spend(self, page: Page) -> tuple[int, int]:
        """Count one call; (percent of the hour's budget, minutes until calls are served again)."""
        now = self.now()
        page.calls = [one for one in page.calls if one > now - timedelta(hours=1)]
        page.calls.append(now)
        percent = 100 * len(page.calls) // max(page.budget, 1)
        minutes = 0
        if len(page.calls) > page.budget:
            minutes = int((page.calls[0] + timedelta(hours=1) - now).total_seconds() // 60) + 1
        return percent, minutes


def newest_first(posts: Any) -> list[Post]:
    """By time, then by number."""
    return sorted(posts, key=lambda one: (one.created_at, one.id), reverse=True)
