"""What narrows the audit trail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.desk.words import SORTS


class TrailForm(forms.Form):
    """All of it optional."""

    unit = forms.CharField(label=_("Unit"), required=False, max_length=200)
    sort = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *SORTS.items()])
    day = forms.DateField(
        label=_("Up to the day"),
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write the day as dd/mm/yyyy, for example 10/10/2020.")},
    )
