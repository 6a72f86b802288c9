"""Place and other hidden data of a photo: every route it may take, searched for in everything that is kept and served."""

import io
import struct
import zlib

import pillow_heif
import pytest
from django.urls import reverse
from PIL import Image, PngImagePlugin, TiffImagePlugin

from nhipcau import media
from nhipcau.stories import actions
from nhipcau.stories.models import Rights
from tests import factories
from tests.media.test_kinds import striped
from tests.stories.conftest import _now_and_topics, collaborator, draft, editor, topic  # noqa: F401

pytestmark = pytest.mark.files

MARK = "Planted-0123"
PLACE = "21.0285,105.8542"
NOTE = f"{MARK} {PLACE}"
HIDDEN = [MARK.encode(), MARK.encode("utf-16-le"), MARK.encode("utf-16-be"), PLACE.encode(), b"105.8542", struct.pack(">II", 1058542, 10000), struct.pack("<II", 1058542, 10000)]  # fmt: skip
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>{NOTE}</exif:GPSLatitude></x:xmpmeta>'.encode()


def exif(order="<"):
    """A whole EXIF block: texts, GPS, a maker's note, a user comment, Windows' titles, and a thumbnail with its own EXIF."""
    block = Image.Exif()
    block.endian = order
    block[0x0112] = 1
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        block[tag] = NOTE
    for tag in (0x9C9B, 0x9C9C, 0x9C9F):
        block[tag] = MARK.encode("utf-16-le")
    block[0x02BC] = XMP
    inner = block.get_ifd(0x8769)
    inner[0x927C], inner[0x9286], inner[0xA420] = (
        b"Apple iOS\0" + NOTE.encode(),
        b"ASCII\0\0\0" + NOTE.encode(),
        NOTE,
    )
    place = block.get_ifd(0x8825)
    seconds = TiffImagePlugin.IFDRational(1058542, 10000)
    place[1], place[2], place[3], place[4] = "N", (21, 1, seconds), "E", (105, 51, seconds)
    place[27], place[28] = b"ASCII\0\0\0" + NOTE.encode(), b"ASCII\0\0\0" + NOTE.encode()
    return block.tobytes()


def thumbnail():
    out = io.BytesIO()
    Image.new("RGB", (160, 120)).save(out, "JPEG", exif=exif(), comment=NOTE.encode())
    return out.getvalue()


def iptc():
    record = b"".join(
        b"\x1c\x02" + bytes([n]) + struct.pack(">H", len(NOTE)) + NOTE.encode()
        for n in (25, 90, 92, 95, 101, 120)
    )
    blocks = [(0x0404, record), (0x040C, b"\0\0\0\1" + thumbnail()), (0x0424, XMP), (0x0422, exif())]
    return b"Photoshop 3.0\0" + b"".join(
        b"8BIM" + struct.pack(">H", kind) + b"\0\0" + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in blocks
    )  # fmt: skip


def profile():
    """A real colour profile whose description names the place."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = data.index("sRGB".encode("utf-16-be"))
    data[at : at + 2 * len(MARK)] = MARK.encode("utf-16-be")
    return bytes(data)


def jpeg(*segments, behind=b"", **options):
    out = io.BytesIO()
    striped().save(out, "JPEG", quality=90, **options)
    data = out.getvalue()
    inside = b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments
    )
    return data[:2] + inside + data[2:] + behind


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks, behind=b"", before_data=True, **options):
    out = io.BytesIO()
    striped().save(out, "PNG", **options)
    data = out.getvalue()
    at = data.index(b"IDAT") - 4 if before_data else data.index(b"IEND") - 4
    return data[:at] + b"".join(chunks) + data[at:] + behind


def texts():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", NOTE)
    info.add_text("Location", NOTE, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_itxt("GPS", NOTE, zip=True)
    return info


def heic(**options):
    out = io.BytesIO()
    pillow_heif.from_pillow(striped()).save(out, quality=80, **options)
    return out.getvalue()


def webp(**options):
    out = io.BytesIO()
    striped().save(out, "WEBP", **options)
    return out.getvalue()


def extended_xmp():
    body = XMP * 50
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0123456789ABCDEF" * 2
    return head + struct.pack(">II", len(body), 0) + body


ROUTES = {
    "EXIF with GPS, maker's note, comments, little end first": jpeg(exif=exif("<")),
    "EXIF, big end first": jpeg(exif=exif(">")),
    "EXIF twice": jpeg((0xE1, exif()), (0xE1, exif(">"))),
    "the thumbnail of EXIF with its own EXIF": jpeg((0xE1, b"Exif\0\0" + b"II*\0\x08\0\0\0" + bytes(6) + thumbnail())),
    "XMP": jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
    "extended XMP": jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), (0xE1, extended_xmp())),
    "IPTC and Photoshop's blocks": jpeg((0xED, iptc())),
    "a JPEG comment": jpeg(comment=NOTE.encode()),
    "a comment behind the frame": jpeg().replace(b"\xff\xda", b"\xff\xfe" + struct.pack(">H", len(NOTE) + 2) + NOTE.encode() + b"\xff\xda", 1),
    "segments of every application": jpeg(*[(0xE0 + n, b"Any\0" + NOTE.encode()) for n in range(3, 14)]),
    "a JFIF extension with a thumbnail": jpeg((0xE0, b"JFXX\0\x10" + thumbnail())),
    "a colour profile's description": jpeg(icc_profile=profile()),
    "a second picture by MPF": jpeg((0xE2, b"MPF\0" + b"II*\0\x08\0\0\0" + NOTE.encode()), behind=thumbnail()),
    "bytes behind the picture": jpeg(behind=NOTE.encode() + XMP + exif()),
    "a film behind the picture": jpeg(behind=struct.pack(">I4s", 16 + len(NOTE), b"moov") + struct.pack(">I4s", 8 + len(NOTE), b"\xa9xyz") + NOTE.encode()),
    "texts of a PNG": png(pnginfo=texts()),
    "texts of a PNG behind its pixels": png(chunk(b"tEXt", b"Place\0" + NOTE.encode()), chunk(b"eXIf", exif()[6:]), before_data=False),
    "EXIF of a PNG": png(exif=exif()),
    "EXIF as a PNG's raw profile": png(chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(f"\nexif\n{len(exif())}\n{exif().hex()}\n".encode()))),
    "a PNG's own chunks": png(chunk(b"prVt", NOTE.encode()), chunk(b"iTXt", b"a\0\0\0\0\0" + NOTE.encode()), chunk(b"tIME", bytes(7))),
    "a PNG's colour profile": png(icc_profile=profile()),
    "bytes behind a PNG": png(behind=NOTE.encode()),
    "EXIF of a HEIC": heic(exif=exif()),
    "XMP of a HEIC": heic(xmp=XMP),
    "a HEIC's colour profile": heic(icc_profile=profile()),
    "bytes behind a HEIC": heic() + struct.pack(">I4s", 8 + len(NOTE), b"uuid") + NOTE.encode(),
    "EXIF and XMP of a WebP": webp(exif=exif(), xmp=XMP, icc_profile=profile()),
}  # fmt: skip


def is_clean(data):
    return (
        not any(one in data for one in HIDDEN)
        and b"xmpmeta" not in data
        and b"Exif" not in data
        and b"ICC_PROFILE" not in data
    )


@pytest.mark.parametrize("route", ROUTES)
def test_nothing_hidden_is_in_any_size_that_is_kept(route):
    data = ROUTES[route]
    packed = route in ("EXIF as a PNG's raw profile",)
    assert packed or not is_clean(data) or MARK.encode("utf-16-be") in data or "profile" in route

    kept = media.keep(data)

    for one in (kept.large, kept.medium, kept.small):
        assert is_clean(one)
        image = Image.open(io.BytesIO(one))
        assert image.format == "JPEG" and not image.getexif() and "icc_profile" not in image.info
        assert one.endswith(b"\xff\xd9") and one.count(b"\xff\xd9") == 1
    again = media.intake.keep(kept.large, turn=90, crop=[100, 100, 800, 800])
    assert is_clean(again.large) and is_clean(again.small)


def test_nothing_hidden_is_in_any_file_or_any_answer(db, client, draft, editor, collaborator, clock):  # noqa: F811
    """All routes in one story, from the phone to the members' page and the post."""
    chosen = [ROUTES[one] for one in ("EXIF with GPS, maker's note, comments, little end first", "IPTC and Photoshop's blocks", "extended XMP", "EXIF of a PNG", "EXIF of a HEIC", "bytes behind the picture")]  # fmt: skip
    photos = []
    for n, data in enumerate(chosen):
        made = media.keep(data)
        photos.append(
            type(made)(
                f"digest-{n}",
                *[getattr(made, name) for name in ("width", "height", "large", "medium", "small")],
            )
        )
    story = actions.submit(draft(photos=0), by=collaborator)
    from nhipcau.stories.actions.send import add_photo

    for n, made in enumerate(photos):
        actions.say_rights(add_photo(story, made, n + 1), Rights("nobody"), by=collaborator)
    actions.reshape(story.photos.first(), turn=90, crop=None, by=editor)
    factories.approve(story, by=editor)
    actions.mark_published(story, "https://www.facebook.com/99990000/posts/1", None)
    factories.sign_in(client, editor)

    seen = 0
    for photo in story.photos.all():
        for file in photo.files():
            assert is_clean(file.open("rb").read())
        for name, size in (
            ("stories:photo", "large"),
            ("stories:photo", "small"),
            ("portal:photo", "medium"),
            ("portal:photo", "large"),
        ):
            answer = client.get(reverse(name, args=[photo.pk, size]))
            body, heads = b"".join(answer.streaming_content), repr(dict(answer.headers)).encode()
            assert answer.status_code == 200 and len(body) > 500 and is_clean(body) and is_clean(heads)
            seen += 1
    assert seen == 4 * len(chosen)
