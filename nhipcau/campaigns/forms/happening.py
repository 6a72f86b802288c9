"""What takes place on a day: a meeting, a course, a match. Nobody is late for it; it stands in the calendar."""

from datetime import date, time
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from nhipcau.core import clock
from nhipcau.core.boundary import cut
from nhipcau.core.typed import InsideField, day_field

MOST = 20


class EventForm(forms.Form):
    """One event; an empty line drops it."""

    what = InsideField(max_length=300, required=False, label=_("What takes place"))
    on = day_field(required=False, label=_("Day"))
    ends_on = day_field(required=False, label=_("Until, when it takes several days"))
    at = forms.TimeField(
        required=False, input_formats=["%H:%M", "%Hh%M", "%Hh"], label=_("Hour"),
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:00"}),
        error_messages={"invalid": _("Write the hour as hh:mm, for example 17:00.")},
    )  # fmt: skip

    source = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What is named has a day, and ends no earlier than it begins."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not (values.get("what") or "").strip():
            return values
        if values.get("on") is None and "on" not in self.errors:
            self.add_error("on", _("Write the day on which it takes place, or empty the line."))
        elif values.get("on") and values.get("ends_on") and values["ends_on"] < values["on"]:
            self.add_error("ends_on", _("It cannot end before it begins."))
        return values

    @property
    def is_filled(self) -> bool:
        """It says something, or something is wrong with it."""
        return bool((self["what"].value() or "").strip() or self.errors)


EventFormSet = formset_factory(EventForm, extra=2, max_num=MOST, absolute_max=MOST)


def events_form(typed: Any, read: list[dict[str, Any]]) -> BaseFormSet[EventForm]:
    """As it was sent, when it was; else what was read from the circular and is still to come."""
    if typed is not None and "event-TOTAL_FORMS" in typed:
        return EventFormSet(typed, prefix="event")
    proposed = [found for event in read if (found := _proposed(event)) is not None]
    return EventFormSet(initial=proposed[: MOST - 2], prefix="event")


def is_over(event: dict[str, Any]) -> bool:
    """An event that was read and has ended before today."""
    return _day(event.get("end_date") or event["date"]) < clock.today()


def events_of(forms_of_events: BaseFormSet[EventForm]) -> list[dict[str, Any]]:
    """The confirmed ones, as the fields of an Event."""
    if not forms_of_events.is_bound:
        return []
    kept = (form.cleaned_data for form in forms_of_events.forms)
    return [
        {"what": v["what"].strip(), "on": v["on"], "ends_on": v["ends_on"], "at": v["at"]}
        for v in kept
        if (v.get("what") or "").strip()
    ]


def _proposed(event: dict[str, Any]) -> dict[str, Any] | None:
    """Nothing of one that is over, and nothing of words outside the boundary."""
    what = cut(str(event["what"])).kept
    if is_over(event) or not (what or "").strip():
        return None
    ends = _day(event["end_date"]) if event.get("end_date") else None
    on, hour = _day(event["date"]), event.get("time")
    return {
        "what": str(what)[:300], "on": on, "ends_on": ends if ends != on else None,
        "at": time(int(hour[:2]) % 24, int(hour[3:5])) if hour else None, "source": event.get("_source", ""),
    }  # fmt: skip


def _day(iso: Any) -> date:
    return date.fromisoformat(str(iso))
