"""A photo that Facebook found too big, made smaller."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

EDGE = 1440
QUALITY = 72


def smaller(content: bytes) -> bytes | None:
    """Our own JPEG with a shorter edge and fewer bytes; None when it cannot be made smaller."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            picture = opened.convert("RGB")
            picture.thumbnail((EDGE, EDGE))
            made = io.BytesIO()
            picture.save(made, "JPEG", quality=QUALITY, optimize=True)
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    return made.getvalue() if len(made.getvalue()) < len(content) else None
