"""What a correction would change in its campaign: proposed from its text, shown as old and new, confirmed by a person."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nhipcau.accounts.models import User
from nhipcau.campaigns.draft import draft_of
from nhipcau.campaigns.evidence import Evidence, Lines, ways_to_write
from nhipcau.campaigns.models import Campaign, Circular, Deadline
from nhipcau.campaigns.reading import from_text, read
from nhipcau.campaigns.reading.amending import Amendment, amendment_in, same_number
from nhipcau.campaigns.reading.lines import fold

ALIKE = 0.6  # of the words of two steps that are one
MOST_BESIDES = 19
HEAD = ("subject", "contact")  # of the head, what a correction may say anew


@dataclass
class Changed:
    """One deadline or fact as it is, and what the correction seems to put in its place."""

    name: str
    was: Any
    proposed: Any = None
    deadline: Deadline | None = None
    evidence: list[Evidence] = field(default_factory=list)


def amendment_of(circular: Circular) -> Amendment | None:
    """Read again from the stored text; nothing of it is kept."""
    source = from_text(circular.text)
    return amendment_in(source, read(source)) if circular.text.strip() else None


def amended_by(circular: Circular, user: User) -> Campaign | None:
    """The campaign that this letter seems to correct: of the same desk, by the number that it names."""
    found = amendment_of(circular)
    if found is None:
        return None
    own = campaigns_for(circular, user)
    for number in found.numbers:
        for campaign in own:
            if campaign.number and same_number(campaign.number, number):
                return campaign
    return None


def campaigns_for(circular: Circular, user: User) -> Any:
    """The campaigns that a letter of this desk may correct, the newest first."""
    seen = Campaign.objects.visible_to(user).open()
    return seen.filter(unit=circular.unit, withdrawn_at__isnull=True).newest_first()


def changes_in(circular: Circular, campaign: Campaign) -> list[Changed]:
    """Each deadline of the campaign and each fact, with the new value where the letter gives one."""
    source = from_text(circular.text)
    got = read(source)
    found = amendment_in(source, got) or Amendment([])
    lines = Lines(circular.text)
    fixed = campaign.deadlines.filter(due_on__isnull=False, is_history=False).select_related("step")
    deadlines = list(fixed.order_by("due_on", "pk"))
    changes = []
    for deadline in deadlines:
        new = _new_day(deadline, found, alone=len(deadlines) == 1)
        said = [line for line in source.lines if new and any(w in line for w in ways_to_write(new))]
        changes.append(
            Changed(f"deadline-{deadline.pk}", deadline.due_on, new, deadline, lines.evidence("\n".join(said[:2]), ways_to_write(new)))
        )  # fmt: skip
    people = [", ".join(x for x in (c["name"], c["role"], c["phone"], c["email"]) if x) for c in got.get("contact", [])]  # fmt: skip
    contact = "; ".join(people)
    changes.append(Changed("subject", campaign.subject))
    changes.append(Changed("contact", campaign.contact, contact if contact != campaign.contact else None))
    return changes


def steps_besides(circular: Circular, campaign: Campaign) -> list[dict[str, Any]]:
    """The steps of the letter for units that the campaign does not ask yet, each with its day; nothing is ticked."""
    draft = draft_of(circular)
    known = [set(fold(step.text).split()) for step in campaign.steps.filter(repeated_from__isnull=True)]
    found = []
    for number, step in enumerate(draft.steps, 1):
        words = set(fold(step["text"]).split())
        if step["for_desk"] or any(len(words & own) >= ALIKE * len(words | own) for own in known):
            continue
        due = next((d for d in draft.deadlines if d["step"] == number and d["due_on"]), None)
        day = {name: due[name] for name in ("due_on", "due_time", "is_inclusive")} if due else {}
        found.append({**step, "is_ongoing": False, **day})
    return found[:MOST_BESIDES]


def _new_day(deadline: Deadline, found: Amendment, *, alone: bool) -> date | None:
    """By the old day that the letter names, else by the words, else the only one there is."""
    if deadline.due_on in found.days:
        return found.days[deadline.due_on]
    if deadline.due_on and deadline.last_day in found.days:  # "trước ngày 29" corrected as "ngày 28"
        return found.days[deadline.last_day] + (deadline.due_on - deadline.last_day)
    if found.days:
        return None
    days = [(day, _shared(deadline.what, what)) for day, what in found.set_days if day != deadline.due_on]
    if alone and len(days) == 1:
        return days[0][0]
    best = max(days, key=lambda pair: pair[1], default=None)
    return best[0] if best and best[1] >= 3 else None


def _shared(one: str, other: str) -> int:
    return len(set(fold(one).split()) & set(fold(other).split()))
