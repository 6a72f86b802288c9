"""A rule that says no, in words that help."""

from __future__ import annotations


class Refusal(Exception):
    """What was asked for cannot happen now.

    `reason` is a whole sentence that says why, `remedy` one that says what to do.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason} {remedy}".strip())
        self.reason = str(reason)
        self.remedy = str(remedy)
