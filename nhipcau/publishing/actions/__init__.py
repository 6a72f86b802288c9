"""What people do with Pages and posts."""

from nhipcau.publishing.actions.after import correct, look_now, take_down
from nhipcau.publishing.actions.calendar import move_to, set_plan
from nhipcau.publishing.actions.decide import UnknownOwner, confirm_there, publish_again
from nhipcau.publishing.actions.offers import offer, reuse, source_line
from nhipcau.publishing.actions.offers import withdraw as withdraw_offer
from nhipcau.publishing.actions.pages import add_page, connect, prove, set_auto_resend
from nhipcau.publishing.actions.queue import (
    StaleText,
    call_off,
    edit,
    mark_of,
    post_by_hand,
    prepare,
    publish_now,
    remove_photo,
    require_as_read,
    schedule,
)
from nhipcau.publishing.actions.signing_in import (
    Offered,
    collect,
    connect_offered,
    disconnect,
    sealed,
    set_waits_when_hidden,
    try_again,
    unsealed,
)

__all__ = [
    "Offered",
    "StaleText",
    "UnknownOwner",
    "add_page",
    "call_off",
    "collect",
    "confirm_there",
    "connect",
    "connect_offered",
    "correct",
    "disconnect",
    "edit",
    "look_now",
    "mark_of",
    "move_to",
    "offer",
    "post_by_hand",
    "prepare",
    "prove",
    "publish_again",
    "publish_now",
    "remove_photo",
    "require_as_read",
    "reuse",
    "schedule",
    "sealed",
    "set_auto_resend",
    "set_plan",
    "set_waits_when_hidden",
    "source_line",
    "take_down",
    "try_again",
    "unsealed",
    "withdraw_offer",
]
