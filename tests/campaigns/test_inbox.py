"""The files of many units at once: kept, read by the worker, given to their units by a person, handed in together."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.campaigns.jobs import read_waiting_files
from nhipcau.campaigns.models import HandIn, Step, Task
from nhipcau.campaigns.views import inbox
from nhipcau.organisations.models import UnitAlias
from nhipcau.sheets.models import Proposal, Sheet
from tests import factories

GOOD = "Nguyễn Thị Mai,Giáo viên,0951234567,mai@example.org,https://www.facebook.com/vidu.mai"


def csv(unit, *lines, name="danh-sach.csv"):
    head = "STT,Họ và tên,Chức vụ,Số điện thoại,Email,Địa chỉ Facebook"
    rows = [f"{n},{line}" for n, line in enumerate(lines or [GOOD], 1)]
    text = "\n".join([f"ĐƠN VỊ: {unit}", "", "1. THÔNG TIN CÁ NHÂN VÀ TÀI KHOẢN FACEBOOK", head, *rows])
    return SimpleUploadedFile(name, text.encode("utf-8-sig"))


@pytest.fixture
def step(campaign):
    return Step.objects.get(campaign=campaign, hand_in="form01")


@pytest.fixture
def url(step):
    return reverse("campaigns:inbox", args=[step.pk])


@pytest.fixture
def officer(client, union):
    return factories.sign_in(client, union.officer)


def send(client, url, *files, key=None):
    return client.post(url, {"submit_key": key or str(uuid.uuid4()), "uploads": list(files)}, follow=True)


def test_many_files_are_kept_read_by_the_worker_and_proposed_to_their_units(officer, url, union):
    files = [
        csv("Trường THCS Diệu Cốc", name="a.csv"),
        csv("Cty TNHH May Ben Lo", name="b.csv"),
        csv("Xưởng đóng thuyền Cửa Biển", name="c.csv"),
        SimpleUploadedFile("ảnh chụp.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50),
    ]
    key = str(uuid.uuid4())
    for _twice in range(2):
        page = send(officer, url, *files, key=key).content.decode()
        for file in files:
            file.seek(0)
    assert Proposal.objects.count() == 4
    assert 'max="4" value="0"' in page

    read_waiting_files.call()

    page = officer.get(url).content.decode()
    first = Task.objects.get(step__hand_in="form01", unit=union.units[0])
    second = Task.objects.get(step__hand_in="form01", unit=union.units[1])
    assert (
        f'<option value="{first.pk}" selected>' in page and f'<option value="{second.pk}" selected>' in page
    )
    assert Proposal.objects.get(filename="ảnh chụp.png").state == "unreadable"
    assert not Proposal.objects.exclude(about_id=None).exists()  # nothing is applied by itself
    assert not UnitAlias.objects.filter(origin="learned").exists()


def assigned(officer, url, union, named="Nhà may Bến Lở của chị Mai"):
    send(officer, url, csv(named))
    read_waiting_files.call()
    proposal = Proposal.objects.get()
    task = Task.objects.get(step_id=proposal.step_id, unit=union.units[1])
    officer.post(url, {"do": "assign", f"task-{proposal.pk}": task.pk})
    proposal.refresh_from_db()
    return proposal, task


def test_a_chosen_unit_is_kept_and_the_name_of_the_file_is_remembered_for_it(officer, url, union):
    proposal, task = assigned(officer, url, union)

    assert (proposal.unit, proposal.about_id) == (union.units[1], task.pk)
    alias = UnitAlias.objects.get(origin="learned")
    assert (alias.unit, alias.name) == (union.units[1], "Nhà may Bến Lở của chị Mai")
    assert Entry.objects.filter(verb="unit.alias_learned", unit_id=union.units[1].pk).exists()

    send(officer, url, csv("nha may ben lo cua chi mai", name="again.csv"))
    read_waiting_files.call()
    assert f'<option value="{task.pk}" selected>' in officer.get(url).content.decode()


def test_the_last_word_about_a_name_holds(officer, url, union):
    proposal, _task = assigned(officer, url, union)
    other = Task.objects.get(step_id=proposal.step_id, unit=union.units[2])

    officer.post(reverse("campaigns:sheet-unit", args=[proposal.pk]), {"task": other.pk})

    assert [alias.unit for alias in UnitAlias.objects.filter(origin="learned")] == [union.units[2]]


def test_the_own_name_of_another_unit_is_never_learned(officer, url, union):
    assigned(officer, url, union, named=union.units[0].name)

    assert not UnitAlias.objects.filter(origin="learned").exists()


def test_a_learned_name_can_be_removed_on_the_page_of_the_unit(officer, url, union):
    assigned(officer, url, union)
    alias = UnitAlias.objects.get(origin="learned")
    page = officer.get(reverse("reorganisation:unit", args=[alias.unit_id])).content.decode()
    forget = reverse("reorganisation:forget-name", args=[alias.pk])
    assert forget in page

    officer.post(forget)

    assert not UnitAlias.objects.filter(pk=alias.pk).exists()
    assert Entry.objects.filter(verb="unit.alias_forgotten").exists()


def test_a_former_name_cannot_be_removed(officer, union):
    alias = UnitAlias.objects.create(unit=union.units[0], name="Trường cấp hai Diệu Cốc", origin="former")

    answer = officer.post(reverse("reorganisation:forget-name", args=[alias.pk]))

    assert answer.status_code == 409 and UnitAlias.objects.filter(pk=alias.pk).exists()


def test_the_lists_in_order_are_handed_in_together_and_the_others_wait(officer, url, union):
    bad = "Trần Văn Hai,Công nhân,12,hai@example.org,https://www.facebook.com/vidu.hai"
    send(officer, url, csv(union.units[0].name, name="a.csv"), csv(union.units[1].name, bad, name="b.csv"))
    read_waiting_files.call()
    proposals = {p.filename: p for p in Proposal.objects.all()}
    tasks = {t.unit_id: t for t in Task.objects.filter(step__hand_in="form01")}
    officer.post(url, {
        "do": "assign", f"task-{proposals['a.csv'].pk}": tasks[union.units[0].pk].pk,
        f"task-{proposals['b.csv'].pk}": tasks[union.units[1].pk].pk,
    })  # fmt: skip
    both = {"do": "hand-in", "ready": [p.pk for p in proposals.values()], "submit_key": str(uuid.uuid4())}

    for _twice in range(2):
        page = officer.post(url, both, follow=True).content.decode()

    assert [row.unit for row in HandIn.objects.all()] == [union.units[0]]
    assert Sheet.objects.count() == 1
    assert "b.csv" in page and "a.csv" not in page.split('id="inbox"')[1]


def test_two_files_of_one_unit_wait_until_one_is_thrown_away(officer, url, union):
    send(officer, url, csv(union.units[0].name, name="a.csv"), csv(union.units[0].name, name="b.csv"))
    read_waiting_files.call()
    task = Task.objects.get(step__hand_in="form01", unit=union.units[0])
    first, second = Proposal.objects.order_by("pk")
    officer.post(url, {"do": "assign", f"task-{first.pk}": task.pk, f"task-{second.pk}": task.pk})

    officer.post(url, {"do": "hand-in", "ready": [first.pk, second.pk], "submit_key": str(uuid.uuid4())})
    assert not HandIn.objects.exists()

    answer = officer.post(reverse("campaigns:sheet-discard", args=[second.pk]))
    assert answer.url == url
    officer.post(url, {"do": "hand-in", "ready": [first.pk], "submit_key": str(uuid.uuid4())})
    assert HandIn.objects.count() == 1


def test_an_empty_file_is_named_and_the_others_are_taken_in(officer, url, union):
    page = send(officer, url, csv(union.units[0].name), SimpleUploadedFile("rỗng.xlsx", b"")).content.decode()

    assert "rỗng.xlsx" in page and Proposal.objects.count() == 1


def test_no_file_at_all_is_said(officer, url):
    answer = officer.post(url, {"submit_key": str(uuid.uuid4())})

    assert answer.status_code == 422


def test_a_unit_is_looked_for_by_hand_on_the_page_of_the_list(officer, url, union):
    send(officer, url, csv("Không rõ"))
    read_waiting_files.call()
    proposal = Proposal.objects.get()

    page = officer.get(reverse("campaigns:sheet", args=[proposal.pk]), {"q": "dieu coc"}).content.decode()

    task = Task.objects.get(step_id=proposal.step_id, unit=union.units[0])
    assert f'name="task" value="{task.pk}"' in page
    assert (
        officer.post(
            reverse("campaigns:sheet-confirm", args=[proposal.pk]), {"submit_key": str(uuid.uuid4())}
        ).status_code
        == 404
    )


def test_a_file_whose_page_was_left_is_read_by_the_worker_and_one_whose_reader_died_too(
    officer, url, union, clock
):
    send(officer, url, csv(union.units[0].name))
    proposal = Proposal.objects.get()
    Proposal.objects.update(state="reading", claimed_at="2020-10-05T02:00:00Z")

    clock.set("2020-10-05 09:01")
    read_waiting_files.call()
    proposal.refresh_from_db()
    assert proposal.state == "reading"  # somebody has it

    clock.advance(121)
    read_waiting_files.call()
    proposal.refresh_from_db()
    assert proposal.state == "open" and proposal.lines.count() == 1


def test_a_reader_that_fails_ends_in_a_sentence_and_not_in_a_circle(officer, url, union, monkeypatch):
    send(officer, url, csv(union.units[0].name))

    def broken(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("nhipcau.register.kind.Form01Kind.find", broken)
    read_waiting_files.call()

    assert Proposal.objects.get().state == "unreadable"
    assert not Proposal.objects.to_be_read().exists()


def test_a_chair_has_no_inbox_and_a_stranger_finds_none(client, url, union):
    assert factories.sign_in(client, union.stranger).get(url).status_code == 404
    assert factories.sign_in(client, union.chairs[0]).get(url).status_code in (403, 404)


def test_the_number_of_queries_does_not_grow_with_the_files(
    officer, url, union, django_assert_max_num_queries
):
    def count(n):
        send(officer, url, *[csv(union.units[0].name, name=f"{i}.csv") for i in range(n)])
        read_waiting_files.call()
        with CaptureQueriesContext(connection) as seen:
            officer.get(url)
        return len(seen)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert count(2) == count(6)


def test_a_doubtful_unit_in_a_cell_is_proposed_and_taken_with_one_press(officer, url, union, step):
    desk_task = Task.objects.create(
        campaign=step.campaign, step=step, unit=union.desk, unit_path=union.desk.path
    )
    named = SimpleUploadedFile("a.csv", "\n".join([
        f"ĐƠN VỊ: {union.desk.name}", "", "1. THÔNG TIN CÁ NHÂN VÀ TÀI KHOẢN FACEBOOK",
        "STT,Họ và tên,Đơn vị,Chức vụ,Số điện thoại,Email,Địa chỉ Facebook",
        "1,Nguyễn Thị Mai,THCS Diệu Cốc,Giáo viên,0951234567,mai@example.org,https://www.facebook.com/vidu.mai",
    ]).encode())  # fmt: skip
    send(officer, url, named)
    read_waiting_files.call()
    proposal = Proposal.objects.get()
    officer.post(url, {"do": "assign", f"task-{proposal.pk}": desk_task.pk})
    page = officer.get(reverse("campaigns:sheet", args=[proposal.pk])).content.decode()
    assert f'name="cell-unit" value="{union.units[0].name}"' in page

    cell = reverse("campaigns:sheet-cell", args=[proposal.pk, 1])
    officer.post(cell, {"version": "1", "cell-unit": ["THCS Diệu Cốc", union.units[0].name]})

    assert proposal.lines.get().values["unit"] == union.units[0].name


def test_reading_on_never_takes_away_a_unit_that_was_chosen(officer, url, union):
    send(officer, url, csv("Cty TNHH May Ben Lo", name="b.csv"))
    read_waiting_files.call()
    send(officer, url, *(csv("Trường THCS Diệu Cốc", name=f"{n}.csv") for n in range(inbox.A_PAGE)))

    while_reading = officer.get(url).content.decode()
    first = Proposal.objects.get(filename="b.csv")
    assert re.search(rf'<select [^>]*id="task-{first.pk}"[^>]* hx-preserve', while_reading)
    assert 'hx-target="#files"' in while_reading

    Proposal.objects.filter(pk__in=Proposal.objects.order_by("pk")[: inbox.A_PAGE].values("pk")).update(
        state="open"
    )
    page_is_read = officer.get(url).content.decode()
    assert 'hx-select="#reading"' in page_is_read and 'hx-target="#files"' not in page_is_read
