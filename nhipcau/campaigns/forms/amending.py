"""What a correction changes: a new day for each deadline and new facts, empty where all stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
