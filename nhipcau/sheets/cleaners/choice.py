"""One of several, whatever the capitals and marks."""

from collections.abc import Sequence

from nhipcau.core.text import fold
from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, says_nothing, tidy


class Choice(Cleaner):
    """The value is the choice as the form writes it; its first letters do where they name one alone."""

    kind = "choice"

    def __init__(self, choices: Sequence[str]) -> None:
        self.choices = [(fold(tidy(choice)), choice) for choice in choices]

    def clean(self, cell: Cell) -> Cleaned:
        text = tidy(cell.text)
        exact = [choice for choice in self.choices if choice[1] == text]
        if says_nothing(text) and not exact:
            return Cleaned()
        wanted = fold(text).strip(" .;,")
        same = exact or [choice for choice in self.choices if choice[0].strip(" .;,") == wanted]
        begun = same[:1] or [choice for choice in self.choices if choice[0].startswith(wanted)]
        return Cleaned(begun[0][1]) if wanted and len(begun) == 1 else Cleaned(None, ["value-invalid"])
