"""Form 01 as the confirm view takes it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.register.actions.keeping import keep_form01, values_of
from nhipcau.register.actions.taking_back import take_back_form01
from nhipcau.register.form01 import FORM01, TABLES
from nhipcau.register.reading import find_in_file, of_found
from nhipcau.sheets.checking import Checked, Line
from nhipcau.sheets.finding import Found
from nhipcau.sheets.issues import Issue
from nhipcau.sheets.kinds import Kind, Rows, Shown, ShownTable
from nhipcau.sheets.models import Sheet

COLUMNS = (
    Shown("full_name", _("Full name"), "person", is_required=True),
    Shown("unit", _("Unit"), "unit"),
    Shown("position", _("Position")),
    Shown("phone", _("Phone"), "phone"),
    Shown("email", _("E-mail"), "email"),
    Shown("facebook_name", _("Name of the Facebook account")),
    Shown("facebook", _("Link of the Facebook account"), "facebook", value_key="facebook_url"),
)
COLUMN_OF = {"name": "full_name"}


class Form01Kind(Kind):
    """Two tables of the same columns; the register keeps it whatever the campaign."""

    key = FORM01.key
    title = _("Form 01")
    definition = FORM01
    tables = (
        ShownTable(1, _("1. Personal details and Facebook account"), COLUMNS, printed=TABLES[1]),
        ShownTable(2, _("2. Communications team of the unit"), COLUMNS, printed=TABLES[2]),
    )
    is_shared = True

    def find(self, data: bytes, *, name: str) -> Found:
        return find_in_file(data, name=name, kind=self)

    def check(self, found: Found) -> Checked:
        form = of_found(found)
        places = {(person.table, person.n): at for at, person in enumerate(form.rows)}
        lines = []
        for person in form.rows:
            issues = [Issue(COLUMN_OF.get(i.field, i.field), i.severity, i.code) for i in person.issues]
            first = person.duplicate_of
            same_as = places.get((first["table"], first["n"])) if first else None
            lines.append(Line(person.table, person.n, values_of(person), issues, same_as))
        return Checked(lines, [i.code for i in form.file_issues])

    def keep(self, sheet: Sheet, rows: Rows, *, by: Any) -> None:
        keep_form01(sheet, rows, by=by)

    def take_back(self, sheet: Sheet, *, by: Any) -> None:
        take_back_form01(sheet, by=by)


FORM01_KIND = Form01Kind()
