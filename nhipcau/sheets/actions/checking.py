"""The stored lines through their form's own checks, and what was found written beside them."""

from collections.abc import Sequence
from typing import Any

from nhipcau.core import clock
from nhipcau.formats.model import Cell
from nhipcau.sheets.checking import Line
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Proposal, ProposalLine

FINDINGS = ("values", "issues", "has_error", "has_warning", "is_duplicate", "is_unmatched", "same_as")
UNMATCHED = {"unit-missing", "unit-differs", "unit-unknown"}
A_BATCH = 500


def found_of(proposal: Proposal, lines: Sequence[ProposalLine]) -> Found:
    """The lines as a reader would have found them; the unit's own name where the file names none."""
    found = Found(
        unit=proposal.named_unit or proposal.unit.name,
        converted=proposal.was_converted and not proposal.is_raw,
    )
    counts: dict[int, int] = {}
    for line in lines:
        counts[line.table] = counts.get(line.table, 0) + 1
        cells = {key: _cell(parts, proposal.is_raw) for key, parts in line.cells.items()}
        found.rows.append(
            FoundRow(line.table, counts[line.table], line.where, cells, line.is_hidden, line.group)
        )
    return found


def _cell(parts: list[Any], is_raw: bool) -> Cell:
    text, link, raw = [*parts, None, None][:3]
    return Cell(raw if is_raw and raw is not None else text, None, link)


def recheck(proposal: Proposal, kind: Kind) -> None:
    """Check every kept line again, because one line's change may make or unmake another's repeat."""
    lines = list(proposal.lines.kept())
    ProposalLine.objects.bulk_update(check(proposal, lines, kind), FINDINGS, batch_size=A_BATCH)


def check(proposal: Proposal, lines: Sequence[ProposalLine], kind: Kind) -> list[ProposalLine]:
    """Write what is found on the lines, stored or not; gives back those of which something is new."""
    checked = kind.check(found_of(proposal, lines))
    changed = [line for line, said in zip(lines, checked.lines, strict=True) if _write(line, said, lines)]
    proposal.checked_at, proposal.file_codes = clock.now(), checked.file_codes
    proposal.save(update_fields=["checked_at", "file_codes"])
    return changed


def _write(line: ProposalLine, said: Line, lines: Sequence[ProposalLine]) -> bool:
    """Put what was found on the line; False when nothing of it is new."""
    codes = {i.code for i in said.issues}
    new = {
        "values": said.values,
        "issues": [[i.field, i.severity, i.code] for i in said.issues],
        "has_error": said.has_error,
        "has_warning": bool(said.issues) and not said.has_error,
        "is_duplicate": "duplicate" in codes,
        "is_unmatched": bool(codes & UNMATCHED),
        "same_as": None if said.same_as is None else lines[said.same_as].key,
    }
    if all(getattr(line, name) == value for name, value in new.items()):
        return False
    for name, value in new.items():
        setattr(line, name, value)
    return True
