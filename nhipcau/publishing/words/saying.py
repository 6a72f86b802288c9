"""What happened, and what comes next: two whole sentences for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone


@dataclass(frozen=True)
class Words:
    """What happened, and what happens next or what to do."""

    what: str
    next: str = ""


def hour(moment: datetime) -> str:
    """14:30 08/10/2020 at the office."""
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y")


def second(moment: datetime) -> str:
    """14:30:05 08/10/2020 at the office."""
    return timezone.localtime(moment).strftime("%H:%M:%S %d/%m/%Y")
