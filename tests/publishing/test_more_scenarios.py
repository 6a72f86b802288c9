"""Scenarios 4, 6, 7, 9, 10, 13, 14, 15, 16, 21, 22, 29 and 32 of the Facebook contract (section 12), and faults that
have no number there."""

import pytest
from django.urls import reverse

from nhipcau.core import clock as product_clock
from nhipcau.notifications.models import Message
from nhipcau.publishing import actions, figures, jobs
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Attempt, Page
from nhipcau.publishing.sending import claim
from nhipcau.publishing.states import Reason, Status
from tests import factories
from tests.publishing.conftest import OTHER_PAGE_ID, OTHER_TOKEN, PAGE_ID, TOKEN, jpeg
from tests.publishing.saying import (
    FOUND,
    LOOKING,
    LOOKING_NEXT,
    MISSING,
    MISSING_NEXT,
    feed_calls,
    public,
    refusal,
    said,
    said_of_page,
    stands,
)

pytestmark = pytest.mark.django_db(transaction=True)
OUT = ("Published at 09:00 08/10/2020.", "Đã đăng lúc 09:00 08/10/2020.")
WAITS = (
    "The post goes out after the Page is connected again.",
    "Bài sẽ được đăng sau khi kết nối lại Trang.",
)


@pytest.mark.parametrize("code", [1, 2])
def test_scenario_04_refused_before_acceptance_is_resent_once_where_switched_on(
    standin, page, make_post, publisher, work, code
):
    actions.set_auto_resend(page, True, by=publisher)
    post = make_post()
    standin.fault("status_body", r"/feed$", status=500, body=refusal(code))
    actions.publish_now(post, by=publisher)

    work(20)
    stands(post, Status.CHECKING, LOOKING, LOOKING_NEXT)
    work(180)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert public(standin) == [1]
    assert feed_calls(standin) == 2
    assert [one.outcome for one in post.attempts.all()] == [
        Attempt.Outcome.MISSING,
        Attempt.Outcome.PUBLISHED,
    ]


def test_scenario_04_between_the_looks_and_the_resend_a_person_reads_that_facebook_fails(
    page, make_post, publisher, clock
):
    post = make_post()
    actions.publish_now(post, by=publisher)
    post.refresh_from_db()
    claim(post)
    from nhipcau.publishing.sending import wait

    wait(post, Reason.UNKNOWN, product_clock.now())

    stands(
        post,
        Status.WAITING,
        ("Facebook is failing, retrying.", "Facebook tạm lỗi, đang thử lại."),
        ("The next try is at 09:00 08/10/2020.", "Lần thử tiếp theo lúc 09:00 08/10/2020."),
    )


def test_scenario_04_a_second_unclear_attempt_is_asked_about(standin, page, make_post, publisher, work):
    actions.set_auto_resend(page, True, by=publisher)
    post = make_post()
    standin.fault("status_body", r"/feed$", times=0, status=500, body=refusal(1))
    actions.publish_now(post, by=publisher)

    work(400)

    stands(post, Status.ASKED, MISSING, MISSING_NEXT)
    assert (feed_calls(standin), public(standin)) == (2, [])


def test_scenario_04_without_the_switch_a_person_is_asked_and_decides(standin, make_post, publisher, work):
    post = make_post()
    standin.fault("status_body", r"/feed$", status=500, body=refusal(1))
    actions.publish_now(post, by=publisher)

    work(600)

    assert (feed_calls(standin), public(standin)) == (1, [])
    stands(post, Status.ASKED, MISSING, MISSING_NEXT)
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

    stands(
        post,
        Status.ASKED,
        ("An identical post by someone else exists.", "Có bài giống hệt do người khác đăng."),
        (
            "Open the Page: if that post is enough, choose “It is there”; otherwise publish again.",
            "Hãy mở Trang: nếu bài đó là đủ, chọn “Bài đã có”; nếu không, bấm “Đăng lại”.",
        ),
    )
    work(3600, step=300)
    assert (feed_calls(standin), public(standin)) == (1, [1])  # the officer's own, and nothing of ours


def test_scenario_07_a_duplicate_on_a_fresh_post_goes_back_to_the_person(standin, make_post, publisher, work):
    standin.control("page", id=PAGE_ID, refuses_duplicates=True)
    post = make_post()
    standin.control("post", page=PAGE_ID, message=post.text)
    actions.publish_now(post, by=publisher)

    work(600, step=60)

    stands(
        post,
        Status.REFUSED,
        ("Same text as the latest post.", "Nội dung trùng bài vừa đăng."),
        ("Change the text, then schedule it again.", "Hãy sửa nội dung rồi lên lịch lại."),
    )
    assert (feed_calls(standin), public(standin)) == (1, [1])


def test_scenario_09_a_rate_limit_is_waited_out_without_a_call(standin, make_post, publisher, work, clock):
    usage = '{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":19}]}'
    standin.fault("header", r"/feed$", name="X-Business-Use-Case-Usage", value=usage)
    standin.fault("status_body", r"/feed$", body=refusal(80001))
    post = make_post()
    actions.publish_now(post, by=publisher)

    work()
    limited = (
        "Rate limited, continuing at 09:19 08/10/2020.",
        "Facebook giới hạn lượt gọi, đăng lại lúc 09:19 08/10/2020.",
    )
    stands(post, Status.WAITING, limited)
    said_of_page(post.page, limited, ("", ""))
    calls = len(standin.control("state")["requests"])
    work(18 * 60, step=60)
    assert len(standin.control("state")["requests"]) == calls
    work(120)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert public(standin) == [1]


def test_scenario_09_an_odd_pattern_of_calls_is_told_to_the_operator(
    standin, page, make_post, publisher, work, union
):
    operator = factories.make_user("Ngô Văn Vận Hành", "operator", union.desk)
    standin.fault("status_body", r"/feed$", body=refusal(613, 1996))
    post = make_post()
    actions.publish_now(post, by=publisher)

    work(600, step=60)

    post.refresh_from_db()
    assert (post.status, feed_calls(standin), public(standin)) == (Status.WAITING, 1, [])
    assert Message.objects.filter(kind="publishing/odd_calls", to=operator).count() == 1


def test_scenario_10_from_ninety_percent_on_figures_stop_and_publishing_goes_on(
    standin, page, make_post, publisher, work, clock
):
    first, second = make_post("Bài một"), make_post("Bài hai")
    actions.publish_now(first, by=publisher)
    work()
    usage = '{"1":[{"type":"pages","call_count":92,"total_time":5,"total_cputime":5}]}'
    standin.fault("header", r".", name="X-Business-Use-Case-Usage", value=usage, times=0)
    clock.advance(86_400)
    actions.publish_now(second, by=publisher)
    work()

    jobs.fetch_figures.call()
    jobs.look_at_public_posts.call()

    stands(second, Status.PUBLISHED, ("Published at 09:00 09/10/2020.", "Đã đăng lúc 09:00 09/10/2020."))
    assert public(standin) == [1, 1]
    reads = [one for one in standin.control("state")["requests"] if one["method"] == "GET"]
    assert not any("insights" in one["path"] or "published_posts" in one["path"] for one in reads)
    page.refresh_from_db()
    assert figures.is_used_up(page)
    clock.advance(3601)
    standin.control("faults/clear")
    jobs.fetch_figures.call()
    first.refresh_from_db()
    assert [one.days for one in first.figures.all()] == [1]


def stopped(standin, page, make_post, publisher, work, body, what, following):
    """One call, then nothing: the Page stops with one notice, its posts wait in their order."""
    standin.fault("status_body", r"/feed$", body=body)
    post, other = make_post("Bài một"), make_post("Bài hai")
    actions.publish_now(post, by=publisher)
    actions.publish_now(other, by=publisher)

    work(300, step=30)

    said_of_page(page, what, following)
    for one in (post, other):
        one.refresh_from_db()
        assert one.status in (Status.WAITING, Status.SCHEDULED)
        said(one, *what, WAITS)
    assert (feed_calls(standin), public(standin)) == (1, [])
    assert Message.objects.filter(kind="publishing/page_stopped").count() == 1
    return post


def test_scenario_13_a_lost_role_stops_the_page_and_names_who_must_act(
    standin, page, make_post, publisher, work
):
    stopped(
        standin, page, make_post, publisher, work, refusal(190, 492),
        ("The connecting person no longer has a role on the Page.", "Người kết nối không còn quyền trên Trang."),
        (
            "A person with a role on the Page must connect it again.",
            "Cần một người có quyền trên Trang kết nối lại.",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("code", [10, 200])
def test_scenario_14_a_declined_permission_stops_the_page_and_is_named(
    standin, page, make_post, publisher, work, code
):
    stopped(
        standin, page, make_post, publisher, work, refusal(code),
        ("A permission to publish on the Page is missing.", "Thiếu quyền đăng bài trên Trang."),
        (
            "Connect the Page again and grant pages_manage_posts, pages_read_engagement and pages_show_list.",
            "Hãy kết nối lại Trang và cấp các quyền pages_manage_posts, pages_read_engagement và pages_show_list.",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("code", [1404006, 4854002])
def test_scenario_29_a_demand_for_verification_stops_the_page_without_a_retry(
    standin, page, make_post, publisher, work, code
):
    stopped(
        standin, page, make_post, publisher, work, refusal(code),
        (
            "Facebook asks an admin to verify on facebook.com.",
            "Facebook yêu cầu người quản trị xác minh trên facebook.com.",
        ),
        (
            "Sign in on facebook.com, do what it asks, then connect the Page again.",
            "Hãy đăng nhập facebook.com, làm theo yêu cầu ở đó rồi kết nối lại Trang.",
        ),
    )  # fmt: skip


def test_scenario_29_a_block_stops_the_page_without_a_retry(standin, page, make_post, publisher, work):
    stopped(
        standin, page, make_post, publisher, work, refusal(368),
        (
            "Facebook has blocked publishing on this Page for a while.",
            "Facebook tạm chặn việc đăng bài trên Trang này.",
        ),
        (
            "Wait a day, look at the Page on facebook.com, then connect it again.",
            "Hãy đợi một ngày, xem Trang trên facebook.com rồi kết nối lại.",
        ),
    )  # fmt: skip


def test_scenario_15_a_photo_too_big_is_made_smaller_and_sent_once_more(
    standin, page, publisher, work, make_post
):
    post = make_post(pictures=[Picture(jpeg(n)) for n in range(5)])
    standin.fault("status_body", r"/photos$", nth=3, body=refusal(1366046))
    actions.publish_now(post, by=publisher)

    work()

    stands(post, Status.PUBLISHED, OUT)
    assert public(standin) == [1]
    shown = standin.control("state")["posts"][0]["photos"]
    assert len(shown) == 5
    assert [one == photo.digest for one, photo in zip(shown, post.photos.all(), strict=True)] == [
        True, True, False, True, True,
    ]  # fmt: skip


def test_scenario_15_a_photo_refused_twice_leaves_nothing_public(standin, page, publisher, work, make_post):
    post = make_post(pictures=[Picture(jpeg(n)) for n in range(5)])
    standin.fault("status_body", r"/photos$", nth=3, times=2, body=refusal(1366046))
    actions.publish_now(post, by=publisher)

    work(600, step=60)

    stands(
        post,
        Status.REFUSED,
        ("Photo 3 was refused; nothing was published.", "Ảnh 3 không được nhận; chưa có gì được đăng."),
        (
            "Replace or remove this photo, then schedule the post again.",
            "Hãy thay hoặc bỏ ảnh này rồi lên lịch lại.",
        ),
    )
    assert (feed_calls(standin), public(standin)) == (0, [])


def test_scenario_16_a_post_of_photos_is_found_by_its_photos(standin, page, make_post, publisher, work):
    post = make_post(photos=3)
    standin.fault("accept_then_drop", r"/feed$")
    actions.publish_now(post, by=publisher)
    work()
    stands(post, Status.CHECKING, LOOKING, LOOKING_NEXT)
    on_page = standin.control("state")["posts"][0]
    standin.control("edit", id=on_page["id"], message="Một cán bộ đã sửa chữ ngay sau khi đăng.")

    work(30)

    stands(post, Status.PUBLISHED, FOUND)
    assert post.remote_id == on_page["id"]
    assert (feed_calls(standin), public(standin)) == (1, [1])


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


@pytest.mark.parametrize("kind", ["truncate", "empty_200", "html_502"])
@pytest.mark.parametrize("accepted", [True, False])
def test_scenario_21_an_answer_that_cannot_be_read_is_looked_for(
    standin, make_post, publisher, work, client, kind, accepted
):
    post = make_post()
    standin.fault(kind, r"/feed$", accept=accepted)
    actions.publish_now(post, by=publisher)

    work(200)

    if accepted:
        stands(post, Status.PUBLISHED, FOUND)
        assert public(standin) == [1]
    else:
        stands(post, Status.ASKED, MISSING, MISSING_NEXT)
        assert public(standin) == []
    assert feed_calls(standin) == 1
    attempt = post.attempts.get()
    if kind == "html_502":
        assert "502 Bad Gateway" in attempt.answer["body_start"]  # kept for the administrator
    factories.sign_in(client, publisher)
    shown = client.get(f"/publishing/{post.pk}/attempts/").content.decode()
    assert "502 Bad Gateway" not in shown  # and never shown


@pytest.mark.parametrize("body", [{"success": False}, {"id": 12345}, {"id": "khong-phai-so"}, []])
def test_scenario_22_success_false_or_an_id_of_a_wrong_type_is_no_success(
    standin, make_post, publisher, work, body
):
    post = make_post()
    standin.fault("status_body", r"/feed$", status=200, body=body)
    actions.publish_now(post, by=publisher)

    work()
    stands(post, Status.CHECKING, LOOKING, LOOKING_NEXT)
    work(200)

    stands(post, Status.ASKED, MISSING, MISSING_NEXT)
    assert (feed_calls(standin), public(standin)) == (1, [])


def test_scenario_32_an_unknown_code_is_told_with_its_reference_and_other_pages_go_on(
    standin, page, make_post, publisher, work, union
):
    import uuid

    other = actions.connect(union.desk, actions.prove(OTHER_TOKEN), by=publisher, submit_key=uuid.uuid4())
    there = actions.prepare(other, "Bài của Trang khác", by=publisher, submit_key=uuid.uuid4())
    post = make_post()
    standin.fault("status_body", rf"/{PAGE_ID}/feed$", body=refusal(99999, message="Mới lạ"))
    actions.publish_now(post, by=publisher)
    actions.publish_now(there, by=publisher)

    work(200)

    stands(there, Status.PUBLISHED, OUT)
    stands(
        post,
        Status.ASKED,
        (
            "Facebook answered with a fault this program does not know, and the post was not found.",
            "Facebook báo một lỗi chương trình chưa biết và chưa thấy bài trên Trang.",
        ),
        (
            "Show the attempt below to the operator; open the Page and look whether the post is there.",
            "Hãy đưa lần gửi bên dưới cho người vận hành xem; mở Trang và xem bài có ở đó không.",
        ),
    )
    assert post.attempts.get().answer["trace_id"] == "Atrace1"
    assert [one["page"] for one in standin.control("state")["posts"]] == [OTHER_PAGE_ID]


def test_scenario_32_a_page_whose_number_changed_is_said_to_a_person(
    standin, page, make_post, publisher, work
):
    post = make_post()
    actions.publish_now(post, by=publisher)
    Page.objects.filter(pk=page.pk).update(page_id="100000000000777")

    work(600, step=60)

    stands(
        post,
        Status.REFUSED,
        (
            "Facebook does not know this Page under its number any more.",
            "Facebook không còn nhận ra Trang theo số hiệu này.",
        ),
        (
            "Connect the Page again under “Pages”, then schedule the post again or post it by hand.",
            "Hãy kết nối lại Trang ở mục “Trang”, rồi lên lịch lại hoặc đăng thủ công.",
        ),
    )
    assert post.attempts.get().answer["trace_id"]
    assert (feed_calls(standin), public(standin)) == (1, [])


def test_scenario_32_a_version_that_ends_is_told_ninety_days_before(
    standin, page, publisher, clock, settings, union
):
    operator = factories.make_user("Ngô Văn Vận Hành", "operator", union.desk)
    settings.FACEBOOK_API_VERSION = "v22.0"  # ends on 20 May 2027
    clock.set("2027-02-18 09:00")
    jobs.check_pages.call()
    assert not Message.objects.filter(kind="publishing/version_ends").exists()
    clock.set("2027-02-19 09:00")

    jobs.check_pages.call()
    clock.advance(86_400)
    jobs.check_pages.call()

    told = Message.objects.get(kind="publishing/version_ends", to=operator)
    assert told.subject == "Giao diện v22.0 của Facebook ngừng ngày 20/05/2027"


def test_a_version_nobody_knows_is_told_too(standin, page, publisher, client, settings, union):
    operator = factories.make_user("Ngô Văn Vận Hành", "operator", union.desk)
    settings.FACEBOOK_API_VERSION = "v99.0"

    jobs.check_pages.call()

    told = Message.objects.get(kind="publishing/version_ends", to=operator)
    assert told.subject == "Phiên bản v99.0 của giao diện Facebook chưa được phần mềm này biết đến"
    client.force_login(publisher)
    assert "v99.0" in client.get(reverse("publishing:pages")).content.decode()


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


def test_an_unreachable_facebook_is_tried_five_times_an_hour_and_then_asked_about(
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
    assert other.attempts.count() == 5


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
