"""What an officer or a unit types; every text passes the boundary."""

import uuid
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.models import Campaign, Step
from nhipcau.core.boundary import refuse_outside
from nhipcau.organisations.models import Unit, UnitKind

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class InsideField(forms.CharField):
    """A text that may become a step, a heading, a note or a message."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            refuse_outside(value)


def day_field(**options: Any) -> forms.DateField:
    """A day typed as people write it here."""
    return forms.DateField(
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}
        ),
        error_messages={"invalid": _("Write the day as dd/mm/yyyy, for example 10/10/2020.")},
        **options,
    )


class KeyedForm(forms.Form):
    """Carries the key by which a resend is known."""

    submit_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class CircularForm(KeyedForm):
    """A file or a pasted text; a campaign by hand needs neither."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Desk"))
    original = forms.FileField(
        required=False,
        label=_("The circular as a file"),
        help_text=_("Word (.docx) or text (.txt). A scan is kept as the original, and you type the text."),
    )
    text = forms.CharField(
        required=False, strip=False, label=_("Or paste its text"), widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        first = units.first()
        if first is not None:
            self.fields["unit"].initial = first.pk


class TextForm(forms.Form):
    """Paste or type the text of an original that could not be read."""

    text = forms.CharField(
        strip=False, label=_("Text of the circular"), widget=forms.Textarea(attrs={"rows": 12})
    )


class HeadForm(KeyedForm):
    """The facts of the circular and whom it goes to."""

    number = forms.CharField(max_length=60, required=False, label=_("Number and symbol"))
    kind = forms.ChoiceField(choices=Campaign.Kind.choices, label=_("Kind of document"))
    issued_on = day_field(required=False, label=_("Day of issue"))
    place = forms.CharField(max_length=120, required=False, label=_("Place"))
    issuer = forms.CharField(max_length=200, required=False, label=_("Issued by"))
    subject = InsideField(max_length=500, label=_("Subject"), widget=forms.Textarea(attrs={"rows": 2}))
    addressees = InsideField(
        max_length=2000, required=False, label=_("Addressed to"), widget=forms.Textarea(attrs={"rows": 2})
    )
    legal_bases = forms.CharField(
        max_length=2000, required=False, label=_("Legal basis"), widget=forms.Textarea(attrs={"rows": 2})
    )
    contact = forms.CharField(max_length=300, required=False, label=_("Whom to ask"))
    legal_ground = InsideField(
        max_length=300,
        required=False,
        label=_("Legal ground for passing on the lists"),
        help_text=_(
            "Needed only when names are handed in: the document that allows passing them to the parent unit."
        ),
    )
    branch = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Units below"))
    unit_kinds = forms.ModelMultipleChoiceField(
        queryset=UnitKind.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        label=_("Kinds of units addressed"),
        error_messages={"required": _("Choose at least one kind of unit.")},
    )

    def __init__(self, *args: Any, desk: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = Unit.objects.below(desk)  # type: ignore[attr-defined]
        self.fields["branch"].initial = desk.pk


class StepForm(forms.Form):
    """One step; an empty text drops it."""

    text = InsideField(
        max_length=2000,
        required=False,
        label=_("What is to be done"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    details = InsideField(
        max_length=4000, required=False, label=_("Details"), widget=forms.Textarea(attrs={"rows": 2})
    )
    responsible = forms.CharField(max_length=200, required=False, label=_("Who does it, as named"))
    level = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    for_desk = forms.BooleanField(required=False, label=_("The desk itself does this"))
    is_ongoing = forms.BooleanField(required=False, label=_("Ongoing, never late and never done"))
    hand_in = forms.ChoiceField(
        choices=Step.HandInKind.choices, initial=Step.HandInKind.CONFIRM, label=_("What comes back")
    )
    source = forms.CharField(required=False, widget=forms.HiddenInput)


class DeadlineForm(forms.Form):
    """One deadline; an empty line drops it."""

    what = InsideField(max_length=300, required=False, label=_("What is due"))
    due_on = day_field(required=False, label=_("Day"))
    due_time = forms.TimeField(
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hh"],
        label=_("Hour"),
        widget=forms.TimeInput(format="%H:%M"),
    )
    is_inclusive = forms.BooleanField(required=False, initial=True, label=_("That day still counts"))
    rule = forms.CharField(max_length=200, required=False, label=_("Rule when there is no fixed day"))
    step = forms.IntegerField(required=False, min_value=1, label=_("For step number"))
    keep_as_history = forms.BooleanField(required=False, label=_("Keep as history: no reminder, nobody late"))
    source = forms.CharField(required=False, widget=forms.HiddenInput)


StepFormSet = formset_factory(StepForm, extra=2, max_num=60, absolute_max=60)
DeadlineFormSet = formset_factory(DeadlineForm, extra=2, max_num=30, absolute_max=30)


class CallForm(forms.Form):
    """A phone call in which a unit said that it has the circular."""

    said_by = forms.CharField(
        max_length=120,
        label=_("Who said so"),
        error_messages={"required": _("Write who at the unit said so.")},
    )
    called_at = forms.DateTimeField(
        required=False, input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M"], label=_("When"),
        help_text=_("dd/mm/yyyy hh:mm; empty means just now"),
        error_messages={"invalid": _("Write the time as dd/mm/yyyy hh:mm, for example 08/10/2020 09:30.")},
    )  # fmt: skip


class HelpForm(KeyedForm):
    """One sentence to the desk."""

    sentence = InsideField(
        max_length=300,
        label=_("What do you need help with?"),
        error_messages={"required": _("Write in one sentence what you need.")},
    )


class AnswerForm(forms.Form):
    """The desk's answer."""

    answer = InsideField(
        max_length=500, label=_("Answer"), error_messages={"required": _("Write the answer first.")}
    )


class HandInForm(KeyedForm):
    """A file, or only the word that it is done."""

    file = forms.FileField(required=False, label=_("File"))
    note = InsideField(max_length=300, required=False, label=_("Note to the desk"))


class ReturnForm(forms.Form):
    """Why a hand-in goes back."""

    reason = InsideField(
        max_length=300, label=_("Reason"), error_messages={"required": _("Write what has to be corrected.")}
    )
