"""A file is taken in and read, or a list is begun by hand; nothing of it counts yet."""

import logging
import uuid
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import DataError, transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.audit import trail
from nhipcau.core import bulk, clock
from nhipcau.core.refusal import Refusal
from nhipcau.formats import guarded
from nhipcau.organisations.models import Unit
from nhipcau.sheets.actions.checking import check
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Proposal, ProposalLine

log = logging.getLogger(__name__)

MOST_ROWS = 10_000
State = Proposal.State


def require_keeper(unit: Unit, by: User) -> None:
    """The unit itself, or the desk that keeps the register for it."""
    if not may(by, Permission.REGISTER_MANAGE, unit):
        require(by, Permission.TASK_HAND_IN, unit)


@transaction.atomic
def receive(
    unit: Unit,
    kind_key: str,
    *,
    by: User,
    submit_key: uuid.UUID,
    data: bytes = b"",
    filename: str = "",
    step_id: int | None = None,
    about_id: int | None = None,
    is_of_inbox: bool = False,
) -> Proposal:
    """Take in a file as it is; it waits to be read. The same key again is the same file."""
    require_keeper(unit, by)
    known = Proposal.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    proposal = Proposal(
        unit=unit, unit_path=unit.path, form=kind_key, step_id=step_id, about_id=about_id, filename=filename[-200:],
        state=State.WAITING if data else State.OPEN, created_at=clock.now(), created_by=by, submit_key=submit_key,
        is_of_inbox=is_of_inbox,
    )  # fmt: skip
    if data:
        proposal.original.save(filename or "file.bin", ContentFile(data), save=False)
    proposal.save()
    trail.record("sheet.proposed", proposal, by=by, unit=unit)
    return proposal


def begin(
    unit: Unit,
    kind: Kind,
    *,
    by: User,
    submit_key: uuid.UUID,
    step_id: int | None = None,
    about_id: int | None = None,
) -> Proposal:
    """An empty list, to be typed."""
    return receive(unit, kind.key, by=by, submit_key=submit_key, step_id=step_id, about_id=about_id)


def propose(
    unit: Unit,
    kind: Kind,
    found: Found,
    *,
    by: User,
    submit_key: uuid.UUID,
    step_id: int | None = None,
    about_id: int | None = None,
) -> Proposal:
    """A list whose lines are known already."""
    with transaction.atomic():
        proposal = begin(unit, kind, by=by, submit_key=submit_key, step_id=step_id, about_id=about_id)
        store(proposal, found, kind)
    return proposal


def read_waiting(proposal: Proposal, kind: Kind) -> Proposal:
    """Read a file that waits: claimed by one UPDATE, so that only one reader has it; outside any transaction."""
    now = clock.now()
    if not Proposal.objects.to_be_read().filter(pk=proposal.pk).update(state=State.READING, claimed_at=now):
        proposal.refresh_from_db()
        return proposal
    refusal, found = "", Found()
    try:
        with proposal.original.open("rb") as file:
            data = file.read()
        found = kind.find(data, name=proposal.filename)
        refusal = "" if found.rows else "no-rows"
        refusal = "too-many" if len(found.rows) > MOST_ROWS else refusal
    except guarded.Busy:
        return _wait_again(proposal, now)
    except guarded.Refused as refused:
        refusal = refused.code
    except FileNotFoundError:
        refusal = "corrupt"
    except (
        Exception
    ):  # whatever a stranger's file holds, it ends in a sentence and is not read again and again
        log.exception("The file of list %s could not be read", proposal.pk)
        refusal = "corrupt"
    try:
        _write_if_mine(proposal, now, found, refusal, kind)
    except DataError:  # something in it that the database cannot hold
        log.exception("The lines of list %s could not be kept", proposal.pk)
        _write_if_mine(proposal, now, Found(), "corrupt", kind)
    proposal.refresh_from_db()
    return proposal


@transaction.atomic
def _write_if_mine(proposal: Proposal, claimed_at: datetime, found: Found, refusal: str, kind: Kind) -> None:
    """Unless another reader has taken it over meanwhile."""
    mine = Proposal.objects.select_for_update(of=("self",)).select_related("unit")
    held = mine.filter(pk=proposal.pk, state=State.READING, claimed_at=claimed_at).first()
    if held is not None:
        _write_down(held, found, refusal, kind)


def _wait_again(proposal: Proposal, claimed_at: datetime) -> Proposal:
    """So many files are being read that this one has its turn later; nothing is wrong with it."""
    mine = Proposal.objects.filter(pk=proposal.pk, state=State.READING, claimed_at=claimed_at)
    mine.update(state=State.WAITING, claimed_at=None)
    proposal.refresh_from_db()
    return proposal


def _write_down(proposal: Proposal, found: Found, refusal: str, kind: Kind) -> None:
    proposal.claimed_at = None
    if refusal:
        proposal.state, proposal.refusal = State.UNREADABLE, refusal
        proposal.save(update_fields=["state", "refusal", "claimed_at"])
        return
    store(proposal, found, kind)


def store(proposal: Proposal, found: Found, kind: Kind) -> None:
    """The lines that were found, checked."""
    proposal.state, proposal.claimed_at = State.OPEN, None
    proposal.named_unit, proposal.was_converted = (found.unit or "")[:300], found.converted
    proposal.save(update_fields=["state", "claimed_at", "named_unit", "was_converted"])
    lines = [line_of(proposal, row, key) for key, row in enumerate(found.rows, 1)]
    lines.sort(key=lambda line: line.table)  # as they will be read again
    check(proposal, lines, kind)
    bulk.insert(ProposalLine, lines)


def line_of(proposal: Proposal, row: FoundRow, key: int) -> ProposalLine:
    """One found row as it is kept."""
    cells = {name: [cell.text, cell.link, cell.raw] for name, cell in row.cells.items() if cell}
    where = dict(row.where)
    if row.rows_at:
        where["rows_at"] = row.rows_at
    return ProposalLine(
        proposal=proposal, key=key, table=row.table, where=where, at=row.at, cells=cells, is_hidden=row.hidden,
        group=row.group and row.group[:300],
    )  # fmt: skip


@transaction.atomic
def choose_unit(proposal: Proposal, unit: Unit, *, about_id: int | None, by: User) -> None:
    """The list is this unit's."""
    proposal = locked(proposal, by)
    require_keeper(unit, by)
    proposal.unit, proposal.unit_path, proposal.about_id = unit, unit.path, about_id
    proposal.checked_at = None
    proposal.save(update_fields=["unit", "unit_path", "about_id", "checked_at"])
    trail.record("sheet.unit_chosen", proposal, by=by, unit=unit, fields=("unit",))


@transaction.atomic
def discard(proposal: Proposal, *, by: User) -> None:
    """Nothing of it was kept, and now nothing is left of it."""
    remove(locked(proposal, by, open_only=False))


def locked(proposal: Proposal, by: User, *, open_only: bool = True) -> Proposal:
    """The row held until the transaction ends, for somebody who may change it."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=proposal.pk).exclude(state=State.CONFIRMED).first()
    if found is None:
        raise Refusal(
            _("This list has been handed in or thrown away already."),
            remedy=_("Open the task to see where it stands."),
        )
    require_keeper(found.unit, by)
    if open_only and found.state != State.OPEN:
        raise Refusal(_("This file has not been read yet."), remedy=_("Wait a moment and reload the page."))
    return found


def remove(proposal: Any) -> None:
    """The row, and its file once the transaction has held."""
    name, storage = proposal.original.name, proposal.original.storage
    proposal.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
