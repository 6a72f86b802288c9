"""What units send up: the story, its photos, its earlier wordings, and what happened to it."""

from nhipcau.stories.models.announced import ACCEPTING, WAITED_FOR, Announced
from nhipcau.stories.models.clips import StoryClip
from nhipcau.stories.models.desk import OF_WORDS, Approval, DeskRule, Item, StoryMark, StoryNote, Tick
from nhipcau.stories.models.history import StoryEvent, StoryVersion
from nhipcau.stories.models.photos import MOST_PHOTOS, StoryPhoto, photo_name
from nhipcau.stories.models.rights import HAS_RIGHTS, MOST_ABOUT_PEOPLE, PictureRights, Rights, Shown
from nhipcau.stories.models.story import (
    IN_REVIEW,
    MOST_CHARACTERS,
    WRITABLE,
    Status,
    Story,
    StoryQuerySet,
    Topic,
    receipt_number,
)

__all__ = [
    "ACCEPTING",
    "HAS_RIGHTS",
    "IN_REVIEW",
    "MOST_ABOUT_PEOPLE",
    "MOST_CHARACTERS",
    "MOST_PHOTOS",
    "OF_WORDS",
    "WAITED_FOR",
    "WRITABLE",
    "Announced",
    "Approval",
    "DeskRule",
    "Item",
    "PictureRights",
    "Rights",
    "Shown",
    "Status",
    "Story",
    "StoryClip",
    "StoryEvent",
    "StoryMark",
    "StoryNote",
    "StoryPhoto",
    "StoryQuerySet",
    "StoryVersion",
    "Tick",
    "Topic",
    "photo_name",
    "receipt_number",
]
