"""What is typed about a person, a Page, a collaborator; the same cleaners as for a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.core.submits import SubmitKeyField
from nhipcau.formats.model import Cell
from nhipcau.register.actions.pages import Named
from nhipcau.register.form01 import FORM01
from nhipcau.register.models import OfficialPage
from nhipcau.sheets.issues import ERRORS, sentence


class CellField(forms.CharField):
    """One cell of Form 01; `blocking` findings are errors of the field, others are shown in the list."""

    def __init__(self, column: str, **options: Any) -> None:
        super().__init__(**options)
        self.column = column

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        cleaned = FORM01.column(self.column).cleaner.clean(Cell(text))
        wrong = [code for code in cleaned.codes if code in ERRORS]
        if wrong:
            raise forms.ValidationError(sentence(wrong[0]), code=wrong[0])
        return text

    def value_of(self, text: str) -> str:
        return FORM01.column(self.column).cleaner.clean(Cell(text or "")).value or ""


def cell(column: str, label: Any, *, required: bool = False, length: int = 300, **attrs: str) -> CellField:
    """A cell with the keyboard that a phone should offer."""
    return CellField(
        column, label=label, required=required, max_length=length, widget=forms.TextInput(attrs=attrs)
    )


def person_fields() -> dict[str, CellField]:
    return {
        "full_name": cell(
            "full_name", _("Full name"), required=True, length=150, autocomplete="off", autocapitalize="words"
        ),
        "position": cell("position", _("Position"), length=200, autocomplete="off"),
        "phone": cell("phone", _("Phone"), length=60, inputmode="tel", autocomplete="off"),
        "email": cell(
            "email", _("E-mail"), length=254, inputmode="email", autocomplete="off", autocapitalize="none"
        ),
    }


class LineForm(forms.Form):
    """One line of Form 01."""

    line_key = SubmitKeyField()
    table = forms.TypedChoiceField(
        label=_("Which list"), coerce=int, initial=1, widget=forms.RadioSelect,
        choices=[(1, _("1. Personal details and Facebook account")), (2, _("2. Communications team of the unit"))],
    )  # fmt: skip
    full_name = person_fields()["full_name"]
    unit = cell("unit", _("Unit"), autocomplete="off")
    position = person_fields()["position"]
    phone = person_fields()["phone"]
    email = person_fields()["email"]
    facebook_name = cell("facebook_name", _("Name of the Facebook account"), length=200, autocomplete="off")
    facebook = cell(
        "facebook",
        _("Link of the Facebook account"),
        inputmode="url",
        autocomplete="off",
        autocapitalize="none",
    )

    def cells(self) -> dict[str, str]:
        return {c.key: self.cleaned_data[c.key] for c in FORM01.columns if c.key in self.cleaned_data}


class NamedForm(forms.Form):
    """A form about one person who can be reached."""

    submit_key = SubmitKeyField()
    full_name = person_fields()["full_name"]
    position = person_fields()["position"]
    phone = person_fields()["phone"]
    email = person_fields()["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self._value("phone") and not self._value("email"):
            self.add_error("phone", _("Fill in a phone number or an e-mail address."))
        return data

    def _value(self, name: str) -> str:
        field = self.fields[name]
        return field.value_of(self.cleaned_data.get(name, "")) if isinstance(field, CellField) else ""

    def named(self, facebook_name: str = "", facebook_url: str = "") -> Named:
        values = {name: self._value(name) for name in ("full_name", "position", "phone", "email")}
        return Named(**values, facebook_name=facebook_name, facebook_url=facebook_url)


class AddressField(CellField):
    """A Facebook address that must be one: a name or a share link does not do here."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        cleaned = FORM01.column("facebook").cleaner.clean(Cell(text))
        if text and not cleaned.value:
            raise forms.ValidationError(sentence(cleaned.codes[0]), code=cleaned.codes[0])
        return cleaned.value or ""


class OwnPageForm(NamedForm):
    """The unit's own Page or account, and who looks after it."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=OfficialPage.Kind.choices, widget=forms.RadioSelect, initial="page"
    )
    name = forms.CharField(label=_("Name on Facebook"), max_length=200)
    url = AddressField(
        "facebook", label=_("Address"), max_length=300, help_text=_("Open the Page, copy the address from the browser and paste it here."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    has_consented = forms.BooleanField(
        label=_(
            "If it is a person's own account: this person agrees that it is named to the direct superior."
        ),
        required=False,
    )
    field_order = (
        "submit_key",
        "kind",
        "name",
        "url",
        "has_consented",
        "full_name",
        "position",
        "phone",
        "email",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == OfficialPage.Kind.PERSONAL and not data.get("has_consented"):
            self.add_error("has_consented", _("A personal account is named only when its owner agrees."))
        return data


class CollaboratorForm(NamedForm):
    """The collaborator, the three criteria, and the account if the person wishes to name it."""

    knows_the_unit = forms.BooleanField(
        label=_("Knows the unit's work and the rules on the rights and interests of workers."),
        error_messages={"required": _("Tick this when it is so; the circular asks for it.")},
    )
    writes_well = forms.BooleanField(
        label=_("Can write and speak to union members and workers."),
        error_messages={"required": _("Tick this when it is so; the circular asks for it.")},
    )
    knows_facebook = forms.BooleanField(
        label=_("Uses Facebook well: keeps an account safe, posts, answers members."),
        error_messages={"required": _("Tick this when it is so; the circular asks for it.")},
    )
    facebook_name = forms.CharField(label=_("Name of the Facebook account"), max_length=200, required=False)
    facebook = AddressField(
        "facebook", label=_("Link of the Facebook account"), required=False, max_length=300,
        help_text=_("May stay empty. It is passed on only when the person agrees."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    has_consented = forms.BooleanField(
        label=_("This person agrees that the account is named to the direct superior."), required=False
    )
    field_order = (
        "submit_key",
        "full_name",
        "position",
        "phone",
        "email",
        "knows_the_unit",
        "writes_well",
        "knows_facebook",
    )

    def criteria(self) -> set[str]:
        return {
            name
            for name in ("knows_the_unit", "writes_well", "knows_facebook")
            if self.cleaned_data.get(name)
        }


class UploadForm(forms.Form):
    """A filled Form 01."""

    submit_key = SubmitKeyField()
    file = forms.FileField(
        label=_("The filled form"), help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods), CSV or Word (.docx), as it is."),
        error_messages={"required": _("Choose the file first."), "empty": _("This file is empty.")},
    )  # fmt: skip
