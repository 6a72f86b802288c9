"""Where a table's heading stands, in one row or several, and which column is which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nhipcau.core.text import fold
from nhipcau.formats.model import Row
from nhipcau.sheets import lines
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.cleaners.name import SURNAMES
from nhipcau.sheets.definition import FormDefinition
from nhipcau.sheets.grid import Grid, texts
from nhipcau.sheets.swapping import HOMES, nature

ASKS_NAME = re.compile(r"\b(?:ten|nick|nickname|hien thi)\b")


@dataclass
class Layout:
    """Which column of the sheet is which column of the form; a name may lie in two."""

    at: dict[str, list[int]]
    depth: int  # rows that the heading takes
    table: int | None = None  # where the columns say which table of the form it is

    def begins_with(self, other: "Layout") -> bool:
        """The other is the upper row of this heading of two."""
        shared = [key for key, columns in other.at.items() if self.at.get(key) == columns]
        return self.depth > other.depth and len(other.at) < len(self.at) and len(shared) >= 4

    def first(self) -> int:
        return min(min(columns) for columns in self.at.values())


def layout_at(grid: Grid, index: int, form: FormDefinition, expected: int = 1) -> Layout | None:
    """The layout when a heading begins at this row: one row, or two or three together."""
    best: Layout | None = None
    if len(texts(grid.rows[index])) < 2:
        return None
    for depth in (1, 2, 3):
        if index + depth > len(grid.rows):
            break
        rows = grid.rows[index : index + depth]
        if depth > 1 and (not _goes_on(grid, rows, form) or _stands_alone(rows[1], form)):
            break
        layout = _of_any_table(grid, rows, form, expected)
        if layout and (best is None or _weight(layout) > _weight(best)):
            best = layout
    return _completed(grid, grid.rows[index : index + best.depth], best, form) if best else None


def _completed(grid: Grid, rows: list[Row], layout: Layout, form: FormDefinition) -> Layout:
    """What the headings leave open about the contacts is told by what stands below them."""
    if len(layout.at) >= 3 and any(key not in layout.at for key in form.contacts):
        _account_below(grid, rows, layout.at)
        layout.at |= _told_by_content(grid, rows, layout.at, form)
        _account_alone(grid, rows, layout.at)
    return layout


def _of_any_table(grid: Grid, rows: list[Row], form: FormDefinition, expected: int) -> Layout | None:
    """A heading belongs to the table whose columns it names best; of two alike to the one whose turn it is."""
    if not form.tables:
        return _layout(grid, rows, form, None)
    best: Layout | None = None
    turn = [expected, *(n for n in range(1, len(form.tables) + 1) if n != expected)]
    for table in turn:
        if not 1 <= table <= len(form.tables):
            continue
        layout = _layout(grid, rows, form, form.tables[table - 1])
        if layout and (best is None or _weight(layout) > _weight(best)):
            layout.table, best = table, layout
    return best


def windows(grid: Grid, form: FormDefinition) -> list[tuple[int, int]]:
    """Tables side by side: the columns of each; one window where there is one table."""
    width = max((len(row.cells) for row in grid.rows), default=0)
    for index, row in enumerate(grid.rows):
        if len(texts(row)) < 6 or not form.person:
            continue
        if layout_at(grid, index, form) is None:
            continue
        keys = [form.column_of(grid.label(row, c)) if grid.label(row, c) else None for c in range(width)]
        cut = _cut(keys, form)
        return [(0, cut), (cut, width)] if cut else [(0, width)]
    return [(0, width)]


def _cut(keys: list[str | None], form: FormDefinition) -> int:
    """Where the headings begin again from the first, 0 when they do not."""
    named = [(c, key) for c, key in enumerate(keys) if key]
    if not named:
        return 0
    start = named[0][1]
    for c, key in named[1:]:
        left, right = [k for at, k in named if at < c], [k for at, k in named if at >= c]
        if (
            key == start
            and min(_names(left, form), _names(right, form)) == 1
            and min(len(left), len(right)) >= 3
        ):
            return c
    return 0


def _names(keys: list[str], form: FormDefinition) -> int:
    return len({"person" for key in keys if key in (form.person, "name_last", "name_first")})


def _stands_alone(lower: Row, form: FormDefinition) -> bool:
    """The row below is a whole heading by itself, so this one is somebody."""
    return len({key for _at, text in texts(lower) if (key := form.column_of(text))}) >= 5


def _weight(layout: Layout) -> int:
    return len(layout.at)


def _goes_on(grid: Grid, rows: list[Row], form: FormDefinition) -> bool:
    """The last row can be a lower part of a heading: short words, no data."""
    upper, lower = rows[0], rows[-1]
    filled = texts(lower)
    if not filled or not _can_begin(grid, upper, form) or lines.is_numbers(lower):
        return False
    for _at, text in filled:
        if len(text) > 60 or re.search(r"\d{3}|@|\.com", text) or re.fullmatch(r"\d+", text):
            return False
    known = sum(1 for _at, text in filled if form.column_of(text) or _sub_heading(text))
    return known >= max(1, (len(filled) + 1) // 2)


def _can_begin(grid: Grid, row: Row, form: FormDefinition) -> bool:
    """The upper part of a heading: two headings at least, or words over several columns each."""
    filled = texts(row)
    known = sum(1 for _at, text in filled if form.column_of(text))
    if known >= 2:
        return True
    return len(filled) >= 2 and all(
        grid.wide.get((row.number, at), 1) > 1 or form.column_of(text) for at, text in filled
    )


def _sub_heading(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:ten|ho|ho dem|link|duong link|dia chi|so|di dong|co quan|ca nhan|nam|nu|tai khoan|ten tai khoan)",
            fold(tidy(text)),
        )
    )


def _layout(grid: Grid, rows: list[Row], form: FormDefinition, keys: Sequence[str] | None) -> Layout | None:
    width = max(len(row.cells) for row in rows)
    at: dict[str, list[int]] = {}
    unknown: list[tuple[int, str]] = []
    for column in range(width):
        label = _label(grid, rows, column)
        key = form.column_of(label, keys) if label else None
        if key is not None:
            at.setdefault(key, []).append(column)
        elif label:
            unknown.append((column, label))
    for column, label in unknown if len(at) >= 3 else []:
        key = form.nearly(label, keys)
        if key is not None and key not in at:
            at[key] = [column]
    if not form.person or (keys is not None and form.person not in keys):
        return _without_person(at, len(rows), form, keys)
    person = _person_columns(grid, rows, at, form)
    if not person and len(at) >= 4:
        person = [column for column, _label in unknown if _holds_names(grid, rows, column)][:1]
    _account_name(at, person)
    at = {key: columns for key, columns in at.items() if key not in ("name_last", "name_first")}
    known = [key for key in at if key not in ("stt", form.person)]
    columns = len(keys) if keys is not None else len(form.columns)
    if not person or len(known) < min(1 if "stt" in at else 2, max(columns - 1, 0)):
        return None
    at[form.person] = person
    return Layout(at, len(rows))


def _told_by_content(
    grid: Grid, rows: list[Row], at: dict[str, list[int]], form: FormDefinition
) -> dict[str, list[int]]:
    """A phone, an e-mail or a link that no heading names: the column below a strange heading that holds them."""
    missing = [key for key in HOMES.values() if key in form.contacts and key not in at]
    found: dict[str, list[int]] = {}
    taken = {c for own in at.values() for c in own}
    width = max(len(row.cells) for row in rows) + 2  # the heading may stop before its columns do
    for column in (c for c in range(width if missing else 0) if c not in taken):
        natures = _natures(grid, rows, column)
        for what, key in HOMES.items():
            if key in missing and key not in found and natures.count(what) * 2 > len(natures):
                found[key] = [column]
                break
    return found


def _natures(grid: Grid, rows: list[Row], column: int) -> list[str]:
    """Of the first filled cells below a heading."""
    below = [grid.at(r, column) for r in grid.rows if r.number > rows[-1].number][:12]
    return [nature(cell) for cell in below if cell]


def _account_below(grid: Grid, rows: list[Row], at: dict[str, list[int]]) -> None:
    """One heading over two columns, the account's name and its link."""
    own = at.get("facebook_name", [])
    if "facebook" not in at and len(own) == 2:
        links = [_natures(grid, rows, column).count("link") for column in own]
        at["facebook_name"], at["facebook"] = own[:1], own[1:]
        if links[0] > links[1]:
            at["facebook_name"], at["facebook"] = own[1:], own[:1]


def _account_name(at: dict[str, list[int]], person: list[int]) -> None:
    """ "Tên" alone beside the link, where the persons' names stand elsewhere, is the name of the account."""
    for column in at.get("name_first", ()):
        if column not in person and column + 1 in at.get("facebook", ()) and "facebook_name" not in at:
            at["facebook_name"] = [column]


def _account_alone(grid: Grid, rows: list[Row], at: dict[str, list[int]]) -> None:
    """One column for the account, and its heading asks for no name: links belong there."""
    own = at.get("facebook_name", [])
    if "facebook" not in at and len(own) == 1 and not ASKS_NAME.search(fold(_label(grid, rows, own[0]))):
        at["facebook"] = at.pop("facebook_name")
        beside = own[0] + 1
        is_free = beside not in {c for columns in at.values() for c in columns}
        if is_free and _label(grid, rows, beside) in ("", _label(grid, rows, own[0])):
            at |= {"facebook_name": [beside]} if "word" in _natures(grid, rows, beside) else {}


def _without_person(
    at: dict[str, list[int]], depth: int, form: FormDefinition, keys: Sequence[str] | None
) -> Layout | None:
    """A table of figures: half of its columns at least, two of them where it has two."""
    columns = len(keys) if keys is not None else len(form.columns)
    known = sum(1 for key in at if key != "stt")
    return Layout(at, depth) if known >= max(min(2, columns), (columns + 1) // 2) else None


def _label(grid: Grid, rows: list[Row], column: int) -> str:
    parts: list[str] = []
    for depth, row in enumerate(rows):
        text = grid.label(row, column)
        if not text and depth == 0 and len(rows) > 1 and grid.at(rows[1], column):
            left = next((grid.at(row, c).text for c in range(column, -1, -1) if grid.at(row, c)), "")
            text = tidy(left)
        if text and text not in parts and len(text) <= 90:
            parts.append(text)
    return " ".join(parts)


def _person_columns(grid: Grid, rows: list[Row], at: dict[str, list[int]], form: FormDefinition) -> list[int]:
    """Họ tên in one column, in two under one heading, or as họ đệm and tên."""
    if "name_last" in at:
        first = at.get("name_first") or [c for c in at.get(form.person, []) if c > at["name_last"][0]][:1]
        if not first and at["name_last"][0] + 1 not in {c for columns in at.values() for c in columns}:
            first = [at["name_last"][0] + 1]
        last = at["name_last"][0]
        taken = {c for key, own in at.items() if not key.startswith("name_") for c in own}
        between = [c for c in range(last + 1, (first or [last])[0]) if c not in taken]  # họ, tên đệm, tên
        return [last, *between[:2], *first[:1]]
    columns = at.get(form.person) or at.get("name_first") or []
    if not columns:
        return []
    start = columns[0]
    wide = grid.wide.get((rows[0].number, start), 1)
    taken = {c for key, own in at.items() if key != form.person for c in own}
    if wide > 1:
        return [c for c in range(start, start + wide) if c not in taken][:3]
    is_split = start + 1 not in taken and _given_names_at(grid, rows, start + 1)
    return [start, start + 1] if is_split else [start]


def _holds_names(grid: Grid, rows: list[Row], column: int) -> bool:
    """Most of what stands below begins with a family's name and goes on."""
    below = [tidy(grid.at(r, column).text) for r in grid.rows if r.number > rows[-1].number][:12]
    filled = [text for text in below if text]
    names = [text for text in filled if " " in text and fold(text.split()[0]) in SURNAMES]
    return len(names) * 2 > len(filled)


def _given_names_at(grid: Grid, rows: list[Row], column: int) -> bool:
    """A column without a heading beside the names, one word in each line: họ đệm and tên under one heading."""
    if any(grid.label(row, column) for row in rows):
        return False
    below = [row for row in grid.rows if row.number > rows[-1].number][:12]
    pairs = [(tidy(grid.at(r, column - 1).text), tidy(grid.at(r, column).text)) for r in below]
    beside = [given for name, given in pairs if name and given]
    return len(beside) >= 2 and all(given.isalpha() and len(given) < 10 for given in beside)
