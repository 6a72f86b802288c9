"""What the stand-in holds, one class a thing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

PUBLISHING_SCOPES = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"]
ALL_SCOPES = [*PUBLISHING_SCOPES, "read_insights"]
ALL_TASKS = ["ANALYZE", "CREATE_CONTENT", "MODERATE", "MANAGE"]


@dataclass
class Token:
    """A person's or a Page's token; `subcode` says what killed it. `page_ids` are the Pages ticked in the dialog,
    None where there was no dialog."""

    value: str
    kind: str  # PAGE or USER
    owner_id: str
    user_id: str
    expires_at: int = 0
    scopes: list[str] = field(default_factory=lambda: list(ALL_SCOPES))
    is_valid: bool = True
    subcode: int | None = None
    declined: list[str] = field(default_factory=list)
    page_ids: list[str] | None = None
    is_long: bool = True
    taken_with: str = ""  # the person's token that this Page token came with


@dataclass
class Grant:
    """What a person allowed in the dialog; its code works once, for ten minutes."""

    code: str
    redirect_uri: str
    scopes: list[str]
    declined: list[str]
    page_ids: list[str]
    ends_at: datetime


@dataclass
class Page:
    """A Page with the tasks of the connecting person and a call budget."""

    id: str
    name: str
    username: str
    tasks: list[str]
    is_published: bool = True
    followers: int = 350
    verification: str = "not_verified"
    list_delay: float = 0.0  # seconds until a new post appears in lists
    budget: int = 4800  # calls an hour
    calls: list[datetime] = field(default_factory=list)
    refuses_duplicates: bool = False
    metrics: dict[str, Any] = field(default_factory=dict)
    sees_nothing: bool = False  # the token of this Page is answered 100/33 and with empty lists


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
class Video:
    """A clip: its upload session, its bytes, and how far it has been processed."""

    id: str
    page_id: str
    session_id: str
    size: int
    content: bytearray = field(default_factory=bytearray)
    title: str = ""
    description: str = ""
    is_public: bool = True  # once it has been processed
    finishes: int = 0
    ready_at: datetime | None = None
    error: str = ""
    post_ids: list[str] = field(default_factory=list)
    is_settled: bool = False
    is_session_alive: bool = True

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def status(self) -> str:
        """As `video_status` says it."""
        if not self.finishes:
            return "upload_complete" if len(self.content) == self.size else "uploading"
        if not self.is_settled:
            return "processing"
        return "error" if self.error else "ready"


@dataclass
class Upload:
    """A resumable upload of the app; `handle` once all bytes are there."""

    id: str
    size: int
    content: bytearray = field(default_factory=bytearray)
    handle: str = ""


@dataclass
class Post:
    """A post; public when it is published and neither removed nor hidden."""

    id: str
    page_id: str
    message: str
    created_at: datetime
    app_id: str
    app_name: str
    photo_ids: list[str] = field(default_factory=list)
    is_removed: bool = False
    is_published: bool = True
    is_hidden: bool = False
    is_private: bool = False  # made while the app was in development
    updated_at: datetime | None = None
    scheduled_at: datetime | None = None
    link: str = ""
    video_id: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def fbid(self) -> str:
        return self.id.partition("_")[2]

    @property
    def is_public(self) -> bool:
        return self.is_published and not self.is_removed and not self.is_hidden
