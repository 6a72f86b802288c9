"""The consolidated Form 01 of a branch, in the form's own layout, by the one rule for exports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may
from nhipcau.core import clock
from nhipcau.formats.workbooks import Workbook
from nhipcau.organisations.models import Unit
from nhipcau.register.form01 import HEADINGS, MARK, TABLES, TITLE, TITLE_BELOW
from nhipcau.register.models import Consent, Entry, OfficialPage
from nhipcau.sheets.cleaners.facebook import comparison_key
from nhipcau.sheets.cleaners.phone import national

WIDTHS = (6, 26, 32, 22, 15, 30, 26, 48)


@dataclass(frozen=True)
class Line:
    """One exported line, as it is printed."""

    table: int
    full_name: str
    unit_name: str
    position: str
    phone: str
    email: str
    facebook_name: str
    facebook_url: str


@dataclass(frozen=True)
class Owing:
    """A unit whose form is missing or came late."""

    unit_name: str
    state: str
    due_on: str = ""
    came_on: str = ""


def direct_paths(user: User) -> set[str]:
    """Paths of the units at which this user holds the register: the direct superior of the units right below."""
    held = user.appointments.on(clock.today()).select_related("unit")  # type: ignore[attr-defined]
    return {a.unit.path for a in held if may(user, Permission.REGISTER_EXPORT, a.unit)}


def entries_of(branch: Unit) -> list[Entry]:
    """The lines in force of the branch; a person who stands in a table twice stands there once, the sheet's line first."""
    rows = (
        Entry.objects.in_force()
        .in_branch(branch)
        .select_related("person", "unit")
        .order_by("unit__path", "table", "order", "pk")
    )
    by_sheet = {(e.person_id, e.table) for e in rows if e.origin == Entry.Origin.SHEET}
    seen: set[tuple[int, int]] = set()
    out = []
    for entry in rows:
        key = (entry.person_id, entry.table)
        if entry.origin != Entry.Origin.SHEET:
            if key in by_sheet or key in seen:
                continue
            seen.add(key)
        out.append(entry)
    return out


def lines_of(branch: Unit, *, direct: set[str]) -> list[Line]:
    """Every line with its Facebook cells as far as the rule lets them go to whoever sits at `direct`."""
    entries = entries_of(branch)
    units = {e.unit_id for e in entries}
    own = {
        (page.unit_id, comparison_key(page.url))
        for page in OfficialPage.objects.in_force().filter(unit__in=units)
        if page.is_own
    }
    agreed = set(
        Consent.objects.filter(
            person__in={e.person_id for e in entries},
            purpose=Consent.Purpose.ACCOUNT_TO_SUPERIOR,
            state=Consent.State.GIVEN,
        ).values_list("person_id", flat=True)
    )
    out = []
    for entry in entries:
        is_own = bool(entry.facebook_url) and (entry.unit_id, comparison_key(entry.facebook_url)) in own
        may_go = is_own or (entry.person_id in agreed and entry.unit.parent_path in direct)
        out.append(_line(entry, may_go))
    return sorted(out, key=lambda line: line.table)


def _line(entry: Entry, may_go: bool) -> Line:
    person = entry.person
    return Line(
        entry.table, person.full_name, entry.unit_name or entry.unit.name, entry.position, national(person.phone), person.email,
        entry.facebook_name if may_go else "", entry.facebook_url if may_go else "",
    )  # fmt: skip


def pending_count(branch: Unit) -> int:
    """People in the branch's lines whose account waits for their consent."""
    people = {e.person_id for e in entries_of(branch) if e.facebook_url}
    return Consent.objects.filter(person__in=people, state=Consent.State.PENDING).count()


def workbook(branch: Unit, lines: Sequence[Line], owing: Sequence[Owing], *, issuer: str) -> bytes:
    """Both tables on one sheet as the form has them, missing and late units on a second."""
    book = Workbook()
    sheet = book.sheet("Mẫu 1")
    bold, centred = book.style(bold=True), book.style(bold=True, align="center")
    book.put(sheet, 0, 0, issuer.upper(), bold)
    book.put(sheet, 0, 7, MARK, book.style(italic=True, align="right"))
    book.put(sheet, 1, 0, f"ĐƠN VỊ: {branch.name}", bold)
    for row, text in ((3, "DANH SÁCH"), (4, TITLE), (5, TITLE_BELOW)):
        sheet.merge_range(row, 0, row, 7, "", centred)
        book.put(sheet, row, 0, text, centred)
    at = 7
    for table in (1, 2):
        at = _table(book, sheet, at, table, [line for line in lines if line.table == table]) + 1
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    _owing(book, owing)
    return book.bytes()


def _table(book: Workbook, sheet: object, at: int, table: int, lines: Sequence[Line]) -> int:
    heading = book.style(bold=True, border=1, text_wrap=True, align="center", valign="vcenter")
    plain, number = (
        book.style(border=1, text_wrap=True, valign="top"),
        book.style(border=1, align="center", valign="top"),
    )
    phone = book.style(border=1, valign="top", num_format="@")
    book.put(sheet, at, 0, TABLES[table], book.style(bold=True))
    for column, text in enumerate(HEADINGS):
        book.put(sheet, at + 1, column, text, heading)
    at += 2
    for n, line in enumerate(lines, 1):
        cells = (
            n,
            line.full_name,
            line.unit_name,
            line.position,
            line.phone,
            line.email,
            line.facebook_name,
            line.facebook_url,
        )
        for column, value in enumerate(cells):
            book.put(sheet, at, column, value, number if column == 0 else phone if column == 4 else plain)
        at += 1
    return at


def _owing(book: Workbook, owing: Sequence[Owing]) -> None:
    sheet = book.sheet(_("Missing and late"))
    head, plain = book.style(bold=True, border=1), book.style(border=1)
    for column, text in enumerate((_("No."), _("Unit"), _("State"), _("Last day"), _("Received on"))):
        book.put(sheet, 0, column, text, head)
    for n, row in enumerate(owing, 1):
        for column, value in enumerate((n, row.unit_name, row.state, row.due_on, row.came_on)):
            book.put(sheet, n, column, value, plain)
    if not owing:
        book.put(sheet, 1, 1, _("Every unit has handed in on time."), plain)
    for column, width in enumerate((6, 40, 28, 14, 18)):
        sheet.set_column(column, column, width)
