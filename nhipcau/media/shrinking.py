"""Decode one picture and make its three sizes. Runs in a guarded child only; knows no Django.

Only pixels travel: they are pasted into new images, so that no EXIF, XMP, IPTC, comment, colour profile or
thumbnail of the original can be in what is kept.
"""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageCms

from nhipcau.media.headers import MAX_PIXELS

LARGE, MEDIUM, SMALL = 2048, 1024, 320
MAX_LARGE_BYTES = 4_000_000 - 1
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_STRIP_ROWS = 512


class Shrunk(NamedTuple):
    """The three sizes as JPEG, and the pixels of the large one."""

    width: int
    height: int
    large: bytes
    medium: bytes
    small: bytes


def shrink(data: bytes) -> Shrunk:
    """Make the sizes; any exception means that the picture cannot be used."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as original:
        if original.width * original.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        original.draft(None, (LARGE, LARGE))
        original.load()
        turn = _turn(original)
        profile = original.info.get("icc_profile")
        large = _to_srgb(_flattened(original), profile)
    if turn is not None:
        large = large.transpose(turn)
    large = _fitted(large, LARGE)
    medium = _fitted(large, MEDIUM)
    small = _fitted(medium, SMALL)
    return Shrunk(
        width=large.width,
        height=large.height,
        large=_jpeg(large, MAX_LARGE_BYTES),
        medium=_jpeg(medium, MAX_LARGE_BYTES),
        small=_jpeg(small, MAX_LARGE_BYTES),
    )


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # a damaged EXIF block is no reason to lose the picture
        return None


def _flattened(image: Image.Image) -> Image.Image:
    """The picture on white in RGB, strip by strip and already reduced, so that 50 MP stay in the memory limit."""
    factor = max(1, max(image.size) // LARGE)
    rows = max(factor, _STRIP_ROWS // factor * factor)
    width, height = -(-image.width // factor), -(-image.height // factor)
    out = Image.new("RGB", (width, height), "white")
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        strip.info = dict(image.info)  # a palette's transparency stands here
        strip = _rgb(strip)
        out.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return out


def _rgb(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16-bit grey: keep the upper half, Pillow's own conversion clips
        return strip.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    if strip.mode in ("RGBA", "LA", "PA") or "transparency" in strip.info:
        strip = strip.convert("RGBA")
        white = Image.new("RGB", strip.size, "white")
        white.paste(strip, mask=strip.getchannel("A"))
        return white
    return strip.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones write wide colours with a profile; the profile goes, so the colours are brought to sRGB first."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB":
            return image
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB")) or image
    except Exception:  # a damaged profile only means colours a little off
        return image


def _fitted(image: Image.Image, edge: int) -> Image.Image:
    ratio = edge / max(image.size)
    if ratio < 1:
        size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    return clean


def _jpeg(image: Image.Image, at_most: int) -> bytes:
    for quality in (85, 75, 60, 40, 20):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= at_most:
            break
    return out.getvalue()
