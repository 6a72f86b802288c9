"""The list becomes the unit's sheet, all or nothing; for a day that can be undone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core import bulk, clock
from nhipcau.core.refusal import Refusal
from nhipcau.sheets.actions.checking import recheck
from nhipcau.sheets.actions.proposing import locked, require_keeper
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Proposal, ProposalLine, Sheet, SheetRow

UNDONE_WITHIN = timedelta(days=1)
State = ProposalLine.State


@dataclass(frozen=True)
class Account:
    """What became of every line: read = imported + merged + refused."""

    read: int
    imported: int
    merged: int
    refused: int
    left_out: list[dict[str, Any]] = field(default_factory=list)


def account_of(proposal: Proposal) -> Account:
    """Count the lines of a list by what became of them."""
    states = list(proposal.lines.values_list("state", "where", "reason"))
    left_out = [
        {"where": where, "reason": reason} for state, where, reason in states if state == State.REFUSED
    ]
    merged = sum(1 for state, _w, _r in states if state == State.MERGED)
    return Account(len(states), len(states) - merged - len(left_out), merged, len(left_out), left_out)


@transaction.atomic
def confirm(proposal: Proposal, *, kind: Kind, by: User, keep_until: date | None = None) -> Sheet:
    """Check once more, then keep: sheet and rows, and whatever follows from them for this kind of form."""
    proposal = locked(proposal, by)
    recheck(proposal, kind)
    lines = list(proposal.lines.kept())
    if not lines or any(line.has_error for line in lines):
        raise Refusal(
            _("The list still has lines that cannot stay so.")
            if lines
            else _("There is nothing in the list."),
            remedy=_("Correct the lines marked in red, or leave them out."),
        )
    now, account = clock.now(), account_of(proposal)
    about_id = 0 if kind.is_shared else proposal.step_id or 0
    earlier = Sheet.objects.of(kind.key, about_id).in_force().filter(unit=proposal.unit).first()
    if earlier is not None:
        Sheet.objects.filter(pk=earlier.pk).update(replaced_at=now)
    sheet = Sheet.objects.create(
        unit=proposal.unit, unit_path=proposal.unit.path, form=kind.key, about_id=about_id, filename=proposal.filename,
        named_unit=proposal.named_unit, lines_read=account.read, lines_merged=account.merged, left_out=account.left_out,
        confirmed_at=now, confirmed_by=by, replaces=earlier, keep_until=keep_until,
    )  # fmt: skip
    rows = list(numbered(lines))
    codes = ([code for _field, _severity, code in line.issues] for line in lines)
    keep_rows(sheet, ((*row, left) for row, left in zip(rows, codes, strict=True)))
    kind.keep(sheet, rows, by=by)
    proposal.state, proposal.sheet, proposal.confirmed_at = Proposal.State.CONFIRMED, sheet, now
    proposal.save(update_fields=["state", "sheet", "confirmed_at"])
    trail.record("sheet.confirmed", sheet, by=by, unit=proposal.unit)
    return sheet


def numbered(lines: Iterable[ProposalLine]) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Table, place in the table from 1, and values of each line."""
    counts: dict[int, int] = {}
    for line in lines:
        counts[line.table] = counts.get(line.table, 0) + 1
        yield line.table, counts[line.table], line.values


def keep_rows(sheet: Sheet, rows: Iterable[tuple[int, int, dict[str, Any], list[str]]]) -> None:
    """The rows of a sheet as (table, order, values, codes of what was found and left)."""
    bulk.write(
        SheetRow,
        ("sheet_id", "table", "order", "values", "issues"),
        (
            (sheet.pk, table, order, bulk.as_json(values), bulk.as_json(codes))
            for table, order, values, codes in rows
        ),
    )


@transaction.atomic
def take_back(proposal: Proposal, *, kind: Kind, by: User) -> Sheet:
    """Undo a confirmation within a day: the sheet before it is in force again, the list is open again."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("unit", "sheet")
    found = held.filter(pk=proposal.pk, state=Proposal.State.CONFIRMED).first()
    if found is None or found.sheet is None or found.confirmed_at is None:
        raise Refusal(_("This list is not handed in."), remedy=_("Open the task to see where it stands."))
    require_keeper(found.unit, by)
    now, sheet = clock.now(), found.sheet
    if now - found.confirmed_at > UNDONE_WITHIN:
        raise Refusal(
            _("A list can be taken back for one day after it was handed in."),
            remedy=_("Hand in a corrected list; it takes the place of this one."),
        )
    if sheet.replaced_at is not None:
        raise Refusal(
            _("A later list of this unit has taken the place of this one."),
            remedy=_("Take back the later one first."),
        )
    kind.take_back(sheet, by=by)
    Sheet.objects.filter(pk=sheet.pk).update(replaced_at=now, is_taken_back=True)
    if sheet.replaces_id is not None:
        Sheet.objects.filter(pk=sheet.replaces_id, replaced_at=sheet.confirmed_at).update(replaced_at=None)
    sheet.rows.all().delete()
    found.state, found.sheet, found.confirmed_at = Proposal.State.OPEN, None, None
    found.save(update_fields=["state", "sheet", "confirmed_at"])
    trail.record("sheet.taken_back", sheet, by=by, unit=found.unit)
    return sheet
