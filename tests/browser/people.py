"""Windows of people in the product served by the test itself; any line about the content policy fails the test."""

import pytest
from playwright.sync_api import expect

from tests import factories

PATIENCE = 30_000  # milliseconds; a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def press(page, selector):
    """Press the first of these and have the whole page it leads to.

    A click alone does not wait: what is asked next may still be asked of the page before, or of half a page.
    """
    pressed = page.locator(selector) if isinstance(selector, str) else selector
    with page.expect_navigation():
        pressed.first.click()


class People:
    """Opens a window for a person, signed in, and keeps what the console said."""

    def __init__(self, browser, server, client_of):
        self.browser, self.server, self.client_of = browser, server, client_of
        self.contexts, self.complaints = [], []

    def window(self, user=None, size=DESK, **options):
        context = self.browser.new_context(
            base_url=self.server.url, viewport=size, locale="en-US", accept_downloads=True, **options
        )
        context.set_default_timeout(PATIENCE)
        if user is not None:
            cookie = self.client_of(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.server.url}])
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._asked)
        return page

    def _heard(self, message):
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.complaints.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.server.url, "data:", "blob:", "http://127.0.0.1")):
            self.complaints.append(f"another host was asked: {request.url}")


@pytest.fixture
def people(chromium, live_server, transactional_db):
    from django.test import Client

    people = People(chromium, live_server, lambda user: factories.sign_in(Client(), user))
    yield people
    for context in people.contexts:
        context.close()
    assert people.complaints == []
