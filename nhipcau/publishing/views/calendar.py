"""The content calendar: a month or a list, and another day for a post."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.accounts.permissions import Permission, may_somewhere, require, seats
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.publishing import actions, calendar, plan
from nhipcau.publishing.forms import WhenForm
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.words import hour
from nhipcau.stories.models import Topic

YEARS = (2000, 2100)


@dataclass(frozen=True)
class Wrong:
    """A move that was refused: what was typed stands in the entry again, with the reason."""

    pk: int
    form: WhenForm
    said: list[str] = field(default_factory=list)


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """What stands on which day of a month, and what has no hour yet."""
    return _page(request)


def _page(request: HttpRequest, *, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    pages = list(Page.objects.visible_to(request.user).select_related("unit"))
    topics = list(Topic.objects.all())
    asked = calendar.Asked(
        _asked_month(request.GET.get("month", "")),
        _chosen(pages, request.GET.get("page", "")),
        _chosen(topics, request.GET.get("topic", "")),
    )
    movable = set(Page.objects.publishable_by(request.user).values_list("pk", flat=True))
    found = calendar.month(request.user, asked, pages, movable)
    as_list = request.GET.get("view") == "list"
    own = seats(request.user, Permission.POST_READ).first()
    weeks = calendar.weeks(asked.first, found.entries)
    context = {
        "asked": asked, "found": found, "pages": pages, "topics": topics, "as_list": as_list, "weeks": weeks,
        "days": [day for week in weeks for day in week if day.entries], "wrong": wrong,
        "plan": plan.lines(own, asked.first) if own is not None else [],
        "may_publish": may_somewhere(request.user, Permission.POST_PUBLISH), "has_plan": own is not None,
        "is_this_month": asked.first == clock.today().replace(day=1),
        "query": _query(asked, as_list), "before": _query(asked, as_list, asked.first - timedelta(days=1)),
        "after": _query(asked, as_list, asked.next_month), "this_month": _query(asked, as_list, clock.today()),
        "as_month": _query(asked, False), "in_list": _query(asked, True), "soonest": clock.today(),
    }  # fmt: skip
    return render(request, "publishing/calendar.html", context, status=status)


def _asked_month(typed: str) -> date:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", typed)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if YEARS[0] <= year < YEARS[1] and 1 <= number <= 12:
        return date(year, number, 1)
    return clock.today().replace(day=1)


def _chosen(rows: list[Any], typed: str) -> Any:
    """The row of this number among those this user may choose from; anything else is no choice."""
    return next((row for row in rows if str(row.pk) == typed), None)


def _query(asked: calendar.Asked, as_list: bool, day: date | None = None) -> str:
    """The address of the same view, of this month or of the month of a day."""
    kept: dict[str, Any] = {"month": f"{day or asked.first:%Y-%m}"}
    if as_list:
        kept["view"] = "list"
    if asked.page is not None:
        kept["page"] = asked.page.pk
    if asked.topic is not None:
        kept["topic"] = asked.topic.pk
    return urlencode(kept)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day or hour for a post, from the calendar; the month as it was asked for stands in the address."""
    post = get_object_or_404(
        Post.objects.visible_to(request.user).select_related("page__unit", "story"), pk=pk
    )
    require(request.user, Permission.POST_PUBLISH, post.page.unit)
    form = WhenForm(request.POST)
    if not form.is_valid():
        said = [str(error) for several in form.errors.values() for error in several]
        return _page(request, wrong=Wrong(pk, form, said), status=422)
    try:
        actions.move_to(post, form.moment, by=request.user, was=_moment(request.POST.get("was", "")))
    except Refusal as refusal:
        return _page(request, wrong=Wrong(pk, form, [refusal.reason, refusal.remedy]), status=409)
    messages.success(
        request, _("“%(title)s” now stands at %(time)s.") % {"title": post.title, "time": hour(form.moment)}
    )
    return redirect(f"{reverse('publishing:calendar')}?{request.GET.urlencode()}")


def _moment(typed: str) -> datetime | None:
    """The hour the post had on the page; bent text is no hour, so that the move is refused and not guessed."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
