"""What people type about Pages and posts."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core.submits import SubmitKeyField
from nhipcau.core.typed import InsideField
from nhipcau.facebook.permalinks import page_name_of
from nhipcau.organisations.models import Unit
from nhipcau.publishing.actions.signing_in import Offered
from nhipcau.publishing.models import Page, PageQuerySet, SafetyItem

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

    is_native = forms.BooleanField(
        label=_("Let Facebook publish it by itself"),
        required=False,
        help_text=_(
            "Only when this machine will be switched off at that hour: 20 minutes to 28 days ahead. Otherwise it is safer from here."
        ),
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
    shown = forms.ChoiceField(
        label=_("What goes along"),
        choices=[("photos", _("The photos")), ("clip", _("The clip")), ("nothing", _("The text alone"))],
        widget=forms.RadioSelect,
        required=False,
    )
    link = forms.CharField(
        label=_("Link to be shown below the text"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=_("Only for a post without photos and clip. A link to Facebook itself is not taken."),
    )

    def __init__(self, *args: Any, pages: PageQuerySet, has_choice: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]
        if not has_choice:
            del self.fields["shown"]

    def clean_link(self) -> str:
        """A whole address, and none of Facebook's own, which it refuses (contract, section 4)."""
        link: str = self.cleaned_data["link"].strip()
        if not link:
            return ""
        URLValidator(schemes=["http", "https"])(link)
        host = (urlsplit(link).hostname or "").lower()
        if host == "facebook.com" or host.endswith((".facebook.com", ".fb.com", "fb.watch")):
            raise forms.ValidationError(_("Facebook does not take links to itself here."))
        return link


class TextForm(forms.Form):
    """The text of a post, corrected; `was` marks the text that the page showed."""

    text = forms.CharField(label=_("Text"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 10}))
    was = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    others = ""  # what somebody else has saved meanwhile


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


class ChooseForm(UnitForm):
    """One of the Pages that Facebook offered, and whose it is; only usable ones can be chosen."""

    page = forms.ChoiceField(label=_("Page"), widget=forms.RadioSelect)
    field_order = ["page", "unit", "submit_key"]

    def __init__(self, *args: Any, offered: list[Offered], known: Page | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.id: one for one in offered if not one.unusable}
        self.fields["page"].choices = [(one.id, one.name) for one in self.offered.values()]  # type: ignore[attr-defined]
        if known is not None:
            del self.fields["unit"]
        self.fields["page"].initial = known.page_id if known else next(iter(self.offered), None)

    def clean_page(self) -> Offered:
        return self.offered[self.cleaned_data["page"]]


class CorrectForm(forms.Form):
    """The corrected text of a public post."""

    text = forms.CharField(
        label=_("Corrected text"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 12})
    )


class TakeDownForm(forms.Form):
    """Why a post is taken down; asked twice."""

    reason = InsideField(
        label=_("Why is it taken down?"),
        max_length=300,
        help_text=_("One sentence for the record; members do not see it."),
    )
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SafetyForm(forms.Form):
    """The points of the checklist that hold today."""

    items = forms.MultipleChoiceField(
        label=_("I looked at it today, and it holds:"),
        choices=SafetyItem.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you looked at.")},
    )


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
