"""In a real browser on a phone: posting by hand from the copied text to the pasted address; the permalink opens."""

import uuid
import zipfile

import pytest

from nhipcau.core import clock
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.server import StandIn
from nhipcau.publishing import actions
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.models import Attempt, Post
from nhipcau.publishing.states import Reason, Status
from tests import factories
from tests.browser.conftest import AXE, RUN_AXE
from tests.browser.people import DESK, PHONE, press
from tests.browser.test_pages import english
from tests.publishing.test_from_story import picture
from tools import browsing

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
):
    post, officer = hand_post
    window = people.window(officer, size, permissions=["clipboard-read", "clipboard-write"])
    window.goto(f"/publishing/{post.pk}/")
    press(window, window.get_by_role("button", name="Đăng thủ công"))

    window.click("[data-copy='#text-to-copy']")
    window.wait_for_function("text => navigator.clipboard.readText().then(kept => kept === text)", arg=TEXT)
    with window.expect_download() as first:
        window.get_by_role("link", name="Ảnh 1").click()
    assert first.value.suggested_filename == "01.jpg"
    with window.expect_download() as packed:
        window.click("a[href$='photos.zip']")
    packed.value.save_as(tmp_path / "all.zip")
    assert zipfile.ZipFile(tmp_path / "all.zip").namelist() == ["01.jpg", "02.jpg"]
    with window.context.expect_page() as opened:
        window.click("a[target=_blank]")
    opened.value.wait_for_function("document.title.includes('Công đoàn phường Hoa Sữa')")
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")

    done = standin.control("post", page="100000000000001", message=TEXT)
    window.fill("[name=permalink]", "https://www.facebook.com/share/p/1AbCdEfGh2/")
    press(window, "form[action$='it-is-there/'] button")
    assert "share/p/1AbCdEfGh2" in window.input_value("[name=permalink]")
    assert window.locator(".invalid-feedback").first.is_visible()
    window.fill("[name=permalink]", done["permalink_url"])
    press(window, "form[action$='it-is-there/'] button")
    window.check("[name=is_ours]")  # the address has the number, the Page was known by its short name
    press(window, "form[action$='it-is-there/'] button")
    window.wait_for_selector(f"a[href='{done['permalink_url']}']")
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    with window.context.expect_page() as shown:
        window.click(f"a[href='{done['permalink_url']}']")
    assert "120 đoàn viên" in shown.value.inner_text("article")


STATES = [
    (Status.DRAFT, ""),
    (Status.SCHEDULED, ""),
    (Status.BY_HAND, ""),
    (Status.WAITING, Reason.NOT_SENT),
    (Status.CHECKING, ""),
    (Status.ASKED, Reason.UNKNOWN),
    (Status.ASKED, Reason.OTHER_APP),
    (Status.ASKED, Reason.LATE),
    (Status.REFUSED, Fault.PHOTO),
    (Status.PUBLISHED, ""),
    (Status.CANCELLED, ""),
]


def in_every_state(page, officer):
    """One post a state, as the worker would have left it."""
    now = clock.now()
    for status, reason in STATES:
        told = f"Tin của công đoàn {uuid.uuid4().hex[:4]}"
        pictures = [Picture(picture(n)) for n in (1, 2)]
        post = actions.prepare(page, told, pictures, by=officer, submit_key=uuid.uuid4())
        times = {"due_at": now, "next_attempt_at": now, "published_at": now, "permalink": page.address}
        Post.objects.filter(pk=post.pk).update(status=status, reason=reason, **times)
        if status not in (Status.DRAFT, Status.SCHEDULED, Status.BY_HAND) and reason != Reason.LATE:
            Attempt.objects.create(post=post, n=1, started_at=now, sending_at=now, outcome="unknown")
        yield f"/publishing/{post.pk}/"


def test_every_state_of_a_post_reads_well_at_both_widths(people, standin, transactional_db):
    unit, officer = factories.publishing_cast()
    proof = actions.prove("EAApagestandin0001")
    page = actions.connect(unit, proof, by=officer, submit_key=uuid.uuid4())
    hand = actions.add_page(unit, "Trang tay", "", "congdoanbencau", by=officer, submit_key=uuid.uuid4())
    addresses = [*in_every_state(page, officer), *in_every_state(hand, officer)]
    addresses += ["/publishing/", "/publishing/new/", "/publishing/pages/", "/publishing/pages/connect/"]
    addresses += ["/publishing/pages/add/", f"/publishing/pages/{page.pk}/reconnect/"]
    patterns, found = list(english()), []
    window = people.window(officer, DESK)
    for address in addresses:
        window.goto(address)
        texts = window.evaluate(browsing.TEXTS)
        found += [f"{address}: {text}" for text in texts if any(p.fullmatch(text) for p in patterns)]
        for size in (DESK, PHONE):
            window.set_viewport_size(size)
            window.evaluate(AXE)
            found += [f"{address} at {size['width']}: {what}" for what in window.evaluate(RUN_AXE)]
            found += [
                f"{address} at {size['width']}: {what}" for what in window.evaluate(browsing.OVERFLOW) or []
            ]

    assert not found, "\n".join(found)
