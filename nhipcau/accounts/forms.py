"""What people type to sign in and about themselves, and what officers type about others."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.contact import e164, readable_phone
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, Role, may_somewhere, units_where
from nhipcau.core.submits import SubmitKeyField
from nhipcau.organisations.models import Unit

EMAIL = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
CODE = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "characters"}


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """A password; never put back into the page."""
    return forms.CharField(
        label=label, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": autocomplete})
    )


class PhoneField(forms.CharField):
    """A phone number as people write it; kept as +84…"""

    default_error_messages = {"invalid": _("This is not a phone number. Write it like 0912 345 678.")}
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        text = super().clean(value).strip()
        if not text:
            return ""
        number = e164(text)
        if not number:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        return readable_phone(value) if isinstance(value, str) and value.startswith("+") else value


class EmailField(forms.EmailField):
    default_error_messages = {"invalid": _("This is not an e-mail address. Write it like ten@example.org.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.EmailInput(attrs=EMAIL))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).strip().lower()


# ---- signing in


class LoginForm(account_forms.LoginForm):
    """E-mail or phone, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": forms.CharField(
                label=_("E-mail or phone number"),
                widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            ),
            "password": password_field(_("Password"), "current-password"),
        }  # fmt: skip

    def _setup_password_field(self) -> None:
        """The password stays, although nobody signs up with one."""

    def user_credentials(self) -> dict[str, str]:
        contact = self.cleaned_data["login"].strip()
        key = "email" if "@" in contact else "phone"
        value = contact.lower() if key == "email" else e164(contact) or contact
        return {key: value, "password": self.cleaned_data["password"]}

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        adapter = get_adapter()
        user = adapter.authenticate(self.request, **credentials)
        if user is None:
            raise adapter.validation_error("invalid_login")
        self.user, self._login = user, Login(user=user, email=credentials.get("email"))
        return self.cleaned_data


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    """The address the code goes to."""

    email = EmailField(label=_("Your e-mail address"))


class ConfirmLoginCodeForm(account_forms.ConfirmLoginCodeForm):
    code = forms.CharField(label=_("Code from the e-mail"), widget=forms.TextInput(attrs=CODE))


class ReauthenticateForm(account_forms.ReauthenticateForm):
    password = password_field(_("Your password"), "current-password")


class SecondFactorForm(mfa_forms.AuthenticateForm):
    code = forms.CharField(
        label=_("Code from the app, or an emergency code"), widget=forms.TextInput(attrs=CODE)
    )


class SecondFactorAgainForm(mfa_forms.ReauthenticateForm):
    code = forms.CharField(
        label=_("Code from the app, or an emergency code"), widget=forms.TextInput(attrs=CODE)
    )


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    code = forms.CharField(
        label=_("Code the app shows now"), widget=forms.TextInput(attrs=CODE | {"inputmode": "numeric"})
    )


class SubmitKeyOnlyForm(forms.Form):
    """A button alone, which does the same pressed twice as pressed once."""

    submit_key = SubmitKeyField()


# ---- my own account


class PasswordForm(forms.Form):
    """Set a password, or change it with the old one."""

    old = password_field(_("Password until now"), "current-password")
    new = password_field(_("New password"), "new-password")
    again = password_field(_("New password, once more"), "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new"].help_text = _(
            "At least 10 characters, not only digits, and not a word everybody uses."
        )
        if not user.has_usable_password():
            del self.fields["old"]

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not get_adapter().reauthenticate(self.user, old):
            raise forms.ValidationError(gettext("This password is not right."))
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        try:
            password_validation.validate_password(new, self.user)
        except forms.ValidationError as fault:
            raise forms.ValidationError(
                gettext("This password is too easy to guess. Take at least 10 characters, not only digits.")
            ) from fault
        return new

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", gettext("The two new passwords differ."))
        return given


class ProfileForm(forms.Form):
    """My own name and language."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class NewEmailForm(forms.Form):
    """The address a code goes to."""

    email = EmailField(label=_("New e-mail address"), max_length=254)
    submit_key = SubmitKeyField()


class EmailCodeForm(forms.Form):
    """The six digits from the mail."""

    code = forms.CharField(
        label=_("Code from the e-mail"), max_length=20, widget=forms.TextInput(attrs=CODE | {"inputmode": "numeric"})
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


# ---- other people


class ReachForm(forms.Form):
    """At least one way to reach a person."""

    phone = PhoneField(label=_("Phone number"), required=False)
    email = EmailField(label=_("E-mail"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("phone") and not given.get("email"):
            raise forms.ValidationError(
                gettext("A phone number or an e-mail address is needed; one of the two is enough.")
            )
        return given


class ContactForm(ReachForm):
    """A name and at least one way to reach the person."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["full_name", "phone", "email"]


class CorrectContactForm(ReachForm):
    """The phone number and e-mail of somebody who has not been here yet."""

    submit_key = SubmitKeyField()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"phone": person.phone or "", "email": person.email or ""}
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("phone", "email"):
            value = given.get(name)
            if value and User.objects.filter(**{name: value}).exclude(pk=self.person.pk).exists():
                self.add_error(name, gettext("Somebody else here uses this already."))
        return given


def roles_for(user: User) -> list[tuple[str, Any]]:
    """Roles this officer may give; operators are named by operators alone."""
    whole = may_somewhere(user, Permission.OPERATE)
    return [(value, label) for value, label in Role.choices if whole or value != Role.OPERATOR]


class AppointForm(forms.Form):
    """A role at a unit."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_for(by)  # type: ignore[attr-defined]
        units = units_where(by, Permission.PERSON_MANAGE).open()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: "\u2003" * (unit.depth - 1) + unit.name  # type: ignore[attr-defined]


class InviteForm(AppointForm, ContactForm):
    """A person who is to join in a role."""

    submit_key = SubmitKeyField()
    field_order = ["full_name", "phone", "email", "role", "unit", "submit_key"]
