"""Many rows at once, by the driver itself and without a model for each: executemany on SQLite, COPY on PostgreSQL."""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import connection, models

A_FEW, MANY = 50, 2_000  # numbers asked of PostgreSQL at a time: at first, and from then on


@contextmanager
def uncollected() -> Iterator[None]:
    """For work on many rows: they form no cycles, and Python's search for cycles would walk all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write(
    model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, skip_known: bool = False
) -> int:
    """Put rows in, within the caller's transaction; gives how many.

    A row has what the database itself takes, in the order of `columns`, which are attributes (`unit_id`): JSON as
    text, a time as `moment` gives it. No `save`, no default of a model and no hook of a field has part in it. With
    `skip_known` a row that breaks a unique constraint is passed by.
    """
    rows = iter(rows)
    head = next(rows, None)
    if head is None:
        return 0
    rows = chain((head,), rows)
    quote = connection.ops.quote_name
    names = ", ".join(quote(model._meta.get_field(name).column) for name in columns)
    into = " ".join((quote(model._meta.db_table), "(", names, ")"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not skip_known:
            with connection.wrap_database_errors, cursor.copy(" ".join(("COPY", into, "FROM STDIN"))) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            known = "ON CONFLICT DO NOTHING" if skip_known else ""
            cursor.executemany(" ".join(("INSERT INTO", into, "VALUES (", places, ")", known)), rows)  # type: ignore[arg-type]
        return int(cursor.rowcount)


def insert(model: Any, objects: Sequence[Any]) -> None:
    """Put complete new objects in; they do not learn their numbers."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    ways = [(field.attname, _way(field)) for field in fields]
    write(
        model,
        [field.attname for field in fields],
        (
            [way(each.__dict__[name]) if way else each.__dict__[name] for name, way in ways]
            for each in objects
        ),
    )


def _way(field: Any) -> Callable[[Any], Any] | None:
    """How a value gets into the column; None for as it is."""
    if isinstance(field, models.JSONField):
        return as_json
    if isinstance(field, models.CharField | models.IntegerField | models.BooleanField | models.ForeignKey):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def update(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Change rows, each given as `write` takes it with its primary key behind."""
    rows = iter(rows)
    head = next(rows, None)
    if head is None:
        return
    quote = connection.ops.quote_name
    fields = [quote(model._meta.get_field(name).column) for name in columns]
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    changes = ", ".join(" ".join((field, "= %s")) for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            " ".join(("UPDATE", table, "SET", changes, "WHERE", key, "= %s")),
            chain((head,), rows),  # type: ignore[arg-type]
        )


#: a value as a JSON column takes it
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def moment(time: datetime | None) -> Any:
    """A time as the database takes it."""
    return time if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(time)


def numbers(model: Any) -> Iterator[int]:
    """Primary keys that nobody else gets, one after the other, for rows that name each other before they are written.

    The transaction holds SQLite's only writer; PostgreSQL's sequence hands them out. Write every row whose number was
    taken before asking for numbers of the same model again.
    """
    if connection.vendor == "postgresql":
        yield from _reserved(model, A_FEW)
        while True:
            yield from _reserved(model, MANY)
    yield from count(_last(model) + 1)


def _reserved(model: Any, wanted: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), model._meta.pk.column, wanted],
        )
        return sorted(number for (number,) in cursor.fetchall())


def _last(model: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        return int((cursor.fetchone() or [0])[0])
