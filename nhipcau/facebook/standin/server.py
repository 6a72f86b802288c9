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
from urllib.parse import parse_qsl, urlsplit

from nhipcau.facebook.standin import graph
from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.control import control
from nhipcau.facebook.standin.faults import Fault
from nhipcau.facebook.standin.keeping import load, save
from nhipcau.facebook.standin.pages import page_html
from nhipcau.facebook.standin.world import World

SECRETS = frozenset({"access_token", "input_token", "appsecret_proof", "client_secret", "fb_exchange_token"})
MOST_BYTES = 60_000_000


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
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
        body = self.rfile.read(length)
        if address.path.startswith("/control/"):
            self._control(address.path.removeprefix("/control/"), body)
        elif address.path.startswith("/www"):
            with standin.world.lock:
                status, kind, content = page_html(standin.world, address.path)
            self._answer(status, content, kind)
        else:
            self._graph(self._call(address.path, address.query, body))

    def _control(self, name: str, body: bytes) -> None:
        try:
            data = json.loads(body or b"{}")
            with self.server.standin.world.lock:
                result = control(self.server.standin.world, self.server.standin.faults, name, data)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            self._answer(400, json.dumps({"error": repr(error)}).encode())
            return
        self._answer(200, json.dumps(result).encode())

    def _call(self, path: str, query: str, body: bytes) -> graph.Call:
        params = dict(parse_qsl(query, keep_blank_values=True))
        files: dict[str, bytes] = {}
        kind = self.headers.get("Content-Type") or ""
        if kind.startswith("application/x-www-form-urlencoded"):
            params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        elif kind.startswith("application/json") and body:
            values = json.loads(body)
            params.update({k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()})
        elif kind.startswith("multipart/form-data"):
            _read_multipart(kind, body, params, files)
        return graph.Call(self.command, path, params, files, self.headers.get("Authorization") or "")

    # -- answering, and failing to --------------------------------------------------------------------

    def _graph(self, call: graph.Call) -> None:
        standin, world = self.server.standin, self.server.standin.world
        with world.lock:
            struck = [one for one in standin.faults if one.strikes(call.method, call.path)]
            record = self._record(call, [one.kind for one in struck])
        for fault in struck:
            if fault.kind == "delay":
                standin.stopping.wait(float(fault.options.get("seconds", 1)))
        with world.lock:
            for fault in struck:
                if fault.kind == "skew":
                    world.skew = float(fault.options.get("seconds", 0))
            instead = next((one for one in struck if one.kind not in ("delay", "skew", "header")), None)
            status, body = 0, b""
            if instead is None or instead.accept:
                status, body = self._accept(call)
            record["status"] = status
            for fault in struck:
                if fault.kind == "header":
                    call.headers[str(fault.options["name"])] = str(fault.options["value"])
        if instead is None:
            self._answer(status, body, headers=call.headers)
        else:
            self._fail(instead, call, status, body)

    def _accept(self, call: graph.Call) -> tuple[int, bytes]:
        world = self.server.standin.world
        call.headers["facebook-api-version"] = call.path.split("/")[2] if call.path.count("/") > 2 else ""
        try:
            body = graph.answer(world, call)
            if call.method != "GET" and self.server.standin.state_file is not None:
                save(world, self.server.standin.state_file)
            return 200, json.dumps(body).encode()
        except graph.Refusal as refusal:
            return refusal.status, json.dumps(refusal.body(world.trace_id())).encode()

    def _fail(self, fault: Fault, call: graph.Call, status: int, body: bytes) -> None:
        options, headers = fault.options, call.headers
        if fault.kind in ("drop_before", "accept_then_drop"):
            self._drop()
        elif fault.kind == "accept_then_delay":
            self.server.standin.stopping.wait(float(options.get("seconds", 1)))
            self._answer(status, body, headers=headers)
        elif fault.kind == "accept_then_500":
            refusal = graph.Refusal(2, "An unexpected error has occurred. Please retry your request later.")
            self._answer(500, json.dumps(refusal.body(self.server.standin.world.trace_id())).encode())
        elif fault.kind == "status_body":
            content = options.get("body", "")
            text = content if isinstance(content, str) else json.dumps(content)
            self._answer(int(options.get("status", 400)), text.encode(), headers=headers)
        elif fault.kind == "html_502":
            self._answer(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
        elif fault.kind == "truncate":
            self._answer(status, body[: int(options.get("bytes", 8))], headers=headers)
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

    def _record(self, call: graph.Call, faults: list[str]) -> dict[str, Any]:
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
            "token_in_address": "access_token" in dict(parse_qsl(urlsplit(self.path).query)),
            "status": None,
        }
        world.requests.append(record)
        return record


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
