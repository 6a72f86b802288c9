"""The call budget: what the two usage headers say, and what is still allowed (contract, section 5)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SLOW_AT, PUBLISH_ONLY_AT, STOP_AT = 75, 90, 100
_PERCENTS = ("call_count", "total_cputime", "total_time")


class Pace(StrEnum):
    """How much may be asked of Facebook at the moment."""

    FREE = "free"
    SLOW = "slow"
    PUBLISH_ONLY = "publish_only"
    STOP = "stop"


def pace_at(percent: int | None, *, is_waiting: bool = False) -> Pace:
    """Slower from 75 %, only publishing from 90 %, nothing at 100 % or while a wait runs."""
    used = percent or 0
    if is_waiting or used >= STOP_AT:
        return Pace.STOP
    if used >= PUBLISH_ONLY_AT:
        return Pace.PUBLISH_ONLY
    return Pace.SLOW if used >= SLOW_AT else Pace.FREE


@dataclass(frozen=True)
class Usage:
    """How much of the call budget is used, and how long to wait when it is gone."""

    percent: int | None = None
    regain_minutes: int | None = None

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> Usage:
        """The highest of both usage headers; anything unreadable counts as nothing said."""
        rows = [*_app_rows(headers), *_page_rows(headers)]
        percents = [
            number for row in rows for name in _PERCENTS if (number := _number(row.get(name))) is not None
        ]
        minutes = [_number(row.get("estimated_time_to_regain_access")) or 0 for row in rows]
        return cls(max(percents, default=None), max(minutes, default=0) or None)

    @property
    def pace(self) -> Pace:
        return pace_at(self.percent, is_waiting=bool(self.regain_minutes))

    @property
    def may_publish(self) -> bool:
        return self.pace is not Pace.STOP

    @property
    def may_read_figures(self) -> bool:
        """Figures are the first to wait."""
        return self.pace in (Pace.FREE, Pace.SLOW)


def _number(value: object) -> int | None:
    """A count that makes sense: finite, not negative, not a truth value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1_000_000:
        return None
    return int(value)


def _header(headers: Mapping[str, str], name: str) -> dict[str, Any]:
    try:
        value = json.loads(headers.get(name) or "null")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _app_rows(headers: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_header(headers, "x-app-usage")]


def _page_rows(headers: Mapping[str, str]) -> list[dict[str, Any]]:
    lists = _header(headers, "x-business-use-case-usage").values()
    return [row for rows in lists if isinstance(rows, list) for row in rows if isinstance(row, dict)]
