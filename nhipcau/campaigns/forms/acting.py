"""What people type after a campaign was sent; every text passes the boundary."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nhipcau.core.typed import InsideField, KeyedForm, TicksField, day_field
from nhipcau.organisations.models import Unit


class LegalGroundForm(forms.Form):
    """The document that allows the lists of a campaign to be passed on."""

    legal_ground = InsideField(
        max_length=300,
        label=_("Legal ground for passing on the lists"),
        help_text=_("Number, day and issuer of the document. It is recorded once."),
    )


class CallForm(forms.Form):
    """A phone call in which a unit said that it has the circular."""

    said_by = InsideField(
        max_length=120,
        label=_("Who said so"),
        error_messages={"required": _("Write who at the unit said so.")},
    )
    called_at = forms.DateTimeField(
        required=False, input_formats=["%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%Y-%m-%dT%H:%M"], label=_("When"),
        help_text=_("dd/mm/yyyy hh:mm; empty means just now"),
        error_messages={"invalid": _("Write the time as dd/mm/yyyy hh:mm, for example 08/10/2020 09:30.")},
    )  # fmt: skip


class HelpForm(KeyedForm):
    """One sentence to the desk."""

    sentence = InsideField(
        max_length=300,
        label=_("What do you need help with?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in one sentence what you need.")},
    )


class AnswerForm(forms.Form):
    """The desk's answer."""

    answer = InsideField(
        max_length=500, label=_("Answer"), error_messages={"required": _("Write the answer first.")}
    )


class ReturnForm(forms.Form):
    """Why a hand-in goes back."""

    reason = InsideField(
        max_length=300, label=_("Reason"), error_messages={"required": _("Write what has to be corrected.")}
    )


class OwnDayForm(forms.Form):
    """The day a unit has chosen."""

    day = day_field(label=_("Our day"))


class ExtendForm(KeyedForm):
    """More time, for one unit or for all of a step."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), required=False, label=_("For whom"), empty_label=_("all units that have not delivered")
    )  # fmt: skip
    day = day_field(label=_("New last day"))
    why = InsideField(
        max_length=300, label=_("Why"), help_text=_("The units read this sentence."),
        error_messages={"required": _("Write in one sentence why.")},
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """A reason that others read."""

    why = InsideField(
        max_length=300, label=_("Why"), error_messages={"required": _("Write in one sentence why.")}
    )


class AddUnitsForm(forms.Form):
    """Units that were founded or forgotten."""

    units = TicksField(
        queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, label=_("Units"),
        error_messages={"required": _("Choose at least one unit.")},
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
