"""Is a post on the Page the one an attempt tried to make? (contract, section 6)"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from nhipcau.facebook.answers import RemotePost

CLOCK_SLACK = timedelta(seconds=120)
PROBE_SECONDS = (5, 20, 60, 150)


def clock_is_wrong(skew: timedelta | None) -> bool:
    """Is the local clock so far from the server's (`Answer.skew_from`) that an administrator is told?"""
    return skew is not None and abs(skew) > CLOCK_SLACK


def collapsed(text: str) -> str:
    """NFC with every run of white space as one blank: how two texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fingerprint(page_id: str, message: str, photo_digests: Iterable[str] = ()) -> str:
    """What makes two attempts the same publication."""
    parts = [page_id, collapsed(message), *photo_digests]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def has_same_content(
    post: RemotePost, message: str, photo_ids: Collection[str], source_link: str = ""
) -> bool:
    """Text, our own source link, or the attachments agree; says nothing about who posted it."""
    if source_link and source_link in post.message:
        return True
    if collapsed(message) and collapsed(post.message) == collapsed(message):
        return True
    return bool(photo_ids) and set(post.attachment_ids) == set(photo_ids)


def candidates(
    posts: Iterable[RemotePost],
    *,
    app_id: str,
    since: datetime,
    message: str,
    photo_ids: Sequence[str] = (),
    source_link: str = "",
    known_ids: Collection[str] = (),
) -> tuple[list[RemotePost], list[RemotePost]]:
    """(ours, oldest first; identical ones by somebody else) among the posts since an attempt began.

    `since` is in the server's clock; `known_ids` are posts that already belong to other publications.
    """
    ours: list[RemotePost] = []
    others: list[RemotePost] = []
    for post in posts:
        if post.created_at is None or post.created_at < since - CLOCK_SLACK or post.id in known_ids:
            continue
        if has_same_content(post, message, photo_ids, source_link):
            (ours if post.app_id == app_id else others).append(post)
    ours.sort(key=lambda post: (post.created_at, post.id))
    return ours, others
