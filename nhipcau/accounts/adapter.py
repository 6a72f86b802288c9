"""How allauth behaves here: no sign-up, our sentences, our mails."""

from __future__ import annotations

import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts import mail, qr
from nhipcau.core.refusal import Refusal

SAID: dict[str, Any] = {
    "account/messages/login_code_sent.txt": None,
    "mfa/messages/totp_activated.txt": _("The authenticator app is in use from now on."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer asked for."),
    "mfa/messages/recovery_codes_generated.txt": _("There are new emergency codes; the old ones no longer work."),
    "usersessions/messages/sessions_logged_out.txt": _("All other devices have been signed out."),
}  # fmt: skip

WAYS: dict[str, Any] = {
    "reauthenticate": _("With my password instead"),
    "mfa_reauthenticate": _("With the code of my authenticator app instead"),
    "code": _("With a code by e-mail instead"),
}


def client_ip(request: HttpRequest) -> str:
    """Where a try to sign in comes from; behind our own proxy the address it adds last."""
    forwarded = request.headers.get("x-forwarded-for", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR") or "0.0.0.0"


def tried_contact(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """For django-axes: whose password was tried."""
    given = credentials or {}
    posted = request.POST.get("login", "") if request is not None else ""
    return str(given.get("phone") or given.get("email") or given.get("username") or posted).strip().lower()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("This contact and this password do not belong together."),
        "phone_password_mismatch": _("This contact and this password do not belong together."),
        "incorrect_code": _("This code is not right. Look at the newest message, or ask for a new code."),
        "incorrect_password": _("This password is not right."),
        "invalid_login": _("This contact and this password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation alone."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **options: Any,
    ) -> None:
        """Our sentences only; what the next page shows anyway is not said twice."""
        text = options.get("message") or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The sign-in code; nothing is written to addresses nobody here has."""
        if template_prefix != "account/email/login_code":
            return
        try:
            mail.send("account/login_code.txt", [email], context)
        except (OSError, smtplib.SMTPException) as fault:
            raise Refusal(
                str(_("The code could not be sent: the mail server does not answer.")),
                remedy=str(_("Try again in a few minutes, or sign in with your password.")),
            ) from fault

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Is this the signed-in person's own password?"""
        contact = {"email": user.email} if user.email else {"phone": user.phone}
        found = self.authenticate(context.request, password=password, **contact)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """In our words; a code by e-mail for whoever has no authenticator app, which no mailbox replaces."""
        found = [
            {**method, "description": WAYS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]
        if user.is_authenticated and user.email and not any(way["id"].startswith("mfa") for way in found):
            code = {"id": "code", "description": WAYS["code"], "url": reverse("accounts:again-code")}
            found.append(code)
        return found

    def is_safe_url(self, url: str) -> bool:
        """After signing in one stays on this host; an address that is none leads nowhere."""
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()}, context.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        """A person's language comes along to a new device."""
        response: HttpResponse = super().post_login(request, user, **options)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=60 * 60 * 24 * 365,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        "add_email_blocked": _("Turn the authenticator app off first."),
        "cannot_delete_authenticator": _("The authenticator app cannot be turned off."),
        "cannot_generate_recovery_codes": _("Set up the authenticator app first."),
        "incorrect_code": _("This code is not right. Wait for the next one in your app and type it."),
        "unverified_email": _("Sign in once with a code by e-mail first."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def build_totp_svg(self, url: str) -> str:
        return qr.svg(url)

    def encrypt(self, text: str) -> str:
        """The app's secret is unreadable without the key, which is not in the database."""
        return Fernet(settings.TOKEN_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(settings.TOKEN_KEY).decrypt(encrypted_text.encode()).decode()
