"""What an officer does to a form: begin it, lay out its tables and columns, make it ready, copy it."""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import fold
from nhipcau.organisations.models import Unit
from nhipcau.sheets.definition import plain_words
from nhipcau.sheets.models import Form, FormColumn, FormTable

MOST_TABLES, MOST_COLUMNS = 10, 40
ASIDE = 30_000  # a place no column has, while two change theirs
NETWORKS = re.compile(
    r"\b(?:facebook|fb|zalo|tik ?tok|instagram|youtube|twitter|telegram|viber|mang xa hoi|mxh)\b"
)
NUMBERS = {"stt", "tt", "so tt", "so thu tu", "no"}
K = FormColumn.Kind
#: in this order: a phone is no number, and what is counted in days is no day
GUESSES: tuple[tuple[str, str], ...] = (
    (
        K.PERSON,
        r"ho (?:va )?ten|ten (?:nguoi|doan vien|cong nhan|con)|nguoi (?:phu trach|dai dien|lien he|nhan)",
    ),
    (K.PHONE, r"dien thoai|sdt|so dt|di dong"),
    (K.EMAIL, r"email|e mail|thu dien tu"),
    (K.MONEY, r"so tien|muc (?:ho tro|chi|qua|tro cap|thuong|dong gop)|kinh phi|thanh tien"),
    (
        K.NUMBER,
        r"so (?:luong|nguoi|con|ngay|gio|suat|cau|luot|doan vien|lao dong|nam|nu)|tong|do tuoi|duoi [0-9]+|tren [0-9]+",
    ),
    (K.DATE, r"ngay"),
    (K.UNIT, r"don vi(?! tinh| do| tien)|noi cong tac|cong doan co so"),
)
IN_MONEY = re.compile(r"\(\s*(?:dvt\s*:?\s*)?(?:dong|vnd|d)\s*\)")


@dataclass
class DraftTable:
    """A table as a file shows it: its headings in their order."""

    headings: list[str]
    is_record: bool = False
    title: str = ""
    left_out: list[str] = field(default_factory=list)


def asks_for_an_account(text: str) -> bool:
    """A heading, choice or note that wants somebody's account on a social network."""
    return bool(NETWORKS.search(fold(text)))


def guess(heading: str) -> str:
    """The kind of value that a heading speaks of."""
    if IN_MONEY.search(fold(heading)):
        return K.MONEY
    words = plain_words(heading)
    return next((kind for kind, wanted in GUESSES if re.search(rf" (?:{wanted}) ", words)), K.TEXT)


def is_used(form: Form) -> bool:
    """A campaign asks for it; `steps` is the reverse of campaigns' own relation."""
    return bool(form.steps.exists())  # type: ignore[attr-defined]


@transaction.atomic
def begin(
    *, unit: Unit, by: User, submit_key: uuid.UUID, title: str, tables: Iterable[DraftTable] = ()
) -> Form:
    """A draft, empty or with the tables of a file; the same key again is the same form."""
    require(by, Permission.CAMPAIGN_MANAGE, unit)
    known = Form.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    form = Form.objects.create(
        unit=unit,
        unit_path=unit.path,
        title=title,
        created_at=clock.now(),
        created_by=by,
        submit_key=submit_key,
    )
    for number, draft in enumerate(list(tables)[:MOST_TABLES] or [DraftTable([""])], 1):
        table = FormTable.objects.create(
            form=form,
            order=number,
            title=draft.title[:200],
            layout=FormTable.Layout.RECORD if draft.is_record else FormTable.Layout.LIST,
        )
        FormColumn.objects.bulk_create(
            FormColumn(table=table, order=n, heading=heading[:120], kind=guess(heading))
            for n, heading in enumerate(draft.headings[:MOST_COLUMNS], 1)
        )
    trail.record("form.created", form, by=by)
    return form


@transaction.atomic
def change(form: Form, *, by: User, rows: Iterable[Any], fields: Iterable[str]) -> None:
    """Keep what was typed on the page: `rows` are the form, its tables and columns with their new values."""
    _may_change(form, by)
    for row in rows:
        row.save()
    trail.record("form.changed", form, by=by, fields=fields)


@transaction.atomic
def add_table(form: Form, *, by: User) -> FormTable:
    """Behind the others, with one empty column."""
    _may_change(form, by)
    if form.tables.count() >= MOST_TABLES:
        raise Refusal(
            _("A form has at most %(n)s tables.") % {"n": MOST_TABLES}, remedy=_("Begin a second form.")
        )
    last = form.tables.order_by("-order").first()
    table = FormTable.objects.create(form=form, order=last.order + 1 if last else 1)
    FormColumn.objects.create(table=table, order=1)
    return table


@transaction.atomic
def remove_table(table: FormTable, *, by: User) -> None:
    """With its columns; a form keeps at least one table."""
    _may_change(table.form, by)
    if table.form.tables.count() < 2:
        raise Refusal(
            _("A form keeps at least one table."), remedy=_("Change this table, or add another one first.")
        )
    table.delete()


@transaction.atomic
def add_column(table: FormTable, *, by: User) -> FormColumn:
    """Behind the others, empty."""
    _may_change(table.form, by)
    if table.columns.count() >= MOST_COLUMNS:
        raise Refusal(
            _("A table has at most %(n)s columns.") % {"n": MOST_COLUMNS}, remedy=_("Add a second table.")
        )
    last = table.columns.order_by("-order").first()
    return FormColumn.objects.create(table=table, order=last.order + 1 if last else 1)


@transaction.atomic
def remove_column(column: FormColumn, *, by: User) -> None:
    _may_change(column.table.form, by)
    column.delete()


@transaction.atomic
def move_column(column: FormColumn, *, by: User, up: bool) -> None:
    """One place up or down; the first and the last stay."""
    _may_change(column.table.form, by)
    others = column.table.columns.all()
    other = (
        others.filter(order__lt=column.order).order_by("-order").first()
        if up
        else others.filter(order__gt=column.order).order_by("order").first()
    )
    if other is None:
        return
    here, there = column.order, other.order
    for row, place in ((column, ASIDE), (other, here), (column, there)):
        row.order = place
        row.save(update_fields=["order"])


@dataclass(frozen=True)
class Missing:
    """Why a form cannot go out yet, and the part of its page where that is mended: "head", "t5" or "c12"."""

    sentence: str
    where: str


def missing_for_ready(form: Form) -> list[Missing]:
    """Everything that still stands in the way, in the order of the page."""
    columns = list(FormColumn.objects.filter(table__form=form).exclude(heading="").order_by("table__order", "order"))  # fmt: skip
    found = [*_missing_of_persons(form, columns)]
    if not columns:
        first = form.tables.first()
        where = f"t{first.pk}" if first else "tables"
        found.append(Missing(_("Give the form at least one column with a heading."), where))
    seen: set[tuple[int, str]] = set()
    for column in columns:
        named, where = {"heading": column.heading}, f"c{column.pk}"
        if column.kind == K.CHOICE and len(column.choices) < 2:
            found.append(Missing(_("“%(heading)s” needs at least two choices, one a line.") % named, where))
        place = (column.table_id, plain_words(column.heading))
        if place in seen:
            found.append(Missing(_("“%(heading)s” stands twice in one table.") % named, where))
        seen.add(place)
    return found


def _missing_of_persons(form: Form, columns: list[FormColumn]) -> Iterator[Missing]:
    """Product rule: a form that holds persons says what for, on what ground and until when."""
    if not any(c.kind in FormColumn.OF_PERSONS for c in columns):
        return
    if not form.purpose or not form.legal_ground or form.keep_until is None:
        text = _("This form holds persons: write its purpose, its legal ground and until when it is kept.")
        yield Missing(text, "head")
    elif form.keep_until <= clock.today():
        yield Missing(_("The day until which it is kept must lie ahead."), "head")


@transaction.atomic
def make_ready(form: Form, *, by: User) -> None:
    """From now on it may go out, and its columns stay. Columns without a heading fall away."""
    _may_change(form, by)
    missing = missing_for_ready(form)
    if missing:
        raise Refusal(_("The form is not ready yet."), remedy=" ".join(m.sentence for m in missing))
    FormColumn.objects.filter(table__form=form, heading="").delete()
    form.tables.filter(columns__isnull=True).delete()
    form.ready_at = clock.now()
    form.save(update_fields=["ready_at"])
    trail.record("form.made_ready", form, by=by)


@transaction.atomic
def discard(form: Form, *, by: User) -> None:
    """A draft goes with its tables; a form that may have gone out stays."""
    _may_change(form, by)
    if is_used(form):
        raise Refusal(
            _("“%(title)s” is asked for in a campaign, so it stays.") % {"title": form.title},
            remedy=_("Make a copy and change that one."),
        )
    trail.record("form.discarded", form, by=by)
    form.delete()


@transaction.atomic
def copy(form: Form, *, by: User, submit_key: uuid.UUID) -> Form:
    """A draft with the same columns; the end of retention is asked for anew."""
    require(by, Permission.CAMPAIGN_MANAGE, form.unit)
    known = Form.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    new = Form.objects.create(
        unit=form.unit, unit_path=form.unit_path, title=form.title, guidance=form.guidance, purpose=form.purpose,
        legal_ground=form.legal_ground, created_at=clock.now(), created_by=by, submit_key=submit_key,
    )  # fmt: skip
    for table in form.tables.prefetch_related("columns"):
        columns = list(table.columns.all())
        table.pk, table.form = None, new
        table._state.adding = True
        table.save()
        for column in columns:
            column.pk, column.table = None, table
            column._state.adding = True
            column.save()
    trail.record("form.copied", new, by=by)
    return new


def _may_change(form: Form, by: User) -> None:
    require(by, Permission.CAMPAIGN_MANAGE, form.unit)
    if form.is_ready:
        raise Refusal(
            _("“%(title)s” is ready to go out, so its columns stay as they are.") % {"title": form.title},
            remedy=_("Make a copy and change that one."),
        )
