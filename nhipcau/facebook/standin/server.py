"""The HTTP side: reads a request, lets a scripted fault act, answers; one thread a connection."""

from __future__ import annotations

import email.parser
import email.policy
import hashlib
import json
import socket
import threading
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from nhipcau.facebook.standin import graph, signin
from nhipcau.facebook.standin.calls import Call, Refusal
from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.control import control
from nhipcau.facebook.standin.faults import Fault
from nhipcau.facebook.standin.keeping import load, save
from nhipcau.facebook.standin.pages import page_html, whole_page
from nhipcau.facebook.standin.world import World

SECRETS = frozenset(
    {"access_token", "input_token", "appsecret_proof", "client_secret", "fb_exchange_token", "code"}
)
MOST_BYTES = 300_000_000


class StandIn:
    """A running stand-in; `with StandIn() as server:` in a test, `serve_forever()` in the demo."""

    def __init__(
        self, port: int = 0, clock: VirtualClock | None = None, state_file: Path | None = None
    ) -> None:
        host = "127.0.0.1"
        self.http = _Server((host, port), _Handler)
        self.http.standin = self
        self.base = f"http://{host}:{self.http.server_address[1]}"
        self.world = World(clock, self.base)
        self.faults: list[Fault] = []
        self.state_file = state_file
        if state_file is not None:
            load(self.world, state_file)
        self.stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> StandIn:
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.http.shutdown()
        self.http.server_close()

    def serve_forever(self) -> None:
        """Serve until the process is told to stop."""
        try:
            self.http.serve_forever()
        finally:
            self.stopping.set()
            self.http.server_close()

    def control(self, name: str, /, **data: Any) -> dict[str, Any]:
        """The control paths, from inside the process."""
        with self.world.lock:
            return control(self.world, self.faults, name, data)

    def fault(self, kind: str, path: str, /, **options: Any) -> None:
        """Script a fault for a POST, or for `method=`."""
        self.control("fault", kind=kind, path=path, **options)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    standin: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is what the scripted faults are about; nothing to print."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "standin"

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses may carry an input_token: nothing is logged."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header follows the virtual clock."""
        return format_datetime(self.server.standin.world.now(), usegmt=True)

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_GET

    def _serve(self) -> None:
        standin = self.server.standin
        address = urlsplit(self.path)
        if address.path.startswith("/control/"):
            self._control(address.path.removeprefix("/control/"), self._body([])[0])
        elif address.path.startswith("/www"):
            self._site(address.path, address.query, self._body([])[0])
        else:
            with standin.world.lock:
                struck = [one for one in standin.faults if one.strikes(self.command, address.path)]
            body, is_cut = self._body(struck)
            self._graph(self._call(address.path, address.query, body, is_cut), struck)

    def _body(self, struck: list[Fault]) -> tuple[bytes, bool]:
        """(the body, was it cut off): read slowly, or not to its end, where a fault says so."""
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
        most = min(
            [length, *(int(one.options["after_bytes"]) for one in struck if "after_bytes" in one.options)]
        )
        bps = max((one.reads_slowly for one in struck), default=0.0)
        body = bytearray()
        while len(body) < most:
            piece = self.rfile.read(min(most - len(body), max(1, int(bps / 10)) if bps else 65_536))
            if not piece:
                break
            body += piece
            if bps:
                self.server.standin.stopping.wait(len(piece) / bps)
        return bytes(body), len(body) < length

    def _site(self, path: str, query: str, body: bytes) -> None:
        """facebook.com in a browser: Pages, posts, and the sign-in dialog."""
        world = self.server.standin.world
        with world.lock:
            world.settle()
            if not signin.is_dialog(path):
                self._answer(*_reordered(page_html(world, path)))
                return
            asked = dict(parse_qsl(query, keep_blank_values=True))
            if self.command == "POST":
                goes_to = signin.dialog_answer(world, asked, parse_qs(body.decode("utf-8", "replace")))
                if goes_to is not None:
                    self._answer(302, b"", headers={"Location": goes_to})
                    return
            status, html = signin.dialog_form(world, asked)
            self._answer(status, whole_page(world.app_name, html), "text/html; charset=utf-8")

    def _control(self, name: str, body: bytes) -> None:
        try:
            data = json.loads(body or b"{}")
            with self.server.standin.world.lock:
                result = control(self.server.standin.world, self.server.standin.faults, name, data)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            self._answer(400, json.dumps({"error": repr(error)}).encode())
            return
        self._answer(200, json.dumps(result).encode())

    def _call(self, path: str, query: str, body: bytes, is_cut: bool) -> Call:
        params = dict(parse_qsl(query, keep_blank_values=True))
        files: dict[str, bytes] = {}
        raw = b""
        kind = self.headers.get("Content-Type") or ""
        if kind.startswith("application/x-www-form-urlencoded"):
            params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        elif kind.startswith("application/json") and body:
            values = json.loads(body)
            params.update({k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()})
        elif kind.startswith("multipart/form-data") and not is_cut:
            _read_multipart(kind, body, params, files)
        else:
            raw = body
        return Call(
            self.command,
            path,
            params,
            files,
            self.headers.get("Authorization") or "",
            raw,
            self.headers.get("file_offset"),
            is_cut,
        )

    # -- answering, and failing to --------------------------------------------------------------------

    def _graph(self, call: Call, struck: list[Fault]) -> None:
        standin, world = self.server.standin, self.server.standin.world
        with world.lock:
            record = self._record(call, [one.kind for one in struck])
        for fault in struck:
            if fault.kind == "delay":
                standin.stopping.wait(float(fault.options.get("seconds", 1)))
        with world.lock:
            for fault in struck:
                if fault.kind == "skew":
                    world.skew = float(fault.options.get("seconds", 0))
            instead = next((one for one in struck if _answers_instead(one)), None)
            status, body = 0, b""
            is_kept = call.is_cut and "/upload:" in call.path  # the bytes before the cut
            if (not call.is_cut and (instead is None or instead.accept)) or is_kept:
                status, body = self._accept(call)
            record["status"] = status
            for fault in struck:
                if fault.kind == "header":
                    call.headers[str(fault.options["name"])] = str(fault.options["value"])
        if call.is_cut:
            self._drop()
        elif instead is None:
            self._answer(status, body, headers=call.headers)
        else:
            self._fail(instead, call, status, body)

    def _accept(self, call: Call) -> tuple[int, bytes]:
        world = self.server.standin.world
        call.headers["facebook-api-version"] = call.path.split("/")[2] if call.path.count("/") > 2 else ""
        try:
            body = graph.answer(world, call)
            if call.method != "GET" and self.server.standin.state_file is not None:
                save(world, self.server.standin.state_file)
            return 200, json.dumps(body).encode()
        except Refusal as refusal:
            return refusal.status, json.dumps(refusal.body(world.trace_id())).encode()

    def _fail(self, fault: Fault, call: Call, status: int, body: bytes) -> None:
        options, headers = fault.options, call.headers
        if fault.kind in ("drop_before", "accept_then_drop"):
            self._drop()
        elif fault.kind == "accept_then_delay":
            self.server.standin.stopping.wait(float(options.get("seconds", 1)))
            self._answer(status, body, headers=headers)
        elif fault.kind == "accept_then_500":
            refusal = Refusal(2, "An unexpected error has occurred. Please retry your request later.")
            self._answer(500, json.dumps(refusal.body(self.server.standin.world.trace_id())).encode())
        elif fault.kind == "status_body":
            content = options.get("body", "")
            text = content if isinstance(content, str) else json.dumps(content)
            self._answer(int(options.get("status", 400)), text.encode(), headers=headers)
        elif fault.kind == "html_502":
            self._answer(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
        elif fault.kind == "truncate":
            most = int(options.get("n", options.get("bytes", 8)))
            self._answer(status, body[:most], headers=headers)
        elif fault.kind == "empty_200":
            self._answer(200, b"", headers=headers)
        elif fault.kind == "wrong_type":
            self._answer(200, b'{"id": 12345, "success": "yes"}', headers=headers)
        elif fault.kind == "slow_bytes":
            self._answer(status, body, headers=headers, bps=float(options.get("bps", 10)))

    def _drop(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def _answer(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json; charset=UTF-8",
        *,
        headers: dict[str, str] | None = None,
        bps: float = 0,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if not bps:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.server.standin.stopping.wait(1 / bps)

    def _record(self, call: Call, faults: list[str]) -> dict[str, Any]:
        """A request as it is remembered: without any token."""
        world = self.server.standin.world
        record: dict[str, Any] = {
            "n": len(world.requests) + 1,
            "at": world.now().isoformat(),
            "method": call.method,
            "path": call.path,
            "params": {name: value for name, value in call.params.items() if name not in SECRETS},
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in call.files.items()},
            "faults": faults,
            "bytes": sum(map(len, call.files.values())) + len(call.raw),
            "token_in_address": "access_token" in dict(parse_qsl(urlsplit(self.path).query)),
            "status": None,
        }
        world.requests.append(record)
        return record


def _answers_instead(fault: Fault) -> bool:
    return fault.kind not in ("delay", "skew", "header") and not fault.reads_slowly


def _reordered(answer: tuple[int, str, bytes]) -> tuple[int, bytes, str]:
    status, kind, body = answer
    return status, body, kind


def _read_multipart(kind: str, body: bytes, params: dict[str, str], files: dict[str, bytes]) -> None:
    head = b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n"
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    for part in message.iter_parts():  # type: ignore[attr-defined]
        name = str(part.get_param("name", header="content-disposition") or "")
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if part.get_filename():
            files[name] = content
        else:
            params[name] = content.decode("utf-8", "replace")
