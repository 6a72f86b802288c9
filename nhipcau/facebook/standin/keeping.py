"""Lets the demo's posts outlive a restart: photos and posts in one JSON file, nothing else."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from nhipcau.facebook.standin.world import Photo, Post, World


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
        "posts": [{**vars(one), "created_at": one.created_at.isoformat()} for one in world.posts.values()],
    }
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(kept), "utf-8")
    beside.replace(file)


def load(world: World, file: Path) -> None:
    """Bring back what `save` kept; a file that cannot be read is as good as none."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        photos = [Photo(**{**row, "content": base64.b64decode(row["content"])}) for row in kept["photos"]]
        posts = [
            Post(**{**row, "created_at": datetime.fromisoformat(row["created_at"])}) for row in kept["posts"]
        ]
        world.next_photo, world.next_post = int(kept["next_photo"]), int(kept["next_post"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    world.photos = {one.id: one for one in photos}
    world.posts = {one.id: one for one in posts}
