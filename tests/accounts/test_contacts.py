"""How a person is reached: an address counts once its code was typed; officers mend contacts before the first day."""

import re
import smtplib

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from nhipcau.accounts import actions, links
from nhipcau.accounts.models import Appointment, OneTimeLink, User
from nhipcau.accounts.permissions import Role
from nhipcau.audit.models import Entry
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db

NEW = "moi.tinh@example.org"
KEY = "3b0ad7c2-6f5e-4a0c-9d1e-00000000000{}"


@pytest.fixture
def me(client, union):
    sign_in(client, union.officer)
    return union.officer


def ask(client, email=NEW, key=1):
    return client.post(reverse("accounts:email"), {"email": email, "submit_key": KEY.format(key)})


def answer(client, code):
    return client.post(reverse("accounts:email-code"), {"code": code})


def code_in(message):
    return re.search(r": (\d{6})$", message.subject)[1]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


# ---- my own address


def test_a_new_address_is_kept_once_its_code_is_typed(client, me):
    before = me.email
    assert client.get(reverse("accounts:email")).status_code == 200
    assert ask(client).url == reverse("accounts:email-code")
    page = client.get(reverse("accounts:email-code")).content.decode()
    code = code_in(mail.outbox[0])
    me.refresh_from_db()

    assert me.email == before, "nothing is kept before the code"
    assert mail.outbox[0].to == [NEW]
    assert NEW in page and code not in page
    assert code not in str(dict(client.session))
    assert not User.objects.filter(email=NEW).exists()

    assert answer(client, f" {code[:3]} {code[3:]} ").url == reverse("accounts:profile")
    me.refresh_from_db()
    assert me.email == NEW
    assert answer(client, code).url == reverse("accounts:profile"), "pressed twice"
    entry = Entry.objects.get(verb="person.contact_changed")
    assert (entry.fields, entry.actor_id) == (["email"], me.pk)


def test_somebody_without_an_address_adds_one(client, union):
    user = make_user("Người Chỉ Có Máy", Role.CHAIR, union.units[0], email="", phone="+84951000123")
    sign_in(client, user)
    ask(client)
    answer(client, code_in(mail.outbox[0]))
    user.refresh_from_db()

    assert (user.email, user.phone) == (NEW, "+84951000123")


def test_the_earlier_address_signs_nobody_in_any_more(client, me):
    from allauth.account.models import EmailAddress

    before = me.email
    EmailAddress.objects.create(user=me, email=before, verified=True, primary=True)
    ask(client)
    answer(client, code_in(mail.outbox[0]))
    mail.outbox.clear()

    Client().post(reverse("account_request_login_code"), {"email": before})
    assert mail.outbox == []
    Client().post(reverse("account_request_login_code"), {"email": NEW})
    assert [message.to for message in mail.outbox] == [[NEW]]


def test_a_wrong_code_is_told_and_five_are_too_many(client, me):
    ask(client)
    code = code_in(mail.outbox[0])
    for _n in range(4):
        assert answer(client, wrong(code)).status_code == 422
    assert answer(client, wrong(code)).status_code == 409
    answer(client, code)
    me.refresh_from_db()

    assert me.email != NEW


def test_a_code_is_good_for_fifteen_minutes(client, me, clock):
    clock.set("2026-03-02 08:00")
    ask(client)
    clock.set("2026-03-02 08:15")

    assert answer(client, code_in(mail.outbox[0])).status_code == 409
    me.refresh_from_db()
    assert me.email != NEW


def test_a_newer_code_makes_the_older_one_worthless_and_one_press_is_one_mail(client, me):
    for key in (1, 1, 2):
        ask(client, key=key)
    first, second = (code_in(message) for message in mail.outbox)
    if first != second:
        assert answer(client, first).status_code == 422

    assert answer(client, second).status_code == 302


def test_a_code_is_for_the_address_it_was_mailed_to(client, me):
    ask(client, "a@example.org", key=1)
    ask(client, "b@example.org", key=2)
    first, second = (code_in(message) for message in mail.outbox)
    answer(client, first) if first != second else None
    answer(client, second)
    me.refresh_from_db()

    assert me.email == "b@example.org"


def test_the_address_of_somebody_else_looks_the_same_and_gets_no_code(client, me, union):
    free = ask(client, key=1)
    free_page = client.get(free.url).content.decode()
    other = union.chairs[0].email
    taken = ask(client, other.upper(), key=2)
    taken_page = client.get(taken.url).content.decode()

    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    without_token = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.replace(address, "@"))
        for page, address in ((free_page, NEW), (taken_page, other))
    ]
    assert without_token[0] == without_token[1]
    assert mail.outbox[1].to == [other]
    assert not re.search(r"\d{6}", mail.outbox[1].subject + mail.outbox[1].body)


def test_an_address_taken_meanwhile_is_not_kept(client, me):
    ask(client)
    make_user("Người Nhanh Hơn", email=NEW)
    page = answer(client, code_in(mail.outbox[0]))
    me.refresh_from_db()

    assert page.status_code == 409
    assert me.email != NEW
    assert not Entry.objects.filter(verb="person.contact_changed").exists()


def test_bad_input_one_s_own_address_and_too_many_codes(client, me):
    assert ask(client, "khong-phai").status_code == 422
    assert ask(client, me.email).status_code == 422
    assert client.get(reverse("accounts:email-code")).url == reverse("accounts:profile")
    assert [ask(client, key=n).status_code for n in range(1, 7)] == [302] * 5 + [409]
    assert len(mail.outbox) == 5


def test_a_mail_server_that_does_not_answer_is_told_and_nothing_waits(client, me, monkeypatch):
    def down(*_given):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("nhipcau.accounts.mail.send", down)

    assert ask(client).status_code == 409
    assert client.get(reverse("accounts:email-code")).status_code == 302


def test_the_profile_takes_no_contact(client, union):
    """Whoever put another's address or number here would be appointed in their place."""
    squatter = union.chairs[0]
    sign_in(client, squatter)
    client.post(
        reverse("accounts:profile"),
        {"full_name": "Tên Mới", "language": "vi", "email": "chi.sau@example.org", "phone": "0951 000 999"},
    )
    actions.invite(
        full_name="Chị Sáu", email="chi.sau@example.org", phone="+84951000999", role=Role.EDITOR, unit=union.desk,
        by=union.officer,
    )  # fmt: skip

    assert not squatter.appointments.filter(role=Role.EDITOR).exists()


# ---- an officer mends a contact


def contact(client, person, **values):
    given = {"phone": "0951 444 555", "email": "dung@example.org", "submit_key": KEY.format(9), **values}
    return client.post(reverse("people:contact", args=[person.pk]), given)


@pytest.fixture
def fresh(union):
    _invitation, path = actions.invite(
        full_name="Người Chưa Vào", email="sai@example.org", role=Role.CHAIR, unit=union.units[0], by=union.officer
    )  # fmt: skip
    return User.objects.get(email="sai@example.org"), path


def test_a_contact_typed_wrong_is_mended_before_the_first_day(client, me, fresh):
    person, path = fresh
    link = reverse("people:contact", args=[person.pk])
    assert link in client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert "sai@example.org" in client.get(link).content.decode()

    for _press in range(2):
        assert contact(client, person).status_code == 302

    person.refresh_from_db()
    assert (person.email, person.phone) == ("dung@example.org", "+84951444555")
    entry = Entry.objects.get(verb="person.contact_changed")
    assert (entry.fields, entry.actor_id) == (["email", "phone"], me.pk)
    assert client.get(path).status_code == 410, "the link went to the wrong address"


def test_what_cannot_be_a_contact_is_told(client, me, fresh, union):
    person, path = fresh

    for values in (
        {"phone": "12"},
        {"email": "sai"},
        {"phone": "", "email": ""},
        {"email": union.chairs[0].email},
    ):
        assert contact(client, person, **values).status_code == 422
    person.refresh_from_db()
    assert person.email == "sai@example.org"
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("why", ["signed in", "has a password", "appointed elsewhere too", "operator"])
def test_no_officer_mends_the_contact_of_an_account_that_is_another_s(client, me, fresh, union, clock, why):
    person, _path = fresh
    if why == "signed in":
        User.objects.filter(pk=person.pk).update(last_login=Entry.objects.first().at)
    elif why == "has a password":
        person.set_password("cau-treo-song-biec-7")
        person.save()
    elif why == "appointed elsewhere too":
        Appointment.objects.create(
            user=person, unit=union.foreign, role=Role.CHAIR, starts_on="2020-01-01", ends_on="2020-02-01"
        )
    else:
        actions.appoint(person, Role.OPERATOR, union.desk, by="command")
    link = reverse("people:contact", args=[person.pk])

    assert link not in client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert client.get(link).status_code == 403
    assert contact(client, person).status_code == 403
    person.refresh_from_db()
    assert person.email == "sai@example.org"


def test_people_of_another_branch_are_not_there_to_be_mended(client, me, union):
    assert contact(client, make_user("Người Bên Kia", Role.CHAIR, union.foreign)).status_code == 404


# ---- ending an appointment


def test_the_button_that_ends_is_shown_to_who_may_press_it(client, me, union):
    person = make_user("Người Vận Hành", Role.OPERATOR, union.desk)
    ends = reverse("people:end", args=[person.appointments.get().pk])
    page = reverse("people:person", args=[person.pk])
    assert ends not in client.get(page).content.decode()
    assert client.post(ends).status_code == 403

    sign_in(client, make_user("Người Vận Hành Khác", Role.OPERATOR, union.desk))
    assert ends in client.get(page).content.decode()
    assert client.post(ends).status_code == 302


# ---- links made by hand


def test_only_links_made_by_hand_are_taken_back(union):
    thing = union.units[0]
    for by in (union.officer, None):
        links.issue("acknowledge", unit=thing, about=thing, by=by)
    links.issue("acknowledge", unit=union.units[1], about=union.units[1], by=union.officer)

    assert links.revoke("acknowledge", about=[thing], by_hand=True) == 1
    assert links.revoke("acknowledge", about=[], by_hand=True) == 0
    left = OneTimeLink.objects.filter(revoked_at__isnull=True)
    assert [(link.unit, link.issued_by) for link in left.order_by("pk")] == [
        (thing, None),
        (union.units[1], union.officer),
    ]
