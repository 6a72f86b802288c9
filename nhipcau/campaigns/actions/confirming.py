"""A circular is kept; once confirmed it is a campaign with a task for each unit."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns import counters
from nhipcau.campaigns.actions.timing import open_periods
from nhipcau.campaigns.models import Addressed, Campaign, Circular, Deadline, Event, Step, Task
from nhipcau.campaigns.people import chairs_of
from nhipcau.campaigns.rules import clash_of
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit
from nhipcau.sheets.models import Form


@dataclass
class StepData:
    """One confirmed step with its deadlines, as plain values."""

    text: str
    details: str = ""
    responsible: str = ""
    level: str = ""
    for_desk: bool = False
    is_ongoing: bool = False
    hand_in: str = Step.HandInKind.CONFIRM
    form: Form | None = None
    asks: list[str] = field(default_factory=list)
    repeats: str = ""
    deadlines: list[dict[str, Any]] = field(default_factory=list)


def keep_circular(
    *,
    unit: Unit,
    by: User,
    submit_key: uuid.UUID,
    text: str = "",
    data: bytes | None = None,
    filename: str = "",
    refusal: str = "",
    relayed_from: Campaign | None = None,
) -> Circular:
    """Keep the original and its text; the same key again is the same circular. The file was read before."""
    require(by, Permission.CAMPAIGN_MANAGE, unit)
    with transaction.atomic():
        known = Circular.objects.filter(submit_key=submit_key).first()
        if known is not None:
            return known
        circular = Circular(
            unit=unit,
            text=text,
            refusal=refusal,
            relayed_from=relayed_from,
            original_filename=filename[-200:],
            submit_key=submit_key,
            created_at=clock.now(),
            created_by=by,
        )
        if data is not None:
            circular.original.save(filename or "circular.bin", ContentFile(data), save=False)
        circular.save()
        trail.record("circular.kept", circular, by=by, unit=unit)
    return circular


@transaction.atomic
def keep_text(circular: Circular, text: str, *, by: User) -> None:
    """The text of an original that could not be read, pasted or typed."""
    require(by, Permission.CAMPAIGN_MANAGE, circular.unit)
    if Campaign.objects.filter(circular=circular).exists() or circular.applied_at is not None:
        raise Refusal(_("This circular is a campaign already; its text stays as it was confirmed."))
    circular.text = text
    circular.refusal = ""
    circular.save(update_fields=["text", "refusal"])
    trail.record("circular.text_kept", circular, by=by, unit=circular.unit, fields=("text",))


@transaction.atomic
def set_aside(circular: Circular, *, by: User) -> None:
    """It came in by mistake or twice: it waits no longer. The original is kept; doing it twice changes nothing."""
    require(by, Permission.CAMPAIGN_MANAGE, circular.unit)
    if Campaign.objects.filter(circular=circular).exists() or circular.applied_at is not None:
        raise Refusal(_("This circular is a campaign already and cannot be set aside."))
    if circular.set_aside_at is None:
        circular.set_aside_at = clock.now()
        circular.save(update_fields=["set_aside_at"])
        trail.record("circular.set_aside", circular, by=by, unit=circular.unit)


@transaction.atomic
def confirm(
    circular: Circular,
    *,
    by: User,
    submit_key: uuid.UUID,
    head: dict[str, Any],
    steps: list[StepData],
    units: list[Unit],
    informed: Sequence[Unit] = (),
    copied_from: Campaign | None = None,
    relayed_from: Campaign | None = None,
    events: Sequence[dict[str, Any]] = (),
) -> Campaign:
    """Make the campaign: its steps, deadlines, one task a step and unit, and a message to each chair."""
    require(by, Permission.CAMPAIGN_MANAGE, circular.unit)
    known = Campaign.objects.filter(circular=circular).first()
    if known is not None:
        if known.submit_key == submit_key:
            return known
        raise Refusal(
            _("This circular has been confirmed already."),
            remedy=_("Open its board to see how far the units are."),
        )
    relayed_from = relayed_from or circular.relayed_from
    _check_can_go_out(circular, relayed_from, steps, units)
    campaign = Campaign.objects.create(
        circular=circular,
        unit=circular.unit,
        unit_path=circular.unit.path,
        confirmed_at=clock.now(),
        confirmed_by=by,
        submit_key=submit_key,
        copied_from=copied_from,
        relayed_from=relayed_from,
        **head,
    )
    told = [unit for unit in informed if unit.pk not in {u.pk for u in units}]
    _address(campaign, units, told)
    add_steps(campaign, steps, units)
    Event.objects.bulk_create([Event(campaign=campaign, **values) for values in events])
    trail.record("campaign.confirmed", campaign, by=by, unit=campaign.unit)
    counters.rebuild(campaign)
    _tell_chairs(campaign, [*units, *told])
    return campaign


def _address(campaign: Campaign, units: Sequence[Unit], informed: Sequence[Unit]) -> None:
    Addressed.objects.bulk_create(
        Addressed(
            campaign=campaign, unit=unit, unit_path=unit.path, unit_name=unit.search_name,
            sent_at=campaign.confirmed_at, is_for_information=informs,
        )
        for informs, those in ((False, units), (True, informed)) for unit in those
    )  # fmt: skip


def _check_can_go_out(
    circular: Circular, upper: Campaign | None, steps: Sequence[StepData], units: Sequence[Unit]
) -> None:
    """Something to do, somebody to do it, and a letter that was neither applied elsewhere nor passed on before."""
    if circular.applied_at is not None:
        raise Refusal(
            _("This letter was applied to another campaign as a correction."),
            remedy=_("Open that campaign’s board."),
        )
    if upper is not None:
        _check_first_relay(circular, upper)
    if not steps:
        raise Refusal(_("A campaign needs at least one step."), remedy=_("Write what is to be done."))
    if not units and any(not step.for_desk for step in steps):
        raise Refusal(
            _("No unit matches the chosen kinds and branch."),
            remedy=_("Choose other kinds or another branch."),
        )


def _check_first_relay(circular: Circular, upper: Campaign) -> None:
    """A unit passes a circular on once; two pages of it at the same moment wait for each other at the unit's own row."""
    Addressed.objects.select_for_update(of=("self",)).filter(campaign=upper, unit=circular.unit).first()
    if Campaign.objects.filter(relayed_from=upper, unit=circular.unit, withdrawn_at__isnull=True).exists():
        raise Refusal(
            _("Your unit has passed this circular on already."),
            remedy=_("Open the campaign that was made of it. This page can be set aside."),
        )


def _tell_chairs(campaign: Campaign, units: list[Unit]) -> None:
    holders = chairs_of(units)
    for addressed in campaign.addressed.all():
        for user in holders.get(addressed.unit_id, []):
            notifications.queue(
                "campaigns/sent",
                campaign,
                to=user,
                key=f"campaign-sent:{addressed.pk}",
                path=addressed.get_absolute_url(),
            )


def add_steps(campaign: Campaign, steps: Sequence[StepData], units: Sequence[Unit]) -> None:
    """These steps behind those that there are, with their deadlines and a task for each unit."""
    first = (campaign.steps.aggregate(most=Max("order"))["most"] or 0) + 1
    today = clock.today()
    tasks: list[Task] = []
    repeating: list[Step] = []
    for order, data in enumerate(steps, first):
        repeats, deadlines = _rules(data)
        step = Step.objects.create(
            campaign=campaign, order=order, text=data.text, details=data.details, responsible=data.responsible, level=data.level,
            for_desk=data.for_desk, is_ongoing=data.is_ongoing, hand_in=data.hand_in,
            form=data.form if data.hand_in == Step.HandInKind.FORM else None, asks=data.asks, repeats=repeats,
        )  # fmt: skip
        kept = [_deadline(campaign, step, d, today) for d in deadlines]
        days = [d.last_day for d in kept if d.counts and d.last_day is not None]
        due = min(days) if days and not step.is_ongoing else None
        if step.repeats:
            repeating.append(step)
            continue
        for unit in [campaign.unit] if data.for_desk else units:
            tasks.append(Task(campaign=campaign, step=step, unit=unit, unit_path=unit.path, due_on=due))
    Task.objects.bulk_create(tasks, batch_size=500)
    for step in repeating:
        open_periods(step)


def _rules(data: StepData) -> tuple[str, list[dict[str, Any]]]:
    """The rule by which the step comes again, and its deadlines without it; two that cannot stand together are refused."""
    named = [
        d | {"repeats": d.get("repeats") or ("" if d.get("due_on") or d.get("relative") else data.repeats)}
        for d in data.deadlines
    ]
    if clash := clash_of(named):
        raise Refusal(clash)
    rules = [d.pop("repeats") for d in named]
    return data.repeats or next(filter(None, rules), ""), named


def _deadline(campaign: Campaign, step: Step, data: dict[str, Any], today: date) -> Deadline:
    deadline = Deadline(campaign=campaign, step=step, **data)
    if deadline.last_day is not None and deadline.last_day < today and not deadline.is_history:
        raise Refusal(
            _("The deadline “%(what)s” is already past.") % {"what": deadline.what},
            remedy=_("Keep it as history or write another day."),
        )
    deadline.save()
    return deadline
