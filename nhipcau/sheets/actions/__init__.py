"""What people do to a list on its way in: hand over a file, mend its lines, confirm, take back."""

from nhipcau.sheets.actions.checking import found_of, recheck
from nhipcau.sheets.actions.confirming import UNDONE_WITHIN, account_of, confirm, take_back
from nhipcau.sheets.actions.proposing import (
    begin,
    choose_unit,
    discard,
    propose,
    read_waiting,
    receive,
    remove,
    require_keeper,
)
from nhipcau.sheets.actions.repairing import (
    Stale,
    add_line,
    leave_out,
    like_cases,
    merge_repeats,
    retype,
    take_in,
    turn_letters,
    undo,
)

__all__ = [
    "UNDONE_WITHIN",
    "Stale",
    "account_of",
    "add_line",
    "begin",
    "choose_unit",
    "confirm",
    "discard",
    "found_of",
    "leave_out",
    "like_cases",
    "merge_repeats",
    "propose",
    "read_waiting",
    "receive",
    "recheck",
    "remove",
    "require_keeper",
    "retype",
    "take_back",
    "take_in",
    "turn_letters",
    "undo",
]
