"""Lines are mended one by one or all like cases at once; every act can be undone while the list is open."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.core import bulk, clock
from nhipcau.core.boundary import why_outside
from nhipcau.core.refusal import Refusal
from nhipcau.formats.model import Cell
from nhipcau.sheets.actions.checking import recheck, recheck_changed
from nhipcau.sheets.actions.proposing import MOST_ROWS, line_of, locked
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.finding import FoundRow
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Proposal, ProposalChange, ProposalLine

STORED = ("table", "cells", "state", "merged_into", "reason")
State = ProposalLine.State


class Stale(Exception):
    """Somebody changed the line meanwhile; `line` is how it stands now."""

    def __init__(self, line: ProposalLine) -> None:
        super().__init__(line.pk)
        self.line = line


def like_cases(line: ProposalLine, column: str) -> Iterable[ProposalLine]:
    """Other kept lines of the same table that say the same in this column."""
    said = _text(line, column)
    others = line.proposal.lines.kept().filter(table=line.table).exclude(pk=line.pk)
    cells = others.values_list("pk", "cells")
    return others.filter(pk__in=[pk for pk, own in cells if _said(own, column) == said])


def _text(line: ProposalLine, column: str) -> str:
    return _said(line.cells, column)


def _said(cells: dict[str, Any], column: str) -> str:
    return tidy(cells.get(column, [""])[0])


@transaction.atomic
def retype(
    proposal: Proposal,
    key: int,
    cells: dict[str, str],
    *,
    kind: Kind,
    version: int,
    by: User,
    table: int | None = None,
    alike: Iterable[str] = (),
) -> ProposalLine:
    """Put other texts into the cells of one line; in the columns of `alike` also on every line that says the same.

    A cell that was left as it is keeps its link. Raises `Stale` when the line is no longer at `version`, unless it
    says what was typed already: a press that was sent twice.
    """
    proposal, alike = locked(proposal, by), list(alike)
    line = _line(proposal, key)
    changed = {name: text for name, text in cells.items() if tidy(text) != _text(line, name)}
    if not changed and line.state == State.KEPT and table in (None, line.table):
        return line
    if line.version != version:
        raise Stale(line)
    touched = {line.pk: line}
    for column in alike:
        if column in changed:
            touched |= {other.pk: other for other in like_cases(line, column)}
    before = [_stored(one) for one in touched.values()]
    said = {column: _text(line, column) for column in alike}
    for one in touched.values():
        mine = {
            c: text for c, text in changed.items() if one is line or (c in said and _text(one, c) == said[c])
        }
        one.cells = one.cells | {name: [text, None, None] for name, text in mine.items()}
    if table is not None:
        line.table = table
    line.state, line.merged_into, line.reason = State.KEPT, None, ""
    _save(proposal, touched.values(), "retype-all" if len(touched) > 1 else "retype", before, by, kind)
    line.refresh_from_db()
    return line


@transaction.atomic
def add_line(
    proposal: Proposal, cells: dict[str, str], *, table: int, kind: Kind, by: User, line_key: uuid.UUID
) -> ProposalLine:
    """One more line; the same key again is the same line."""
    proposal = locked(proposal, by)
    known = proposal.lines.filter(line_key=line_key).first()
    if known is not None:
        return known
    key = (proposal.lines.order_by("-key").values_list("key", flat=True).first() or 0) + 1
    if key > MOST_ROWS:
        raise Refusal(
            _("The list has more than %(most)s lines.") % {"most": MOST_ROWS}, remedy=_("Send it in parts.")
        )
    line = line_of(proposal, FoundRow(table, 0, {}, {name: Cell(text) for name, text in cells.items()}), key)
    line.line_key = line_key
    line.save()
    _log(proposal, "add", [{"key": key, "absent": True}], by)
    recheck_changed(proposal, kind, [key])
    line.refresh_from_db()
    return line


@transaction.atomic
def leave_out(proposal: Proposal, keys: Iterable[int], reason: str, *, kind: Kind, by: User) -> None:
    """Refuse lines, with the reason that stands in the account and that others read."""
    if why := why_outside(reason):
        raise Refusal(why, remedy=_("Write what is wrong with this line itself."))
    proposal = locked(proposal, by)
    lines = list(proposal.lines.kept().filter(key__in=list(keys)))
    before = [_stored(line) for line in lines]
    for line in lines:
        line.state, line.reason = State.REFUSED, (reason.strip() or "other")[:200]
    if lines:
        _save(proposal, lines, "leave-out", before, by, kind)


@transaction.atomic
def take_in(proposal: Proposal, key: int, *, kind: Kind, by: User) -> None:
    """A line that was left out or merged counts again."""
    proposal = locked(proposal, by)
    line = _line(proposal, key)
    if line.state == State.KEPT:
        return
    before = [_stored(line)]
    line.state, line.merged_into, line.reason = State.KEPT, None, ""
    _save(proposal, [line], "take-in", before, by, kind)


@transaction.atomic
def merge_repeats(proposal: Proposal, *, kind: Kind, by: User, key: int | None = None) -> int:
    """Merge a line, or every line, that repeats a person into the first one; blanks of the first are filled."""
    proposal = locked(proposal, by)
    repeats = proposal.lines.kept().filter(is_duplicate=True, same_as__isnull=False)
    lines = list(repeats.filter(key=key) if key is not None else repeats)
    firsts = {line.key: line for line in proposal.lines.filter(key__in={line.same_as for line in lines})}
    touched = {one.pk: one for one in [*lines, *firsts.values()]}
    before = [_stored(one) for one in touched.values()]
    for line in lines:
        first = firsts[line.same_as]  # type: ignore[index]
        first.cells = {name: parts for name, parts in line.cells.items() if parts[0].strip()} | {
            name: parts for name, parts in first.cells.items() if parts[0].strip() or parts[1]
        }
        line.state, line.merged_into = State.MERGED, first.key
    if lines:
        _save(proposal, touched.values(), "merge", before, by, kind)
    return len(lines)


@transaction.atomic
def turn_letters(proposal: Proposal, *, raw: bool, kind: Kind, by: User) -> None:
    """Show the letters as they stood in the file, or turned into Unicode again."""
    proposal = locked(proposal, by)
    if proposal.was_converted and proposal.is_raw != raw:
        proposal.is_raw = raw
        proposal.save(update_fields=["is_raw"])
        _log(proposal, "letters", [{"is_raw": not raw}], by)
        recheck(proposal, kind)


@transaction.atomic
def undo(proposal: Proposal, *, kind: Kind, by: User) -> ProposalChange | None:
    """Put back what the last act on the lines changed; None when there is nothing to undo."""
    proposal = locked(proposal, by)
    change = proposal.changes.order_by("-pk").first()
    if change is None:
        return None
    lines = {
        line.key: line
        for line in proposal.lines.filter(key__in=[b["key"] for b in change.before if "key" in b])
    }
    for stored in change.before:
        _put_back(proposal, stored, lines)
    _put(lines.values())
    change.delete()
    if change.what == "letters":
        proposal.save(update_fields=["is_raw"])
        recheck(proposal, kind)
    else:
        recheck_changed(proposal, kind, [stored["key"] for stored in change.before])
    return change


def _put_back(proposal: Proposal, stored: dict[str, Any], lines: dict[int, ProposalLine]) -> None:
    if "is_raw" in stored:
        proposal.is_raw = stored["is_raw"]
    elif stored.get("absent"):
        lines.pop(stored["key"]).delete()
    else:
        line = lines[stored["key"]]
        for name in STORED:
            setattr(line, name, stored[name])
        line.version += 1


def _line(proposal: Proposal, key: int) -> ProposalLine:
    line = proposal.lines.filter(key=key).first()
    if line is None:
        raise Refusal(_("This line is no longer there."), remedy=_("Reload the page."))
    line.proposal = proposal
    return line


def _stored(line: ProposalLine) -> dict[str, Any]:
    return {"key": line.key} | {name: getattr(line, name) for name in STORED}


def _save(
    proposal: Proposal,
    lines: Iterable[ProposalLine],
    what: str,
    before: list[dict[str, Any]],
    by: User,
    kind: Kind,
) -> None:
    lines = list(lines)
    for line in lines:
        line.version += 1
    _put(lines)
    _log(proposal, what, before, by)
    recheck_changed(proposal, kind, [line.key for line in lines])


def _put(lines: Iterable[ProposalLine]) -> None:
    rows = (
        (
            line.table,
            bulk.as_json(line.cells),
            line.state,
            line.merged_into,
            line.reason,
            line.version,
            line.pk,
        )
        for line in lines
    )
    bulk.update(ProposalLine, (*STORED, "version"), rows)


def _log(proposal: Proposal, what: str, before: list[dict[str, Any]], by: User) -> None:
    ProposalChange.objects.create(
        proposal=proposal, at=clock.now(), by=by, what=what, lines=len(before), before=before
    )
