"""The calendar of whoever signs in, and the secret address under which their own program fetches it."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from nhipcau.accounts.permissions import Permission, may_somewhere
from nhipcau.campaigns import agenda
from nhipcau.campaigns.actions import feeds
from nhipcau.campaigns.models import CalendarFeed
from nhipcau.core import clock
from nhipcau.formats import ical

BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)  # what the program of a person gets
NEVER = (2000, 2100)  # years that no campaign of this union is in


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """A month of last days and events: of one's own desks, and of one's own units."""
    return _page(request)


def _page(request: HttpRequest, *, new_address: str = "", status: int = 200) -> HttpResponse:
    first = _asked_month(request)
    after = _next_month(first)
    items = agenda.items_for(request.user, first, after - timedelta(days=1), with_history=True)
    at_desk = may_somewhere(request.user, Permission.CAMPAIGN_READ)
    today = clock.today()
    context = {
        "weeks": agenda.month_of(first, items), "month": first, "before": _month(first - timedelta(days=1)),
        "after": _month(after), "this_month": _month(today), "is_this_month": _month(first) == _month(today),
        "is_empty": not items, "next": _next_after(request, after) if not items else None, "at_desk": at_desk,
        "base": "core/desk.html" if at_desk else "core/lean.html", "new_address": new_address,
        "feed": CalendarFeed.objects.filter(user=request.user).first(),  # type: ignore[misc]
    }  # fmt: skip
    return render(request, "campaigns/calendar.html", context, status=status)


def _next_after(request: HttpRequest, day: date) -> dict[str, Any] | None:
    """The first thing after an empty month, and the month it is in."""
    coming = agenda.items_for(request.user, day, day + AHEAD)[:1]
    return {"day": coming[0].on, "month": _month(coming[0].on)} if coming else None


def _asked_month(request: HttpRequest) -> date:
    asked = re.fullmatch(r"([0-9]{4})-([0-9]{2})", request.GET.get("month", ""))
    year, month = (int(asked[1]), int(asked[2])) if asked else (0, 0)
    if NEVER[0] <= year < NEVER[1] and 1 <= month <= 12:
        return date(year, month, 1)
    return clock.today().replace(day=1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Make the secret address or make it anew, and show it this once; or end it."""
    if request.POST.get("do") == "end":
        feeds.end_feed(request.user)
        return _page(request)
    secret = feeds.renew_feed(request.user)
    path = reverse("campaigns:calendar-feed", args=[secret])
    return _page(request, new_address=request.build_absolute_uri(path))


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar for a person's own program: no sign-in, no cookie, and nobody writes down that it was fetched."""
    user = feeds.owner_of(secret)
    if user is None:
        raise Http404
    today = clock.today()
    with translation.override(getattr(user, "language", "") or settings.LANGUAGE_CODE):
        items = agenda.items_for(user, today - BEFORE, today + AHEAD)
        entries = [_entry(request, item) for item in items]
        body = ical.calendar(_("Nhịp Cầu: last days and events"), entries, stamp=clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="nhip-cau.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response


def _entry(request: HttpRequest, item: agenda.Item) -> ical.Entry:
    circular = f"{item.campaign.number} {item.campaign.subject}".strip()
    return ical.Entry(
        uid=f"{item.key}@{urlsplit(settings.SITE_URL).hostname or 'nhipcau.invalid'}",
        on=item.on, ends_on=item.ends_on, at=item.at, summary=_summary(item),
        description="\n".join(line for line in (item.unit, circular) if line),
        url=request.build_absolute_uri(item.path),
    )  # fmt: skip


def _summary(item: agenda.Item) -> str:
    values = {"what": item.what, "done": item.done, "all": item.units}
    if item.is_event:
        return item.what
    if not item.open:
        return _("Delivered: %(what)s") % values
    if item.units > 1:
        return _("Last day (%(done)s of %(all)s units have done it): %(what)s") % values
    return _("Last day: %(what)s") % values
