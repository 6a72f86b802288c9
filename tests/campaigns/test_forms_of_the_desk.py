"""A unit fills in a form of the desk: on a phone page or as a file, with the same check, hand-in and take-back."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.campaigns.models import Step, Task
from nhipcau.core import clock as product_clock
from nhipcau.register.models import Entry
from nhipcau.sheets.models import Form, FormColumn, FormTable, Proposal, Sheet
from tests import factories


@pytest.fixture
def form(union):
    now = product_clock.now()
    form = Form.objects.create(
        unit=union.desk, unit_path=union.desk.path, title="Danh sách quà Tết", purpose="Tặng quà Tết", legal_ground="Kế hoạch 5/KH",
        keep_until="2031-12-31", created_at=now, created_by=union.officer, ready_at=now, submit_key=uuid.uuid4(),
    )  # fmt: skip
    table = FormTable.objects.create(form=form, order=1)
    for order, (heading, kind, more) in enumerate(
        [
            ("Họ và tên", "person", {"is_required": True}),
            ("Điện thoại", "phone", {}),
            ("Số con", "number", {"has_total": True}),
            ("Loại quà", "choice", {"choices": ["Tiền mặt", "Túi quà"], "is_required": True}),
        ],
        1,
    ):
        FormColumn.objects.create(table=table, order=order, heading=heading, kind=kind, **more)
    return form


@pytest.fixture
def task(campaign, form, union):
    step = Step.objects.create(
        campaign=campaign, order=90, text="Gửi danh sách quà Tết", hand_in="form", form=form
    )
    return Task.objects.create(
        campaign=campaign, step=step, unit=union.units[0], unit_path=union.units[0].path
    )


@pytest.fixture
def chair(client, union):
    return factories.sign_in(client, union.chairs[0])


def columns(form):
    return {c.heading: c.key for c in FormColumn.objects.filter(table__form=form)}


def key():
    return {"submit_key": str(uuid.uuid4())}


def test_the_page_of_the_task_leads_to_the_form(chair, task):
    page = chair.get(task.get_absolute_url()).content.decode()

    assert reverse("campaigns:sheet-start", args=[task.pk]) in page


def test_it_is_typed_line_by_line_and_handed_in(chair, task, form):
    own = columns(form)
    chair.post(reverse("campaigns:sheet-start", args=[task.pk]), {"how": "type", **key()})
    proposal = Proposal.objects.get()
    add = reverse("campaigns:sheet-add", args=[proposal.pk])
    line = {
        "line_key": str(uuid.uuid4()),
        own["Họ và tên"]: "Lê Thị Bốn",
        own["Số con"]: "hai",
        own["Loại quà"]: "Túi quà",
        own["Điện thoại"]: "",
    }

    wrong = chair.post(add, line)
    assert wrong.status_code == 422
    assert "hai" in wrong.content.decode()
    assert chair.post(add, line | {own["Số con"]: "2"}).status_code == 302
    assert chair.post(reverse("campaigns:sheet-confirm", args=[proposal.pk]), key()).status_code == 302

    sheet = Sheet.objects.get()
    assert (sheet.form, sheet.about_id, str(sheet.keep_until)) == (form.key, task.step_id, "2031-12-31")
    assert sheet.rows.get().values[own["Số con"]] == 2
    assert not Entry.objects.exists()
    task.refresh_from_db()
    assert task.is_done
    chair.post(reverse("campaigns:sheet-take-back", args=[proposal.pk]))
    task.refresh_from_db()
    assert not task.is_done


def test_a_file_is_read_by_the_form_s_own_headings(chair, task, form):
    text = "Họ và tên;Điện thoại;Số con;Loại quà\nLê Thị Bốn;0951200304;1;túi quà\nBùi Văn Năm;0951;;Vàng\n"
    file = SimpleUploadedFile("qua.csv", text.encode("utf-8-sig"))

    answer = chair.post(
        reverse("campaigns:sheet-start", args=[task.pk]), {"how": "file", "file": file, **key()}
    )

    assert answer.status_code == 302, answer.content.decode()
    first, second = Proposal.objects.get().lines.order_by("key")
    own = columns(form)
    assert (first.values[own["Loại quà"]], first.values[own["Số con"]]) == ("Túi quà", 1)
    assert {issue[0] for issue in second.issues if issue[1] == "error"} == {
        own["Điện thoại"],
        own["Loại quà"],
    }
    page = chair.get(answer["Location"]).content.decode()
    assert "<option>Tiền mặt</option>" in page


def test_two_campaigns_do_not_take_each_other_s_lists(chair, task, form, campaign, union):
    other = Step.objects.create(campaign=campaign, order=91, text="Gửi lần hai", hand_in="form", form=form)
    again = Task.objects.create(
        campaign=campaign, step=other, unit=union.units[0], unit_path=union.units[0].path
    )
    text = "Họ và tên;Điện thoại;Số con;Loại quà\nLê Thị Bốn;0951200304;1;túi quà\n"
    for one in (task, again):
        file = SimpleUploadedFile("qua.csv", text.encode("utf-8-sig"))
        where = chair.post(
            reverse("campaigns:sheet-start", args=[one.pk]), {"how": "file", "file": file, **key()}
        )["Location"]
        chair.post(where + "confirm/", key())

    assert Sheet.objects.in_force().count() == 2


@pytest.fixture
def with_record(form):
    """A second table with its labels down the side."""
    table = FormTable.objects.create(form=form, order=2, title="Phiếu của đơn vị", layout="record")
    FormColumn.objects.create(table=table, order=1, heading="Người lập", kind="text", is_required=True)
    Form.objects.filter(pk=form.pk).update(guidance="Mỗi đơn vị không quá 10 người.")
    return table


@pytest.fixture
def typing(chair, task, with_record, form):
    """A list that a chair has begun to type, with one line in its first table."""
    own = columns(form)
    chair.post(reverse("campaigns:sheet-start", args=[task.pk]), {"how": "type", **key()})
    proposal = Proposal.objects.get()
    chair.post(
        reverse("campaigns:sheet-add", args=[proposal.pk]),
        {"line_key": str(uuid.uuid4()), own["Họ và tên"]: "Lê Thị Bốn", own["Loại quà"]: "Túi quà"},
    )
    return proposal


def test_each_table_is_typed_under_its_own_columns(chair, typing):
    add = reverse("campaigns:sheet-add", args=[typing.pk])
    first, second = (chair.get(f"{add}?table={n}").content.decode() for n in (1, 2))

    assert "Họ và tên" in first and "Người lập" not in first and 'name="table"' not in first
    assert "Người lập" in second and "Họ và tên" not in second
    assert f'href="?table={2}"' in first


def test_a_form_whose_record_is_empty_is_not_handed_in_and_the_page_leads_there(chair, typing, task, form):
    confirm = reverse("campaigns:sheet-confirm", args=[typing.pk])
    page = chair.get(reverse("campaigns:sheet", args=[typing.pk])).content.decode()
    assert "Phiếu của đơn vị" in page and confirm not in page
    assert chair.post(confirm, key()).status_code == 409
    assert not Sheet.objects.exists()

    add = reverse("campaigns:sheet-add", args=[typing.pk])
    chair.post(f"{add}?table=2", {"line_key": str(uuid.uuid4()), columns(form)["Người lập"]: "Trần Thị Chín"})
    page = chair.get(reverse("campaigns:sheet", args=[typing.pk])).content.decode()
    assert f"{add}?table=1" in page and f"{add}?table=2" not in page
    assert chair.post(confirm, key()).status_code == 302
    assert sorted(Sheet.objects.get().rows.values_list("table", flat=True)) == [1, 2]


def test_a_table_that_is_not_there_is_the_first_one(chair, typing):
    add = reverse("campaigns:sheet-add", args=[typing.pk])

    assert "Họ và tên" in chair.get(f"{add}?table=99").content.decode()


def test_the_unit_reads_how_it_is_filled_in_and_why(chair, task, with_record):
    for url in (task.get_absolute_url(), reverse("campaigns:sheet-start", args=[task.pk])):
        page = chair.get(url).content.decode()
        for text in ("Mỗi đơn vị không quá 10 người.", "Tặng quà Tết", "Kế hoạch 5/KH", "31/12/2031"):
            assert text in page
