"""What people do to a list on its way in: read it, retype a cell, drop a line, choose the unit, confirm."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.formats.model import Cell
from nhipcau.organisations.models import Unit
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.models import Proposal, Sheet, SheetRow

MOST_ROWS = 2_500


def require_keeper(unit: Unit, by: User) -> None:
    """The unit itself, or the desk that keeps the register for it."""
    if not may(by, Permission.REGISTER_MANAGE, unit):
        require(by, Permission.TASK_HAND_IN, unit)


@transaction.atomic
def propose(
    unit: Unit,
    form: str,
    found: Found,
    *,
    by: User,
    submit_key: uuid.UUID,
    about_id: int | None = None,
    data: bytes | None = None,
    filename: str = "",
) -> Proposal:
    """Keep what was read until somebody confirms it; an earlier proposal for the same thing goes away."""
    require_keeper(unit, by)
    known = Proposal.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    if len(found.rows) > MOST_ROWS:
        raise Refusal(
            _("The list has more than %(most)s lines.") % {"most": MOST_ROWS},
            remedy=_("Send it in parts, one file for each unit."),
        )
    if about_id is not None:
        for earlier in Proposal.objects.filter(form=form, about_id=about_id, unit=unit):
            remove(earlier)
    proposal = Proposal(
        unit=unit, unit_path=unit.path, form=form, about_id=about_id, filename=filename[-200:], named_unit=(found.unit or "")[:300],
        was_converted=found.converted, created_at=clock.now(), created_by=by, submit_key=submit_key,
        rows=[_kept(row, key) for key, row in enumerate(found.rows, 1)],
    )  # fmt: skip
    if data is not None:
        proposal.original.save(filename or "file.bin", ContentFile(data), save=False)
    proposal.save()
    trail.record("sheet.proposed", proposal, by=by, unit=unit)
    return proposal


def _kept(row: FoundRow, key: int) -> dict[str, Any]:
    cells = {name: [cell.text, cell.link] for name, cell in row.cells.items() if cell}
    return {"key": key, "table": row.table, "where": row.where, "cells": cells, "hidden": row.hidden, "group": row.group, "dropped": False}  # fmt: skip


def found_of(proposal: Proposal) -> tuple[Found, list[int]]:
    """The lines that were not dropped, ready for the form's own checks, and their keys."""
    found = Found(unit=proposal.named_unit or proposal.unit.name, converted=proposal.was_converted)
    counts: dict[int, int] = {}
    keys: list[int] = []
    for row in sorted(proposal.rows, key=lambda r: (r["table"], r["key"])):
        if row["dropped"]:
            continue
        counts[row["table"]] = counts.get(row["table"], 0) + 1
        cells = {name: Cell(text, None, link) for name, (text, link) in row["cells"].items()}
        found.rows.append(
            FoundRow(row["table"], counts[row["table"]], row["where"], cells, row["hidden"], row["group"])
        )
        keys.append(row["key"])
    return found, keys


@transaction.atomic
def retype(proposal: Proposal, key: int, cells: dict[str, str], *, table: int, by: User) -> None:
    """Put other texts into the cells of one line; a cell that was left as it is keeps its link."""
    proposal = _locked(proposal, by)
    row = proposal.row(key)
    if row is None:
        raise Refusal(_("This line is no longer there."), remedy=_("Reload the page."))
    for name, text in cells.items():
        before = row["cells"].get(name, ["", None])
        if text.strip() != before[0].strip():
            row["cells"][name] = [text, None]
    row["table"], row["dropped"] = table, False
    proposal.save(update_fields=["rows"])


@transaction.atomic
def add_line(proposal: Proposal, cells: dict[str, str], *, table: int, by: User, line_key: uuid.UUID) -> int:
    """One more person; the same key again is the same line."""
    proposal = _locked(proposal, by)
    for row in proposal.rows:
        if row.get("line_key") == str(line_key):
            return int(row["key"])
    key = max((row["key"] for row in proposal.rows), default=0) + 1
    row = _kept(FoundRow(table, 0, {}, {name: Cell(text) for name, text in cells.items()}), key)
    proposal.rows.append(row | {"line_key": str(line_key)})
    proposal.save(update_fields=["rows"])
    return key


@transaction.atomic
def drop_line(proposal: Proposal, key: int, *, by: User, back: bool = False) -> None:
    """Leave a line out, or take it in again."""
    proposal = _locked(proposal, by)
    row = proposal.row(key)
    if row is not None:
        row["dropped"] = not back
        proposal.save(update_fields=["rows"])


@transaction.atomic
def choose_unit(proposal: Proposal, unit: Unit, *, about_id: int | None, by: User) -> None:
    """The list is another unit's."""
    proposal = _locked(proposal, by)
    require_keeper(unit, by)
    proposal.unit, proposal.unit_path, proposal.about_id = unit, unit.path, about_id
    proposal.save(update_fields=["unit", "unit_path", "about_id"])


@transaction.atomic
def discard(proposal: Proposal, *, by: User) -> None:
    """Nothing of it was kept, and now nothing is left of it."""
    proposal = _locked(proposal, by)
    remove(proposal)


@transaction.atomic
def confirm(
    proposal: Proposal, rows: Iterable[tuple[int, int, dict[str, Any], list[str]]], *, by: User
) -> Sheet:
    """The lines become the unit's sheet, an earlier one is replaced, the proposal goes away.

    `rows` are (table, order, values, codes of findings) as the form's owner has checked them.
    """
    proposal = _locked(proposal, by)
    now = clock.now()
    Sheet.objects.filter(unit=proposal.unit, form=proposal.form, replaced_at__isnull=True).update(
        replaced_at=now
    )
    sheet = Sheet.objects.create(
        unit=proposal.unit,
        unit_path=proposal.unit.path,
        form=proposal.form,
        filename=proposal.filename,
        confirmed_at=now,
        confirmed_by=by,
    )
    SheetRow.objects.bulk_create(
        SheetRow(sheet=sheet, table=table, order=order, values=values, issues=codes)
        for table, order, values, codes in rows
    )
    trail.record("sheet.confirmed", sheet, by=by, unit=proposal.unit)
    remove(proposal)
    return sheet


def _locked(proposal: Proposal, by: User) -> Proposal:
    found = (
        Proposal.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=proposal.pk).first()
    )
    if found is None:
        raise Refusal(
            _("This list has been handed in or thrown away already."),
            remedy=_("Open the task to see where it stands."),
        )
    require_keeper(found.unit, by)
    return found


def remove(proposal: Proposal) -> None:
    """The row, and its file once the transaction has held."""
    name, storage = proposal.original.name, proposal.original.storage
    proposal.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
