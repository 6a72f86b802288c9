"""A new e-mail address is kept only after the code that was mailed to it has been typed.

What waits for its code is in the session alone; nobody can put another person's address on their own account and be
appointed in that person's place.
"""

from __future__ import annotations

import secrets
import smtplib
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
CODES = {"new_email": "5/h/user"}
_PLACE = "new_email"


def waiting(request: HttpRequest) -> str:
    """The address that waits for its code, or nothing."""
    kept: dict[str, Any] = request.session.get(_PLACE) or {}
    return str(kept.get("email", ""))


def ask(request: HttpRequest, user: User, email: str, *, submit_key: Any) -> None:
    """Mail a code to the address; the same press again mails nothing."""
    kept = request.session.get(_PLACE) or {}
    if kept.get("submit_key") == str(submit_key):
        return
    if not ratelimit.consume(request, app="accounts", action="new_email", config=CODES, user=user):
        raise Refusal(_("Too many codes were asked for."), remedy=_("Wait an hour, then try again."))
    code = f"{secrets.randbelow(10**6):06d}"
    taken = User.objects.filter(email=email).exclude(pk=user.pk).exists()
    context = {"code": code, "minutes": MINUTES, "site": settings.SITE_URL}
    try:
        mail.send("accounts/email_taken.txt" if taken else "accounts/email_code.txt", [email], context)
    except (OSError, smtplib.SMTPException) as fault:
        raise Refusal(
            _("The code could not be sent: the mail server does not answer."),
            remedy=_("Try again in a few minutes."),
        ) from fault
    request.session[_PLACE] = {
        "email": email,
        "hash": _hash(user, email, code),
        "until": (clock.now() + timedelta(minutes=MINUTES)).isoformat(),
        "tries": 0,
        "submit_key": str(submit_key),
    }


def is_right(request: HttpRequest, user: User, code: str) -> bool:
    """Count one try; a Refusal when the code's time or its tries are over."""
    kept = request.session[_PLACE]
    if clock.now() >= datetime.fromisoformat(kept["until"]):
        forget(request)
        raise Refusal(_("The time of this code is over."), remedy=_("Ask for a new code."))
    if constant_time_compare(kept["hash"], _hash(user, kept["email"], code)):
        return True
    kept["tries"] += 1
    request.session[_PLACE] = kept
    if kept["tries"] >= TRIES:
        forget(request)
        raise Refusal(_("The code was wrong too often."), remedy=_("Ask for a new code."))
    return False


def forget(request: HttpRequest) -> None:
    """Nothing waits any longer."""
    request.session.pop(_PLACE, None)


def _hash(user: User, email: str, code: str) -> str:
    return salted_hmac("nhipcau.new-email", f"{user.pk} {email} {code}", algorithm="sha256").hexdigest()
