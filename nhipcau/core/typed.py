"""What every package asks of a typed text or day; a text passes the boundary."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.core.boundary import refuse_asked, refuse_outside
from nhipcau.core.submits import SubmitKeyField

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
YEARS = (1900, 2200)  # a day of another year is a slip, and no day can be reckoned from it at either end


class InsideField(forms.CharField):
    """A text that may become a step, a heading, a note or a message."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            refuse_outside(value)


class AskedField(InsideField):
    """A heading, choice or name of a number: one word of it ("Tôn giáo") may already ask too much."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            refuse_asked(value)


class DayField(forms.DateField):
    """A day of a year that somebody may mean."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not YEARS[0] <= day.year < YEARS[1]:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def day_field(**options: Any) -> forms.DateField:
    """A day typed as people write it here."""
    return DayField(
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}
        ),
        error_messages={"invalid": _("Write the day as dd/mm/yyyy, for example 10/10/2020.")},
        **options,
    )


class KeyedForm(forms.Form):
    """Carries the key by which a resend is known."""

    submit_key = SubmitKeyField()


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of uploads; each is looked at by itself afterwards, so that one bad file never turns back the others."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class TicksField(forms.ModelMultipleChoiceField):
    """Ticks; a number that no database holds is a tick that is not there."""

    def clean(self, value: Any) -> Any:
        for one in value or ():
            if not re.fullmatch("[0-9]{1,18}", str(one)):
                raise forms.ValidationError(self.error_messages["required"], code="invalid_pk_value")
        return super().clean(value)
