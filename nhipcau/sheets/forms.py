"""What an officer types when designing a form; every text passes the boundary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.core.typed import AskedField, InsideField, KeyedForm, day_field
from nhipcau.organisations.models import Unit
from nhipcau.sheets.designing import asks_for_an_account
from nhipcau.sheets.models import FormColumn, FormTable

MOST_CHOICES = 50


class ColumnTextField(AskedField):
    """What a form of the desk asks units by: no account of a person on a social network either."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and asks_for_an_account(value):
            raise forms.ValidationError(
                _(
                    "Accounts on social networks are asked for in Form 01 and in the form of the official page only. Take this out."
                ),
                code="account",
            )


class NewForm(KeyedForm):
    """A title, and where there is one the file whose tables become the draft."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Office"))
    title = ColumnTextField(max_length=200, label=_("Title of the form"))
    file = forms.FileField(
        required=False,
        label=_("Take the columns from a file"),
        help_text=_(
            "Word, Excel or PDF, for example a circular with its attached form. Empty: begin with an empty table."
        ),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = units.first()


class HeadForm(forms.Form):
    """What stands above the tables, and why persons may be listed."""

    title = ColumnTextField(max_length=200, label=_("Title of the form"))
    guidance = ColumnTextField(
        max_length=500,
        required=False,
        label=_("How it is filled in"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    purpose = InsideField(
        max_length=300,
        required=False,
        label=_("Purpose"),
        help_text=_("Needed when persons are listed: what their data are for."),
    )
    legal_ground = InsideField(
        max_length=300,
        required=False,
        label=_("Legal ground"),
        help_text=_("Number, day and issuer of the document."),
    )
    keep_until = day_field(required=False, label=_("Kept until"))


class TableForm(forms.Form):
    """One table."""

    title = ColumnTextField(max_length=200, required=False, label=_("Title of the table"))
    layout = forms.ChoiceField(choices=FormTable.Layout.choices, label=_("Layout"))


class ColumnForm(forms.Form):
    """One column; without a heading it falls away when the form is made ready."""

    heading = ColumnTextField(max_length=120, required=False, label=_("Heading"))
    kind = forms.ChoiceField(choices=FormColumn.Kind.choices, label=_("Kind of value"))
    choices = ColumnTextField(
        max_length=4000,
        required=False,
        label=_("Choices, one a line"),
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": " "}),  # the look asks whether it is empty
    )
    note = ColumnTextField(max_length=200, required=False, label=_("Note for who fills it in"))
    is_required = forms.BooleanField(required=False, label=_("Must be filled in"))
    has_total = forms.BooleanField(required=False, label=_("With a total"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("has_total") and values.get("kind") not in ("number", "money"):
            self.add_error("has_total", _("Only numbers and money have a total."))
        return values

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_CHOICES or any(len(line) > 100 for line in found):
            raise forms.ValidationError(_("At most 50 choices, each of at most 100 letters."))
        return found
