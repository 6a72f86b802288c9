"""Newest first, page by page, without counting: the next page begins behind the last row shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet

PAGE = 30


@dataclass(frozen=True)
class Newest:
    """One page of a list; `older` is what the link to the next page carries, or nothing."""

    rows: list[Any]
    older: str
    is_first: bool


def newest_first(
    rows: QuerySet[Any],
    by: str,
    behind: str = "",
    size: int = PAGE,
    *,
    states: Sequence[str] = (),
    oldest: bool = False,
) -> Newest:
    """The page of `rows` that begins behind the mark `behind`, by a time and then by id; `oldest` turns it round.

    With `states` only rows in one of these: each state is asked for apart, in the order of its index, and what
    comes back is merged; a list of states in one question would be sorted anew by the database every time.
    """
    mark = _read(behind)
    if mark is not None:
        moment, pk = mark
        sign = "gt" if oldest else "lt"
        beyond = Q(**{f"{by}__{sign}": moment}) | Q(**{f"pk__{sign}": pk})
        rows = rows.filter(Q(**{f"{by}__{sign}e": moment}) & beyond)
    rows = rows.order_by(by, "pk") if oldest else rows.order_by(f"-{by}", "-pk")
    parts = [rows.filter(status=state) for state in states] or [rows]
    merged = merge(
        *(part[: size + 1] for part in parts), key=lambda row: (getattr(row, by), row.pk), reverse=not oldest
    )
    found = list(merged)[: size + 1]
    older = _mark(found[size - 1], by) if len(found) > size else ""
    return Newest(found[:size], older, mark is None)


def _mark(row: Any, by: str) -> str:
    return quote(f"{getattr(row, by).isoformat()}~{row.pk}")


def _read(behind: str) -> tuple[datetime, int] | None:
    """A mark somebody bent is no mark: the list then begins at its head."""
    moment, _stroke, pk = behind.partition("~")
    try:
        read = datetime.fromisoformat(moment)
        number = int(pk)
        bent = read.tzinfo is None or not 1900 < read.year < 3000 or not 0 < number < 2**63
    except (ValueError, OverflowError):
        return None
    return None if bent else (read, number)
