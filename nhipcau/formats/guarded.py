"""`read(data, name=…)`: the only way a stranger's file is parsed. The parsing happens in a child that may die."""

import base64
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nhipcau.formats import old_word
from nhipcau.formats.colouring import ENDINGS, request_of
from nhipcau.formats.model import Document, from_json
from nhipcau.formats.places import Busy, Places
from nhipcau.formats.precheck import MOST_BYTES, Refused, kind_of

__all__ = ["MOST_BYTES", "Busy", "Refused", "coloured", "is_alone", "read", "share_places"]

WALL_CLOCK = 20.0
PATIENCE = 8.0  # seconds that a page or the worker waits until it may read; then it is read later
MOST_ANSWER = 8 * 1024 * 1024  # a Word list of 10,000 lines by 12 columns makes 4
MOST_MARKED = 32 * 1024 * 1024
#: a deployed installation sets NHIPCAU_READER_ALONE=1: better no file than one read with a way to the network
MUST_BE_ALONE = os.environ.get("NHIPCAU_READER_ALONE", "") in ("1", "true", "yes")
places = Places()

PACKAGES = str(Path(__file__).resolve().parents[2])
START = "import sys; sys.path.insert(0, sys.argv[1]); from nhipcau.formats.child import main; main()"


def share_places(folder: Path, *, count: int = 1, patience: float | None = None) -> None:
    """From now on this process reads with the others that name this folder: `count` files at once, the rest wait."""
    global places
    places = Places(count, folder=folder, patience=patience)


def read(data: bytes, *, name: str) -> Document:
    """The file as sheets of cells, or `Refused`; never more memory or time than the child may take.

    `Busy` is the refusal that says nothing of the file: so many are being read that this one should come again.
    """
    kind = kind_of(data, name)
    if kind == "doc":
        with places.one():
            data = old_word.request_of(data, must_be_alone=MUST_BE_ALONE)
    answer = _answered(data, kind)
    try:
        document = from_json(answer)
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refused("unsafe", "answer") from wrong
    if document.has_pictures and not document.has_text:
        raise Refused("needs-typing", "a picture alone")
    return document


def coloured(data: bytes, *, name: str, marks: Sequence[dict[str, Any]]) -> tuple[bytes, str]:
    """The sender's own file with marked cells, and the ending it now has; `Refused` where it cannot be written.

    A mark is {"sheet" or "doc_table", "row" from 1, "column" from 0, "severity": "error" or "warning", "note"}.
    """
    kind = kind_of(data, name)
    if kind not in ENDINGS:
        raise Refused("format", "marks are written into xlsx and docx")
    answer = _answered(request_of(data, marks), f"marked-{kind}")
    try:
        return base64.b64decode(str(answer["file"]), validate=True), ENDINGS[kind]
    except (KeyError, ValueError) as wrong:
        raise Refused("unsafe", "answer") from wrong


def _answered(data: bytes, kind: str) -> dict[str, object]:
    """What the child says, unless it refuses or is not alone."""
    with places.one():
        answer = _ask(data, kind)
    if MUST_BE_ALONE and not answer.get("alone"):
        raise Refused("unsafe", "the reader is not cut off from the network")
    if "refused" in answer:
        raise Refused(str(answer["refused"]), str(answer.get("why", "")))
    return answer


def is_alone() -> bool:
    """Is the child cut off from the network on this machine? For `doctor`."""
    return bool(_ask(b"a,b,c\n1,2,3\n", "text").get("alone"))


def _ask(data: bytes, kind: str) -> dict[str, object]:
    most = MOST_MARKED if kind.startswith("marked-") else MOST_ANSWER
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", START, PACKAGES, kind, str(os.getpid())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, cwd="/", start_new_session=True, close_fds=True,
    )  # fmt: skip
    feeder = threading.Thread(target=_feed, args=(child, data), daemon=True)
    clock = threading.Timer(WALL_CLOCK, _kill, args=(child,))
    started = time.monotonic()
    feeder.start()
    clock.start()
    assert child.stdout is not None
    try:
        answer = child.stdout.read(most + 1)
    finally:
        clock.cancel()
        _kill(child)
        feeder.join(timeout=1)
        child.stdout.close()
    status = child.wait()
    if len(answer) > most:
        raise Refused("unsafe", "too much in it")
    try:
        got = json.loads(answer)
    except ValueError as cut_off:
        late = time.monotonic() - started >= WALL_CLOCK
        raise Refused("unsafe", "too long" if late else f"child ended with {status}") from cut_off
    if not isinstance(got, dict):
        raise Refused("unsafe", "answer")
    return got


def _feed(child: "subprocess.Popen[bytes]", data: bytes) -> None:
    assert child.stdin is not None
    with contextlib.suppress(OSError, ValueError):
        child.stdin.write(data)
        child.stdin.close()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """The child and whatever it started; it leads a session of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
