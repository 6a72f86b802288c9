"""Drawn pictures instead of photographs of people."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

SIZE = (1600, 1066)


def picture(seed: int) -> bytes:
    """A quiet landscape of shapes as JPEG; another one for each seed."""
    dice = random.Random(seed)
    sky = (dice.randint(150, 210), dice.randint(190, 225), dice.randint(215, 245))
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    sun = dice.randint(100, 1400)
    draw.ellipse((sun, 90, sun + 190, 280), fill=(252, 214, 120))
    for row in range(4):
        colour = tuple(max(0, value - 40 - row * 26) for value in (90 + dice.randint(0, 60), 160, 120))
        top = 460 + row * 130
        points = [(x, top + dice.randint(-70, 70)) for x in range(0, SIZE[0] + 200, 200)]
        draw.polygon([(0, SIZE[1]), *points, (SIZE[0], SIZE[1])], fill=colour)
    for _house in range(dice.randint(3, 6)):
        x, y = dice.randint(60, 1440), dice.randint(690, 900)
        draw.rectangle((x, y, x + 120, y + 90), fill=(240, 228, 205))
        draw.polygon([(x - 14, y), (x + 60, y - 60), (x + 134, y)], fill=(178, 74, 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
