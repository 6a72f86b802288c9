"""Take one photo in: looked at without a parser first, then decoded and re-encoded in a guarded child."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from nhipcau.core.refusal import Refusal
from nhipcau.media import boxes, guarded
from nhipcau.media.headers import claimed_size, is_too_much, kind_of

MOST_BYTES = 25_000_000
Size = Literal["large", "medium", "small"]
SIZES: tuple[Size, ...] = ("large", "medium", "small")


@dataclass(frozen=True)
class Renditions:
    """A photo as it is kept: three JPEGs of ours, and the mark by which the same original is known again."""

    digest: str
    width: int
    height: int
    large: bytes
    medium: bytes
    small: bytes


class PhotoRefused(Refusal):
    """This file cannot be kept as a photo; says why and what to do. `code` is for programs."""

    def __init__(self, code: str, reason: str, remedy: str = "") -> None:
        super().__init__(reason, remedy)
        self.code = code


def digest_of(data: bytes) -> str:
    """Knows the same original again without keeping it."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes, *, turn: int = 0, crop: Sequence[int] | None = None) -> Renditions:
    """Make the three sizes, upright and without hidden data; PhotoRefused when it is no photo we can read.

    `turn` (degrees clockwise) and `crop` ([left, top, width, height] in 1/1000 of the turned picture) shape it.
    """
    _look_at(data)
    try:
        made = guarded.shrink(data, turn=turn, crop=crop)
    except guarded.ChildFailed:
        raise _damaged() from None
    return Renditions(digest_of(data), *made)


def _look_at(data: bytes) -> None:
    """Everything that can be said before a decoder sees the bytes."""
    if len(data) > MOST_BYTES:
        raise PhotoRefused(
            "large",
            _("This photo is larger than 25 MB."),
            remedy=_("Send a smaller copy of it, for example a screenshot."),
        )
    kind = kind_of(data)
    if kind == "clip":
        raise PhotoRefused(
            "clip",
            _("This file is a clip, not a photo."),
            remedy=_(
                "Choose a photo in its place; a clip goes with a story only, from a browser with scripts switched on."
            ),
        )
    if kind == "empty":
        raise PhotoRefused("empty", _("This file is empty."), remedy=_("Choose the photo once more."))
    if kind == "other":
        raise PhotoRefused(
            "other", _("This file is not a photo."), remedy=_("Choose a JPEG, PNG, HEIC or WebP photo.")
        )
    try:
        size = claimed_size(data)
    except boxes.Damaged:
        raise _damaged() from None
    if size is None:
        raise _damaged()
    if is_too_much(data, size):
        raise PhotoRefused(
            "pixels",
            _("This photo has more pixels than can be read here; 50 million are the most."),
            remedy=_("Send a smaller copy of it, for example a screenshot."),
        )


def _damaged() -> PhotoRefused:
    return PhotoRefused(
        "damaged",
        _("This photo is damaged and cannot be opened."),
        remedy=_("Open it on the phone, save it again or take a screenshot of it, and choose that file."),
    )


def own_name(folder: str, ending: str = "jpg") -> str:
    """A name of ours for a file, never the sender's."""
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name}.{ending}"
