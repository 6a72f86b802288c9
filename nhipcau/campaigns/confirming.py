"""What the confirm page shows: every field beside its line, and how many units the choice reaches."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from nhipcau.campaigns.doubting import doubts_of_date, doubts_of_due, doubts_of_number
from nhipcau.campaigns.draft import Draft, draft_of
from nhipcau.campaigns.evidence import (
    Evidence,
    Lines,
    rules_in,
    shared,
    shorter_names,
    ways_to_write,
    words_of,
)
from nhipcau.campaigns.forms.happening import events_form, is_over
from nhipcau.campaigns.models import Circular
from nhipcau.campaigns.people import chairs_of
from nhipcau.campaigns.why import counting_in_words
from nhipcau.core import clock
from nhipcau.core.boundary import cut
from nhipcau.organisations.models import Unit

LABEL = re.compile(r"^\s*(?:[-+•–*]\s*)?(?:Bước\s+\d+\s*[:.]|\d+(?:\.\d+)*[.)]|[a-zđ]\))?\s*", re.I)
FACTS = ("number", "kind", "issued_on", "place", "issuer", "subject", "addressees", "legal_bases", "contact")
EXPECTED = ("number", "issued_on", "issuer", "subject", "addressees", "contact")  # said so when not found


def addressed_units(desk: Unit, branch: Unit, kinds: Any) -> Any:
    """The units of the chosen kinds at the branch and below that exist today; never the desk's own."""
    return (
        Unit.objects.below(branch)
        .filter(kind__in=kinds, pk__in=Unit.objects.as_of(clock.today()).values("pk"))
        .exclude(pk=desk.pk)
    )


@dataclass
class Addressing:
    """Whom the campaign would go to, counted before it is confirmed."""

    count: int = 0
    by_kind: list[tuple[str, int]] = field(default_factory=list)
    without_mail: int = 0
    first: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, desk: Unit, head: Any) -> "Addressing":
        """From the branch and kinds of the form, sent or as first shown."""
        units = _named(head)
        if not units:
            branch, kinds = _chosen(head)
            if branch is None or not kinds:
                return cls()
            units = list(addressed_units(desk, branch, kinds).select_related("kind"))
        holders = chairs_of(units)
        reached = sum(any(person.email for person in holders.get(unit.pk, [])) for unit in units)
        by_kind = Counter(unit.kind.name for unit in units)
        return cls(len(units), sorted(by_kind.items()), len(units) - reached, [u.name for u in units[:8]])


def _named(head: Any) -> list[Unit]:
    """The units of the list that was typed, when every line of it is clear."""
    if not head.is_bound or not (head["named_units"].value() or "").strip():
        return []
    head.is_valid()
    found: list[Unit] = head.cleaned_data.get("named_units") or []
    return found


def _chosen(head: Any) -> tuple[Unit | None, list[Any]]:
    branches, kinds = head.fields["branch"].queryset, head.fields["unit_kinds"].queryset
    branch_pk = head["branch"].value()
    wanted = [str(pk) for pk in (head["unit_kinds"].value() or [])]
    number = str(branch_pk or "")
    branch = branches.filter(pk=number).first() if re.fullmatch("[0-9]{1,18}", number) else None
    return branch, [kind for kind in kinds if str(kind.pk) in wanted]


@dataclass
class Fact:
    """One field of the head with the lines it was read from."""

    field: Any
    evidence: list[Evidence]
    is_missing: bool
    doubts: list[str] = field(default_factory=list)


class ConfirmPage:
    """Everything the page needs, from the stored text and the forms."""

    def __init__(self, circular: Circular, head: Any, steps: Any, deadlines: Any) -> None:
        self.circular, self.head, self.steps, self.deadlines = circular, head, steps, deadlines
        self.draft: Draft = draft_of(circular)
        self.events = events_form(head.data if head.is_bound else None, self.draft.events)
        self.lines = Lines(circular.text)

    def context(self) -> dict[str, Any]:
        """For the template."""
        deadlines, new_deadlines = self._deadlines()
        steps, new_steps = self._steps(deadlines)
        facts = [self._fact(name) for name in FACTS]
        self._event_lines()
        return {
            "circular": self.circular, "draft": self.draft, "past_events": self._past_events(), "events": self.events, "head": self.head, "facts": facts,
            "missing": sum(fact.is_missing for fact in facts),
            "steps": self.steps, "step_forms": steps, "new_steps": new_steps,
            "for_units": sum(not form["for_desk"].value() for form in steps),
            "for_desk": sum(bool(form["for_desk"].value()) for form in steps),
            "deadlines": self.deadlines, "deadline_forms": deadlines, "new_deadlines": new_deadlines,
            "past": sum(form.is_past for form in deadlines),
            "addressing": Addressing.of(self.circular.unit, self.head),
            "has_branches": len(self.head.fields["branch"].queryset) > 1,
            "left_out": self.lines.left_out(), "numbered": self.lines.numbered(),
            "wrong": bool(self.head.errors or any(self.steps.errors) or any(self.deadlines.errors) or any(self.events.errors)) if self.head.is_bound else False,
        }  # fmt: skip

    def _event_lines(self) -> None:
        """Beside each event the line that names its day."""
        events: list[Any] = self.events.forms
        for form in events:
            source, day = str(form["source"].value() or ""), self._day_of(form, "on")
            form.evidence = (
                self.lines.evidence(source, [*ways_to_write(day), *shared(source, str(form["what"].value() or ""))])
                if source in self.lines.at else []
            )  # fmt: skip

    def _past_events(self) -> list[dict[str, str]]:
        """Those that are over: said, not proposed."""
        found = []
        for event in filter(is_over, self.draft.events):
            days = [
                f"{date.fromisoformat(str(d)):%d/%m/%Y}"
                for d in (event.get("date"), event.get("end_date"))
                if d
            ]
            found.append({"day": "–".join(days), "what": str(event["what"])})
        return found

    def _fact(self, name: str) -> Fact:
        bound = self.head[name]
        source = self.draft.sources.get("date" if name == "issued_on" else name, "")
        read = self.draft.head.get(name)
        hits = ways_to_write(read) if isinstance(read, date) else [str(read or "")]
        if name in ("legal_bases", "contact"):
            hits = words_of(str(read or ""))
        elif name == "issuer":
            hits = shorter_names(hits[0])
        elif name == "kind":
            hits = [source] if source.isupper() else ["V/v"]
        elif name in ("subject", "addressees"):
            hits = shared(source, str(read or ""))
        evidence = self.lines.evidence(source, hits)
        missing = self.draft.is_circular and name in EXPECTED and not bound.value()
        return Fact(bound, evidence, missing, self._doubts(name, read))

    def _doubts(self, name: str, read: Any) -> list[str]:
        """Where the head says two things."""
        if name == "number" and read:
            return doubts_of_number(self.lines.source, read)
        return doubts_of_date(self.lines.source, read) if name == "issued_on" and read else []

    def _steps(self, deadlines: list[Any]) -> tuple[list[Any], list[Any]]:
        """Those that say something, and empty ones to add."""
        filled: list[Any] = []
        empty: list[Any] = []
        days: dict[str, list[date]] = {}
        for due in deadlines:
            if day := self._day_of(due):
                days.setdefault(str(due["step"].value()), []).append(day)
        for number, form in enumerate(self.steps.forms, 1):
            form.number, source = number, str(form["source"].value() or "")
            form.evidence = self._of_step(source)
            is_empty = not (form["text"].value() or "").strip() and not source and not form.errors
            (empty if is_empty else filled).append(form)
        return (filled, empty) if filled else (empty[:2], empty[2:])

    def _of_step(self, source: str) -> list[Evidence]:
        """The line of a step: what was read from it, with what became nothing struck out."""
        if source not in self.lines.at:
            return []
        out = cut(source).left_out
        hits = [source]
        for passage in out:
            hits = [rest for piece in hits for rest in piece.split(passage)]
        hits = [rest for piece in hits if len(rest := LABEL.sub("", piece).strip(" ,;.")) > 3]
        return self.lines.evidence(source, hits, out=out)

    def _deadlines(self) -> tuple[list[Any], list[Any]]:
        filled: list[Any] = []
        empty: list[Any] = []
        today = clock.today()
        for number, form in enumerate(self.deadlines.forms, 1):
            form.number, source = number, str(form["source"].value() or "")
            due = self._day_of(form)
            hits = [*ways_to_write(due), *rules_in(source)]
            form.evidence = self.lines.evidence(source, hits) if source in self.lines.at else []
            form.doubts = doubts_of_due(
                due, source, self.draft.head.get("issued_on"), is_inclusive=bool(form["is_inclusive"].value())
            )
            form.is_past = bool(due and due < today)
            form.counting = self._counting(form, due)
            is_empty = not (form["what"].value() or "").strip() and not source and not form.errors
            (empty if is_empty else filled).append(form)
        if not filled and not self.draft.is_circular:
            return empty[:1], empty[1:]
        return filled, empty

    @staticmethod
    def _counting(form: Any, due: date | None) -> str:
        """Whether the day itself still counts and until when, said in words beside the line."""
        if due is None:
            return ""
        try:
            hour = form.fields["due_time"].clean(form["due_time"].value())
        except ValidationError:
            hour = None
        return counting_in_words(due, hour, is_inclusive=bool(form["is_inclusive"].value()))

    @staticmethod
    def _day_of(form: Any, name: str = "due_on") -> date | None:
        if not form.is_bound:
            found = form.initial.get(name)
            return found if isinstance(found, date) else None
        try:  # a day that was refused, as one already past, is no longer among the cleaned data
            return form.fields[name].clean(form[name].value())
        except ValidationError:
            return None
