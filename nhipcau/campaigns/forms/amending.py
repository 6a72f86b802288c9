"""What a correction changes: a new day for each deadline and new facts, empty where all stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.forms.confirming import StepForm
from nhipcau.core import clock
from nhipcau.core.typed import InsideField, KeyedForm, day_field

LABELS = {"subject": _("New subject"), "contact": _("New contact")}
LENGTHS = {"subject": 500, "contact": 300}


class AmendForm(KeyedForm):
    """One field a deadline and fact; `days` and `head` are what is to change."""

    def __init__(self, data: Any = None, *, changes: list[Any], initial: dict[str, Any]) -> None:
        proposed = {change.name: change.proposed for change in changes if change.proposed}
        super().__init__(data, initial=proposed | initial)
        self.changes = changes
        for change in changes:
            if change.deadline is not None:
                self.fields[change.name] = day_field(label=_("New day"), required=False)
            else:
                self.fields[change.name] = InsideField(
                    label=LABELS[change.name], required=False, max_length=LENGTHS[change.name],
                    widget=forms.Textarea(attrs={"rows": 2}),
                )  # fmt: skip

    def rows(self) -> list[tuple[Any, Any]]:
        """Each change with its field."""
        return [(change, self[change.name]) for change in self.changes]

    @property
    def days(self) -> dict[int, Any]:
        """New days by the deadline's key."""
        found = ((c.deadline, self.cleaned_data.get(c.name)) for c in self.changes if c.deadline is not None)
        return {deadline.pk: day for deadline, day in found if day}

    @property
    def head(self) -> dict[str, str]:
        """New facts by their name."""
        return {
            c.name: self.cleaned_data[c.name]
            for c in self.changes
            if c.deadline is None and self.cleaned_data.get(c.name)
        }


class AddedStepForm(StepForm):
    """A step of the letter that the campaign does not have yet; only one that is ticked is added."""

    add = forms.BooleanField(required=False, label=_("Ask this of the units besides"))
    due_on = day_field(required=False, label=_("Day"))
    due_time = forms.TimeField(
        required=False, input_formats=["%H:%M", "%Hh%M", "%Hh"], label=_("Hour"),
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "17:00"}),
        error_messages={"invalid": _("Write the hour as hh:mm, for example 17:00.")},
    )  # fmt: skip
    is_inclusive = forms.BooleanField(required=False, initial=True, label=_("That day still counts"))

    def clean(self) -> dict[str, Any]:
        """What is added says what is to be done, and not by a day that is over."""
        values = super().clean()
        if not values.get("add"):
            return values
        if not (values.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", _("Write what is to be done, or take the tick away."))
        if values.get("due_on") and values["due_on"] < clock.today():
            self.add_error("due_on", _("The new day is already past."))
        return values


AddedFormSet = forms.formset_factory(AddedStepForm, extra=1, max_num=20, absolute_max=20)


def added_steps(formset: Any, lines: dict[str, int]) -> list[dict[str, Any]]:
    """The ticked ones as the fields of a step, with the deadline of each; `lines` numbers the lines of the letter."""
    found = []
    for values in (form.cleaned_data for form in formset.forms):
        if not values.get("add"):
            continue
        deadline = {
            "what": values["text"][:300], "due_on": values["due_on"], "due_time": values["due_time"],
            "is_inclusive": values["is_inclusive"], "said_on_line": lines.get(values["source"]),
        }  # fmt: skip
        found.append({
            "text": values["text"], "hand_in": values["hand_in"], "form": values.get("form"), "asks": values["asks"],
            "deadlines": [deadline] if values["due_on"] else [],
        })  # fmt: skip
    return found
