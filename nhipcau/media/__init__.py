"""Photos and clips: intake, hidden data removed, small sizes made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nhipcau.media.intake import Renditions


def keep(data: bytes) -> Renditions:
    """See `intake.keep`; here so that callers can write `media.keep(data)` and the child stays light."""
    from nhipcau.media import intake

    return intake.keep(data)
