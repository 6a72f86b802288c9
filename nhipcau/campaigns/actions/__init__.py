"""What people do with campaigns."""

from nhipcau.campaigns.actions.addressing import add_unit, leave, withdraw
from nhipcau.campaigns.actions.amending import amend
from nhipcau.campaigns.actions.answering import (
    acknowledge,
    acknowledge_by_link,
    answer_help,
    ask_for_help,
    log_call,
)
from nhipcau.campaigns.actions.confirming import StepData, confirm, keep_circular, keep_text, set_aside
from nhipcau.campaigns.actions.desk_work import close, record_legal_ground, reopen, tick
from nhipcau.campaigns.actions.handing_in import (
    accept,
    fulfil,
    fulfil_attested,
    hand_in,
    return_hand_in,
    take_back_hand_in,
)
from nhipcau.campaigns.actions.inbox import assign, units_of
from nhipcau.campaigns.actions.reminding import (
    could_not_be_sent,
    record_sent_by_hand,
    remind_due,
    set_escalation,
    stop_reminders,
)
from nhipcau.campaigns.actions.rescoping import rescope
from nhipcau.campaigns.actions.timing import (
    extend,
    missed_periods,
    open_due_periods,
    open_missed,
    open_periods,
    say_own_day,
)

__all__ = [
    "StepData",
    "accept",
    "acknowledge",
    "acknowledge_by_link",
    "add_unit",
    "amend",
    "answer_help",
    "ask_for_help",
    "assign",
    "close",
    "confirm",
    "could_not_be_sent",
    "extend",
    "fulfil",
    "fulfil_attested",
    "hand_in",
    "keep_circular",
    "keep_text",
    "leave",
    "log_call",
    "missed_periods",
    "open_due_periods",
    "open_missed",
    "open_periods",
    "record_legal_ground",
    "record_sent_by_hand",
    "remind_due",
    "reopen",
    "rescope",
    "return_hand_in",
    "say_own_day",
    "set_aside",
    "set_escalation",
    "stop_reminders",
    "take_back_hand_in",
    "tick",
    "units_of",
    "withdraw",
]
