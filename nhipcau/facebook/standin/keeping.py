"""Lets the demo's posts outlive a restart: photos and posts in one JSON file, clips without
their bytes, nothing else."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from nhipcau.facebook.standin.things import Photo, Post
from nhipcau.facebook.standin.world import World

TIMES = ("created_at", "updated_at", "scheduled_at")


def save(world: World, file: Path) -> None:
    """Replace the file whole; the world's lock is held."""
    kept: dict[str, Any] = {
        "next_photo": world.next_photo,
        "next_post": world.next_post,
        "photos": [
            {
                "id": one.id,
                "page_id": one.page_id,
                "content": base64.b64encode(one.content).decode(),
                "alt_text": one.alt_text,
                "post_id": one.post_id,
            }
            for one in world.photos.values()
        ],
        "posts": [{**vars(one), **_times(one)} for one in world.posts.values()],
    }
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(kept), "utf-8")
    beside.replace(file)


def load(world: World, file: Path) -> None:
    """Bring back what `save` kept; a file that cannot be read is as good as none."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        photos = [Photo(**{**row, "content": base64.b64decode(row["content"])}) for row in kept["photos"]]
        posts = [Post(**{**row, **_moments(row)}) for row in kept["posts"]]
        world.next_photo, world.next_post = int(kept["next_photo"]), int(kept["next_post"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    world.photos = {one.id: one for one in photos}
    world.posts = {one.id: one for one in posts}


def _times(post: Post) -> dict[str, str | None]:
    moments = {name: getattr(post, name) for name in TIMES}
    return {name: one.isoformat() if one else None for name, one in moments.items()}


def _moments(row: dict[str, Any]) -> dict[str, datetime | None]:
    return {name: datetime.fromisoformat(row[name]) if row.get(name) else None for name in TIMES}
