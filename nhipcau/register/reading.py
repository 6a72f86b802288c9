"""Form 01 as read from a file: every person with findings, duplicates and namesakes told apart."""

from dataclasses import dataclass, field
from typing import Any

from nhipcau.core import bulk
from nhipcau.formats import guarded
from nhipcau.formats.model import EMPTY, Cell
from nhipcau.register.form01 import FORM01
from nhipcau.register.people import compare, compared
from nhipcau.sheets import own_files
from nhipcau.sheets.cleaners import Cleaned
from nhipcau.sheets.cleaners.base import says_none, says_nothing, tidy
from nhipcau.sheets.cleaners.facebook import read_address
from nhipcau.sheets.cleaners.name import is_ordinary as is_ordinary_name
from nhipcau.sheets.cleaners.phone import national
from nhipcau.sheets.cleaners.unit import unit_key
from nhipcau.sheets.finding import Found, FoundRow, find
from nhipcau.sheets.issues import Issue, issue
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.swapping import put_right

CLEANERS = {column.key: column.cleaner for column in FORM01.columns}
LITTLE = 600  # letters beside a picture that may be titles alone


@dataclass(slots=True)
class Person:
    """One line of Form 01."""

    table: int
    n: int
    where: dict[str, Any] = field(default_factory=dict)
    name: str | None = None
    unit: str | None = None
    position: str | None = None
    phone: str | None = None
    phones_other: list[str] = field(default_factory=list)
    email: str | None = None
    facebook_name: str | None = None
    facebook_url: str | None = None
    facebook_reason: str | None = None
    issues: list[Issue] = field(default_factory=list)
    duplicate_of: dict[str, int] | None = None
    same_person_as: dict[str, int] | None = None

    def say(self, field_name: str, code: str) -> None:
        found = issue(field_name, code)
        if found not in self.issues:
            self.issues.append(found)

    @property
    def place(self) -> dict[str, int]:
        return {"table": self.table, "n": self.n}

    @property
    def phone_as_dialled(self) -> str:
        return national(self.phone or "")

    @property
    def has_error(self) -> bool:
        return any(i.severity == "error" for i in self.issues)


@dataclass
class Form01:
    """A whole file, read."""

    unit: str | None = None
    rows: list[Person] = field(default_factory=list)
    file_issues: list[Issue] = field(default_factory=list)


def read_file(data: bytes, *, name: str) -> Form01:
    """Guarded; raises `guarded.Refused`."""
    return of_found(find_in_file(data, name=name))


def find_in_file(data: bytes, *, name: str, kind: Kind | None = None) -> Found:
    """The lines of a file before they are checked; a consolidated file of ours, whose `kind` is given, to the letter.

    A printed list whose columns and rows cannot be told apart must be typed.
    """
    document = guarded.read(data, name=name)
    own = own_files.lines_in(document, kind) if kind is not None else None
    if own is not None:
        return own
    if document.kind == "pdf" and not any(kind == "table" for kind, _value in document.running):
        raise guarded.Refused("needs-typing", "no table")
    if document.is_doubtful:
        raise guarded.Refused("needs-typing", "a table that cannot be told apart")
    found = find(document, FORM01)
    if not found.rows and document.has_pictures and document.letters < LITTLE:
        raise guarded.Refused("needs-typing", "a picture of the list")
    return found


@bulk.uncollected()
def of_found(found: Found) -> Form01:
    """Clean every cell, then compare the people with each other."""
    form = Form01(unit=found.unit)
    above: dict[str, str | None] = {}
    part: tuple[int, str | None] = (0, None)
    for row in found.rows:
        if (row.table, row.group) != part:
            above, part = {}, (row.table, row.group)
        person = read_row(row, found.unit, above)
        above = {"unit": person.unit, "position": person.position}
        form.rows.append(person)
    _compare(form.rows)
    if found.converted:
        form.file_issues.append(issue("file", "text-encoding"))
    if not form.rows:
        form.file_issues.append(issue("file", "no-rows"))
    return form


def _compare(people: list[Person]) -> None:
    for at, said in compare(
        [compared(p.table, p.name, (p.phone, *p.phones_other), p.email, p.facebook_url) for p in people]
    ).items():
        for code in said.codes:
            people[at].say("row", code)
        if said.repeats is not None:
            people[at].duplicate_of = people[said.repeats].place
        if said.same_person is not None:
            people[at].same_person_as = people[said.same_person].place


def person_of(values: dict[str, str], *, table: int, n: int, unit: str | None) -> Person:
    """One person typed on a page, by the same cleaners as a file's."""
    cells = {key: Cell(text) for key, text in values.items()}
    return read_row(FoundRow(table, n, {}, cells), unit, {})


def _clean(cells: dict[str, Cell], key: str) -> Cleaned:
    return CLEANERS[key].clean(cells.get(key, EMPTY))


def read_row(row: FoundRow, file_unit: str | None, above: dict[str, Any]) -> Person:
    """Clean every cell of one row; `above` holds unit and position of the row before in the same group."""
    cells, swapped = put_right(row.cells)
    person = Person(row.table, row.n, row.where)
    name = _clean(cells, "full_name")
    person.name = name.value
    for code in name.codes:
        person.say("name", code)
    _place(person, cells, row, file_unit, above)
    phone = _clean(cells, "phone")
    person.phone, person.phones_other = phone.value, phone.more.get("others", [])
    email = _clean(cells, "email")
    person.email = email.value
    for key, cleaned in (("phone", phone), ("email", email)):
        for code in cleaned.codes:
            person.say(key, code)
    _facebook(person, cells, is_alone=bool(row.at) and "facebook_name" not in row.at)
    for key in swapped:
        person.say(key, "columns-swapped")
    if row.hidden:
        person.say("row", "row-hidden")
    return person


def _place(
    person: Person, cells: dict[str, Cell], row: FoundRow, file_unit: str | None, above: dict[str, Any]
) -> None:
    unit = _clean(cells, "unit")
    position = _clean(cells, "position")
    person.position = above.get("position") if position.more.get("ditto") else position.value
    if person.position is None:
        person.say("position", "position-missing")
    if unit.value:
        person.unit = unit.value
        if file_unit and file_unit != unit.value and unit_key(unit.value) != unit_key(file_unit):
            person.say("unit", "unit-differs")
        return
    if unit.more.get("ditto") and above.get("unit"):
        person.unit = above["unit"]
    else:
        person.unit = row.group or file_unit
    if person.unit is None:
        person.say("unit", "unit-missing")
    elif (
        unit.more.get("ditto")
        and not row.group
        and file_unit
        and unit_key(person.unit) != unit_key(file_unit)
    ):
        person.say("unit", "unit-differs")


def _facebook(person: Person, cells: dict[str, Cell], *, is_alone: bool) -> None:
    """`is_alone` where one column holds the link, the name, or both."""
    name, link = cells.get("facebook_name", EMPTY), cells.get("facebook", EMPTY)
    if name.link and not link and read_address(name.link).is_address:
        link = Cell(name.link)
    shown = tidy(name.text)
    says = is_ordinary_name(shown) or not (says_nothing(shown) or says_none(shown))
    person.facebook_name = shown if says else None
    account = CLEANERS["facebook"].clean(link)
    person.facebook_url, person.facebook_reason = account.value, account.more["reason"]
    if is_alone and person.facebook_name is None:
        person.facebook_name = _name_beside(link.text, account)
    for code in account.codes:
        person.say("facebook", code)


def _name_beside(text: str, account: Cleaned) -> str | None:
    """The name of the account where one cell holds it, alone or with the link on another line."""
    if account.more["reason"] == "name-only":
        return tidy(text)
    first, _line, rest = text.strip().partition("\n")
    return tidy(first) if rest and read_address(first).kind == "name?" else None
