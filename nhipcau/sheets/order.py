"""Which sheets hold lists, and which of a form's tables each is: by the sheet's name, and by order where no title says it."""

import re

from nhipcau.core.text import fold
from nhipcau.sheets import lines
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.definition import FormDefinition, plain_words
from nhipcau.sheets.grid import Grid, texts
from nhipcau.sheets.layouts import Layout, layout_at


def begins_again(grid: Grid, index: int, layout: Layout) -> bool:
    """The heading at this row opens another list: its numbers begin again, and no unit's name stands right above it.

    Headings that come again within one list have numbers that go on; under a unit's name they open that unit's part.
    """
    stt = layout.at.get("stt")
    first = next((row for row in grid.rows[index + layout.depth :] if not lines.is_numbers(row)), None)
    above = next((row for row in reversed(grid.rows[:index]) if texts(row)), None)
    if not stt or first is None or above is None:
        return False
    unit = len(texts(above)) <= 2 and any(lines.looks_like_unit(text) for _at, text in texts(above))
    return not unit and bool(re.fullmatch(r"0?1[.)]?", tidy(grid.at(first, stt[0]).text)))


def instructs(grid: Grid) -> bool:
    """The sheet begins by telling how the form is filled in."""
    first = [text for row in grid.rows[:3] for _at, text in texts(row)][:3]
    return any(lines.INSTRUCTIONS.match(lines.low(text)) for text in first)


def lists_in(pages: list[Grid], form: FormDefinition) -> list[int]:
    """Which sheets hold a table."""
    return [
        order for order, grid in enumerate(pages)
        if not lines.SKIPPED_SHEET.search(fold(grid.name)) and not (len(pages) > 1 and instructs(grid)) and any(layout_at(grid, i, form) for i in range(len(grid.rows)))
    ]  # fmt: skip


def table_of_sheet(grid: Grid, order: int, several: list[int], form: FormDefinition) -> int:
    words = plain_words(grid.name)
    for title in form.titles:
        if any(plain_words(name) in words for name in title.sheets):
            return title.table
    second = len(several) == 2 and order == several[1] and re.search(r"(?:^|\D)2\D*$", grid.name)
    return 2 if second else 1
