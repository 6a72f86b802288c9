"""In a real browser: a Page is connected by signing in, a post goes out, is edited on Facebook, corrected and its attempts
read; the checklist is attested. NHIPCAU_PICTURES names a folder for pictures of these pages at both widths."""

import os
import uuid
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.server import StandIn
from nhipcau.publishing import actions, jobs
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.models import Page
from tests import factories
from tests.browser.conftest import AXE, RUN_AXE
from tests.browser.people import DESK, PHONE, press
from tests.publishing.test_from_story import picture
from tools import browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Công đoàn phường tổ chức Ngày hội hiến máu.\n\nSáng 08/10, 120 đoàn viên tham gia, thu được 96 đơn vị máu."


@pytest.fixture
def standin(settings, live_server):
    with StandIn(clock=VirtualClock()) as server:
        settings.FACEBOOK_BASE_URL = server.base
        settings.SITE_URL = live_server.url
        yield server


def look(window, name):
    """Nothing sticks out, axe finds nothing serious, and where asked for a picture is kept."""
    for size in (PHONE, DESK):
        window.set_viewport_size(size)
        assert window.evaluate(browsing.OVERFLOW) == []
        folder = os.environ.get("NHIPCAU_PICTURES")
        if folder:
            file = Path(folder) / f"publishing-{name}-{size['width']}.jpg"
            window.screenshot(path=file, full_page=True, type="jpeg", quality=60)
    window.evaluate(AXE)
    assert window.evaluate(RUN_AXE) == []


def test_from_signing_in_to_a_corrected_post(people, standin):
    desk, officer = factories.publishing_cast()
    standin.control("page", id="100000000000002", tasks=["ANALYZE"])
    window = people.window(officer, DESK)
    window.goto("/publishing/pages/")
    press(window, window.get_by_role("link", name="Kết nối Trang", exact=True))
    window.get_by_role("button", name="Cho phép").click()  # Facebook's dialog
    window.wait_for_url("**/publishing/pages/choose/**")
    look(window, "choose")
    window.get_by_role("button", name="Thử và kết nối").click()
    window.wait_for_url("**/check/**")
    assert window.locator(".badge-ok").count() == 7
    look(window, "check")

    page = Page.objects.get()

    pictures = [Picture(picture(n), f"Ảnh {n}") for n in (1, 2)]
    post = actions.prepare(page, TEXT, pictures, by=officer, submit_key=uuid.uuid4())
    window.goto(f"/publishing/{post.pk}/")
    look(window, "draft")
    standin.fault("accept_then_drop", r"/feed$")
    actions.publish_now(post, by=officer)
    jobs.publish_due_posts.call()
    window.goto(f"/publishing/{post.pk}/attempts/")
    look(window, "attempts-looking")
    post.attempts.update(next_probe_at=post.attempts.get().started_at)
    jobs.probe_open_attempts.call()
    window.goto(f"/publishing/{post.pk}/attempts/")
    assert window.get_by_text("Đã thấy bài.").count() == 1
    look(window, "attempts")

    post.refresh_from_db()
    standin.control("metric", id=post.remote_id, name="post_media_view", value=1240)
    standin.control("metric", name="post_clicks", dead=True)
    window.goto(f"/publishing/{post.pk}/")
    press(window, window.get_by_role("button", name="Hỏi Facebook ngay"))
    window.get_by_text("1.240").wait_for()
    look(window, "figures")
    standin.control("edit", id=post.remote_id, message=TEXT.replace("96", "69"))
    press(window, window.get_by_role("button", name="Xem ngay"))
    window.get_by_role("heading", name="Hai nội dung").wait_for()
    look(window, "edited")
    press(window, window.get_by_role("link", name="Sửa nội dung"))
    window.fill("[name=text]", TEXT)
    look(window, "correct")
    press(window, window.get_by_role("button", name="Đưa lên Trang"))
    window.get_by_text("Nội dung sửa đã lên Trang.").wait_for()
    assert standin.control("state")["posts"][-1]["message"] == TEXT

    press(window, window.get_by_role("link", name="Gỡ bài"))
    window.fill("[name=reason]", "Ảnh có người chưa đồng ý")
    press(window, window.get_by_role("button", name="Tiếp tục"))
    look(window, "take-down")
    press(window, window.get_by_role("link", name="Không, để lại"))

    window.goto(f"/publishing/pages/safety/{desk.pk}/")
    for box in window.locator("[name=items]").all()[:3]:
        box.check()
    press(window, window.get_by_role("button", name="Tôi đã xem"))
    window.get_by_text("Đã ghi lại").wait_for()
    look(window, "safety")
    window.goto("/publishing/pages/")
    look(window, "pages")
    beside(people, window, post)


def beside(people, window, post):
    """The post as the desk previews it, and as the stand-in shows it to somebody who is not signed in."""
    folder = os.environ.get("NHIPCAU_PICTURES")
    if not folder:
        return
    window.set_viewport_size({"width": 640, "height": 900})
    window.goto(f"/publishing/{post.pk}/")
    ours = window.locator("section[aria-labelledby=text-heading]").screenshot(type="jpeg", quality=70)
    guest = people.window(None, {"width": 640, "height": 900})
    guest.goto(post.permalink)
    theirs = guest.screenshot(full_page=True, type="jpeg", quality=70)
    both = [Image.open(BytesIO(one)) for one in (ours, theirs)]
    wide = sum(one.width for one in both) + 40
    sheet = Image.new("RGB", (wide, max(one.height for one in both)), "white")
    sheet.paste(both[0], (0, 0))
    sheet.paste(both[1], (both[0].width + 40, 0))
    sheet.save(Path(folder) / "publishing-preview-beside-the-page.jpg", quality=70)
