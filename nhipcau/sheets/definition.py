"""A form is a table of columns; adding a form is adding such a table, no code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from nhipcau.core.text import fold
from nhipcau.sheets.cleaners import Cleaner

NO_HEADING = re.compile(r"\d{3}|@|:\s*\w")  # a label with what was filled in behind it


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
    """

    key: str
    cleaner: Cleaner
    headings: Sequence[str] = ()
    label: str = ""
    required: bool = False

    @cached_property
    def _wanted(self) -> tuple[tuple[bool, str], ...]:
        return tuple((heading.startswith("="), plain_words(heading.lstrip("="))) for heading in self.headings)

    def matches(self, words: str) -> bool:
        return any(words == wanted if exact else wanted in words for exact, wanted in self._wanted)


@dataclass(frozen=True)
class TableTitle:
    """A title that says which of a form's tables begins; `words` any, `numbered` only with its number in front."""

    table: int
    words: Sequence[str]
    sheets: Sequence[str] = ()


@dataclass(frozen=True)
class FormDefinition:
    """The columns of a form, in the order in which their headings are tried."""

    key: str
    columns: Sequence[Column]
    titles: Sequence[TableTitle] = ()
    person: str = "full_name"
    contacts: Sequence[str] = ()
    ignored: Sequence[str] = field(default=("stt", "tt", "so tt", "so thu tu"))

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)

    def column_of(self, heading: str) -> str | None:
        """The key of the column that a heading names, `stt`, or None."""
        if len(heading) > 120 or NO_HEADING.search(heading):
            return None
        words = plain_words(heading)
        if len(words) > 90 or not words.strip():
            return None
        if words.strip() in self.ignored:
            return "stt"
        return next((c.key for c in self.columns if c.matches(words)), None)
