"""The tables of a file as the beginning of a form: their headings, two rows of them joined."""

import itertools
import re

from nhipcau.core.boundary import why_asked
from nhipcau.core.text import fold
from nhipcau.formats.model import Document
from nhipcau.sheets.cleaners.base import says_nothing, tidy
from nhipcau.sheets.designing import NUMBERS, DraftTable, asks_for_an_account

LEAST, DEEP = 3, 20  # filled cells of a heading row; rows in which it is looked for


def drafts_in(document: Document) -> list[DraftTable]:
    """One draft for each table with headings; numbers of lines and accounts of social networks are left out."""
    found = []
    for kind, rows in document.blocks():
        if kind == "table":
            draft = draft_of([[tidy(str(cell)) for cell in row] for row in rows])
            if draft is not None:
                found.append(draft)
    return found


def draft_of(rows: list[list[str]]) -> DraftTable | None:
    """The draft of one table, None where it has no headings."""
    side = _labels_down(rows)
    draft = draft_of_headings(side or _headings(rows), is_record=bool(side))
    return draft if draft.headings else None


def draft_of_headings(headings: list[str], *, is_record: bool = False) -> DraftTable:
    """The draft of a table with these headings, without numbers of lines and without what no form of the desk asks for."""
    wanted = [h.strip(" :*.…") for h in headings if fold(h).strip(" .") not in NUMBERS]
    left_out = [h for h in dict.fromkeys(wanted) if asks_for_an_account(h) or why_asked(h)]
    kept = [h for h in dict.fromkeys(wanted) if h and h not in left_out]
    return DraftTable(kept, is_record=is_record, left_out=left_out)


def _labels_down(rows: list[list[str]]) -> list[str]:
    """Labels of a table whose right side is empty."""
    filled = [row for row in rows if any(row)]
    if len(filled) < 2 or any(not row[0] or any(not says_nothing(c) for c in row[1:]) for row in filled):
        return []
    return [row[0] for row in filled] if all(len(row) > 1 for row in filled) else []


def _headings(rows: list[list[str]]) -> list[str]:
    for at, row in enumerate(rows[:DEEP]):
        words = [cell for cell in row if re.search(r"[^\W\d_]", cell)]
        if len(set(words)) >= LEAST or (len(set(words)) == 2 and len(row) == 2):
            below = rows[at + 1] if at + 1 < len(rows) else []
            return _joined(row, below) if _is_second(row, below) else [c for c in row if c]
    return []


def _is_second(top: list[str], below: list[str]) -> bool:
    """The row below names parts of a heading that spans several columns."""
    spans = any(not cell for cell in top[1:]) or any(a and a == b for a, b in itertools.pairwise(top))
    words = [cell for cell in below if cell]
    return spans and len(words) >= 2 and all(re.search(r"[^\W\d_]{2}", w) and "…" not in w for w in words)


def _joined(top: list[str], below: list[str]) -> list[str]:
    found, last = [], ""
    for at in range(max(len(top), len(below))):
        upper = top[at] if at < len(top) else ""
        lower = below[at] if at < len(below) else ""
        last = upper or last
        found.append(f"{last} - {lower}" if lower and lower != last else upper)
    return [heading for heading in found if heading]
