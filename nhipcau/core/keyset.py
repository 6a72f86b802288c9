"""Pages of a long list without counting and without passing over rows: each begins behind the last row of the one before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet


class Order:
    """Columns by which a list is sorted, all in one direction, the last of them unique; each with how its text is read."""

    def __init__(self, *keys: tuple[str, Callable[[str], Any]], is_descending: bool = False) -> None:
        self.keys, self.is_descending = keys, is_descending
        self.by = [f"-{name}" if is_descending else name for name, _read in keys]

    def page(self, rows: QuerySet[Any], asked: Any, size: int) -> "Page":
        """One page; `asked` is what stands in the address: `after` or `before`, a value for each column."""
        backwards = bool(asked.getlist("before"))
        values = self._values(asked.getlist("before" if backwards else "after"))
        if values is None:
            backwards = False
        else:
            rows = rows.filter(self._beyond(values, backwards))
        ordered = rows.order_by(*self.by)
        found = list((ordered.reverse() if backwards else ordered)[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        return Page(
            found,
            self._link("before", found[0]) if found and (more if backwards else values is not None) else "",
            self._link("after", found[-1]) if found and (more or backwards) else "",
        )

    def _values(self, texts: list[str]) -> list[Any] | None:
        """None for the first page, and for what nobody could have been given."""
        if len(texts) != len(self.keys):
            return None
        try:
            values = [read(text) for text, (_name, read) in zip(texts, self.keys, strict=True)]
        except ValueError:
            return None
        return None if any(isinstance(value, int) and abs(value) >= 2**63 for value in values) else values

    def _beyond(self, values: list[Any], backwards: bool) -> Q:
        sign = "lt" if self.is_descending != backwards else "gt"
        names = [name for name, _read in self.keys]
        found = Q()
        for n, name in enumerate(names):
            same = dict(zip(names[:n], values, strict=False))
            found |= Q(**same, **{f"{name}__{sign}": values[n]})
        return found & Q(**{f"{names[0]}__{sign}e": values[0]})  # a range that an index can begin at

    def _link(self, way: str, row: Any) -> str:
        return urlencode([(way, _text(_value(row, name))) for name, _read in self.keys])


@dataclass
class Page:
    """The rows, and what stands in the address of the pages beside it; empty where there is none."""

    rows: list[Any] = field(default_factory=list)
    before: str = ""
    after: str = ""


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
