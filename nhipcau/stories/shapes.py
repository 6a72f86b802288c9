"""Parts of a photo that are worth proposing, and the arithmetic of turning and cropping; all in 1/1000 of the photo."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nhipcau.stories.models import StoryPhoto

WHOLE = (0, 0, 1000, 1000)
Crop = tuple[int, int, int, int]  # left, top, width, height

#: What Facebook shows without cutting anything off: width : height.
SHAPES = {"1x1": (1, 1), "4x5": (4, 5), "3x2": (3, 2), "16x9": (16, 9)}
SHAPE_WORDS = [
    ("whole", _("The whole photo")),
    ("1x1", _("Square")),
    ("4x5", _("Upright, 4:5")),
    ("3x2", _("Wide, 3:2")),
    ("16x9", _("Very wide, 16:9")),
    ("free", _("By numbers")),
]
PLACES = {"start": 0.0, "middle": 0.5, "end": 1.0}
PLACE_WORDS = [("start", _("Top or left")), ("middle", _("Middle")), ("end", _("Bottom or right"))]


@dataclass(frozen=True)
class Sheet:
    """The turned, uncropped photo on a sheet 1000 wide, for drawing what stays of it."""

    turn: int
    height: int
    crop: Crop

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """The crop in the units of the sheet."""
        left, top, width, height = self.crop
        return left, top * self.height // 1000, width, height * self.height // 1000

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the photo before it is turned."""
        return (self.height, 1000) if self.turn in (90, 270) else (1000, self.height)

    @property
    def transform(self) -> str:
        """For SVG: from the photo as it came to the turned one."""
        moves = {
            0: "",
            90: "translate(1000 0) ",
            180: f"translate(1000 {self.height}) ",
            270: f"translate(0 {self.height}) ",
        }
        return f"{moves[self.turn]}rotate({self.turn})"


def sheet_of(photo: StoryPhoto, crop: Crop | None = None) -> Sheet:
    """With the crop it has, or another that is to be looked at."""
    return Sheet(photo.turn, round(1000 / aspect(photo)), crop or crop_of(photo))


def crop_of(photo: StoryPhoto) -> Crop:
    """What is shown of it now."""
    left, top, width, height = photo.crop or WHOLE
    return left, top, width, height


def aspect(photo: StoryPhoto) -> float:
    """Width by height of the turned photo before anything was cut off."""
    _left, _top, width, height = crop_of(photo)
    return (photo.width / width) / (photo.height / height)


def proposal(photo: StoryPhoto, shape: str, place: str) -> Crop:
    """The largest part of this shape, at this place."""
    if shape not in SHAPES:
        return WHOLE
    wanted, have, at = SHAPES[shape][0] / SHAPES[shape][1], aspect(photo), PLACES.get(place, 0.5)
    if have > wanted:
        width = round(1000 * wanted / have)
        return round((1000 - width) * at), 0, width, 1000
    height = round(1000 * have / wanted)
    return 0, round((1000 - height) * at), 1000, height


def turned(photo: StoryPhoto, by: int) -> tuple[int, Crop | None]:
    """Turn and crop after a further turn clockwise; what was cut off stays cut off."""
    left, top, width, height = crop_of(photo)
    for _quarter in range(by // 90 % 4):
        left, top, width, height = 1000 - top - height, left, height, width
    return (photo.turn + by) % 360, (left, top, width, height) if photo.crop else None
