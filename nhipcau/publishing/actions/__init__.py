"""What people do with Pages and posts."""

from nhipcau.publishing.actions.calendar import move_to, set_plan
from nhipcau.publishing.actions.decide import UnknownOwner, confirm_there, publish_again
from nhipcau.publishing.actions.offers import offer, reuse, source_line
from nhipcau.publishing.actions.offers import withdraw as withdraw_offer
from nhipcau.publishing.actions.pages import add_page, connect, prove, set_auto_resend
from nhipcau.publishing.actions.queue import (
    call_off,
    edit,
    post_by_hand,
    prepare,
    publish_now,
    remove_photo,
    schedule,
)

__all__ = [
    "UnknownOwner",
    "add_page",
    "call_off",
    "confirm_there",
    "connect",
    "edit",
    "move_to",
    "offer",
    "post_by_hand",
    "prepare",
    "prove",
    "publish_again",
    "publish_now",
    "remove_photo",
    "reuse",
    "schedule",
    "set_auto_resend",
    "set_plan",
    "source_line",
    "withdraw_offer",
]
