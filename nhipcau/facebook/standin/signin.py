"""The sign-in dialog in a browser, and the token calls behind it (contract, section 2). Plays facebook.com, so its page
speaks Vietnamese as that site would and is not part of the product's own interface."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from nhipcau.facebook.standin.access import check_proof
from nhipcau.facebook.standin.calls import Call, Refusal
from nhipcau.facebook.standin.reading import PAGE_FIELDS, page_row
from nhipcau.facebook.standin.things import Grant, Token
from nhipcau.facebook.standin.world import World

CODE_LIVES = timedelta(minutes=10)
SHORT, LONG = timedelta(hours=2), timedelta(days=60)
KNOWN_SCOPES = frozenset(
    [
        "pages_show_list",
        "pages_read_engagement",
        "pages_manage_posts",
        "read_insights",
        "business_management",
        "pages_manage_metadata",
        "publish_video",
    ]
)


# -- the dialog -----------------------------------------------------------------------------------


def dialog_form(world: World, asked: dict[str, str]) -> tuple[int, str]:
    """(status, the body of the page): which permissions, which Pages, allow or not now."""
    problem = _problem(world, asked)
    if problem:
        return 400, f"<article><h1>Không đăng nhập được</h1><p>{escape(problem)}</p></article>"
    scopes = "".join(_box("scope", scope, scope) for scope in _scopes(asked))
    pages = "".join(_box("page", page.id, page.name) for page in world.pages.values() if page.tasks)
    return 200, (
        f'<article><h1>{escape(world.app_name)} xin quyền truy cập</h1><form method="post">'
        f"<fieldset><legend>Chọn Trang</legend>{pages}</fieldset>"
        f"<fieldset><legend>Quyền</legend>{scopes}</fieldset>"
        '<p><button name="answer" value="allow">Cho phép</button> '
        '<button name="answer" value="cancel">Không phải lúc này</button></p></form></article>'
    )


def _box(name: str, value: str, label: str) -> str:
    return f'<p><label><input type="checkbox" name="{name}" value="{escape(value)}" checked> {escape(label)}</label></p>'


def _scopes(asked: dict[str, str]) -> list[str]:
    return [scope for scope in asked.get("scope", "").split(",") if scope]


def _problem(world: World, asked: dict[str, str]) -> str:
    unknown = sorted(set(asked) - {"client_id", "redirect_uri", "state", "scope", "response_type"})
    if unknown:
        return f"Unknown parameter: {', '.join(unknown)}"
    if asked.get("client_id") != world.app_id:
        return "Invalid App ID"
    if asked.get("response_type") != "code" or not asked.get("state"):
        return "response_type=code and state are required"
    bad = [one for one in _scopes(asked) if one not in KNOWN_SCOPES or one in world.invalid_scopes]
    if bad:
        return f"Invalid Scopes: {', '.join(bad)}"
    if not _is_known_address(world, asked.get("redirect_uri", "")):
        return "URL blocked: this redirect URI is not white-listed in the app's client OAuth settings"
    return ""


def _is_known_address(world: World, address: str) -> bool:
    if world.redirect_uris:
        return address in world.redirect_uris
    try:
        return urlsplit(address).hostname in ("127.0.0.1", "localhost", "testserver")
    except ValueError:
        return False


def dialog_answer(world: World, asked: dict[str, str], form: dict[str, list[str]]) -> str | None:
    """Where the browser goes on to, with a code or with a refusal; None for nonsense."""
    if _problem(world, asked):
        return None
    back, state = asked["redirect_uri"], asked["state"]
    sign = "&" if urlsplit(back).query else "?"
    if form.get("answer") != ["allow"]:
        refused = {
            "error": "access_denied",
            "error_code": "200",
            "error_reason": "user_denied",
            "state": state,
        }
        return f"{back}{sign}{urlencode(refused)}#_=_"
    granted = [scope for scope in _scopes(asked) if scope in form.get("scope", [])]
    declined = [scope for scope in _scopes(asked) if scope not in granted]
    pages = [one for one in form.get("page", []) if one in world.pages]
    code = world.name("AQcode")
    world.grants[code] = Grant(code, back, granted, declined, pages, world.now() + CODE_LIVES)
    return f"{back}{sign}{urlencode({'code': code, 'state': state})}#_=_"


# -- the token calls ------------------------------------------------------------------------------


def access_token(world: World, call: Call) -> dict[str, Any]:
    """GET /oauth/access_token, with a code or with a short-lived token."""
    call.allow("client_id", "client_secret", "redirect_uri", "code", "grant_type", "fb_exchange_token")
    if call.params.get("client_id") != world.app_id:
        raise Refusal(101, "Error validating application. Cannot get application info due to a system error.")
    if call.params.get("client_secret") != world.app_secret:
        raise Refusal(1, "Error validating client secret.")
    if "grant_type" in call.params:
        return _exchanged(world, call)
    grant = world.grants.pop(call.params.get("code", ""), None)
    if grant is None or grant.ends_at < world.now():
        raise Refusal(100, "This authorization code has been used.", subcode=36009)
    if grant.redirect_uri != call.params.get("redirect_uri"):
        raise Refusal(100, "Error validating verification code. redirect_uri is not identical", subcode=36008)
    token = Token(world.name("EAAusershort"), "USER", world.user_id, world.user_id, is_long=False)
    token.scopes, token.declined, token.page_ids = grant.scopes, grant.declined, grant.page_ids
    return _given(world, token, SHORT)


def _exchanged(world: World, call: Call) -> dict[str, Any]:
    old = world.tokens.get(call.params.get("fb_exchange_token", ""))
    if call.params["grant_type"] != "fb_exchange_token" or old is None or old.kind != "USER":
        raise Refusal(190, "Invalid OAuth access token.")
    if not old.is_valid or (old.expires_at and old.expires_at < world.now().timestamp()):
        raise Refusal(190, "Error validating access token: Session has expired", subcode=463)
    token = Token(world.name("EAAuserlong"), "USER", old.owner_id, old.user_id)
    token.scopes, token.declined, token.page_ids = old.scopes, old.declined, old.page_ids
    return _given(world, token, LONG)


def _given(world: World, token: Token, life: timedelta) -> dict[str, Any]:
    token.expires_at = int((world.now() + life).timestamp())
    world.tokens[token.value] = token
    return {"access_token": token.value, "token_type": "bearer", "expires_in": int(life.total_seconds())}


def permissions(world: World, call: Call, token: Token) -> dict[str, Any]:
    """GET /me/permissions"""
    call.allow()
    rows = [{"permission": scope, "status": "granted"} for scope in token.scopes]
    return {"data": rows + [{"permission": scope, "status": "declined"} for scope in token.declined]}


def accounts(world: World, call: Call, token: Token) -> dict[str, Any]:
    """GET /me/accounts: a Page that was not ticked comes without its token."""
    call.allow("limit", "after")
    if token.kind != "USER":
        raise Refusal(100, "(#100) Tried accessing nonexisting field (accounts) on node type (Page)")
    limit, start = call.number("limit", 25), call.number("after", 0)
    if not 1 <= limit <= 100:
        raise Refusal(100, "(#100) The limit must be at most 100")
    fields = call.fields(PAGE_FIELDS | {"access_token", "tasks", "picture"}, "id,name,access_token,tasks")
    pages = [one for one in world.pages.values() if one.tasks] if "pages_show_list" in token.scopes else []
    rows = []
    for page in pages[start : start + limit]:
        row = page_row(world, page, [one for one in fields if one in PAGE_FIELDS])
        page_token = world.page_token_for(token, page.id)
        if "access_token" in fields and page_token is not None:
            row["access_token"] = page_token.value
        if "tasks" in fields:
            row["tasks"] = page.tasks
        rows.append(row)
    body: dict[str, Any] = {
        "data": rows,
        "paging": {"cursors": {"before": str(start), "after": str(start + limit)}},
    }
    if start + limit < len(pages):
        body["paging"]["next"] = f"{world.base}{call.path}?after={start + limit}"
    return body


def debug_token(world: World, call: Call) -> dict[str, Any]:
    """GET /debug_token, asked with the app's own token."""
    call.allow("input_token")
    if call.token != f"{world.app_id}|{world.app_secret}":
        raise Refusal(190, "Invalid OAuth access token signature.")
    check_proof(world, call, call.token)
    token = world.tokens.get(call.params.get("input_token", ""))
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    has_ended = bool(token.expires_at) and token.expires_at < world.now().timestamp()
    targets = [token.owner_id] if token.kind == "PAGE" else token.page_ids or list(world.pages)
    data: dict[str, Any] = {
        "app_id": world.app_id,
        "type": token.kind,
        "application": world.app_name,
        "is_valid": token.is_valid and not has_ended,
        "issued_at": int(world.now().timestamp()) - 3600,
        "expires_at": token.expires_at,
        "data_access_expires_at": int((world.now() + timedelta(days=90)).timestamp()),
        "scopes": token.scopes,
        "granular_scopes": [{"scope": scope, "target_ids": targets} for scope in token.scopes],
        "user_id": token.user_id,
    }
    if token.kind == "PAGE":
        data["profile_id"] = token.owner_id
    if not data["is_valid"]:
        subcode = token.subcode or (463 if has_ended else 460)
        data["error"] = {"code": 190, "subcode": subcode, "message": "The session is invalid"}
    return {"data": data}


def is_dialog(path: str) -> bool:
    """Is this the address of the dialog?"""
    return re.fullmatch(r"/www/v2[2-6]\.0/dialog/oauth", path) is not None
