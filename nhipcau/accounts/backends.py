"""A password goes with a phone number as well as with an e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from nhipcau.accounts.models import User


class PhoneBackend(ModelBackend):
    """Beside Django's own, which knows e-mail addresses."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, phone: str = "", password: str | None = None, **_others: Any
    ) -> User | None:
        """The active person with this phone number and password."""
        if not phone or password is None:
            return None
        user = User.objects.filter(phone=phone).first()
        if user is None:
            User().set_password(password)  # takes as long as for a known person
            return None
        return user if user.check_password(password) and user.is_active else None
