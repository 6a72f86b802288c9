"""What kind of file the bytes are and how many pixels they claim, read without any picture library.

A header may lie; the child that decodes checks the same bound again on what its decoder says.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

Kind = Literal["jpeg", "png", "heic", "clip", "other", "empty"]

MAX_PIXELS = 50_000_000

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
_PNG = b"\x89PNG\r\n\x1a\n"
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_FRAME_STARTS = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Size:
    """Pixels as the header claims them."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def kind_of(data: bytes) -> Kind:
    """The kind of a file by its first bytes; its name and its declared type are not asked."""
    if not data:
        return "empty"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(_PNG):
        return "png"
    if data[4:8] == b"ftyp":
        return "heic" if data[8:12] in _HEIC_BRANDS else "clip"
    if data.startswith((b"\x1aE\xdf\xa3", b"FLV", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"OggS")):
        return "clip"
    if data[4:8] in (b"moov", b"mdat", b"wide") or (data[:4] == b"RIFF" and data[8:12] == b"AVI "):
        return "clip"
    return "other"


def claimed_size(data: bytes) -> Size | None:
    """Width and height from a JPEG or PNG header, or None where the header is damaged."""
    size = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data)
    return size if size and size.width and size.height else None


def _png_size(data: bytes) -> Size | None:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return None
    return Size(*struct.unpack(">II", data[16:24]))


def _jpeg_size(data: bytes) -> Size | None:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte before the marker
            at += 1
            continue
        if marker in _NO_LENGTH:
            at += 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        if marker in _FRAME_STARTS:
            if at + 9 > len(data):
                return None
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Size(width, height)
        if marker == 0xDA or length < 2:  # the scan begins, or a length that cannot be
            return None
        at += 2 + length
    return None
