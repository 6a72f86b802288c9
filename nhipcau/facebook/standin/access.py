"""Who asks: the token, its proof, its kind, the Page's budget and tasks."""

from __future__ import annotations

import hashlib
import hmac
import json

from nhipcau.facebook.standin.calls import Call, Refusal, gone
from nhipcau.facebook.standin.things import Page, Token
from nhipcau.facebook.standin.world import World

WRITING_TASKS = frozenset({"CREATE_CONTENT", "PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_FULL_CONTROL"})
ANALYZING_TASKS = frozenset({"ANALYZE", "PROFILE_PLUS_ANALYZE", "PROFILE_PLUS_FULL_CONTROL"})


def the_token(world: World, call: Call) -> Token:
    """The token of the call, if it lives and its proof is right."""
    value = call.token
    if not value:
        raise Refusal(104, "An access token is required to request this resource.")
    token = world.tokens.get(value)
    if token is None:
        raise Refusal(190, "Invalid OAuth access token - Cannot parse access token")
    check_proof(world, call, value)
    if token.expires_at and token.expires_at < world.now().timestamp():
        raise Refusal(190, "Error validating access token: Session has expired", subcode=463)
    if not token.is_valid:
        message = "Error validating access token: The session has been invalidated"
        raise Refusal(190, message, subcode=token.subcode or 460)
    return token


def check_proof(world: World, call: Call, token: str) -> None:
    """Is appsecret_proof there, and right?"""
    given = call.params.get("appsecret_proof")
    if given is None:
        if world.requires_proof:
            raise Refusal(100, "API calls from the server require an appsecret_proof argument")
        return
    right = hmac.new(world.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode(), right.encode()):
        raise Refusal(100, "Invalid appsecret_proof provided in the API argument")


def own_page(world: World, call: Call, token: Token, page_id: str) -> Page:
    """The Page the call is about, its budget spent; the token must be the Page's own."""
    page_id = token.owner_id if page_id == "me" else page_id
    page = world.pages.get(page_id)
    if page is None:
        raise gone(page_id)
    percent, minutes = world.spend(page)
    usage = {
        "type": "pages",
        "call_count": percent,
        "total_cputime": min(percent, 25),
        "total_time": min(percent, 25),
        "estimated_time_to_regain_access": minutes,
    }
    call.headers["X-Business-Use-Case-Usage"] = json.dumps({page_id: [usage]})
    call.headers["X-App-Usage"] = json.dumps(
        {"call_count": world.app_percent, "total_time": 1, "total_cputime": 1}
    )
    if minutes:
        raise Refusal(80001, "There have been too many calls to this Page account.")
    if token.kind != "PAGE" or token.owner_id != page_id:
        raise Refusal(200, "(#200) Unpublished posts must be posted to a page as the page itself.")
    if page.sees_nothing:
        raise gone(page_id)
    return page


def require_writing(page: Page, token: Token) -> None:
    """May content be created with this token?"""
    if "pages_manage_posts" not in token.scopes:
        raise Refusal(200, "(#200) Requires pages_manage_posts permission to manage the object")
    if not WRITING_TASKS & set(page.tasks):
        raise Refusal(200, "(#200) The user hasn't the CREATE_CONTENT task on this Page")


def require_reading(token: Token) -> None:
    """May posts be read with this token?"""
    if "pages_read_engagement" not in token.scopes:
        raise Refusal(10, "(#10) This endpoint requires the 'pages_read_engagement' permission")
