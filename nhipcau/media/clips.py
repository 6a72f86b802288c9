"""Take one clip in: an MP4 or QuickTime file as it was filmed, without place data and other hidden things."""

from __future__ import annotations

import hashlib
import math
import os
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.media import guarded
from nhipcau.media.boxes import MOST_BOXES, Box, Damaged, head
from nhipcau.media.films import FRAGMENTS, Film, OtherForm, clean
from nhipcau.media.headers import kind_of
from nhipcau.media.intake import PhotoRefused
from nhipcau.media.samples import Span, merged

MOST_BYTES: int = settings.CLIP_MEGABYTES * 1_000_000
MOST_SECONDS: int = settings.CLIP_SECONDS
MOST_INDEX = 16 * 1024 * 1024
_KEPT = (b"ftyp", b"mdat")
_ZEROS = bytes(1024 * 1024)
STILL = ("-m", "nhipcau.media.still")


@dataclass(frozen=True)
class KeptClip:
    """A clip that may be kept; `path` is the cleaned file itself, `digest` that of what was sent."""

    path: Path
    digest: str
    ending: Literal["mp4", "mov"]
    seconds: int
    size: int
    width: int
    height: int
    poster: bytes | None


def keep(path: Path) -> KeptClip:
    """Clean the file in its place. PhotoRefused, with the file as it was, when it cannot be kept."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise PhotoRefused(
            "large",
            _("This clip is larger than %(n)s MB.") % {"n": MOST_BYTES // 1_000_000},
            remedy=_("Make it shorter on the phone, or film with a smaller size, and choose it once more."),
        )
    with path.open("r+b") as file:
        start = file.read(32)
        if not start:
            raise PhotoRefused("empty", _("This file is empty."), remedy=_("Choose the clip once more."))
        if kind_of(start) != "clip":
            raise PhotoRefused("other", _("This file is not a clip."), remedy=_("Choose an MP4 or MOV clip."))
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        film = _cleaned(file, size)
        file.flush()
        os.fsync(file.fileno())
    ending: Literal["mp4", "mov"] = "mov" if start[4:8] != b"ftyp" or start[8:12] == b"qt  " else "mp4"
    seconds = max(1, round(film.seconds))
    return KeptClip(path, digest, ending, seconds, size, film.width, film.height, poster(path, film.seconds))


def _cleaned(file: IO[bytes], size: int) -> Film:
    """Everything is read and judged first; then the index and what lies around the samples is written over."""
    try:
        tops = _tops(file, size)
        index = [one for one in tops if one.kind == b"moov"]
        if len(index) != 1 or index[0].end - index[0].at > MOST_INDEX:
            raise Damaged("not one index")
        file.seek(index[0].at)
        moov = bytearray(file.read(index[0].end - index[0].at))
        film = clean(moov)
    except OtherForm:
        raise PhotoRefused(
            "form",
            _("This clip is stored in pieces, which cannot be read here."),
            remedy=_(
                "Open it on the phone, save it again from there, for example a little shorter, and choose that file."
            ),
        ) from None
    except (Damaged, struct.error, IndexError):
        raise _damaged() from None
    if math.ceil(film.seconds) > MOST_SECONDS + 1:
        raise PhotoRefused(
            "long",
            _("This clip is longer than %(n)s seconds.") % {"n": MOST_SECONDS},
            remedy=_("Make it shorter on the phone and choose it once more."),
        )
    samples = merged(film.spans)
    if samples[-1][1] > size:
        raise _damaged()
    file.seek(index[0].at)
    file.write(moov)
    for one in tops:
        if one.kind not in (*_KEPT, b"moov"):
            file.seek(one.at + 4)
            file.write(b"free")
            _empty(file, one.body, one.end)
        elif one.kind == b"mdat":
            _empty_between(file, one, samples)
    _empty(file, tops[-1].end, size)
    return film


def _tops(file: IO[bytes], size: int) -> list[Box]:
    found: list[Box] = []
    at = 0
    while size - at >= 8:
        file.seek(at)
        box = head(file.read(16), at, size)
        if box.kind in FRAGMENTS:
            raise OtherForm("in pieces")
        found.append(box)
        at = box.end
        if len(found) > MOST_BOXES:
            raise Damaged("too many boxes")
    if any(one.kind == b"ftyp" and one.end - one.at > 256 for one in found):
        raise Damaged("a beginning too long")
    return found


def _empty_between(file: IO[bytes], box: Box, samples: list[Span]) -> None:
    """Zeros wherever no picture or sound that is kept lies: tracks that went, rests of earlier cuts, hidden notes."""
    at = box.body
    for start, end in samples:
        if end <= box.body or start >= box.end:
            continue
        _empty(file, at, min(start, box.end))
        at = max(at, end)
    _empty(file, at, box.end)


def _empty(file: IO[bytes], start: int, end: int) -> None:
    file.seek(start)
    while start < end:
        start += file.write(_ZEROS[: end - start])


def _damaged() -> PhotoRefused:
    return PhotoRefused(
        "damaged",
        _("This clip is damaged and cannot be played."),
        remedy=_("Play it on the phone; if it plays there, save it again and choose that file."),
    )


def poster(path: Path, seconds: float) -> bytes | None:
    """A still picture as a JPEG of ours; None where no ffmpeg is installed or it finds no picture."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        return None
    try:
        frame = guarded.run(STILL, ffmpeg, str(path.resolve()), f"{min(1.0, seconds / 2):.2f}")
        return guarded.shrink(frame).medium
    except guarded.ChildFailed:
        return None
