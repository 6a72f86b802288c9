"""What came back: the answer kept for the record, the outcomes of a write, and what a read gives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from nhipcau.facebook.faults import Fault

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
class Usage:
    """How much of the call budget is used, and how long to wait when it is gone."""

    percent: int | None = None
    regain_minutes: int | None = None

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> Usage:
        """From the two usage headers; anything unreadable counts as nothing said."""
        percents: list[int] = []
        minutes: list[int] = []
        for row in _usage_rows(headers):
            for name in ("call_count", "total_cputime", "total_time"):
                if isinstance(row.get(name), int | float):
                    percents.append(int(row[name]))
            if isinstance(row.get("estimated_time_to_regain_access"), int | float):
                minutes.append(int(row["estimated_time_to_regain_access"]))
        return cls(max(percents, default=None), max(minutes, default=0) or None)


def _usage_rows(headers: Mapping[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in ("x-app-usage", "x-business-use-case-usage"):
        try:
            value = json.loads(headers.get(name) or "null")
        except ValueError:
            continue
        if not isinstance(value, dict):
            continue
        if name == "x-app-usage":
            rows.append(value)
            continue
        for several in value.values():
            rows.extend(row for row in several if isinstance(row, dict)) if isinstance(
                several, list
            ) else None
    return rows


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
