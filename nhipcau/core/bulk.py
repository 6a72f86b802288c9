"""Many rows at once: by Django under a hundred, by the driver itself beyond."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

FEW = 100
A_STATEMENT = 500


def insert(model: Any, objects: Sequence[Any]) -> None:
    """Put new rows in, within the caller's transaction; every object has its number afterwards.

    The driver's way calls no `save`, no default of the database and no hook of a field: only for models of plain
    columns, whose objects are complete.
    """
    if len(objects) <= FEW:
        model.objects.bulk_create(objects, batch_size=A_STATEMENT)
        return
    numbers = _reserved(model, len(objects))
    for number, each in zip(numbers, objects, strict=True):
        each.pk = number
    fields = model._meta.concrete_fields
    rows = _rows([field.attname for field in fields], [_adapt(field) for field in fields], objects)
    quote = connection.ops.quote_name
    into = " ".join(
        (quote(model._meta.db_table), "(", ", ".join(quote(field.column) for field in fields), ")")
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(" ".join(("COPY", into, "FROM STDIN"))) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(" ".join(("INSERT INTO", into, "VALUES (", places, ")")), rows)  # type: ignore[arg-type]


def _rows(
    names: list[str], adapts: list[Callable[[Any], Any] | None], objects: Sequence[Any]
) -> Iterator[list[Any]]:
    plan = list(zip(names, adapts, strict=True))
    for each in objects:
        values = each.__dict__
        yield [values[name] if adapt is None else adapt(values[name]) for name, adapt in plan]


def _adapt(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=True)
    if isinstance(field, models.DateTimeField) and connection.vendor != "postgresql":
        return lru_cache(maxsize=64)(_sqlite_time)
    return None


def _sqlite_time(value: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _reserved(model: Any, count: int) -> range | list[int]:
    """Numbers that nobody else gets: the transaction holds SQLite's only writer; PostgreSQL's sequence hands them out."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), model._meta.pk.column, count],
            )
            return sorted(number for (number,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return range(last + 1, last + count + 1)
