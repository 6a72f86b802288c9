"""Films made of boxes by hand, so that any of them can carry what must not be kept; and real ones by ffmpeg."""

import struct
import subprocess

PICTURE, SOUND, NOTES = b"vide", b"soun", b"meta"
IDENTITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def box(kind, *parts, wide=False):
    body = b"".join(parts)
    if wide:
        return struct.pack(">I4sQ", 1, kind, len(body) + 16) + body
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind, *parts):
    return box(kind, bytes(4), *parts)


def mvhd(seconds=3, scale=1000):
    return full(b"mvhd", struct.pack(">IIII", 0xAAAAAAAA, 0xBBBBBBBB, scale, seconds * scale), bytes(80))


def tkhd(width=640, height=360):
    return full(
        b"tkhd",
        struct.pack(">5I", 7, 7, 1, 0, 3000),
        bytes(16),
        IDENTITY,
        struct.pack(">II", width << 16, height << 16),
    )


def described(handler, note=b"", extra=b""):
    """A sample entry; `note` stands where packers write their name."""
    if handler == PICTURE:
        name = bytes([len(note)]) + note.ljust(31, b"\0")[:31]
        entry = box(
            b"avc1",
            bytes(6),
            b"\0\1",
            bytes(16),
            struct.pack(">HH", 640, 360),
            bytes(14),
            name,
            bytes(4),
            box(b"avcC", b"\1\x64"),
            extra,
        )
    elif handler == SOUND:
        entry = box(
            b"mp4a",
            bytes(6),
            b"\0\1",
            bytes(8),
            struct.pack(">HHHHI", 2, 16, 0, 0, 44100 << 16),
            box(b"esds", bytes(4)),
            extra,
        )
    else:
        entry = box(b"mebx", bytes(6), b"\0\1", extra)
    return full(b"stsd", struct.pack(">I", 1), entry)


def table(handler, sizes, offset, *, wide=False, entry=b""):
    where = (
        full(b"co64", struct.pack(">IQ", 1, offset)) if wide else full(b"stco", struct.pack(">II", 1, offset))
    )
    return box(
        b"stbl",
        entry or described(handler),
        full(b"stts", struct.pack(">III", 1, len(sizes), 1000)),
        full(b"stsc", struct.pack(">IIII", 1, 1, len(sizes), 1)),
        full(b"stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        where,
    )


def trak(handler, sizes, offset, *, extra=b"", name=b"", in_media=b"", in_info=b"", **more):
    head = {PICTURE: b"vmhd", SOUND: b"smhd"}.get(handler, b"nmhd")
    info = box(b"minf", full(head, bytes(8)), box(b"dinf", full(b"dref", struct.pack(">I", 1), box(b"url ", b"\0\0\0\1"))), in_info,
               table(handler, sizes, offset, **more))  # fmt: skip
    media = box(
        b"mdia",
        full(b"mdhd", struct.pack(">IIII", 5, 5, 1000, 3000), bytes(4)),
        full(b"hdlr", bytes(4), handler, bytes(12), name),
        in_media,
        info,
    )
    return box(b"trak", tkhd(), extra, media)


PICTURES, SOUNDS, PLACES = b"<the pictures>", b"<the sounds>", b"<a place in every second>"


def film(
    *,
    brand=b"isom",
    in_moov=b"",
    between=b"",
    behind=b"",
    before=b"",
    hidden=b"",
    notes=True,
    first=False,
    wide=False,
    **of_picture,
):
    """A film of three chunks in one mdat: pictures, sounds, and a track of timed places; `first` puts the index before it."""

    def moov(start):
        tracks = trak(PICTURE, [len(PICTURES)], start, wide=wide, **of_picture) + trak(
            SOUND, [5, len(SOUNDS) - 5], start + len(PICTURES), wide=wide
        )
        if notes:
            tracks += trak(NOTES, [len(PLACES)], start + len(PICTURES) + len(SOUNDS) + len(hidden))
        return box(b"moov", mvhd(), tracks, in_moov)

    ftyp = box(b"ftyp", brand, bytes(4), b"isommp42")
    samples = box(b"mdat", PICTURES, SOUNDS, hidden, PLACES, wide=wide)
    skip = 16 if wide else 8
    if first:
        start = len(ftyp + before) + len(moov(0)) + len(between) + skip
        return ftyp + before + moov(start) + between + samples + behind
    return ftyp + before + samples + between + moov(len(ftyp + before) + skip) + behind


def real(path, *options, seconds=2, size="320x180"):
    """A film that plays, made by ffmpeg."""
    sources = [
        "-f",
        "lavfi",
        "-i",
        f"testsrc2=size={size}:rate=15:duration={seconds}",
        "-f",
        "lavfi",
        "-i",
        f"sine=duration={seconds}",
    ]
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-y",
        *sources,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-c:a",
        "aac",
        *options,
        str(path),
    ]
    subprocess.run(command, check=True, timeout=60)
    return path


def played(path):
    """A mark of every picture and sound as it is played."""
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-i",
        str(path),
        "-map",
        "0:v",
        "-map",
        "0:a",
        "-f",
        "framemd5",
        "-",
    ]
    out = subprocess.run(command, check=True, timeout=60, capture_output=True, text=True).stdout
    return [line.split(",", 2)[0::2] for line in out.splitlines() if line and line[0].isdigit()]
