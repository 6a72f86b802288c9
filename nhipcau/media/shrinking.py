"""Decode one picture and make its three sizes. Runs in a guarded child only; knows no Django.

Only pixels travel: they are pasted into new images, so that no EXIF, XMP, IPTC, comment, colour profile or
thumbnail of the original can be in what is kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PIL import Image, ImageCms

from nhipcau.media.headers import MAX_PIXELS, kind_of

LARGE, MEDIUM, SMALL = 2048, 1024, 320
NEARLY = 15 / 16  # of a size is good enough where a whole-numbered reduction reaches it: that is much cheaper
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
_CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_STRIP_ROWS = 512
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


class Shrunk(NamedTuple):
    """The three sizes as JPEG, and the pixels of the large one."""

    width: int
    height: int
    large: bytes
    medium: bytes
    small: bytes


def shrink(data: bytes, *, turn: int = 0, crop: Sequence[int] | None = None) -> Shrunk:
    """Make the sizes; any exception means that the picture cannot be used.

    `turn` is in degrees clockwise; `crop` is [left, top, width, height] in 1/1000 of the turned picture.
    """
    picture = _from_heic(data) if kind_of(data) == "heic" else _from_pillow(data)
    if turn:
        picture = picture.transpose(_CLOCKWISE[turn])
    if crop is not None:
        picture = picture.crop(_box(picture.size, crop))
    large = _fitted(picture, LARGE)
    medium = _fitted(large, MEDIUM)
    small = _fitted(medium, SMALL)
    # Packing the large size harder saves 10 % of its bytes and costs as much as all the resizing; members load the others.
    return Shrunk(
        width=large.width,
        height=large.height,
        large=_jpeg(large),
        medium=_jpeg(medium, optimize=True, progressive=True),
        small=_jpeg(small, optimize=True, progressive=True),
    )


def _from_pillow(data: bytes) -> Image.Image:
    """Upright RGB of a JPEG, PNG or WebP, not much larger than it needs to be."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(data), formats=[_FORMATS[kind_of(data)]]) as original:
        _check(original.size)
        wide = original.width >= original.height
        least = round(LARGE * NEARLY)
        original.draft(None, (least, 1) if wide else (1, least))
        original.load()
        turn = _turn(original)
        profile = original.info.get("icc_profile")
        picture = _to_srgb(_of_pillow(original), profile)
    return picture if turn is None else picture.transpose(turn)


def _of_pillow(original: Image.Image) -> Image.Image:
    if original.mode == "RGB" and "transparency" not in original.info:
        factor = _factor(original.size)
        return original.reduce(factor) if factor > 1 else original

    def strip(top: int, bottom: int) -> Image.Image:
        part = original.crop((0, top, original.width, bottom))
        part.info = dict(original.info)  # a palette's transparency stands here
        return part

    return _flattened(original.size, strip)


def _from_heic(data: bytes) -> Image.Image:
    """RGB of a HEIC; its library turns it upright. The pixels are read in strips: as a Pillow image 48 MP need too much."""
    import pi_heif

    for what in ("THUMBNAILS", "DEPTH_IMAGES", "AUX_IMAGES"):
        setattr(pi_heif.options, what, False)
    pi_heif.options.DECODE_THREADS = 1
    file = pi_heif.open_heif(io.BytesIO(data))
    image = file[file.primary_index]
    _check(image.size)
    pixels = image.data  # decodes; what the size is, is certain only now
    (width, height), stride, mode = image.size, image.stride, image.mode
    _check((width, height))

    def strip(top: int, bottom: int) -> Image.Image:
        part = pixels[top * stride : bottom * stride]
        return Image.frombuffer(mode, (width, bottom - top), part, "raw", mode, stride, 1)

    return _to_srgb(_flattened((width, height), strip), image.info.get("icc_profile"))


def _check(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise ValueError("too many pixels")


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # a damaged EXIF block is no reason to lose the picture
        return None


def _factor(size: tuple[int, int]) -> int:
    return max(1, max(size) // LARGE)


def _flattened(size: tuple[int, int], strip: Callable[[int, int], Image.Image]) -> Image.Image:
    """The picture on white in RGB, strip by strip and already reduced, so that 50 MP stay in the memory limit."""
    factor = _factor(size)
    rows = max(factor, _STRIP_ROWS // factor * factor)
    out = Image.new("RGB", (-(-size[0] // factor), -(-size[1] // factor)), "white")
    for top in range(0, size[1], rows):
        part = _rgb(strip(top, min(top + rows, size[1])))
        out.paste(part.reduce(factor) if factor > 1 else part, (0, top // factor))
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


def _box(size: tuple[int, int], crop: Sequence[int]) -> tuple[int, int, int, int]:
    left, top, width, height = crop
    x, y = left * size[0] // 1000, top * size[1] // 1000
    right, bottom = (left + width) * size[0] // 1000, (top + height) * size[1] // 1000
    return x, y, max(x + 1, right), max(y + 1, bottom)


def _fitted(image: Image.Image, edge: int) -> Image.Image:
    """A new image, no larger than this on its long side."""
    longest = max(image.size)
    if longest > edge:
        factor = -(-longest // edge)
        if longest >= factor * edge * NEARLY:
            image = image.reduce(factor)
        else:
            ratio = edge / longest
            size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
            image = image.resize(size, Image.Resampling.LANCZOS)
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    return clean


def _jpeg(image: Image.Image, **packing: bool) -> bytes:
    for quality in (85, 75, 60, 40, 20):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, **packing)
        if out.tell() <= MAX_LARGE_BYTES:
            break
    return out.getvalue()
