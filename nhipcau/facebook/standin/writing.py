"""What is written: posts, photos, edits, removals."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from nhipcau.facebook.standin.access import own_page, require_writing
from nhipcau.facebook.standin.calls import Call, Refusal, gone
from nhipcau.facebook.standin.reading import POST_FIELDS, post_row
from nhipcau.facebook.standin.things import Page, Post, Token
from nhipcau.facebook.standin.world import World

PHOTO_BYTES = 4_000_000
SOONEST, LATEST = timedelta(minutes=10), timedelta(days=29)
NO_TIME = "(#100) The specified scheduled publish time is invalid."


def create_post(world: World, call: Call, token: Token, node: str) -> dict[str, Any]:
    """POST /{page}/feed"""
    call.allow("message", "link", "attached_media", "published", "scheduled_publish_time")
    page = own_page(world, call, token, node)
    require_writing(page, token)
    message, link = call.params.get("message", ""), call.params.get("link", "")
    photo_ids = _attached(world, page, call.params.get("attached_media"))
    if not (message.strip() or link or photo_ids):
        raise Refusal(100, "(#100) You must provide at least one of message, link or attached_media")
    if link:
        _check_link(link)
    latest = world.public_posts(page.id)[:1]
    is_published = call.truth("published", True)
    scheduled_at = _scheduled(world, call, page, is_published)
    if page.refuses_duplicates and latest and message and latest[0].message == message:
        raise Refusal(506, "(#506) Duplicate status message")
    fields = call.fields(POST_FIELDS, "id")
    post = world.add_post(
        page.id,
        message,
        photo_ids,
        app_id=world.app_id,
        app_name=world.app_name,
        link=link,
        is_published=is_published,
        scheduled_at=scheduled_at,
    )
    return post_row(world, post, fields)


def _check_link(link: str) -> None:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise Refusal(100, "(#100) link URL is not properly formatted", subcode=2061006)
    if host == "facebook.com" or host.endswith(".facebook.com"):
        raise Refusal(100, "(#100) Links to facebook.com cannot be posted", subcode=1609008)
    if host.endswith(".invalid"):
        raise Refusal(100, "(#100) The url you supplied is invalid", subcode=1609005)


def _scheduled(world: World, call: Call, page: Page, is_published: bool) -> datetime | None:
    if "scheduled_publish_time" not in call.params:
        return None
    moment = datetime.fromtimestamp(call.number("scheduled_publish_time"), UTC)
    waiting = [
        one
        for one in world.posts.values()
        if one.page_id == page.id and one.scheduled_at and not one.is_published and not one.is_removed
    ]
    is_in_window = world.now() + SOONEST <= moment <= world.now() + LATEST
    if is_published or not is_in_window or len(waiting) >= world.most_scheduled:
        raise Refusal(100, NO_TIME)
    return moment


def _attached(world: World, page: Page, text: str | None) -> list[str]:
    if text is None:
        return []
    try:
        ids = [str(row["media_fbid"]) for row in json.loads(text)]
    except (ValueError, TypeError, KeyError):
        raise Refusal(100, "(#100) Param attached_media must be an array.") from None
    for photo_id in ids:
        photo = world.photos.get(photo_id)
        if photo is None or photo.page_id != page.id or photo.post_id:
            raise Refusal(100, "(#100) Invalid media_fbid in attached_media")
    return ids


def create_photo(world: World, call: Call, token: Token, node: str) -> dict[str, Any]:
    """POST /{page}/photos"""
    call.allow("message", "caption", "published", "alt_text_custom", "temporary", files=("source",))
    page = own_page(world, call, token, node)
    require_writing(page, token)
    content = call.files.get("source")
    if not content or content[:3] not in (b"\xff\xd8\xff", b"\x89PN"):
        raise Refusal(100, "(#100) picture must be a valid image", subcode=2069019)
    if len(content) > PHOTO_BYTES:
        raise Refusal(1366046, "Your photos couldn't be uploaded. Photos should be smaller than 4 MB.")
    photo = world.add_photo(page.id, content, call.params.get("alt_text_custom", ""))
    if not call.truth("published", True):
        return {"id": photo.id}
    message = call.params.get("message") or call.params.get("caption") or ""
    post = world.add_post(page.id, message, [photo.id], app_id=world.app_id, app_name=world.app_name)
    return {"id": photo.id, "post_id": post.id}


def edit_post(world: World, call: Call, token: Token, post_id: str) -> dict[str, Any]:
    """POST /{page_post}: only what this app has made."""
    call.allow("message", "is_published", "is_hidden")
    post = _own_post(world, call, token, post_id)
    if post.app_id != world.app_id:
        raise Refusal(100, "(#100) Only posts that were made by this app can be edited")
    if not {"message", "is_published", "is_hidden"} & set(call.params):
        raise Refusal(100, "(#100) Nothing to change was named")
    message = call.params.get("message")
    if message is not None:
        if not message.strip() and not post.photo_ids and not post.link and not post.video_id:
            raise Refusal(100, "(#100) A post needs a message")
        post.message, post.updated_at = message, world.now()
    post.is_published = call.truth("is_published", post.is_published)
    post.is_hidden = call.truth("is_hidden", post.is_hidden)
    return {"success": True}


def _own_post(world: World, call: Call, token: Token, post_id: str) -> Post:
    post = world.posts.get(post_id)
    if post is None or post.is_removed:
        raise gone(post_id)
    require_writing(own_page(world, call, token, post.page_id), token)
    return post


def delete_node(world: World, call: Call, token: Token, node: str) -> dict[str, Any]:
    """DELETE /{page_post}, or a photo that no post shows."""
    call.allow()
    photo = world.photos.get(node)
    if photo is not None and not photo.post_id:
        require_writing(own_page(world, call, token, photo.page_id), token)
        del world.photos[node]
        return {"success": True}
    _own_post(world, call, token, node).is_removed = True
    return {"success": True}
