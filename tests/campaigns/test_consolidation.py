"""A form of a campaign put together: who has sent by the end of a day, who is missing, late or under another name."""

import csv
import io
import uuid
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.audit.models import Entry as Trail
from nhipcau.campaigns.consolidating import consolidated
from nhipcau.campaigns.models import HandIn, Step, Task
from nhipcau.core import clock as product_clock
from nhipcau.sheets.designed import DesignedKind
from nhipcau.sheets.models import Form, FormColumn, FormTable, Proposal, Sheet, SheetRow
from tests import factories

DAYS = {n: date(2020, 10, n) for n in range(1, 31)}
COLUMNS = [
    ("Họ và tên", "person"),
    ("Số con", "number"),
    ("Số tiền", "money"),
    ("Ngày sinh", "date"),
    ("Ghi chú", "text"),
]


@pytest.fixture
def step(campaign, union):
    """A form of the desk that the three units owe by 10 October."""
    now = product_clock.now()
    form = Form.objects.create(
        unit=union.desk, unit_path=union.desk.path, title="Danh sách quà Tết", guidance="Mỗi cháu một dòng.", purpose="Tặng quà", legal_ground="5/KH",
        keep_until="2031-12-31", created_at=now, created_by=union.officer, ready_at=now, submit_key=uuid.uuid4(),
    )  # fmt: skip
    table = FormTable.objects.create(form=form, order=1)
    for order, (heading, kind) in enumerate(COLUMNS, 1):
        FormColumn.objects.create(
            table=table, order=order, heading=heading, kind=kind, has_total=kind in ("number", "money")
        )
    step = Step.objects.create(
        campaign=campaign, order=90, text="Gửi danh sách quà Tết", hand_in="form", form=form
    )
    for unit in union.units:
        Task.objects.create(campaign=campaign, step=step, unit=unit, unit_path=unit.path, due_on=DAYS[10])
    return step


@pytest.fixture
def hand_in(client, clock, union, step):
    """A unit hands in its rows at a moment, as its chair does; gives back the list."""

    def hand_in(n, at, *rows, named=""):
        clock.set(at)
        factories.sign_in(client, union.chairs[n])
        text = (
            (f"ĐƠN VỊ: {named};;;;\n" if named else "")
            + ";".join(heading for heading, _kind in COLUMNS)
            + "\n"
        )
        text += "\n".join(";".join(row) for row in rows)
        task = Task.objects.get(step=step, unit=union.units[n])
        file = SimpleUploadedFile("ds.csv", text.encode("utf-8-sig"))
        start = reverse("campaigns:sheet-start", args=[task.pk])
        where = client.post(start, {"how": "file", "file": file, "submit_key": str(uuid.uuid4())})["Location"]
        answer = client.post(where + "confirm/", {"submit_key": str(uuid.uuid4())})
        assert answer.status_code == 302, answer.content.decode()
        return Proposal.objects.get(pk=int(where.rstrip("/").rpartition("/")[2]))

    return hand_in


def at_end(step, union, day, branch=None, user=None):
    return consolidated(step, branch or union.desk, DAYS[day], user=user or union.officer)


def states(got):
    return [unit.state for unit in got.units]


def page(client, step, **query):
    return client.get(reverse("campaigns:consolidated", args=[step.pk]), query)


def download(client, step, ending, **query):
    return client.get(reverse("campaigns:consolidated-file", args=[step.pk, ending]), query)


def test_it_says_who_has_sent_who_is_missing_and_who_was_late_as_of_any_day(union, step, hand_in):
    hand_in(0, "2020-10-08 09:00", ["Lê Thị Bốn", "2", "1.000.000", "", ""])
    hand_in(1, "2020-10-12 09:00", ["Bùi Văn Năm", "1", "", "", ""])

    assert states(at_end(step, union, 7)) == ["owes", "owes", "owes"]
    assert states(at_end(step, union, 8)) == ["sent", "owes", "owes"]
    assert states(at_end(step, union, 10)) == ["sent", "owes", "owes"]
    assert states(at_end(step, union, 11)) == ["sent", "missing", "missing"]
    assert states(at_end(step, union, 12)) == ["sent", "sent-late", "missing"]


def test_a_day_ends_at_midnight_in_viet_nam(clock, union, step, hand_in):
    hand_in(0, "2020-10-10 23:59", ["Lê Thị Bốn", "2", "", "", ""])
    hand_in(1, "2020-10-11 00:00", ["Bùi Văn Năm", "1", "", "", ""])

    clock.set(datetime(2020, 10, 12, 9, tzinfo=UTC))  # as a server's clock tells it

    on_the_day, after = at_end(step, union, 10), at_end(step, union, 11)

    assert (states(on_the_day), on_the_day.lines) == (["sent", "owes", "owes"], 1)
    assert (states(after), after.lines) == (["sent", "sent-late", "missing"], 2)


def test_a_later_list_counts_from_its_day_and_the_earlier_one_before(union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", ""])
    hand_in(0, "2020-10-12 09:00", ["Lê Thị Bốn", "2", "", "", ""], ["Bùi Văn Năm", "3", "", "", ""])

    before, after = at_end(step, union, 11), at_end(step, union, 12)

    assert (before.lines, before.units[0].state) == (1, "sent")
    assert (after.lines, after.units[0].state) == (2, "sent"), (
        "who was in time and corrects it later was in time"
    )
    assert next(iter(after.totals.values())) == 5


def test_what_was_taken_back_never_counted(client, union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", ""])
    second = hand_in(0, "2020-10-08 09:00", ["Bùi Văn Năm", "9", "", "", ""])
    client.post(reverse("campaigns:sheet-take-back", args=[second.pk]))

    got = at_end(step, union, 9)

    assert [line.values[next(iter(line.values))] for line in got.found.lines[:]] == ["Lê Thị Bốn"]
    assert got.units[0].has_sent


def test_a_returned_list_says_so(union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", ""])
    HandIn.objects.update(state="returned", reason="Thiếu ngày sinh")

    got = at_end(step, union, 9)

    assert got.counts["returned"] == 1
    assert got.units[0].is_returned


def test_who_wrote_under_another_name_is_shown_with_that_name(client, union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", ""], named="Trường THCS Gió Lùa")
    hand_in(1, "2020-10-05 10:00", ["Bùi Văn Năm", "2", "", "", ""], named="cty TNHH may Bến Lở")
    factories.sign_in(client, union.officer)

    got = at_end(step, union, 9)
    shown = page(client, step, show="other-name").content.decode()

    assert [unit.named for unit in got.units] == ["Trường THCS Gió Lùa", "", ""]
    assert "Trường THCS Gió Lùa" in shown
    assert "Trạm Y tế Gò Mây" not in shown


def test_totals_of_each_unit_each_branch_and_all(client, clock, union, step, hand_in):
    hand_in(
        0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "1.500.000", "", ""], ["Mai Văn Sáu", "", "500k", "", ""]
    )
    hand_in(1, "2020-10-05 10:00", ["Bùi Văn Năm", "1", "999999999999999", "", ""])
    city = factories.make_user("Cán bộ Thành phố", Role.CITY_OFFICER, union.city)
    children, money = (c.key for c in DesignedKind(step.form).tables[0].columns[1:3])

    got = at_end(step, union, 9)

    assert got.units[0].totals == {children: 2, money: 2_000_000}
    assert got.totals == {children: 3, money: 10**15 - 1 + 2_000_000}
    assert at_end(step, union, 9, branch=union.units[0]).totals == {children: 2, money: 2_000_000}
    assert got.parts == []
    type(step.campaign).objects.update(unit=union.city, unit_path=union.city.path)
    (part,) = [one for one in at_end(step, union, 9, branch=union.city, user=city).parts if one.sent]
    assert (part.unit_id, part.units, part.sent, part.lines) == (union.desk.pk, 3, 2, 3)
    assert part.totals == got.totals
    clock.set("2020-10-12 09:00")
    factories.sign_in(client, city)
    shown = page(client, step, view="branches", day="09/10/2020").content.decode()
    assert f"?branch={union.desk.pk}&amp;day=09/10/2020" in shown
    assert "2/3" in shown


def test_sums_hold_where_a_database_s_whole_numbers_would_run_over(union, step, hand_in):
    proposal = hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "1", "1", "", ""])
    money = DesignedKind(step.form).tables[0].columns[2].key
    most = 10**15 - 1
    rows = [SheetRow(sheet=proposal.sheet, table=1, order=n, values={money: most}) for n in range(2, 10_002)]
    SheetRow.objects.bulk_create(rows, batch_size=500)

    assert at_end(step, union, 9).totals[money] == most * 10_000 + 1


def test_the_page_shows_units_lines_and_figures_and_asks_no_more_questions_for_more_lines(
    client, clock, union, step, hand_in
):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "1.500.000", "05/03/2015", "=1+1"])
    factories.sign_in(client, union.officer)
    clock.set("2020-10-12 09:00")

    def asked(**query):
        with CaptureQueriesContext(connection) as queries:
            answer = page(client, step, **query)
        assert answer.status_code == 200
        return len(queries), answer.content.decode()

    asked()
    few, units = asked()
    few_lines, lines = asked(view="lines")
    assert "1.500.000" in units
    assert "05/03/2015" in lines
    assert union.units[0].name in lines
    rows = [[f"Bùi Văn {n}", "1", "", "", ""] for n in ("Ba", "Bảy", "Tám", "Chín", "Mười")]
    hand_in(1, "2020-10-12 10:00", *rows)
    hand_in(2, "2020-10-12 10:00", *rows)
    factories.sign_in(client, union.officer)

    assert asked()[0] <= few
    assert asked(view="lines")[0] <= few_lines


def test_lines_are_paged(client, union, step, hand_in):
    words = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
    hand_in(0, "2020-10-05 09:00", *([f"Lê {a} {b}", "1", "", "", ""] for a in words for b in words))
    factories.sign_in(client, union.officer)

    first = page(client, step, view="lines").content.decode()
    second = page(client, step, view="lines", page=2).content.decode()

    assert ("Lê Một Một" in first, "Lê Mười Mười" in first) == (True, False)
    assert ("Lê Một Một" in second, "Lê Mười Mười" in second) == (False, True)


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv"])
def test_a_downloaded_file_handed_in_again_gives_back_the_same_lines(client, union, step, hand_in, ending):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "1.500.000", "05/03/2015", "=1+1"])
    hand_in(
        1, "2020-10-06 09:00", ["Bùi Văn Năm", "0", "", "", "Tổng cộng"], ["Mai Văn Sáu", "1", "", "", "'-x"]
    )
    before = [line.values for line in at_end(step, union, 9).found.lines[:]]
    factories.sign_in(client, union.officer)

    answer = download(client, step, ending)
    found = DesignedKind(step.form).find(answer.content, name=f"x.{ending}")

    assert answer.status_code == 200
    assert f".{ending}" in answer["Content-Disposition"]
    assert found.unit == union.desk.name
    assert [line.values for line in DesignedKind(step.form).check(found).lines] == before
    assert Trail.objects.filter(verb="sheet.exported", unit_id=union.desk.pk).count() == 1


def test_the_workbook_says_whose_each_line_is_what_it_comes_to_and_who_owes(
    client, clock, union, step, hand_in
):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "1.500.000", "05/03/2015", "=1+1"])
    clock.set("2020-10-12 09:00")
    factories.sign_in(client, union.officer)

    book = openpyxl.load_workbook(io.BytesIO(download(client, step, "xlsx").content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]

    assert [row[0] for row in rows[:4]] == [
        "Danh sách quà Tết", f"ĐƠN VỊ: {union.desk.name}", "Mỗi cháu một dòng.", f"Tổng hợp đến hết ngày 12/10/2020 (mẫu NC-{step.form_id})",
    ]  # fmt: skip
    assert rows[5] == ["STT", *(heading for heading, _kind in COLUMNS), "Nơi gửi"]
    assert rows[6] == [1, "Lê Thị Bốn", 2, 1_500_000, "05/03/2015", "=1+1", union.units[0].name]
    assert rows[7][:4] == ["Tổng cộng", None, 2, 1_500_000]
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}
    owing = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [(row[1], row[2]) for row in owing] == [
        (unit.name, "Chưa nộp, quá hạn") for unit in union.units[1:]
    ]
    by_unit = [[cell.value for cell in row] for row in book.worksheets[2].iter_rows(min_row=2)]
    assert [row[6:] for row in by_unit] == [
        [1, 2, 1_500_000],
        [0, None, None],
        [0, None, None],
        [1, 2, 1_500_000],
    ]


def test_a_csv_file_of_one_unit_has_no_column_for_who_sent_it(client, union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", "-5"])
    factories.sign_in(client, union.officer)

    text = download(client, step, "csv", branch=union.units[0].pk).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert ["STT", *(heading for heading, _kind in COLUMNS)] in rows
    assert ["1", "Lê Thị Bốn", "2", "", "", "'-5"] in rows


def test_form_01_is_put_together_as_of_a_day_too(client, clock, union, campaign):
    task = Task.objects.get(campaign=campaign, step__hand_in="form01", unit=union.units[0])
    text = (
        "Họ tên;Đơn vị;Chức vụ;Điện thoại;Email\nLê Thị Bốn;;Thủ trưởng đơn vị;0951200304;bon@example.org\n"
    )
    factories.sign_in(client, union.chairs[0])
    file = SimpleUploadedFile("ds.csv", text.encode("utf-8-sig"))
    start = reverse("campaigns:sheet-start", args=[task.pk])
    where = client.post(start, {"how": "file", "file": file, "submit_key": str(uuid.uuid4())})["Location"]
    assert client.post(where + "confirm/", {"submit_key": str(uuid.uuid4())}).status_code == 302
    clock.set("2020-10-12 09:00")
    factories.sign_in(client, union.officer)

    assert consolidated(task.step, union.desk, DAYS[4], user=union.officer).lines == 0
    assert consolidated(task.step, union.desk, DAYS[5], user=union.officer).lines == 1
    shown = page(client, task.step, view="lines").content.decode()
    assert "0951200304" in shown
    assert download(client, task.step, "csv").status_code == 409, "no legal ground is recorded yet"
    type(campaign).objects.update(legal_ground="Điều lệ Công đoàn Việt Nam")
    for ending in ("xlsx", "docx", "csv"):
        data = download(client, task.step, ending).content
        again = client.post(
            start,
            {"how": "file", "file": SimpleUploadedFile(f"x.{ending}", data), "submit_key": str(uuid.uuid4())},
        )
        (line,) = Proposal.objects.get(pk=int(again["Location"].rstrip("/").rpartition("/")[2])).lines.all()
        assert (line.values["full_name"], line.values["position"], line.values["phone"]) == (
            "Lê Thị Bốn",
            "Thủ trưởng đơn vị",
            "+84951200304",
        )
        assert line.values["unit"] == union.units[0].name


def test_nobody_outside_sees_it_and_a_branch_outside_is_not_found(client, union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", ""])
    for user, status in ((union.stranger, 404), (union.chairs[0], 404), (union.officer, 200)):
        factories.sign_in(client, user)
        assert page(client, step).status_code == status
        assert download(client, step, "csv").status_code == status
    for branch in (union.beside.pk, union.foreign.pk, union.city.pk, "x", "9" * 30):
        assert page(client, step, branch=branch).status_code == 404
        assert download(client, step, "xlsx", branch=branch).status_code == 404
    assert download(client, step, "exe").status_code == 404


def test_a_day_to_come_or_no_day_is_said(client, clock, union, step):
    factories.sign_in(client, union.officer)
    clock.set("2020-10-05 09:00")

    for day in ("06/10/2020", "hôm qua"):
        assert page(client, step, day=day).status_code == 422
        assert download(client, step, "csv", day=day).status_code == 409
    assert page(client, step, day="05/10/2020").status_code == 200


def test_the_tree_of_that_day_is_kept(union, step, hand_in):
    hand_in(0, "2020-10-05 09:00", ["Lê Thị Bốn", "2", "", "", ""])
    unit = union.units[0]
    unit.versions.filter(ends_on=None).update(ends_on=DAYS[9])
    unit.versions.create(
        name="Trường THCS Tên Mới", kind=unit.kind, parent=union.desk, path=unit.path, starts_on=DAYS[9]
    )

    assert at_end(step, union, 8).units[0].name == "Trường THCS Diệu Cốc"
    assert at_end(step, union, 9).units[0].name == "Trường THCS Tên Mới"


def test_the_board_leads_to_it(client, union, step):
    factories.sign_in(client, union.officer)

    board = client.get(step.campaign.get_absolute_url()).content.decode()

    assert reverse("campaigns:consolidated", args=[step.pk]) in board
    assert Sheet.objects.count() == 0
