"""What is read: a Page, its lists, a post, a photo, a token."""

from __future__ import annotations

from typing import Any

from nhipcau.facebook.standin.access import own_page, require_reading
from nhipcau.facebook.standin.calls import Call, Refusal, gone, graph_time
from nhipcau.facebook.standin.things import Page, Post, Token
from nhipcau.facebook.standin.world import World, newest_first

POST_FIELDS = frozenset(
    [
        "id",
        "message",
        "created_time",
        "updated_time",
        "permalink_url",
        "is_published",
        "is_hidden",
        "is_expired",
        "status_type",
        "scheduled_publish_time",
        "application",
        "from",
        "attachments",
        "shares",
        "comments",
        "reactions",
    ]
)
PAGE_FIELDS = frozenset(
    [
        "id",
        "name",
        "username",
        "link",
        "is_published",
        "fan_count",
        "followers_count",
        "verification_status",
        "has_transitioned_to_new_page_experience",
    ]
)
PHOTO_FIELDS = frozenset(["id", "alt_text", "alt_text_custom", "link", "created_time"])


def page_row(world: World, page: Page, fields: list[str]) -> dict[str, Any]:
    """The fields of a Page that were asked for."""
    values = {
        "id": page.id,
        "name": page.name,
        "username": page.username,
        "link": f"{world.base}/www/{page.username}",
        "is_published": page.is_published,
        "fan_count": page.followers,
        "followers_count": page.followers,
        "verification_status": page.verification,
        "has_transitioned_to_new_page_experience": True,
    }
    return {name: values[name] for name in dict.fromkeys(["id", *fields])}


def read_node(world: World, call: Call, token: Token, node: str) -> dict[str, Any]:
    """GET /{page} or /me, or a photo by its number; a post's number without its Page is refused."""
    call.allow()
    if node == "me" and token.kind == "USER":
        call.fields(frozenset({"id", "name"}), "id,name")
        return {"id": token.user_id, "name": "Cán bộ phụ trách Trang"}
    if node in world.photos:
        photo = world.photos[node]
        own_page(world, call, token, photo.page_id)
        fields = call.fields(PHOTO_FIELDS, "id")
        row = {"id": photo.id, "alt_text": photo.alt_text, "alt_text_custom": photo.alt_text}
        return {name: row[name] for name in dict.fromkeys(["id", *fields]) if name in row}
    if any(post.fbid == node for post in world.posts.values()):
        raise Refusal(12, "(#12) singular statuses API is deprecated for versions v2.4 and higher")
    page = own_page(world, call, token, node)
    return page_row(world, page, call.fields(PAGE_FIELDS, "id,name"))


def post_row(world: World, post: Post, fields: list[str]) -> dict[str, Any]:
    """The fields of a post that were asked for; what does not apply is left out, as Facebook does."""
    row: dict[str, Any] = {
        "id": post.id,
        "created_time": graph_time(post.created_at),
        "updated_time": graph_time(post.updated_at or post.created_at),
        "permalink_url": world.permalink(post),
        "is_published": post.is_published,
        "is_hidden": post.is_hidden,
        "is_expired": False,
        "status_type": "added_photos"
        if post.photo_ids
        else "added_video"
        if post.video_id
        else "mobile_status_update",
        "from": {"id": post.page_id, "name": world.pages[post.page_id].name},
        "comments": {"data": [], "summary": {"total_count": post.counts.get("comments", 0)}},
        "reactions": {"data": [], "summary": {"total_count": post.counts.get("reactions", 0)}},
    }
    if post.message:
        row["message"] = post.message
    if post.app_id:
        row["application"] = {"id": post.app_id, "name": post.app_name}
    if post.scheduled_at is not None and not post.is_published:
        row["scheduled_publish_time"] = int(post.scheduled_at.timestamp())
    if post.counts.get("shares"):
        row["shares"] = {"count": post.counts["shares"]}
    if post.photo_ids or post.video_id or post.link:
        row["attachments"] = _attachments(world, post)
    return {name: row[name] for name in dict.fromkeys(["id", *fields]) if name in row}


def _attachments(world: World, post: Post) -> dict[str, Any]:
    if post.video_id:
        target = {"id": post.video_id, "url": f"{world.base}/www/video/{post.video_id}"}
        return {"data": [{"media_type": "video", "target": target}]}
    if not post.photo_ids:
        return {"data": [{"media_type": "link", "target": {"url": post.link}, "unshimmed_url": post.link}]}
    rows = [
        {"media_type": "photo", "target": {"id": one, "url": f"{world.base}/www/photo/{one}"}}
        for one in post.photo_ids
    ]
    if len(rows) == 1:
        return {"data": rows}
    album = {"media_type": "album", "target": {"id": post.fbid}, "subattachments": {"data": rows}}
    return {"data": [album]}


def read_list(world: World, call: Call, token: Token, node: str, edge: str) -> dict[str, Any]:
    """GET /{page}/published_posts, /posts, /feed, /scheduled_posts"""
    call.allow("limit", "after")
    limit, start = call.number("limit", 25), call.number("after", 0)
    if not 1 <= limit <= 100:
        raise Refusal(100, "(#100) The limit must be at most 100")
    fields = call.fields(POST_FIELDS, "id,message,created_time")
    known = world.pages.get(token.owner_id if node == "me" else node)
    if known is not None and known.sees_nothing and token.owner_id == known.id:
        return {"data": []}
    page = own_page(world, call, token, node)
    require_reading(token)
    posts = world.listed_posts(page.id)
    unpublished = [one for one in world.posts.values() if one.page_id == page.id and not one.is_published]
    if edge == "scheduled_posts":
        posts = newest_first(one for one in unpublished if one.scheduled_at and not one.is_removed)
    elif edge == "feed":
        posts = newest_first([*posts, *(one for one in unpublished if not one.is_removed)])
    body: dict[str, Any] = {"data": [post_row(world, one, fields) for one in posts[start : start + limit]]}
    body["paging"] = {"cursors": {"before": str(start), "after": str(start + limit)}}
    if start + limit < len(posts):
        body["paging"]["next"] = f"{world.base}{call.path}?limit={limit}&after={start + limit}"
    return body


def read_post(world: World, call: Call, token: Token, post_id: str) -> dict[str, Any]:
    """GET /{page_post}"""
    call.allow()
    fields = call.fields(POST_FIELDS, "id,message,created_time")
    post = world.posts.get(post_id)
    if post is None or post.is_removed:
        raise gone(post_id)
    own_page(world, call, token, post.page_id)
    require_reading(token)
    return post_row(world, post, fields)
