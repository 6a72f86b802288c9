"""The documented calls for text, photos, Pages and tokens, and the refusals of a real server."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nhipcau.facebook.standin.world import Page, Photo, Post, Token, World

VERSIONS = frozenset({"v22.0", "v23.0", "v24.0", "v25.0", "v26.0"})
COMMON = frozenset({"access_token", "appsecret_proof", "locale", "fields"})
PHOTO_BYTES = 4_000_000
POST_FIELD_NAMES = frozenset(
    [
        "id",
        "message",
        "created_time",
        "updated_time",
        "permalink_url",
        "is_published",
        "status_type",
        "application",
        "from",
        "attachments",
        "shares",
    ]
)
PAGE_FIELD_NAMES = frozenset(
    [
        "id",
        "name",
        "username",
        "link",
        "is_published",
        "fan_count",
        "followers_count",
        "verification_status",
        "has_transitioned_to_new_page_experience",
    ]
)


class Refusal(Exception):
    """An error object of the server."""

    def __init__(self, code: int, message: str, *, subcode: int | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.subcode, self.status = code, message, subcode, status

    def body(self, trace_id: str) -> dict[str, Any]:
        """As Facebook writes it."""
        error: dict[str, Any] = {
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "is_transient": False,
            "fbtrace_id": trace_id,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": error}


@dataclass
class Call:
    """One request, its parameters from the address and the body together."""

    method: str
    path: str
    params: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    authorization: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # of the answer

    @property
    def token(self) -> str:
        kind, _, value = self.authorization.partition(" ")
        if kind in ("Bearer", "OAuth") and value:
            return value
        return self.params.get("access_token", "")

    def allow(self, *names: str) -> None:
        """Any other parameter is a typing fault of ours."""
        unknown = sorted(set(self.params) - COMMON - set(names))
        if unknown:
            raise Refusal(100, f"(#100) Unknown parameter: {', '.join(unknown)}")


def graph_time(moment: datetime) -> str:
    """2019-05-17T16:24:04+0000"""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


def answer(world: World, call: Call) -> dict[str, Any]:
    """Serve one call; the world's lock is held."""
    match = re.fullmatch(r"/(graph|graph-video|rupload)/(v\d+\.0)/(.+)", call.path)
    if not match or match[2] not in VERSIONS:
        raise Refusal(2500, "Unknown path components: " + call.path)
    path = match[3].rstrip("/")
    if path == "debug_token" and call.method == "GET":
        return _debug_token(world, call)
    token = _token(world, call)
    routes = (
        ("GET", r"me/accounts", _accounts),
        ("GET", r"me/permissions", _permissions),
        ("GET", r"(\d+|me)/published_posts", _published_posts),
        ("POST", r"(\d+|me)/feed", _feed),
        ("POST", r"(\d+|me)/photos", _photos),
        ("GET", r"(\d+|me)", _page),
        ("GET", r"(\d+_\d+)", _post),
        ("DELETE", r"(\d+(?:_\d+)?)", _delete),
    )
    for method, pattern, serve in routes:
        found = re.fullmatch(pattern, path)
        if found and method == call.method:
            return serve(world, call, token, *found.groups())
    raise Refusal(2500, f"Unknown path components: /{path}")


# -- who asks -------------------------------------------------------------------------------------


def _token(world: World, call: Call) -> Token:
    value = call.token
    if not value:
        raise Refusal(104, "An access token is required to request this resource.")
    token = world.tokens.get(value)
    if token is None:
        raise Refusal(190, "Invalid OAuth access token - Cannot parse access token", status=400)
    _check_proof(world, call, value)
    if token.expires_at and token.expires_at < world.now().timestamp():
        raise Refusal(190, "Error validating access token: Session has expired", subcode=463)
    if not token.is_valid:
        message = "Error validating access token: The session has been invalidated"
        raise Refusal(190, message, subcode=token.subcode or 460)
    return token


def _check_proof(world: World, call: Call, token: str) -> None:
    given = call.params.get("appsecret_proof")
    if given is None:
        if world.requires_proof:
            raise Refusal(100, "API calls from the server require an appsecret_proof argument")
        return
    right = hmac.new(world.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given, right):
        raise Refusal(100, "Invalid appsecret_proof provided in the API argument")


def _own_page(world: World, call: Call, token: Token, page_id: str) -> Page:
    """The Page the call is about, its budget spent; the token must be the Page's own."""
    page_id = token.owner_id if page_id == "me" else page_id
    page = world.pages.get(page_id)
    if page is None:
        raise _gone(page_id)
    percent, minutes = world.spend(page)
    usage = {
        "type": "pages",
        "call_count": percent,
        "total_cputime": min(percent, 25),
        "total_time": min(percent, 25),
        "estimated_time_to_regain_access": minutes,
    }
    call.headers["X-Business-Use-Case-Usage"] = json.dumps({page_id: [usage]})
    call.headers["X-App-Usage"] = json.dumps({"call_count": 1, "total_time": 1, "total_cputime": 1})
    if minutes:
        raise Refusal(80001, "There have been too many calls to this Page account.")
    if token.kind != "PAGE" or token.owner_id != page_id:
        raise Refusal(200, "(#200) Unpublished posts must be posted to a page as the page itself.")
    return page


def _writing(page: Page, token: Token) -> None:
    if "pages_manage_posts" not in token.scopes:
        raise Refusal(200, "(#200) Requires pages_manage_posts permission to manage the object")
    if not {"CREATE_CONTENT", "PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_FULL_CONTROL"} & set(page.tasks):
        raise Refusal(200, "(#200) The user hasn't the CREATE_CONTENT task on this Page")


def _gone(object_id: str) -> Refusal:
    message = f"Unsupported request. Object with ID '{object_id}' does not exist, or cannot be loaded"
    return Refusal(100, message, subcode=33)


def _fields(call: Call, known: frozenset[str], default: str) -> list[str]:
    names = [one for one in re.split(r",(?![^{]*\})", call.params.get("fields") or default) if one]
    plain = [re.split(r"[.{]", one)[0] for one in names]
    for name in plain:
        if name not in known:
            raise Refusal(100, f"(#100) Tried accessing nonexisting field ({name})")
    return plain


# -- reads ----------------------------------------------------------------------------------------


def _debug_token(world: World, call: Call) -> dict[str, Any]:
    call.allow("input_token")
    if call.token != f"{world.app_id}|{world.app_secret}":
        raise Refusal(190, "Invalid OAuth access token signature.")
    token = world.tokens.get(call.params.get("input_token", ""))
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    data: dict[str, Any] = {
        "app_id": world.app_id,
        "type": token.kind,
        "application": world.app_name,
        "is_valid": token.is_valid,
        "issued_at": int(world.now().timestamp()) - 3600,
        "expires_at": token.expires_at,
        "data_access_expires_at": int((world.now() + timedelta(days=90)).timestamp()),
        "scopes": token.scopes,
        "granular_scopes": [{"scope": scope, "target_ids": list(world.pages)} for scope in token.scopes],
        "user_id": token.user_id,
    }
    if token.kind == "PAGE":
        data["profile_id"] = token.owner_id
        for row in data["granular_scopes"]:
            row["target_ids"] = [token.owner_id]
    if not token.is_valid:
        data["error"] = {"code": 190, "subcode": token.subcode or 460, "message": "The session is invalid"}
    return {"data": data}


def _accounts(world: World, call: Call, token: Token) -> dict[str, Any]:
    call.allow("limit", "after")
    if token.kind != "USER":
        raise Refusal(100, "(#100) Tried accessing nonexisting field (accounts) on node type (Page)")
    fields = _fields(
        call, PAGE_FIELD_NAMES | {"access_token", "tasks", "picture"}, "id,name,access_token,tasks"
    )
    rows = []
    for page in world.pages.values():
        row = _page_row(world, page, [one for one in fields if one in PAGE_FIELD_NAMES])
        page_token = world.page_token(page.id)
        if "access_token" in fields and page_token is not None:
            row["access_token"] = page_token.value
        if "tasks" in fields:
            row["tasks"] = page.tasks
        rows.append(row)
    return {"data": rows, "paging": {"cursors": {"before": "b", "after": "a"}}}


def _permissions(world: World, call: Call, token: Token) -> dict[str, Any]:
    call.allow()
    return {"data": [{"permission": scope, "status": "granted"} for scope in token.scopes]}


def _page_row(world: World, page: Page, fields: list[str]) -> dict[str, Any]:
    values = {
        "id": page.id,
        "name": page.name,
        "username": page.username,
        "link": f"{world.base}/www/{page.username}",
        "is_published": page.is_published,
        "fan_count": page.followers,
        "followers_count": page.followers,
        "verification_status": "not_verified",
        "has_transitioned_to_new_page_experience": True,
    }
    return {name: values[name] for name in dict.fromkeys(["id", *fields])}


def _page(world: World, call: Call, token: Token, page_id: str) -> dict[str, Any]:
    call.allow()
    if page_id == "me" and token.kind == "USER":
        return {"id": token.user_id, "name": "Cán bộ phụ trách Trang"}
    page = _own_page(world, call, token, page_id)
    return _page_row(world, page, _fields(call, PAGE_FIELD_NAMES, "id,name"))


def _post_row(world: World, post: Post, fields: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": post.id,
        "message": post.message,
        "created_time": graph_time(post.created_at),
        "updated_time": graph_time(post.created_at),
        "permalink_url": world.permalink(post),
        "is_published": True,
        "status_type": "added_photos" if post.photo_ids else "mobile_status_update",
        "from": {"id": post.page_id, "name": world.pages[post.page_id].name},
    }
    if post.app_id:
        row["application"] = {"id": post.app_id, "name": post.app_name}
    if post.photo_ids:
        row["attachments"] = _attachments(world, [world.photos[one] for one in post.photo_ids])
    return {name: row[name] for name in dict.fromkeys(["id", *fields]) if name in row}


def _attachments(world: World, photos: list[Photo]) -> dict[str, Any]:
    rows = [
        {"media_type": "photo", "target": {"id": one.id, "url": f"{world.base}/www/photo/{one.id}"}}
        for one in photos
    ]
    if len(rows) == 1:
        return {"data": rows}
    album = {"media_type": "album", "target": {"id": photos[0].post_id}, "subattachments": {"data": rows}}
    return {"data": [album]}


def _published_posts(world: World, call: Call, token: Token, page_id: str) -> dict[str, Any]:
    call.allow("limit", "after")
    limit = int(call.params.get("limit") or 25)
    if not 1 <= limit <= 100:
        raise Refusal(100, "(#100) The limit must be at most 100")
    fields = _fields(call, POST_FIELD_NAMES, "id,message,created_time")
    page = _own_page(world, call, token, page_id)
    posts = world.listed_posts(page.id)
    start = int(call.params.get("after") or 0)
    body: dict[str, Any] = {"data": [_post_row(world, one, fields) for one in posts[start : start + limit]]}
    body["paging"] = {"cursors": {"before": str(start), "after": str(start + limit)}}
    if start + limit < len(posts):
        body["paging"]["next"] = f"{world.base}/graph/…"
    return body


def _post(world: World, call: Call, token: Token, post_id: str) -> dict[str, Any]:
    call.allow()
    fields = _fields(call, POST_FIELD_NAMES, "id,message,created_time")
    post = world.posts.get(post_id)
    if post is None or post.is_removed:
        raise _gone(post_id)
    _own_page(world, call, token, post.page_id)
    return _post_row(world, post, fields)


# -- writes ---------------------------------------------------------------------------------------


def _feed(world: World, call: Call, token: Token, page_id: str) -> dict[str, Any]:
    call.allow("message", "link", "attached_media", "published")
    page = _own_page(world, call, token, page_id)
    _writing(page, token)
    message = call.params.get("message", "")
    photo_ids = _attached(world, page, call.params.get("attached_media"))
    if not (message.strip() or call.params.get("link") or photo_ids):
        raise Refusal(100, "(#100) You must provide at least one of message, link or attached_media")
    latest = world.public_posts(page.id)[:1]
    if page.refuses_duplicates and latest and message and latest[0].message == message:
        raise Refusal(506, "(#506) Duplicate status message")
    post = world.add_post(page.id, message, photo_ids, app_id=world.app_id, app_name=world.app_name)
    return _post_row(world, post, _fields(call, POST_FIELD_NAMES, "id"))


def _attached(world: World, page: Page, text: str | None) -> list[str]:
    if text is None:
        return []
    try:
        ids = [str(row["media_fbid"]) for row in json.loads(text)]
    except (ValueError, TypeError, KeyError):
        raise Refusal(100, "(#100) Param attached_media must be an array.") from None
    for photo_id in ids:
        photo = world.photos.get(photo_id)
        if photo is None or photo.page_id != page.id or photo.post_id:
            raise Refusal(100, "(#100) Invalid media_fbid in attached_media")
    return ids


def _photos(world: World, call: Call, token: Token, page_id: str) -> dict[str, Any]:
    call.allow("message", "caption", "published", "alt_text_custom", "temporary")
    page = _own_page(world, call, token, page_id)
    _writing(page, token)
    content = call.files.get("source")
    if not content or content[:3] not in (b"\xff\xd8\xff", b"\x89PN"):
        raise Refusal(100, "(#100) picture must be a valid image", subcode=2069019)
    if len(content) > PHOTO_BYTES:
        raise Refusal(1366046, "Your photos couldn't be uploaded. Photos should be smaller than 4 MB.")
    photo = world.add_photo(page.id, content, call.params.get("alt_text_custom", ""))
    if call.params.get("published") == "false":
        return {"id": photo.id}
    message = call.params.get("message") or call.params.get("caption") or ""
    post = world.add_post(page.id, message, [photo.id], app_id=world.app_id, app_name=world.app_name)
    return {"id": photo.id, "post_id": post.id}


def _delete(world: World, call: Call, token: Token, object_id: str) -> dict[str, Any]:
    call.allow()
    post, photo = world.posts.get(object_id), world.photos.get(object_id)
    if post is not None and not post.is_removed:
        _writing(_own_page(world, call, token, post.page_id), token)
        post.is_removed = True
        return {"success": True}
    if photo is not None and not photo.post_id:
        _writing(_own_page(world, call, token, photo.page_id), token)
        del world.photos[photo.id]
        return {"success": True}
    raise _gone(object_id)
