"""What people do with campaigns."""

from nhipcau.campaigns.actions.answering import (
    acknowledge,
    acknowledge_by_link,
    answer_help,
    ask_for_help,
    log_call,
)
from nhipcau.campaigns.actions.confirming import StepData, confirm, keep_circular, keep_text, set_aside
from nhipcau.campaigns.actions.desk_work import close, record_legal_ground, reopen, tick
from nhipcau.campaigns.actions.handing_in import fulfil, hand_in, return_hand_in, take_back_hand_in
from nhipcau.campaigns.actions.inbox import assign, units_of
from nhipcau.campaigns.actions.reminding import record_sent_by_hand, remind_due

__all__ = [
    "StepData",
    "acknowledge",
    "acknowledge_by_link",
    "answer_help",
    "ask_for_help",
    "assign",
    "close",
    "confirm",
    "fulfil",
    "hand_in",
    "keep_circular",
    "keep_text",
    "log_call",
    "record_legal_ground",
    "record_sent_by_hand",
    "remind_due",
    "reopen",
    "return_hand_in",
    "set_aside",
    "take_back_hand_in",
    "tick",
    "units_of",
]
