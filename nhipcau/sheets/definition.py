"""A form is a table of columns; adding a form is adding such a table, no code."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from nhipcau.core.text import fold
from nhipcau.sheets.cleaners import Cleaner
from nhipcau.sheets.patience import go_on

NEARLY = 90.0  # of 100: a heading with a letter wrong
NO_HEADING = re.compile(r"\d{3}|@|:\s*\w")  # a label with what was filled in behind it

EXAMPLE = re.compile(
    r"\([^()]*\)|\b(?:ví dụ|vd|mẫu|example)\s*:.*$", re.I | re.S
)  # Email (VD: ten@example.org)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """A heading as bare words between single blanks, with one at each end."""
    return (
        " "
        + " ".join(re.findall(r"[a-z0-9]+", fold(text.replace("e-mail", "email").replace("E-mail", "email"))))
        + " "
    )


@dataclass(frozen=True)
class Column:
    """One column: how its cells are cleaned and what its heading may be called.

    A heading in `headings` is found as words inside the cell; one that begins with "=" must be the whole cell.
    Without any, the column is called by its label.
    """

    key: str
    cleaner: Cleaner
    headings: Sequence[str] = ()
    label: str = ""
    required: bool = False

    @cached_property
    def _wanted(self) -> tuple[tuple[bool, str], ...]:
        called = self.headings or ([self.label] if self.label else [])
        return tuple((heading.startswith("="), plain_words(heading.lstrip("="))) for heading in called)

    def is_called(self, words: str) -> bool:
        """The whole cell is one of its headings."""
        return any(words == wanted for _exact, wanted in self._wanted)

    def within(self, words: str) -> str | None:
        """The longest of its headings that stands inside the cell."""
        found = [
            wanted for exact, wanted in self._wanted if words == wanted or (not exact and wanted in words)
        ]
        return max(found, key=len, default=None)

    def is_nearly_called(self, words: str) -> bool:
        return any(
            len(wanted) > 8 and fuzz.ratio(words, wanted, score_cutoff=NEARLY) > 0
            for _exact, wanted in self._wanted
        )


@dataclass(frozen=True)
class TableTitle:
    """A title that says which of a form's tables begins; `words` any, `numbered` only with its number in front."""

    table: int
    words: Sequence[str]
    sheets: Sequence[str] = ()


@dataclass(frozen=True)
class FormDefinition:
    """The columns of a form, in the order in which their headings are tried.

    `tables` holds the column keys of each table; where it is empty every table has all columns. `person` is the column
    of names, "" in a form that lists no persons. `layout` is "list", or "record" with labels down the side.
    """

    key: str
    columns: Sequence[Column]
    titles: Sequence[TableTitle] = ()
    person: str = "full_name"
    contacts: Sequence[str] = ()
    ignored: Sequence[str] = field(default=("stt", "tt", "so tt", "so thu tu", "no"))
    tables: Sequence[Sequence[str]] = ()
    layout: str = "list"

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)

    @cached_property
    def _has_numbers(self) -> bool:
        """A heading of its own looks like something filled in: "Năm 2025"."""
        return any(NO_HEADING.search(h) for c in self.columns for h in (c.headings or [c.label]))

    def column_of(self, heading: str, keys: Collection[str] | None = None) -> str | None:
        """The key of the column that a heading names, `stt`, or None; `keys` are those that may be meant."""
        go_on()
        if NO_HEADING.search(heading):
            heading = EXAMPLE.sub("", heading)
        is_filled_in = len(heading) > 120 or bool(NO_HEADING.search(heading))
        if len(heading) > 400 or (is_filled_in and not self._has_numbers):
            return None
        words = plain_words(heading)
        columns = [c for c in self.columns if keys is None or c.key in keys]
        called = next((c.key for c in columns if c.is_called(words)), None)
        if called or not words.strip():
            return called
        if words.strip() in self.ignored:
            return "stt"
        if is_filled_in or len(words) > 90:
            return None
        inside = [(c.key, found) for c in columns if (found := c.within(words))]
        for key, found in inside:
            if not any(found != other and found in other for _key, other in inside):
                return key
        return None

    def nearly(self, heading: str, keys: Collection[str] | None = None) -> str | None:
        """The column whose heading this is but for a letter."""
        words = plain_words(heading[:200])
        return next(
            (c.key for c in self.columns if (keys is None or c.key in keys) and c.is_nearly_called(words)),
            None,
        )
