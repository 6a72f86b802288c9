"""Two presses of one button are answered one after the other, so that the second finds what the first has done."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

_HELD: dict[str, tuple[threading.Lock, int]] = {}  # what is held or waited for, and by how many
_TABLE = threading.Lock()


@contextmanager
def one_by_one(what: str) -> Iterator[None]:
    """Nobody else holds `what` meanwhile: no other thread, and on PostgreSQL no other process."""
    with _alone(what):
        if connection.vendor != "postgresql":
            yield  # SQLite lets one writer in at a time
            return
        number = int.from_bytes(hashlib.sha256(what.encode("utf-8", "replace")).digest()[:7])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """A lock of its own for each `what`: one that served several would wait for itself where one act holds two."""
    with _TABLE:
        lock, users = _HELD.get(what, (threading.Lock(), 0))
        _HELD[what] = lock, users + 1
    try:
        with lock:
            yield
    finally:
        with _TABLE:
            lock, users = _HELD.pop(what)
            if users > 1:
                _HELD[what] = lock, users - 1
