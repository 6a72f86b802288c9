"""The calls to the Graph API, each with its own time limits, none with a secret in its address."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from nhipcau.facebook.answers import (
    BODY_KEPT,
    Answer,
    GraphError,
    NotSent,
    Outcome,
    PageFacts,
    Posts,
    Published,
    Refused,
    RemotePost,
    TokenFacts,
    Unknown,
    Usage,
    redacted,
    served_at,
)
from nhipcau.facebook.faults import Fault, stays_unknown
from nhipcau.facebook.reading import (
    WWW,
    absolute,
    fault_of,
    json_object,
    next_cursor,
    number_id,
    page_facts,
    post_id,
    remote_post,
    succeeded,
    token_facts,
    whole,
)
from nhipcau.facebook.version import API_VERSION

# httpx would write every address to the log, parameters included.
logging.getLogger("httpx").setLevel(logging.WARNING)

MOST_PHOTOS = 10
MOST_BYTES = 4_000_000  # of an answer; a longer one is not ours
POST_FIELDS = "id,message,created_time,permalink_url,application,attachments,status_type"
PAGE_FIELDS = "id,name,username,link,is_published"

# Raised before the first byte of the request has left.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True)
class Hosts:
    """Where the four services live; tests and the demo point them at a loopback server."""

    graph: str = "https://graph.facebook.com"
    graph_video: str = "https://graph-video.facebook.com"
    rupload: str = "https://rupload.facebook.com"
    www: str = WWW

    @classmethod
    def on(cls, base: str) -> Hosts:
        """All four as paths below one address, as the stand-in serves them."""
        base = base.rstrip("/")
        return cls(f"{base}/graph", f"{base}/graph-video", f"{base}/rupload", f"{base}/www")


@dataclass(frozen=True)
class Timeouts:
    """Seconds; `whole` bounds an answer that trickles in byte by byte."""

    connect: float = 5.0
    read: float = 30.0
    write: float = 30.0
    whole: float = 60.0


@dataclass(frozen=True)
class Photo:
    """One picture to send: our bytes, already without hidden data."""

    content: bytes
    name: str = "photo.jpg"
    alt_text: str = ""


def proof_of(app_secret: str, token: str) -> str:
    """appsecret_proof: shows that the call comes from the app's own server."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


class GraphClient:
    """Speaks for one Meta app; the token of the Page comes with each call."""

    def __init__(
        self,
        *,
        app_id: str,
        app_secret: str,
        hosts: Hosts | None = None,
        version: str = API_VERSION,
        timeouts: Timeouts | None = None,
        locale: str = "vi_VN",
    ) -> None:
        self.app_id = app_id
        self._app_secret = app_secret
        self.hosts = hosts or Hosts()
        self.version = version
        self.timeouts = timeouts or Timeouts()
        self._locale = locale
        self._http = httpx.Client(
            timeout=httpx.Timeout(
                connect=self.timeouts.connect,
                read=self.timeouts.read,
                write=self.timeouts.write,
                pool=self.timeouts.connect,
            ),
            follow_redirects=False,
            trust_env=False,
            # A kept connection that the server has closed meanwhile would turn "not sent" into "unknown".
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def __enter__(self) -> GraphClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    # -- writes: only `publish` makes something public --------------------------------------------

    def publish(self, page_id: str, token: str, message: str, photo_ids: Sequence[str] = ()) -> Outcome:
        """Make a post public; photos must have been uploaded and are shown in the given order."""
        fields = {"message": message, "fields": "id,permalink_url,created_time"}
        if photo_ids:
            media = [{"media_fbid": photo_id} for photo_id in photo_ids]
            fields["attached_media"] = json.dumps(media)
        return self._write("POST", f"{page_id}/feed", token, fields, accept=post_id)

    def upload_photo(self, page_id: str, token: str, photo: Photo) -> Outcome:
        """Store a photo that nobody sees until a post shows it; may be repeated freely."""
        fields = {"published": "false"}
        if photo.alt_text:
            fields["alt_text_custom"] = photo.alt_text
        files = {"source": (photo.name, photo.content, "image/jpeg")}
        return self._write("POST", f"{page_id}/photos", token, fields, files=files, accept=number_id)

    def delete(self, object_id: str, token: str) -> Outcome:
        """Take down a post, or forget an unused photo; what is already away counts as done."""
        outcome = self._write("DELETE", object_id, token, {}, accept=lambda body: succeeded(body, object_id))
        if isinstance(outcome, Refused) and outcome.fault is Fault.GONE:
            return Published(object_id, answer=outcome.answer)
        return outcome

    # -- reads ------------------------------------------------------------------------------------

    def published_posts(self, page_id: str, token: str, *, limit: int = 25) -> Posts:
        """The Page's newest public posts, for finding out what became of an attempt."""
        body, answer = self._read(
            f"{page_id}/published_posts", token, {"fields": POST_FIELDS, "limit": str(limit)}
        )
        rows = body.get("data")
        if not isinstance(rows, list):
            raise GraphError(Fault.TEMPORARY, answer)
        return Posts(tuple(remote_post(row) for row in rows if isinstance(row, dict)), answer)

    def read_post(self, post_id: str, token: str) -> RemotePost:
        """One post of the Page."""
        body, _ = self._read(post_id, token, {"fields": POST_FIELDS})
        return remote_post(body)

    def read_page(self, token: str, page_id: str = "me") -> PageFacts:
        """The Page a token belongs to."""
        body, answer = self._read(page_id, token, {"fields": PAGE_FIELDS})
        if not str(body.get("id") or "").isdigit():
            raise GraphError(Fault.TEMPORARY, answer)
        return page_facts(body)

    def accounts(self, user_token: str) -> list[PageFacts]:
        """The Pages a person may act for, each with its own token and the person's tasks there."""
        pages: list[PageFacts] = []
        fields = {"fields": "id,name,username,access_token,tasks,link", "limit": "100"}
        for _ in range(20):  # an answer that never ends is not followed for ever
            body, answer = self._read("me/accounts", user_token, fields)
            rows = body.get("data")
            if not isinstance(rows, list):
                raise GraphError(Fault.TEMPORARY, answer)
            pages += [page_facts(row) for row in rows if isinstance(row, dict)]
            after = next_cursor(body)
            if after is None:
                break
            fields = {**fields, "after": after}
        return pages

    def debug_token(self, token: str) -> TokenFacts:
        """What Facebook knows of a token, asked with the app's own token."""
        app_token = f"{self.app_id}|{self._app_secret}"
        # The documented call is a GET with the token as its parameter; all other calls keep it in a header.
        body, answer = self._read("debug_token", app_token, {"input_token": token})
        data = body.get("data")
        if not isinstance(data, dict):
            raise GraphError(Fault.TEMPORARY, answer)
        return token_facts(data)

    # -- the wire ---------------------------------------------------------------------------------

    def _url(self, path: str) -> str:
        return f"{self.hosts.graph}/{self.version}/{path.lstrip('/')}"

    def _send(
        self, method: str, path: str, token: str, fields: Mapping[str, str], files: Any = None
    ) -> tuple[httpx.Response, bytes]:
        sent = {**fields, "appsecret_proof": proof_of(self._app_secret, token), "locale": self._locale}
        in_address = method in ("GET", "DELETE")
        deadline = time.monotonic() + self.timeouts.whole
        with self._http.stream(
            method,
            self._url(path),
            params=sent if in_address else None,
            data=None if in_address else sent,
            files=files,
            headers={"Authorization": f"Bearer {token}"},
        ) as response:
            body = b""
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise httpx.ReadError("the answer is too long")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer took too long")
            return response, body

    def _write(
        self,
        method: str,
        path: str,
        token: str,
        fields: Mapping[str, str],
        *,
        accept: Any,
        files: Any = None,
    ) -> Outcome:
        try:
            response, raw = self._send(method, path, token, fields, files)
        except _NOT_SENT as error:
            return NotSent(Answer(failure=self._name(error, token)))
        except httpx.HTTPError as error:
            return Unknown(Answer(failure=self._name(error, token)))
        body = json_object(raw)
        answer = self._answer(response, raw, body, token)
        if body is None:
            return Unknown(answer)
        if "error" in body:
            fault = fault_of(body)
            return Unknown(answer) if stays_unknown(fault) else Refused(fault, answer)
        found = accept(body)
        if response.status_code >= 400 or found is None:
            return Unknown(answer)
        return Published(found, absolute(body.get("permalink_url")), answer)

    def _read(self, path: str, token: str, fields: Mapping[str, str]) -> tuple[dict[str, Any], Answer]:
        try:
            response, raw = self._send("GET", path, token, fields)
        except httpx.HTTPError as error:
            raise GraphError(Fault.TEMPORARY, Answer(failure=self._name(error, token))) from None
        body = json_object(raw)
        answer = self._answer(response, raw, body, token)
        if body is None:
            raise GraphError(Fault.TEMPORARY, answer)
        if "error" in body:
            raise GraphError(fault_of(body), answer)
        if response.status_code != 200:
            raise GraphError(Fault.TEMPORARY, answer)
        return body, answer

    def _name(self, error: Exception, token: str) -> str:
        return redacted(f"{type(error).__name__}: {error}", token, self._app_secret)[:BODY_KEPT]

    def _answer(
        self, response: httpx.Response, raw: bytes, body: dict[str, Any] | None, token: str
    ) -> Answer:
        error = (body or {}).get("error")
        error = error if isinstance(error, dict) else {}
        unreadable = body is None or (not error and "id" not in body and "data" not in body)
        start = raw[:BODY_KEPT].decode("utf-8", "replace") if unreadable else ""
        hide = (token, self._app_secret)
        return Answer(
            status=response.status_code,
            code=whole(error.get("code")),
            subcode=whole(error.get("error_subcode")),
            message=redacted(str(error.get("message") or ""), *hide)[:BODY_KEPT],
            user_message=redacted(str(error.get("error_user_msg") or ""), *hide)[:BODY_KEPT],
            trace_id=str(error.get("fbtrace_id") or response.headers.get("x-fb-trace-id") or "")[:60],
            served_at=served_at(response.headers),
            usage=Usage.read(response.headers),
            body_start=redacted(start, *hide),
        )
