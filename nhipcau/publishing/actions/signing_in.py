"""Connect a Page by signing in with Facebook: what was granted, which Pages can be used, and the tried connection."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.answers import GraphError, PageFacts
from nhipcau.facebook.oauth import exchange_code, long_lived, permissions
from nhipcau.organisations.models import Unit
from nhipcau.publishing import tokens
from nhipcau.publishing.actions.pages import connect, prove
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Page
from nhipcau.publishing.steps import try_all


@dataclass(frozen=True)
class Offered:
    """One Page of the list that Facebook gave; `unusable` says why it cannot be chosen."""

    id: str
    name: str
    unusable: str
    tasks: tuple[str, ...]
    token: str = field(default="", repr=False)


def collect(code: str, redirect_uri: str) -> tuple[list[Offered], tuple[str, ...]]:
    """(the person's Pages, permissions that were declined) for the code that came back. Nothing is stored."""
    try:
        with graph_client() as client:
            user_token = long_lived(client, exchange_code(client, code, redirect_uri).token).token
            granted = permissions(client, user_token)
            pages = [] if granted.missing else client.accounts(user_token)
    except GraphError as error:
        raise Refusal(
            _("Facebook did not complete the sign-in."),
            remedy=_("Start again with “Sign in with Facebook”; a code from Facebook works once.")
            if not error.passes
            else _("Facebook did not answer. Start again in a few minutes."),
        ) from None
    return [_offered(page) for page in pages], granted.missing


def _offered(page: PageFacts) -> Offered:
    return Offered(page.id, page.name, page.unusable, page.tasks or (), page.token)


def sealed(pages: list[Offered]) -> str:
    """The list with its tokens, encrypted, to be kept in the session until one is chosen."""
    rows = [
        {"id": one.id, "name": one.name, "unusable": one.unusable, "tasks": one.tasks, "token": one.token}
        for one in pages
    ]
    return tokens.seal(json.dumps(rows))


def unsealed(kept: str) -> list[Offered]:
    """Back from the session; nothing when it cannot be read any more."""
    try:
        rows = json.loads(tokens.unseal(kept) or "[]")
        return [Offered(**{**row, "tasks": tuple(row["tasks"])}) for row in rows]
    except (ValueError, TypeError, KeyError):
        return []


def connect_offered(
    unit: Unit, offered: Offered, *, by: User, submit_key: UUID, page: Page | None = None
) -> Page:
    """Prove the token of the chosen Page, keep it, and try every step."""
    require(by, Permission.PAGE_CONNECT, unit)
    if offered.unusable:
        raise Refusal(
            _("This Page cannot be used."), remedy=_("Choose another one; the reason stands beside it.")
        )
    proof = prove(offered.token)
    kept = connect(unit, proof, by=by, submit_key=submit_key, page=page)
    try_again(kept, by=by, tasks=offered.tasks)
    return kept


def try_again(page: Page, *, by: User, tasks: tuple[str, ...] | None = None) -> None:
    """Try every step of the connection now and keep what was found."""
    require(by, Permission.PAGE_CONNECT, page.unit)
    with graph_client() as client:
        tried = try_all(page, client, tasks)
    known = {row["step"]: row for row in page.checks}
    rows = [one.to_json() for one in tried]
    for row in rows:
        if row["ok"] is None and row["step"] in known:  # asked at the sign-in, not since
            row["ok"] = known[row["step"]]["ok"]
    with transaction.atomic():
        page.checks, page.last_checked_at = rows, clock.now()
        page.is_hidden = any(row["step"] == "page" and row["ok"] is False and not row["note"] for row in rows)
        page.save(update_fields=["checks", "last_checked_at", "is_hidden"])
        trail.record("page.checked", page, by=by, unit=page.unit, fields=("checks",))


@transaction.atomic
def disconnect(page: Page, *, by: User) -> None:
    """Forget the token: nothing goes out by itself any more; posts, queue and history stay."""
    require(by, Permission.PAGE_CONNECT, page.unit)
    page.sealed_token, page.checks = "", []
    page.stopped_at, page.stopped_reason = None, ""
    page.save(update_fields=["sealed_token", "checks", "stopped_at", "stopped_reason"])
    trail.record("page.disconnected", page, by=by, unit=page.unit, fields=("sealed_token",))


@transaction.atomic
def set_waits_when_hidden(page: Page, wanted: bool, *, by: User) -> None:
    """Do posts wait while the Page itself is unpublished?"""
    require(by, Permission.PAGE_CONNECT, page.unit)
    page.waits_when_hidden = wanted
    page.save(update_fields=["waits_when_hidden"])
    trail.record("page.waits_when_hidden", page, by=by, unit=page.unit, fields=("waits_when_hidden",))
