"""The unit names its own Page or account."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit
from nhipcau.register.actions.consenting import record_consent
from nhipcau.register.actions.keeping import person_in
from nhipcau.register.models import Entry, OfficialPage
from nhipcau.sheets.actions import require_keeper


@dataclass(frozen=True)
class Named:
    """A person as a page of the product takes them in, already cleaned."""

    full_name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    facebook_name: str = ""
    facebook_url: str = ""


@transaction.atomic
def name_page(
    unit: Unit,
    *,
    kind: str,
    name: str,
    url: str,
    keeper: Named,
    has_consented: bool,
    by: User,
    submit_key: uuid.UUID,
) -> OfficialPage:
    """Name the unit's Page or account and who looks after it; an earlier one ends. Makes a line of table 1."""
    require_keeper(unit, by)
    known = OfficialPage.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    kind = OfficialPage.Kind(kind)
    if kind == OfficialPage.Kind.PERSONAL and not has_consented:
        raise Refusal(
            _("A personal account is named only when its owner agrees."),
            remedy=_("Ask the person first, or name the unit's own Page."),
        )
    now = clock.now()
    for earlier in OfficialPage.objects.in_force().filter(unit=unit):
        earlier.ended_at = now
        earlier.save(update_fields=["ended_at"])
        Entry.objects.filter(pk=earlier.entry_id).update(ended_at=now)
    person = person_in(unit, full_name=keeper.full_name, phone=keeper.phone, email=keeper.email)
    entry = Entry.objects.create(
        unit=unit, unit_path=unit.path, person=person, table=1, origin=Entry.Origin.PAGE, unit_name=unit.name, position=keeper.position,
        facebook_name=name, facebook_url=url, since=now,
    )  # fmt: skip
    page = OfficialPage.objects.create(
        unit=unit,
        unit_path=unit.path,
        kind=kind,
        name=name,
        url=url,
        keeper=person,
        entry=entry,
        named_at=now,
        named_by=by,
        submit_key=submit_key,
    )
    if kind == OfficialPage.Kind.PERSONAL:
        record_consent(person, is_given=True, by=by)
    trail.record("register.page_named", page, by=by, unit=unit, fields=("kind", "name", "url"))
    return page


@transaction.atomic
def check_page(page: OfficialPage, *, by: User) -> None:
    """Somebody opened the Page today and says that it is the unit's; nothing is fetched."""
    require_keeper(page.unit, by)
    if page.ended_at is not None:
        raise Refusal(
            _("This Page is no longer the unit's."),
            remedy=_("Open the unit's page and check the one in force."),
        )
    if page.checked_on != clock.today() or page.checked_by_id != by.pk:
        page.checked_on, page.checked_by = clock.today(), by
        page.save(update_fields=["checked_on", "checked_by"])
        trail.record("register.page_checked", page, by=by, unit=page.unit, fields=("checked_on",))
