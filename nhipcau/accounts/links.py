"""Links that act once: opening one shows what it would do, only the button's POST does it.

Previewers of chat programs and mail scanners open every address they see; twenty of them leave a link unused.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.accounts.models import OneTimeLink, User
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Words:
    """What the page of an unused link says before anything happens."""

    title: str
    text: str
    button: str


_handlers: dict[str, Handler] = {}
_words: dict[str, Callable[[OneTimeLink], Words]] = {}


def handler(purpose: str, words: Callable[[OneTimeLink], Words]) -> Callable[[Handler], Handler]:
    """Register what a link of this purpose does: `function(link, request)` returns a sentence or a response.

    `words(link)` says what the button will do.
    """

    def register(function: Handler) -> Handler:
        _handlers[purpose], _words[purpose] = function, words
        return function

    return register


def words_of(link: OneTimeLink) -> Words | None:
    """What the page of this link says; None when what it was about is no longer there."""
    try:
        return _words[link.purpose](link)
    except ObjectDoesNotExist:
        return None


def issue(
    purpose: str,
    *,
    unit: Unit | None = None,
    user: User | None = None,
    about: Any = None,
    by: Any = None,
    days: int = 14,
) -> tuple[OneTimeLink, str]:
    """A new link and its path. The secret is in the path alone: it cannot be shown a second time.

    `about` is the row the link acts on; `by` the officer who issued it (None: a command); `days` until it expires.
    """
    secret = secrets.token_urlsafe(24)
    link = OneTimeLink.objects.create(
        purpose=purpose,
        secret_hash=_hash(secret),
        unit=unit,
        user=user,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=getattr(about, "pk", None),
        issued_by=by if isinstance(by, User) else None,
        expires_at=clock.now() + timedelta(days=days),
    )
    return link, reverse("link", args=[secret])


def find(secret: str) -> OneTimeLink | None:
    """The link of this secret, used up or not; None when there never was one."""
    found = OneTimeLink.objects.filter(secret_hash=_hash(secret))
    return found.select_related("unit", "user", "issued_by").first()


@transaction.atomic
def act(link: OneTimeLink, request: Any) -> Any:
    """Use the link up and do what it is for, or a Refusal; in one transaction."""
    now = clock.now()
    taken = (
        OneTimeLink.objects.usable(now).filter(pk=link.pk).update(uses_left=F("uses_left") - 1, used_at=now)
    )
    if not taken or words_of(link) is None:
        raise Refusal(
            _("This link has been used already, or its time is over."),
            remedy=_("Ask the person who sent it to you for a new one."),
        )
    link.refresh_from_db()
    trail.record("link.used", link, by=link, unit=link.unit)
    return _handlers[link.purpose](link, request)


def revoke(purpose: str, *, about: Any, by_hand: bool = False) -> int:
    """Make earlier links of this purpose about a row, or a list of rows, worthless; returns how many there were.

    `by_hand`: only those an officer issued; what the worker or a command sent stays good.
    """
    rows = about if isinstance(about, list) else [about]
    if not rows:
        return 0
    found = OneTimeLink.objects.usable(clock.now()).filter(
        purpose=purpose, about_type=rows[0]._meta.label_lower, about_id__in=[row.pk for row in rows]
    )
    if by_hand:
        found = found.filter(issued_by__isnull=False)
    return found.update(revoked_at=clock.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
