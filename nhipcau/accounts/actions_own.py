"""What a person changes about themselves, and how an officer mends a contact that was typed wrong."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.accounts import links
from nhipcau.accounts.models import User
from nhipcau.accounts.officers import may_correct
from nhipcau.audit import trail
from nhipcau.core.refusal import Refusal


@transaction.atomic
def change_profile(user: User, values: dict[str, Any]) -> None:
    """Name and language; which of them changed is written down, not what they are."""
    changed = [name for name in ("full_name", "language") if getattr(user, name) != values[name]]
    if not changed:
        return
    for name in changed:
        setattr(user, name, values[name])
    user.save()
    trail.record("person.changed", user, by=user, fields=changed)


@transaction.atomic
def keep_email(user: User, email: str) -> None:
    """An address whose code was typed; a Refusal when it is somebody else's by now. Twice is once."""
    _change_contact(
        user,
        {"email": email},
        by=user,
        taken=Refusal(
            _("This e-mail address cannot be kept here."),
            remedy=_("Take another one, or ask the office that appointed you."),
        ),
    )


@transaction.atomic
def correct_contact(person: User, *, phone: str, email: str, by: User) -> bool:
    """Another phone or e-mail for somebody who has never signed in; links made for the wrong one stop working."""
    found = User.objects.select_for_update().get(pk=person.pk)
    if not may_correct(by, found):
        raise PermissionDenied
    taken = Refusal(
        _("Somebody else here uses this phone number or e-mail address already."),
        remedy=_("Look for that person in the list of people."),
    )
    changed = _change_contact(found, {"phone": phone or None, "email": email or None}, by=by, taken=taken)
    if changed:
        links.revoke("invitation", about=list(found.invitations.all()))
    return changed


def _change_contact(user: User, values: dict[str, str | None], *, by: User, taken: Refusal) -> bool:
    changed = {name: value for name, value in values.items() if getattr(user, name) != value}
    if not changed:
        return False
    others = User.objects.exclude(pk=user.pk)
    if any(value and others.filter(**{name: value}).exists() for name, value in changed.items()):
        raise taken
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(**changed)
    except IntegrityError as fault:  # somebody took it this very moment
        raise taken from fault
    if "email" in changed:
        EmailAddress.objects.filter(user_id=user.pk).delete()  # the earlier address signs nobody in any more
    for name, value in changed.items():
        setattr(user, name, value)
    trail.record("person.contact_changed", user, by=by, fields=changed)
    return True


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """Set or change the password."""
    user.set_password(password)
    user.save(update_fields=["password"])
    trail.record("person.password_set", user, by=user, fields=("password",))
