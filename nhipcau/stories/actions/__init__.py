"""What people do with stories."""

from nhipcau.stories.actions.outcome import mark_published, rescope
from nhipcau.stories.actions.review import (
    StaleEdit,
    approve,
    claim,
    decline,
    edit,
    release,
    return_to_sender,
)
from nhipcau.stories.actions.send import arrange_photos, discard, submit, tidy, write

__all__ = [
    "StaleEdit",
    "approve",
    "arrange_photos",
    "claim",
    "decline",
    "discard",
    "edit",
    "mark_published",
    "release",
    "rescope",
    "return_to_sender",
    "submit",
    "tidy",
    "write",
]
