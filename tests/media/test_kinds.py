"""What a phone may send is known by its content: HEIC and WebP too, whatever the file is called."""

import io

import pillow_heif
import pytest
from PIL import Image

from nhipcau import media
from nhipcau.media import headers
from nhipcau.media.intake import PhotoRefused
from tests.media.test_keep import jpeg


def striped(size=(800, 600)):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def heic(image=None, **options):
    out = io.BytesIO()
    pillow_heif.from_pillow(image or striped()).save(out, quality=80, **options)
    return out.getvalue()


def webp(image=None, **options):
    out = io.BytesIO()
    (image or striped()).save(out, "WEBP", **options)
    return out.getvalue()


def looks_striped(data, size=(800, 600)):
    image = Image.open(io.BytesIO(data))
    left, right = image.getpixel((size[0] // 10, 50)), image.getpixel((size[0] * 9 // 10, 50))
    return image.size == size and left[0] > 200 > 60 > left[2] and right[2] > 200 > 60 > right[0]


@pytest.mark.parametrize(
    "data",
    [heic(), heic(striped().convert("RGBA")), webp(), webp(lossless=True), webp(striped().convert("RGBA"))],
    ids=["heic", "heic-alpha", "webp", "webp-lossless", "webp-alpha"],
)
def test_a_heic_and_a_webp_are_photos(data):
    kept = media.keep(data)

    assert looks_striped(kept.large)
    assert headers.claimed_size(data) == headers.Size(800, 600)


def test_a_heic_that_was_turned_stands_upright_once():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = striped((600, 800)).transpose(Image.Transpose.ROTATE_90)  # as the sensor lay
    data = heic(image, exif=exif.tobytes())

    kept = media.keep(data)

    assert (kept.width, kept.height) == (600, 800)
    assert looks_striped(kept.large, (600, 800))


def test_the_claim_of_a_heic_or_webp_is_read_before_anything_is_decoded():
    data = heic(striped((64, 64)))
    at = data.index(b"ispe")
    huge = data[: at + 8] + (20_000).to_bytes(4, "big") * 2 + data[at + 16 :]
    extended = webp(striped((64, 64)).convert("RGBA"), exif=Image.Exif().tobytes())
    at = extended.index(b"VP8X")
    wide = extended[: at + 12] + (16_000).to_bytes(3, "little") * 2 + extended[at + 18 :]

    for claimed in (huge, wide):
        with pytest.raises(PhotoRefused) as refused:
            media.keep(claimed)
        assert refused.value.code == "pixels"


def test_a_photo_of_very_many_passes_is_refused_before_anything_is_decoded():
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(out, "JPEG", progressive=True)
    honest = out.getvalue()
    assert 2 < headers.claimed_size(honest).passes < 20
    last = honest.rindex(b"\xff\xda")
    bomb = honest[:-2] + honest[last:-2] * 1000 + b"\xff\xd9"

    with pytest.raises(PhotoRefused) as refused:
        media.keep(bomb)
    assert refused.value.code == "pixels"


def test_a_second_picture_behind_the_first_adds_no_passes():
    one = jpeg((640, 480))
    assert headers.claimed_size(one * 500).passes == headers.claimed_size(one).passes == 1


def test_a_photo_is_turned_and_cropped():
    kept = media.intake.keep(jpeg_of(striped()), turn=90, crop=[0, 0, 1000, 500])

    image = Image.open(io.BytesIO(kept.large))
    assert image.size == (600, 400), "turned to 600 x 800, of which the upper half"
    assert image.getpixel((300, 200))[0] > 200, "the left side is above"


def jpeg_of(image):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()
