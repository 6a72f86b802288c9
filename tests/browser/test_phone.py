"""A sender's phone in a real browser: without a connection, killed, signed out and in, in another app's window."""

import os
import re
import signal
import uuid

import pytest

from nhipcau.accounts.permissions import Role
from nhipcau.stories import actions
from nhipcau.stories.models import Rights, Story, Topic
from tests import factories
from tests.browser.people import PATIENCE, PHONE, press
from tests.stories.conftest import TEXT, TITLE, jpeg, kept
from tools import browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENT = re.compile(r"/stories/\d+/$")
OUT = re.compile(r"^http://[^/]+/(accounts/.*)?$")
READY = """() => new Promise(ready => navigator.serviceWorker.controller
  ? ready() : navigator.serviceWorker.addEventListener('controllerchange', () => ready()))"""


@pytest.fixture
def collaborator(union):
    return factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[0])


def fill(page, photos=0, title=TITLE):
    page.fill("[name=title]", title)
    page.fill("[name=text]", TEXT)
    page.select_option("[name=topic]", index=1)
    if photos:
        files = [
            {"name": f"anh{n}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(n, (2600, 1300))}
            for n in range(photos)
        ]
        page.set_input_files("[name=photos]", files)
        page.locator("[data-chosen] li").nth(photos - 1).wait_for()
        page.check("[name=shown][value=nobody]")


def send(page):
    page.click("form[data-send] button.btn-primary")


def not_sent(page, n):
    page.wait_for_selector(f"[data-outbox][data-known='{n}']")
    assert page.inner_text("[data-outbox] [data-count]") == str(n)


def all_is_sent(page):
    page.wait_for_selector("[data-outbox][data-known='0']", state="attached")


def has_arrived(page, photos):
    page.locator("main figure img").nth(photos - 1).wait_for()


def test_written_and_sent_without_a_connection_it_goes_when_the_network_is_back(people, collaborator):
    page = people.window(collaborator, PHONE)
    page.goto("/stories/new/")
    page.evaluate(READY)
    page.context.set_offline(True)
    page.goto("/stories/new/")
    assert "Vũ Thị Cộng Tác" not in page.content()
    page.evaluate("navigator.storage.persist = async () => (window.asked = true)")
    for title, photos in ((TITLE, 2), ("Tin thứ hai", 0)):
        fill(page, photos, title)
        send(page)
        page.wait_for_selector("[data-send-note=kept]:not([hidden])")
    not_sent(page, 2)
    assert page.evaluate("window.asked")  # that the phone does not throw it away
    page.goto("/stories/new/")
    not_sent(page, 2)
    assert not Story.objects.exists()

    page.context.set_offline(False)
    all_is_sent(page)

    assert list(Story.objects.order_by("pk").values_list("title", flat=True)) == [TITLE, "Tin thứ hai"]
    story = Story.objects.get(title=TITLE)
    assert story.is_submitted and story.media_under_way == 0
    assert [photo.width for photo in story.photos.all()] == [2048, 2048]


@pytest.fixture
def browser_of(chromium, live_server, tmp_path):
    """A browser that can be killed, and started again on the same phone."""
    running = []

    def start():
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=browsing.CHROMIUM,
            args=browsing.FLAGS,
            base_url=live_server.url,
            viewport=PHONE,
        )
        context.set_default_timeout(PATIENCE)
        running.append(context)
        return context

    yield start
    running[-1].close()


def kill(tmp_path):
    """As when the phone ends it: at once, without a word to the pages."""
    pid = int(os.readlink(tmp_path / "phone" / "SingletonLock").rpartition("-")[2])
    os.kill(pid, signal.SIGKILL)


def cookie_of(user, server):
    from django.test import Client

    value = factories.sign_in(Client(), user).cookies["sessionid"].value
    return {"name": "sessionid", "value": value, "url": server.url, "expires": 4102444800}


def test_a_killed_browser_sends_what_it_had_when_it_is_opened_again(
    browser_of, live_server, collaborator, tmp_path
):
    context = browser_of()
    context.add_cookies([cookie_of(collaborator, live_server)])
    page = context.new_page()
    page.goto("/stories/new/")
    fill(page, photos=2)
    context.set_offline(True)
    send(page)
    page.wait_for_selector("[data-send-note=kept]:not([hidden])")
    fill(page, photos=1, title="Tin đang viết")  # not sent: stays a draft, with its photo
    kill(tmp_path)

    context = browser_of()
    context.add_cookies(
        [cookie_of(collaborator, live_server)]
    )  # a browser writes them down every half minute
    page = context.new_page()
    page.goto("/stories/new/")
    page.locator("[data-chosen] li").wait_for()
    assert page.input_value("[name=title]") == "Tin đang viết"
    all_is_sent(page)

    story = Story.objects.get()
    assert story.title == TITLE and story.is_submitted and story.photos.count() == 2
    page.check("[name=shown][value=nobody]")
    send(page)
    page.wait_for_url(SENT)
    has_arrived(page, 1)
    assert Story.objects.count() == 2
    page.goto("/stories/new/")
    assert (page.input_value("[name=title]"), page.locator("[data-chosen] li").count()) == ("", 0)


def test_another_person_on_the_same_phone_sends_nothing_of_the_first(
    people, collaborator, union, live_server
):
    other = factories.make_user("Hồ Văn Nhà Máy", Role.COLLABORATOR, union.units[1])
    page = people.window(collaborator, PHONE)
    page.goto("/stories/new/")
    page.context.set_offline(True)
    fill(page, photos=1)
    send(page)
    page.wait_for_selector("[data-send-note=kept]:not([hidden])")
    fill(page, title="Bản nháp riêng")
    page.context.clear_cookies()  # the session has ended
    page.context.add_cookies([cookie_of(other, live_server)])
    page.context.set_offline(False)
    page.goto("/stories/new/")
    fill(page, title="Tin của người khác")
    send(page)
    page.wait_for_url(SENT)
    page.goto("/stories/new/")
    assert page.input_value("[name=title]") == ""
    assert list(Story.objects.values_list("title", "sender__full_name")) == [
        ("Tin của người khác", "Hồ Văn Nhà Máy")
    ]
    sign_out(page)

    page.context.add_cookies([cookie_of(collaborator, live_server)])
    page.goto("/stories/new/")
    all_is_sent(page)
    assert Story.objects.get(sender=collaborator).photos.count() == 1


def sign_out(page):
    page.click("details.top-menu > summary")
    page.click("form[data-forget-drafts] button")
    page.wait_for_url(OUT)


def test_a_lost_answer_a_resend_and_a_refusal_leave_one_story(people, collaborator):
    page = people.window(collaborator, PHONE, service_workers="block")
    page.goto("/stories/new/")
    fill(page, photos=2)
    page.check("[name=shown][value=adults]")  # and nobody said that they agree
    send(page)
    page.wait_for_selector(".form-errors")
    assert page.locator("[data-chosen] li").count() == 2
    page.context.set_offline(True)
    send(page)
    page.wait_for_selector("[data-send-note=incomplete]:not([hidden])")
    page.context.set_offline(False)
    page.check("[name=shown][value=nobody]")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route(
        "**/stories/**/",
        lambda route: lose_the_answer(route) if route.request.method == "POST" else route.continue_(),
        times=3,
    )
    send(page)
    page.wait_for_selector("[data-send-note=kept]:not([hidden])")
    not_sent(page, 1)  # said on the page that came back as well
    assert not page.locator(".form-errors, .invalid-feedback, .is-invalid, [aria-invalid]").count()
    assert Story.objects.get().is_submitted

    page.reload()  # every page that is opened tries again
    all_is_sent(page)

    story = Story.objects.get()
    assert (story.photos.count(), story.events.count(), story.media_under_way) == (2, 1, 0)


def test_a_returned_story_is_corrected_without_a_connection_and_its_rights_stay_said(
    people, collaborator, union
):
    editor = factories.make_user("Đinh Thị Biên Tập", Role.EDITOR, union.desk)
    topic = Topic.objects.first()
    words = {"unit": union.units[0], "title": TITLE, "text": TEXT, "topic": topic, "submit_key": uuid.uuid4()}
    story = actions.write(**words, photos=[kept()], rights=Rights("children", agreed=True), by=collaborator)
    actions.return_to_sender(actions.submit(story, by=collaborator), "Xin ghi rõ địa điểm.", by=editor)
    page = people.window(collaborator, PHONE)
    page.goto(f"/stories/{story.pk}/write/")
    page.context.set_offline(True)
    page.fill("[name=text]", TEXT + " Tại sân trường.")
    send(page)
    page.wait_for_selector("[data-outbox][data-known='1']")
    page.context.set_offline(False)
    all_is_sent(page)
    story.refresh_from_db()
    assert story.is_submitted and story.text.endswith("sân trường.")
    assert story.photos.get().shown == "children"


def test_files_that_cannot_be_used_are_named_when_chosen_and_after_sending(people, collaborator):
    page = people.window(collaborator, PHONE)
    page.goto("/stories/new/")
    fill(page)
    jpg = {"mimeType": "image/jpeg", "buffer": jpeg(1)}
    chosen = [
        {"name": "giay-moi.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "hoi thao 1.jpg", **jpg},
        {"name": "bai.docx", "mimeType": "", "buffer": b"PK"},
        {"name": "dai.webm", "mimeType": "video/webm", "buffer": b"film"},
        {"name": "hong.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"},
        {"name": "rong.heic", "mimeType": "", "buffer": b""},
    ]
    page.set_input_files("[name=photos]", chosen)
    page.locator("[data-chosen] li").nth(2).wait_for()
    told = page.locator("[data-problem=kind]")
    assert "giay-moi.pdf, bai.docx, dai.webm" in told.inner_text()
    assert page.locator("[data-chosen] [data-name]").all_inner_texts() == [
        "hoi thao 1.jpg", "hong.jpg", "rong.heic",
    ]  # fmt: skip
    page.check("[name=shown][value=nobody]")
    send(page)
    page.wait_for_url(SENT)
    all_is_sent(page)
    page.reload()
    for words in ("2/3", "hong.jpg", "3/3", "rong.heic"):
        assert page.locator("main .alert-warning", has_text=words).is_visible()
    assert "hoi thao 1.jpg" not in page.content()
    story = Story.objects.get()
    assert (story.photos.count(), story.media_under_way) == (1, 0)


def test_without_scripts_words_and_photos_go_together(people, collaborator):
    page = people.window(collaborator, PHONE, java_script_enabled=False)
    page.goto("/stories/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    page.select_option("[name=topic]", index=1)
    page.set_input_files("[name=photos]", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1)}])
    page.check("[name=shown][value=nobody]")
    assert page.is_visible("noscript p")
    send(page)
    page.wait_for_url(SENT)
    assert Story.objects.get().photos.count() == 1


def test_signing_out_asks_before_what_was_not_sent_is_deleted(people, collaborator):
    page = people.window(collaborator, PHONE, service_workers="block")
    page.goto("/stories/new/")
    page.context.set_offline(True)
    fill(page, photos=1)
    send(page)
    page.wait_for_selector("[data-send-note=kept]:not([hidden])")
    page.click("details.top-menu > summary")
    page.click("form[data-forget-drafts] button")
    page.wait_for_selector("[data-unsent]:not([hidden])")
    asked = []  # who is there, answered only when the phone has forgotten it
    page.route("**/stories/sending/", lambda route: asked.append(route))
    with page.expect_request("**/stories/sending/"):
        page.context.set_offline(False)

    def answer_too_late(route):
        asked[0].fulfill(response=asked[0].fetch())
        route.continue_()

    page.route("**/accounts/logout/", answer_too_late)
    press(page, "form[data-forget-drafts] button")
    assert OUT.search(page.url)

    left = page.evaluate("""() => new Promise(told => {
      const asked = indexedDB.open('nhipcau-stories');
      asked.onsuccess = () => {
        const stores = asked.result.transaction(['outbox', 'files', 'drafts', 'me']);
        Promise.all(['outbox', 'files', 'drafts', 'me'].map(name => new Promise(counted => {
          const rows = stores.objectStore(name).getAll();
          rows.onsuccess = () => counted(rows.result.filter(row => !row.left).length);
        }))).then(told);
      };
    })""")
    assert left == [0, 0, 0, 0]
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("agent", "leads_out"),
    [
        ("Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0;]", True),
        ("Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android/23", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/MessengerForiOS;FBAV/440.0]", False),
    ],
)  # fmt: skip
def test_inside_another_app_the_way_to_the_browser_is_shown_and_sign_in_leads_back(people, agent, leads_out):
    page = people.window(None, PHONE, user_agent=agent)
    page.goto("/stories/new/")
    assert page.input_value("#this-address").endswith("?next=/stories/new/")
    assert page.locator("a[href^='intent://']").count() == leads_out
    assert page.locator("input[name=next][value='/stories/new/']").count() >= 1
