"""Reads what the Graph API sends; anything of an unexpected type counts as not said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nhipcau.facebook.answers import PageFacts, RemotePost, TokenFacts, graph_time
from nhipcau.facebook.faults import Fault, classify

WWW = "https://www.facebook.com"


def absolute(url: object) -> str:
    """A permalink may come without its host."""
    if not isinstance(url, str) or not url:
        return ""
    return WWW + url if url.startswith("/") else url


def json_object(raw: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(raw)
    except ValueError:
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


def post_id(body: Mapping[str, Any]) -> str | None:
    value = body.get("id")
    if not isinstance(value, str):
        return None
    page, _, post = value.partition("_")
    return value if page.isdigit() and post.isdigit() else None


def number_id(body: Mapping[str, Any]) -> str | None:
    value = body.get("id")
    return value if isinstance(value, str) and value.isdigit() else None


def succeeded(body: Mapping[str, Any], object_id: str) -> str | None:
    return object_id if body.get("success") is True else None


def next_cursor(body: Mapping[str, Any]) -> str | None:
    paging = body.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    return after if isinstance(after, str) else None


def remote_post(row: Mapping[str, Any]) -> RemotePost:
    application = row.get("application")
    return RemotePost(
        id=str(row.get("id") or ""),
        message=str(row.get("message") or ""),
        created_at=graph_time(row.get("created_time")),
        permalink=absolute(row.get("permalink_url")),
        app_id=str(application.get("id") or "") if isinstance(application, dict) else "",
        attachment_ids=tuple(targets(row.get("attachments"))),
    )


def targets(attachments: object) -> list[str]:
    """Ids of what a post shows, in order; an album holds its photos one level down."""
    found: list[str] = []
    rows = attachments.get("data") if isinstance(attachments, dict) else None
    for row in rows if isinstance(rows, list) else []:
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
    shown = row.get("is_published")
    return PageFacts(
        id=str(row.get("id") or ""),
        name=str(row.get("name") or ""),
        username=str(row.get("username") or ""),
        link=absolute(row.get("link")),
        is_published=shown if isinstance(shown, bool) else None,
        token=str(row.get("access_token") or ""),
        tasks=tuple(str(task) for task in tasks) if isinstance(tasks, list) else None,
    )


def token_facts(data: Mapping[str, Any]) -> TokenFacts:
    granular: dict[str, tuple[str, ...]] = {}
    for row in data.get("granular_scopes") or []:
        if isinstance(row, dict) and isinstance(row.get("scope"), str):
            granular[row["scope"]] = tuple(str(one) for one in row.get("target_ids") or [])
    error = data.get("error")
    error = error if isinstance(error, dict) else {}
    return TokenFacts(
        is_valid=data.get("is_valid") is True,
        kind=str(data.get("type") or ""),
        app_id=str(data.get("app_id") or ""),
        expires_at=whole(data.get("expires_at")) or 0,
        scopes=tuple(str(scope) for scope in data.get("scopes") or []),
        granular=granular,
        profile_id=str(data.get("profile_id") or ""),
        code=whole(error.get("code")),
        subcode=whole(error.get("subcode")),
    )
