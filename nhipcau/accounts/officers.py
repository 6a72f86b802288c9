"""Which people and invitations an officer sees: those with an appointment where people are managed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nhipcau.accounts.models import Appointment, Invitation, User
from nhipcau.accounts.permissions import Permission, Role, may, roles_with, units_where
from nhipcau.core.text import fold
from nhipcau.organisations.models import STEP, Unit


def appointments_seen_by(user: User) -> QuerySet[Appointment]:
    """Appointments at the units where this officer manages people, past ones too."""
    units = units_where(user, Permission.PERSON_MANAGE)
    return Appointment.objects.filter(unit__in=units).select_related("unit", "user")


def people_seen_by(user: User, text: str = "") -> QuerySet[User]:
    """People with an appointment there, found by name, phone or e-mail, accents aside."""
    found = User.objects.filter(pk__in=appointments_seen_by(user).values("user"))
    for word in fold(text).split():
        matches = found.filter(search_name__contains=word) | found.filter(email__contains=word)
        digits = word.lstrip("0")
        if digits.isdigit() and len(digits) >= 4:
            matches |= found.filter(phone__contains=digits)
        found = matches
    return found.order_by("sort_key", "pk")


def people_who_may(permission: Permission, unit: Unit) -> QuerySet[User]:
    """Everybody who may do this at this unit today, by name."""
    paths = [unit.path[:end] for end in range(STEP, len(unit.path) + 1, STEP)]
    held = Appointment.objects.today().filter(unit__path__in=paths, role__in=roles_with(permission))
    return User.objects.active().filter(pk__in=held.values("user")).order_by("sort_key", "pk")


def may_correct(officer: User, person: User) -> bool:
    """A contact typed wrong is mended before the person's first day, by who manages every office the person was given."""
    if person.last_login is not None or person.has_usable_password():
        return False
    held = person.appointments.select_related("unit")
    return all(may(officer, _reach(appointment), appointment.unit) for appointment in held)


def _reach(appointment: Appointment) -> Permission:
    return Permission.OPERATE if appointment.role == Role.OPERATOR else Permission.PERSON_MANAGE


def open_invitations(user: User) -> QuerySet[Invitation]:
    """Invitations not taken up yet, for appointments in force."""
    held = appointments_seen_by(user).filter(pk__in=Appointment.objects.today().values("pk"))
    held = held.exclude(Q(role=Role.OPERATOR) & ~Q(unit__in=units_where(user, Permission.OPERATE)))
    rows = Invitation.objects.filter(
        appointment__in=held.values("pk"), accepted_at__isnull=True, user__is_active=True
    )
    return rows.select_related("appointment__unit", "user").order_by(
        "appointment__unit__path", "user__sort_key"
    )
