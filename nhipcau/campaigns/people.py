"""Who is told about a unit's tasks: the people appointed there as chair."""

from collections.abc import Iterable

from django.db.models import Q

from nhipcau.accounts.models import Appointment, User
from nhipcau.accounts.permissions import Role
from nhipcau.core import clock
from nhipcau.organisations.models import Unit


def chairs_of(units: Iterable[Unit]) -> dict[int, list[User]]:
    """Holders of a chair's appointment today, by unit; one query."""
    today = clock.today()
    found: dict[int, list[User]] = {}
    held = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        unit__in=list(units),
        role=Role.CHAIR,
        starts_on__lte=today,
    ).select_related("user")
    for appointment in held.filter(user__is_active=True):
        people = found.setdefault(appointment.unit_id, [])
        if appointment.user not in people:
            people.append(appointment.user)
    return found
