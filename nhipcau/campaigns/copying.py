"""A campaign once more: what the confirm page begins with when an earlier campaign is copied."""

import uuid

from nhipcau.accounts.models import User
from nhipcau.campaigns.actions.confirming import keep_circular
from nhipcau.campaigns.draft import Draft
from nhipcau.campaigns.models import Campaign, Circular
from nhipcau.campaigns.rules import parts_of

HEAD = ("kind", "place", "issuer", "subject", "addressees", "legal_bases", "contact", "legal_ground")


def copy_circular(campaign: Campaign, *, by: User, submit_key: uuid.UUID) -> Circular:
    """The circular of the campaign as a new one, text and original; the same key again is the same copy."""
    source = campaign.circular
    data = None
    if source.original:
        with source.original.open("rb") as file:
            data = file.read()
    return keep_circular(
        unit=campaign.unit, by=by, submit_key=submit_key, text=source.text, data=data,
        filename=source.original_filename, refusal=source.refusal,
    )  # fmt: skip


def draft_of_campaign(campaign: Campaign) -> Draft:
    """Its head, steps and rules as they were confirmed; number and fixed days are left to be written anew."""
    steps = list(campaign.steps.filter(repeated_from__isnull=True).prefetch_related("deadlines"))
    numbers = {step.pk: n for n, step in enumerate(steps, 1)}
    deadlines = []
    for step in steps:
        for kept in step.deadlines.all():
            every, on = parts_of(step.repeats) if step.repeats else ("", "")
            relative = kept.relative or {}
            deadlines.append({
                "what": kept.what, "due_on": None, "due_time": kept.due_time, "is_inclusive": kept.is_inclusive, "step": numbers[step.pk],
                "repeat_every": every, "repeat_on": on, "own_days": relative.get("days"), "own_anchor": relative.get("anchor", ""),
                "own_unit": relative.get("unit", "working_day"), "own_direction": relative.get("direction", "before"),
                "rule": "" if every or relative else kept.rule, "source": "",
            })  # fmt: skip
    return Draft(
        head={name: getattr(campaign, name) for name in HEAD},
        steps=[
            {
                "text": s.text, "details": s.details, "responsible": s.responsible, "level": s.level, "for_desk": s.for_desk,
                "is_ongoing": s.is_ongoing, "hand_in": s.hand_in, "form": s.form_id, "asks": "\n".join(s.asks), "source": "",
            }
            for s in steps
        ],
        deadlines=deadlines,
        is_circular=True,
    )  # fmt: skip
