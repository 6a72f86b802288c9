"""A line of a list as the check page shows it: every cell beside what was found in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.core.submits import SubmitKeyField
from nhipcau.formats.model import Cell
from nhipcau.organisations.models import Unit
from nhipcau.sheets.cleaners.base import tidy
from nhipcau.sheets.cleaners.phone import national
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.issues import sentence
from nhipcau.sheets.kinds import Kind, Shown
from nhipcau.sheets.matching import Match, UnitNames
from nhipcau.sheets.models import Proposal, ProposalLine

ATTRS = {
    "phone": {"inputmode": "tel"},
    "email": {"inputmode": "email", "autocapitalize": "none"},
    "facebook": {"inputmode": "url", "autocapitalize": "none"},
    "number": {"inputmode": "numeric"},
    "money": {"inputmode": "decimal"},
    "person": {"autocapitalize": "words"},
}
OF_ONE_PERSON = ("person", "phone", "email", "facebook")


def display(column: Shown, value: Any) -> str:
    """A cleaned value as people write it."""
    if value is None or value == "":
        return ""
    if column.kind == "phone":
        return national(str(value))
    if column.kind == "date":
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    if column.kind in ("number", "money") and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return str(value)


@dataclass
class ShownCell:
    """One cell; `alike` is how many other lines say the same here, `proposed` the units that a doubtful name may mean."""

    column: Shown
    text: str
    typed: str
    findings: list[tuple[str, str]] = field(default_factory=list)
    alike: int = 0
    proposed: list[Match] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return any(severity == "error" for severity, _said in self.findings)


@dataclass
class ShownLine:
    """One line with its cells; `findings` are those of the whole line."""

    line: ProposalLine
    n: int
    cells: list[ShownCell]
    findings: list[tuple[str, str]]
    table_title: Any = ""

    @property
    def is_repairable(self) -> bool:
        return self.line.state == ProposalLine.State.KEPT and any(cell.findings for cell in self.cells)

    @property
    def title(self) -> str:
        return self.cells[0].text or self.cells[0].typed if self.cells else ""


def shown(
    kind: Kind, lines: Sequence[ProposalLine], alike: Counter[tuple[int, str, str]], unit: Unit
) -> list[ShownLine]:
    """The lines of one page, with their findings as sentences; doubtful names are looked up among `unit` and those below."""
    found = [_shown(kind, line, alike) for line in lines]
    doubtful = [c for row in found for c in row.cells if c.column.kind == "unit" and c.findings and c.typed]
    if doubtful:
        names = UnitNames.of(Unit.objects.below(unit).open())
        for cell in doubtful:
            cell.proposed = [match for match in names.ranked(cell.typed, 3) if match.name != cell.typed]
    return found


def _shown(kind: Kind, line: ProposalLine, alike: Counter[tuple[int, str, str]]) -> ShownLine:
    cells = []
    for column in kind.table(line.table).columns:
        said = [(severity, sentence(code)) for where, severity, code in line.issues if where == column.key]
        text, link = (
            [*line.cells.get(column.key, []), "", None][:2] if column.key in line.cells else ("", None)
        )
        value = display(column, line.values.get(column.value_key or column.key))
        one_each = column.kind in OF_ONE_PERSON and not tidy(text)  # a blank is not the same blank
        same = alike[(line.table, column.key, tidy(text))] - 1 if said and not one_each else 0
        cells.append(ShownCell(column, value, text or link or "", said, max(same, 0)))
    known = {cell.column.key for cell in cells}
    whole = [(severity, sentence(code)) for where, severity, code in line.issues if where not in known]
    return ShownLine(line, line.key, cells, whole, kind.table(line.table).title)


def alike_counts(proposal: Proposal, lines: Iterable[ProposalLine]) -> Counter[tuple[int, str, str]]:
    """How often each text stands in a column where one of these lines has a finding."""
    wanted = {where for line in lines for where, _severity, _code in line.issues if where != "row"}
    counts: Counter[tuple[int, str, str]] = Counter()
    if wanted:
        for table, cells in proposal.lines.kept().values_list("table", "cells"):
            counts.update((table, key, tidy(cells.get(key, [""])[0])) for key in wanted)
    return counts


def are_alike(kind: Kind) -> bool:
    """Several tables of the same columns, so that a line may be in either."""
    columns = [[column.key for column in table.columns] for table in kind.tables]
    return len(columns) > 1 and all(keys == columns[0] for keys in columns)


class LineForm(forms.Form):
    """One line of any form, typed; what cannot stay so is said beside its field."""

    line_key = SubmitKeyField()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, number: int, unit_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.number, self.unit_name = kind, number, unit_name
        if are_alike(kind):
            self.fields["table"] = forms.TypedChoiceField(
                label=_("Which list"), coerce=int, initial=number, widget=forms.RadioSelect,
                choices=[(t.number, t.title) for t in kind.tables],
            )  # fmt: skip
        for column in kind.table(number).columns:
            self.fields[column.key] = _field(column)

    @property
    def shown_fields(self) -> list[Any]:
        return [field for field in self if not field.is_hidden]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            row = FoundRow(self.table, 1, {}, {key: Cell(text) for key, text in self.cells().items()})
            for line in self.kind.check(Found(unit=self.unit_name, rows=[row])).lines:
                for issue in line.issues:
                    if issue.severity == "error" and issue.field in self.fields:
                        self.add_error(issue.field, sentence(issue.code))
        return data

    @property
    def table(self) -> int:
        return int(self.cleaned_data.get("table") or self.number)

    def cells(self) -> dict[str, str]:
        return {
            c.key: self.cleaned_data[c.key]
            for c in self.kind.table(self.number).columns
            if c.key in self.cleaned_data
        }


def _field(column: Shown) -> forms.Field:
    attrs = {"autocomplete": "off", **ATTRS.get(column.kind, {})}
    if column.kind == "date":
        attrs["placeholder"] = "dd/mm/yyyy"
    options: dict[str, Any] = {
        "label": column.label,
        "required": column.is_required,
        "help_text": column.note,
    }
    if column.kind == "choice":
        return forms.ChoiceField(choices=[("", "—"), *((c, c) for c in column.choices)], **options)
    return forms.CharField(max_length=2000, widget=forms.TextInput(attrs=attrs), **options)
