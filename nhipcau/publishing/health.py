"""Does the connection of a Page still live, and what will end it?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from nhipcau.accounts.permissions import Permission
from nhipcau.core import clock
from nhipcau.facebook.answers import GraphError, TokenFacts
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import PAGE_FAULTS, Fault, classify
from nhipcau.facebook.version import ENDS_ON, must_warn
from nhipcau.notifications import queue
from nhipcau.publishing.models import Page
from nhipcau.publishing.outcomes import note_answer, operators, responsible, stop_page

WARN_DAYS = 7
WRONG_CLOCK = timedelta(minutes=2)


def check(page: Page, client: GraphClient) -> None:
    """Ask once; a dead token stops the queue with one notice, a passing fault says nothing."""
    token = page.token
    if not token:
        _stop(page, Fault.TOKEN)  # the key of this installation no longer fits
        return
    try:
        facts = client.debug_token(token)
        seen = client.read_page(token, page.page_id) if facts.is_valid else None
    except GraphError as error:
        if error.fault in PAGE_FAULTS:
            _stop(page, error.fault)
        return
    if not facts.is_valid or seen is None:
        fault = classify(facts.code or 190, facts.subcode)
        _stop(page, fault if fault in PAGE_FAULTS else Fault.TOKEN)
        return
    keep_ends(page, facts)
    with transaction.atomic():
        note_answer(page, seen.answer, clock.now())
        changes = {"last_checked_at": clock.now(), "is_hidden": seen.is_published is False}
        Page.objects.filter(pk=page.pk).update(**changes)
    page.refresh_from_db()
    warn(page)


def _stop(page: Page, reason: str) -> None:
    with transaction.atomic():
        stop_page(page, reason, clock.now())


def keep_ends(page: Page, facts: TokenFacts) -> None:
    """When the token and the access to data end; None is never."""
    page.token_ends_at = _moment(facts.expires_at)
    page.data_access_ends_at = _moment(facts.data_access_expires_at)
    fields = {"token_ends_at": page.token_ends_at, "data_access_ends_at": page.data_access_ends_at}
    Page.objects.filter(pk=page.pk).update(**fields)


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def ends_on(page: Page) -> date | None:
    """The first day on which the connection will end by itself, as far as Facebook has said."""
    ends = [one for one in (page.token_ends_at, page.data_access_ends_at) if one is not None]
    return clock.local(min(ends)).date() if ends else None


def ends_soon(page: Page) -> bool:
    """Within seven days; a token that ends at all is a fault to speak of at once."""
    day = ends_on(page)
    return page.token_ends_at is not None or (
        day is not None and day - clock.today() <= timedelta(days=WARN_DAYS)
    )


def warn(page: Page) -> None:
    """One notice about an end that comes, one about a clock that is wrong."""
    day = ends_on(page)
    if day is not None and ends_soon(page):
        for user in responsible(page, Permission.PAGE_CONNECT):
            key = f"page-ends:{page.pk}:{day.isoformat()}"
            context = {"day": f"{day:%d/%m/%Y}"}
            queue(
                "publishing/page_ends",
                page,
                to=user,
                key=key,
                context=context,
                path=reverse("publishing:pages"),
            )
    if abs(timedelta(seconds=page.skew_seconds)) >= WRONG_CLOCK:
        minutes = round(abs(page.skew_seconds) / 60)
        for user in operators():
            key = f"clock:{clock.today().isoformat()}"
            said: dict[str, object] = {"minutes": minutes, "is_slow": page.skew_seconds > 0}
            queue(
                "publishing/clock_wrong",
                page,
                to=user,
                key=key,
                context=said,
                path=reverse("publishing:pages"),
            )


def version_end() -> date | None:
    """The day on which Meta stops serving our version; None for a version without a known end."""
    return ENDS_ON.get(settings.FACEBOOK_API_VERSION)


def wrong_minutes() -> int:
    """By how many minutes this machine's clock is wrong, as Facebook's last answer showed; 0 for right enough."""
    skew = abs(Page.objects.skew(clock.now()))
    return round(skew.total_seconds() / 60) if skew >= WRONG_CLOCK else 0


def version_to_warn_of() -> str:
    """Our version of the interface when its end is near or past, or when nobody knows it; otherwise nothing."""
    version = settings.FACEBOOK_API_VERSION
    return version if must_warn(version, clock.today()) else ""


def warn_of_version(today: date) -> None:
    """Ninety days before, or for a version nobody knows: once."""
    page, version = Page.objects.exclude(sealed_token="").first(), version_to_warn_of()
    if page is None or not version:
        return
    day = version_end()
    for user in operators():
        context = {"version": version, "day": f"{day:%d/%m/%Y}" if day else ""}
        queue("publishing/version_ends", page, to=user, key=f"graph-version:{version}", context=context)
