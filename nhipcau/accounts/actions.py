"""Invite people, appoint them, end it; every act dated and written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts import links
from nhipcau.accounts.models import Appointment, Invitation, User
from nhipcau.accounts.permissions import Permission, Role, forget, may, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit

INVITATION_DAYS = 14


@transaction.atomic
def add_person(*, full_name: str, email: str = "", phone: str = "", by: Any) -> User:
    """The person with this e-mail or phone (E.164), or a new one; a known person's name is not changed."""
    email = email.strip().lower()
    known = None
    if email:
        known = User.objects.filter(email=email).first()
    if known is None and phone:
        known = User.objects.filter(phone=phone).first()
    if known is not None:
        return known
    if not email and not phone:
        raise Refusal(
            _("A person needs a phone number or an e-mail address."),
            remedy=_("Fill in one of the two."),
        )
    user = User.objects.create_user(full_name=full_name, email=email, phone=phone)
    trail.record("person.added", user, by=by, fields=("full_name", "email", "phone"))
    return user


@transaction.atomic
def appoint(
    user: User, role: Role | str, unit: Unit, *, by: Any, starts_on: date | None = None
) -> Appointment:
    """Give a person a role at a unit from a day on (today). Doing it twice is one appointment."""
    role = Role(role)
    if isinstance(by, User):
        require(by, _needed(role), unit)
    held = Appointment.objects.filter(user=user, unit=unit, role=role, ends_on__isnull=True).first()
    if held is not None:
        return held
    appointment = Appointment.objects.create(
        user=user,
        unit=unit,
        role=role,
        starts_on=starts_on or clock.today(),
        appointed_by=by if isinstance(by, User) else None,
    )
    forget(user)
    trail.record("appointment.made", appointment, by=by, unit=unit, fields=("user", "role", "starts_on"))
    return appointment


def may_end(user: User, appointment: Appointment) -> bool:
    """Would `end_appointment` let this user? Nobody ends their own."""
    needed = _needed(Role(appointment.role))
    return appointment.user_id != user.pk and may(user, needed, appointment.unit)


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Any, on: date | None = None) -> None:
    """Yesterday was its last day, or the day given; what was done in it stays written down."""
    if isinstance(by, User):
        require(by, _needed(Role(appointment.role)), appointment.unit)
        if appointment.user_id == by.pk:
            raise Refusal(
                _("You cannot end your own appointment."),
                remedy=_("Ask another officer to do it, so that the unit is never without one by mistake."),
            )
    last = on or clock.today()
    if on is None:
        last -= timedelta(days=1)
    if appointment.ends_on is not None and appointment.ends_on <= last:
        return  # it ended earlier, or the button was pressed twice
    if last < appointment.starts_on:
        Invitation.objects.filter(appointment=appointment).delete()
        trail.record("appointment.withdrawn", appointment, by=by, unit=appointment.unit, fields=("ends_on",))
        appointment.delete()
    else:
        appointment.ends_on = last
        appointment.save(update_fields=["ends_on"])
        trail.record("appointment.ended", appointment, by=by, unit=appointment.unit, fields=("ends_on",))
    forget(appointment.user)


@transaction.atomic
def invite(
    *, full_name: str, role: Role | str, unit: Unit, by: Any, email: str = "", phone: str = ""
) -> tuple[Invitation, str]:
    """Add the person, appoint them and issue the invitation; returns it and the path of its one-time link."""
    user = add_person(full_name=full_name, email=email, phone=phone, by=by)
    appointment = appoint(user, role, unit, by=by)
    return invitation_for(appointment, by=by)


@transaction.atomic
def invitation_for(appointment: Appointment, *, by: Any) -> tuple[Invitation, str]:
    """A (new) link for this appointment; earlier ones are worthless from now on."""
    if isinstance(by, User):
        require(by, _needed(Role(appointment.role)), appointment.unit)
    inviter = by if isinstance(by, User) else None
    invitation = Invitation.objects.filter(appointment=appointment, accepted_at__isnull=True).first()
    if invitation is None:
        invitation = Invitation.objects.create(
            user=appointment.user, appointment=appointment, invited_by=inviter
        )
    else:
        links.revoke("invitation", about=invitation)
    _link, path = links.issue(
        "invitation",
        unit=appointment.unit,
        user=appointment.user,
        about=invitation,
        by=by,
        days=INVITATION_DAYS,
    )
    trail.record("invitation.issued", invitation, by=by, unit=appointment.unit)
    return invitation, path


@transaction.atomic
def record_sent_by_hand(invitations: list[Invitation], *, by: User) -> int:
    """The officer says that these invitations were sent over Zalo or on paper."""
    for invitation in invitations:
        require(by, _needed(Role(invitation.appointment.role)), invitation.appointment.unit)
        invitation.sent_by_hand_at, invitation.sent_by_hand_by = clock.now(), by
        invitation.save(update_fields=["sent_by_hand_at", "sent_by_hand_by"])
        trail.record("invitation.sent_by_hand", invitation, by=by, unit=invitation.appointment.unit)
    return len(invitations)


@transaction.atomic
def accept(invitation: Invitation, *, link: Any) -> User:
    """The person took the invitation up; called by the link's button."""
    if invitation.accepted_at is None:
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
    user = invitation.user
    if not user.is_active or not invitation.appointment.is_today:
        raise Refusal(
            _("This invitation is no longer in force."),
            remedy=_("Ask the person who invited you whether you are still appointed."),
        )
    trail.record("invitation.accepted", invitation, by=link, unit=invitation.appointment.unit)
    return user


def _needed(role: Role) -> Permission:
    """A chair appoints collaborators, operators appoint operators; every other role is given by who manages people."""
    named = {Role.COLLABORATOR: Permission.COLLABORATOR_APPOINT, Role.OPERATOR: Permission.OPERATE}
    return named.get(role, Permission.PERSON_MANAGE)
