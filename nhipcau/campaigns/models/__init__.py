"""A circular, the campaign made of it, what each unit owes and what it has done."""

from nhipcau.campaigns.models.answers import (
    Acknowledgement,
    Addressed,
    HandIn,
    HandInPhoto,
    HelpAnswer,
    HelpRequest,
    Task,
    hand_in_name,
    receipt_number,
)
from nhipcau.campaigns.models.counting import NEVER, NO_DAY, RollUp, Standing
from nhipcau.campaigns.models.documents import Campaign, Circular, Deadline, Step, original_name
from nhipcau.campaigns.models.helping import CalendarFeed, Event, GuidanceFile, Note
from nhipcau.campaigns.models.timing import Extension, OwnDay, Reminder

__all__ = [
    "NEVER",
    "NO_DAY",
    "Acknowledgement",
    "Addressed",
    "CalendarFeed",
    "Campaign",
    "Circular",
    "Deadline",
    "Event",
    "Extension",
    "GuidanceFile",
    "HandIn",
    "HandInPhoto",
    "HelpAnswer",
    "HelpRequest",
    "Note",
    "OwnDay",
    "Reminder",
    "RollUp",
    "Standing",
    "Step",
    "Task",
    "hand_in_name",
    "original_name",
    "receipt_number",
]
