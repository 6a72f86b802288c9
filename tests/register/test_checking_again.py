"""One mended line is checked with those that depend on it; that is what checking the whole list would say."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.formats.model import Cell
from nhipcau.register.kind import FORM01_KIND
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.actions.checking import FINDINGS
from nhipcau.sheets.designed import DesignedKind
from nhipcau.sheets.finding import Found, FoundRow
from tests.sheets.test_designed import LIST, make_form

pytestmark = pytest.mark.files

DITTO = ["nt", "-nt-", "”", "như trên"]
TEXTS = {
    "name": ["Lê Văn Hòa", "LÊ VĂN HOÀ", "Trần An", ""],
    "phone": ["0951000001", "0951000002 / 0951000001", "0951000003", "0951", ""],
    "unit": ["Trường Mẫu", "Trường Khác", "", *DITTO],
    "text": ["Kế toán", "Tổ trưởng", "", *DITTO],
}
FORM01_TEXTS = {
    "full_name": TEXTS["name"], "phone": TEXTS["phone"], "unit": TEXTS["unit"], "position": TEXTS["text"],
    "email": ["a@example.org", "b@example.org", "0951000001", ""],
}  # fmt: skip


def rows_of(texts):
    cells = st.fixed_dictionaries({key: st.sampled_from(said) for key, said in texts.items()})
    return st.lists(
        st.tuples(st.integers(1, 2), st.sampled_from([None, "Tổ Một", "Tổ Hai"]), st.booleans(), cells), min_size=1, max_size=8
    )  # fmt: skip


def acts_of(texts):
    column = st.sampled_from(sorted(texts)).flatmap(
        lambda key: st.tuples(st.just(key), st.sampled_from(texts[key]))
    )
    what = st.sampled_from(["retype", "alike", "move", "leave out", "take in", "merge", "add", "undo"])
    return st.lists(st.tuples(what, st.integers(1, 9), column), min_size=1, max_size=7)


def proposed(kind, rows, union):
    """A list as it is read, in which `kind` has no column that is not in the rows."""
    lines = [
        FoundRow(table, 0, {"row": n}, {key: Cell(text) for key, text in cells.items()}, hidden, group)
        for n, (table, group, hidden, cells) in enumerate(rows, 1)
    ]
    found = Found(rows=lines, unit="Trường Mẫu")
    return sheets.propose(union.units[0], kind, found, by=union.chairs[0], submit_key=uuid.uuid4())


def act(proposal, kind, what, key, column, text, by):
    line = proposal.lines.filter(key=key).first()
    if what == "add":
        return sheets.add_line(
            proposal, {column: text}, table=2, kind=kind, by=by, line_key=uuid.UUID(int=key)
        )
    if what == "undo":
        return sheets.undo(proposal, kind=kind, by=by)
    if what == "merge":
        return sheets.merge_repeats(proposal, kind=kind, by=by)
    if line is None:
        return None
    if what == "leave out":
        return sheets.leave_out(proposal, [key, key + 1], "nghỉ", kind=kind, by=by)
    if what == "take in":
        return sheets.take_in(proposal, key, kind=kind, by=by)
    other = 3 - line.table if what == "move" else None
    alike = [column] if what == "alike" else []
    return sheets.retype(
        proposal, key, {column: text}, kind=kind, version=line.version, by=by, table=other, alike=alike
    )


def findings(proposal):
    return list(proposal.lines.kept().values("key", *FINDINGS))


def said_twice(kind, rows, acts, union):
    """After every act: what stands there, and what checking everything makes of it."""
    proposal = proposed(kind, rows, union)
    for what, key, (column, text) in [("read", 0, ("", "")), *acts]:
        act(proposal, kind, what, key, column, text, union.chairs[0])
        proposal.refresh_from_db()
        stands, codes = findings(proposal), proposal.file_codes
        sheets.recheck(proposal, kind)
        assert stands == findings(proposal), what
        assert codes == proposal.file_codes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_of(FORM01_TEXTS), acts=acts_of(FORM01_TEXTS))
def test_form_01_mended_line_by_line_says_what_checking_everything_says(union, rows, acts):
    said_twice(FORM01_KIND, rows, acts, union)


@pytest.fixture
def designed(union):
    return DesignedKind(make_form(union, LIST, ("list", *LIST[1:4], LIST[-1])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_form_of_the_desk_mended_line_by_line_says_what_checking_everything_says(union, designed, data):
    kinds = {c.key: c.kind for _table, own in designed._tables for c in own}
    words = {"person": TEXTS["name"], "phone": TEXTS["phone"], "unit": TEXTS["unit"], "text": TEXTS["text"]}
    texts = {key: words.get(kind, ["", "1000", "5/3/1990"]) for key, kind in kinds.items()}

    said_twice(designed, data.draw(rows_of(texts)), data.draw(acts_of(texts)), union)


def test_a_ditto_mark_takes_what_the_mended_line_above_says_now(union):
    cells = {"full_name": "Lê An", "phone": "", "unit": "", "email": "", "position": "Kế toán"}
    rows = [(1, None, False, cells), *((1, None, False, cells | {"position": "nt"}) for _n in range(60))]
    proposal = proposed(FORM01_KIND, rows, union)

    sheets.retype(proposal, 1, {"position": "Tổ trưởng"}, kind=FORM01_KIND, version=1, by=union.chairs[0])

    assert {line.values["position"] for line in proposal.lines.all()} == {"Tổ trưởng"}


def test_one_mended_line_of_many_is_one_line_cleaned_and_few_written(union, monkeypatch):
    rows = [
        (1, None, False, {"full_name": f"Lê Thị {n}", "phone": f"0951{n:06}", "unit": "", "email": "", "position": "Kế toán"})
        for n in range(300)
    ]  # fmt: skip
    proposal = proposed(FORM01_KIND, rows, union)
    cleaned, line = [], FORM01_KIND.line
    monkeypatch.setattr(FORM01_KIND, "line", lambda row, *rest: cleaned.append(row) or line(row, *rest))

    sheets.retype(proposal, 7, {"phone": "0951000009"}, kind=FORM01_KIND, version=1, by=union.chairs[0])

    assert len(cleaned) <= 3
    keys = {one.key for one in proposal.lines.all() if ["row", "warning", "contact-shared"] in one.issues}
    assert keys == {7, 10}


def test_a_ditto_mark_leans_on_the_line_that_stands_before_it_now(union):
    cells = {"full_name": "Lê An", "phone": "", "unit": "", "email": "", "position": "Kế toán"}
    second, third = cells | {"position": "Tổ trưởng"}, cells | {"position": "nt"}
    proposal = proposed(FORM01_KIND, [(1, None, False, one) for one in (cells, second, third)], union)

    def third_says():
        return proposal.lines.get(key=3).values["position"]

    sheets.leave_out(proposal, [2], "nghỉ", kind=FORM01_KIND, by=union.chairs[0])
    assert third_says() == "Kế toán"
    sheets.take_in(proposal, 2, kind=FORM01_KIND, by=union.chairs[0])
    assert third_says() == "Tổ trưởng"
    sheets.undo(proposal, kind=FORM01_KIND, by=union.chairs[0])
    assert third_says() == "Kế toán"
