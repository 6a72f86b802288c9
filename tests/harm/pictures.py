"""Photos that mean harm, each made by code: bombs, lies, files of two kinds, broken ones. Clips: tests/media/test_clips.py."""

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image

from tests.harm.packing import MILLION, Case
from tests.media import filming
from tests.media.test_clips import HOSTILE as CLIPS

PNG = b"\x89PNG\r\n\x1a\n"


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(size=(640, 480), color="teal"):
    return Image.new("RGB", size, color)


def jpeg(size=(640, 480), **options):
    return saved(plain(size), "JPEG", **options)


def heic(size=(640, 480), **options):
    out = io.BytesIO()
    pillow_heif.from_pillow(plain(size)).save(out, quality=50, **options)
    return out.getvalue()


def chunk(kind, body, check=None):
    return (
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body) if check is None else check)
    )


def png(width, height, pixels, *, depth=8, colour=2, laced=0, before=b"", behind=b""):
    """A PNG with these packed pixels, whatever its head claims."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, laced)
    return PNG + chunk(b"IHDR", head) + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + behind


def packed(size):
    """So many zeros, packed in pieces."""
    packer, out = zlib.compressobj(9), []
    for _n in range(size // MILLION):
        out.append(packer.compress(bytes(MILLION)))
    return b"".join(out) + packer.compress(bytes(size % MILLION)) + packer.flush()


def rows(width, height, each=3):
    return packed((width * each + 1) * height)


def claiming(data, width, height):
    """A JPEG whose frame claims this size."""
    at = next(at for at in (data.find(b"\xff\xc0"), data.find(b"\xff\xc2")) if at > 0)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def scans(size, many):
    """A progressive JPEG whose last scan comes again and again."""
    data = jpeg(size, progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * many + b"\xff\xd9"


def with_segment(marker, body, times=1):
    data = jpeg()
    piece = bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
    return data[:2] + piece * times + data[2:]


def heic_of(change):
    """A HEIC in which bytes were changed."""
    data = bytearray(heic())
    change(data)
    return bytes(data)


def put(kind, offset, new):
    def change(data):
        at = data.index(kind) + offset
        data[at : at + len(new)] = new

    return lambda: heic_of(change)


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def loop_in_exif():
    """Directories of EXIF that name each other for ever, at the place of the orientation."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return with_segment(
        0xE1, b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 400) + entry * 400 + struct.pack("<I", 8)
    )


def frames(many):
    """An animated PNG of very many frames."""
    images = [plain((400, 300), (n % 256, 0, 0)) for n in range(many)]
    return saved(images[0], "PNG", save_all=True, append_images=images[1:])


def webp_claiming(width, height):
    data = bytearray(saved(plain().convert("RGBA"), "WEBP", exif=Image.Exif().tobytes()))
    at = data.index(b"VP8X") + 12
    data[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def boxes_in_boxes(deep):
    inner = b""
    for _n in range(deep):
        inner = filming.box(b"iprp", inner)
    return filming.box(b"ftyp", b"heic", bytes(4)) + filming.full(b"meta", inner)


def big_heic_items(many):
    """A HEIC that names so many pictures of 7000 x 7000."""
    sizes = filming.full(b"ispe", struct.pack(">II", 7000, 7000)) * many
    return filming.box(b"ftyp", b"heic", bytes(4)) + filming.full(
        b"meta", filming.box(b"iprp", filming.box(b"ipco", sizes))
    )


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/hostname"/></svg>'
HTML = b"<html><script>alert(1)</script></html>"
TIFF = saved(plain(), "TIFF")


def R(about, kind, make, slow=False):
    return Case(about, kind, make, f"anh.{kind}", "refused", slow)


def I(about, kind, make, slow=False):  # noqa: E743 - beside R
    return Case(about, kind, make, f"anh.{kind}", "inert", slow)


HARMFUL = [
    R("a head that claims 65,535 x 65,535", "jpeg", lambda: claiming(jpeg(), 65535, 65535)),
    R("a head that claims 10,000 x 5,001", "jpeg", lambda: claiming(jpeg(), 10_000, 5001)),
    I("49 MP claimed, one row of pixels there", "jpeg", lambda: claiming(jpeg((640, 8)), 7000, 7000)),
    R("a height of nothing", "jpeg", lambda: claiming(jpeg(), 640, 0)),
    R("49 MP in 1,000 scans", "jpeg", lambda: claiming(scans((320, 240), 1000), 7000, 7000)),
    R("1.2 MP in 5,000 scans", "jpeg", lambda: scans((1280, 960), 5000), slow=True),
    I("49 MP in 18 scans of almost nothing", "jpeg", lambda: claiming(scans((640, 480), 8), 7000, 7000), slow=True),
    R("cut off in its head", "jpeg", lambda: jpeg()[:200]),
    R("cut off in its pixels", "jpeg", lambda: saved(Image.effect_noise((1200, 900), 80), "JPEG")[:40_000]),
    R("a segment longer than the file", "jpeg", lambda: jpeg()[:2] + b"\xff\xe1\xff\xff" + jpeg()[2:]),
    R("a segment of length 1", "jpeg", lambda: jpeg()[:2] + b"\xff\xe1\0\1" + jpeg()[2:]),
    R("nothing but fill bytes", "jpeg", lambda: b"\xff\xd8" + b"\xff" * MILLION),
    I("6,000 segments", "jpeg", lambda: with_segment(0xFE, b"x" * 100, 6000)),
    I("EXIF that runs in a circle", "jpeg", loop_in_exif),
    I("EXIF that claims a value of 4 GB", "jpeg", lambda: with_segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x0112, 3, 2**31, 4) + bytes(4))),
    I("a colour profile of nonsense", "jpeg", lambda: jpeg(icc_profile=b"\0\0\0\x80" + b"acsp" * 5000)),
    R("lossless coding, which nobody's camera writes", "jpeg", lambda: jpeg().replace(b"\xff\xc0", b"\xff\xc3", 1)),
    I("tables that are missing", "jpeg", lambda: jpeg().replace(b"\xff\xc4", b"\xff\xfe")),
    I("a zip behind it", "jpeg", lambda: jpeg() + zipped("a.exe", b"MZ" * 50_000)),
    I("a page behind it", "jpeg", lambda: jpeg() + HTML * 100),
    I("a page in its comment", "jpeg", lambda: jpeg(comment=HTML)),
    I("a script for PHP in its EXIF", "jpeg", lambda: with_segment(0xE1, b"Exif\0\0<?php system($_GET['c']); ?>")),
    R("25 MB and one byte", "jpeg", lambda: jpeg() + bytes(25_000_000), slow=True),
    R("a head that claims 2^31 - 1 wide", "png", lambda: png(2**31 - 1, 1, rows(100, 1))),
    R("50.01 MP of zeros in 50 kB", "png", lambda: png(10_000, 5_001, rows(10_000, 5_001)), slow=True),
    I("49 MP of zeros in 140 kB", "png", lambda: png(7000, 7000, rows(7000, 7000)), slow=True),
    I("49 MP of 16 bits and four channels", "png", lambda: png(7000, 7000, rows(7000, 7000, 8), depth=16, colour=6), slow=True),
    I("49 MP interlaced", "png", lambda: png(7000, 7000, packed(7000 * 7000 * 3 + 40_000), laced=1), slow=True),
    I("pixels that inflate to 400 MB behind a head of 100 x 100", "png", lambda: png(100, 100, packed(400 * MILLION)), slow=True),
    I("a zTXt that inflates to 300 MB", "png", lambda: png(100, 100, rows(100, 100), before=chunk(b"zTXt", b"a\0\0" + packed(300 * MILLION))), slow=True),
    I("80 zTXt of 1 MB each", "png", lambda: png(100, 100, rows(100, 100), before=chunk(b"zTXt", b"a\0\0" + packed(MILLION)) * 80)),
    I("an iTXt that inflates to 100 MB", "png", lambda: png(100, 100, rows(100, 100), before=chunk(b"iTXt", b"a\0\1\0\0\0" + packed(100 * MILLION)))),
    I("an iCCP that inflates to 100 MB", "png", lambda: png(100, 100, rows(100, 100), before=chunk(b"iCCP", b"a\0\0" + packed(100 * MILLION)))),
    R("a head that comes too late", "png", lambda: PNG + chunk(b"tEXt", b"a\0b") + png(10, 10, rows(10, 10))[8:]),
    R("a head whose sum is wrong", "png", lambda: png(100, 100, rows(100, 100)).replace(struct.pack(">IIB", 100, 100, 8), struct.pack(">IIB", 200, 100, 8))),
    R("pixels that are no zlib", "png", lambda: png(100, 100, b"nonsense" * 20)),
    R("a width of nothing", "png", lambda: png(0, 100, rows(1, 100))),
    R("colours of a kind that is not there", "png", lambda: png(100, 100, rows(100, 100), colour=5)),
    I("200,000 empty chunks", "png", lambda: png(100, 100, rows(100, 100), before=chunk(b"prVt", b"") * 200_000)),
    I("a page behind it", "png", lambda: png(100, 100, rows(100, 100), behind=HTML)),
    I("600 frames", "png", lambda: frames(600)),
    R("a box of 2^31 pixels claimed", "heic", put(b"ispe", 8, struct.pack(">II", 46_341, 46_341))),
    R("a size of nothing", "heic", put(b"ispe", 8, struct.pack(">II", 0, 0))),
    R("49 MP claimed, 0.3 there", "heic", put(b"ispe", 8, struct.pack(">II", 7000, 7000))),
    R("pixels that are nonsense", "heic", put(b"mdat", 4, b"\xff" * 120)),
    R("a box longer than the file", "heic", put(b"meta", -4, b"\x7f\xff\xff\xff")),
    R("a box of size 2", "heic", put(b"iprp", -4, b"\0\0\0\2")),
    R("boxes in boxes, 3,000 deep", "heic", lambda: boxes_in_boxes(3000)),
    R("20,000 sizes of 49 MP", "heic", lambda: big_heic_items(19_000)),
    R("cut off in the middle", "heic", lambda: heic()[:300]),
    R("an AVIF by another name", "heic", lambda: saved(plain(), "AVIF")),
    R("a head that claims 16,384 x 16,384", "webp", lambda: webp_claiming(16_384, 16_384)),
    R("24 MP claimed, 0.3 there", "webp", lambda: webp_claiming(6000, 4000)),
    R("cut off", "webp", lambda: saved(plain((800, 600)), "WEBP")[:60]),
    R("a drawing with a script", "jpg", lambda: SVG),
    R("a page named as a photo", "png", lambda: HTML),
    R("a GIF that is a script too", "jpg", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
    R("an animated GIF", "gif", lambda: saved(plain(), "GIF", save_all=True, append_images=[plain(color="red")])),
    R("a TIFF named as a photo", "jpg", lambda: TIFF),
    R("a bitmap of 4 GB that is not there", "bmp", lambda: b"BM" + struct.pack("<IHHIIiiHHIIiiII", 2**31, 0, 0, 54, 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0)),
    R("PostScript", "jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/hostname) (r) file\n"),
    R("a Photoshop file", "psd", lambda: b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 30_000, 30_000, 8, 3)),
    R("a program", "jpg", lambda: b"MZ" + bytes(500)),
    R("a clip named as a photo", "jpg", filming.film),
    R("random bytes behind a JPEG's first three", "jpg", lambda: b"\xff\xd8\xff" + bytes((n * 7919 + n // 251) % 256 for n in range(50_000))),
]  # fmt: skip
HARMFUL_CLIPS = [R(about, "mp4", lambda data=data: data) for about, (data, _code) in CLIPS.items()]


def turned(n):
    exif = Image.Exif()
    exif[0x0112] = n
    return jpeg(exif=exif.tobytes())


def noise(size, mode="RGB"):
    grey = Image.effect_noise(size, 60)
    return grey if mode == "L" else Image.merge("RGB", [grey] * 3).convert(mode)


def motion_photo():
    """As many phones write it: a photo, and the second around it as a clip behind."""
    return saved(noise((1600, 1200)), "JPEG") + filming.film(hidden=bytes(3_000_000))


def H(about, kind, make, slow=False):
    return Case(about, kind, make, f"IMG.{kind}", "read", slow)


HONEST = [
    H("12 MP of a phone", "jpeg", lambda: saved(noise((4032, 3024)), "JPEG", quality=88)),
    H("50 MP of a phone", "jpeg", lambda: saved(noise((2040, 1530)).resize((8160, 6120)), "JPEG", quality=85), slow=True),
    H("50 MP, progressive", "jpeg", lambda: saved(noise((2040, 1530)).resize((8160, 6120)), "JPEG", quality=85, progressive=True), slow=True),
    H("CMYK from a printer", "jpeg", lambda: saved(noise((1200, 900), "CMYK"), "JPEG")),
    H("grey", "jpeg", lambda: saved(noise((1200, 900), "L"), "JPEG")),
    H("lying on its side", "jpeg", lambda: turned(6)),
    H("one pixel", "jpeg", lambda: jpeg((1, 1))),
    H("a panorama of 16,000 x 900", "jpeg", lambda: jpeg((16_000, 900))),
    H("a motion photo with its clip behind", "jpeg", motion_photo),
    H("two pictures by MPF", "jpeg", lambda: saved(noise((1600, 1200)), "MPO", save_all=True, append_images=[noise((1600, 1200))])),
    H("named .heic, which it is not", "heic", jpeg),
    H("a comment of 60 kB", "jpeg", lambda: jpeg(comment=b"x" * 60_000)),
    H("a screenshot with alpha", "png", lambda: saved(noise((1080, 2400), "RGBA"), "PNG", compress_level=1)),
    H("a palette with one clear colour", "png", lambda: saved(plain().convert("P"), "PNG", transparency=0)),
    H("16 bits of grey from a scanner", "png", lambda: saved(Image.new("I;16", (800, 600), 30_000), "PNG")),
    H("16 bits of colour", "png", lambda: png(300, 200, rows(300, 200, 6), depth=16)),
    H("interlaced", "png", lambda: png(64, 64, packed(64 * 64 * 3 + 400), laced=1)),
    H("an animated PNG", "png", lambda: frames(3)),
    H("12 MP of an iPhone", "heic", lambda: heic((4032, 3024)), slow=True),
    H("48 MP of an iPhone", "heic", lambda: heic((8064, 6048)), slow=True),
    H("HEIC with alpha", "heic", lambda: saved_heic(plain().convert("RGBA"))),
    H("HEIC of 10 bits", "heic", lambda: saved_heic(Image.new("I;16", (640, 480), 30_000))),
    H("WebP of a browser", "webp", lambda: saved(noise((1600, 1200)), "WEBP")),
    H("an animated WebP", "webp", lambda: saved(plain(), "WEBP", save_all=True, append_images=[plain(color="red")])),
    H("WebP of 24 MP", "webp", lambda: saved(plain((6000, 4000)), "WEBP", method=0), slow=True),
]  # fmt: skip
HONEST_CLIPS = [
    H("a clip of a phone", "mp4", filming.film),
    H("a clip of an iPhone, index first", "mov", lambda: filming.film(brand=b"qt  ", first=True)),
    H("a clip with 64-bit sizes", "mp4", lambda: filming.film(wide=True)),
]


def saved_heic(image):
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=60)
    return out.getvalue()


CASES = [*HARMFUL, *HARMFUL_CLIPS, *HONEST, *HONEST_CLIPS]
