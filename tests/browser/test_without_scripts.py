"""With scripts switched off everything that matters still works: the menu, a form, a file."""

import pytest

from tests.browser.people import PATIENCE, press
from tools import acts, browsing

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(chromium, demo):
    contexts = []

    def open_for(role, size):
        browsing.context_of(chromium, demo, role, size).close()
        context = chromium.new_context(
            viewport=size, storage_state=demo.states.get(role), java_script_enabled=False
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def test_the_menu_opens_on_a_phone(plain, demo):
    page = plain("officer", browsing.NARROW)
    page.goto(demo.base + "/desk/")
    assert not page.is_visible("details nav a[href='/people/']")

    page.click("details > summary")
    press(page, "details nav a[href='/people/']")

    assert page.url == demo.base + "/people/"


def test_a_chair_changes_the_profile(plain, demo):
    page = plain("chair", browsing.NARROW)
    page.goto(demo.base + "/accounts/")
    page.fill("[name=full_name]", "Vũ Thị Không Kịch Bản")
    press(page, "form:has([name=full_name]) button.btn-primary")

    assert page.input_value("[name=full_name]") == "Vũ Thị Không Kịch Bản"
    assert page.is_visible("[role=status]")


def test_a_list_of_units_is_looked_at(plain, demo):
    page = plain("officer", browsing.WIDE)
    page.goto(demo.base + "/units/load/")
    file = {"name": "don-vi.csv", "mimeType": "text/csv", "buffer": acts.LIST.encode("utf-8-sig")}
    page.set_input_files("[name=file]", file)
    press(page, "main form button.btn-primary")

    assert page.is_visible("form[action='/units/load/confirm/'] button")


def test_the_skip_link_is_the_first_stop_of_the_keyboard(chromium, demo):
    context = browsing.context_of(chromium, demo, "officer", browsing.WIDE)
    page = context.new_page()
    page.goto(demo.base + "/people/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.keyboard.press("Enter")

    assert page.evaluate("location.hash") == "#content"
    context.close()
