"""Scenarios 23 to 28, 30 and 31 of the Facebook contract (section 12): what becomes of a post after it went out, a Page
that is hidden, a clock that is wrong, Facebook's own schedule, figures, an app in development."""

from datetime import timedelta

import pytest
from django.db.models import F

from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from nhipcau.publishing import actions, figures, jobs
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import Status
from tests import factories
from tests.publishing.conftest import PAGE_ID
from tests.publishing.saying import feed_calls, public, refusal, said_of_page, stands

pytestmark = pytest.mark.django_db(transaction=True)
OUT = ("Published at 09:00 08/10/2020.", "Đã đăng lúc 09:00 08/10/2020.")
EDITED = ("Edited on Facebook.", "Đã sửa trên Facebook.")
EDITED_NEXT = (
    "Both texts are shown below. Ours is not put over it unless you correct the post.",
    "Cả hai nội dung hiện bên dưới. Nội dung của đơn vị không ghi đè, trừ khi bạn sửa bài.",
)
REMOVED = ("Removed on Facebook.", "Bài đã bị gỡ trên Facebook.")
REMOVED_NEXT = (
    "It is never published again by itself; its text and its numbers are kept here.",
    "Phần mềm không bao giờ tự đăng lại; nội dung và số liệu vẫn lưu ở đây.",
)
DEVELOPMENT_NEXT = (
    "The Meta app is in development mode. Ask the operator to set it to live, then open the post signed out.",
    "Ứng dụng Meta đang ở chế độ phát triển. Hãy nhờ người vận hành chuyển sang hoạt động, rồi mở bài khi chưa đăng nhập.",
)
HIDDEN = ("The Page is unpublished.", "Trang đang ẩn.")


@pytest.fixture
def published(make_post, publisher, work):
    post = make_post()
    actions.publish_now(post, by=publisher)
    work()
    post.refresh_from_db()
    assert post.is_published
    return post


def writes(standin):
    """Requests that change something, beside those that made the post."""
    rows = standin.control("state")["requests"]
    return [one for one in rows if one["method"] in ("POST", "DELETE")]


def test_scenario_23_an_edit_on_facebook_is_shown_with_both_texts_and_left_alone(
    standin, published, publisher, work, clock, client
):
    ours, before = published.text, len(writes(standin))
    standin.control("edit", id=published.remote_id, message="Bản sửa ngay trên Facebook.")
    clock.advance(86_400)

    jobs.look_at_public_posts.call()

    stands(published, Status.EDITED, EDITED, EDITED_NEXT)
    assert (published.text, published.remote_text) == (ours, "Bản sửa ngay trên Facebook.")
    assert [one.source for one in published.wordings.all()] == ["facebook", "ours"]
    factories.sign_in(client, publisher)
    shown = client.get(published.get_absolute_url()).content.decode()
    assert ours in shown and "Bản sửa ngay trên Facebook." in shown
    for _day in range(3):
        clock.advance(86_400)
        jobs.look_at_public_posts.call()
        work()
    assert len(writes(standin)) == before
    assert public(standin) == [1]
    assert Message.objects.filter(kind="publishing/changed").count() == 1


def test_scenario_24_a_removal_on_facebook_is_seen_and_never_undone(
    standin, published, publisher, work, clock
):
    figures.ask_now(published, by=publisher)
    standin.control("remove", id=published.remote_id)
    clock.advance(86_400)

    jobs.look_at_public_posts.call()

    stands(published, Status.REMOVED, REMOVED, REMOVED_NEXT)
    assert published.figures.count() == 1  # numbers are kept
    work(7200, step=600)
    clock.advance(86_400)
    jobs.look_at_public_posts.call()
    jobs.publish_due_posts.call()
    assert (feed_calls(standin), public(standin)) == (1, [])
    with pytest.raises(Refusal):
        actions.publish_now(published, by=publisher)


def test_scenario_25_a_token_that_sees_nothing_is_not_taken_for_a_removal(
    standin, page, published, clock, publisher
):
    standin.control("page", id=PAGE_ID, sees_nothing=True)
    clock.advance(86_400)

    jobs.look_at_public_posts.call()

    stands(published, Status.PUBLISHED, OUT)
    assert public(standin) == [1]
    reads = [one["path"] for one in standin.control("state")["requests"] if one["method"] == "GET"]
    assert any(path.endswith(f"/{PAGE_ID}") for path in reads)  # the Page itself was asked first


def test_scenario_26_posts_go_on_while_the_page_is_hidden(standin, page, make_post, publisher, work, clock):
    standin.control("unpublish", page=PAGE_ID)
    clock.advance(86_401)
    jobs.check_pages.call()
    said_of_page(
        page,
        HIDDEN,
        (
            "Posts go out all the same; members see them once the Page is published on facebook.com.",
            "Bài vẫn được đăng; đoàn viên sẽ thấy khi Trang được bật hiển thị trên facebook.com.",
        ),
    )
    post = make_post()
    actions.publish_now(post, by=publisher)

    work()

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert public(standin) == [1]


def test_scenario_26_where_chosen_posts_wait_while_the_page_is_hidden(
    standin, page, make_post, publisher, work, clock
):
    actions.set_waits_when_hidden(page, True, by=publisher)
    standin.control("unpublish", page=PAGE_ID)
    clock.advance(86_401)
    jobs.check_pages.call()
    post = make_post()
    actions.publish_now(post, by=publisher)

    work(300, step=60)

    stands(
        post,
        Status.SCHEDULED,
        HIDDEN,
        (
            "The post waits until the Page can be seen again, as chosen under “Pages”.",
            "Bài chờ đến khi Trang hiển thị trở lại, như đã chọn ở mục “Trang”.",
        ),
    )
    assert (feed_calls(standin), public(standin)) == (0, [])
    standin.control("page", id=PAGE_ID, is_published=True)
    page.refresh_from_db()
    Page.objects.filter(pk=page.pk).update(last_checked_at=F("last_checked_at") - timedelta(days=2))
    jobs.check_pages.call()
    work()
    assert public(standin) == [1]


def test_scenario_27_promised_hours_keep_to_facebooks_clock(
    standin, page, make_post, publisher, work, clock, union, later
):
    """Our clock is eleven minutes slow; Facebook's is the true one."""
    operator = factories.make_user("Ngô Văn Vận Hành", "operator", union.desk)
    standin.fault("skew", r".", method="GET", seconds=660)
    clock.advance(86_401)
    jobs.check_pages.call()
    page.refresh_from_db()
    assert page.skew_seconds == 660
    post = make_post()
    actions.schedule(post, later(30), by=publisher)
    standin.fault("accept_then_drop", r"/feed$")

    work(18 * 60, step=60)
    assert feed_calls(standin) == 0
    work(120, step=60)
    assert feed_calls(standin) == 1  # at nineteen minutes of our clock it is thirty by the true one
    work(180)

    stands(
        post,
        Status.PUBLISHED,
        ("Published (confirmed after a lost connection).", "Đã đăng (xác nhận lại sau khi mất kết nối)."),
    )
    assert public(standin) == [1]
    told = Message.objects.get(kind="publishing/clock_wrong", to=operator)
    assert told.subject == "Đồng hồ máy cơ quan bị sai" and "chậm 11 phút" in told.body


def test_scenario_27_a_fast_clock_neither_publishes_early_nor_loses_its_post(
    standin, page, make_post, publisher, work, clock
):
    standin.fault("skew", r".", method="GET", seconds=-660)
    clock.advance(86_401)
    jobs.check_pages.call()
    post = make_post()
    standin.fault("accept_then_drop", r"/feed$")

    actions.publish_now(post, by=publisher)
    work(60)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert (feed_calls(standin), public(standin)) == (1, [1])


def test_scenario_28_facebooks_own_schedule_is_refused_before_sending(
    standin, page, make_post, publisher, later
):
    post = make_post()
    for at, reason in (
        (later(5), "Lịch của Facebook cần ít nhất 20 phút nữa."),
        (later(31 * 24 * 60), "Lịch của Facebook chỉ nhận trước tối đa 28 ngày."),
    ):
        with pytest.raises(Refusal, match=reason):
            actions.schedule(post, at, by=publisher, is_native=True)
    stands(post, Status.DRAFT, ("This post is not scheduled yet.", "Bài này chưa được lên lịch."))
    assert (feed_calls(standin), public(standin)) == (0, [])


def test_scenario_28_when_its_queue_is_full_our_own_schedule_takes_over(
    standin, page, make_post, publisher, work, later
):
    post = make_post()
    text = "(#100) The specified scheduled publish time is invalid."
    standin.fault("status_body", r"/feed$", body=refusal(100, message=text))
    actions.schedule(post, later(60), by=publisher, is_native=True)

    work(10)
    stands(
        post,
        Status.WAITING,
        (
            "Facebook's own schedule did not take the post, so it is published from here at that hour.",
            "Lịch của Facebook không nhận bài nên bài sẽ được đăng từ đây vào giờ đó.",
        ),
        ("The next try is at 10:00 08/10/2020.", "Lần thử tiếp theo lúc 10:00 08/10/2020."),
    )
    assert public(standin) == []
    work(3600, step=60)

    stands(post, Status.PUBLISHED, ("Published at 10:00 08/10/2020.", "Đã đăng lúc 10:00 08/10/2020."))
    assert public(standin) == [1]


def test_scenario_28_a_post_in_facebooks_schedule_is_public_at_its_hour_once(
    standin, page, make_post, publisher, work, later
):
    post = make_post()
    actions.schedule(post, later(60), by=publisher, is_native=True)

    work(10)
    stands(
        post,
        Status.HANDED,
        (
            "It stands in Facebook's own schedule for 10:00 08/10/2020.",
            "Bài nằm trong lịch của Facebook, đăng lúc 10:00 08/10/2020.",
        ),
    )
    assert public(standin) == []
    work(3700, step=60)

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    assert (feed_calls(standin), public(standin)) == (1, [1])


def test_scenario_28_called_off_it_leaves_facebooks_schedule_too(
    standin, page, make_post, publisher, work, later
):
    post = make_post()
    actions.schedule(post, later(60), by=publisher, is_native=True)
    work(10)

    post.refresh_from_db()
    actions.call_off(post, by=publisher)
    work(3700, step=60)

    stands(
        post,
        Status.CANCELLED,
        ("This post was called off; it will not be published.", "Bài này đã bị hủy và sẽ không được đăng."),
    )
    assert public(standin) == []


def cells(client, post):
    return client.get(post.get_absolute_url()).content.decode()


def test_scenario_30_one_dead_metric_spoils_no_other(standin, published, publisher, client, clock):
    standin.control("metric", name="post_clicks", dead=True)
    standin.control("metric", id=published.remote_id, name="post_media_view", value=1234)
    clock.advance(86_400)

    jobs.fetch_figures.call()

    row = published.figures.get()
    assert (row.days, row.values["post_media_view"]["value"]) == (1, 1234)
    assert row.values["post_clicks"] == {"value": None, "why": "retired", "period": ""}
    factories.sign_in(client, publisher)
    shown = cells(client, published)
    assert "1.234" in shown and "Facebook không còn cung cấp số liệu này." in shown
    clock.advance(6 * 86_400)
    jobs.fetch_figures.call()
    assert "post_clicks" not in published.figures.get(days=7).values  # not asked for again
    stands(published, Status.PUBLISHED, OUT)
    assert public(standin) == [1]


@pytest.mark.parametrize(
    "why, reason",
    [
        ("few", "Facebook chỉ cung cấp số liệu cho Trang có từ 100 người theo dõi."),
        ("permission", "Thiếu quyền read_insights; việc đăng bài không cần quyền này."),
    ],
)
def test_scenario_30_no_numbers_are_a_dash_with_the_reason_and_never_zero(
    standin, published, publisher, client, clock, why, reason
):
    if why == "few":
        standin.control("page", id=PAGE_ID, followers=99)
    else:
        scopes = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"]
        standin.control("token", page=PAGE_ID, scopes=scopes)

    row = figures.ask_now(published, by=publisher)

    assert {one["value"] for one in row.values.values()} == {None}
    factories.sign_in(client, publisher)
    shown = cells(client, published)
    assert "—" in shown and reason in shown
    assert '<td class="text-end">0</td>' not in shown
    stands(published, Status.PUBLISHED, OUT)
    assert public(standin) == [1]


def test_scenario_31_an_app_in_development_is_found_out_by_looking_signed_out(
    standin, page, make_post, publisher, work, clock
):
    standin.control("app", mode="development")
    post = make_post()
    actions.publish_now(post, by=publisher)
    work()

    post.refresh_from_db()
    actions.look_now(post, by=publisher)

    post = Post.objects.get(pk=post.pk)
    stands(
        post,
        Status.PUBLISHED,
        ("Only app roles can see it.", "Chỉ quản trị ứng dụng thấy bài."),
        DEVELOPMENT_NEXT,
    )
    assert feed_calls(standin) == 1
    said_of_page(
        page,
        ("The latest post cannot be seen signed out.", "Chưa đăng nhập thì không xem được bài mới nhất."),
        DEVELOPMENT_NEXT,
    )
    standin.control("app", mode="live")
    other = make_post("Bài sau khi ứng dụng đã hoạt động.")
    actions.publish_now(other, by=publisher)
    work()
    clock.advance(86_400)
    jobs.look_at_public_posts.call()
    stands(other, Status.PUBLISHED, OUT)
    said_of_page(page, ("The Page is connected.", "Trang đang được kết nối."), ("", ""))
    assert public(standin) == [1, 1]
