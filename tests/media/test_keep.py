"""A photo is kept upright, in three sizes, without anything hidden; what is no photo is refused in words."""

import io
import socket
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from nhipcau import media
from nhipcau.media import guarded, intake
from nhipcau.media.intake import PhotoRefused

SECRET = b"secret-of-the-sender"


def jpeg(size=(640, 480), color="navy", **options):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG", **options)
    return out.getvalue()


def png(size=(300, 200), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", **options)
    return out.getvalue()


def exif_with_place_and_thumbnail(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif[0x013B] = SECRET.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (21.0, 2.0, 30.0)
    gps[3], gps[4] = "E", (105.0, 53.0, 10.0)
    gps[29] = "2020:10:08"
    exif[0x8825] = gps
    return exif.tobytes()


def with_segments(data, *segments):
    """A JPEG with further segments right after its start."""
    inserted = b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments
    )
    return data[:2] + inserted + data[2:]


def markers_of(data):
    """The markers of a JPEG up to its scan."""
    at, found = 2, []
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        found.append(data[at + 1])
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return found


def all_sizes(kept):
    return kept.large, kept.medium, kept.small


def test_three_sizes_are_made_and_none_is_larger_than_the_original():
    kept = media.keep(jpeg((4000, 3000)))

    assert [Image.open(io.BytesIO(one)).size for one in all_sizes(kept)] == [
        (2000, 1500),  # exactly half, which the decoder makes by itself
        (1000, 750),
        (320, 240),
    ]
    assert (kept.width, kept.height) == (2000, 1500)
    assert Image.open(io.BytesIO(media.keep(jpeg((3000, 4400))).large)).size == (1396, 2048)
    assert Image.open(io.BytesIO(media.keep(jpeg((200, 100))).large)).size == (200, 100)


def test_no_hidden_data_of_a_jpeg_survives():
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x20" + SECRET
    original = with_segments(
        jpeg(exif=exif_with_place_and_thumbnail()),
        (0xE1, xmp), (0xED, iptc), (0xFE, SECRET), (0xE2, b"MPF\x00" + SECRET), (0xE1, b"Exif\x00\x00" + jpeg((160, 120)) + SECRET),
    ) + SECRET  # fmt: skip
    assert original.count(SECRET) >= 7

    kept = media.keep(original)

    for one in all_sizes(kept):
        assert SECRET not in one
        assert set(markers_of(one)) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4}, "only JFIF, tables and the frame"
        picture = Image.open(io.BytesIO(one))
        assert not picture.getexif()
        assert set(picture.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_no_text_of_a_png_survives():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_text("Comment", SECRET.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())

    kept = media.keep(png(pnginfo=texts, exif=exif_with_place_and_thumbnail()))

    for one in all_sizes(kept):
        assert SECRET not in one
        assert Image.open(io.BytesIO(one)).format == "JPEG"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation):
    upright = Image.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 20, 20))
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = upright if undo is None else upright.transpose(Image.Transpose(undo))
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif_with_place_and_thumbnail(orientation))

    shown = Image.open(io.BytesIO(media.keep(out.getvalue()).large))

    assert shown.size == (80, 40)
    red, green, _blue = shown.getpixel((5, 5))
    assert red > 200 and green < 80
    assert min(shown.getpixel((70, 35))) > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    assert media.keep(png(mode=mode)).width == 300


def test_a_cmyk_photo_is_read():
    out = io.BytesIO()
    Image.new("CMYK", (60, 40), (0, 0, 0, 0)).save(out, "JPEG")
    assert media.keep(out.getvalue()).width == 60


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello", "other"),
        (b"GIF89a" + bytes(50), "other"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "damaged"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(50), "other"),
        (b"RIFF\x32\x00\x00\x00WEBPVP8X" + bytes(50), "damaged"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "clip"),
        (b"\x1aE\xdf\xa3" + bytes(50), "clip"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(data, code):
    with pytest.raises(PhotoRefused) as refused:
        media.keep(data)
    assert refused.value.code == code
    assert refused.value.reason
    assert refused.value.remedy


def test_a_claim_of_too_many_pixels_is_refused_before_anything_is_decoded(monkeypatch):
    monkeypatch.setattr(guarded, "shrink", lambda *_a, **_k: pytest.fail("decoded"))
    header = struct.pack(">IIBBBBB", 10_000, 5_001, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + header
        + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )

    with pytest.raises(PhotoRefused) as refused:
        media.keep(bomb)
    assert refused.value.code == "pixels"


def test_fifty_million_pixels_are_read_within_the_memory_limit():
    assert media.keep(png((10_000, 5_000), mode="RGBA")).width == 2048


def test_a_jpeg_whose_pixels_are_damaged_is_refused():
    data = bytearray(jpeg((800, 600)))
    with pytest.raises(PhotoRefused) as refused:
        media.keep(bytes(data[: len(data) // 3]))
    assert refused.value.code == "damaged"


@pytest.mark.parametrize(
    "misdeed",
    [
        "import os; os.abort()",
        "import os; os._exit(0)",
        "import sys; sys.stdout.write('{}')",
        'import sys; sys.stdout.write(\'{"width": 9, "height": 9, "bytes": [1, 1, 900]}\\nabc\')',
        "from nhipcau.media.child import limit_this_process as l; l(); x = bytearray(600 * 1024 * 1024)",
        "from nhipcau.media.child import limit_this_process as l; l(); import sys\nfor _ in range(40): sys.stdout.write('x' * 1024 * 1024)",
    ],
)
def test_a_child_that_dies_or_lies_is_only_a_refused_photo(misdeed):
    with pytest.raises(guarded.ChildFailed):
        guarded.shrink(jpeg(), child=("-c", misdeed))


def test_a_child_that_does_not_end_is_ended():
    with pytest.raises(guarded.ChildFailed, match="time"):
        guarded.shrink(jpeg(), seconds=0.5, child=("-c", "while True: pass"))


def test_a_child_has_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = f"import socket; socket.create_connection({server.getsockname()!r}, 2); print('{{}}')"
        with pytest.raises(guarded.ChildFailed, match="answer"):
            guarded.shrink(jpeg(), child=("-c", asked))
        limited = "from nhipcau.media.child import limit_this_process as l; l(); " + asked
        with pytest.raises(guarded.ChildFailed, match="ended with 1"):
            guarded.shrink(jpeg(), child=("-c", limited))


def test_the_name_on_the_disk_is_ours():
    first, second = intake.own_name("stories"), intake.own_name("stories")
    assert first != second
    assert first.startswith("stories/") and first.endswith(".jpg")
