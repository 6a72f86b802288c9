"""Starts the child that decodes a picture, and ends it when it takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

from nhipcau.formats.guarded import MUST_BE_ALONE

SECONDS = 20
ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = threading.BoundedSemaphore(2)  # so that many senders do not fill the memory together
CHILD = ("-m", "nhipcau.media.child")


class ChildFailed(Exception):
    """It crashed, ran out of memory or time, or said something that cannot be."""


class Made(NamedTuple):
    """What the child gave back."""

    width: int
    height: int
    large: bytes
    medium: bytes
    small: bytes


def shrink(
    data: bytes,
    *,
    turn: int = 0,
    crop: Sequence[int] | None = None,
    seconds: float = SECONDS,
    child: Sequence[str] = CHILD,
) -> Made:
    """Three sizes of one picture, turned and cropped, made in a process of its own."""
    shape = json.dumps({"turn": turn, "crop": crop})
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        return _read(run(child, shape, given=given, seconds=seconds))


def run(
    child: Sequence[str], *arguments: str, given: IO[bytes] | None = None, seconds: float = SECONDS
) -> bytes:
    """What a child of this program writes to its output, within the time; ChildFailed when it ends otherwise."""
    with AT_ONCE, tempfile.TemporaryFile() as made:
        process = subprocess.Popen(
            [sys.executable, *child, *arguments],
            stdin=given or subprocess.DEVNULL,
            stdout=made,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={
                "PYTHONPATH": str(ROOT),
                "LANG": "C.UTF-8",
                "MALLOC_ARENA_MAX": "2",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise ChildFailed("time") from None
        finally:
            _end(process)
        if code != 0:
            raise ChildFailed(f"ended with {code}")
        made.seek(0)
        return made.read()


def _end(process: subprocess.Popen[bytes]) -> None:
    """The whole group, whatever it may have started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(answer: bytes) -> Made:
    line, _newline, rest = answer.partition(b"\n")
    try:
        head = json.loads(line)
        width, height = int(head["width"]), int(head["height"])
        large, medium, small = (int(size) for size in head["bytes"])
        is_alone = bool(head.get("alone"))
    except (ValueError, KeyError, TypeError):
        raise ChildFailed("answer") from None
    if MUST_BE_ALONE and not is_alone:
        raise ChildFailed("not cut off from the network")
    if min(large, medium, small, width, height) <= 0 or large + medium + small != len(rest):
        raise ChildFailed("answer")
    return Made(width, height, rest[:large], rest[large : large + medium], rest[large + medium :])
