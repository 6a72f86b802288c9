"""What the stand-in holds: one app, people, Pages, tokens, photos and posts."""

from __future__ import annotations

import hashlib
import itertools
import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nhipcau.facebook.standin.clock import VirtualClock

APP_ID = "900000000000001"
APP_SECRET = "standin-app-secret"
OTHER_APP_ID = "900000000000999"
PAGE_SCOPES = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"]


@dataclass
class Token:
    """A person's or a Page's token; `subcode` says what killed it."""

    value: str
    kind: str  # PAGE or USER
    owner_id: str
    user_id: str
    expires_at: int = 0
    scopes: list[str] = field(default_factory=lambda: list(PAGE_SCOPES))
    is_valid: bool = True
    subcode: int | None = None


@dataclass
class Page:
    """A Page with its own token, the tasks of the connecting person and a call budget."""

    id: str
    name: str
    username: str
    tasks: list[str]
    is_published: bool = True
    followers: int = 350
    list_delay: float = 0.0  # seconds until a new post appears in lists
    budget: int = 4800  # calls an hour
    calls: list[datetime] = field(default_factory=list)
    refuses_duplicates: bool = False


@dataclass
class Photo:
    """A stored picture; invisible until a post shows it."""

    id: str
    page_id: str
    content: bytes
    alt_text: str = ""
    post_id: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Post:
    """A public post."""

    id: str
    page_id: str
    message: str
    created_at: datetime
    app_id: str
    app_name: str
    photo_ids: list[str] = field(default_factory=list)
    is_removed: bool = False

    @property
    def fbid(self) -> str:
        return self.id.partition("_")[2]


class World:
    """All state, behind one lock; ids are deterministic."""

    def __init__(self, clock: VirtualClock | None = None, base: str = "") -> None:
        self.lock = threading.RLock()
        self.clock = clock or VirtualClock()
        self.base = base
        self.reset()

    def reset(self) -> None:
        """Back to one app, one person and two Pages, nothing posted."""
        with self.lock:
            self.app_id, self.app_secret, self.app_name = APP_ID, APP_SECRET, "Nhịp Cầu"
            self.requires_proof = True
            self.skew = 0.0
            self.pages: dict[str, Page] = {}
            self.tokens: dict[str, Token] = {}
            self.photos: dict[str, Photo] = {}
            self.posts: dict[str, Post] = {}
            self.requests: list[dict[str, Any]] = []
            self.next_photo, self.next_post = 700000000000001, 800000000000001
            self._traces = itertools.count(1)
            self.user_id = "500000000000001"
            self.tokens["EAAuserstandin0001"] = Token(
                "EAAuserstandin0001", "USER", self.user_id, self.user_id
            )
            self.add_page(
                "100000000000001", "Công đoàn phường Hoa Sữa", "congdoanhoasua", "EAApagestandin0001"
            )
            self.add_page("100000000000002", "Công đoàn xã Bến Cầu", "congdoanbencau", "EAApagestandin0002")

    def add_page(
        self, page_id: str, name: str, username: str, token: str, tasks: list[str] | None = None
    ) -> Page:
        """A Page the person may act for, with the Page's own token."""
        tasks = ["ANALYZE", "CREATE_CONTENT", "MODERATE", "MANAGE"] if tasks is None else tasks
        page = self.pages[page_id] = Page(page_id, name, username, tasks)
        self.tokens[token] = Token(token, "PAGE", page_id, self.user_id)
        return page

    def now(self) -> datetime:
        """The server's moment, wrong by the scripted skew."""
        return self.clock.now() + timedelta(seconds=self.skew)

    def trace_id(self) -> str:
        """A new fbtrace_id for each answer."""
        return f"Astandin{next(self._traces):06d}"

    def page_token(self, page_id: str) -> Token | None:
        """The Page's newest token."""
        found = [one for one in self.tokens.values() if one.kind == "PAGE" and one.owner_id == page_id]
        return found[-1] if found else None

    def add_photo(self, page_id: str, content: bytes, alt_text: str) -> Photo:
        """Store an unpublished photo."""
        self.next_photo += 1
        photo = Photo(str(self.next_photo - 1), page_id, content, alt_text)
        self.photos[photo.id] = photo
        return photo

    def add_post(
        self, page_id: str, message: str, photo_ids: list[str], *, app_id: str = "", app_name: str = ""
    ) -> Post:
        """Make something public."""
        self.next_post += 1
        post = Post(
            f"{page_id}_{self.next_post - 1}", page_id, message, self.now(), app_id, app_name, photo_ids
        )
        self.posts[post.id] = post
        for photo_id in photo_ids:
            self.photos[photo_id].post_id = post.id
        return post

    def public_posts(self, page_id: str) -> list[Post]:
        """What stands on the Page, newest first."""
        posts = [one for one in self.posts.values() if one.page_id == page_id and not one.is_removed]
        return sorted(posts, key=lambda one: (one.created_at, one.id), reverse=True)

    def listed_posts(self, page_id: str) -> list[Post]:
        """What the lists show already."""
        seen_until = self.now() - timedelta(seconds=self.pages[page_id].list_delay)
        return [one for one in self.public_posts(page_id) if one.created_at <= seen_until]

    def fingerprint(self, post: Post) -> str:
        """Same Page, same text, same pictures: the same publication."""
        text = " ".join(unicodedata.normalize("NFC", post.message).split())
        digests = [self.photos[photo_id].digest for photo_id in post.photo_ids]
        return hashlib.sha256("\0".join([post.page_id, text, *digests]).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """Public posts per fingerprint."""
        posts = [one for one in self.posts.values() if not one.is_removed]
        return dict(Counter(self.fingerprint(post) for post in posts))

    def permalink(self, post: Post) -> str:
        """Where a browser opens the post: on this server, so that the demo's links work."""
        return f"{self.base}/www/{post.page_id}/posts/{post.fbid}"

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
