"""Form 01 goes out and comes in again cell for cell, whatever stands in its texts."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.formats.model import Cell
from nhipcau.register.kind import FORM01_KIND
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.writing import WRITERS, Block, Paper, Written, as_of_line, headings_of
from tests.sheets.test_writing import HOSTILE, here  # noqa: F401

NAMES = st.one_of(
    st.sampled_from(["Lê Thị Bốn", "NGUYỄN VĂN AN", "H'Linh Êban", "Tổng Thị Cộng", "Kỳ Nhận"]), HOSTILE
)
LINES = st.lists(
    st.fixed_dictionaries({
        "full_name": NAMES, "unit": HOSTILE, "position": HOSTILE, "phone": st.sampled_from(["0951200301", "", "+1 202 555 0143"]),
        "email": st.sampled_from(["bon@example.org", ""]), "facebook_name": HOSTILE,
        "facebook": st.sampled_from(["https://www.facebook.com/vidu.bon.1", "", "https://www.facebook.com/profile.php?id=99990000000001"]),
    }),
    min_size=1, max_size=5,
)  # fmt: skip
EXPORTED = ("full_name", "unit", "position", "phone", "email", "facebook_name", "facebook_url")
HEAD = ["CÔNG ĐOÀN GIÓ", "ĐƠN VỊ: Công đoàn Gió", as_of_line(FORM01_KIND, date(2020, 10, 12))]


def checked(lines, table):
    rows = [FoundRow(table, n, {}, {k: Cell(v) for k, v in line.items()}) for n, line in enumerate(lines, 1)]
    return [line.values for line in FORM01_KIND.check(Found(rows, "Công đoàn Gió")).lines]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.usefixtures("here")
def test_form_01_comes_in_again_cell_for_cell(ending):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(first=LINES, second=LINES)
    def holds(first, second):
        wanted = {1: checked(first, 1), 2: checked(second, 2)}
        blocks = [
            Block(table, headings_of(FORM01_KIND, table), [Written("", one) for one in wanted[table.number]])
            for table in FORM01_KIND.tables
        ]
        paper = Paper(HEAD, blocks, ["DANH SÁCH"], "Mẫu 1 - Để quản lý", on_one_sheet=True)

        found = FORM01_KIND.find(WRITERS[ending][0](paper), name=f"x.{ending}")

        read = {1: [], 2: []}
        for line in FORM01_KIND.check(found).lines:
            read[line.table].append([line.values[key] for key in EXPORTED])
        assert read == {n: [[one[key] for key in EXPORTED] for one in lines] for n, lines in wanted.items()}

    holds()
