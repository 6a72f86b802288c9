"""More scenarios of the Facebook contract (section 12), and faults that have no number there."""

import pytest
from django.utils import translation

from nhipcau.core import clock as product_clock
from nhipcau.notifications.models import Message
from nhipcau.publishing import actions, jobs, words
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Attempt
from nhipcau.publishing.sending import claim
from nhipcau.publishing.states import Status
from tests.publishing.conftest import PAGE_ID, TOKEN
from tests.publishing.saying import FOUND, feed_calls, public, said

pytestmark = pytest.mark.django_db(transaction=True)


def test_scenario_04_refused_before_acceptance_is_resent_once_where_switched_on(
    standin, page, make_post, publisher, work
):
    actions.set_auto_resend(page, True, by=publisher)
    post = make_post()
    standin.fault("status_body", r"/feed$", status=500, body={"error": {"code": 2, "message": "x"}})
    actions.publish_now(post, by=publisher)

    work(200)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert public(standin) == [1]
    assert feed_calls(standin) == 2
    assert [one.outcome for one in post.attempts.all()] == [
        Attempt.Outcome.MISSING,
        Attempt.Outcome.PUBLISHED,
    ]


def test_scenario_04_a_second_unclear_attempt_is_asked_about(standin, page, make_post, publisher, work):
    actions.set_auto_resend(page, True, by=publisher)
    post = make_post()
    standin.fault("status_body", r"/feed$", times=0, status=500, body={"error": {"code": 1, "message": "x"}})
    actions.publish_now(post, by=publisher)

    work(400)

    post.refresh_from_db()
    assert post.status == Status.ASKED
    assert feed_calls(standin) == 2


def test_scenario_04_without_the_switch_a_person_is_asked_and_decides(standin, make_post, publisher, work):
    post = make_post()
    standin.fault("status_body", r"/feed$", status=500, body={"error": {"code": 1, "message": "x"}})
    actions.publish_now(post, by=publisher)

    work(600)

    assert feed_calls(standin) == 1
    said(
        post,
        "Facebook gave no clear answer, and the post was not found on the Page.",
        "Facebook không trả lời rõ ràng và chưa thấy bài trên Trang.",
    )
    assert post.status == Status.ASKED
    assert Message.objects.filter(kind="publishing/asked").count() == 1
    actions.publish_again(post, by=publisher)
    work()
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert public(standin) == [1]


def test_scenario_06_the_same_text_by_an_officer_is_not_adopted(standin, page, make_post, publisher, work):
    actions.set_auto_resend(page, True, by=publisher)
    standin.fault("drop_before", r"/feed$")
    post = make_post()
    standin.control("post", page=PAGE_ID, message=post.text)
    actions.publish_now(post, by=publisher)

    work(200)

    said(post, "An identical post by someone else exists.", "Có bài giống hệt do người khác đăng.")
    assert post.status == Status.ASKED
    assert feed_calls(standin) == 1


def test_scenario_07_a_duplicate_on_a_fresh_post_goes_back_to_the_person(standin, make_post, publisher, work):
    standin.control("page", id=PAGE_ID, refuses_duplicates=True)
    post = make_post()
    standin.control("post", page=PAGE_ID, message=post.text)
    actions.publish_now(post, by=publisher)

    work()

    said(post, "Same text as the latest post.", "Nội dung trùng bài vừa đăng.")
    assert post.status == Status.REFUSED


def test_scenario_09_a_rate_limit_is_waited_out_without_a_call(standin, make_post, publisher, work, clock):
    usage = '{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":19}]}'
    standin.fault("header", r"/feed$", name="X-Business-Use-Case-Usage", value=usage)
    standin.fault("status_body", r"/feed$", body={"error": {"code": 80001, "message": "x"}})
    post = make_post()
    actions.publish_now(post, by=publisher)

    work()
    said(
        post,
        "Rate limited, continuing at 09:19 08/10/2020.",
        "Facebook giới hạn lượt gọi, đăng lại lúc 09:19 08/10/2020.",
    )
    calls = len(standin.control("state")["requests"])
    work(18 * 60, step=60)
    assert len(standin.control("state")["requests"]) == calls
    work(120)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED


@pytest.mark.parametrize(
    "code, sub, words_en",
    [
        (190, 492, "The connecting person no longer has a role on the Page."),
        (200, None, "A permission to publish on the Page is missing."),
        (368, None, "Facebook has blocked publishing on this Page for a while."),
        (1404006, None, "Facebook asks an admin to verify on facebook.com."),
    ],
)
def test_scenarios_13_14_29_a_refusal_of_the_whole_page_stops_it_in_words(
    standin, page, make_post, publisher, work, code, sub, words_en
):
    standin.fault(
        "status_body", r"/feed$", body={"error": {"code": code, "error_subcode": sub, "message": "x"}}
    )
    actions.publish_now(make_post(), by=publisher)

    work(60)

    page.refresh_from_db()
    with translation.override("en"):
        assert words.of_page(page).what == words_en
    assert feed_calls(standin) == 1


def test_scenario_15_a_refused_photo_leaves_nothing_public(standin, make_post, publisher, work):
    post = make_post(photos=3)
    standin.fault("status_body", r"/photos$", nth=3, body={"error": {"code": 1366046, "message": "x"}})
    actions.publish_now(post, by=publisher)

    work(60)

    said(post, "Photo 3 was refused; nothing was published.", "Ảnh 3 không được nhận; chưa có gì được đăng.")
    assert public(standin) == []
    assert feed_calls(standin) == 0


def test_photos_are_shown_in_order_and_an_unclear_photo_is_simply_sent_again(
    standin, make_post, publisher, work
):
    post = make_post(photos=3)
    standin.fault("accept_then_drop", r"/photos$", nth=2)
    actions.publish_now(post, by=publisher)

    work(90)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    shown = standin.control("state")["posts"][0]["photos"]
    assert shown == [one.digest for one in post.photos.all()]


@pytest.mark.parametrize("kind", ["truncate", "wrong_type", "empty_200", "html_502"])
def test_scenarios_21_22_what_cannot_be_read_is_looked_for(standin, make_post, publisher, work, kind):
    post = make_post()
    standin.fault(kind, r"/feed$", accept=True)
    actions.publish_now(post, by=publisher)

    work(20)

    said(post, *FOUND)
    assert public(standin) == [1]


def test_a_crash_before_sending_asks_nobody_and_goes_on(standin, make_post, publisher, work, clock):
    post = make_post()
    actions.publish_now(post, by=publisher)
    post.refresh_from_db()
    claim(post)

    clock.advance(200)
    work()

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert public(standin) == [1]


def test_an_unreachable_facebook_is_tried_again_and_asked_about_after_an_hour(
    standin, make_post, publisher, work, settings
):
    base = settings.FACEBOOK_BASE_URL
    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    post, other = make_post("Bài một"), make_post("Bài hai")
    actions.publish_now(post, by=publisher)
    work()
    said(
        post,
        "Facebook could not be reached; nothing was sent.",
        "Không kết nối được Facebook; chưa gửi gì đi.",
    )
    settings.FACEBOOK_BASE_URL = base
    work(60)
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED

    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    actions.publish_now(other, by=publisher)
    work(3700, step=60)
    said(
        other,
        "The hour of publishing passed more than an hour ago, and the post is not public.",
        "Đã quá giờ đăng hơn một tiếng mà bài chưa được đăng công khai.",
    )
    assert other.status == Status.ASKED


def test_a_late_answer_of_a_slow_worker_is_believed(standin, make_post, publisher, work, clock):
    from nhipcau.publishing.sending import _save

    post = make_post()
    actions.publish_now(post, by=publisher)
    post.refresh_from_db()
    attempt = claim(post)
    attempt.sending_at = product_clock.now()
    attempt.save()
    clock.advance(200)
    jobs.probe_open_attempts.call()
    with graph_client() as client:
        outcome = client.publish(PAGE_ID, TOKEN, post.text)

    _save(attempt, outcome)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    work(200)
    assert public(standin) == [1]
