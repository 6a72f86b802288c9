"""The calendar in a real browser: a post dragged to another day, another moved by keyboard alone, at both widths."""

import re

import pytest

from nhipcau.core import clock
from nhipcau.publishing import actions, tokens
from nhipcau.publishing.models import Page, Post
from nhipcau.stories.models import Topic
from tests import factories
from tests.browser.conftest import AXE, RUN_AXE
from tests.browser.people import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTH = "/publishing/calendar/?month=2030-10"


def at(text):
    clock.set_to(text)
    found = clock.now()
    clock.set_to("2030-10-08 09:00")
    return found


@pytest.fixture
def stage(transactional_db, clock):
    clock.set("2030-10-08 09:00")
    unit, editor = factories.publishing_cast()
    page = Page.objects.create(unit=unit, name="Trang Hoa Sữa", page_id="91", sealed_token=tokens.seal("t"))
    posts = [
        Post.objects.create(
            page=page, text=f"Bài số {n}", status="scheduled", due_at=at(f"2030-10-{10 + n} 10:00"), next_attempt_at=at(f"2030-10-{10 + n} 10:00"),
            created_by=editor,
        )
        for n in range(3)
    ]  # fmt: skip
    actions.set_plan(unit, {Topic.objects.first(): 2}, by=editor)
    return editor, posts


def day_of(window, post):
    return window.locator(f"[data-day]:has(#post-{post.pk})").get_attribute("data-day")


def test_a_post_is_dragged_to_another_day_and_another_moved_by_keyboard_alone(people, stage):
    editor, (first, second, _third) = stage
    window = people.window(editor, DESK)
    window.goto(MONTH)

    window.drag_and_drop(f"#post-{first.pk}", '[data-day="24/10/2030"]')
    window.wait_for_selector(".alert-success")
    assert day_of(window, first) == "24/10/2030"
    window.drag_and_drop(
        f"#post-{first.pk}", '[data-day="02/10/2030"]'
    )  # past: refused, with the reason in the entry
    window.wait_for_selector(f"#wrong-{first.pk}")
    assert day_of(window, first) == "24/10/2030"

    window.goto(MONTH)
    window.locator(f"#post-{second.pk} summary").focus()
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.name") == "day"
    window.keyboard.press("Control+A")
    window.keyboard.type("28/10/2030")
    window.keyboard.press("Tab")
    window.keyboard.press("Control+A")
    window.keyboard.type("14:30")
    window.keyboard.press("Enter")
    window.wait_for_selector(".alert-success")
    assert day_of(window, second) == "28/10/2030"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.due_at, second.due_at) == (at("2030-10-24 10:00"), at("2030-10-28 14:30"))

    for size in (DESK, PHONE):
        window.set_viewport_size(size)
        for path in (MONTH, f"{MONTH}&view=list", "/publishing/plan/", "/publishing/offers/"):
            window.goto(path)
            window.evaluate(AXE)
            assert window.evaluate(RUN_AXE) == [], path
            assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert not re.search(r"(?i)drag a post|content calendar", window.inner_text("main")), path
