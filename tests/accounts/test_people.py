"""Officers invite, appoint and end; links are shown once and passed on by hand."""

import io

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse

from nhipcau.accounts.models import Appointment, Invitation, OneTimeLink, User
from nhipcau.accounts.permissions import Role
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, union):
    return sign_in(client, union.officer)


def invite(client, unit, **values):
    given = {
        "full_name": "Đinh Thị Nhịp", "email": "", "phone": "0951 333 444", "role": Role.CHAIR, "unit": unit.pk,
        "submit_key": "3b0ad7c2-6f5e-4a0c-9d1e-000000000001", **values,
    }  # fmt: skip
    return client.post(reverse("people:invite"), given)


def path_in(page):
    return page.context["made"][0].url.removeprefix("http://testserver")


def test_an_invited_chair_comes_in_by_the_link_and_sets_a_password(desk, union):
    page = invite(desk, union.units[0])
    assert page.status_code == 200
    path = path_in(page)
    desk.post(reverse("account_logout"))

    shown = desk.get(path).content.decode()
    assert "Đinh Thị Nhịp" in shown
    assert union.units[0].name in shown
    assert union.officer.full_name in shown
    answer = desk.post(path)

    assert answer.url == reverse("accounts:welcome")
    assert desk.get(answer.url).status_code == 200
    assert Invitation.objects.get().accepted_at is not None
    assert desk.post(path).status_code == 409


def test_an_invitation_never_opens_an_account_that_is_in_use(desk, union, clock):
    known = make_user("Hà Thị Đã Có", Role.CHAIR, union.foreign, phone="+84951333444")
    path = path_in(invite(desk, union.units[0]))
    desk.post(reverse("account_logout"))

    answer = desk.post(path)

    assert answer.status_code == 200
    assert "_auth_user_id" not in desk.session
    assert known.appointments.filter(unit=union.units[0]).exists()


def test_two_roles_from_one_office_are_one_first_day(desk, union):
    path_in(invite(desk, union.units[0]))
    path = path_in(invite(desk, union.units[0], role=Role.COLLABORATOR))
    desk.post(reverse("account_logout"))

    desk.post(path)

    assert "_auth_user_id" in desk.session


def test_a_bad_phone_is_told_and_what_was_typed_is_kept(desk, union):
    page = invite(desk, union.units[0], phone="12")

    assert page.status_code == 422
    assert "Đinh Thị Nhịp" in page.content.decode()
    assert not User.objects.filter(full_name="Đinh Thị Nhịp").exists()


def test_inviting_twice_is_one_person_and_the_older_link_is_worthless(desk, union):
    first, second = path_in(invite(desk, union.units[0])), path_in(invite(desk, union.units[0]))

    assert User.objects.filter(phone="+84951333444").count() == 1
    assert Appointment.objects.filter(user__phone="+84951333444").count() == 1
    assert desk.get(first).status_code == 410
    assert desk.get(second).status_code == 200


def test_a_unit_of_another_branch_is_no_choice(desk, union):
    assert invite(desk, union.foreign).status_code == 422


def test_an_officer_cannot_make_an_operator(desk, union):
    assert invite(desk, union.units[0], role=Role.OPERATOR).status_code == 422


def test_people_of_another_branch_are_not_there(desk, union):
    foreign = make_user("Phan Thị Nơi Khác", Role.CHAIR, union.foreign)

    assert "Phan Thị Nơi Khác" not in desk.get(reverse("people:list")).content.decode()
    assert desk.get(reverse("people:person", args=[foreign.pk])).status_code == 404
    assert desk.post(reverse("people:end", args=[foreign.appointments.get().pk])).status_code == 404


def test_appointments_elsewhere_of_a_person_of_mine_stay_hidden(desk, union):
    person = make_user("Vũ Văn Hai Nơi", Role.CHAIR, union.units[0])
    Appointment.objects.create(user=person, unit=union.foreign, role=Role.CHAIR, starts_on="2020-01-01")

    assert union.foreign.name not in desk.get(reverse("people:person", args=[person.pk])).content.decode()


@pytest.mark.parametrize("text", ["do thi", "Đỗ", "0951 777"])
def test_people_are_found_without_accents(desk, union, text):
    make_user("Đỗ Thị Mẫu", Role.CHAIR, union.units[0], phone="+84951777888")

    page = desk.get(reverse("people:list"), {"q": text.replace(" 777", "777")})

    assert [person.full_name for person, _held in page.context["rows"]] == ["Đỗ Thị Mẫu"]


def test_appointing_and_ending(desk, union):
    person = union.chairs[0]
    url = reverse("people:person", args=[person.pk])

    assert desk.post(url, {"role": Role.COLLABORATOR, "unit": union.units[0].pk}).status_code == 302
    made = person.appointments.get(role=Role.COLLABORATOR)
    assert desk.post(reverse("people:end", args=[made.pk])).status_code == 302
    assert not person.appointments.today().filter(role=Role.COLLABORATOR).exists()


def test_nobody_ends_their_own_appointment(desk, union):
    own = union.officer.appointments.get()

    assert desk.post(reverse("people:end", args=[own.pk])).status_code == 409


def test_links_are_made_exported_printed_mailed_and_written_down_as_sent(desk, union):
    invite(desk, union.units[0])
    invite(desk, union.units[1], full_name="Hồ Văn Thư", email="thu@example.org", phone="")
    keys = list(Invitation.objects.values_list("pk", flat=True))

    made = desk.post(reverse("people:invitations"), {"invitation": keys, "do": "links"})

    assert made["Cache-Control"] == "private, no-store"
    rows, carried = made.context["made"], made.context["carried"]
    assert {row.unit for row in rows} == {union.units[0].name, union.units[1].name}
    book = openpyxl.load_workbook(
        io.BytesIO(desk.post(reverse("people:export"), {"carried": carried}).content)
    )
    cells = [[cell.value for cell in line] for line in book.active.iter_rows(min_row=2)]
    assert [line[-1] for line in cells] == [row.url for row in rows]
    sheets = desk.post(reverse("people:print"), {"carried": carried}).content.decode()
    assert sheets.count("<svg") >= len(rows)
    desk.post(reverse("people:mail"), {"carried": carried})
    assert [message.to for message in mail.outbox] == [["thu@example.org"]]
    desk.post(reverse("people:sent"), {"carried": carried})
    assert (
        Invitation.objects.filter(sent_by_hand_at__isnull=False, sent_by_hand_by=union.officer).count() == 2
    )
    assert desk.post(reverse("people:export"), {"carried": carried + "x"}).status_code == 409
    assert all(
        row.url.rpartition("/l/")[2].strip("/") not in str(list(OneTimeLink.objects.values())) for row in rows
    )


def test_a_chair_sees_no_people_pages(client, union):
    sign_in(client, union.chairs[0])

    for name in ("people:list", "people:invite", "people:invitations"):
        assert client.get(reverse(name)).status_code == 403
