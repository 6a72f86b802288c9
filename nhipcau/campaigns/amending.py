"""What a correction would change in its campaign: proposed from its text, shown as old and new, confirmed by a person."""

import re
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
ADDS = re.compile(r"\s*bo sung\b")  # what is asked besides; its day is no new day of anything
ADDED = re.compile(r"^\s*bổ sung\s*[:,–-]?\s*", re.IGNORECASE)
COMMON = frozenset(  # words of nearly every step
    re.findall(
        r"\w+",
        "cong doan co so phuong xa cac don vi gui nop ve bao cao cua va den cho theo thoi han ngay truoc",
    )
)
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
    days = _new_days(deadlines, found)
    changes = []
    for deadline in deadlines:
        new = days.get(deadline.pk)
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
    known = [_telling(step.text) for step in campaign.steps.filter(repeated_from__isnull=True)]
    amendment = amendment_of(circular)
    moving = amendment.moving if amendment else set()
    found = []
    for number, step in enumerate(draft.steps, 1):
        text = ADDED.sub("", step["text"])
        words = _telling(text)
        if step["source"].strip() in moving:
            continue
        if step["for_desk"] or any(len(words & own) >= ALIKE * len(words | own) for own in known):
            continue
        due = next((d for d in draft.deadlines if d["step"] == number and d["due_on"]), None)
        day = {name: due[name] for name in ("due_on", "due_time", "is_inclusive")} if due else {}
        found.append({**step, "text": text[:1].upper() + text[1:], "is_ongoing": False, **day})
    return found[:MOST_BESIDES]


def _new_days(deadlines: list[Deadline], found: Amendment) -> dict[int, date]:
    """By the old day that the letter names, else by the words, each day once, else the only one there is."""
    if found.days:
        named = {one.pk: _named(one, found.days) for one in deadlines}
        return {pk: day for pk, day in named.items() if day is not None}
    said = [(day, _telling(what)) for day, what in found.set_days if not ADDS.match(fold(what))]
    if len(deadlines) == 1 and len(said) == 1:
        day, words = said[0]
        return {deadlines[0].pk: day} if not words or words & _telling(deadlines[0].what) else {}
    pairs = [
        (_share(words, _telling(one.what)), one, n)
        for one in deadlines
        for n, (day, words) in enumerate(said)
        if day != one.due_on
    ]
    taken: dict[int, int] = {}
    for share, one, n in sorted(pairs, key=lambda pair: -pair[0]):
        if share >= ALIKE and one.pk not in taken and n not in taken.values():
            taken[one.pk] = n
    return {pk: said[n][0] for pk, n in taken.items()}


def _named(deadline: Deadline, days: dict[date, date]) -> date | None:
    """The day in the place of this one; "trước ngày 29" may be corrected as "ngày 28", its last full day."""
    if deadline.due_on in days:
        return days[deadline.due_on]
    if deadline.due_on and deadline.last_day in days:
        return days[deadline.last_day] + (deadline.due_on - deadline.last_day)
    return None


def _telling(text: str) -> set[str]:
    """The words that tell one piece of work from another."""
    return set(re.findall(r"\w+", fold(text))) - COMMON


def _share(one: set[str], other: set[str]) -> float:
    """How much of the shorter stands in the longer; one word alone is no sign."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared > 1 else 0
