"""What a post will look like on the Page: its text as Facebook folds it, its photos as Facebook lays them out.

Facebook publishes neither rule. The numbers below are what its website shows for a Page's post; they may differ a
little on a phone, so the page says "about here".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from nhipcau.stories.post_text import post_text

FOLD_CHARACTERS = 480
FOLD_LINES = 5
MOST_TILES = 5

_MARKED = re.compile(r"(?P<link>(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?…)\]”\"'])|(?P<tag>(?<![\w&])#\w+)")


class Picture(Protocol):
    """What the layout needs to know of a photo."""

    width: int
    height: int


@dataclass(frozen=True)
class Piece:
    """Some words of a post; a link or a hashtag is coloured there."""

    text: str
    is_marked: bool = False


@dataclass
class Preview:
    """One post as it will look: what is seen at once, what stands behind “See more”, and the photos."""

    shown: list[Piece]
    folded: list[Piece]
    layout: str = ""
    tiles: list[Picture] = field(default_factory=list)
    more: int = 0

    @property
    def is_folded(self) -> bool:
        return bool(self.folded)


def preview(title: str, text: str, photos: Sequence[Picture]) -> Preview:
    """Built from the very words that a post is made of."""
    shown, folded = fold_text(post_text(title, text).strip())
    tiles = list(photos[:MOST_TILES])
    return Preview(_pieces(shown), _pieces(folded), layout_of(photos), tiles, len(photos) - len(tiles))


def fold_text(text: str) -> tuple[str, str]:
    """What is seen before “See more”, and the rest; a short text is not folded."""
    end = len(text)
    lines = text.split("\n")
    if len(lines) > FOLD_LINES:
        end = len("\n".join(lines[:FOLD_LINES]))
    if end > FOLD_CHARACTERS:
        end = text.rfind(" ", 0, FOLD_CHARACTERS + 1)
        end = end if end > FOLD_CHARACTERS // 2 else FOLD_CHARACTERS
    shown, rest = text[:end].rstrip(), text[end:]
    return (shown, rest) if rest.strip() else (text, "")


def layout_of(photos: Sequence[Picture]) -> str:
    """The name of the layout: by the number of photos, and by the shape of the first one, which is the cover."""
    if len(photos) < 2:
        return "one" if photos else ""
    if len(photos) >= MOST_TILES:
        return "five"
    cover = photos[0]
    shape = "wide" if cover.width > cover.height else "tall" if cover.width < cover.height else "square"
    number = {2: "two", 3: "three", 4: "four"}[len(photos)]
    return f"{number}-{shape}"


def _pieces(text: str) -> list[Piece]:
    found, at = [], 0
    for match in _MARKED.finditer(text):
        found += [Piece(text[at : match.start()]), Piece(match.group(), is_marked=True)]
        at = match.end()
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]
