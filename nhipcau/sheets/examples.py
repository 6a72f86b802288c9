"""Worked examples among the people: a row marked as one, and the rows below a line that says so."""

import re

from nhipcau.formats.model import Row
from nhipcau.sheets import lines
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.grid import Grid, texts
from nhipcau.sheets.layouts import Layout


class Examples:
    """Below "Ví dụ:" the examples reach to where the numbers begin again; where they never do, one row is an example."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.running = False
        self.last = 0  # the number of the last example, 0 before the first

    def begin(self) -> None:
        self.running, self.last = True, 0

    def end(self) -> None:
        self.running = False

    def hold(self, row: Row, layout: Layout | None) -> bool:
        """This row of a table is an example."""
        if any(lines.is_example(text) for _at, text in texts(row)[:2]):
            return True
        if not self.running:
            return False
        number = self._number(row, layout)
        if self.last:
            below = self.grid.rows[self.grid.rows.index(row) :]
            again = any(0 < self._number(other, layout) <= self.last for other in below)
            self.running = again and number > self.last
        self.last = max(self.last, number, 1)
        return self.running

    def _number(self, row: Row, layout: Layout | None) -> int:
        stt = layout.at.get("stt") if layout else None
        number = tidy(self.grid.at(row, stt[0]).text).strip(" .)") if stt else ""
        return int(number) if re.fullmatch("[0-9]{1,4}", number) else 0
