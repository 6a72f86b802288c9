"""Who is told about a unit's tasks: the people appointed there as chair; and who sits above it."""

from collections.abc import Iterable

from django.db.models import Q

from nhipcau.accounts.models import Appointment, User
from nhipcau.accounts.permissions import Role
from nhipcau.core import clock
from nhipcau.organisations.models import Unit


def chairs_of(units: Iterable[Unit | int]) -> dict[int, list[User]]:
    """Holders of a chair's appointment today, by unit; one query."""
    return _holders(Q(unit__in=list(units), role=Role.CHAIR))


def above_of(units: Iterable[Unit]) -> dict[int, list[User]]:
    """Chairs and desk officers of the unit directly above each of these; two queries."""
    units = list(units)
    parents = dict(
        Unit.objects.filter(path__in={unit.parent_path for unit in units}).values_list("path", "pk")
    )
    held = _holders(Q(unit__in=list(parents.values()), role__in=(Role.CHAIR, Role.DESK_OFFICER)))
    return {unit.pk: held.get(parents.get(unit.parent_path, 0), []) for unit in units}


def _holders(which: Q) -> dict[int, list[User]]:
    today = clock.today()
    found: dict[int, list[User]] = {}
    held = Appointment.objects.filter(
        which, Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, user__is_active=True
    ).select_related("user")
    for appointment in held.order_by("unit", "user__sort_key", "pk"):
        people = found.setdefault(appointment.unit_id, [])
        if appointment.user not in people:
            people.append(appointment.user)
    return found
