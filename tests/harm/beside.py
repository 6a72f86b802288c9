"""A real server, one of the worst files sent to it, and another page asked for while that is under way."""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.harm.honest import ruled_to_the_end

ROOT = Path(__file__).resolve().parents[2]
BOUNDARY = "between-the-parts"
PREPARE = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from tests.factories import make_union, sign_in
call_command("migrate", verbosity=0)
union = make_union()
client = Client()
sign_in(client, union.officer)
print(union.desk.pk, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@dataclass
class Answer:
    """What the server said, and when it was there."""

    status: int
    text: str
    cookies: str
    after: float
    ended: float


class Server:
    """`nhipcau serve` with a database of its own in a folder that goes away."""

    def __enter__(self) -> "Server":
        self.folder = tempfile.TemporaryDirectory(prefix="nhipcau-beside-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("NHIPCAU_", "DATABASE_"))}
        environment = {
            **kept, "NHIPCAU_DATA": self.folder.name, "DJANGO_SETTINGS_MODULE": "tests.settings", "NHIPCAU_DEBUG": "1",
            "NHIPCAU_URL": f"http://127.0.0.1:{self.port}",
        }  # fmt: skip
        made = subprocess.run(
            [sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )  # fmt: skip
        self.desk, name, value = made.stdout.split()[-3:]
        self.cookie = f"{name}={value}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nhipcau", "serve", "--port", str(self.port)],
            cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._until_it_listens()
        return self

    def _until_it_listens(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                threading.Event().wait(0.05)
        raise RuntimeError("The server did not start.")

    def __exit__(self, *_why: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.process.terminate()
        self.process.communicate()
        self.folder.cleanup()

    def ask(self, path: str, body: bytes | None = None, cookie: str = "") -> Answer:
        """One request on a connection of its own."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookie or self.cookie}
        if body is not None:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        connection.request("GET" if body is None else "POST", path, body, headers)
        got = connection.getresponse()
        text = got.read().decode("utf-8", "replace")
        cookies = "; ".join(c.split(";")[0] for c in got.headers.get_all("Set-Cookie") or ())
        connection.close()
        ended = time.monotonic()
        return Answer(got.status, text, cookies, ended - started, ended)

    def workers(self) -> list[int]:
        """The processes that answer, by their number."""
        return sorted(
            int(p)
            for p in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        )


def upload(server: Server, data: bytes, name: str) -> Answer:
    """The file as an officer sends a circular in."""
    page = server.ask("/campaigns/new/")
    fields = {
        key: re.search(rf'name="{key}"[^>]*value="([^"]*)"', page.text)[1]  # type: ignore[index]
        for key in ("csrfmiddlewaretoken", "submit_key")
    } | {"unit": server.desk}
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = f'Content-Disposition: form-data; name="original"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    parts.append(head.encode() + data + b"\r\n")
    mark = f"--{BOUNDARY}".encode()
    body = b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
    return server.ask("/campaigns/new/", body, f"{server.cookie}; {page.cookies}")


@dataclass
class Beside:
    """The answers to the upload and to the other page, and whether the same process gave them."""

    uploaded: Answer
    other: Answer
    same: bool
    reading: bool  # the child was at work when the other page was asked for


def play(server: Server, data: bytes = b"", name: str = "a.xlsx") -> Beside:
    """Send the file; as soon as its child is at work ask for another page; wait for both."""
    before = server.workers()
    answers: list[Answer] = []
    data = data or ruled_to_the_end()  # seconds of reading
    sending = threading.Thread(target=lambda: answers.append(upload(server, data, name)))
    server.ask("/campaigns/new/")  # so that what only a first request costs is paid
    sending.start()
    reading = False
    while sending.is_alive() and not reading:
        reading = any(_children(pid) for pid in before)
        threading.Event().wait(0.01)
    other = server.ask("/desk/")
    sending.join()
    return Beside(answers[0], other, server.workers() == before, reading)


def _children(pid: int) -> bool:
    tasks = Path(f"/proc/{pid}/task")
    return any((task / "children").read_text().strip() for task in tasks.iterdir() if task.exists())


def another_page() -> tuple[float, float]:
    """How long the other page took, and the upload, in seconds."""
    with Server() as server:
        found = play(server)
    if not (found.reading and found.same and found.other.ended < found.uploaded.ended):
        raise SystemExit("The other page was not answered while the file was read.")
    return found.other.after, found.uploaded.after
