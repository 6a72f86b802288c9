"""In a real browser: what was typed survives a reload and a closed browser. What goes without a network: tests/browser/test_phone.py."""

import re

import pytest
from django.test import Client

from nhipcau.stories.models import Story
from tests.browser.people import PATIENCE
from tests.stories.conftest import TEXT, TITLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENT = re.compile(r"/stories/\d+/$")


@pytest.fixture
def session(collaborator):
    client = Client()
    client.force_login(collaborator, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


@pytest.fixture
def phone(chromium, live_server, session):
    """A phone; `again(state)` is the same phone after its browser was closed."""
    contexts = []

    def again(state=None, **options):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 390, "height": 844}, storage_state=state, **options
        )
        context.set_default_timeout(PATIENCE)
        if state is None:
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context

    yield again
    for context in contexts:
        context.close()


def fill(page):
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    page.select_option("[name=topic]", index=1)


def typed(page):
    return page.input_value("[name=title]"), page.input_value("[name=text]")


def send(page):
    page.click("form[data-send] button.btn-primary")


def test_the_words_survive_a_reload_and_a_closed_browser(phone):
    context = phone()
    page = context.new_page()
    page.goto("/stories/new/")
    fill(page)
    key = page.input_value("[name=submit_key]")
    page.reload()
    assert typed(page) == (TITLE, TEXT)

    state = context.storage_state()
    context.close()
    page = phone(state).new_page()
    page.goto("/stories/new/")

    assert typed(page) == (TITLE, TEXT)
    assert page.input_value("[name=submit_key]") == key
    send(page)
    page.wait_for_url(SENT)
    page.goto("/stories/new/")
    assert typed(page) == ("", "")
    assert Story.objects.count() == 1
