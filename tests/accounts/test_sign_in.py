"""Signing in: code, password, app; sessions; nobody signs up."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from nhipcau.accounts import links
from nhipcau.accounts.models import OneTimeLink, User
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "cau-treo-song-biec-7"


def code_in(message):
    return re.search(r": ([A-Z0-9-]{6,})$", message.subject)[1]


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def test_a_code_by_mail_signs_in(client, union):
    answer = ask_for_code(client, union.officer.email)
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert union.officer.email in page.content.decode()

    answer = client.post(answer.url, {"code": code_in(mail.outbox[0])})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(union.officer.pk)


def test_a_wrong_code_is_told_and_does_not_sign_in(client, union):
    url = ask_for_code(client, union.officer.email).url

    answer = client.post(url, {"code": "XXXX-XXXX"})

    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_no_mail_and_the_same_page(client, union):
    answer = ask_for_code(client, "khong-ai@example.org")

    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize("contact", ["chu@example.org", "+84951000001", "0951 000 001"])
def test_a_password_goes_with_email_or_phone(client, db, contact):
    user = make_user(email="chu@example.org", phone="+84951000001", password=PASSWORD)

    client.post(reverse("account_login"), {"login": contact, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_422_and_keeps_the_contact(client, db):
    make_user(email="chu@example.org", password=PASSWORD)

    answer = client.post(reverse("account_login"), {"login": "chu@example.org", "password": "sai"})

    assert answer.status_code == 422
    assert "chu@example.org" in answer.content.decode()


def test_a_closed_account_cannot_sign_in(client, db):
    make_user(email="chu@example.org", password=PASSWORD, is_active=False)

    client.post(reverse("account_login"), {"login": "chu@example.org", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_wrong_passwords_lock_the_account_for_a_while(client, db, settings):
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None}
    make_user(email="chu@example.org", password=PASSWORD)
    tries = [
        client.post(reverse("account_login"), {"login": "chu@example.org", "password": f"sai{n}"})
        for n in range(9)
    ]

    assert tries[0].status_code == 422
    assert tries[-1].status_code == 429
    assert "nửa giờ" in tries[-1].content.decode() or "half an hour" in tries[-1].content.decode()
    answer = client.post(reverse("account_login"), {"login": "chu@example.org", "password": PASSWORD})
    assert answer.status_code == 429


def test_nobody_signs_up(client, db):
    for path in (
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/password/reset/",
        "/accounts/social/login/",
    ):
        assert client.get(path).status_code in (302, 404)
        assert User.objects.count() == 0


def test_the_password_is_set_changed_and_the_old_one_asked(client, union):
    sign_in(client, union.officer)
    url = reverse("accounts:password")

    assert client.post(url, {"new": "123", "again": "123"}).status_code == 422
    assert client.post(url, {"new": PASSWORD, "again": PASSWORD}).status_code == 302
    union.officer.refresh_from_db()
    assert union.officer.check_password(PASSWORD)
    assert client.get(url).status_code == 200  # still signed in
    other = PASSWORD + "-moi"
    assert client.post(url, {"old": "sai", "new": other, "again": other}).status_code == 422
    assert client.post(url, {"old": PASSWORD, "new": other, "again": other}).status_code == 302


def test_the_profile_is_changed_and_written_down_without_values(client, union):
    from nhipcau.audit.models import Entry

    sign_in(client, union.officer)
    url = reverse("accounts:profile")
    values = {"full_name": "Lê Thị Mới", "language": "en"}
    before = (union.officer.email, union.officer.phone)

    for _press in range(2):
        assert (
            client.post(url, {**values, "phone": "0951 222 333", "email": "x@example.org"}).status_code == 302
        )

    union.officer.refresh_from_db()
    assert (union.officer.full_name, union.officer.language) == ("Lê Thị Mới", "en")
    assert (union.officer.email, union.officer.phone) == before
    assert Entry.objects.get(verb="person.changed").fields == ["full_name", "language"]
    assert client.post(url, {**values, "full_name": ""}).status_code == 422


def totp_code(secret):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_authenticator_app_is_asked_for_once_it_is_set_up(client, union):
    sign_in(client, union.officer)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 422

    answer = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})

    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.url).context["unused_codes"]
    assert client.get(reverse("mfa_index")).status_code == 200
    client.post(reverse("account_logout"))
    url = ask_for_code(client, union.officer.email).url
    answer = client.post(url, {"code": code_in(mail.outbox[-1])})
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(answer.url).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(answer.url, {"code": "000000"}).status_code == 422
    client.post(answer.url, {"code": codes[0]})
    assert client.session["_auth_user_id"] == str(union.officer.pk)


def test_the_secret_of_the_app_is_not_readable_in_the_database(client, union):
    from allauth.mfa.models import Authenticator

    sign_in(client, union.officer)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})

    assert secret not in str(list(Authenticator.objects.values()))


def test_other_devices_are_listed_and_signed_out(client, union, django_user_model):
    from django.test import Client

    _link, path = links.issue("sign-in", user=union.officer)
    other = Client()
    other.post(path)
    _link, path = links.issue("sign-in", user=union.officer)
    client.post(path)
    assert client.get(reverse("usersessions_list")).context["session_count"] == 2

    client.post(reverse("usersessions_list"))

    assert other.get(reverse("accounts:profile")).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_link_for_signing_in_acts_only_when_the_button_is_pressed(client, union):
    _link, path = links.issue("sign-in", user=union.officer)
    for _n in range(20):
        answer = client.get(path)
        assert answer.status_code == 200
        assert union.officer.full_name in answer.content.decode()
    assert OneTimeLink.objects.get().uses_left == 1
    assert "_auth_user_id" not in client.session

    client.post(path)

    assert client.session["_auth_user_id"] == str(union.officer.pk)
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 409


def test_links_too_old_and_unknown_say_so(client, union, clock):
    clock.set("2026-03-02 08:00")
    _link, path = links.issue("sign-in", user=union.officer, days=1)
    clock.set("2026-03-04 08:00")
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 409
    assert client.get("/l/khong-co/").status_code == 404


def test_somebody_elses_language_comes_along(client, union):
    union.officer.language = "en"
    union.officer.save()
    _link, path = links.issue("sign-in", user=union.officer)

    answer = client.post(path)

    assert answer.cookies["language"].value == "en"
