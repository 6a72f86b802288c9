"""A unit does a step: hands something in, or fulfils it by another act (naming its Page, appointing)."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.audit import trail
from nhipcau.campaigns import counters
from nhipcau.campaigns.actions.timing import owe_again
from nhipcau.campaigns.models import Addressed, HandIn, HandInPhoto, Task, receipt_number
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.media.intake import Renditions
from nhipcau.organisations.models import Unit
from nhipcau.publishing import safety

SAFETY_KEYS = uuid.UUID("8d0b6b1e-5d53-4a3c-9b0a-2f6f0f6a7c11")  # one key a task and attestation
STANDING = (HandIn.State.RECEIVED, HandIn.State.ACCEPTED)  # it counts; a returned one does not


def may_hand_in(task: Task, by: Any) -> bool:
    """The unit itself, or the desk in its place."""
    return may(by, Permission.CAMPAIGN_MANAGE, task.campaign.unit) or may(
        by, Permission.TASK_HAND_IN, task.unit
    )


def require_hand_in(task: Task, by: User) -> None:
    """The same, or 403."""
    if not may_hand_in(task, by):
        raise PermissionDenied


def require_asked(task: Task) -> None:
    """Something may be handed in for it now: the campaign is open, and the unit belongs to it still."""
    if task.campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Ask the desk that sent it."))
    if Addressed.objects.filter(campaign=task.campaign_id, unit=task.unit_id, left_on__isnull=False).exists():
        raise Refusal(
            _("This campaign asks nothing of %(unit)s any more.") % {"unit": task.unit.name},
            remedy=_("What was handed in before stays to be read. If that is not right, ask the desk that sent it."),
        )  # fmt: skip


@transaction.atomic
def hand_in(
    task: Task,
    *,
    by: User,
    submit_key: uuid.UUID,
    kind: str = "",
    data: bytes | None = None,
    filename: str = "",
    note: str = "",
    sheet_id: int | None = None,
    values: Sequence[tuple[str, Any]] = (),
    photos: Sequence[Renditions] = (),
) -> HandIn:
    """Take in what a unit hands in, with a receipt; the same key again is the same hand-in."""
    require_hand_in(task, by)
    _require_attested(task, kind)
    return _take_in(
        task, by=by, submit_key=submit_key, kind=kind, data=data, filename=filename, note=note, sheet_id=sheet_id, values=values, photos=photos
    )  # fmt: skip


def _require_attested(task: Task, kind: str) -> None:
    """A step about the Page's safety is done when publishing's checklist holds, and not before."""
    if (kind or task.step.hand_in) == "safety" and not safety.is_attested(task.unit, clock.today()):
        raise Refusal(
            _("The safety of the Page is not attested yet."),
            remedy=_(
                "Who runs the Page attests the four points under “Pages”; this step is then done by itself."
            ),
        )


@transaction.atomic
def fulfil_attested() -> int:
    """Every open step about the Page's safety of a unit whose checklist holds is done, by whom it was attested last."""
    asked = Task.objects.owed().filter(step__hand_in="safety", campaign__closed_at__isnull=True)
    units = safety.attested_units(Unit.objects.filter(pk__in=asked.values("unit")), clock.today())
    done = 0
    for task in asked.filter(unit__in=units).select_related("step", "campaign", "unit").order_by("pk"):
        last = task.unit.safety_points.select_related("attested_by").first()
        if last is not None and not task.step.is_ongoing:
            _take_in(task, by=last.attested_by, submit_key=uuid.uuid5(SAFETY_KEYS, f"{task.pk}:{last.pk}"))
            done += 1
    return done


def _take_in(
    task: Task,
    *,
    by: User,
    submit_key: uuid.UUID,
    kind: str = "",
    data: bytes | None = None,
    filename: str = "",
    note: str = "",
    sheet_id: int | None = None,
    values: Sequence[tuple[str, Any]] = (),
    photos: Sequence[Renditions] = (),
) -> HandIn:
    known = HandIn.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    if task.step.is_ongoing:
        raise Refusal(_("This step goes on all the time; nothing is handed in for it."))
    require_asked(task)
    kind = kind or task.step.hand_in
    if kind == "file" and data is None:
        raise Refusal(_("A file is needed for this step."), remedy=_("Choose the file and send it again."))
    if kind == "photos" and not photos:
        raise Refusal(_("A photo is needed for this step."), remedy=_("Choose the photo and send it again."))
    now = clock.now()
    row = HandIn(
        task=task, unit=task.unit, kind=kind, at=now, by=by, receipt=receipt_number(task, now, submit_key), filename=filename[-200:], note=note,
        sheet_id=sheet_id, submit_key=submit_key, is_by_desk=(kind != "safety") and not may(by, Permission.TASK_HAND_IN, task.unit), values=[list(pair) for pair in values],
    )  # fmt: skip
    if data is not None:
        row.file.save(filename or "file.bin", ContentFile(data), save=False)
    row.save()
    _keep_photos(row, photos)
    _done(task, by)
    trail.record("campaign.handed_in", row, by=by, unit=task.unit)
    counters.recount(task.campaign, task.unit)
    return row


def _keep_photos(row: HandIn, photos: Sequence[Renditions]) -> None:
    known: set[str] = set()
    for made in photos:
        if made.digest in known:
            continue
        known.add(made.digest)
        photo = HandInPhoto(
            hand_in=row, position=len(known), digest=made.digest, width=made.width, height=made.height
        )
        photo.file.save("photo.jpg", ContentFile(made.large), save=False)
        photo.small.save("photo.jpg", ContentFile(made.small), save=False)
        photo.save()


@transaction.atomic
def fulfil(kind: str, unit: Unit, *, by: User, submit_key: uuid.UUID) -> list[HandIn]:
    """Mark the unit's open steps of this kind done, because the act they ask for has just been done.

    Called by the views of this package in the transaction in which register's own action ran.
    """
    rows = []
    open_tasks = Task.objects.owed().filter(unit=unit, step__hand_in=kind, campaign__closed_at__isnull=True)
    for n, task in enumerate(open_tasks.select_related("step", "campaign", "unit").order_by("pk")):
        key = submit_key if n == 0 else uuid.uuid5(submit_key, str(task.pk))
        rows.append(hand_in(task, by=by, submit_key=key, kind=kind))
    return rows


@transaction.atomic
def accept(row: HandIn, *, by: User) -> None:
    """The desk has looked at it and it is right; doing it twice changes nothing."""
    require(by, Permission.CAMPAIGN_MANAGE, row.task.campaign.unit)
    if row.state == HandIn.State.ACCEPTED:
        return
    if row.state != HandIn.State.RECEIVED:
        raise Refusal(_("This hand-in was returned or taken back."), remedy=_("Reload the page."))
    row.state = HandIn.State.ACCEPTED
    row.save(update_fields=["state"])
    trail.record("campaign.hand_in_accepted", row, by=by, unit=row.unit, fields=("state",))


@transaction.atomic
def return_hand_in(row: HandIn, reason: str, *, by: User) -> None:
    """The desk sends a hand-in back with a reason; the task is owed again."""
    require(by, Permission.CAMPAIGN_MANAGE, row.task.campaign.unit)
    if row.state not in STANDING:
        raise Refusal(_("This hand-in has been returned already."), remedy=_("Reload the page."))
    if row.task.campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Open it again on its board first."))
    row.state, row.reason = HandIn.State.RETURNED, reason
    row.save(update_fields=["state", "reason"])
    if not row.task.hand_ins.filter(state__in=STANDING).exists():
        owe_again(row.task)
    trail.record("campaign.hand_in_returned", row, by=by, unit=row.unit, fields=("state",))
    counters.recount(row.task.campaign, row.unit)
    notifications.queue(
        "campaigns/returned", row, to=row.by, key=f"returned:{row.pk}", path=row.task.get_absolute_url()
    )


def _done(task: Task, by: User) -> None:
    Task.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=clock.now(), done_by=by)
    task.refresh_from_db()


@transaction.atomic
def take_back_hand_in(sheet_id: int, *, by: User) -> None:
    """The hand-in of this sheet counts no more; an earlier one that was not returned counts again, else the task is owed."""
    for row in HandIn.objects.filter(sheet_id=sheet_id, state__in=STANDING).select_related(
        "task__campaign__unit", "unit"
    ):
        if row.state == HandIn.State.ACCEPTED and not may(
            by, Permission.CAMPAIGN_MANAGE, row.task.campaign.unit
        ):
            raise Refusal(
                _("The desk has accepted this already."),
                remedy=_("Ask the desk to return it; then hand in a corrected list."),
            )
        row.state = HandIn.State.TAKEN_BACK
        row.save(update_fields=["state"])
        if not row.task.hand_ins.filter(state__in=STANDING).exists():
            owe_again(row.task)
        trail.record("campaign.hand_in_taken_back", row, by=by, unit=row.unit, fields=("state",))
        counters.recount(row.task.campaign, row.unit)
