"""The control paths: script faults, move the clock, act as an officer or as Facebook, read what happened."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from nhipcau.facebook.standin.faults import Fault
from nhipcau.facebook.standin.world import OTHER_APP_ID, Token, World


def control(world: World, faults: list[Fault], name: str, data: dict[str, Any]) -> dict[str, Any]:
    """Do one thing to the world; the lock is held. Raises KeyError or ValueError for nonsense."""
    if name == "reset":
        world.reset()
        faults.clear()
        for row in data.get("pages") or []:
            world.add_page(row["id"], row["name"], row["username"], row["token"], row.get("tasks"))
    elif name == "fault":
        faults.append(Fault.read(data))
    elif name == "faults/clear":
        faults.clear()
    elif name == "clock":
        if "set" in data:
            world.clock.set(datetime.fromisoformat(data["set"]) if data["set"] else None)
        world.clock.advance(float(data.get("advance") or 0))
    elif name == "page":
        _change_page(world, data)
    elif name == "token":
        _change_token(world, data)
    elif name == "post":  # an officer posts by hand, not through our app
        app_id = data.get("app_id", OTHER_APP_ID)
        post = world.add_post(
            data["page"], data["message"], [], app_id=app_id, app_name="Facebook for Android"
        )
        return {"id": post.id, "permalink_url": world.permalink(post)}
    elif name == "remove":
        world.posts[data["id"]].is_removed = True
    elif name != "state":
        raise KeyError(name)
    return state(world)


def _change_page(world: World, data: dict[str, Any]) -> None:
    page = world.pages[data["id"]]
    for name in ("list_delay", "is_published", "tasks", "budget", "refuses_duplicates", "followers"):
        if name in data:
            setattr(page, name, data[name])
    if "budget" in data:
        page.calls.clear()


def _change_token(world: World, data: dict[str, Any]) -> None:
    """End a Page's token (`subcode`), narrow its scopes, or hand out a new one (`value`)."""
    page_id = data["page"]
    if "value" in data:
        world.tokens[data["value"]] = Token(data["value"], "PAGE", page_id, world.user_id)
    token = world.page_token(page_id)
    if token is None:
        raise KeyError(page_id)
    if "subcode" in data:
        token.is_valid, token.subcode = False, int(data["subcode"])
    if "scopes" in data:
        token.scopes = list(data["scopes"])
    if "expires_at" in data:
        token.expires_at = int(data["expires_at"])


def state(world: World) -> dict[str, Any]:
    """Everything a test may want to assert; no token in it."""
    posts = [
        {
            "id": post.id,
            "page": post.page_id,
            "message": post.message,
            "app_id": post.app_id,
            "created_at": post.created_at.isoformat(),
            "photos": [world.photos[one].digest for one in post.photo_ids],
            "permalink_url": world.permalink(post),
            "is_removed": post.is_removed,
            "fingerprint": world.fingerprint(post),
        }
        for post in world.posts.values()
    ]
    hidden = [one.id for one in world.photos.values() if not one.post_id]
    writes = [one for one in world.requests if one["method"] == "POST" and re.search(r"/feed$", one["path"])]
    return {
        "now": world.now().isoformat(),
        "posts": posts,
        "counts": world.counts(),
        "requests": world.requests,
        "feed_calls": len(writes),
        "unused_photos": hidden,
    }
