"""Which call is served by what; anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nhipcau.facebook.standin import insights, reading, signin, videos, writing
from nhipcau.facebook.standin.access import the_token
from nhipcau.facebook.standin.calls import Call, Refusal
from nhipcau.facebook.standin.world import World

VERSIONS = frozenset({"v22.0", "v23.0", "v24.0", "v25.0", "v26.0"})
PAGE, POST, UPLOAD = r"(\d+|me)", r"(\d+_\d+)", r"(upload:\w+)"
Serve = Callable[..., dict[str, Any]]
ROUTES: tuple[tuple[str, str, Serve], ...] = (
    ("GET", r"me/accounts", signin.accounts),
    ("GET", r"me/permissions", signin.permissions),
    ("GET", rf"{PAGE}/(published_posts|posts|feed|scheduled_posts)", reading.read_list),
    ("GET", rf"{PAGE}/insights", insights.page_insights),
    ("GET", rf"{POST}/insights", insights.post_insights),
    ("POST", rf"{PAGE}/feed", writing.create_post),
    ("POST", rf"{PAGE}/photos", writing.create_photo),
    ("POST", rf"{PAGE}/videos", videos.create_video),
    ("POST", r"(\d+)/uploads", videos.start_upload),
    ("POST", UPLOAD, videos.send_upload),
    ("GET", UPLOAD, videos.read_upload),
    ("GET", POST, reading.read_post),
    ("GET", PAGE, reading.read_node),
    ("POST", POST, writing.edit_post),
    ("DELETE", r"(\d+(?:_\d+)?)", writing.delete_node),
)


def answer(world: World, call: Call) -> dict[str, Any]:
    """Serve one call; the world's lock is held."""
    world.settle()
    match = re.fullmatch(r"/(graph|graph-video|rupload)/(v\d+\.0)/(.+)", call.path)
    if not match or match[2] not in VERSIONS:
        raise _unknown(call)
    host, path = match[1], match[3].rstrip("/")
    is_for_clips = call.method == "POST" and path.endswith("/videos")
    if host != "graph" and not (host == "graph-video" and is_for_clips):
        raise _unknown(call)
    if call.method == "GET" and path == "debug_token":
        return signin.debug_token(world, call)
    if call.method == "GET" and path == "oauth/access_token":
        return signin.access_token(world, call)
    token = the_token(world, call)
    for method, pattern, serve in ROUTES:
        found = re.fullmatch(pattern, path, re.ASCII)
        if found and method == call.method:
            if serve is reading.read_node and path in world.videos:
                serve = videos.read_video
            return serve(world, call, token, *found.groups())
    raise _unknown(call)


def _unknown(call: Call) -> Refusal:
    return Refusal(100, f"(#100) Unknown path components: {call.path}")
