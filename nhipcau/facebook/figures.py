"""Whole numbers of the own Page and its posts; who stands behind them is never asked (contract, section 7).

One retired metric fails a whole call, so after such a refusal each name is asked once by itself. A number that is
not there is None with its reason, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from nhipcau.facebook.answers import Answer, GraphError, graph_time
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import PAGE_FAULTS, Fault
from nhipcau.facebook.reading import rows, whole

PAGE_METRICS = (
    "page_media_view",
    "page_total_media_view_unique",
    "page_post_engagements",
    "page_follows",
    "page_daily_follows",
    "page_daily_unfollows_unique",
    "page_views_total",
)
POST_METRICS = (
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_reactions_by_type_total",
    "post_video_views",
)
# Names that Facebook has retired; they are not asked for at all.
RETIRED = re.compile(
    r"page_impressions|page_posts_impressions|post_impressions|page_fans|page_fan_adds|page_engaged_users$"
    r"|post_engaged_users$|page_consumptions|page_content_activity"
)
LEAST_FOLLOWERS = 100
LONGEST = timedelta(days=90)  # of one call
COUNTS = {
    "comments": "comments.limit(0).summary(total_count)",
    "reactions": "reactions.limit(0).summary(total_count)",
    "shares": "shares",
}
_PERIODS = ("lifetime", "days_28", "week", "day")


class Why(StrEnum):
    """Why there is no number."""

    RETIRED = "retired"  # Facebook no longer offers this figure
    NO_PERMISSION = "no_permission"  # read_insights or the task ANALYZE is missing
    TOO_FEW_FOLLOWERS = "too_few_followers"  # fewer than 100
    NOT_THERE = "not_there"  # Facebook said nothing about this one
    NO_BUDGET = "no_budget"  # the call budget is used up
    GONE = "gone"  # the post is away, or the token cannot see it
    NO_CONNECTION = "no_connection"  # the token is dead, or a person must act first
    UNREACHABLE = "unreachable"  # a later try may work
    REFUSED = "refused"


@dataclass(frozen=True)
class Figure:
    """One number, or why there is none; `parts` are the numbers that it is the sum of."""

    value: int | None = None
    reason: Why | None = None
    period: str = ""
    ended_at: datetime | None = None
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """Every name that was asked for, with its figure; `retired` may be left out from now on."""

    figures: Mapping[str, Figure]
    calls: int
    answer: Answer

    @property
    def retired(self) -> tuple[str, ...]:
        return tuple(name for name, one in self.figures.items() if one.reason is Why.RETIRED)

    @property
    def fault_reason(self) -> Why | None:
        """The one reason when there is no number at all."""
        reasons = {one.reason for one in self.figures.values()}
        return reasons.pop() if len(reasons) == 1 else None


def post_figures(
    client: GraphClient,
    post_id: str,
    token: str,
    names: Iterable[str] = POST_METRICS,
    *,
    followers: int | None = None,
) -> Figures:
    """Figures of one post since it was published. One call, one more a name when a name is retired.
    `followers` of the Page, when known, tells an empty answer for want of them from a missing permission."""
    return _Asking(client, f"{post_id}/insights", token, {}, "lifetime", followers).all(names)


def page_figures(
    client: GraphClient,
    page_id: str,
    token: str,
    names: Iterable[str] = PAGE_METRICS,
    *,
    period: str = "day",
    since: datetime | None = None,
    until: datetime | None = None,
    followers: int | None = None,
) -> Figures:
    """The Page's latest figures of a period ("day", "week", "days_28"), 90 days at most."""
    fields = {"period": period}
    if since is not None and until is not None:
        if not timedelta() < until - since <= LONGEST:
            raise ValueError("at most 90 days, the end after the beginning")
        fields |= {"since": str(int(since.timestamp())), "until": str(int(until.timestamp()))}
    return _Asking(client, f"{page_id}/insights", token, fields, period, followers).all(names)


def post_counts(client: GraphClient, post_id: str, token: str) -> Figures:
    """How many comments, reactions and shares; the limit of 0 means that nobody is named. One call."""
    fields = {"fields": ",".join(["id", *COUNTS.values()])}
    try:
        body, answer = client.read(post_id, token, fields)
    except GraphError as error:
        return Figures(dict.fromkeys(COUNTS, Figure(reason=_why(error))), 1, error.answer)
    if body.get("id") != post_id:
        return Figures(dict.fromkeys(COUNTS, Figure(reason=Why.UNREACHABLE)), 1, answer)
    shares = body.get("shares", {"count": 0})  # absent when zero
    numbers = {
        "comments": _total(body.get("comments")),
        "reactions": _total(body.get("reactions")),
        "shares": _number(shares.get("count")) if isinstance(shares, dict) else None,
    }
    return Figures({name: _figure(value) for name, value in numbers.items()}, 1, answer)


@dataclass
class _Asking:
    """One question for figures, split by name when it has to be."""

    client: GraphClient
    path: str
    token: str
    fields: Mapping[str, str]
    period: str
    followers: int | None = None
    calls: int = 0
    answer: Answer = field(default_factory=Answer)

    def all(self, names: Iterable[str]) -> Figures:
        wanted = list(dict.fromkeys(names))
        found = {name: Figure(reason=Why.RETIRED) for name in wanted if RETIRED.match(name)}
        found |= self.several([name for name in wanted if name not in found])
        return Figures({name: found[name] for name in wanted}, self.calls, self.answer)

    def several(self, names: Sequence[str]) -> dict[str, Figure]:
        if not names:
            return {}
        try:
            return self.ask(names)
        except GraphError as error:
            is_about_names = error.fault in (Fault.METRIC, Fault.PARAMETER)
            if not is_about_names or len(names) == 1:
                return dict.fromkeys(names, Figure(reason=_why(error)))
        return self.one_by_one(names)

    def one_by_one(self, names: Sequence[str]) -> dict[str, Figure]:
        found: dict[str, Figure] = {}
        stopped: Figure | None = None
        for name in names:
            if stopped is None:
                try:
                    found |= self.ask([name])
                except GraphError as error:
                    found[name] = Figure(reason=_why(error))
                    if error.fault is Fault.RATE or error.fault in PAGE_FAULTS:
                        stopped = found[name]
            else:
                found[name] = stopped
        if any(one.value is not None for one in found.values()):  # then it is not the permission
            for name, one in found.items():
                if one.reason is Why.NO_PERMISSION:
                    found[name] = Figure(reason=Why.NOT_THERE)
        return found

    def ask(self, names: Sequence[str]) -> dict[str, Figure]:
        self.calls += 1
        try:
            body, self.answer = self.client.read(
                self.path, self.token, {**self.fields, "metric": ",".join(names)}
            )
        except GraphError as error:
            self.answer = error.answer
            raise
        data = body.get("data")
        if not isinstance(data, list):
            raise GraphError(Fault.TEMPORARY, self.answer)
        if not data:  # an answer without anything
            few = self.followers is not None and self.followers < LEAST_FOLLOWERS
            reason = Why.TOO_FEW_FOLLOWERS if few else Why.NO_PERMISSION
            return dict.fromkeys(names, Figure(reason=reason))
        return {name: self.chosen([row for row in rows(data) if _is_of(row, name)]) for name in names}

    def chosen(self, found: list[dict[str, Any]]) -> Figure:
        """A figure may come twice, since the beginning and by day; the asked period is the one that counts."""
        order = sorted(_PERIODS, key=lambda one: one != self.period)
        for period in order:
            for row in found:
                figure = _of_row(row) if row.get("period") == period else None
                if figure is not None:
                    return replace(figure, period=period)
        return Figure(reason=Why.NOT_THERE)


def _is_of(row: object, name: str) -> bool:
    return isinstance(row, dict) and row.get("name") == name


def _of_row(row: Mapping[str, Any]) -> Figure | None:
    """The latest value of a row; None when there is none."""
    values = [one for one in rows(row.get("values")) if isinstance(one, dict) and "value" in one]
    if not values:
        return None
    first = datetime.min.replace(tzinfo=UTC)
    last = max(values, key=lambda one: graph_time(one.get("end_time")) or first)
    figure = _figure(last["value"])
    return None if figure.value is None else replace(figure, ended_at=graph_time(last.get("end_time")))


def _figure(value: object) -> Figure:
    """A number, or an object of numbers and their sum."""
    if isinstance(value, dict):
        parts = {str(name): number for name, one in value.items() if (number := _number(one)) is not None}
        return (
            Figure(sum(parts.values()), parts=parts)
            if len(parts) == len(value)
            else Figure(reason=Why.NOT_THERE)
        )
    number = _number(value)
    return Figure(reason=Why.NOT_THERE) if number is None else Figure(number)


def _number(value: object) -> int | None:
    number = whole(value)
    if number is None and isinstance(value, float) and value.is_integer():
        number = int(value)
    return number if number is not None and number >= 0 else None


def _total(edge: object) -> int | None:
    summary = edge.get("summary") if isinstance(edge, dict) else None
    return _number(summary.get("total_count")) if isinstance(summary, dict) else None


def _why(error: GraphError) -> Why:
    reasons = {
        Fault.METRIC: Why.RETIRED,
        Fault.UNAVAILABLE: Why.TOO_FEW_FOLLOWERS,
        Fault.PERMISSION: Why.NO_PERMISSION,
        Fault.RATE: Why.NO_BUDGET,
        Fault.GONE: Why.GONE,
        Fault.TEMPORARY: Why.UNREACHABLE,
    }
    if error.fault in reasons:
        return reasons[error.fault]
    return Why.NO_CONNECTION if error.fault in PAGE_FAULTS else Why.REFUSED
