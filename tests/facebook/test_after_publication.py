"""Links, test posts, edits, what became of a post, native scheduling."""

from datetime import UTC, datetime, timedelta

import pytest

from nhipcau.facebook.answers import GraphError, Published, Refused, State, Unknown
from nhipcau.facebook.client import Photo, schedule_problem
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.matching import clock_is_wrong
from tests.facebook.conftest import PAGE, TOKEN, make_client

NOW = datetime(2020, 10, 8, 2, 0, tzinfo=UTC)
TEXT = "Công đoàn phường tổ chức hội thảo."


@pytest.fixture
def post_id(standin, client):
    standin.control("clock", set=NOW.isoformat())
    return client.publish(PAGE, TOKEN, TEXT).id


def state_of(client, post_id, text=TEXT):
    return client.post_state(PAGE, post_id, TOKEN, text)


def requests(standin):
    return [(one["method"], one["path"].split("/", 3)[-1]) for one in standin.control("state")["requests"]]


def test_a_link_is_posted_with_its_text(standin, client):
    assert isinstance(client.publish(PAGE, TOKEN, "Xem", link="https://vidu.example.org/tin/1"), Published)
    assert isinstance(client.publish(PAGE, TOKEN, "", link="https://vidu.example.org/tin/2"), Published)

    assert [one["link"] for one in standin.control("state")["posts"]] == [
        "https://vidu.example.org/tin/1",
        "https://vidu.example.org/tin/2",
    ]


@pytest.mark.parametrize(
    "link", ["https://www.facebook.com/congdoanhoasua", "https://nowhere.invalid/a", "vidu", "https://[::1"]
)
def test_a_link_that_facebook_refuses_is_about_the_link(client, link):
    outcome = client.publish(PAGE, TOKEN, "Xem", link=link)

    assert isinstance(outcome, Refused) and outcome.fault is Fault.LINK


def test_ten_photos_keep_their_order_and_their_descriptions(standin, client):
    ids = [
        client.upload_photo(PAGE, TOKEN, Photo(b"\xff\xd8\xff" + bytes([n]), alt_text=f"Ảnh {n}")).id
        for n in range(10)
    ]
    client.publish(PAGE, TOKEN, "Mười ảnh", ids)

    [post] = standin.control("state")["posts"]
    assert post["alt_texts"] == [f"Ảnh {n}" for n in range(10)]


def test_a_test_post_is_seen_by_nobody_and_goes_again(standin, client):
    hidden = client.create_hidden(PAGE, TOKEN, "Thử kết nối")
    assert isinstance(hidden, Published)
    assert standin.control("state")["counts"] == {} and client.published_posts(PAGE, TOKEN).posts == ()

    assert isinstance(client.delete(hidden.id, TOKEN), Published)

    assert standin.control("state")["posts"][0]["is_removed"]


def test_our_own_post_is_edited_and_another_apps_is_not(standin, client, post_id):
    by_hand = standin.control("post_by_hand", page=PAGE, message="Bằng tay")["id"]

    assert isinstance(client.edit(post_id, TOKEN, "Đã sửa"), Published)
    assert isinstance(client.edit(by_hand, TOKEN, "Đã sửa"), Refused)

    assert [one["message"] for one in standin.control("state")["posts"]] == ["Đã sửa", "Bằng tay"]


@pytest.mark.parametrize("kind", ["accept_then_drop", "accept_then_500", "wrong_type"])
def test_an_edit_nobody_can_judge_may_be_repeated(standin, client, post_id, kind):
    standin.fault(kind, rf"/{post_id}$")

    assert isinstance(client.edit(post_id, TOKEN, "Đã sửa"), Unknown)
    assert isinstance(client.edit(post_id, TOKEN, "Đã sửa"), Published)


def test_a_post_is_live_until_somebody_changes_it(standin, client, post_id):
    assert state_of(client, post_id).state is State.LIVE
    assert state_of(client, post_id, TEXT.replace(" ", "  ")).state is State.LIVE

    standin.control("clock", advance=60)
    standin.control("edit_remotely", id=post_id, message="Người khác sửa")

    found = state_of(client, post_id)
    assert found.state is State.EDITED and found.post.message == "Người khác sửa"
    assert found.post.updated_at == NOW + timedelta(seconds=60)


def test_a_hidden_post_is_hidden(standin, client, post_id):
    standin.control("hide", id=post_id)

    assert state_of(client, post_id).state is State.HIDDEN


def test_a_removed_post_is_removed_only_after_the_page_has_answered(standin, client, post_id):
    standin.control("remove_remotely", id=post_id)
    before = len(requests(standin))

    found = state_of(client, post_id)

    assert (found.state, found.page_is_published) == (State.REMOVED, True)
    assert requests(standin)[before:] == [
        ("GET", post_id),
        ("GET", PAGE),
        ("GET", f"{PAGE}/published_posts"),
    ]


def test_a_token_that_sees_nothing_proves_no_removal(standin, client, post_id):
    standin.control("page", id=PAGE, sees_nothing=True)

    found = state_of(client, post_id)

    assert (found.state, found.fault) == (State.UNKNOWN, Fault.GONE)


@pytest.mark.parametrize("path", [rf"/{PAGE}$", r"/published_posts$"])
@pytest.mark.parametrize(
    "kind, options",
    [
        ("html_502", {}),
        ("drop_before", {}),
        ("status_body", {"body": {"error": {"code": 10, "message": "x"}}}),
    ],
)
def test_a_page_that_does_not_answer_proves_no_removal(standin, client, post_id, path, kind, options):
    standin.control("remove_remotely", id=post_id)
    standin.fault(kind, path, method="GET", **options)

    assert state_of(client, post_id).state is State.UNKNOWN


def test_another_pages_answer_proves_no_removal(standin, client, post_id):
    standin.control("remove_remotely", id=post_id)
    standin.fault("status_body", rf"/{PAGE}$", method="GET", status=200, body={"id": "1", "name": "x"})

    assert state_of(client, post_id).state is State.UNKNOWN


def test_what_stands_in_the_list_is_not_removed(standin, client, post_id):
    error = {"error": {"code": 100, "error_subcode": 33, "message": "x"}}
    standin.fault("status_body", rf"/{post_id}$", method="GET", body=error)

    assert state_of(client, post_id).state is State.UNKNOWN


def test_an_unpublished_page_is_said(standin, client, post_id):
    standin.control("unpublish", page=PAGE)

    assert client.read_page(TOKEN, PAGE).is_published is False
    assert state_of(client, post_id).state is State.LIVE
    permalink = client.read_post(post_id, TOKEN).permalink
    assert client.opens_signed_out(permalink) is False


def test_in_development_only_the_apps_own_people_see_a_post(standin, client, post_id):
    standin.control("mode", mode="development")
    hidden = client.publish(PAGE, TOKEN, "Chỉ người của ứng dụng thấy")

    assert client.opens_signed_out(hidden.url) is False
    assert client.opens_signed_out(client.read_post(post_id, TOKEN).permalink) is True
    assert client.opens_signed_out("http://127.0.0.1:1/elsewhere") is None


def test_a_bare_number_is_no_post(client, post_id):
    with pytest.raises(GraphError) as caught:
        client.read_post(post_id.partition("_")[2], TOKEN)

    assert (caught.value.fault, caught.value.answer.code) == (Fault.PARAMETER, 12)


def test_facebooks_own_schedule_is_asked_only_where_it_will_agree(standin, client, post_id):
    assert schedule_problem(NOW + timedelta(minutes=5), NOW) == "too_soon"
    assert schedule_problem(NOW + timedelta(days=31), NOW) == "too_late"
    assert schedule_problem(NOW + timedelta(minutes=20), NOW) == ""
    assert schedule_problem(NOW + timedelta(days=28), NOW) == ""

    later = client.publish(PAGE, TOKEN, "Ngày mai", scheduled_at=NOW + timedelta(days=1))
    assert isinstance(later, Published) and len(client.published_posts(PAGE, TOKEN).posts) == 1
    standin.control("clock", advance=86_400)
    assert [one.id for one in client.published_posts(PAGE, TOKEN).posts] == [later.id, post_id]


def test_a_full_queue_of_scheduled_posts_is_told(standin, client, post_id):
    standin.control("app", most_scheduled=0)

    outcome = client.publish(PAGE, TOKEN, "Ngày mai", scheduled_at=NOW + timedelta(days=1))

    assert isinstance(outcome, Refused) and outcome.fault is Fault.SCHEDULE


def test_the_servers_clock_shows_a_wrong_local_one(standin, client, post_id):
    answer = client.published_posts(PAGE, TOKEN).answer

    assert clock_is_wrong(answer.skew_from(NOW - timedelta(minutes=11)))
    assert not clock_is_wrong(answer.skew_from(NOW + timedelta(seconds=100)))
    assert not clock_is_wrong(None)


def test_a_post_id_of_another_page_is_no_success(standin, client):
    standin.fault("status_body", r"/feed$", status=200, body={"id": "100000000000002_1"})

    assert isinstance(client.publish(PAGE, TOKEN, "Tin"), Unknown)


def test_another_version_of_the_interface_is_a_setting(standin):
    for version in ("v22.0", "v26.0"):
        with make_client(standin, version=version) as client:
            assert isinstance(client.publish(PAGE, TOKEN, version), Published)
