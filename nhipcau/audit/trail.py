"""Write down who did what to what, in the transaction of the act itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from nhipcau.audit.models import Entry
from nhipcau.core import clock

_LOCK = 1130113  # one chain, so one writer at a time on PostgreSQL; SQLite has one anyway


@transaction.atomic
def record(verb: str, obj: Any, *, by: Any, unit: Any = None, fields: Iterable[str] = ()) -> Entry:
    """Add one row.

    `verb` is an event in the past tense (`story.approved`); `by` a user, a one-time link, or one of "worker",
    "import" and "command"; `unit` the unit concerned, taken from `obj.unit` when it has one; `fields` the names
    of what changed, never the values.
    """
    kind, actor = _actor(by)
    unit = unit if unit is not None else getattr(obj, "unit", None)
    hold()
    last = Entry.objects.order_by("-id").values_list("hash", flat=True).first() or ""
    entry = Entry(
        at=clock.now(),
        verb=verb,
        actor_kind=kind,
        actor_id=actor,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        unit_id=getattr(unit, "pk", None),
        unit_path=getattr(unit, "path", ""),
        fields=sorted(fields),
        previous_hash=last,
    )
    entry.hash = _hash(entry)
    entry.save(force_insert=True)
    return entry


def hold() -> None:
    """Have the chain for the rest of the transaction, so that others who write wait here and nowhere else."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def first_broken() -> int | None:
    """The number of the first row that does not follow from the one before it; None when the chain holds."""
    before = ""
    for entry in Entry.objects.order_by("id").iterator():
        if entry.previous_hash != before or entry.hash != _hash(entry):
            return entry.pk
        before = entry.hash
    return None


def _actor(by: Any) -> tuple[str, int | None]:
    if isinstance(by, str):
        return Entry.Actor(by).value, None
    kind = Entry.Actor.LINK if by._meta.model_name == "onetimelink" else Entry.Actor.USER
    return kind.value, by.pk


def _hash(entry: Entry) -> str:
    values = [
        entry.previous_hash,
        entry.at.timestamp(),
        entry.verb,
        entry.actor_kind,
        entry.actor_id,
        entry.object_type,
        entry.object_id,
        entry.unit_id,
        entry.unit_path,
        entry.fields,
    ]
    return hashlib.sha256(json.dumps(values, separators=(",", ":")).encode()).hexdigest()
