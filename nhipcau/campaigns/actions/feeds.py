"""The secret address of a person's calendar: made, renewed, ended. Only its hash is kept, and no record of who fetched it when."""

import hashlib
import secrets

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.campaigns.models import CalendarFeed
from nhipcau.core import clock


@transaction.atomic
def renew_feed(user: User) -> str:
    """A new secret, told this once; the one before leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"secret_hash": _hash(secret), "made_at": clock.now()}
    )
    trail.record("person.calendar_feed_made", user, by=user)
    return secret


@transaction.atomic
def end_feed(user: User) -> None:
    """The address leads nowhere any more; ending it twice changes nothing."""
    if CalendarFeed.objects.filter(user=user).delete()[0]:
        trail.record("person.calendar_feed_ended", user, by=user)


def owner_of(secret: str) -> User | None:
    """Whose calendar this is; None for a wrong or an old secret, and for somebody who may no longer sign in."""
    row = CalendarFeed.objects.filter(secret_hash=_hash(secret), user__is_active=True).select_related("user")
    found = row.first()
    return found.user if found is not None else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
