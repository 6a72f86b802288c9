"""The unit appoints its collaborator: appointment, criteria, line of Form 01 and invitation in one act."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts import actions as accounts
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Role
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit
from nhipcau.register.actions.consenting import record_consent
from nhipcau.register.actions.keeping import pending, person_in
from nhipcau.register.actions.pages import Named
from nhipcau.register.models import CollaboratorTerm, Entry
from nhipcau.sheets.actions import require_keeper

CRITERIA = ("knows_the_unit", "writes_well", "knows_facebook")


@transaction.atomic
def appoint_collaborator(
    unit: Unit, *, person: Named, criteria: set[str], has_consented: bool, by: User, submit_key: uuid.UUID
) -> tuple[CollaboratorTerm, str]:
    """One collaborator a unit; an earlier one hands over today. Returns the term and the invitation's path.

    A resend gives the same term and no path: the secret of a link is shown once.
    """
    require_keeper(unit, by)
    known = CollaboratorTerm.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known, ""
    if not criteria.issuperset(CRITERIA):
        raise Refusal(
            _("A collaborator meets all three criteria of the circular."),
            remedy=_("Tick what is true, or appoint somebody else."),
        )
    now = clock.now()
    _hand_over(unit, person, by)
    invitation, path = accounts.invite(
        full_name=person.full_name,
        email=person.email,
        phone=person.phone,
        role=Role.COLLABORATOR,
        unit=unit,
        by=by,
    )
    known_person = person_in(unit, full_name=person.full_name, phone=person.phone, email=person.email)
    entry = Entry.objects.create(
        unit=unit, unit_path=unit.path, person=known_person, table=2, origin=Entry.Origin.COLLABORATOR, unit_name=unit.name,
        position=person.position, facebook_name=person.facebook_name, facebook_url=person.facebook_url, since=now,
    )  # fmt: skip
    term = CollaboratorTerm.objects.create(
        unit=unit, unit_path=unit.path, person=known_person, user=invitation.user, appointment=invitation.appointment, entry=entry,
        knows_the_unit=True, writes_well=True, knows_facebook=True, starts_on=clock.today(), appointed_by=by, submit_key=submit_key,
    )  # fmt: skip
    if has_consented:
        record_consent(known_person, is_given=True, by=by)
    elif person.facebook_url:
        pending(known_person, now)
    trail.record("register.collaborator_appointed", term, by=by, unit=unit, fields=CRITERIA)
    return term, path


def _hand_over(unit: Unit, person: Named, by: User) -> None:
    now = clock.now()
    for earlier in (
        CollaboratorTerm.objects.in_force().filter(unit=unit).select_related("appointment", "user")
    ):
        earlier.ended_at = now
        earlier.save(update_fields=["ended_at"])
        Entry.objects.filter(pk=earlier.entry_id).update(ended_at=now)
        same = (person.email or "-") == earlier.user.email or (person.phone or "-") == earlier.user.phone
        stays = same or earlier.user_id == by.pk  # nobody ends their own appointment
        if earlier.appointment is not None and earlier.appointment.ends_on is None and not stays:
            accounts.end_appointment(earlier.appointment, by=by)
        trail.record("register.collaborator_handed_over", earlier, by=by, unit=unit, fields=("ended_at",))
