"""The stand-in's clock: real time plus an offset, or the product's own clock file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """May be set and advanced; used for windows, budgets, token ends and the Date header."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or (lambda: datetime.now(UTC))
        self._fixed: datetime | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """The moment on this server."""
        return (self._fixed or self._source()).astimezone(UTC) + self._offset

    def set(self, moment: datetime | None) -> None:
        """Stand still at a moment; None follows the source again."""
        self._fixed = moment
        self._offset = timedelta()

    def advance(self, seconds: float) -> None:
        """Move on, or with a negative number back."""
        self._offset += timedelta(seconds=seconds)
