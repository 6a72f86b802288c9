"""A line below a person that only goes on with the same person: a second phone, an e-mail that had no room."""

from nhipcau.formats.model import Cell, Row
from nhipcau.sheets.definition import FormDefinition
from nhipcau.sheets.grid import Grid
from nhipcau.sheets.layouts import Layout


def goes_on(grid: Grid, row: Row, layout: Layout, form: FormDefinition) -> bool:
    """The name above is merged down over this row, or the row has no number, no name and nothing but contacts."""
    columns = layout.at[form.person]
    if any(grid.at(row, column) for column in columns):
        return False
    top, left = grid.covers.get((row.number, columns[0]), (0, 0))
    if 0 < top < row.number and left == columns[0]:
        return True
    others = [column for key, own in layout.at.items() if key not in form.contacts for column in own]
    return "stt" in layout.at and not any(grid.counting(row, column) for column in others)


def join(above: dict[str, Cell], grid: Grid, row: Row, layout: Layout, form: FormDefinition) -> None:
    """The contacts of this row below those of the person, line by line."""
    for key in form.contacts:
        for column in layout.at.get(key, ()):
            cell = grid.at(row, column)
            own = above.get(key)
            if cell and own:
                text = f"{own.text}\n{cell.text}"
                above[key] = Cell(text, None, own.link or cell.link, None, own.raw)
            elif cell:
                above[key] = cell
