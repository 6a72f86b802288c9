"""What people type about Pages and posts."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core.submits import SubmitKeyField
from nhipcau.facebook.permalinks import page_name_of
from nhipcau.organisations.models import Unit
from nhipcau.publishing.models import Page, PageQuerySet

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%Y-%m-%d"]


class SubmitKeyForm(forms.Form):
    """Carries the key that makes a resend the same submit."""

    submit_key = SubmitKeyField()


class WhenForm(forms.Form):
    """Day and hour at the office."""

    day = forms.DateField(
        label=_("Day"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
    )
    hour = forms.TimeField(
        label=_("Hour"),
        input_formats=["%H:%M", "%Hh%M", "%Hh"],
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "placeholder": "hh:mm"}),
    )

    @property
    def moment(self) -> datetime:
        """The chosen moment; only after the form was found valid."""
        hour: time = self.cleaned_data["hour"]
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], hour))


class PostForm(SubmitKeyForm):
    """A text for one of the Pages this user may publish on."""

    page = forms.ModelChoiceField(label=_("Page"), queryset=Page.objects.none(), empty_label=None)
    text = forms.CharField(label=_("Text"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, pages: PageQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The text of a post, corrected."""

    text = forms.CharField(label=_("Text"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 10}))


class PermalinkForm(forms.Form):
    """Where the post stands on the Page."""

    permalink = forms.CharField(
        label=_("Address of the post"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"}),
    )
    is_ours = forms.BooleanField(
        label=_("Yes, the address names our own Page. Remember this name of the Page."), required=False
    )
    asks_whose = False  # shown only where the address names the Page in a way that is new here


class UnitForm(SubmitKeyForm):
    """Whose Page it is."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Permission.PAGE_CONNECT).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = units.first()  # mostly one's own


class TokenForm(forms.Form):
    """A pasted token; it is never put back into the page."""

    token = forms.CharField(
        label=_("Token of the Page"),
        max_length=1000,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("It is checked with Facebook first, kept encrypted, and never shown again."),
    )
    page_number = forms.CharField(
        label=_("Number of the Page"),
        max_length=40,
        required=False,
        help_text=_("Only needed when the person may publish on several Pages."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class ConnectForm(TokenForm, UnitForm):
    """Connect a Page that is not known yet."""

    field_order = ["unit", "token", "page_number", "submit_key"]


class AddPageForm(UnitForm):
    """A Page whose posts go out by hand."""

    name = forms.CharField(label=_("Name of the Page"), max_length=200)
    address = forms.CharField(
        label=_("Address of the Page"), max_length=500, widget=forms.TextInput(attrs={"inputmode": "url"})
    )

    def clean_address(self) -> tuple[str, str]:
        number, username = page_name_of(self.cleaned_data["address"])
        if not number and not username:
            raise forms.ValidationError(
                _(
                    "This is not the address of a Page. Open the Page on Facebook and copy the address shown there."
                )
            )
        return number, username
