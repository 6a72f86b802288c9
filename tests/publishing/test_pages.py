"""The desk's pages, once each through the client."""

import io
import uuid
import zipfile

import pytest
from django.urls import reverse

from nhipcau.publishing import actions
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import Status
from tests import factories
from tests.publishing.conftest import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client, publisher):
    factories.sign_in(client, publisher)
    return client


def at(name, *args):
    return reverse(f"publishing:{name}", args=args)


def test_the_way_of_a_post_from_a_text_to_its_permalink(desk, page, standin, work):
    form = {"page": page.pk, "text": "Tin của công đoàn", "submit_key": str(uuid.uuid4())}
    first = desk.post(at("new"), form)
    again = desk.post(at("new"), form)
    assert first.status_code == 302 and again.url == first.url
    post = Post.objects.get()

    wrong = desk.post(at("schedule", post.pk), {"day": "31/02/2020", "hour": "9 giờ"})
    assert wrong.status_code == 422 and "31/02/2020" in wrong.content.decode()
    past = desk.post(at("schedule", post.pk), {"day": "07/10/2020", "hour": "09:00"})
    assert past.status_code == 422
    right = desk.post(at("schedule", post.pk), {"day": "08/10/2020", "hour": "14:30"})
    assert right.status_code == 302
    post.refresh_from_db()
    assert post.due_at.isoformat() == "2020-10-08T07:30:00+00:00"
    assert "14:30 08/10/2020" in desk.get(at("queue")).content.decode()

    desk.post(at("publish-now", post.pk))
    work()
    text = desk.get(at("post", post.pk)).content.decode()
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED and post.permalink in text
    assert post.title in desk.get(at("queue")).content.decode()


def test_an_unclear_post_is_decided_on_its_page(desk, page, standin, make_post, publisher, work):
    standin.fault("drop_before", r"/feed$")
    post = make_post(photos=1)
    actions.publish_now(post, by=publisher)
    work(200)

    text = desk.get(at("post", post.pk)).content.decode()
    assert at("it-is-there", post.pk) in text and at("publish-again", post.pk) in text
    wrong = desk.post(at("it-is-there", post.pk), {"permalink": "https://www.facebook.com/khac/posts/12345"})
    assert wrong.status_code == 422 and "khac/posts/12345" in wrong.content.decode()
    assert desk.post(at("publish-again", post.pk)).status_code == 302
    assert desk.post(at("publish-again", post.pk)).status_code == 302
    work(5)
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert desk.post(at("publish-again", post.pk)).status_code == 409
    work(5)
    assert list(standin.control("state")["counts"].values()) == [1]


def test_a_post_by_hand_gives_text_and_photos_in_order(desk, page, make_post, standin):
    post = make_post(photos=3)
    assert desk.post(at("by-hand", post.pk)).status_code == 302

    text = desk.get(at("post", post.pk)).content.decode()
    assert at("photos-zip", post.pk) in text
    packed = b"".join(desk.get(at("photos-zip", post.pk)).streaming_content)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names == ["01.jpg", "02.jpg", "03.jpg"]
    one = desk.get(at("photo", post.pk, 2) + "?download=1")
    assert one["Content-Type"] == "image/jpeg" and "attachment" in one["Content-Disposition"]
    assert desk.get(at("photo", post.pk, 9)).status_code == 404
    address = f"{standin.base}/www/{page.page_id}/posts/800000000000099"
    assert desk.post(at("it-is-there", post.pk), {"permalink": address}).status_code == 302
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED


def test_a_post_is_corrected_and_called_off(desk, make_post):
    post = make_post()
    assert desk.post(at("edit", post.pk), {"text": ""}).status_code == 422
    desk.post(at("edit", post.pk), {"text": "Bản sửa"})
    post.refresh_from_db()
    assert post.text == "Bản sửa"
    desk.post(at("call-off", post.pk))
    post.refresh_from_db()
    assert post.status == Status.CANCELLED


def test_a_post_opened_before_a_change_neither_overwrites_nor_lets_out_the_new_text(
    desk, make_post, publisher
):
    post = make_post()
    page = desk.get(at("post", post.pk)).content.decode()
    was = actions.mark_of(post.text)
    assert page.count(f'name="was" value="{was}"') == 3
    actions.edit(post, "Bản của đồng nghiệp", by=publisher)

    refused = desk.post(at("edit", post.pk), {"text": "Bản của tôi", "was": was})
    shown = refused.content.decode()
    assert refused.status_code == 409 and "Bản của đồng nghiệp" in shown and "Bản của tôi" in shown
    assert desk.post(at("publish-now", post.pk), {"was": was}).status_code == 409
    when = {"day": "08/10/2020", "hour": "14:30", "was": was}
    assert desk.post(at("schedule", post.pk), when).status_code == 409
    post.refresh_from_db()
    assert (post.text, post.status) == ("Bản của đồng nghiệp", Status.DRAFT)

    now = actions.mark_of(post.text)  # the refused page carries it: saving again is on purpose
    assert f'name="was" value="{now}"' in shown
    for _pressed_twice in range(2):
        assert desk.post(at("edit", post.pk), {"text": "Bản của tôi", "was": now}).status_code == 302
    post.refresh_from_db()
    assert post.text == "Bản của tôi"


def test_a_mistyped_year_is_no_promise(desk, make_post):
    post = make_post()
    far = {"day": "08/10/2200", "hour": "14:30"}
    assert desk.post(at("schedule", post.pk), far).status_code == 422
    assert desk.post(at("move", post.pk), {**far, "was": ""}).status_code == 409
    post.refresh_from_db()
    assert post.due_at is None and post.status == Status.DRAFT


def test_a_page_is_connected_and_its_token_never_shown(desk, union, standin, clock, db):
    clock.set("2020-10-08 09:00")
    assert desk.get(at("connect")).status_code == 200
    bad = desk.post(
        at("connect"), {"unit": union.desk.pk, "token": "EAAwrong0000", "submit_key": str(uuid.uuid4())}
    )
    assert bad.status_code == 422 and "EAAwrong0000" not in bad.content.decode()
    good = desk.post(at("connect"), {"unit": union.desk.pk, "token": TOKEN, "submit_key": str(uuid.uuid4())})
    assert good.status_code == 302
    page = Page.objects.get()
    for name, args in (("pages", ()), ("reconnect", (page.pk,)), ("queue", ())):
        text = desk.get(at(name, *args)).content.decode()
        assert TOKEN not in text and page.sealed_token not in text
    assert desk.post(at("reconnect", page.pk), {"token": TOKEN}).status_code == 302
    desk.post(at("auto-resend", page.pk), {"wanted": "1"})
    page.refresh_from_db()
    assert page.auto_resend


def test_a_page_is_added_by_its_address(desk, union, clock):
    clock.set("2020-10-08 09:00")
    assert desk.get(at("queue")).status_code == 200
    assert desk.get(at("new")).status_code == 200
    form = {"unit": union.desk.pk, "name": "Trang", "submit_key": str(uuid.uuid4())}
    assert desk.post(at("add-page"), {**form, "address": "https://facebook.com/groups/x"}).status_code == 422
    assert desk.post(at("add-page"), {**form, "address": "facebook.com/CongDoanHoaSua/"}).status_code == 302
    assert Page.objects.get().username == "CongDoanHoaSua"
    assert "Trang" in desk.get(at("pages")).content.decode()
