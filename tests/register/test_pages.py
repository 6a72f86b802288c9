"""The chair and the desk on their pages: naming the Page, appointing, Form 01 from file to receipt."""

import io
import re
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.accounts.models import Invitation
from nhipcau.campaigns.models import HandIn, Task
from nhipcau.formats import guarded
from nhipcau.register.form01 import FORM01
from nhipcau.register.models import CollaboratorTerm, Consent, Entry, OfficialPage, Person
from nhipcau.register.reading import of_found, read_file
from nhipcau.sheets.finding import find
from nhipcau.sheets.jobs import forget_old_proposals
from nhipcau.sheets.models import Proposal, Sheet
from tests import factories

FILES = Path(__file__).parents[1] / "samples/form01/files"
PAGE = {
    "kind": "page", "name": "Công đoàn Diệu Cốc", "url": "https://m.facebook.com/vidu.congdoan.dieucoc?mibextid=x",
    "full_name": "Nguyễn Văn Chủ", "position": "Chủ tịch CĐCS", "phone": "0951 200 300", "email": "",
}  # fmt: skip
HELPER = {
    "full_name": "trần thị cộng tác".title(), "position": "Giáo viên", "phone": "0951200400", "email": "", "facebook_name": "Cộng Tác",
    "facebook": "facebook.com/vidu.congtac", "knows_the_unit": "on", "writes_well": "on", "knows_facebook": "on",
}  # fmt: skip


def key():
    return {"submit_key": str(uuid.uuid4())}


def upload(client, task, name):
    file = SimpleUploadedFile(name, (FILES / name).read_bytes())
    return client.post(
        reverse("campaigns:sheet-start", args=[task.pk]), {"how": "file", "file": file, **key()}
    )


def proposal_of(response):
    assert response.status_code == 302, response.content.decode()
    return Proposal.objects.get(pk=int(re.search(r"sheets/(\d+)/", response["Location"])[1]))


def hand_in(client, proposal, submit_key=None):
    return client.post(
        reverse("campaigns:sheet-confirm", args=[proposal.pk]),
        {"submit_key": submit_key or str(uuid.uuid4())},
    )


def test_the_chair_names_the_page_once(chair, union, task_of):
    url = reverse("campaigns:own-page", args=[union.units[0].pk])
    assert chair.get(url).status_code == 200
    data = PAGE | key()

    for _again in range(2):
        assert chair.post(url, data).status_code == 302

    page = OfficialPage.objects.get()
    assert (page.url, page.keeper.phone) == ("https://www.facebook.com/vidu.congdoan.dieucoc", "+84951200300")
    assert Entry.objects.in_force().get().table == 1
    assert task_of("page").is_done
    assert HandIn.objects.count() == 1


def test_a_share_link_is_no_page_and_what_was_typed_is_kept(chair, union):
    answer = chair.post(
        reverse("campaigns:own-page", args=[union.units[0].pk]),
        PAGE | key() | {"url": "https://www.facebook.com/share/1Thu/"},
    )

    assert answer.status_code == 422
    assert "1Thu" in answer.content.decode()
    assert not OfficialPage.objects.exists()


def test_a_personal_account_is_named_with_consent_only(chair, union):
    url = reverse("campaigns:own-page", args=[union.units[0].pk])

    assert chair.post(url, PAGE | key() | {"kind": "personal"}).status_code == 422
    assert chair.post(url, PAGE | key() | {"kind": "personal", "has_consented": "on"}).status_code == 302
    assert Consent.objects.get().is_given


def test_the_collaborator_is_appointed_and_invited_in_one_act(chair, union, task_of):
    url = reverse("campaigns:collaborator", args=[union.units[0].pk])
    data = HELPER | key()

    first, again = chair.post(url, data), chair.post(url, data)

    assert "/l/" in first.content.decode()
    assert "/l/" not in again.content.decode()
    term = CollaboratorTerm.objects.get()
    assert term.user.appointments.get().role == "collaborator"
    assert Invitation.objects.count() == 1
    assert Consent.objects.get(person=term.person).state == "pending"
    assert task_of("collaborator").is_done


def test_a_criterion_left_open_appoints_nobody(chair, union):
    data = {k: v for k, v in (HELPER | key()).items() if k != "writes_well"}

    assert chair.post(reverse("campaigns:collaborator", args=[union.units[0].pk]), data).status_code == 422
    assert not CollaboratorTerm.objects.exists()


def test_a_second_collaborator_takes_over(chair, union):
    url = reverse("campaigns:collaborator", args=[union.units[0].pk])
    chair.post(url, HELPER | key())
    chair.post(url, HELPER | key() | {"full_name": "Lê Văn Mới", "phone": "0951200500", "facebook": ""})

    assert CollaboratorTerm.objects.in_force().get().person.full_name == "Lê Văn Mới"
    assert Entry.objects.in_force().get().person.full_name == "Lê Văn Mới"
    assert CollaboratorTerm.objects.count() == 2


def test_a_file_is_handed_in_after_every_line_was_looked_at(chair, task_of):
    proposal = proposal_of(upload(chair, task_of("form01"), "s01.xlsx"))
    page = chair.get(reverse("campaigns:sheet", args=[proposal.pk])).content.decode()
    assert "Đỗ Minh Trang" in page
    assert not Person.objects.exists()
    assert not Sheet.objects.exists()
    again = str(uuid.uuid4())

    first = hand_in(chair, proposal, again)
    second = hand_in(chair, proposal, again)

    assert (first.status_code, second.status_code) == (302, 302)
    row = HandIn.objects.get()
    assert (row.kind, row.filename) == ("form01", "s01.xlsx")
    assert row.file.read() == (FILES / "s01.xlsx").read_bytes()
    assert Entry.objects.in_force().count() == 6
    assert Person.objects.count() == 5
    assert set(Consent.objects.values_list("state", flat=True)) == {"pending"}
    assert Proposal.objects.get().state == "confirmed"
    assert row.receipt in chair.get(reverse("campaigns:sheet-start", args=[row.task_id])).content.decode()
    assert task_of("form01").is_done


def test_lines_with_faults_are_repaired_before_they_can_be_handed_in(chair, task_of):
    proposal = proposal_of(upload(chair, task_of("form01"), "s06.xlsx"))
    assert hand_in(chair, proposal).status_code == 409
    found = {line.cells["full_name"][0]: line.key for line in proposal.lines.all()}
    retyped = reverse("campaigns:sheet-line", args=[proposal.pk, found["Phạm Phương Hương"]])
    cells = {
        "full_name": "Phạm Phương Hương",
        "table": "2",
        "phone": "0951 12",
        "line_key": str(uuid.uuid4()),
    }
    wrong = chair.post(retyped, cells)
    assert wrong.status_code == 422
    assert "0951 12" in wrong.content.decode()
    assert (
        chair.post(
            retyped, cells | {"phone": "0951.200.700", "facebook": "https://www.facebook.com/vidu.moi.1"}
        ).status_code
        == 302
    )
    for name in ("Nguyễn Phương Hằng", "Phạm Thị Nga", "Trần Thế Quân"):
        chair.post(reverse("campaigns:sheet-leave-out", args=[proposal.pk, found[name]]))

    assert hand_in(chair, proposal).status_code == 302
    assert Entry.objects.in_force().count() == 6
    assert Person.objects.get(full_name="Phạm Phương Hương").phone == "+84951200700"


def test_a_line_left_out_can_be_taken_in_again(chair, task_of):
    proposal = proposal_of(upload(chair, task_of("form01"), "s01.xlsx"))
    drop = reverse("campaigns:sheet-leave-out", args=[proposal.pk, 1])

    chair.post(drop)
    assert proposal.lines.get(key=1).state == "refused"
    chair.post(drop, {"back": "yes"})

    assert proposal.lines.get(key=1).state == "kept"


def test_the_list_is_typed_on_a_phone_person_by_person(chair, task_of):
    task = task_of("form01")
    begun = chair.post(reverse("campaigns:sheet-start", args=[task.pk]), {"how": "type", **key()})
    proposal = proposal_of(begun)
    add = reverse("campaigns:sheet-add", args=[proposal.pk])
    line = {
        "line_key": str(uuid.uuid4()), "table": "1", "full_name": "LÊ THỊ GÕ TAY", "phone": "0951300400", "email": "go.tay@example.org",
        "facebook": "https://www.facebook.com/vidu.gotay",
    }  # fmt: skip

    assert chair.post(add, line | {"then": "another"}).status_code == 302
    assert chair.post(add, line).status_code == 302
    assert chair.post(add, line | {"full_name": "", "line_key": str(uuid.uuid4())}).status_code == 422
    hand_in(chair, proposal)

    entry = Entry.objects.in_force().get()
    assert (entry.person.full_name, entry.unit_name) == ("Lê Thị Gõ Tay", task.unit.name)


@pytest.mark.parametrize(("name", "sentence"), [("s15.pdf", "ảnh|picture"), ("x.xlsx", "hỏng|damaged")])
def test_a_file_that_cannot_be_read_says_what_to_do(chair, task_of, name, sentence):
    data = (FILES / name).read_bytes() if name == "s15.pdf" else b"PK\x03\x04 broken"
    answer = chair.post(
        reverse("campaigns:sheet-start", args=[task_of("form01").pk]),
        {"how": "file", "file": SimpleUploadedFile(name, data), **key()},
    )

    assert answer.status_code == 422
    assert re.search(sentence, answer.content.decode())
    assert not Proposal.objects.exists()


def test_the_desk_hands_in_for_a_unit_and_says_whose_list_it_is(client, union, task_of):
    desk = factories.sign_in(client, union.officer)
    proposal = proposal_of(upload(desk, task_of("form01", 0), "s03.xlsx"))
    assert "Thạch Điềm" in desk.get(reverse("campaigns:sheet", args=[proposal.pk])).content.decode()

    desk.post(reverse("campaigns:sheet-unit", args=[proposal.pk]), {"task": task_of("form01", 1).pk})
    hand_in(desk, proposal)

    assert {e.unit_id for e in Entry.objects.all()} == {union.units[1].pk}
    assert task_of("form01", 1).is_done
    assert not task_of("form01", 0).is_done


def test_a_second_list_takes_the_place_of_the_first_and_keeps_consents(chair, task_of):
    for _turn in range(2):
        hand_in(chair, proposal_of(upload(chair, task_of("form01"), "s01.xlsx")))
        person = Person.objects.get(full_name="Đỗ Thị Mơ")
        chair.post(reverse("register:consent", args=[person.pk]), {"given": "yes"})

    assert Entry.objects.in_force().count() == 6
    assert Person.objects.count() == 5
    assert Sheet.objects.filter(replaced_at__isnull=True).count() == 1
    assert Consent.objects.filter(state="given").count() == 1


def export(client, campaign, **query):
    return client.get(reverse("campaigns:form01-xlsx", args=[campaign.pk]), query)


@pytest.fixture
def handed_in(chair, union, task_of, campaign):
    """Two units: one with a list, a Page and a collaborator; one with a list; the third owes."""
    chair.post(reverse("campaigns:own-page", args=[union.units[0].pk]), PAGE | key())
    chair.post(reverse("campaigns:collaborator", args=[union.units[0].pk]), HELPER | key())
    hand_in(chair, proposal_of(upload(chair, task_of("form01", 0), "s01.xlsx")))
    other = factories.sign_in(chair, union.chairs[1])
    hand_in(other, proposal_of(upload(other, task_of("form01", 1), "s07.xlsx")))
    agreed = Person.objects.get(full_name="Đỗ Thị Mơ")
    Consent.objects.filter(person=agreed).update(state="given", recorded_by=union.chairs[0])
    return agreed


def test_importing_the_export_gives_back_the_exported_cells(client, union, campaign, handed_in, clock):
    clock.set("2020-10-12 09:00")
    factories.sign_in(client, union.officer)
    answer = export(client, campaign)
    assert answer.status_code == 200

    read = read_file(answer.content, name="form01.xlsx")
    printed = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = printed.worksheets[0]

    assert page["A1"].value == union.desk.name.upper()
    assert all(c.data_type in ("s", "n") for row in page.iter_rows() for c in row)
    assert all(isinstance(row[4].value, str | None) for row in page.iter_rows(min_row=9))
    assert (len([p for p in read.rows if p.table == 1]), len([p for p in read.rows if p.table == 2])) == (
        6,
        9,
    )
    kept = {
        (e.table, e.person.full_name, e.person.phone, e.person.email, e.position)
        for e in Entry.objects.in_force().select_related("person")
    }
    assert {(p.table, p.name, p.phone or "", p.email or "", p.position or "") for p in read.rows} == kept
    links = {p.name: p.facebook_url for p in read.rows if p.facebook_url}
    assert links == {
        "Nguyễn Văn Chủ": "https://www.facebook.com/vidu.congdoan.dieucoc",
        "Đỗ Thị Mơ": "https://www.facebook.com/vidu.do.mo.6658",
    }
    owing = [[c.value for c in row] for row in printed.worksheets[1].iter_rows(min_row=2)]
    assert [row[1] for row in owing] == [union.units[2].name]
    again = of_found(find(guarded.read(answer.content, name="x.xlsx"), FORM01))
    assert again.rows == read.rows


def test_a_personal_account_never_goes_past_the_direct_superior(client, union, campaign, handed_in):
    city = factories.make_user("Cán bộ Thành phố", "city_officer", union.city)
    for user, query in ((city, {}), (union.officer, {"for": "above"})):
        factories.sign_in(client, user)
        read = read_file(export(client, campaign, **query).content, name="x.xlsx")
        assert {p.name for p in read.rows if p.facebook_url} == {"Nguyễn Văn Chủ"}
        assert len(read.rows) == 15


def test_without_a_legal_ground_nothing_is_exported(client, union, campaign, handed_in):
    type(campaign).objects.update(legal_ground="")
    factories.sign_in(client, union.officer)

    assert export(client, campaign).status_code == 409


def test_the_desk_and_the_city_see_the_list_and_nobody_else(client, union, handed_in):
    city = factories.make_user("Cán bộ Thành phố", "city_officer", union.city)
    for user in (union.officer, city):
        factories.sign_in(client, user)
        page = client.get(reverse("register:list"), {"branch": union.desk.pk}).content.decode()
        assert "Đỗ Minh Trang" in page
        assert "vidu.do.trang" not in page
    for user, status in ((union.chairs[0], 403), (union.stranger, 404)):
        factories.sign_in(client, user)
        assert client.get(reverse("register:list"), {"branch": union.desk.pk}).status_code == status


def test_a_foreign_proposal_is_not_found(client, chair, union, task_of):
    proposal = proposal_of(upload(chair, task_of("form01"), "s01.xlsx"))
    for user in (union.chairs[1], union.stranger):
        factories.sign_in(client, user)
        assert client.get(reverse("campaigns:sheet", args=[proposal.pk])).status_code == 404


def test_the_unit_page_shows_page_collaborator_lines_and_consents(client, union, handed_in):
    factories.sign_in(client, union.chairs[0])

    page = client.get(reverse("register:unit", args=[union.units[0].pk])).content.decode()

    assert "Công đoàn Diệu Cốc" in page
    assert "Trần Thị Cộng Tác" in page
    assert Task.objects.owed().filter(unit=union.units[0]).count() == 0


def test_a_list_that_nobody_hands_in_is_forgotten_after_a_month(
    chair, task_of, clock, django_capture_on_commit_callbacks
):
    proposal = proposal_of(upload(chair, task_of("form01"), "s01.xlsx"))
    name, storage = proposal.original.name, proposal.original.storage
    clock.set("2020-11-03 09:00")
    forget_old_proposals.call()
    assert Proposal.objects.exists()

    clock.set("2020-11-05 09:00")
    with django_capture_on_commit_callbacks(execute=True):
        forget_old_proposals.call()

    assert not Proposal.objects.exists()
    assert not storage.exists(name)


def test_a_chair_who_was_the_collaborator_hands_over_too(chair, union):
    url = reverse("campaigns:collaborator", args=[union.units[0].pk])
    me = union.chairs[0]
    chair.post(url, HELPER | key() | {"full_name": me.full_name, "phone": "", "email": me.email})

    assert chair.post(url, HELPER | key()).status_code == 200
    assert CollaboratorTerm.objects.in_force().get().person.full_name == "Trần Thị Cộng Tác"


def test_a_list_that_was_handed_in_cannot_be_handed_in_again(chair, task_of):
    proposal = proposal_of(upload(chair, task_of("form01"), "s01.xlsx"))
    hand_in(chair, proposal)

    assert hand_in(chair, proposal).status_code == 409
    assert HandIn.objects.count() == 1
