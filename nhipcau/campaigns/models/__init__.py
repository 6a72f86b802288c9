"""A circular, the campaign made of it, what each unit owes and what it has done."""

from nhipcau.campaigns.models.answers import (
    Acknowledgement,
    Addressed,
    HandIn,
    HelpRequest,
    Reminder,
    Task,
    hand_in_name,
    receipt_number,
)
from nhipcau.campaigns.models.documents import Campaign, Circular, Deadline, Step, original_name

__all__ = [
    "Acknowledgement",
    "Addressed",
    "Campaign",
    "Circular",
    "Deadline",
    "HandIn",
    "HelpRequest",
    "Reminder",
    "Step",
    "Task",
    "hand_in_name",
    "original_name",
    "receipt_number",
]
