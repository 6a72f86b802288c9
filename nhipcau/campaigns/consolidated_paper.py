"""The consolidated form as a file: the form's own title block, its lines, and beside them who is missing.

The words are Vietnamese, as the form's own are.
"""

from typing import Any

from django.utils.translation import override

from nhipcau.campaigns.consolidating import Consolidated, UnitState
from nhipcau.core import clock
from nhipcau.register.form01 import FORM01, MARK, TITLE, TITLE_BELOW
from nhipcau.sheets.writing import (
    OWING_HEADINGS,
    UNIT,
    Block,
    Paper,
    Written,
    as_of_line,
    headings_of,
    sender_heading,
)

BY_UNIT_HEADINGS = ("STT", "Đơn vị", "Tình trạng", "Ngày nhận", "Hạn cuối", "Tên ghi trong tệp", "Số dòng")


def paper_of(got: Consolidated) -> Paper:
    """The whole list as it goes to paper."""
    with override("vi"):
        title = [got.step.campaign.unit.name.upper()] if _is_form01(got) else [str(got.kind.title)]
        head = [*title, UNIT + got.branch.name]
        as_of = as_of_line(got.kind, got.day)
        if _is_form01(got):
            centred, mark = ["DANH SÁCH", TITLE, TITLE_BELOW], MARK
        else:
            centred, mark = [], ""
        guidance = got.step.form.guidance if got.step.form is not None else ""
        head += [text for text in (guidance, as_of) if text]
        return Paper(
            head, _blocks(got), centred, mark, sender_heading(got.kind) if _says_who(got) else "",
            _owing(got), _by_unit(got), on_one_sheet=_is_form01(got),
        )  # fmt: skip


def _is_form01(got: Consolidated) -> bool:
    return got.kind.key == FORM01.key


def _says_who(got: Consolidated) -> bool:
    """Form 01 says the unit in a column of its own."""
    return got.has_several and not _is_form01(got)


def _blocks(got: Consolidated) -> list[Block]:
    lines: dict[int, list[Written]] = {table.number: [] for table in got.kind.tables}
    for line in got.found.lines[:]:
        lines.setdefault(line.table, []).append(Written(got.names.get(line.unit_id, ""), line.values))
    totals, blocks = got.totals, []
    for table in got.kind.tables:
        own = {c.key: totals.get(c.key, 0) for c in table.columns if c.has_total}
        blocks.append(Block(table, headings_of(got.kind, table), lines[table.number], own))
    return blocks


def _owing(got: Consolidated) -> list[list[Any]]:
    """Who has not handed in, and who did after the last day."""
    rows: list[list[Any]] = [list(OWING_HEADINGS)]
    owing = [unit for unit in got.units if unit.state != "sent"]
    for n, unit in enumerate(owing, 1):
        rows.append([n, unit.name, str(unit.state_name), _day(unit.due_on), _moment(unit)])
    if not owing:
        rows.append(["", "Mọi đơn vị đã gửi đúng hạn.", "", "", ""])
    return rows


def _by_unit(got: Consolidated) -> list[list[Any]]:
    """Each asked unit with what it sent and what that comes to."""
    columns = got.totalled
    rows: list[list[Any]] = [[*BY_UNIT_HEADINGS, *(str(column.label) for column in columns)]]
    for n, unit in enumerate(got.units, 1):
        sums = [unit.totals.get(column.key, "") for column in columns]
        rows.append(
            [
                n,
                unit.name,
                str(unit.state_name),
                _moment(unit),
                _day(unit.due_on),
                unit.named,
                unit.lines,
                *sums,
            ]
        )
    whole = got.totals
    rows.append(
        ["", "Tổng cộng", "", "", "", "", got.lines, *(whole.get(column.key, 0) for column in columns)]
    )
    return rows


def _moment(unit: UnitState) -> str:
    return f"{clock.local(unit.last_at):%d/%m/%Y %H:%M}" if unit.last_at else ""


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
