"""Some units of the demo have named their Page and handed in Form 01."""

from __future__ import annotations

import uuid

from nhipcau.accounts.models import User
from nhipcau.campaigns import actions as campaigns
from nhipcau.campaigns.models import Campaign, Task
from nhipcau.core.text import slug
from nhipcau.demo import names
from nhipcau.formats.model import Cell
from nhipcau.organisations.models import Unit
from nhipcau.register.actions import appoint_collaborator, name_page
from nhipcau.register.actions.collaborators import CRITERIA
from nhipcau.register.actions.pages import Named
from nhipcau.register.kind import FORM01_KIND
from nhipcau.register.models import OfficialPage
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.finding import Found, FoundRow


def name_the_page(unit: Unit, *, by: User) -> None:
    """The unit's own Page, and the step it fulfils."""
    key = uuid.uuid4()
    name_page(
        unit,
        kind=OfficialPage.Kind.PAGE,
        name=f"Công đoàn {unit.name}",
        url=f"https://www.facebook.com/vidu.{slug(unit.name).replace('-', '.')}",
        keeper=Named(by.full_name, "Chủ tịch công đoàn cơ sở", by.phone or "", by.email or ""),
        has_consented=False,
        by=by,
        submit_key=key,
    )
    campaigns.fulfil("page", unit, by=by, submit_key=key)


def appoint_the_collaborator(unit: Unit, n: int, *, by: User) -> None:
    """One person of the unit, who meets the three criteria."""
    key = uuid.uuid4()
    name = names.person(n + 100)
    person = Named(name, "Kế toán", names.phone(n + 100), f"demo.ctv.{n}@example.org")
    appoint_collaborator(
        unit, person=person, criteria=set(CRITERIA), has_consented=False, by=by, submit_key=key
    )
    campaigns.fulfil("collaborator", unit, by=by, submit_key=key)


def hand_in_the_list(campaign: Campaign, unit: Unit, n: int, *, by: User) -> None:
    """Two people, typed line by line, looked at and confirmed."""
    task = Task.objects.select_related("step", "campaign", "unit").get(
        campaign=campaign, unit=unit, step__hand_in="form01"
    )
    found = Found(unit=unit.name, tables=2)
    found.rows = [
        _row(1, unit, by.full_name, "Chủ tịch", n),
        _row(2, unit, names.person(n + 200), "Kế toán", n + 200),
    ]
    proposal = sheets.propose(
        unit, FORM01_KIND, found, by=by, submit_key=uuid.uuid4(), step_id=task.step_id, about_id=task.pk
    )
    sheet = sheets.confirm(proposal, kind=FORM01_KIND, by=by)
    campaigns.hand_in(task, by=by, submit_key=uuid.uuid4(), kind="form01", sheet_id=sheet.pk)


def _row(table: int, unit: Unit, name: str, position: str, n: int) -> FoundRow:
    texts = {
        "full_name": name,
        "unit": unit.name,
        "position": position,
        "phone": names.phone(n).replace("+84", "0"),
        "email": f"{slug(name).replace('-', '.')}.{n}@example.org",
    }
    return FoundRow(table, 1, {}, {key: Cell(text) for key, text in texts.items()})
