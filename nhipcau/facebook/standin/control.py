"""The control paths: script faults, move the clock, act as an officer or as Facebook, read what happened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nhipcau.facebook.standin.faults import Fault
from nhipcau.facebook.standin.things import Post, Token
from nhipcau.facebook.standin.world import OTHER_APP_ID, World

# What may be set with `app`, and with `page`.
OF_THE_APP = frozenset(
    [
        "mode",
        "app_percent",
        "requires_proof",
        "redirect_uris",
        "invalid_scopes",
        "chunk_bytes",
        "processing_seconds",
        "video_error",
        "error_data_is_text",
        "most_scheduled",
        "has_relative_links",
    ]
)
OF_A_PAGE = frozenset(
    [
        "list_delay",
        "is_published",
        "tasks",
        "budget",
        "refuses_duplicates",
        "followers",
        "verification",
        "sees_nothing",
    ]
)


@dataclass
class _Desk:
    """The world and its scripted faults, with one method for each control path."""

    world: World
    faults: list[Fault]

    def reset(self, data: dict[str, Any]) -> None:
        """Everything back to the beginning; `pages` adds some."""
        self.world.reset()
        self.faults.clear()
        for row in data.get("pages") or []:
            self.world.add_page(row["id"], row["name"], row["username"], row["token"], row.get("tasks"))

    def fault(self, data: dict[str, Any]) -> None:
        self.faults.append(Fault.read(data))

    def clear_faults(self, data: dict[str, Any]) -> None:
        self.faults.clear()

    def clock(self, data: dict[str, Any]) -> None:
        """`set` to a moment (null follows the source again), `advance` by seconds."""
        if "set" in data:
            self.world.clock.set(datetime.fromisoformat(data["set"]) if data["set"] else None)
        self.world.clock.advance(float(data.get("advance") or 0))

    def app(self, data: dict[str, Any]) -> None:
        """Settings of the app and of the whole server."""
        _set(self.world, data, OF_THE_APP)

    def page(self, data: dict[str, Any]) -> None:
        """Settings of one Page; `app_live` is the app's mode, kept here for short."""
        data = dict(data)
        page = self.world.pages[data.pop("id")]
        if "app_live" in data:
            self.world.mode = "live" if data.pop("app_live") else "development"
        _set(page, data, OF_A_PAGE)
        if "budget" in data:
            page.calls.clear()

    def unpublish(self, data: dict[str, Any]) -> None:
        self.world.pages[data["page"]].is_published = False

    def drop_role(self, data: dict[str, Any]) -> None:
        """The connecting person loses the role on the Page; its tokens die with 190/492."""
        page = self.world.pages[data["page"]]
        page.tasks = []
        self._kill(page.id, 492)

    def token(self, data: dict[str, Any]) -> None:
        """End a Page's tokens (`subcode`), narrow the newest one's scopes, or hand out a new one (`value`)."""
        page_id, world = data["page"], self.world
        if "value" in data:
            world.tokens[data["value"]] = Token(data["value"], "PAGE", page_id, world.user_id)
        token = world.page_token(page_id)
        if token is None:
            raise KeyError(page_id)
        if "subcode" in data:
            self._kill(page_id, int(data["subcode"]))
        if "scopes" in data:
            token.scopes = list(data["scopes"])
        if "expires_at" in data:
            token.expires_at = int(data["expires_at"])

    def _kill(self, page_id: str, subcode: int) -> None:
        for token in self.world.tokens.values():
            if token.kind == "PAGE" and token.owner_id == page_id:
                token.is_valid, token.subcode = False, subcode

    def mode(self, data: dict[str, Any]) -> None:
        """Is the app live, or does only its own staff see what it posts?"""
        _set(self.world, data, frozenset({"mode"}))

    def post_by_hand(self, data: dict[str, Any]) -> dict[str, Any]:
        """An officer posts by hand, not through our app."""
        app_id = data.get("app_id", OTHER_APP_ID)
        post = self.world.add_post(
            data["page"], data["message"], [], app_id=app_id, app_name="Facebook for Android"
        )
        return {"id": post.id, "permalink_url": self.world.permalink(post)}

    def edit_remotely(self, data: dict[str, Any]) -> None:
        """Somebody changes the text on Facebook."""
        post = self.world.posts[data["id"]]
        post.message, post.updated_at = data["message"], self.world.now()

    def remove_remotely(self, data: dict[str, Any]) -> None:
        self.world.posts[data["id"]].is_removed = True

    def hide(self, data: dict[str, Any]) -> None:
        self.world.posts[data["id"]].is_hidden = bool(data.get("hidden", True))

    def metric(self, data: dict[str, Any]) -> None:
        """A figure of a Page or a post (`value`), or a name that Facebook retires (`dead`)."""
        if data.get("dead"):
            self.world.dead_metrics.add(data["name"])
            return
        thing = self.world.posts.get(data["id"]) or self.world.pages[data["id"]]
        if isinstance(thing, Post) and data["name"] in ("comments", "reactions", "shares"):
            thing.counts[data["name"]] = int(data["value"])
        else:
            thing.metrics[data["name"]] = data["value"]

    def end_upload(self, data: dict[str, Any]) -> None:
        """Facebook forgets the upload sessions that are open."""
        for video in self.world.videos.values():
            video.is_session_alive = False
        self.world.uploads.clear()


PATHS: dict[str, Callable[[_Desk, dict[str, Any]], dict[str, Any] | None]] = {
    "reset": _Desk.reset,
    "fault": _Desk.fault,
    "faults/clear": _Desk.clear_faults,
    "clock": _Desk.clock,
    "app": _Desk.app,
    "mode": _Desk.mode,
    "page": _Desk.page,
    "unpublish": _Desk.unpublish,
    "drop_role": _Desk.drop_role,
    "token": _Desk.token,
    "post": _Desk.post_by_hand,
    "post_by_hand": _Desk.post_by_hand,
    "edit": _Desk.edit_remotely,
    "edit_remotely": _Desk.edit_remotely,
    "remove": _Desk.remove_remotely,
    "remove_remotely": _Desk.remove_remotely,
    "hide": _Desk.hide,
    "metric": _Desk.metric,
    "end_upload": _Desk.end_upload,
}


def control(world: World, faults: list[Fault], name: str, data: dict[str, Any]) -> dict[str, Any]:
    """Do one thing to the world; the lock is held. Raises KeyError or ValueError for nonsense."""
    done = None if name == "state" else PATHS[name](_Desk(world, faults), data)
    world.settle()
    return done or state(world)


def _set(thing: Any, data: dict[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(data) - known)
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}")
    for name, value in data.items():
        setattr(thing, name, value)


def state(world: World) -> dict[str, Any]:
    """Everything a test may want to assert; no token in it."""
    writes = [one for one in world.requests if one["method"] == "POST" and re.search(r"/feed$", one["path"])]
    return {
        "now": world.now().isoformat(),
        "posts": [_post(world, post) for post in world.posts.values()],
        "counts": world.counts(),
        "requests": world.requests,
        "feed_calls": len(writes),
        "unused_photos": [one.id for one in world.photos.values() if not one.post_id],
        "videos": [
            {
                "id": one.id,
                "status": one.status,
                "received": len(one.content),
                "digest": one.digest,
                "finishes": one.finishes,
                "post_ids": one.post_ids,
            }
            for one in world.videos.values()
        ],
    }


def _post(world: World, post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "page": post.page_id,
        "message": post.message,
        "app_id": post.app_id,
        "created_at": post.created_at.isoformat(),
        "photos": [world.photos[one].digest for one in post.photo_ids],
        "alt_texts": [world.photos[one].alt_text for one in post.photo_ids],
        "video": post.video_id,
        "link": post.link,
        "permalink_url": world.permalink(post),
        "is_removed": post.is_removed,
        "is_published": post.is_published,
        "is_hidden": post.is_hidden,
        "fingerprint": world.fingerprint(post),
    }
