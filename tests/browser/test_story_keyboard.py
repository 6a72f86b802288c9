"""A story from the phone to the desk and on to its post, by the keyboard alone."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from nhipcau.accounts.permissions import Role
from nhipcau.publishing import actions as publishing
from nhipcau.publishing.models import Post
from nhipcau.stories import actions, topics
from nhipcau.stories.models import Story, Topic
from tests import factories
from tests.browser.conftest import AXE, RUN_AXE
from tests.browser.people import DESK, PHONE
from tools import browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE, TEXT = "Hội thao công đoàn trường", "Sáng 08/10, 45 đoàn viên dự.\n\nĐội kéo co giành giải nhất."


class Keys:
    """A window in which nothing is pressed but keys."""

    def __init__(self, page):
        self.page = page

    def to(self, selector):
        """Tab until the focus stands on this, which must be seen there."""
        wanted = self.page.locator(selector).first
        expect(wanted).to_be_attached()
        for _n in range(120):
            if wanted.evaluate("one => one === document.activeElement"):
                assert wanted.evaluate("one => getComputedStyle(one).outlineStyle !== 'none'"), selector
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {selector} by Tab")

    def press(self, selector, key="Enter"):
        self.to(selector)
        self.page.keyboard.press(key)

    def go(self, selector, url):
        """Press it, and be on the page it leads to."""
        self.to(selector)
        with self.page.expect_navigation(url=re.compile(url)):
            self.page.keyboard.press("Enter")

    def write(self, selector, text):
        self.to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def looks_well(self):
        """Axe finds nothing, and nothing is wider than the window, at both widths."""
        for size in (DESK, PHONE):
            self.page.set_viewport_size(size)
            self.page.evaluate(AXE)
            assert self.page.evaluate(RUN_AXE) == []
            assert not self.page.evaluate(browsing.OVERFLOW)
        self.page.set_viewport_size(DESK)


@pytest.fixture
def cast(transactional_db):
    union = factories.make_union()
    topics.lay_down(Topic)
    editor = factories.make_user("Đinh Thị Biên Tập", Role.EDITOR, union.desk)
    factories.appoint(editor, Role.PAGE_ADMIN, union.desk)
    publishing.add_page(
        union.desk, "Công đoàn phường Hòa Sữa", "", "vidu.hoasua", by=editor, submit_key=uuid.uuid4()
    )
    return factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[0]), editor


def written_and_sent(people, collaborator):
    phone = Keys(people.window(collaborator, PHONE))
    phone.page.goto("/stories/new/")
    phone.write("[name=title]", TITLE)
    phone.write("[name=text]", TEXT)
    phone.press("[name=topic]", "ArrowDown")
    phone.go("form[data-send] button.btn-primary", r"/stories/\d+/$")
    return Story.objects.get()


def edited_while_another_tab_saves(desk, story, editor):
    desk.go("a[href$='/edit/']", r"/edit/$")
    desk.looks_well()
    desk.write("#id_title", "Hội thao sôi nổi của trường")
    expect(desk.page.locator("#preview .fb-text").first).to_contain_text("Hội thao sôi nổi của trường")
    other_tab = {
        "title": story.title,
        "text": story.text.replace("45", "46"),
        "topic": story.topic,
        "version": 1,
    }
    actions.edit(Story.objects.get(pk=story.pk), **other_tab, by=editor)

    desk.press("main form button.btn-primary")

    expect(desk.page.locator("[aria-labelledby=theirs] ins")).to_contain_text("46")
    desk.looks_well()
    desk.go("main form button.btn-primary", rf"/desk/{story.pk}/$")
    story.refresh_from_db()
    assert story.title == "Hội thao sôi nổi của trường" and "46 đoàn viên" in story.text


def test_a_story_goes_from_the_phone_to_its_post_by_the_keyboard_alone(people, cast):
    collaborator, editor = cast
    story = written_and_sent(people, collaborator)
    desk = Keys(people.window(editor, DESK))
    desk.page.goto("/stories/desk/")
    desk.looks_well()
    desk.go(f"main a[href$='/desk/{story.pk}/']", rf"/desk/{story.pk}/$")
    desk.go("form[action$='/claim/'] button", rf"/desk/{story.pk}/$")
    edited_while_another_tab_saves(desk, story, editor)

    desk.go("a[href$='/compare/']", r"/compare/$")
    assert desk.page.locator(".diff ins").count() >= 2 and desk.page.locator(".diff del").count() >= 1
    desk.looks_well()
    desk.go(".desk-actions a", rf"/desk/{story.pk}/$")

    desk.write("#notes ~ * [name=text], [action$='/note/'] [name=text]", "Đã gọi hỏi nhà trường.")
    desk.go("[action$='/note/'] button", rf"/desk/{story.pk}/$")
    for item in ("names", "source"):
        desk.press(f"[name=item][value={item}]", "Space")
    desk.looks_well()
    desk.go("form[action$='/approve/'] button.btn-primary", rf"/desk/{story.pk}/$")
    desk.go("a[href^='/publishing/new/']", r"/publishing/new/\d+/$")
    assert (
        desk.page.locator("[name=text]").input_value()
        == f"{Story.objects.get().title}\n\n{Story.objects.get().text}"
    )
    desk.go("main form button.btn-primary", r"/publishing/\d+/$")

    assert Post.objects.get().story == story
    story.refresh_from_db()
    assert story.is_approved and story.approved_by == editor
