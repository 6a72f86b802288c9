"""A new e-mail address is kept only after the code that was mailed to it has been typed.

Nobody can put another person's address on their own account and be appointed in that person's place.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from nhipcau.accounts.codes import MINUTES, Codes
from nhipcau.accounts.models import User

__all__ = ["MINUTES", "ask", "forget", "is_right", "waiting"]

_CODES = Codes("new_email")
waiting, is_right, forget = _CODES.waiting, _CODES.is_right, _CODES.forget


def ask(request: HttpRequest, user: User, email: str, *, submit_key: Any) -> None:
    """Mail a code to the address; where somebody else has it, a mail without one."""
    taken = User.objects.filter(email=email).exclude(pk=user.pk).exists()
    template = "accounts/email_taken.txt" if taken else "accounts/email_code.txt"
    _CODES.ask(request, user, email, template, submit_key=submit_key)
