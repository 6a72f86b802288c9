"""What hands do by mistake, or on purpose: presses sent twice, numbers that no list has."""

import io
import uuid
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.urls import reverse
from openpyxl import Workbook

from nhipcau.campaigns.jobs import read_waiting_files
from nhipcau.campaigns.models import Campaign
from nhipcau.core import clock
from nhipcau.register.kind import FORM01_KIND
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.actions import proposing
from nhipcau.sheets.models import Proposal
from tests.register.test_lists import body, confirmed, found, line, url

FORM = "Họ và tên,Chức vụ,Số điện thoại\nLê Thị Hai,Giáo viên,0951200302\n".encode("utf-8-sig")


@pytest.fixture
def proposal(task_of, union):
    task = task_of("form01")
    return sheets.propose(
        task.unit, FORM01_KIND, found(), by=union.chairs[0], submit_key=uuid.uuid4(), step_id=task.step_id, about_id=task.pk
    )  # fmt: skip


def test_a_save_pressed_twice_is_one_save_and_no_quarrel(chair, proposal):
    typed = {"cell-phone": "0951200302", "version": "1"}
    for _press in range(2):
        assert chair.post(url("sheet-cell", proposal, 2), typed).status_code == 302
    assert proposal.changes.count() == 1
    assert line(proposal, 2).version == 2

    whole = {"line_key": str(uuid.uuid4()), "table": "1", "full_name": "Lê Thị Sau", "version": "1"}
    for _press in range(2):
        assert chair.post(url("sheet-line", proposal, 3), whole).status_code == 302
    assert proposal.changes.count() == 2


def test_a_cell_saved_as_it_was_leaves_nothing_to_undo(chair, proposal):
    page = body(chair.post(url("sheet-cell", proposal, 2), {"cell-phone": "09512003", "version": "1"}))
    assert page == "" and not proposal.changes.exists()


def test_the_number_of_a_task_or_line_that_cannot_be_changes_nothing(client, chair, proposal):
    for huge in ("9" * 25, "9" * 5_000):
        answer = chair.post(url("sheet-unit", proposal), {"task": huge})
        assert answer.status_code == 302
        query = {"branch": huge}
        assert client.get(reverse("register:list"), query).status_code in (200, 403, 404)
    missing = url("sheet-leave-out", proposal, 2).replace("/2/", "/99999999999999999999/")
    assert chair.post(missing, {"reason": "x"}).status_code == 404
    assert not proposal.lines.exclude(state="kept").exists()


def test_every_press_on_a_line_leads_back_to_the_page_and_filter_it_was_pressed_on(chair, proposal):
    page = body(chair.get(url("sheet", proposal), {"show": "errors"}))
    at = "?show=errors&page=1"
    there = url("sheet", proposal) + at
    assert (
        page.count('name="at" value="?show=errors&amp;page=1"') == 5
    )  # two lines saved or left out, and all repeats merged
    assert f'href="{url("sheet-line", proposal, 2)}?at=%3Fshow%3Derrors%26page%3D1"' in page

    assert chair.post(url("sheet-leave-out", proposal, 5), {"reason": "x", "at": at})["Location"] == there
    whole = {"line_key": str(uuid.uuid4()), "table": "1", "full_name": "Trần Văn Bảy", "version": "1"}
    saved = chair.post(f"{url('sheet-line', proposal, 2)}?at=%3Fshow%3Derrors%26page%3D1", whole)
    assert saved["Location"] == f"{there}#line-2"
    elsewhere = chair.post(url("sheet-undo", proposal), {"at": "//a.example.org"})
    assert elsewhere["Location"] == url("sheet", proposal)


def test_a_second_list_hides_no_list_that_was_begun_before(chair, proposal, task_of):
    start = reverse("campaigns:sheet-start", args=[task_of("form01").pk])
    second = chair.post(start, {"how": "type", "submit_key": str(uuid.uuid4())})["Location"]
    page = body(chair.get(start))
    assert f'href="{url("sheet", proposal)}"' in page
    assert f'href="{second.removesuffix("lines/new/")}"' in page


def test_texts_without_end_are_read_shown_and_handed_in(chair, task_of):
    long = "Ạ" * 3_000
    group = f"Trường Tiểu học {long}"
    rows = [
        f"ĐƠN VỊ: Trường {long}",
        "1. THÔNG TIN CÁ NHÂN VÀ TÀI KHOẢN FACEBOOK",
        "STT,Họ và tên,Đơn vị,Chức vụ,Số điện thoại,Email,Tên tài khoản Facebook,Đường link tài khoản Facebook",
        f"{group},,,,,,,",
        f"1,Nguyễn Văn {long},,{long},0951200301,{'a' * 60}@{'b.' * 120}example.org,{long},https://www.facebook.com/{'vidu.' * 60}a",
        f"2,Lê Thị Hai,{long},{long},0951200302,hai@example.org,{long},https://www.facebook.com/vidu.hai?x={long}",
    ]  # fmt: skip
    file = SimpleUploadedFile(f"{'Ệ' * 250}.csv", "\n".join(rows).encode("utf-8-sig"))
    start = reverse("campaigns:sheet-start", args=[task_of("form01").pk])

    answer = chair.post(start, {"how": "file", "file": file, "submit_key": str(uuid.uuid4())})

    assert answer.status_code == 302, body(answer)
    mine = Proposal.objects.get()
    assert mine.lines.count() == 2
    assert chair.get(url("sheet", mine)).status_code == 200
    for one in mine.lines.filter(has_error=True):
        chair.post(url("sheet-leave-out", mine, one.key), {"reason": long})
    assert chair.get(url("sheet-send-back", mine)).status_code == 200
    assert confirmed(chair, mine).state == "confirmed"


@pytest.mark.parametrize("named", ["Nguyễn_x0000_ Văn A", "Nguyễn Văn_xD83D_ A"])
def test_a_sign_that_no_database_keeps_stops_no_list(chair, task_of, named):
    book = Workbook()
    for row in (
        ["ĐƠN VỊ: Trường Xa"],
        ["STT", "Họ và tên", "Chức vụ", "Số điện thoại"],
        [1, "NAME", "Gv", "0951200300"],
    ):
        book.active.append(row)
    made, sent = io.BytesIO(), io.BytesIO()
    book.save(made)
    with ZipFile(made) as parts, ZipFile(sent, "w") as out:
        for part in parts.namelist():
            out.writestr(part, parts.read(part).replace(b"NAME", named.encode()))
    file = SimpleUploadedFile("a.xlsx", sent.getvalue())
    start = reverse("campaigns:sheet-start", args=[task_of("form01").pk])

    chair.post(start, {"how": "file", "file": file, "submit_key": str(uuid.uuid4())})

    mine = Proposal.objects.get()
    assert line(mine, 1).values["full_name"].startswith("Nguyễn")
    assert chair.get(url("sheet-send-back", mine)).status_code == 200
    assert confirmed(chair, mine).state == "confirmed"


def test_lines_that_the_database_refuses_end_in_a_sentence_and_hold_up_no_other_file(
    chair, task_of, union, monkeypatch
):
    task = task_of("form01")

    def store(*_line):
        raise DataError("value too long")

    monkeypatch.setattr(proposing, "store", store)
    for n in range(2):
        sheets.receive(
            task.unit, FORM01_KIND.key, by=union.chairs[0], submit_key=uuid.uuid4(), data=FORM, filename=f"{n}.csv",
            step_id=task.step_id, about_id=task.pk,
        )  # fmt: skip
    read_waiting_files.call()

    assert list(Proposal.objects.values_list("state", "refusal")) == [("unreadable", "corrupt")] * 2
    assert "lưu lại" in body(chair.get(url("sheet", Proposal.objects.first())))


def test_a_closed_campaign_gives_no_list_back_that_could_not_be_handed_in_again(chair, task_of, campaign):
    task = task_of("form01")
    file = SimpleUploadedFile("a.csv", FORM)
    start = reverse("campaigns:sheet-start", args=[task.pk])
    chair.post(start, {"how": "file", "file": file, "submit_key": str(uuid.uuid4())})
    mine = confirmed(chair, Proposal.objects.get())
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=clock.now())

    assert chair.post(url("sheet-take-back", mine)).status_code == 409
    task.refresh_from_db()
    assert task.is_done

    Campaign.objects.filter(pk=campaign.pk).update(closed_at=None)
    assert chair.post(url("sheet-take-back", mine)).status_code == 302
