"""The wire to the four hosts: time limits, proof, redaction, and what an answer means for a write or a read.

No secret is ever put into an address, but for the sign-in calls that Facebook documents that way.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from nhipcau.facebook.answers import (
    BODY_KEPT,
    Answer,
    GraphError,
    NotSent,
    Outcome,
    Published,
    Refused,
    Unknown,
    redacted,
    served_at,
)
from nhipcau.facebook.budget import Usage
from nhipcau.facebook.faults import Fault, stays_unknown
from nhipcau.facebook.reading import WWW, absolute, fault_of, json_object, whole
from nhipcau.facebook.version import API_VERSION

# httpx would write every address to the log, parameters included.
logging.getLogger("httpx").setLevel(logging.WARNING)

SEND_BUFFER = 2**18
MOST_BYTES = 4_000_000  # of an answer; a longer one is not ours

# Raised before the first byte of the request has left.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
Accept = Callable[[Mapping[str, Any]], str | None]


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
    """Seconds. `read` and `write` bound one silence, `whole` an answer that trickles in byte by byte;
    an upload may take as long as bytes move, its answer as long as `slowest` bytes a second ask for."""

    connect: float = 5.0
    read: float = 30.0
    write: float = 30.0
    whole: float = 60.0
    slowest: float = 8_000.0


@dataclass(frozen=True)
class Request:
    """One call; `path` comes after the version. Parameters go into the address of a GET, a DELETE and a raw body."""

    method: str
    path: str
    fields: Mapping[str, str]
    files: Any = None
    content: Any = None
    headers: Mapping[str, str] | None = None
    host: str = ""
    upload_bytes: int = 0  # of a body that may take its time
    has_proof: bool = True
    is_signed: bool = True  # the token goes along, in a header

    @property
    def is_in_address(self) -> bool:
        return self.method in ("GET", "DELETE") or self.content is not None


def proof_of(app_secret: str, token: str) -> str:
    """appsecret_proof: shows that the call comes from the app's own server."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


class Wire:
    """Speaks for one Meta app; the token comes with each call and leaves in a header."""

    def __init__(
        self,
        *,
        app_id: str,
        app_secret: str,
        hosts: Hosts | None = None,
        version: str = API_VERSION,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.app_id = app_id
        self._app_secret = app_secret
        self.hosts = hosts or Hosts()
        self.version = version
        self.timeouts = timeouts or Timeouts()
        transport = httpx.HTTPTransport(
            trust_env=False,
            # A kept connection that the server has closed meanwhile would turn "not sent" into "unknown".
            limits=httpx.Limits(max_keepalive_connections=0),
            # What waits in a large buffer would look as if it had been sent.
            socket_options=[(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)],
        )
        self._http = httpx.Client(transport=transport, follow_redirects=False, trust_env=False)

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @property
    def app_token(self) -> str:
        """The app's own token, for debug_token alone."""
        return f"{self.app_id}|{self._app_secret}"

    def write(self, request: Request, token: str, *, accept: Accept) -> Outcome:
        """Send what changes something; `accept` gives the id when the body says that it was done."""
        body, answer, is_sent = self.ask(request, token)
        if not is_sent:
            return NotSent(answer)
        if body is None:
            return Unknown(answer)
        if "error" in body:
            fault = fault_of(body)
            return Unknown(answer) if stays_unknown(fault) else Refused(fault, answer)
        found = accept(body)
        if answer.status is None or answer.status >= 300 or found is None:
            return Unknown(answer)
        return Published(found, absolute(body.get("permalink_url")), answer)

    def read(self, path: str, token: str, fields: Mapping[str, str]) -> tuple[dict[str, Any], Answer]:
        """Ask for something; GraphError when there is no clear answer."""
        return self.read_as(Request("GET", path, fields), token)

    def read_as(self, request: Request, token: str) -> tuple[dict[str, Any], Answer]:
        """A read that is asked in its own way."""
        body, answer, _ = self.ask(request, token)
        if body is None:
            raise GraphError(Fault.TEMPORARY, answer)
        if "error" in body:
            raise GraphError(fault_of(body), answer)
        if answer.status != 200:
            raise GraphError(Fault.TEMPORARY, answer)
        return body, answer

    def look(self, url: str) -> int:
        """The status of a public page, 0 when there was none; no token goes along."""
        try:
            with self._http.stream("GET", url, timeout=self.timeouts.read) as response:
                return response.status_code
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0

    def ask_for_token(self, asked: Mapping[str, str], secret: str) -> tuple[dict[str, Any], Answer]:
        """The sign-in call, the only one with the app's secret among its parameters; `secret` is redacted."""
        fields = {"client_id": self.app_id, "client_secret": self._app_secret, **asked}
        request = Request("GET", "oauth/access_token", fields, has_proof=False, is_signed=False)
        return self.read_as(request, secret)

    def ask(self, request: Request, token: str) -> tuple[dict[str, Any] | None, Answer, bool]:
        """(the body when it is a JSON object, the answer for the record, has anything been sent)."""
        try:
            response, raw = self._send(request, token)
        except NEVER_LEFT as error:
            return None, Answer(failure=self._name(error, token)), False
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return None, Answer(failure=self._name(error, token)), not isinstance(error, httpx.InvalidURL)
        body = json_object(raw)
        return body, self._answer(response, raw, body, token), True

    def _send(self, request: Request, token: str) -> tuple[httpx.Response, bytes]:
        fields = dict(request.fields)
        if request.has_proof:
            fields["appsecret_proof"] = proof_of(self._app_secret, token)
        url = httpx.URL(f"{request.host or self.hosts.graph}/{self.version}/{request.path.lstrip('/')}")
        if request.is_in_address:
            url = url.copy_merge_params(fields)
        patience = self.timeouts.read + request.upload_bytes / self.timeouts.slowest
        headers = {"Authorization": f"Bearer {token}"} if request.is_signed else {}
        with self._http.stream(
            request.method,
            url,
            data=None if request.is_in_address else fields,
            files=request.files,
            content=request.content,
            headers={**headers, **(request.headers or {})},
            timeout=httpx.Timeout(
                connect=self.timeouts.connect,
                read=patience,
                write=self.timeouts.write,
                pool=self.timeouts.connect,
            ),
        ) as response:
            return response, self._body(response)

    def _body(self, response: httpx.Response) -> bytes:
        deadline = time.monotonic() + self.timeouts.whole
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MOST_BYTES:
                raise httpx.ReadError("the answer is too long")
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer took too long")
        return bytes(body)

    def _name(self, error: Exception, token: str) -> str:
        return redacted(f"{type(error).__name__}: {error}", token, self._app_secret)[:BODY_KEPT]

    def _answer(
        self, response: httpx.Response, raw: bytes, body: dict[str, Any] | None, token: str
    ) -> Answer:
        error = (body or {}).get("error")
        error = error if isinstance(error, dict) else {}
        unreadable = body is None or (not error and "id" not in body and "data" not in body)
        start = raw[: 4 * BODY_KEPT].decode("utf-8", "replace") if unreadable else ""
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
            body_start=redacted(start, *hide)[:BODY_KEPT],
        )
