"""A list on its way in: mended in its cells, undone, counted, confirmed and taken back."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.campaigns.models import HandIn
from nhipcau.core import clock as product_clock
from nhipcau.core.refusal import Refusal
from nhipcau.formats.model import Cell
from nhipcau.register.kind import FORM01_KIND
from nhipcau.register.models import Entry, Person
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.finding import Found, FoundRow
from nhipcau.sheets.jobs import forget_kept_long_enough, forget_old_proposals
from nhipcau.sheets.models import Proposal, Sheet, SheetRow

LINES = [
    ("Nguyễn Thị Mai", "0951 200 301", "mai@example.org"),
    ("Trần Văn Bảy", "09512003", "bay@example.org"),
    ("Lê Thị Sáu", "0951 200 303", "sau@example.org"),
    ("LÊ THỊ SÁU", "0951200303", ""),
    ("Phạm Văn Tám", "09512003", "tam@example.org"),
]


def found(lines=LINES, unit="Trường THCS Diệu Cốc"):
    rows = [
        FoundRow(1, n, {"row": n}, {"full_name": Cell(name), "phone": Cell(phone), "email": Cell(email)})
        for n, (name, phone, email) in enumerate(lines, 1)
    ]
    return Found(rows=rows, unit=unit)


@pytest.fixture
def proposal(task_of, union):
    task = task_of("form01")
    return sheets.propose(
        task.unit, FORM01_KIND, found(), by=union.chairs[0], submit_key=uuid.uuid4(), step_id=task.step_id, about_id=task.pk
    )  # fmt: skip


def url(name, proposal, *more):
    return reverse(f"campaigns:{name}", args=[proposal.pk, *more])


def body(response):
    return response.content.decode()


def line(proposal, key):
    return proposal.lines.get(key=key)


def confirmed(client, proposal):
    answer = client.post(url("sheet-confirm", proposal), {"submit_key": str(uuid.uuid4())})
    assert answer.status_code == 302, body(answer)
    proposal.refresh_from_db()
    return proposal


def mend_all(proposal, by):
    for key, phone in ((2, "0951200302"), (5, "0951200305")):
        version = line(proposal, key).version
        sheets.retype(proposal, key, {"phone": phone}, kind=FORM01_KIND, version=version, by=by)
    sheets.merge_repeats(proposal, kind=FORM01_KIND, by=by)


@pytest.mark.parametrize(
    ("shown", "keys"),
    [("", {1, 2, 3, 4, 5}), ("errors", {2, 5}), ("warnings", {1, 3, 4}), ("duplicates", {4}), ("units", set()), ("left-out", set())],
)  # fmt: skip
def test_a_filter_shows_the_lines_of_its_sort(chair, proposal, shown, keys):
    page = body(chair.get(url("sheet", proposal), {"show": shown}))

    assert {int(key) for key in re.findall(r'<article[^>]* id="line-(\d+)"', page)} == keys


def test_a_cell_is_mended_in_place_and_checked_at_once(chair, proposal):
    data = {"cell-phone": "0951 200 302", "version": "1"}

    answer = chair.post(url("sheet-cell", proposal, 2), data, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert 'id="line-2"' in body(answer)
    assert 'id="list-summary"' in body(answer)
    assert not line(proposal, 2).has_error
    assert line(proposal, 2).values["phone"] == "+84951200302"


def test_without_scripts_the_same_press_leads_back_to_the_line(chair, proposal):
    answer = chair.post(
        url("sheet-cell", proposal, 2), {"cell-phone": "09", "version": "1", "at": "?show=errors"}
    )

    assert answer["Location"] == url("sheet", proposal) + "?show=errors#line-2"
    assert line(proposal, 2).cells["phone"][0] == "09"
    assert line(proposal, 2).has_error


def test_one_press_mends_all_like_cases_and_one_press_undoes_it(chair, proposal):
    page = body(chair.get(url("sheet", proposal), {"show": "errors"}))
    assert 'name="alike" value="phone"' in page

    chair.post(url("sheet-cell", proposal, 2), {"cell-phone": "0951200777", "alike": "phone", "version": "1"})
    assert [line(proposal, key).cells["phone"][0] for key in (2, 5)] == ["0951200777"] * 2
    assert line(proposal, 1).cells["phone"][0] == "0951 200 301"
    chair.post(url("sheet-undo", proposal))

    assert [line(proposal, key).cells["phone"][0] for key in (2, 5)] == ["09512003"] * 2
    assert line(proposal, 2).has_error


def test_the_second_save_of_a_stale_line_gets_409_with_both_values(chair, proposal):
    first = {"cell-phone": "0951200302", "version": "1"}
    chair.post(url("sheet-cell", proposal, 2), first)

    answer = chair.post(url("sheet-cell", proposal, 2), {"cell-phone": "0951200999", "version": "1"})

    assert answer.status_code == 409
    assert "0951200302" in body(answer)
    assert "0951200999" in body(answer)
    assert line(proposal, 2).cells["phone"][0] == "0951200302"
    whole = {
        "line_key": str(uuid.uuid4()),
        "table": "1",
        "full_name": "Trần Văn Bảy",
        "phone": "0951200888",
        "version": "1",
    }
    assert chair.post(url("sheet-line", proposal, 2), whole).status_code == 409


def test_a_repeated_line_is_merged_into_the_first_and_taken_in_again(chair, proposal):
    chair.post(url("sheet-merge", proposal), {"key": "4"})
    account = sheets.account_of(proposal)
    assert (account.read, account.imported, account.merged, account.refused) == (5, 4, 1, 0)
    assert line(proposal, 3).values["email"] == "sau@example.org"

    chair.post(url("sheet-leave-out", proposal, 4), {"back": "yes"})

    assert sheets.account_of(proposal).imported == 5


def test_the_account_stands_on_the_page_with_the_reason_of_each_line_left_out(chair, proposal):
    chair.post(url("sheet-leave-out", proposal, 2), {"reason": "đã nghỉ việc"})
    chair.post(url("sheet-merge", proposal))

    page = body(chair.get(url("sheet", proposal), {"show": "left-out"}))

    assert (
        "<strong>5</strong> dòng đọc được = <strong>3</strong> giữ lại + <strong>1</strong> gộp + <strong>1</strong> bỏ ra"
        in page
    )
    assert "đã nghỉ việc" in page


ACTS = st.lists(
    st.tuples(st.sampled_from(["retype", "leave", "take", "merge", "undo", "add"]), st.integers(1, 7), st.booleans()), max_size=12
)  # fmt: skip


@given(acts=ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_read_is_imported_and_merged_and_refused(proposal, union, acts):
    by, kind = union.chairs[0], FORM01_KIND
    for act, key, flag in acts:
        there = proposal.lines.filter(key=key).first()
        if act == "retype" and there is not None:
            alike = ["phone"] if flag else []
            sheets.retype(
                proposal,
                key,
                {"phone": f"095120030{key}"},
                kind=kind,
                version=there.version,
                by=by,
                alike=alike,
            )
        elif act == "leave":
            sheets.leave_out(proposal, [key], "", kind=kind, by=by)
        elif act == "take" and there is not None:
            sheets.take_in(proposal, key, kind=kind, by=by)
        elif act == "merge":
            sheets.merge_repeats(proposal, kind=kind, by=by)
        elif act == "undo":
            sheets.undo(proposal, kind=kind, by=by)
        elif act == "add":
            sheets.add_line(
                proposal,
                {"full_name": f"Người {key}"},
                table=1,
                kind=kind,
                by=by,
                line_key=uuid.UUID(int=key),
            )
        account = sheets.account_of(proposal)
        assert account.read == account.imported + account.merged + account.refused == proposal.lines.count()
        assert len(account.left_out) == account.refused
        assert proposal.lines.filter(key__lte=5).count() == 5


def test_undoing_everything_gives_the_list_as_it_was_read(proposal, union):
    def as_it_stands():
        return list(
            proposal.lines.values("key", "cells", "state", "issues", "values", "reason", "merged_into")
        )

    by, kind, before = union.chairs[0], FORM01_KIND, as_it_stands()
    mend_all(proposal, by)
    sheets.leave_out(proposal, [1], "nghỉ", kind=kind, by=by)
    sheets.add_line(proposal, {"full_name": "Người Mới"}, table=2, kind=kind, by=by, line_key=uuid.uuid4())
    while sheets.undo(proposal, kind=kind, by=by):
        pass

    assert as_it_stands() == before


def test_confirming_is_all_or_nothing(chair, proposal):
    assert chair.post(url("sheet-confirm", proposal), {"submit_key": str(uuid.uuid4())}).status_code == 409
    assert not Sheet.objects.exists()
    assert not Entry.objects.exists()
    assert not HandIn.objects.exists()
    assert Proposal.objects.get().state == "open"


def test_the_sheet_keeps_the_account(chair, proposal, union):
    mend_all(proposal, union.chairs[0])
    chair.post(url("sheet-leave-out", proposal, 1), {"reason": "đã chuyển đi"})

    sheet = confirmed(chair, proposal).sheet

    assert sheet.lines_read == sheet.rows.count() + sheet.lines_merged + len(sheet.left_out) == 5
    assert sheet.left_out == [{"where": {"row": 1}, "reason": "đã chuyển đi"}]


def test_a_list_is_taken_back_within_a_day_and_the_earlier_one_counts_again(
    chair, proposal, union, task_of, clock
):
    first = sheets.propose(
        proposal.unit, FORM01_KIND, found([("Hoàng Thị Trước", "0951200399", "")]), by=union.chairs[0], submit_key=uuid.uuid4(),
        step_id=proposal.step_id, about_id=proposal.about_id,
    )  # fmt: skip
    earlier = confirmed(chair, first).sheet
    clock.advance(1 * 3600)
    mend_all(proposal, union.chairs[0])
    confirmed(chair, proposal)
    assert set(Entry.objects.in_force().values_list("sheet", flat=True)) == {proposal.sheet_id}
    clock.advance(23 * 3600)

    assert chair.post(url("sheet-take-back", proposal)).status_code == 302

    proposal.refresh_from_db()
    assert (proposal.state, proposal.sheet) == ("open", None)
    assert Sheet.objects.in_force().get() == earlier
    assert [e.person.full_name for e in Entry.objects.in_force()] == ["Hoàng Thị Trước"]
    assert set(Person.objects.values_list("full_name", flat=True)) == {"Hoàng Thị Trước"}
    assert task_of("form01").is_done
    chair.post(url("sheet-take-back", first))
    assert chair.post(url("sheet-take-back", first)).status_code == 409


def test_what_was_taken_back_is_owed_again_and_may_be_handed_in_again(chair, proposal, union, task_of):
    mend_all(proposal, union.chairs[0])
    confirmed(chair, proposal)
    chair.post(url("sheet-take-back", proposal))
    assert not task_of("form01").is_done
    assert HandIn.objects.get().state == "taken_back"

    confirmed(chair, proposal)

    assert task_of("form01").is_done
    assert Entry.objects.in_force().count() == 4


def test_after_a_day_a_list_is_not_taken_back_and_its_lines_are_forgotten(chair, proposal, union, clock):
    mend_all(proposal, union.chairs[0])
    confirmed(chair, proposal)
    clock.advance(25 * 3600)

    with pytest.raises(Refusal):
        sheets.take_back(proposal, kind=FORM01_KIND, by=union.chairs[0])
    forget_old_proposals.call()

    assert not Proposal.objects.exists()
    assert Sheet.objects.in_force().count() == 1


def test_rows_go_when_the_end_of_retention_has_passed(proposal, chair, union, clock):
    mend_all(proposal, union.chairs[0])
    sheet = confirmed(chair, proposal).sheet
    Sheet.objects.filter(pk=sheet.pk).update(keep_until=product_clock.today())
    forget_kept_long_enough.call()
    assert SheetRow.objects.exists()

    clock.advance(24 * 3600)
    forget_kept_long_enough.call()

    assert not SheetRow.objects.exists()
    assert Sheet.objects.filter(pk=sheet.pk).exists()


def test_a_large_file_is_kept_first_and_read_while_its_page_waits(chair, task_of):
    file = SimpleUploadedFile("lon.xlsx", b"STT,x\n" + b"1,2\n" * 110_000)
    answer = chair.post(
        reverse("campaigns:sheet-start", args=[task_of("form01").pk]),
        {"how": "file", "file": file, "submit_key": str(uuid.uuid4())},
    )
    proposal = Proposal.objects.get()
    assert proposal.state == "waiting"
    assert "hx-post" in body(chair.get(answer["Location"]))

    chair.post(url("sheet-read", proposal))

    proposal.refresh_from_db()
    assert (proposal.state, proposal.refusal) == ("unreadable", "corrupt")
    assert "alert-danger" in body(chair.get(answer["Location"]))


def test_a_file_whose_reader_died_is_read_again_after_its_lease(chair, task_of, union, clock):
    task = task_of("form01")
    text = "STT,Họ tên,Điện thoại\n1,Nguyễn Thị Mai,0951200301\n".encode()
    proposal = sheets.receive(
        task.unit, "form01", by=union.chairs[0], submit_key=uuid.uuid4(), data=text, filename="a.csv", step_id=task.step_id, about_id=task.pk
    )  # fmt: skip
    Proposal.objects.filter(pk=proposal.pk).update(state="reading", claimed_at=product_clock.now())

    assert sheets.read_waiting(proposal, FORM01_KIND).state == "reading"
    clock.advance(180)

    assert sheets.read_waiting(proposal, FORM01_KIND).state == "open"
    assert proposal.lines.get().values["full_name"] == "Nguyễn Thị Mai"


def test_letters_turned_into_unicode_are_shown_as_they_were_and_back(chair, task_of, union):
    task = task_of("form01")
    was = Found(
        rows=[FoundRow(1, 1, {}, {"full_name": Cell("Nguyễn Thị Mai", raw="NguyÔn ThÞ Mai")})], converted=True
    )
    proposal = sheets.propose(
        task.unit, FORM01_KIND, was, by=union.chairs[0], submit_key=uuid.uuid4(), step_id=task.step_id, about_id=task.pk
    )  # fmt: skip

    chair.post(url("sheet-letters", proposal), {"raw": "yes"})
    assert proposal.lines.get().values["full_name"] == "NguyÔn ThÞ Mai"
    chair.post(url("sheet-letters", proposal), {"raw": "no"})

    assert proposal.lines.get().values["full_name"] == "Nguyễn Thị Mai"


def test_a_list_of_many_lines_is_paged_with_as_many_queries_as_a_short_one(
    chair, proposal, union, task_of, connection_queries
):
    few = connection_queries(lambda: chair.get(url("sheet", proposal)))
    many = [(f"Người Thứ {n}", f"0951{n:06d}", "") for n in range(2_000)]
    long = sheets.propose(
        proposal.unit, FORM01_KIND, found(many), by=union.chairs[0], submit_key=uuid.uuid4(), step_id=proposal.step_id, about_id=proposal.about_id
    )  # fmt: skip

    assert connection_queries(lambda: chair.get(url("sheet", long), {"page": "7"})) <= few
    assert body(chair.get(url("sheet", long), {"page": "7"})).count("<article") == 50


@pytest.fixture
def connection_queries():
    from django.db import connection

    def count(act):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert act().status_code == 200
        return len(seen)

    return count


def test_a_list_survives_signing_out(client, chair, proposal, union):
    from tests import factories

    chair.post(url("sheet-cell", proposal, 2), {"cell-phone": "0951200302", "version": "1"})
    chair.logout()
    factories.sign_in(client, union.chairs[0])

    assert "0951200302" in body(client.get(url("sheet", proposal)))


def test_the_first_of_two_acts_at_the_same_place_wins_by_its_version(proposal, union):
    by = union.chairs[0]
    sheets.retype(proposal, 1, {"email": "moi@example.org"}, kind=FORM01_KIND, version=1, by=by)

    with pytest.raises(sheets.Stale) as stale:
        sheets.retype(proposal, 1, {"email": "khac@example.org"}, kind=FORM01_KIND, version=1, by=by)

    assert stale.value.line.cells["email"][0] == "moi@example.org"
    assert product_clock.now() - proposal.created_at < timedelta(days=1)


def test_a_reason_outside_the_boundary_leaves_no_line_out(proposal, union):
    with pytest.raises(Refusal):
        sheets.leave_out(
            proposal, [1], "đoàn viên có quan điểm sai trái", kind=FORM01_KIND, by=union.chairs[0]
        )

    assert proposal.lines.kept().filter(key=1).exists()
