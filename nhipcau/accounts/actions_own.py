"""What a person changes about themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.audit import trail


@transaction.atomic
def change_profile(user: User, values: dict[str, Any]) -> None:
    """Name, contacts and language; which of them changed is written down, not what they are."""
    changed = [
        name
        for name in ("full_name", "phone", "email", "language")
        if (getattr(user, name) or "") != values[name]
    ]
    if not changed:
        return
    for name in changed:
        setattr(user, name, values[name])
    user.save()
    trail.record("person.changed", user, by=user, fields=changed)


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """Set or change the password."""
    user.set_password(password)
    user.save(update_fields=["password"])
    trail.record("person.password_set", user, by=user, fields=("password",))
