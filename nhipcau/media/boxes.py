"""The boxes that HEIC, MP4 and QuickTime files are made of (ISO/IEC 14496-12), read from bytes without any library.

A size may lie: a box that ends beyond its parent is `Damaged`, and so many boxes are read and no more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BOXES = 20_000  # in one parent; an hour of film has some hundred


class Damaged(ValueError):
    """These bytes are no boxes."""


@dataclass(frozen=True)
class Box:
    """Where one box lies: `at` its size field, `body` what follows its head, `end` the first byte behind it."""

    kind: bytes
    at: int
    body: int
    end: int


def boxes(data: bytes | bytearray, parent: Box) -> Iterator[Box]:
    """The boxes inside one, in order."""
    at = parent.body
    for _n in range(MOST_BOXES):
        if parent.end - at < 8:  # QuickTime ends some lists with four zero bytes
            return
        box = head(bytes(data[at : at + 16]), at, parent.end)
        yield box
        at = box.end
    raise Damaged("too many boxes")


def head(start: bytes, at: int, limit: int) -> Box:
    """The box whose first bytes these are; `limit` is where its parent ends."""
    size, kind = struct.unpack(">I4s", start[:8])
    length = 8
    if size == 1:  # the size follows in 64 bits
        if len(start) < 16:
            raise Damaged("cut off")
        (size,) = struct.unpack(">Q", start[8:16])
        length = 16
    elif size == 0:  # up to the end
        size = limit - at
    if size < length or at + size > limit:
        raise Damaged("a size that cannot be")
    return Box(kind, at, at + length, at + size)


def child(data: bytes | bytearray, parent: Box, *path: bytes) -> Box | None:
    """The first box on this way down. `meta` holds a version before its boxes, in HEIC always."""
    found: Box | None = parent
    for kind in path:
        found = next((one for one in boxes(data, found) if one.kind == kind), None) if found else None
        if found is not None and kind == b"meta":
            found = Box(found.kind, found.at, found.body + 4, found.end)
    return found
