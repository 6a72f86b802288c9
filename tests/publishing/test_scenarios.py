"""Scenarios 1, 2, 3, 5, 8, 11, 33 and 34 of the Facebook contract (section 12): how many public posts the server
counts, where the post stands, what a person reads in both languages, and what happens next."""

import uuid
from datetime import timedelta

import pytest

from nhipcau.core import clock as product_clock
from nhipcau.notifications.models import Message
from nhipcau.publishing import actions, jobs
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Attempt, Post
from nhipcau.publishing.sending import claim
from nhipcau.publishing.states import Reason, Status
from nhipcau.publishing.words import attempts as attempt_words
from tests.publishing.conftest import PAGE_ID, TOKEN
from tests.publishing.saying import (
    FOUND,
    LOOKING,
    LOOKING_NEXT,
    MISSING,
    MISSING_NEXT,
    feed_calls,
    opens,
    public,
    said,
    said_of_page,
)

pytestmark = pytest.mark.django_db(transaction=True)
BOTH_WAYS = pytest.mark.parametrize("auto_resend", [False, True], ids=["asking", "resending"])


def accepted_but_unheard(standin, post, publisher, work, kind, **options):
    """The server takes the post, the answer is lost: looked for, found, adopted, never sent again."""
    standin.fault(kind, r"/feed$", **options)
    actions.publish_now(post, by=publisher)

    work()
    post.refresh_from_db()
    assert post.status == Status.CHECKING
    said(post, *LOOKING, LOOKING_NEXT)
    work(10)

    post.refresh_from_db()
    on_page = standin.control("state")["posts"]
    assert post.status == Status.PUBLISHED
    assert (post.remote_id, post.permalink) == (on_page[0]["id"], on_page[0]["permalink_url"])
    assert opens(post)
    said(post, *FOUND)
    assert [one.outcome for one in post.attempts.all()] == [Attempt.Outcome.FOUND]
    work(600, step=20)
    assert public(standin) == [1]
    assert feed_calls(standin) == 1


@pytest.mark.parametrize("photos", [0, 2])
@BOTH_WAYS
def test_scenario_01_accepted_then_the_connection_is_cut(
    standin, page, make_post, publisher, work, photos, auto_resend
):
    actions.set_auto_resend(page, auto_resend, by=publisher)
    accepted_but_unheard(standin, make_post(photos=photos), publisher, work, "accept_then_drop")


@BOTH_WAYS
def test_scenario_02_accepted_then_the_answer_takes_too_long(
    standin, page, make_post, publisher, work, auto_resend
):
    actions.set_auto_resend(page, auto_resend, by=publisher)
    accepted_but_unheard(standin, make_post(photos=1), publisher, work, "accept_then_delay", seconds=6)


@pytest.mark.parametrize("photos", [0, 2])
@BOTH_WAYS
def test_scenario_03_accepted_then_http_500(standin, page, make_post, publisher, work, photos, auto_resend):
    actions.set_auto_resend(page, auto_resend, by=publisher)
    accepted_but_unheard(standin, make_post(photos=photos), publisher, work, "accept_then_500")


@BOTH_WAYS
def test_scenario_05_a_slow_list_is_waited_for(standin, page, make_post, publisher, work, auto_resend):
    actions.set_auto_resend(page, auto_resend, by=publisher)
    standin.control("page", id=PAGE_ID, list_delay=60)
    standin.fault("accept_then_500", r"/feed$")
    post = make_post()
    actions.publish_now(post, by=publisher)

    work(55)
    post.refresh_from_db()
    assert post.status == Status.CHECKING
    said(post, *LOOKING, LOOKING_NEXT)
    assert feed_calls(standin) == 1
    work(120)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    said(post, *FOUND)
    assert opens(post)
    work(300)
    assert feed_calls(standin) == 1
    assert public(standin) == [1]


def test_scenario_08_a_duplicate_after_an_unclear_attempt_is_the_post_itself(
    standin, page, make_post, publisher, work
):
    """The list is so slow that no look finds the post; the one resend is refused as the same text."""
    actions.set_auto_resend(page, True, by=publisher)
    standin.control("page", id=PAGE_ID, refuses_duplicates=True, list_delay=170)
    standin.fault("accept_then_drop", r"/feed$")
    post = make_post()
    actions.publish_now(post, by=publisher)

    work(160)
    post.refresh_from_db()
    assert post.status == Status.CHECKING
    said(post, *LOOKING, LOOKING_NEXT)
    work(240)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    said(post, *FOUND)
    assert opens(post)
    assert feed_calls(standin) == 2
    assert public(standin) == [1]


def test_scenario_11_a_dead_token_stops_the_queue_with_one_notice(
    standin, page, make_post, publisher, work, union, later
):
    first, second, late = make_post("Bài một"), make_post("Bài hai"), make_post("Bài trễ")
    actions.publish_now(first, by=publisher)
    actions.publish_now(second, by=publisher)
    actions.schedule(late, later(1), by=publisher)
    standin.control("token", page=PAGE_ID, subcode=460)

    work(120)

    stopped = (
        "The connection to the Page has ended; its posts wait.",
        "Kết nối với Trang đã hết hiệu lực; các bài đang chờ.",
    )
    said_of_page(
        page,
        stopped,
        (
            "Reconnect the Page: open “Pages” and press “Connect again”.",
            "Cần kết nối lại Trang: mở mục “Trang” rồi bấm “Kết nối lại”.",
        ),
    )
    following = (
        "The post goes out after the Page is connected again.",
        "Bài sẽ được đăng sau khi kết nối lại Trang.",
    )
    for post in (first, second, late):
        said(post, *stopped, following)
    assert (
        attempt_words.next_of(first, first.attempts.get()) == ""
    )  # the row promises no hour, the post says what it waits for
    assert page.is_stopped
    assert Message.objects.filter(kind="publishing/page_stopped").count() == 1
    assert (feed_calls(standin), public(standin)) == (1, [])
    Post.objects.filter(pk=late.pk).update(due_at=product_clock.now() - timedelta(hours=2))

    standin.control("token", page=PAGE_ID, value="EAApagestandin0003")
    proof = actions.prove("EAApagestandin0003")
    actions.connect(union.desk, proof, by=publisher, submit_key=uuid.uuid4(), page=page)
    work(5)

    assert [one["message"] for one in standin.control("state")["posts"]] == ["Bài một", "Bài hai"]
    late.refresh_from_db()
    assert (late.status, late.reason) == (Status.ASKED, Reason.LATE)
    said(
        late,
        "The hour of publishing passed more than an hour ago, and the post is not public.",
        "Đã quá giờ đăng hơn một tiếng mà bài chưa được đăng công khai.",
        (
            "Publish it now, choose another time, or call it off.",
            "Hãy đăng ngay, chọn giờ khác hoặc hủy bài.",
        ),
    )
    actions.publish_now(late, by=publisher)
    work()
    assert public(standin) == [1, 1, 1]


def test_scenario_33_two_workers_make_one_call(standin, make_post, publisher, work, clock):
    """Beside this, test_kill.py starts two real workers at once."""
    post = make_post()
    actions.publish_now(post, by=publisher)
    one, other = Post.objects.get(pk=post.pk), Post.objects.get(pk=post.pk)

    taken = [claim(one), claim(other)]

    assert [attempt is not None for attempt in taken] == [True, False]
    assert post.attempts.count() == 1
    said(
        post,
        "It is being published at this moment.",
        "Bài đang được đăng.",
        ("Reload the page in a minute.", "Hãy tải lại trang sau một phút."),
    )
    jobs.publish_due_posts.call()
    assert feed_calls(standin) == 0  # the claim is not taken away while its lease runs
    clock.advance(200)
    work(60)
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert (feed_calls(standin), public(standin)) == (1, [1])


@BOTH_WAYS
@pytest.mark.parametrize("accepted", [False, True])
def test_scenario_34_after_a_crash_an_open_attempt_is_looked_for_first(
    standin, page, make_post, publisher, work, clock, accepted, auto_resend
):
    """The crash lies between `sending_at` and the answer's row; test_kill.py plays it with real workers."""
    actions.set_auto_resend(page, auto_resend, by=publisher)
    post = make_post()
    actions.publish_now(post, by=publisher)
    post.refresh_from_db()
    attempt = claim(post)
    attempt.sending_at = product_clock.now()
    attempt.save()
    if accepted:
        with graph_client() as client:
            client.publish(PAGE_ID, TOKEN, post.text)
    before = feed_calls(standin)

    clock.advance(200)
    jobs.probe_open_attempts.call()
    jobs.publish_due_posts.call()
    post.refresh_from_db()
    assert post.status == Status.CHECKING
    said(post, *LOOKING, LOOKING_NEXT)
    assert feed_calls(standin) == before
    work(200)

    post.refresh_from_db()
    if accepted or auto_resend:
        assert post.status == Status.PUBLISHED
        assert public(standin) == [1]
        assert opens(post)
        assert feed_calls(standin) == 1
    else:
        assert post.status == Status.ASKED
        said(post, *MISSING, MISSING_NEXT)
        assert (feed_calls(standin), public(standin)) == (0, [])
        assert Message.objects.filter(kind="publishing/asked").count() == 1
        work(7200, step=300)
        assert feed_calls(standin) == 0  # an asked post waits for its person
