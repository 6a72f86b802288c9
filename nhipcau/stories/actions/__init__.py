"""What people do with stories."""

from nhipcau.stories.actions.arrivals import announce, begin, take_in
from nhipcau.stories.actions.outcome import mark_published, rescope
from nhipcau.stories.actions.pictures import describe_photo, order_photos
from nhipcau.stories.actions.review import (
    StaleEdit,
    approve,
    claim,
    decline,
    edit,
    release,
    return_to_sender,
)
from nhipcau.stories.actions.rights import check_rights, leave_out, say_rights
from nhipcau.stories.actions.send import arrange_photos, discard, submit, write
from nhipcau.stories.actions.steps import tidy

__all__ = [
    "StaleEdit",
    "announce",
    "approve",
    "arrange_photos",
    "begin",
    "check_rights",
    "claim",
    "decline",
    "describe_photo",
    "discard",
    "edit",
    "leave_out",
    "mark_published",
    "order_photos",
    "release",
    "rescope",
    "return_to_sender",
    "say_rights",
    "submit",
    "take_in",
    "tidy",
    "write",
]
