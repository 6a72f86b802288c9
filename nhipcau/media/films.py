"""The index of a film (`moov`) made clean: what is needed to play it stays in its place, everything else becomes empty.

Kept are the picture and sound tracks and, in them, the boxes named here. Place, names, notes, covers, timed data tracks
(`udta` with ©xyz or loci, `meta` with com.apple.quicktime.location…, `uuid` with XMP, GPS telemetry) are none of those:
each becomes a `free` box of the same size, filled with zeros, so that no offset changes and nothing is encoded anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nhipcau.media.boxes import Box, Damaged, boxes, child, head
from nhipcau.media.samples import MOST_ENTRIES, Span, numbers, spans

KEPT = {
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"edts", b"tapt", b"mdia"},
    b"edts": {b"elst"},
    b"tapt": {b"clef", b"prof", b"enof"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {
        b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sdtp", b"sgpd", b"sbgp",
    },
    b"wave": {b"frma", b"mp4a", b"esds", b"alac", b"enda", b"chan"},
}  # fmt: skip
IN_SAMPLES = {
    b"avcC", b"hvcC", b"lhvC", b"av1C", b"vpcC", b"dvcC", b"dvvC", b"dvwC", b"esds", b"dac3", b"dec3", b"damr", b"alac", b"dOps",
    b"dfLa", b"colr", b"pasp", b"clap", b"fiel", b"gama", b"chan", b"chnl", b"btrt", b"mdcv", b"clli", b"amve", b"wave",
}  # fmt: skip
PICTURE, SOUND = b"vide", b"soun"
FRAGMENTS = {b"mvex", b"cmov", b"moof"}


class OtherForm(Damaged):
    """A film in pieces, or with a packed index; whole, but not read here."""


@dataclass
class Film:
    """What the index says: how long, how large, and which bytes of the file are picture and sound."""

    seconds: float = 0.0
    width: int = 0
    height: int = 0
    spans: list[Span] = field(default_factory=list)


def clean(moov: bytearray) -> Film:
    """Clean the box in place. Damaged when it is no index of a film with a picture."""
    film = Film()
    whole = head(bytes(moov[:16]), 0, len(moov))
    _walk(moov, whole, film)
    if not film.width or not film.height or not film.spans:
        raise Damaged("no picture")
    return film


def blank(data: bytearray, box: Box) -> None:
    """An empty box of the same size in its place."""
    data[box.at + 4 : box.at + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)


def _walk(data: bytearray, parent: Box, film: Film, is_picture: bool = False) -> None:
    end = parent.body
    for one in list(boxes(data, parent)):
        end = one.end
        if one.kind in FRAGMENTS:
            raise OtherForm("in pieces")
        if one.kind == b"trak":
            handler = _handler(data, one)
            if handler in (PICTURE, SOUND):
                _learn(data, one, film)
                _walk(data, one, film, handler == PICTURE)
                continue
        if one.kind == b"trak" or one.kind not in KEPT[parent.kind]:
            blank(data, one)
        elif one.kind in KEPT:
            _walk(data, one, film, is_picture)
        elif one.kind == b"stsd":
            _clean_descriptions(data, one, is_picture)
        elif one.kind in _CLEAN:
            _CLEAN[one.kind](data, one)
        if one.kind == b"mvhd":
            film.seconds = max(film.seconds, _seconds(data, one))
    data[end : parent.end] = bytes(parent.end - end)


def _handler(data: bytearray, trak: Box) -> bytes:
    box = child(data, trak, b"mdia", b"hdlr")
    return bytes(data[box.body + 8 : box.body + 12]) if box else b""


def _learn(data: bytearray, trak: Box, film: Film) -> None:
    """Length, size and bytes of one track, before anything of it is emptied."""
    head_box, media = child(data, trak, b"tkhd"), child(data, trak, b"mdia")
    length, table = child(data, trak, b"mdia", b"mdhd"), child(data, trak, b"mdia", b"minf", b"stbl")
    if not (head_box and media and length and table):
        raise Damaged("half a track")
    film.seconds = max(film.seconds, _seconds(data, length))
    is_picture = _handler(data, trak) == PICTURE
    film.spans += spans(data, table, 0 if is_picture else _sound_bytes(data, table))
    if is_picture:
        at = 88 if data[head_box.body] == 1 else 76
        a, _b, _u, _c, _d, _v, _x, _y, _w, width, height = numbers(data, head_box, at - 36, 11, "I")
        film.width, film.height = (width >> 16, height >> 16) if a else (height >> 16, width >> 16)


def _seconds(data: bytearray, box: Box) -> float:
    """Of a `mvhd` or `mdhd`; the largest number means unknown."""
    if data[box.body] == 1:
        (scale,), (length,) = numbers(data, box, 20, 1, "I"), numbers(data, box, 24, 1, "Q")
        unknown = 2**64 - 1
    else:
        scale, length = numbers(data, box, 12, 2, "I")
        unknown = 2**32 - 1
    if not scale:
        raise Damaged("no time")
    return 0.0 if length == unknown else length / scale


def _sound_bytes(data: bytearray, table: Box) -> int:
    """The size of one sample where sound is not packed: QuickTime's tables then say 1."""
    described = child(data, table, b"stsd")
    entry = (
        next(boxes(data, Box(b"stsd", described.at, described.body + 8, described.end)), None)
        if described
        else None
    )
    if entry is None:
        raise Damaged("no description")
    (version,) = numbers(data, entry, 8, 1, "H")
    channels, bits = numbers(data, entry, 16, 2, "H")
    if version == 1:
        return min(MOST_ENTRIES, numbers(data, entry, 36, 1, "I")[0])
    if version == 2:
        return min(MOST_ENTRIES, numbers(data, entry, 56, 1, "I")[0])
    return channels * bits // 8


def _clean_times(data: bytearray, box: Box) -> None:
    size = 16 if data[box.body] == 1 else 8
    data[box.body + 4 : box.body + 4 + size] = bytes(size)


def _clean_handler(data: bytearray, box: Box) -> None:
    """The kind of track stays, its name goes."""
    data[box.body + 24 : box.end] = bytes(max(0, box.end - box.body - 24))


def _clean_references(data: bytearray, box: Box) -> None:
    """Everything lies in this file: no names of others (`alis` holds the path on the camera)."""
    for entry in list(boxes(data, Box(box.kind, box.at, box.body + 8, box.end))):
        if entry.end - entry.body < 4:
            raise Damaged("half a reference")
        data[entry.body : entry.end] = b"\0\0\0\1" + bytes(entry.end - entry.body - 4)


def _clean_descriptions(data: bytearray, box: Box, is_picture: bool) -> None:
    """How samples are packed; the packer's name and boxes not known here go."""
    for entry in list(boxes(data, Box(box.kind, box.at, box.body + 8, box.end))):
        if is_picture:
            data[entry.body + 42 : entry.body + 74] = bytes(32)
        inner = _inside(data, entry, is_picture)
        for one in list(boxes(data, inner)):
            if one.kind not in IN_SAMPLES or data[one.body : one.body + 4] in (b"prof", b"rICC"):
                blank(data, one)
            elif one.kind == b"wave":
                _walk(data, one, Film())


def _inside(data: bytearray, entry: Box, is_picture: bool) -> Box:
    """The boxes of a sample entry begin behind 78 bytes of a picture's, 28, 44 or 64 of a sound's (QuickTime's versions)."""
    starts: tuple[int, ...] = (78,)
    if not is_picture:
        (version,) = numbers(data, entry, 8, 1, "H")
        starts = {1: (44, 28), 2: (64,)}.get(version, (28,))
    for start in starts:
        if entry.end - entry.body < start:
            break
        inner = Box(entry.kind, entry.at, entry.body + start, entry.end)
        try:
            list(boxes(data, inner))
        except Damaged:
            continue
        return inner
    raise Damaged("half a description")


_CLEAN = {
    b"mvhd": _clean_times,
    b"tkhd": _clean_times,
    b"mdhd": _clean_times,
    b"hdlr": _clean_handler,
    b"dref": _clean_references,
}
