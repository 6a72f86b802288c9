"""Six digits by e-mail that prove who reads the mailbox; what waits for them is in the session alone, hashed."""

from __future__ import annotations

import secrets
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from nhipcau.accounts import mail
from nhipcau.accounts.models import User
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal

MINUTES, TRIES = 15, 5


@dataclass(frozen=True)
class Codes:
    """Codes for one purpose, kept in the session under its name."""

    purpose: str
    most: str = "5/h/user"

    def waiting(self, request: HttpRequest) -> str:
        """The address that waits for its code, or nothing."""
        kept: dict[str, Any] = request.session.get(self.purpose) or {}
        return str(kept.get("email", ""))

    def ask(self, request: HttpRequest, user: User, email: str, template: str, *, submit_key: Any) -> None:
        """Mail a code to the address; the same press again mails nothing."""
        kept = request.session.get(self.purpose) or {}
        if kept.get("submit_key") == str(submit_key):
            return
        if not ratelimit.consume(
            request, app="accounts", action=self.purpose, config={self.purpose: self.most}, user=user
        ):
            raise Refusal(_("Too many codes were asked for."), remedy=_("Wait an hour, then try again."))
        code = f"{secrets.randbelow(10**6):06d}"
        try:
            mail.send(template, [email], {"code": code, "minutes": MINUTES, "site": settings.SITE_URL})
        except (OSError, smtplib.SMTPException) as fault:
            raise Refusal(
                _("The code could not be sent: the mail server does not answer."),
                remedy=_("Try again in a few minutes."),
            ) from fault
        request.session[self.purpose] = {
            "email": email,
            "hash": self._hash(user, email, code),
            "until": (clock.now() + timedelta(minutes=MINUTES)).isoformat(),
            "tries": 0,
            "submit_key": str(submit_key),
        }

    def is_right(self, request: HttpRequest, user: User, code: str) -> bool:
        """Count one try; a Refusal when the code's time or its tries are over."""
        kept = request.session[self.purpose]
        if clock.now() >= datetime.fromisoformat(kept["until"]):
            self.forget(request)
            raise Refusal(_("The time of this code is over."), remedy=_("Ask for a new code."))
        if constant_time_compare(kept["hash"], self._hash(user, kept["email"], code)):
            return True
        kept["tries"] += 1
        request.session[self.purpose] = kept
        if kept["tries"] >= TRIES:
            self.forget(request)
            raise Refusal(_("The code was wrong too often."), remedy=_("Ask for a new code."))
        return False

    def forget(self, request: HttpRequest) -> None:
        """Nothing waits any longer."""
        request.session.pop(self.purpose, None)

    def _hash(self, user: User, email: str, code: str) -> str:
        salt = f"nhipcau.{self.purpose}"
        return salted_hmac(salt, f"{user.pk} {email} {code}", algorithm="sha256").hexdigest()
