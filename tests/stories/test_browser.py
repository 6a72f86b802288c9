"""In a real browser: what was typed survives a reload, a lost connection and a closed browser; a resend is one story."""

import re

import pytest
from django.test import Client

from nhipcau.stories.models import Story
from tests.stories.conftest import TEXT, TITLE, jpeg

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
        context.set_default_timeout(15_000)
        if state is None:
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context

    yield again
    for context in contexts:
        context.close()


def fill(page, photos=0):
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    page.select_option("[name=topic]", index=1)
    if photos:
        files = [{"name": f"anh{n}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(n)} for n in range(photos)]
        page.set_input_files("[name=photos]", files)
        page.check("[name=rights]")


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


def test_a_lost_connection_loses_neither_words_nor_photos(phone):
    context = phone()
    page = context.new_page()
    page.goto("/stories/new/")
    fill(page, photos=2)
    context.set_offline(True)
    send(page)
    page.wait_for_selector("[data-send-note=lost]:not([hidden])")
    assert typed(page) == (TITLE, TEXT)

    context.set_offline(False)  # the page sends by itself when the network is back
    page.wait_for_url(SENT)

    story = Story.objects.get()
    assert story.is_submitted and story.photos.count() == 2


def test_a_lost_answer_and_a_resend_are_one_story(phone):
    page = phone().new_page()
    page.goto("/stories/new/")
    fill(page, photos=2)

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/stories/new/", lose_the_answer, times=1)
    send(page)
    page.wait_for_selector("[data-send-note=lost]:not([hidden])")
    assert Story.objects.get().is_submitted

    page.reload()
    assert typed(page) == (TITLE, TEXT)
    send(page)
    page.wait_for_url(SENT)

    story = Story.objects.get()
    assert story.photos.count() == 2 and story.events.count() == 1


def test_a_refused_submit_keeps_the_page(phone):
    page = phone().new_page()
    page.goto("/stories/new/")
    fill(page, photos=1)
    page.uncheck("[name=rights]")
    send(page)
    page.wait_for_selector(".form-errors")
    assert typed(page) == (TITLE, TEXT)

    page.check("[name=rights]")
    send(page)
    page.wait_for_url(SENT)
    assert Story.objects.get().photos.count() == 1


def test_it_works_without_scripts(phone):
    page = phone(java_script_enabled=False).new_page()
    page.goto("/stories/new/")
    fill(page, photos=1)
    send(page)
    page.wait_for_url(SENT)
    assert Story.objects.get().photos.count() == 1
