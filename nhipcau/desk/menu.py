"""The menu: what this person may open, no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.accounts.permissions import Permission as P
from nhipcau.accounts.permissions import may_somewhere
from nhipcau.notifications.models import Message

#: Everybody who sits at a desk, in the office or above it.
AT_A_DESK = (P.CAMPAIGN_READ, P.STORY_REVIEW, P.POST_READ, P.PERSON_MANAGE, P.REGISTER_READ, P.AUDIT_READ)


@dataclass
class Entry:
    """One line of the menu."""

    label: str
    url: str
    icon: str
    active: bool = False
    count: int = 0


#: address, words, icon, and the permissions of which one is enough
LINES: tuple[tuple[str, Any, str, tuple[P, ...]], ...] = (
    ("desk:home", gettext_lazy("Today"), "home", AT_A_DESK),
    ("campaigns:list", gettext_lazy("Campaigns"), "clipboard-list", (P.CAMPAIGN_READ,)),
    ("campaigns:owed", gettext_lazy("What my unit owes"), "clipboard-check", (P.TASK_READ,)),
    (
        "campaigns:calendar",
        gettext_lazy("Days and deadlines"),
        "calendar-event",
        (P.CAMPAIGN_READ, P.TASK_READ),
    ),
    ("stories:mine", gettext_lazy("My stories"), "news", (P.STORY_SUBMIT,)),
    ("stories:of-unit", gettext_lazy("Stories of my unit"), "users", (P.STORY_OF_UNIT,)),
    ("stories:review-queue", gettext_lazy("Stories sent in"), "inbox", (P.STORY_READ,)),
    ("publishing:queue", gettext_lazy("Posts"), "send", (P.POST_READ,)),
    ("publishing:calendar", gettext_lazy("Content calendar"), "calendar-event", (P.POST_READ,)),
    (
        "publishing:offers",
        gettext_lazy("Items to re-use"),
        "article",
        (P.STORY_SUBMIT, P.TASK_READ, P.POST_READ),
    ),
    ("publishing:pages", gettext_lazy("Pages"), "share", (P.PAGE_CONNECT,)),
    ("sheets:forms", gettext_lazy("Forms"), "file-text", (P.CAMPAIGN_MANAGE,)),
    ("register:list", gettext_lazy("Register of Form 01"), "list-details", (P.REGISTER_READ,)),
    ("reorganisation:list", gettext_lazy("Units"), "sitemap", (P.UNIT_MANAGE, P.REGISTER_READ, P.OPERATE)),
    ("people:list", gettext_lazy("People"), "users", (P.PERSON_MANAGE,)),
    ("desk:audit", gettext_lazy("Audit trail"), "history", (P.AUDIT_READ,)),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every template; asked for only where a menu is shown."""
    return {"menu": SimpleLazyObject(lambda: entries(request))}


def entries(request: HttpRequest) -> list[Entry]:
    """The lines this person may open, and their own notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    found = [
        Entry(str(label), url, icon, request.path == url)
        for name, label, icon, permissions in LINES
        if any(may_somewhere(user, permission) for permission in permissions) and (url := _url(name))
    ]
    notices = _url("notifications:notices")
    if notices:
        unread = Message.objects.visible_to(user).notices().unread().count()
        found.append(Entry(_("Notices"), notices, "bell", request.path == notices, unread))
    return _one_active(request, found)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _one_active(request: HttpRequest, found: list[Entry]) -> list[Entry]:
    """On a page below an entry's page that entry is the active one."""
    if not any(entry.active for entry in found):
        above = [entry for entry in found if request.path.startswith(entry.url)]
        if above:
            max(above, key=lambda entry: len(entry.url)).active = True
    return found
