"""What somebody would try who wants another person's account or more rights than were given."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from nhipcau.accounts import actions, links
from nhipcau.accounts.models import Appointment, Invitation, User
from nhipcau.accounts.permissions import Permission, Role, forget, may
from nhipcau.audit.models import Entry
from nhipcau.register.actions import appoint_collaborator
from nhipcau.register.actions.pages import Named
from tests import factories

ALL = {"knows_the_unit", "writes_well", "knows_facebook"}


def is_signed_in(client):
    return "_auth_user_id" in client.session


def press(path, client=None):
    client = client or Client()
    return client, client.post(path)


# ---- links that act once


def test_previewers_leave_a_link_unused_and_two_presses_at_once_are_one_act(union, transactional_db):
    user = factories.make_user("Người Một Lần")
    _link, path = links.issue("sign-in", user=user)
    for _ in range(20):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200

    def press_once(_n):
        try:
            client, answer = press(path)
            return answer.status_code, is_signed_in(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press_once, range(4)))

    assert sorted(code for code, _in in answers) == [302, 409, 409, 409]
    assert sum(signed_in for _code, signed_in in answers) == 1
    assert Entry.objects.filter(verb="link.used").count() == 1


@pytest.mark.parametrize("how", ["used", "expired", "revoked", "closed account"])
def test_a_link_whose_time_is_over_signs_nobody_in(union, clock, how):
    user = factories.make_user("Người Hết Hạn")
    link, path = links.issue("sign-in", user=user, days=1)
    if how == "used":
        press(path)
    elif how == "expired":
        clock.advance(2 * 86_400)
    elif how == "revoked":
        type(link).objects.update(revoked_at=link.issued_at)
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)

    client, answer = press(path)

    assert answer.status_code in (302, 409)
    assert not is_signed_in(client)
    assert Client().get(path).status_code == 410


def test_a_link_about_something_that_is_gone_says_so(union):
    _invitation, path = actions.invite(
        full_name="Hồ Thị Nhầm", email="nham@example.org", role=Role.EDITOR, unit=union.desk, by=union.officer
    )
    actions.end_appointment(Appointment.objects.get(user__email="nham@example.org"), by=union.officer)

    assert Client().get(path).status_code == 410
    assert Client().post(path).status_code == 409


def test_a_link_does_not_go_around_the_authenticator_app(union):
    user = factories.make_user("Người Hai Bước")
    TOTP.activate(user, generate_totp_secret())
    _link, path = links.issue("sign-in", user=user)

    client, answer = press(path)

    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    assert client.get("/desk/").status_code == 302


def test_a_session_laid_out_before_signing_in_is_worth_nothing_after(union):
    user = factories.make_user("Người Có Phiên")
    client = Client()
    client.session["planted"] = "1"
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    press(links.issue("sign-in", user=user)[1], client)

    assert is_signed_in(client)
    assert client.session.session_key != before


# ---- other people's accounts


def test_a_chair_who_appoints_an_officer_gets_no_way_into_the_account(union):
    """Neither one who has been here nor one who has only been invited; by e-mail or by phone."""
    fresh = actions.add_person(
        full_name="Cán bộ Mới", email="moi@example.org", phone="+84951000777", by="command"
    )
    actions.appoint(fresh, Role.DESK_OFFICER, union.desk, by="command")
    known = factories.make_user("Cán bộ Cũ", Role.DESK_OFFICER, union.desk, email="cu@example.org")
    factories.sign_in(Client(), known)
    for n, contact in enumerate(
        ({"email": "moi@example.org"}, {"phone": "+84951000777"}, {"email": "CU@example.org"})
    ):
        named = Named(full_name="Cộng tác viên", **{"phone": "", "email": ""} | contact)
        _term, path = appoint_collaborator(
            union.units[0], person=named, criteria=ALL, has_consented=False, by=union.chairs[0], submit_key=f"00000000-0000-4000-8000-00000000000{n}"
        )  # fmt: skip
        client, answer = press(path)

        assert answer.status_code == 200
        assert not is_signed_in(client)
    fresh.refresh_from_db()
    assert not fresh.has_usable_password()
    assert fresh.email == "moi@example.org"


def test_a_link_of_an_officer_does_not_open_the_account_of_an_operator(union):
    operator, _path = actions.invite(
        full_name="Người Vận Hành", email="vh@example.org", role=Role.OPERATOR, unit=union.desk, by="command"
    )
    _invitation, path = actions.invite(
        full_name="Người Vận Hành",
        email="vh@example.org",
        role=Role.EDITOR,
        unit=union.desk,
        by=union.officer,
    )
    client, _answer = press(path)

    assert not is_signed_in(client)
    with pytest.raises(PermissionDenied):
        actions.invitation_for(operator.appointment, by=union.officer)
    with pytest.raises(PermissionDenied):
        actions.end_appointment(operator.appointment, by=union.officer)
    page = factories.sign_in(Client(), union.officer).get(reverse("people:invitations"))
    rows = [row.appointment.role for row in page.context["rows"]]
    assert Role.OPERATOR not in rows


def test_an_account_with_a_password_is_not_opened_by_an_invitation(union):
    User.objects.create_user(full_name="Người Đã Đặt", email="dat@example.org", password="mat-khau-rat-dai-1")
    _invitation, path = actions.invite(
        full_name="Người Đã Đặt", email="dat@example.org", role=Role.EDITOR, unit=union.desk, by=union.officer
    )

    assert not is_signed_in(press(path)[0])


def test_an_officer_cannot_change_how_another_person_is_reached(union):
    other = union.chairs[0]
    client = factories.sign_in(Client(), union.officer)
    before = (other.email, other.phone)
    for path in (reverse("people:person", args=[other.pk]), reverse("accounts:profile")):
        client.post(
            path,
            {
                "email": "ke-gian@example.org",
                "full_name": "Khác",
                "pk": other.pk,
                "user": other.pk,
                "language": "vi",
                "role": "editor",
                "unit": union.desk.pk,
            },
        )
    other.refresh_from_db()

    assert (other.email, other.phone) == before


# ---- more rights


@pytest.mark.parametrize("where", ["own", "below", "above", "beside"])
def test_who_manages_people_cannot_make_an_operator_anywhere(union, where):
    unit = {"own": union.desk, "below": union.units[0], "above": union.city, "beside": union.beside}[where]
    for user in (union.officer, factories.make_user()):
        with pytest.raises(PermissionDenied):
            actions.appoint(user, Role.OPERATOR, unit, by=union.officer)


def test_an_operator_below_makes_no_operator_above(union):
    factories.appoint(union.officer, Role.OPERATOR, union.units[0])
    other = factories.make_user()

    with pytest.raises(PermissionDenied):
        actions.appoint(other, Role.OPERATOR, union.desk, by=union.officer)
    actions.appoint(other, Role.OPERATOR, union.units[0], by=union.officer)
    client = factories.sign_in(Client(), union.officer)
    answer = client.post(
        reverse("people:person", args=[other.pk]), {"role": "operator", "unit": union.desk.pk}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COLLABORATOR}))
def test_a_chair_appoints_collaborators_and_nobody_else(union, role):
    with pytest.raises(PermissionDenied):
        actions.appoint(factories.make_user(), role, union.units[0], by=union.chairs[0])


def test_a_chair_appoints_at_the_own_unit_alone(union):
    for unit in (union.units[1], union.desk, union.city, union.foreign):
        with pytest.raises(PermissionDenied):
            actions.appoint(factories.make_user(), Role.COLLABORATOR, unit, by=union.chairs[0])


def test_an_ended_appointment_loses_its_rights_at_once_in_an_open_session(union):
    editor = factories.make_user("Người Sắp Nghỉ", Role.EDITOR, union.desk)
    client = factories.sign_in(Client(), editor)
    assert client.get(reverse("stories:review-queue")).status_code == 200

    actions.end_appointment(editor.appointments.get(), by=union.officer)

    assert client.get(reverse("stories:review-queue")).status_code == 403
    forget(editor)
    assert not may(editor, Permission.STORY_READ, union.desk)


def test_ending_twice_keeps_the_first_last_day(union, clock):
    appointment = factories.make_user("Người Nghỉ", Role.EDITOR, union.desk).appointments.get()
    actions.end_appointment(appointment, by=union.officer)
    last = appointment.ends_on
    clock.advance(40 * 86_400)
    actions.end_appointment(appointment, by=union.officer)

    appointment.refresh_from_db()
    assert appointment.ends_on == last


# ---- addresses


@pytest.mark.parametrize(
    "bent", ["https://ke-gian.example.org/", "//ke-gian.example.org", "/\\ke-gian.example.org", "http://[::1/", "javascript:alert(1)", "http:///ke-gian.example.org"]
)  # fmt: skip
def test_nothing_leads_away_after_signing_in_or_choosing_a_language(db, bent):
    User.objects.create_user(full_name="Người Đi", email="di@example.org", password="mat-khau-rat-dai-1")
    client = Client()
    there = client.post(
        reverse("account_login"), {"login": "di@example.org", "password": "mat-khau-rat-dai-1", "next": bent}
    )
    chosen = client.post(reverse("set_language"), {"language": "en", "next": bent})

    assert there["Location"] == "/desk/"
    assert chosen["Location"] == "/"
    assert User.objects.get(email="di@example.org").language == "en"


def test_a_foreign_host_is_refused_and_stands_in_no_link(union):
    answer = Client().get("/", HTTP_HOST="ke-gian.example.org")

    assert answer.status_code == 400


def test_invitations_are_mailed_once_whatever_is_pressed(union):
    client = factories.sign_in(Client(), union.officer)
    page = client.post(
        reverse("people:invite"),
        {
            "full_name": "Hồ Thị Thư",
            "email": "thu@example.org",
            "role": "editor",
            "unit": union.desk.pk,
            "submit_key": "00000000-0000-4000-8000-000000000001",
        },
    )
    carried = page.context["carried"]
    for _ in range(3):
        client.post(reverse("people:mail"), {"carried": carried})

    assert len(outbox.outbox) == 1
    assert Invitation.objects.count() == 1
