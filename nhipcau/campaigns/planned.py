"""A cursor for the few statements that run with every hand-in: PostgreSQL plans each of them once a connection.

Django's own cursor puts the values into the text, so that PostgreSQL plans anew each time; for these that took half of
what they cost. A pooler between the product and PostgreSQL that hands a connection on after each transaction has to keep
prepared statements (PgBouncer from 1.21 on, `max_prepared_statements`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

AFTER = 5  # executions, as psycopg counts them by itself where plans are kept


class _Planned:
    """What `counters` needs of a cursor, with psycopg's own binding and a plan that is kept."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def execute(self, statement: str, values: list[Any]) -> None:
        with connection.wrap_database_errors:
            self.cursor.execute(statement, values, prepare=True)
        if connection.queries_logged:  # as Django's own cursor does, for who counts or looks at queries
            connection.queries_log.append({"sql": statement, "time": ""})

    def fetchall(self) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.cursor.fetchall()
        return found


@contextmanager
def planned() -> Iterator[Any]:
    """In the transaction of the caller; on SQLite the ordinary cursor, whose driver keeps its statements itself."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    import psycopg

    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = AFTER
    with psycopg.Cursor(raw) as cursor:
        yield _Planned(cursor)
