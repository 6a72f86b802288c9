"""Figures of a Page and of a post, whole numbers as scripted (contract, section 7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nhipcau.facebook.standin.access import ANALYZING_TASKS, own_page
from nhipcau.facebook.standin.calls import Call, Refusal, gone, graph_time
from nhipcau.facebook.standin.things import Page, Post, Token
from nhipcau.facebook.standin.world import World

PAGE_METRICS = frozenset(
    [
        "page_media_view",
        "page_total_media_view_unique",
        "page_post_engagements",
        "page_follows",
        "page_daily_follows",
        "page_daily_follows_unique",
        "page_daily_unfollows_unique",
        "page_views_total",
        "page_total_actions",
        "page_actions_post_reactions_like_total",
        "page_video_views",
    ]
)
POST_METRICS = frozenset(
    [
        "post_media_view",
        "post_total_media_view_unique",
        "post_clicks",
        "post_clicks_by_type",
        "post_reactions_by_type_total",
        "post_reactions_like_total",
        "post_video_views",
    ]
)
OBJECTS = frozenset({"post_reactions_by_type_total", "post_clicks_by_type"})
PERIODS = ("day", "week", "days_28")
LEAST_FOLLOWERS = 100
LONGEST = 90 * 86_400


def page_insights(world: World, call: Call, token: Token, node: str) -> dict[str, Any]:
    """GET /{page}/insights"""
    page = own_page(world, call, token, node)
    names = _names(world, call, PAGE_METRICS)
    period = call.params.get("period", "day")
    if period not in PERIODS:
        raise Refusal(100, "(#100) Param period must be one of day, week, days_28")
    if "since" in call.params and call.number("until") - call.number("since") > LONGEST:
        raise Refusal(100, "(#100) There cannot be more than 90 days between since and until")
    if not _may_see(page, token):
        return {"data": []}
    return _body(world, page.id, [_row(world, page, page.id, name, period) for name in names])


def post_insights(world: World, call: Call, token: Token, post_id: str) -> dict[str, Any]:
    """GET /{page_post}/insights: since the beginning, and once more by day with nothing in it."""
    post = world.posts.get(post_id)
    if post is None or post.is_removed:
        raise gone(post_id)
    page = own_page(world, call, token, post.page_id)
    names = _names(world, call, POST_METRICS)
    if not _may_see(page, token):
        return {"data": []}
    rows = [_row(world, post, post.id, name, "lifetime") for name in names]
    rows += [_row(world, None, post.id, name, "day") for name in names if name not in OBJECTS]
    return _body(world, post.id, rows)


def _names(world: World, call: Call, alive: frozenset[str]) -> list[str]:
    call.allow("metric", "period", "since", "until")
    names = [name for name in call.params.get("metric", "").split(",") if name]
    if not names:
        raise Refusal(3001, "(#3001) No metric was specified", subcode=1504028)
    if any(world.is_dead(name) or name not in alive for name in names):
        raise Refusal(100, "(#100) The value must be a valid insights metric")
    return names


def _may_see(page: Page, token: Token) -> bool:
    """Without the permission the answer is empty; with too few followers it is an error."""
    if page.followers < LEAST_FOLLOWERS:
        raise Refusal(100, "Insights need at least 100 followers.", subcode=2874008)
    return "read_insights" in token.scopes and bool(ANALYZING_TASKS & set(page.tasks))


def _row(world: World, thing: Page | Post | None, thing_id: str, name: str, period: str) -> dict[str, Any]:
    nothing: Any = {} if name in OBJECTS else 0
    value = nothing if thing is None else thing.metrics.get(name, nothing)
    entry: dict[str, Any] = {"value": value}
    if period != "lifetime":
        day = world.now().replace(hour=7, minute=0, second=0, microsecond=0)
        entry["end_time"] = graph_time(day if day <= world.now() else day - timedelta(days=1))
    return {
        "name": name,
        "period": period,
        "values": [entry],
        "title": name,
        "description": name,
        "id": f"{thing_id}/insights/{name}/{period}",
    }


def _body(world: World, thing_id: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": rows, "paging": {"previous": f"{world.base}/…", "next": f"{world.base}/…"}}
