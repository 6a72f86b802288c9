"""Connecting a Page by signing in with Facebook: the dialog, the way back, the choice, each step tried and explained."""

import re
import urllib.parse
import urllib.request
import uuid

import pytest
from django.urls import reverse

from nhipcau.notifications.models import Message
from nhipcau.publishing import actions, jobs
from nhipcau.publishing.models import Page
from nhipcau.publishing.states import Status
from tests import factories
from tests.publishing.conftest import OTHER_PAGE_ID, OTHER_TOKEN, PAGE_ID, TOKEN
from tests.publishing.saying import public, refusal

pytestmark = pytest.mark.django_db(transaction=True)
ALL = [
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_posts",
    "read_insights",
    "business_management",
]


@pytest.fixture
def admin(client, publisher, standin, clock):
    clock.set("2020-10-08 09:00")
    factories.sign_in(client, publisher)
    return client


def answer(address, scopes=ALL, pages=(PAGE_ID, OTHER_PAGE_ID), allow=True):
    """Press a button in Facebook's dialog; where the browser is sent then."""
    form = [("scope", one) for one in scopes] + [("page", one) for one in pages]
    form.append(("answer", "allow" if allow else "cancel"))
    request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), method="POST")

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args):
            return None

    try:
        urllib.request.build_opener(Stay).open(request, timeout=5)
    except urllib.error.HTTPError as sent:
        return sent.headers["Location"]
    raise AssertionError("the dialog did not lead back")


def to_dialog(client, **query):
    response = client.get(reverse("publishing:sign-in"), query)
    assert response.status_code == 302
    return response["Location"]


def back(client, location):
    return client.get(urllib.parse.urlsplit(location).path + "?" + urllib.parse.urlsplit(location).query)


def choose(client, union, page_id=PAGE_ID):
    shown = client.get(reverse("publishing:choose")).content.decode()
    key = re.search(r'name="submit_key" value="([^"]+)"', shown)[1]
    form = {"page": page_id, "unit": union.desk.pk, "submit_key": key}
    return client.post(reverse("publishing:choose"), form)


def test_a_page_is_connected_by_signing_in_and_every_step_is_tried_and_explained(admin, union, standin):
    asked = to_dialog(admin)
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(asked).query)["response_type"] == ["code"]

    assert back(admin, answer(asked))["Location"] == reverse("publishing:choose")
    done = choose(admin, union)

    page = Page.objects.get()
    assert done["Location"] == reverse("publishing:page-check", args=[page.pk])
    assert (page.page_id, page.is_connected) == (PAGE_ID, True)
    shown = admin.get(done["Location"]).content.decode()
    for words in (
        "Mã truy cập thuộc ứng dụng",
        "Đây là mã của chính Trang và không tự hết hạn.",
        "Đã có đủ mọi quyền.",
        "Người đăng nhập được đăng nội dung trên Trang.",
        "Trang đang công khai.",
        "Facebook đã nhận; không ai nhìn thấy.",
        "Đã xóa; trên Trang không còn gì.",
    ):
        assert words in shown
    assert public(standin) == []  # the test post was hidden, and is gone
    assert all(one["is_removed"] for one in standin.control("state")["posts"])


def test_a_test_post_that_cannot_be_deleted_is_named_by_its_number(admin, union, standin):
    back(admin, answer(to_dialog(admin)))
    standin.fault("status_body", r"/\d+_\d+$", method="DELETE", body=refusal(368))

    path = choose(admin, union)["Location"]

    left = standin.control("state")["posts"][0]["id"]
    shown = admin.get(path).content.decode()
    assert f"Không xóa được bài thử. Số hiệu của bài là {left}; không ai nhìn thấy bài." in shown
    assert "Hãy xóa trên facebook.com, trong các bài chưa đăng của Trang." in shown


def test_pages_that_cannot_be_used_are_grey_with_the_reason(admin, union, standin):
    standin.control("page", id=OTHER_PAGE_ID, tasks=["ANALYZE"])
    back(admin, answer(to_dialog(admin), pages=(OTHER_PAGE_ID,)))

    shown = admin.get(reverse("publishing:choose")).content.decode()

    assert "Chưa được đánh dấu trong hộp thoại của Facebook." in shown
    assert "Người đăng nhập không được đăng nội dung ở đó." in shown
    assert shown.count("disabled") >= 2 and "checked" not in shown
    form = {"page": PAGE_ID, "unit": union.desk.pk, "submit_key": "0b6c1f1e-0000-4000-8000-000000000001"}
    assert admin.post(reverse("publishing:choose"), form).status_code == 422
    assert not Page.objects.exists()


def test_a_declined_permission_is_named_and_nothing_is_kept(admin, standin):
    response = back(admin, answer(to_dialog(admin), scopes=["pages_show_list"]))

    assert response.status_code == 422
    shown = response.content.decode()
    assert "pages_manage_posts" in shown and "đã bị từ chối" in shown
    assert admin.get(reverse("publishing:choose")).status_code == 302


def test_optional_permissions_are_not_needed(admin, union, standin):
    back(admin, answer(to_dialog(admin), scopes=ALL[:3]))
    shown = admin.get(choose(admin, union)["Location"]).content.decode()

    assert "Đã có đủ quyền để đăng bài." in shown and "read_insights" in shown


def test_breaking_off_in_the_dialog_connects_nothing(admin, standin):
    response = back(admin, answer(to_dialog(admin), allow=False))

    assert response.status_code == 422 and "bị dừng trong hộp thoại" in response.content.decode()


def test_the_state_fits_once_and_in_its_own_session_alone(admin, union, publisher, standin, clock):
    from django.test import Client

    address = answer(to_dialog(admin))
    stranger = Client()
    factories.sign_in(stranger, publisher)
    assert back(stranger, address).status_code == 422
    wrong = re.sub(r"state=[^&#]+", "state=mot-gia-tri-khac", address)
    assert back(admin, wrong).status_code == 422
    assert back(admin, address).status_code == 422  # a wrong try spends it

    again = answer(to_dialog(admin))
    assert back(admin, again).status_code == 302
    assert back(admin, again).status_code == 422  # used
    late = answer(to_dialog(admin))
    clock.advance(16 * 60)
    assert back(admin, late).status_code == 422


def test_connecting_again_keeps_queue_and_history_and_late_posts_ask(
    admin, union, standin, publisher, work, clock
):
    back(admin, answer(to_dialog(admin)))
    choose(admin, union)
    page = Page.objects.get()
    import uuid

    posts = [actions.prepare(page, f"Bài {n}", by=publisher, submit_key=uuid.uuid4()) for n in range(3)]
    standin.control("token", page=PAGE_ID, subcode=460)
    for post in posts[:2]:
        actions.publish_now(post, by=publisher)
    work(30)
    page.refresh_from_db()
    assert page.is_stopped
    standin.control("token", page=PAGE_ID, value="EAApagestandin0009")

    back(admin, answer(to_dialog(admin, page=page.pk)))
    shown = admin.get(reverse("publishing:choose")).content.decode()
    key = re.search(r'name="submit_key" value="([^"]+)"', shown)[1]
    admin.post(reverse("publishing:choose"), {"page": PAGE_ID, "submit_key": key})
    work(20)

    page.refresh_from_db()
    assert Page.objects.count() == 1 and not page.is_stopped
    assert [one["message"] for one in standin.control("state")["posts"] if one["is_published"]] == [
        "Bài 0",
        "Bài 1",
    ]
    assert posts[0].attempts.count() == 2


def test_seven_days_before_the_end_one_notice_comes(page, standin, publisher, clock):
    from datetime import timedelta

    from nhipcau.core import clock as product_clock

    end = product_clock.now() + timedelta(days=20)
    standin.fault(
        "status_body",
        r"/debug_token$",
        method="GET",
        times=0,
        status=200,
        body={
            "data": {
                "app_id": "900000000000001", "type": "PAGE", "is_valid": True, "expires_at": 0,
                "data_access_expires_at": int(end.timestamp()), "scopes": ALL, "profile_id": PAGE_ID,
            }
        },
    )  # fmt: skip
    for day in range(1, 20):
        clock.advance(86_401)
        jobs.check_pages.call()
        told = Message.objects.filter(kind="publishing/page_ends", to=publisher).count()
        assert told == (1 if day >= 13 else 0), day


def test_a_token_is_forgotten_on_demand(page, make_post, publisher, admin):
    post = make_post()
    actions.publish_now(post, by=publisher)

    admin.post(reverse("publishing:disconnect", args=[page.pk]))

    page.refresh_from_db()
    assert page.sealed_token == "" and page.token == ""
    post.refresh_from_db()
    assert post.status == Status.SCHEDULED  # the queue stays


def test_a_second_page_from_the_same_form_is_a_second_page(union, publisher, standin, clock):
    clock.set("2020-10-08 09:00")
    key = uuid.uuid4()
    for token in (TOKEN, OTHER_TOKEN):
        actions.connect(union.desk, actions.prove(token), by=publisher, submit_key=key)
    assert Page.objects.count() == 2
