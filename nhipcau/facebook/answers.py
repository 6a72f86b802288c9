"""What came back: the answer kept for the record, the outcomes of a write, and what a read gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from nhipcau.facebook.budget import Usage
from nhipcau.facebook.faults import Fault

# Either spelling of the task; full control holds it.
CREATING_TASKS = frozenset({"CREATE_CONTENT", "PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_FULL_CONTROL"})
BODY_KEPT = 300  # characters of an unreadable body, for the administrator only
_SECRET = re.compile(
    r"(access_token|input_token|appsecret_proof|client_secret|fb_exchange_token)(\"?\s*[=:]\s*\"?)[^\"&\s,}]+"
    r"|\bEAA[0-9A-Za-z]{6,}",
)


def redacted(text: str, *secrets: str) -> str:
    """The text without anything that looks like, or is, a secret."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[…]")
    return _SECRET.sub(lambda m: f"{m.group(1)}{m.group(2)}[…]" if m.group(1) else "[…]", text)


@dataclass(frozen=True)
class Answer:
    """One answer of the server, without any secret; `status` is None when none came."""

    status: int | None = None
    code: int | None = None
    subcode: int | None = None
    message: str = ""
    user_message: str = ""
    trace_id: str = ""
    served_at: datetime | None = None
    usage: Usage = field(default_factory=Usage)
    body_start: str = ""
    failure: str = ""

    def skew_from(self, now: datetime) -> timedelta | None:
        """How far the server's clock is ahead of `now`, the local time of this answer; None when it said none."""
        return None if self.served_at is None else self.served_at - now

    def to_json(self) -> dict[str, Any]:
        """What an attempt keeps."""
        kept = {
            "status": self.status,
            "code": self.code,
            "subcode": self.subcode,
            "message": self.message,
            "user_message": self.user_message,
            "trace_id": self.trace_id,
            "served_at": self.served_at.isoformat() if self.served_at else None,
            "percent": self.usage.percent,
            "regain_minutes": self.usage.regain_minutes,
            "body_start": self.body_start,
            "failure": self.failure,
        }
        return {name: value for name, value in kept.items() if value not in (None, "")}


@dataclass(frozen=True)
class Published:
    """The server says: it is public (or, for a photo, it is stored)."""

    id: str
    url: str = ""
    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True)
class Refused:
    """The server clearly said no; nothing was done."""

    fault: Fault
    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True)
class NotSent:
    """Name, connection or TLS failed before the first byte; it may be tried again."""

    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True)
class Unknown:
    """Nobody can tell whether it was done; it has to be looked for."""

    answer: Answer = field(default_factory=Answer)


Outcome = Published | Refused | NotSent | Unknown


class GraphError(Exception):
    """A read that did not work; `fault` says why, `passes` whether a later try may."""

    def __init__(self, fault: Fault, answer: Answer) -> None:
        super().__init__(f"{fault} {answer.code}/{answer.subcode} {answer.trace_id}".strip())
        self.fault = fault
        self.answer = answer

    @property
    def passes(self) -> bool:
        return self.fault in (Fault.TEMPORARY, Fault.RATE)


@dataclass(frozen=True)
class RemotePost:
    """A post as the Page shows it; never who stands behind another author's."""

    id: str
    message: str
    created_at: datetime | None
    permalink: str
    app_id: str
    attachment_ids: tuple[str, ...] = ()
    updated_at: datetime | None = None
    is_published: bool | None = None
    is_hidden: bool = False


class State(StrEnum):
    """What a post is on the Page."""

    LIVE = "live"
    EDITED = "edited"
    REMOVED = "removed"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PostState:
    """What became of a published post; `post` is what Facebook shows now, `fault` why nothing is known."""

    state: State
    post: RemotePost | None = None
    page_is_published: bool | None = None
    fault: Fault | None = None
    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True)
class Posts:
    """The Page's published posts at one moment of the server's clock."""

    posts: tuple[RemotePost, ...]
    answer: Answer


@dataclass(frozen=True)
class PageFacts:
    """What a Page says of itself."""

    id: str
    name: str
    username: str = ""
    link: str = ""
    is_published: bool | None = None
    token: str = field(default="", repr=False)
    tasks: tuple[str, ...] | None = None
    followers: int | None = None
    verification: str = ""
    answer: Answer = field(default_factory=Answer, repr=False, compare=False)

    @property
    def unusable(self) -> str:
        """Why a Page from the list of a person's Pages cannot be published on: "no_token" (it was not
        ticked in the dialog), "no_task" (the person may not create content there), or ""."""
        if not self.token:
            return "no_token"
        return "" if CREATING_TASKS & set(self.tasks or ()) else "no_task"


@dataclass(frozen=True)
class TokenFacts:
    """What debug_token says of a token."""

    is_valid: bool
    kind: str
    app_id: str
    expires_at: int
    scopes: tuple[str, ...]
    granular: dict[str, tuple[str, ...]]
    profile_id: str
    code: int | None = None
    subcode: int | None = None
    application: str = ""
    issued_at: int = 0
    data_access_expires_at: int = 0


def served_at(headers: Mapping[str, str]) -> datetime | None:
    """The server's clock, from the Date header."""
    try:
        return parsedate_to_datetime(headers.get("date") or "")
    except (TypeError, ValueError):
        return None


def graph_time(text: object) -> datetime | None:
    """Times come as 2019-05-17T16:24:04+0000."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
