"""The stored lines through their form's own checks, and what was found written beside them."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from nhipcau.core import bulk, clock
from nhipcau.formats.model import Cell
from nhipcau.sheets.checking import ABOUT_OTHERS, Line, codes_of_file
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.issues import Issue
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Proposal, ProposalLine

FINDINGS = ("values", "issues", "has_error", "has_warning", "is_duplicate", "is_unmatched", "same_as")
UNMATCHED = {"unit-missing", "unit-differs", "unit-unknown"}
A_FEW = 20


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
    """Check every kept line again."""
    lines = list(proposal.lines.kept())
    before = [_stored(line) for line in lines]
    check(proposal, lines, kind)
    after = [_stored(line) for line in lines]
    changed = [(*new, line.pk) for line, old, new in zip(lines, before, after, strict=True) if new != old]
    _write(changed)


def check(proposal: Proposal, lines: Sequence[ProposalLine], kind: Kind) -> None:
    """Put what is found on the lines, stored or not; the caller writes them."""
    checked = kind.check(found_of(proposal, lines))
    keys = [line.key for line in lines]
    for line, said in zip(lines, checked.lines, strict=True):
        for name, value in zip(FINDINGS, _findings(said, keys), strict=True):
            setattr(line, name, value)
    _checked(proposal, checked.file_codes)


def recheck_changed(proposal: Proposal, kind: Kind, keys: Iterable[int]) -> None:
    """What `recheck` would write after a change of these lines alone.

    Cells are cleaned again on those lines, and further down as long as a line that leans on the one before it (a ditto
    mark) comes out another. All are compared, because one line's change may make or unmake another's repeat.
    """
    stored = [_Stored(*values) for values in proposal.lines.kept().values_list(*_Stored._fields)]
    lines = [_own(each) for each in stored]
    _clean_again(proposal, kind, stored, lines, _touched(stored, keys))
    kind.compare(lines)
    keys_in_order = [each.key for each in stored]
    changed = [
        (*new, each.pk)
        for each, line in zip(stored, lines, strict=True)
        if (new := _findings(line, keys_in_order)) != each[-len(FINDINGS) :]
    ]
    _write(changed)
    converted = proposal.was_converted and not proposal.is_raw
    _checked(proposal, codes_of_file(converted=converted, is_empty=not lines))


class _Stored(NamedTuple):
    """A kept line without its cells."""

    pk: int
    key: int
    table: int
    group: str | None
    values: dict[str, Any]
    issues: list[list[str]]
    has_error: bool
    has_warning: bool
    is_duplicate: bool
    is_unmatched: bool
    same_as: int | None


def _own(stored: _Stored) -> Line:
    """The line with the findings that are its own."""
    issues = [Issue(*issue) for issue in stored.issues if issue[2] not in ABOUT_OTHERS]
    return Line(stored.table, 0, stored.values, issues)


def _touched(stored: Sequence[_Stored], keys: Iterable[int]) -> set[int]:
    """The places of the changed lines that are still kept, and of what now stands behind each or behind its gap."""
    order = [(each.table, each.key) for each in stored]
    places = set()
    for key in keys:
        for table in {each.table for each in stored}:
            at = bisect_left(order, (table, key))
            places |= {at, at + 1} if order[at : at + 1] == [(table, key)] else {at}
    return {at for at in places if at < len(stored)}


def _clean_again(
    proposal: Proposal, kind: Kind, stored: Sequence[_Stored], lines: list[Line], places: Collection[int]
) -> None:
    """From these places downwards, until a line comes out as it was."""
    waiting = sorted(places, reverse=True)
    loaded: dict[int, ProposalLine] = {}
    while waiting:
        at = waiting.pop()
        if stored[at].pk not in loaded:
            near = [stored[n].pk for n in {*waiting, *range(at, min(at + A_FEW, len(stored)))}]
            loaded |= proposal.lines.in_bulk(near)
        found = found_of(proposal, [loaded[stored[at].pk]])
        is_next = at > 0 and stored[at - 1][2:4] == stored[at][2:4]
        line = kind.line(found.rows[0], found.unit, lines[at - 1].values if is_next else {})
        is_as_it_was = (line.values, line.issues) == (lines[at].values, lines[at].issues)
        lines[at] = line
        if not is_as_it_was and at + 1 < len(stored) and (not waiting or waiting[-1] != at + 1):
            waiting.append(at + 1)


def _stored(line: ProposalLine) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in FINDINGS)


def _findings(said: Line, keys: Sequence[int]) -> tuple[Any, ...]:
    """What is kept of a checked line, in the order of `FINDINGS`."""
    codes = {i.code for i in said.issues}
    return (
        said.values,
        [[i.field, i.severity, i.code] for i in said.issues],
        said.has_error,
        bool(said.issues) and not said.has_error,
        "duplicate" in codes,
        bool(codes & UNMATCHED),
        None if said.same_as is None else keys[said.same_as],
    )


def _write(changed: Sequence[tuple[Any, ...]]) -> None:
    """Findings, with the number of the line behind them."""
    rows = ((bulk.as_json(values), bulk.as_json(issues), *rest) for values, issues, *rest in changed)
    bulk.update(ProposalLine, FINDINGS, rows)


def _checked(proposal: Proposal, file_codes: list[str]) -> None:
    proposal.checked_at, proposal.file_codes = clock.now(), file_codes
    proposal.save(update_fields=["checked_at", "file_codes"])
