"""In a real browser on a phone: posting by hand from the copied text to the pasted address; the permalink opens."""

import uuid
import zipfile

import pytest

from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.server import StandIn
from nhipcau.publishing import actions
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.states import Status
from tests import factories
from tests.browser.people import DESK, PHONE, people  # noqa: F401
from tests.publishing.test_from_story import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Công đoàn phường tổ chức Ngày hội hiến máu.\n\nSáng 08/10, 120 đoàn viên tham gia."


@pytest.fixture
def standin(settings):
    with StandIn(clock=VirtualClock()) as server:
        settings.FACEBOOK_BASE_URL = server.base
        yield server


@pytest.fixture
def hand_post(standin, transactional_db):
    unit, officer = factories.publishing_cast()
    page = actions.add_page(
        unit, "Công đoàn phường Hoa Sữa", "", "congdoanhoasua", by=officer, submit_key=uuid.uuid4()
    )
    pictures = [Picture(picture(n), f"Ảnh số {n}") for n in (1, 2)]
    post = actions.prepare(page, TEXT, pictures, by=officer, submit_key=uuid.uuid4())
    return post, officer


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_posting_by_hand_from_the_copied_text_to_the_pasted_address(
    people, standin, hand_post, size, tmp_path
):  # noqa: F811
    post, officer = hand_post
    window = people.window(officer, size, permissions=["clipboard-read", "clipboard-write"])
    window.goto(f"/publishing/{post.pk}/")
    window.get_by_role("button", name="Đăng thủ công").click()

    window.click("[data-copy='#text-to-copy']")
    assert window.evaluate("navigator.clipboard.readText()") == TEXT
    with window.expect_download() as first:
        window.get_by_role("link", name="Ảnh 1").click()
    assert first.value.suggested_filename == "01.jpg"
    with window.expect_download() as packed:
        window.click("a[href$='photos.zip']")
    packed.value.save_as(tmp_path / "all.zip")
    assert zipfile.ZipFile(tmp_path / "all.zip").namelist() == ["01.jpg", "02.jpg"]
    with window.context.expect_page() as opened:
        window.click("a[target=_blank]")
    assert "Công đoàn phường Hoa Sữa" in opened.value.title()
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")

    done = standin.control("post", page="100000000000001", message=TEXT)
    window.fill("[name=permalink]", "https://www.facebook.com/share/p/1AbCdEfGh2/")
    window.click("form[action$='it-is-there/'] button")
    assert "share/p/1AbCdEfGh2" in window.input_value("[name=permalink]")
    assert window.locator(".invalid-feedback").first.is_visible()
    window.fill("[name=permalink]", done["permalink_url"])
    window.click("form[action$='it-is-there/'] button")
    window.check("[name=is_ours]")  # the address has the number, the Page was known by its short name
    window.click("form[action$='it-is-there/'] button")
    window.wait_for_selector(f"a[href='{done['permalink_url']}']")
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    with window.context.expect_page() as shown:
        window.click(f"a[href='{done['permalink_url']}']")
    assert "120 đoàn viên" in shown.value.inner_text("article")
