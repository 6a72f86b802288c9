"""Two presses of one button are answered one after the other, so that the second finds what the first has done."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

_LOCKS = [
    threading.Lock() for _ in range(4096)
]  # one lock may serve several buttons; that only costs a moment


@contextmanager
def one_by_one(what: str) -> Iterator[None]:
    """Nobody else holds `what` meanwhile: no other thread, and on PostgreSQL no other process."""
    number = int.from_bytes(hashlib.sha256(what.encode("utf-8", "replace")).digest()[:7])
    with _LOCKS[number % len(_LOCKS)]:
        if connection.vendor != "postgresql":
            yield  # SQLite lets one writer in at a time
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
