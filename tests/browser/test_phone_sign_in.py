"""How a sender comes to the form: by the printed QR code and a code by e-mail, by an invitation, and over plain http."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail

from nhipcau.accounts import actions
from nhipcau.accounts.permissions import Role
from nhipcau.stories.models import Story
from tests import factories
from tests.accounts.test_sign_in import code_in
from tests.browser.people import PATIENCE, PHONE, press
from tests.browser.test_phone import SENT, all_is_sent, cookie_of, fill, has_arrived, not_sent, send
from tests.stories.conftest import TEXT, TITLE
from tools import browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "nhipcau.example"


def test_from_the_qr_code_by_a_mailed_code_and_from_an_invitation_one_comes_to_the_form(
    people, union, client
):
    known = factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[0])
    sheet = factories.sign_in(client, known).get("/stories/qr/").content.decode()
    page = people.window(None, PHONE)
    page.goto(urlsplit(re.search(r"<code>(\S+)</code>", sheet).group(1)).path)
    page.fill("#code-email", known.email)
    press(page, "#code-email >> xpath=ancestor::form >> button")
    page.fill("[name=code]", code_in(mail.outbox[0]))
    page.click("form:has([name=code]) button")
    page.wait_for_url("**/stories/new/")
    fill(page, photos=1)
    send(page)
    page.wait_for_url(SENT)
    has_arrived(page, 1)

    _invitation, path = actions.invite(
        full_name="Hồ Văn Nhà Máy",
        role=Role.COLLABORATOR,
        unit=union.units[1],
        phone="0951234567",
        by=union.officer,
    )
    page = people.window(None, PHONE)
    page.goto(path)
    press(page, "main form button")
    press(page, "a[href='/desk/']")
    press(page, "a[href='/stories/new/']")
    fill(page, title="Tin của nhà máy")
    send(page)
    page.wait_for_url(SENT)
    assert set(Story.objects.values_list("title", "unit")) == {
        (TITLE, union.units[0].pk),
        ("Tin của nhà máy", union.units[1].pk),
    }


@pytest.fixture
def plain(chromium, live_server, settings):
    """The product under a name over http, as in an office without a certificate: no secure context."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, NAME]
    browser = chromium.browser_type.launch(
        executable_path=browsing.CHROMIUM,
        args=[*browsing.FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
    )
    address = live_server.url.replace(urlsplit(live_server.url).hostname, NAME)
    context = browser.new_context(base_url=address, viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    yield context
    browser.close()


def test_plain_http_says_what_it_cannot_do_and_loses_nothing(plain, live_server, union):
    sender = factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[0])
    page = plain.new_page()
    plain.add_cookies([cookie_of(sender, live_server) | {"url": f"http://{NAME}"}])
    page.goto("/stories/new/")
    assert not page.evaluate("isSecureContext") and not page.evaluate("'serviceWorker' in navigator")
    page.wait_for_selector("[data-plain-http]:not([hidden])")
    fill(page, photos=1)
    key = page.input_value("[name=submit_key]")
    page.reload()
    page.locator("[data-chosen] li").wait_for()
    assert (page.input_value("[name=title]"), page.input_value("[name=text]")) == (TITLE, TEXT)
    assert page.input_value("[name=submit_key]") == key

    plain.set_offline(True)
    page.check("[name=shown][value=nobody]")
    send(page)
    page.wait_for_selector("[data-send-note=kept-plain]:not([hidden])")
    not_sent(page, 1)
    plain.set_offline(False)
    all_is_sent(page)
    fill(page, title="Tin thứ hai", photos=1)
    send(page)
    page.wait_for_url(SENT)
    has_arrived(page, 1)

    assert list(Story.objects.order_by("pk").values_list("title", flat=True)) == [TITLE, "Tin thứ hai"]
    assert [story.photos.count() for story in Story.objects.all()] == [1, 1]
