"""What happens to a unit on a day; the pages for it belong to `reorganisation`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import fold, nfc
from nhipcau.organisations.models import Unit, UnitAlias, UnitKind, UnitVersion


@transaction.atomic
def found(
    *,
    name: str,
    kind: UnitKind,
    by: Any,
    parent: Unit | None = None,
    code: str = "",
    on: date | None = None,
    decision: str = "",
) -> Unit:
    """Add a unit below another one, or the top unit. `by` is whoever acts, as the audit trail takes it."""
    on = on or clock.today()
    fields = {"name": nfc(name).strip(), "kind": kind, "code": code, "founded_on": on}
    if parent is None:
        unit = Unit.add_root(**fields)
    else:
        parent = Unit.objects.get(pk=parent.pk)  # its number of children may have changed meanwhile
        unit = parent.add_child(**fields)
    _version(unit, parent, on, decision)
    trail.record("unit.founded", unit, by=by, unit=unit, fields=("name", "kind", "parent", "code"))
    return unit


@transaction.atomic
def rename(unit: Unit, name: str, *, by: Any, on: date | None = None, decision: str = "") -> None:
    """Give the unit a new name from a day on; the old one stays an alias."""
    on = on or clock.today()
    name = nfc(name).strip()
    if not name:
        raise Refusal(_("A unit needs a name."), remedy=_("Write the name as it stands on its seal."))
    if name == unit.name:
        return
    if fold(name) != fold(unit.name):
        UnitAlias.objects.get_or_create(unit=unit, search_name=fold(unit.name), defaults={"name": unit.name})
    unit.name = name
    unit.save(update_fields=["name", "search_name"])
    _version(unit, unit.parent, on, decision)
    trail.record("unit.renamed", unit, by=by, unit=unit, fields=("name",))


@transaction.atomic
def change_kind(unit: Unit, kind: UnitKind, *, by: Any, on: date | None = None, decision: str = "") -> None:
    """Put the unit at another level from a day on."""
    if unit.kind_id == kind.pk:
        return
    unit.kind = kind
    unit.save(update_fields=["kind", "search_name"])
    _version(unit, unit.parent, on or clock.today(), decision)
    trail.record("unit.kind_changed", unit, by=by, unit=unit, fields=("kind",))


def _version(unit: Unit, parent: Unit | None, on: date, decision: str) -> None:
    """Close the version in force and begin the next; two changes on one day are one version."""
    current = unit.versions.filter(ends_on__isnull=True).first()
    values = {"name": unit.name, "kind": unit.kind, "parent": parent, "path": unit.path}
    if current is not None and current.starts_on >= on:
        UnitVersion.objects.filter(pk=current.pk).update(**values, decision=decision or current.decision)
        return
    if current is not None:
        UnitVersion.objects.filter(pk=current.pk).update(ends_on=on)
    UnitVersion.objects.create(unit=unit, starts_on=on, decision=decision, **values)


@transaction.atomic
def learn_alias(unit: Unit, name: str, *, by: Any, others: Any = ()) -> UnitAlias | None:
    """Remember that a person took this name for this unit; a name learned for one of `others` was a mistake and goes.

    None when the unit is known by that name already.
    """
    name = " ".join(nfc(name).split())[:200]
    folded = fold(name)
    if not folded:
        return None
    wrong = UnitAlias.objects.filter(unit__in=others, search_name=folded, origin=UnitAlias.Origin.LEARNED)
    for alias in wrong.exclude(unit=unit).select_related("unit"):
        forget_alias(alias, by=by)
    if folded == unit.search_name:
        return None
    alias, is_new = UnitAlias.objects.get_or_create(
        unit=unit, search_name=folded, defaults={"name": name, "origin": UnitAlias.Origin.LEARNED}
    )
    if not is_new:
        return None
    trail.record("unit.alias_learned", alias, by=by, unit=unit, fields=("name",))
    return alias


@transaction.atomic
def forget_alias(alias: UnitAlias, *, by: Any) -> None:
    """A learned name is taken for the unit no more; former and short names belong to the unit's history and stay."""
    if alias.origin != UnitAlias.Origin.LEARNED:
        raise Refusal(
            _("This name belongs to the history of the unit."),
            remedy=_("Only names learned from files can be removed."),
        )
    trail.record("unit.alias_forgotten", alias, by=by, unit=alias.unit, fields=("name",))
    alias.delete()
