"""What is found in a file for a form, before it is cleaned."""

from dataclasses import dataclass, field
from typing import Any

from nhipcau.formats.model import Cell
from nhipcau.sheets.layouts import Layout


@dataclass
class FoundRow:
    """One person's cells by column key, before cleaning.

    `at` says in which columns of the sheet, from 0, each cell stood; `rows_at` in which row, where it is not the row of
    `where` (labels down the side).
    """

    table: int
    n: int
    where: dict[str, Any]
    cells: dict[str, Cell]
    hidden: bool = False
    group: str | None = None
    at: dict[str, list[int]] = field(default_factory=dict)
    rows_at: dict[str, int] = field(default_factory=dict)


@dataclass
class Found:
    """Everything that a file holds for a form."""

    rows: list[FoundRow] = field(default_factory=list)
    unit: str | None = None
    converted: bool = False
    tables: int = 0
    layout: Layout | None = None  # of the list that was read last
