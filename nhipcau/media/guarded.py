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
from typing import NamedTuple

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


def shrink(data: bytes, *, seconds: float = SECONDS, child: Sequence[str] = CHILD) -> Made:
    """Three sizes of one picture, made in a process of its own."""
    with AT_ONCE, tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(data)
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, *child],
            stdin=given,
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
        return _read(made.read())


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
    except (ValueError, KeyError, TypeError):
        raise ChildFailed("answer") from None
    if min(large, medium, small, width, height) <= 0 or large + medium + small != len(rest):
        raise ChildFailed("answer")
    return Made(width, height, rest[:large], rest[large : large + medium], rest[large + medium :])
