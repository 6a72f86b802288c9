"""Who publishes shows after a while again that it is them; strong roles have an authenticator app."""

import re
import time
import uuid

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from nhipcau.accounts.permissions import GRANTS, Role
from nhipcau.accounts.second_factor import OPEN, STRONG
from nhipcau.publishing import actions as publishing
from nhipcau.publishing.models import Page
from tests import factories
from tests.house.matrix import NOBODY, PUBLIC, ROWS, SIGNING_IN
from tests.house.scenes import plant

pytestmark = pytest.mark.django_db
PASSWORD = "cau-treo-song-biec-7"


@pytest.fixture
def post(union):
    page = Page.objects.create(unit=union.desk, name="Trang phường", page_id="99990000777")
    by = factories.make_publisher(union.desk)
    return publishing.prepare(page, "Bài hội thao", by=by, submit_key=uuid.uuid4())


def editor(union, **fields):
    return factories.make_user("Đinh Thị Biên Tập", Role.EDITOR, union.desk, **fields)


def make_old(client, minutes):
    """As if this person had last shown so many minutes ago who they are."""
    session = client.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 60 * minutes
    session.save()


def by_hand(post):
    return reverse("publishing:by-hand", args=[post.pk])


def test_within_the_quarter_of_an_hour_nothing_is_asked(client, union, post):
    factories.sign_in(client, editor(union))
    make_old(client, 14)

    assert client.post(by_hand(post)).url == post.get_absolute_url()


def test_after_it_the_password_is_asked_and_the_press_goes_on_with_all_that_was_typed(client, union, post):
    publishing.post_by_hand(post, by=post.created_by)
    factories.sign_in(client, editor(union, password=PASSWORD))
    make_old(client, 16)
    url = reverse("publishing:it-is-there", args=[post.pk])
    typed = {"permalink": "https://www.facebook.com/99990000777/posts/4711"}

    asked = client.post(url, typed)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    post.refresh_from_db()
    assert post.is_by_hand
    assert client.post(asked.url, {"password": "falsch-1234"}).status_code == 422
    post.refresh_from_db()
    assert post.is_by_hand

    answer = client.post(asked.url, {"password": PASSWORD, "next": url})

    post.refresh_from_db()
    assert answer.url == post.get_absolute_url()
    assert post.is_published and post.permalink.endswith("4711")


def test_who_only_uses_codes_by_mail_is_mailed_one(client, union, post):
    person = editor(union)
    factories.sign_in(client, person)
    make_old(client, 16)

    asked = client.post(by_hand(post)).url
    assert asked.startswith(reverse("accounts:again-code"))
    page = client.get(asked).content.decode()
    key = re.search(r'name="submit_key" value="([^"]+)"', page)[1]
    for _pressed_twice in range(2):
        client.post(asked, {"send": "1", "submit_key": key})
    assert [message.to for message in mail.outbox] == [[person.email]]
    code = re.search(r"\d{6}", mail.outbox[0].subject)[0]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert client.post(asked, {"code": wrong, "next": by_hand(post)}).status_code == 422
    post.refresh_from_db()
    assert not post.is_by_hand

    client.post(asked, {"code": code, "next": by_hand(post)})

    post.refresh_from_db()
    assert post.is_by_hand
    again = client.post(asked, {"code": code, "next": by_hand(post)})
    assert again.status_code == 302, "a code is good once"


def test_a_mailbox_does_not_stand_in_for_the_app(client, union, post):
    person = editor(union)
    totp.TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    factories.sign_in(client, person)
    make_old(client, 16)

    assert client.post(by_hand(post)).url.startswith(reverse("mfa_reauthenticate"))
    answer = client.get(reverse("accounts:again-code"))
    assert answer.status_code == 302 and answer.url.startswith(reverse("mfa_reauthenticate"))


def test_who_has_nothing_to_answer_with_is_told_what_to_do(client, union, post):
    factories.sign_in(client, editor(union, email="", phone="+84951000321"))
    make_old(client, 16)

    assert client.post(by_hand(post)).status_code == 409
    post.refresh_from_db()
    assert not post.is_by_hand


def is_public(row):
    return row.get in (PUBLIC, NOBODY, SIGNING_IN) or row.post in (PUBLIC, SIGNING_IN)


def test_a_strong_role_reaches_no_route_before_the_app_is_set_up(client, settings):
    settings.SECOND_FACTOR = True
    own = plant()["own"]
    person = factories.make_user("Biên tập chưa có ứng dụng", Role.EDITOR, own.unit)
    factories.sign_in(client, person)
    setting_up = reverse("mfa_activate_totp") + "?role=1"
    passed = []
    for row in ROWS:
        path = reverse(row.name, args=row.at(own) if row.at else [])
        for method in ("get", "post"):
            answer = getattr(client, method)(path, row.data or {}) if row.name != "account_logout" else None
            if answer is not None and not (answer.status_code == 302 and answer.url == setting_up):
                passed.append((row.name, is_public(row)))

    assert {name for name, is_open in passed if not is_open} <= OPEN
    assert "publishing:queue" not in {name for name, _open in passed}
    assert client.get(reverse("desk:home"), headers={"HX-Request": "true"})["HX-Redirect"] == setting_up

    page = client.get(setting_up).content.decode()
    secret = re.search(r'id="key">([A-Z2-7]+)<', page)[1]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    shown = client.get(client.post(setting_up, {"code": code}).url).content.decode()

    assert len(re.findall(r"\b[0-9a-z]{8}\b", shown)) >= 10, "the emergency codes are shown"
    assert Authenticator.objects.filter(user=person).count() == 2
    assert client.get(reverse("publishing:queue")).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_the_app_is_asked_of_roles_that_publish_export_or_administer(client, union, settings, role):
    settings.SECOND_FACTOR = True
    factories.sign_in(client, factories.make_user("Ai đó", role, union.desk))

    is_led = client.get(reverse("accounts:profile")).status_code == 302

    assert is_led == bool(GRANTS[role] & set(STRONG))
    settings.SECOND_FACTOR = False
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_shipped_settings_ask_for_the_app_everywhere_but_in_the_demo():
    import subprocess
    import sys

    def said(**env):
        code = "from nhipcau.config import settings; print(settings.SECOND_FACTOR, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)"
        keys = {
            "NHIPCAU_SECRET_KEY": "x" * 60,
            "NHIPCAU_TOKEN_KEY": "k0Zl0fJr4bS5jAtt1bYcNmQwZyqXo2cXg7n9C0bP3dY=",
        }
        run = subprocess.run(
            [sys.executable, "-c", code], env=keys | env, capture_output=True, text=True, check=True
        )
        return run.stdout.split()

    assert said() == ["True", "900"]
    assert said(NHIPCAU_DEMO="1", NHIPCAU_AGAIN_AFTER="5") == ["False", "300"]


def test_a_press_that_was_given_up_is_not_done_when_the_page_is_opened_again(client, union, post):
    factories.sign_in(client, editor(union, password=PASSWORD))
    make_old(client, 16)
    url = reverse("publishing:take-down", args=[post.pk])
    client.post(url, {"reason": "Sai ngày", "is_sure": "on"})
    assert "account_reauthentication_state" in client.session

    client.get(url)
    assert "account_reauthentication_state" not in client.session
