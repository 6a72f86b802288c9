"""A list of units to load."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core.submits import SubmitKeyField
from nhipcau.organisations.models import Unit


class ListForm(forms.Form):
    """A file, and the unit below which its units stand."""

    branch: Any = forms.ModelChoiceField(
        label=_("The units stand below"), queryset=Unit.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("List of units"),
        help_text=_("Excel (.xlsx, .xls), .ods or .csv, at most 20 MB."),
        error_messages={"required": _("Choose the file first.")},
    )
    submit_key = SubmitKeyField()

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(by, Permission.UNIT_MANAGE).open()
        field: Any = self.fields["branch"]
        field.queryset = units
        field.label_from_instance = lambda unit: "\u2003" * (unit.depth - 1) + unit.name
        first = units.first()
        if first is not None:
            field.initial = first.pk
