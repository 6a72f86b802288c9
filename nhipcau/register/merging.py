"""What somebody decides about two people who may be one."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.register.models import CollaboratorTerm, Consent, Entry, Likeness, OfficialPage, Person

A_DAY = timedelta(days=1)
RECORDS: dict[str, tuple[Any, str]] = {
    "entries": (Entry, "person"), "terms": (CollaboratorTerm, "person"), "pages": (OfficialPage, "keeper"),
}  # fmt: skip
FILLED = ("phone", "email", "link_key")


@transaction.atomic
def merge(pair: Likeness, *, keep: Person, by: User) -> None:
    """The two are one person: `keep` stays with its values, gets what it lacks, and all that hung on the other."""
    pair = _locked(pair, by)
    if pair.decision != Likeness.Decision.OPEN or pair.first.merged_into_id or pair.second.merged_into_id:
        raise _decided()
    kept, gone = (pair.first, pair.second) if keep.pk == pair.first_id else (pair.second, pair.first)
    pair.moved = {"kept": kept.pk, "consents": _join_consents(kept, gone), "filled": _fill(kept, gone)}
    for name, (model, field) in RECORDS.items():
        rows = model.objects.filter(**{field: gone})
        pair.moved[name] = list(rows.values_list("pk", flat=True))
        rows.update(**{field: kept})
    pair.moved["merged"] = list(Person.objects.filter(merged_into=gone).values_list("pk", flat=True))
    Person.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    _decide(pair, Likeness.Decision.MERGED, by)
    trail.record(
        "register.people_merged", kept, by=by, unit=kept.unit, fields=("entries", *pair.moved["filled"])
    )


@transaction.atomic
def tell_apart(pair: Likeness, *, by: User) -> None:
    """Two different people: never proposed again."""
    pair = _locked(pair, by)
    if pair.decision != Likeness.Decision.OPEN:
        raise _decided()
    _decide(pair, Likeness.Decision.DIFFERENT, by)
    trail.record("register.people_told_apart", pair.first, by=by, unit=pair.first.unit)


@transaction.atomic
def undo(pair: Likeness, *, by: User) -> None:
    """For a day a merge can be taken back, and everything stands where it stood."""
    pair = _locked(pair, by)
    if pair.decision != Likeness.Decision.MERGED or pair.decided_at is None:
        raise _decided()
    kept, gone = (
        (pair.first, pair.second) if pair.moved["kept"] == pair.first_id else (pair.second, pair.first)
    )
    if pair.decided_at + A_DAY < clock.now() or gone.merged_into_id != kept.pk or kept.merged_into_id:
        raise Refusal(
            _("This merge can no longer be taken back."),
            remedy=_("A merge can be taken back for one day, the latest one first."),
        )
    for name, (model, field) in RECORDS.items():
        model.objects.filter(pk__in=pair.moved[name], **{field: kept}).update(**{field: gone})
    Person.objects.filter(pk__in=pair.moved["merged"], merged_into=kept).update(merged_into=gone)
    for field in pair.moved["filled"]:
        setattr(kept, field, "")
    kept.save()
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    _part_consents(kept, pair.moved["consents"])
    pair.decision, pair.decided_at, pair.decided_by, pair.moved = Likeness.Decision.OPEN, None, None, {}
    pair.save()
    trail.record("register.merge_undone", kept, by=by, unit=kept.unit, fields=("entries",))


def _locked(pair: Likeness, by: User) -> Likeness:
    found = Likeness.objects.select_for_update().get(pk=pair.pk)
    for person in (found.first, found.second):
        require(by, Permission.REGISTER_MANAGE, person.unit)
    return found


def _decided() -> Refusal:
    return Refusal(
        _("These two have been decided on already."), remedy=_("Reload the list to see how it stands.")
    )


def _decide(pair: Likeness, decision: Likeness.Decision, by: User) -> None:
    pair.decision, pair.decided_at, pair.decided_by = decision, clock.now(), by
    pair.save()


def _fill(kept: Person, gone: Person) -> list[str]:
    """Blanks of the one who stays take the other's value; gives their names."""
    filled = [field for field in FILLED if getattr(gone, field) and not getattr(kept, field)]
    for field in filled:
        setattr(kept, field, getattr(gone, field))
    kept.save()
    return filled


def _join_consents(kept: Person, gone: Person) -> list[list[Any]]:
    """Withdrawn wins, else what was recorded last; gives what stood there before: purpose, state, when, by whom."""
    before: list[list[Any]] = []
    own = {consent.purpose: consent for consent in kept.consents.all()}
    for other in gone.consents.all():
        mine = own.get(other.purpose)
        if mine is not None and not _outweighs(other, mine):
            continue
        before.append(
            [other.purpose, mine.state, mine.changed_at.isoformat(), mine.recorded_by_id]
            if mine else [other.purpose, None, None, None]
        )  # fmt: skip
        Consent.objects.update_or_create(
            person=kept, purpose=other.purpose,
            defaults={"state": other.state, "changed_at": other.changed_at, "recorded_by": other.recorded_by},
        )  # fmt: skip
    return before


def _outweighs(other: Consent, mine: Consent) -> bool:
    states = (other.state, mine.state)
    if Consent.State.WITHDRAWN in states:
        return mine.state != Consent.State.WITHDRAWN
    if Consent.State.PENDING in states:
        return other.state != Consent.State.PENDING and mine.state == Consent.State.PENDING
    return other.changed_at > mine.changed_at


def _part_consents(kept: Person, before: list[list[Any]]) -> None:
    for purpose, state, changed_at, recorded_by in before:
        rows = Consent.objects.filter(person=kept, purpose=purpose)
        if state is None:
            rows.delete()
        else:
            rows.update(state=state, changed_at=changed_at, recorded_by=recorded_by)
