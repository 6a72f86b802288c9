"""A clip is kept as it was filmed, without its place and other hidden things; what is no clip is refused in words."""

import struct

import pytest

from nhipcau.media import clips, films
from nhipcau.media.intake import PhotoRefused
from tests.media import filming
from tests.media.filming import NOTES, PICTURES, PLACES, SOUNDS, box, film, full

SECRET = b"secret-of-the-sender"
PLACE = b"+21.0285+105.8542/"
NOTE = SECRET + PLACE
UDTA = box(
    b"udta",
    box(b"\xa9xyz", struct.pack(">HH", len(NOTE), 0x15C7), NOTE),
    box(b"loci", bytes(4), NOTE, bytes(13)),
    box(b"\xa9cmt", NOTE),
)
KEYS = full(b"keys", struct.pack(">I", 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
META = box(
    b"meta",
    full(b"hdlr", bytes(4), b"mdta", bytes(12)),
    KEYS,
    box(b"ilst", box(struct.pack(">I", 1), box(b"data", bytes(8), NOTE))),
)
XMP = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), b"<x:xmpmeta>", NOTE)
ROUTES = {
    "udta of the film": film(in_moov=UDTA),
    "meta of the film": film(in_moov=META),
    "uuid of the film": film(in_moov=XMP),
    "udta of a track": film(extra=UDTA),
    "meta of a track": film(extra=META),
    "a box in the media": film(in_media=UDTA),
    "a box in the media information": film(in_info=XMP),
    "the name of a handler": film(name=NOTE),
    "the packer's name": film(entry=filming.described(b"vide", NOTE[:31])),
    "a box of a description": film(entry=filming.described(b"vide", extra=box(b"xtra", NOTE))),
    "a colour profile": film(entry=filming.described(b"vide", extra=box(b"colr", b"prof", NOTE))),
    "udta at the top": film(behind=UDTA),
    "meta at the top": film(between=META),
    "uuid at the top": film(before=XMP),
    "a free box": film(before=box(b"free", NOTE), between=box(b"skip", NOTE)),
    "a box nobody knows": film(between=box(b"XtrA", NOTE), in_moov=box(b"Xtra", NOTE)),
    "between the samples": film(hidden=NOTE),
    "bytes behind the last box": film(behind=NOTE[:7]),
    "behind the boxes of the index": film(in_moov=NOTE[:7]),
    "index before the samples": film(first=True, in_moov=UDTA + META, between=XMP, hidden=NOTE),
    "64-bit sizes": film(
        wide=True, in_moov=box(b"udta", NOTE, wide=True), between=box(b"uuid", NOTE, wide=True), hidden=NOTE
    ),
    "quicktime": film(brand=b"qt  ", in_moov=UDTA + META, before=box(b"wide", b"")),
}


@pytest.fixture
def keep(tmp_path):
    def kept(data):
        path = tmp_path / "clip"
        path.write_bytes(data)
        return clips.keep(path)

    return kept


@pytest.mark.parametrize("route", ROUTES)
def test_no_place_and_no_note_of_a_clip_survives_and_nothing_moves(keep, route):
    data = ROUTES[route]
    assert NOTE[:7] in data

    clip = keep(data)

    left = clip.path.read_bytes()
    for hidden in (SECRET, SECRET[:7], PLACE, PLACES, b"location", b"xmpmeta"):
        assert hidden not in left
    assert len(left) == len(data) == clip.size
    assert left.index(PICTURES) == data.index(PICTURES)
    assert left.index(SOUNDS) == data.index(SOUNDS)
    assert left.count(b"trak") == 2, "the track of timed places went"
    assert (clip.seconds, clip.width, clip.height) == (3, 640, 360)


def test_a_clip_without_anything_hidden_stays_byte_for_byte_but_for_its_times(keep):
    data = film(notes=False)
    left = keep(data).path.read_bytes()

    changed = [n for n, (before, after) in enumerate(zip(data, left, strict=True)) if before != after]
    assert all(left[n] == 0 for n in changed) and len(changed) == 16 + len(PLACES)
    assert data.count(b"\xaa\xaa\xaa\xaa") == 1 and b"\xaa\xaa\xaa\xaa" not in left


def nested(depth):
    inner = b""
    for _n in range(depth):
        inner = box(b"trak", inner)
    return inner


START = box(b"ftyp", b"isom", bytes(4))
HOSTILE = {
    "a box of size 2": (START + struct.pack(">I4s", 2, b"moov") + bytes(50), "damaged"),
    "a box of size 0 in the middle": (START + struct.pack(">I4s", 0, b"free") + film(), "damaged"),
    "a box longer than the file": (START + struct.pack(">I4s", 2**31, b"moov") + bytes(50), "damaged"),
    "a 64-bit size of 2^63": (START + struct.pack(">I4sQ", 1, b"mdat", 2**63) + bytes(50), "damaged"),
    "a 64-bit size that is cut off": (START + struct.pack(">I4s", 1, b"mdat"), "damaged"),
    "a 64-bit size of 3": (START + struct.pack(">I4sQ", 1, b"moov", 3) + bytes(50), "damaged"),
    "no index": (START + box(b"mdat", bytes(50)), "damaged"),
    "two indexes": (film() + film()[film().index(b"moov") - 4 :], "damaged"),
    "an index without a track": (START + box(b"moov", filming.mvhd()), "damaged"),
    "tracks in tracks, 5,000 deep": (START + box(b"moov", filming.mvhd(), nested(5000)), "damaged"),
    "200,000 empty boxes": (START + box(b"free") * 200_000, "damaged"),
    "200,000 empty boxes in the index": (START + box(b"moov", box(b"free") * 200_000), "damaged"),
    "an index of 20 MB": (START + box(b"moov", filming.mvhd(), bytes(20_000_000)), "damaged"),
    "a table of four thousand million chunks": (film().replace(b"stco\0\0\0\0\0\0\0\1", b"stco\0\0\0\0\xff\xff\xff\xff"), "damaged"),
    "four thousand million samples": (film().replace(struct.pack(">4sIII", b"stsz", 0, 0, 1), struct.pack(">4sIII", b"stsz", 0, 0, 2**32 - 1)), "damaged"),
    "a chunk behind the end": (film(notes=False).replace(b"stco\0\0\0\0\0\0\0\1\0", b"stco\0\0\0\0\0\0\0\1\x7f"), "damaged"),
    "a film without time": (film().replace(struct.pack(">II", 1000, 3000), struct.pack(">II", 0, 3000)), "damaged"),
    "only sound": (film(notes=False).replace(b"vide", b"soun"), "damaged"),
    "a packed index": (START + box(b"moov", box(b"cmov", bytes(50))), "form"),
    "in pieces": (START + box(b"moov", filming.mvhd(), box(b"mvex", bytes(8))) + box(b"moof", bytes(8)), "form"),
    "an hour": (film().replace(struct.pack(">II", 1000, 3000), struct.pack(">II", 1000, 3_600_000)), "long"),
    "a beginning of 2 MB": (box(b"ftyp", b"isom", bytes(2_000_000)) + film(), "damaged"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(60), "other"),
    "Matroska": (b"\x1aE\xdf\xa3" + bytes(60), "damaged"),
    "a text": (b"#EXTM3U\nfile:///etc/hostname\n" * 3, "other"),
    "cut off in the middle": (film(first=True)[:-30], "damaged"),
    "nothing": (b"", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_clip_ends_as_a_sentence_and_stays_as_it_was(tmp_path, what):
    data, code = HOSTILE[what]
    path = tmp_path / "clip"
    path.write_bytes(data)

    with pytest.raises(PhotoRefused) as refused:
        clips.keep(path)

    assert refused.value.code == code and refused.value.reason and refused.value.remedy
    assert path.read_bytes() == data


def test_a_clip_that_is_too_large_is_not_read_at_all(tmp_path, monkeypatch):
    path = tmp_path / "clip"
    with path.open("wb") as file:
        file.truncate(clips.MOST_BYTES + 1)
    monkeypatch.setattr(clips, "_tops", lambda *_a: pytest.fail("read"))

    with pytest.raises(PhotoRefused) as refused:
        clips.keep(path)
    assert refused.value.code == "large"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", ["-metadata", "location=+21.0285+105.8542/", "-metadata", "comment=secret-of-the-sender"]),
        ("b.mov", ["-metadata", "location=+21.0285+105.8542/", "-metadata", "comment=secret-of-the-sender"]),
        ("c.mp4", ["-metadata", "location=+21.0285+105.8542/", "-movflags", "+faststart+use_metadata_tags"]),
        ("d.mov", ["-c:a", "pcm_s16le", "-metadata", "title=secret-of-the-sender"]),
    ],
)
def test_a_real_clip_plays_as_before_and_has_a_still_picture(tmp_path, name, options):
    path = filming.real(tmp_path / name, *options)
    before, hidden = filming.played(path), path.read_bytes()
    assert PLACE[:8] in hidden or SECRET in hidden

    clip = clips.keep(path)

    left = path.read_bytes()
    assert PLACE[:8] not in left and SECRET not in left and b"Lavf" not in left
    assert filming.played(path) == before and len(before) > 30
    assert (clip.ending, clip.seconds, clip.width, clip.height) == (name[2:], 2, 320, 180)
    assert clip.poster is not None and clip.poster.startswith(b"\xff\xd8\xff")


def test_without_ffmpeg_a_clip_is_kept_without_a_still_picture(keep, monkeypatch):
    monkeypatch.setattr(clips.shutil, "which", lambda _name: None)
    clip = keep(film())
    assert clip.poster is None and clip.seconds == 3


def test_a_tall_clip_says_so():
    turned = struct.pack(">9I", 0, 0x10000, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000)
    data = film(first=True, notes=False).replace(filming.IDENTITY, turned)
    start = data.index(b"moov") - 4
    size = int.from_bytes(data[start : start + 4], "big")

    found = films.clean(bytearray(data[start : start + size]))

    assert (found.width, found.height) == (360, 640)
    assert NOTES not in data
