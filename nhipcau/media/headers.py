"""What kind of file the bytes are and how many pixels they claim, read without any picture library.

A header may lie; the child that decodes checks the same bound again on what its decoder says.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Literal

from nhipcau.media.boxes import Box, boxes, child

Kind = Literal["jpeg", "png", "webp", "heic", "clip", "other", "empty"]

MAX_PIXELS = 50_000_000
MAX_WEBP_PIXELS = 24_000_000  # its decoder holds every pixel four times
MAX_WORK = 1_000_000_000  # pixels times passes over them: a progressive photo has about ten passes

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_CLIP_STARTS = (b"moov", b"mdat", b"wide", b"free", b"skip")
_PNG = b"\x89PNG\r\n\x1a\n"
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_FRAME_STARTS = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NO_FILL = re.compile(rb"[^\xff]")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the end of a scan's own bytes


@dataclass(frozen=True)
class Size:
    """Pixels as the header claims them, and how often the decoder goes over them."""

    width: int
    height: int
    passes: int = 1

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
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "heic" if brand in _HEIC_BRANDS else "other" if brand in (b"avif", b"avis") else "clip"
    if data.startswith((b"\x1aE\xdf\xa3", b"FLV", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"OggS")):
        return "clip"
    if data[4:8] in _CLIP_STARTS or (data[:4] == b"RIFF" and data[8:12] == b"AVI "):
        return "clip"
    return "other"


def claimed_size(data: bytes) -> Size | None:
    """Width and height from the header of a photo, or None where it is damaged."""
    readers = {"jpeg": _jpeg_size, "png": _png_size, "webp": _webp_size, "heic": _heic_size}
    size = readers[kind_of(data)](data)
    return size if size and size.width and size.height else None


def is_too_much(data: bytes, size: Size) -> bool:
    """More pixels than are decoded here, or more passes over them than an honest picture has."""
    most = MAX_WEBP_PIXELS if kind_of(data) == "webp" else MAX_PIXELS
    return size.pixels > most or size.pixels * size.passes > MAX_WORK


def _png_size(data: bytes) -> Size | None:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return None
    return Size(*struct.unpack(">II", data[16:24]))


def _jpeg_size(data: bytes) -> Size | None:
    """The frame's size, and its scans as passes, up to the end of the picture; a second picture behind it is not looked at."""
    at, size, scans = 2, None, 0
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes before the marker
            found = _NO_FILL.search(data, at + 2)
            if found is None:
                return None
            at = found.start() - 1
            continue
        if marker == 0xD9:
            break
        if marker in _NO_LENGTH:
            at += 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        if length < 2:
            return None
        if marker in _FRAME_STARTS and size is None:
            if at + 9 > len(data):
                return None
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            size = Size(width, height)
        at += 2 + length
        if marker == 0xDA:
            if size is None:
                return None
            scans += 1
            found = _NEXT_MARKER.search(data, at)
            if found is None:
                break
            at = found.start()
    return Size(size.width, size.height, max(1, scans)) if size else None


def _webp_size(data: bytes) -> Size | None:
    """The canvas of the extended form, else the size of the one picture (RFC 9649)."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return Size(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:10])
        return Size(width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return None


def _heic_size(data: bytes) -> Size | None:
    """The largest picture it names (ISO/IEC 23008-12: `ispe` among the properties of `meta`)."""
    whole = Box(b"", 0, 0, len(data))
    properties = child(data, whole, b"meta", b"iprp", b"ipco")
    sizes = []
    for one in boxes(data, properties) if properties else ():
        if one.kind == b"ispe" and one.end - one.body >= 12:
            sizes.append(Size(*struct.unpack(">II", data[one.body + 4 : one.body + 12])))
    return max(sizes, key=lambda size: size.pixels, default=None)
