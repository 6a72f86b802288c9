"""What a person said about passing on their own account."""

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.register.actions.keeping import pending
from nhipcau.register.models import Consent, Person
from nhipcau.sheets.actions import require_keeper


@transaction.atomic
def record_consent(person: Person, *, is_given: bool, by: User) -> Consent:
    """Given, or withdrawn: from now on exports follow it."""
    require_keeper(person.unit, by)
    now = clock.now()
    consent = pending(person, now)
    state = Consent.State.GIVEN if is_given else Consent.State.WITHDRAWN
    if consent.state != state:
        consent.state, consent.changed_at, consent.recorded_by = state, now, by
        consent.save(update_fields=["state", "changed_at", "recorded_by"])
        trail.record(f"consent.{state.value}", consent, by=by, unit=person.unit, fields=("state",))
    return consent
