"""What people do with stories."""

from nhipcau.stories.actions.arrivals import announce, begin, take_in
from nhipcau.stories.actions.checking import check_off, items_of, note, without_description
from nhipcau.stories.actions.clips import add_clip, remove_clip
from nhipcau.stories.actions.deciding import (
    approvals_needed,
    approve,
    decline,
    return_to_sender,
    set_approvals,
)
from nhipcau.stories.actions.editing import StaleEdit, edit
from nhipcau.stories.actions.outcome import mark_published, rescope
from nhipcau.stories.actions.pictures import describe_photo, order_photos
from nhipcau.stories.actions.rights import check_rights, leave_out, say_rights
from nhipcau.stories.actions.send import arrange_photos, discard, submit, write
from nhipcau.stories.actions.shaping import reshape
from nhipcau.stories.actions.steps import tidy
from nhipcau.stories.actions.taking import claim, colleagues, hand_over, release, take_back

__all__ = [
    "StaleEdit",
    "add_clip",
    "announce",
    "approvals_needed",
    "approve",
    "arrange_photos",
    "begin",
    "check_off",
    "check_rights",
    "claim",
    "colleagues",
    "decline",
    "describe_photo",
    "discard",
    "edit",
    "hand_over",
    "items_of",
    "leave_out",
    "mark_published",
    "note",
    "order_photos",
    "release",
    "remove_clip",
    "rescope",
    "reshape",
    "return_to_sender",
    "say_rights",
    "set_approvals",
    "submit",
    "take_back",
    "take_in",
    "tidy",
    "without_description",
    "write",
]
