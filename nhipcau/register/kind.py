"""Form 01 as the confirm view takes it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.register.actions.keeping import keep_form01, values_of
from nhipcau.register.actions.taking_back import take_back_form01
from nhipcau.register.form01 import FORM01, TABLES
from nhipcau.register.people import Compared, compare, compared
from nhipcau.register.reading import find_in_file, read_row
from nhipcau.sheets.checking import Line
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.issues import issue
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

    def line(self, row: FoundRow, unit: str | None, above: dict[str, Any]) -> Line:
        person = read_row(row, unit, above)
        issues = [issue(COLUMN_OF.get(i.field, i.field), i.code) for i in person.issues]
        return Line(person.table, person.n, values_of(person), issues)

    def compare(self, lines: Sequence[Line]) -> None:
        for at, said in compare([_compared(line.table, line.values) for line in lines]).items():
            lines[at].issues += [issue("row", code) for code in said.codes]
            lines[at].same_as = said.repeats

    def keep(self, sheet: Sheet, rows: Rows, *, by: Any) -> None:
        keep_form01(sheet, rows, by=by)

    def take_back(self, sheet: Sheet, *, by: Any) -> None:
        take_back_form01(sheet, by=by)


def _compared(table: int, values: dict[str, Any]) -> Compared:
    phones = (values["phone"], *values["phones_other"])
    return compared(table, values["full_name"], phones, values["email"], values["facebook_url"])


FORM01_KIND = Form01Kind()
