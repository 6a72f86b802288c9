"""The process that reads the corpus of photos and clips, as the web process does: product loaded, decoding in its child."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def outcome(path: Path, name: str) -> list[Any]:
    """How one file ends: ["read" or the refusal's code, what it became or the sentence, 1 or 0]."""
    from nhipcau.media import clips, intake

    try:
        if name.endswith((".mp4", ".mov")):
            clip = clips.keep(path)
            return ["read", f"{clip.width} x {clip.height}, {clip.seconds} s", 1]
        made = intake.keep(path.read_bytes())
        return ["read", f"{made.width} x {made.height}", 1]
    except intake.PhotoRefused as refused:
        return [refused.code, refused.reason, 0]
    except Exception as broken:
        return ["BROKE", f"{type(broken).__name__}: {broken}"[:200], 0]


def main() -> None:
    import django

    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        path, name = json.loads(line)
        print(json.dumps(outcome(Path(path), name)), flush=True)


if __name__ == "__main__":
    main()
