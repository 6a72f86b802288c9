"""Reads what the Graph API sends; anything of an unexpected type counts as not said."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from nhipcau.facebook.answers import PageFacts, RemotePost, TokenFacts, graph_time
from nhipcau.facebook.faults import Fault, classify

WWW = "https://www.facebook.com"
LONGEST_LINK = 500


def absolute(url: object) -> str:
    """A permalink may come without its host; what is no web address is no permalink."""
    if not isinstance(url, str) or len(url) > LONGEST_LINK:
        return ""
    if url.startswith("/"):
        return WWW + url
    return url if url.startswith(("https://", "http://")) else ""


def json_object(raw: bytes | str) -> dict[str, Any] | None:
    """The body when it is a JSON object, else None."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def fault_of(body: Mapping[str, Any]) -> Fault:
    error = body["error"]
    if not isinstance(error, dict):
        return Fault.UNCLASSIFIED
    return classify(
        whole(error.get("code")),
        whole(error.get("error_subcode")),
        str(error.get("message") or ""),
        is_transient=error.get("is_transient") is True,
    )


def error_data(body: Mapping[str, Any]) -> dict[str, Any]:
    """`error_data` comes as an object or as a JSON string."""
    error = body.get("error")
    data = error.get("error_data") if isinstance(error, dict) else None
    if isinstance(data, str):
        data = json_object(data)
    return data if isinstance(data, dict) else {}


def offset(value: object) -> int | None:
    """An upload offset: a string of digits, or a number."""
    if isinstance(value, str) and is_digits(value) and len(value) <= 15:
        return int(value)
    number = whole(value)
    return number if number is not None and number >= 0 else None


def is_digits(text: str) -> bool:
    """Plain 0-9 only; other scripts have digits too."""
    return text.isascii() and text.isdigit()


def post_id(body: Mapping[str, Any]) -> str | None:
    value = body.get("id")
    if not isinstance(value, str):
        return None
    page, _, post = value.partition("_")
    return value if is_digits(page) and is_digits(post) else None


def number_id(body: Mapping[str, Any]) -> str | None:
    value = body.get("id")
    return value if isinstance(value, str) and is_digits(value) else None


def succeeded(body: Mapping[str, Any], object_id: str) -> str | None:
    return object_id if body.get("success") is True else None


def rows(value: object) -> list[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def next_cursor(body: Mapping[str, Any]) -> str | None:
    paging = body.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    if not isinstance(after, str):  # then it stands in the address of the next page; that has a token in it
        found = re.search(r"[?&]after=([^&#]+)", str(paging["next"]))
        after = unquote(found[1]) if found else None
    return after if isinstance(after, str) and after else None


def remote_post(row: Mapping[str, Any]) -> RemotePost:
    application = row.get("application")
    return RemotePost(
        id=str(row.get("id") or ""),
        message=str(row.get("message") or ""),
        created_at=graph_time(row.get("created_time")),
        permalink=absolute(row.get("permalink_url")),
        app_id=str(application.get("id") or "") if isinstance(application, dict) else "",
        attachment_ids=tuple(targets(row.get("attachments"))),
        updated_at=graph_time(row.get("updated_time")),
        is_published=truth(row.get("is_published")),
        is_hidden=row.get("is_hidden") is True or row.get("is_expired") is True,
    )


def truth(value: object) -> bool | None:
    """True or False as said, None for anything else."""
    return value if isinstance(value, bool) else None


def targets(attachments: object) -> list[str]:
    """Ids of what a post shows, in order; an album holds its photos one level down."""
    found: list[str] = []
    listed = attachments.get("data") if isinstance(attachments, dict) else attachments
    for row in rows(listed):
        if not isinstance(row, dict):
            continue
        inner = targets(row.get("subattachments"))
        target = row.get("target")
        if inner:
            found += inner
        elif isinstance(target, dict) and target.get("id"):
            found.append(str(target["id"]))
    return found


def page_facts(row: Mapping[str, Any]) -> PageFacts:
    tasks = row.get("tasks")
    return PageFacts(
        id=str(row.get("id") or ""),
        name=str(row.get("name") or ""),
        username=str(row.get("username") or ""),
        link=absolute(row.get("link")),
        is_published=truth(row.get("is_published")),
        token=str(row.get("access_token") or ""),
        tasks=tuple(str(task) for task in tasks) if isinstance(tasks, list) else None,
        followers=whole(row.get("followers_count")),
        verification=str(row.get("verification_status") or ""),
    )


def token_facts(data: Mapping[str, Any]) -> TokenFacts:
    granular: dict[str, tuple[str, ...]] = {}
    for row in rows(data.get("granular_scopes")):
        if isinstance(row, dict) and isinstance(row.get("scope"), str):
            granular[row["scope"]] = tuple(str(one) for one in rows(row.get("target_ids")))
    error = data.get("error")
    error = error if isinstance(error, dict) else {}
    return TokenFacts(
        is_valid=data.get("is_valid") is True,
        kind=str(data.get("type") or ""),
        app_id=str(data.get("app_id") or ""),
        expires_at=whole(data.get("expires_at")) or 0,
        scopes=tuple(str(scope) for scope in rows(data.get("scopes"))),
        granular=granular,
        profile_id=str(data.get("profile_id") or ""),
        code=whole(error.get("code")),
        subcode=whole(error.get("subcode")),
        application=str(data.get("application") or ""),
        issued_at=whole(data.get("issued_at")) or 0,
        data_access_expires_at=whole(data.get("data_access_expires_at")) or 0,
    )
