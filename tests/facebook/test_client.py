"""The client against the stand-in: a real server on the loopback, every fault played by it."""

import json
import logging
import socket
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from nhipcau.facebook.answers import GraphError, NotSent, Published, Refused, Unknown, redacted
from nhipcau.facebook.client import GraphClient, Hosts, Photo
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.matching import candidates
from nhipcau.facebook.standin.server import StandIn
from nhipcau.facebook.standin.world import APP_ID, APP_SECRET
from tests.facebook.conftest import PAGE, TOKEN, USER_TOKEN, make_client

JPEG = b"\xff\xd8\xff\xe0" + b"picture"


def test_a_text_is_published_once_with_its_permalink(standin, client):
    outcome = client.publish(PAGE, TOKEN, "Chúc mừng năm mới")

    assert isinstance(outcome, Published)
    assert list(standin.control("state")["counts"].values()) == [1]
    html = urllib.request.urlopen(outcome.url).read().decode()
    assert "Chúc mừng năm mới" in html


def test_photos_stay_invisible_until_the_post_shows_them_in_order(standin, client):
    ids = []
    for n in range(3):
        stored = client.upload_photo(PAGE, TOKEN, Photo(JPEG + bytes([n]), alt_text=f"Ảnh {n}"))
        assert isinstance(stored, Published)
        ids.append(stored.id)
    assert standin.control("state")["posts"] == []

    outcome = client.publish(PAGE, TOKEN, "Ba ảnh", ids)

    posts = client.published_posts(PAGE, TOKEN).posts
    assert posts[0].id == outcome.id
    assert posts[0].attachment_ids == tuple(ids)
    assert posts[0].app_id == APP_ID
    html = urllib.request.urlopen(outcome.url).read().decode()
    assert [html.index(f"/www/photo/{one}") for one in ids] == sorted(
        html.index(f"/www/photo/{one}") for one in ids
    )


@pytest.mark.parametrize(
    "kind, options, public",
    [
        ("accept_then_drop", {}, 1),
        ("drop_before", {}, 0),
        ("accept_then_delay", {"seconds": 4}, 1),
        ("accept_then_500", {}, 1),
        ("status_body", {"status": 500, "body": {"error": {"code": 1, "message": "x"}}}, 0),
        ("html_502", {}, 0),
        ("html_502", {"accept": True}, 1),
        ("truncate", {"bytes": 9}, 1),
        ("empty_200", {"accept": True}, 1),
        ("wrong_type", {}, 1),
        ("slow_bytes", {"bps": 5}, 1),
        ("status_body", {"status": 200, "body": {"success": False}}, 0),
        ("status_body", {"status": 400, "body": {"error": {"code": 99999, "message": "x"}}}, 0),
        ("status_body", {"status": 200, "body": "[]"}, 0),
        ("status_body", {"status": 200, "body": {"error": "text"}}, 0),
    ],
)
def test_a_write_nobody_can_judge_is_unknown(standin, client, kind, options, public):
    standin.fault(kind, r"/feed$", **options)

    assert isinstance(client.publish(PAGE, TOKEN, "Tin"), Unknown)
    assert sum(standin.control("state")["counts"].values()) == public


def test_no_connection_is_not_sent(standin):
    with socket.socket() as taken:  # bound, not listening: nobody answers there
        taken.bind(("127.0.0.1", 0))
        hosts = Hosts.on(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with GraphClient(app_id=APP_ID, app_secret=APP_SECRET, hosts=hosts) as client:
            assert isinstance(client.publish(PAGE, TOKEN, "Tin"), NotSent)
    for base in ("http://no-such-name.invalid", standin.base.replace("http:", "https:")):  # name; TLS
        with GraphClient(app_id=APP_ID, app_secret=APP_SECRET, hosts=Hosts.on(base)) as client:
            assert isinstance(client.publish(PAGE, TOKEN, "Tin"), NotSent)


@pytest.mark.parametrize(
    "body, fault",
    [
        ({"code": 190, "error_subcode": 460}, Fault.TOKEN),
        ({"code": 190, "error_subcode": 492}, Fault.ROLE_LOST),
        ({"code": 80001}, Fault.RATE),
        ({"code": 506}, Fault.DUPLICATE),
        ({"code": 368}, Fault.BLOCKED),
        ({"code": 200}, Fault.PERMISSION),
        ({"code": 1366046}, Fault.PHOTO),
        ({"code": 100, "error_subcode": 33}, Fault.GONE),
        ({"code": 100}, Fault.PARAMETER),
        ({"code": 1, "error_subcode": 2853006}, Fault.PERMISSION),
    ],
)
def test_a_clear_refusal_is_refused_whatever_the_status(standin, client, body, fault):
    standin.fault("status_body", r"/feed$", status=500, body={"error": {**body, "message": "x"}})

    outcome = client.publish(PAGE, TOKEN, "Tin")

    assert isinstance(outcome, Refused)
    assert outcome.fault is fault


def test_the_stand_in_refuses_what_the_real_server_refuses(standin, client):
    assert client.publish(PAGE, USER_TOKEN, "Tin").fault is Fault.WRONG_TOKEN
    assert client.publish(PAGE, TOKEN, " ").fault is Fault.PARAMETER
    with make_client(standin, secret="wrong") as other:
        assert other.publish(PAGE, TOKEN, "Tin").fault is Fault.PROOF
    standin.control("page", id=PAGE, tasks=["ANALYZE"])
    assert client.publish(PAGE, TOKEN, "Tin").fault is Fault.PERMISSION
    standin.control("token", page=PAGE, subcode=460)
    assert client.publish(PAGE, TOKEN, "Tin").fault is Fault.TOKEN
    with make_client(standin, version="v21.0") as other, pytest.raises(GraphError):
        other.read_page(TOKEN)
    standin.fault("skew", "nothing")
    request = urllib.request.Request(f"{standin.base}/graph/v25.0/{PAGE}/feed?mesage=x", method="POST")
    request.add_header("Authorization", f"Bearer {TOKEN}")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert json.loads(caught.value.read())["error"]["code"] == 100


def test_a_spent_budget_says_how_long_to_wait(standin, client):
    standin.control("page", id=PAGE, budget=1)
    client.published_posts(PAGE, TOKEN)

    outcome = client.publish(PAGE, TOKEN, "Tin")

    assert isinstance(outcome, Refused) and outcome.fault is Fault.RATE
    assert 1 <= outcome.answer.usage.regain_minutes <= 60
    assert outcome.answer.usage.percent >= 100


def test_tokens_and_pages_are_read(standin, client):
    assert client.read_page(TOKEN).name == "Công đoàn phường Hoa Sữa"
    pages = client.accounts(USER_TOKEN)
    assert pages[0].token == TOKEN and "CREATE_CONTENT" in pages[0].tasks
    facts = client.debug_token(TOKEN)
    assert (facts.is_valid, facts.kind, facts.profile_id, facts.expires_at) == (True, "PAGE", PAGE, 0)
    assert not client.debug_token("EAAnothing000").is_valid
    standin.control("token", page=PAGE, subcode=460)
    assert client.debug_token(TOKEN).subcode == 460


def test_a_removed_post_counts_as_taken_down_the_second_time_too(standin, client):
    post = client.publish(PAGE, TOKEN, "Tin")

    assert isinstance(client.delete(post.id, TOKEN), Published)
    assert isinstance(client.delete(post.id, TOKEN), Published)
    with pytest.raises(GraphError):
        client.read_post(post.id, TOKEN)


def test_no_secret_is_kept_shown_or_logged(standin, client, caplog):
    caplog.set_level(logging.DEBUG)
    standin.fault("status_body", r"/feed$", status=502, body=f"<p>access_token={TOKEN} {TOKEN}</p>")
    outcome = client.publish(PAGE, TOKEN, "Tin")
    client.debug_token(TOKEN)
    client.accounts(USER_TOKEN)

    kept = (
        json.dumps(outcome.answer.to_json())
        + repr(outcome)
        + json.dumps(standin.control("state")["requests"])
    )
    kept += repr(client.accounts(USER_TOKEN)) + caplog.text
    for secret in (TOKEN, USER_TOKEN, APP_SECRET):
        assert secret not in kept
    assert not any(one["token_in_address"] for one in standin.control("state")["requests"])
    assert "EAAB" not in redacted('{"access_token":"EAABsecret123"}')


def test_lists_show_a_new_post_only_after_the_delay(standin, client):
    standin.control("clock", set="2020-10-08T02:00:00+00:00")
    standin.control("page", id=PAGE, list_delay=60)
    client.publish(PAGE, TOKEN, "Tin")
    assert client.published_posts(PAGE, TOKEN).posts == ()

    standin.control("clock", advance=60)

    seen = client.published_posts(PAGE, TOKEN)
    assert len(seen.posts) == 1
    assert seen.answer.served_at == datetime(2020, 10, 8, 2, 1, tzinfo=UTC)


def test_only_a_post_of_our_app_since_the_attempt_is_a_candidate(standin, client):
    standin.control("clock", set="2020-10-08T02:00:00+00:00")
    client.publish(PAGE, TOKEN, "Tin  sáng")  # too old
    standin.control("clock", advance=3600)
    by_hand = standin.control("post", page=PAGE, message="Tin sáng")
    ours = client.publish(PAGE, TOKEN, "Tin\nsáng")
    client.publish(PAGE, TOKEN, "Tin chiều")

    since = datetime(2020, 10, 8, 3, 0, tzinfo=UTC)
    found, others = candidates(
        client.published_posts(PAGE, TOKEN).posts, app_id=APP_ID, since=since, message="Tin sáng"
    )

    assert [one.id for one in found] == [ours.id]
    assert [one.id for one in others] == [by_hand["id"]]


def test_faults_are_scripted_over_http_too(standin):
    def post(name, **data):
        request = urllib.request.Request(
            f"{standin.base}/control/{name}", json.dumps(data).encode(), method="POST"
        )
        return json.loads(urllib.request.urlopen(request).read())

    post("fault", kind="html_502", path="/feed$", nth=2)
    with make_client(standin) as client:
        assert isinstance(client.publish(PAGE, TOKEN, "a"), Published)
        assert isinstance(client.publish(PAGE, TOKEN, "b"), Unknown)
        assert isinstance(client.publish(PAGE, TOKEN, "c"), Published)
    assert post("state")["feed_calls"] == 3
    assert post("reset")["posts"] == []
    with pytest.raises(urllib.error.HTTPError):
        post("fault", kind="misspelt", path="x")


def test_posts_outlive_a_restart_when_a_file_is_named(tmp_path):
    file = tmp_path / "standin.json"
    with StandIn(state_file=file) as first, make_client(first) as client:
        photo = client.upload_photo(PAGE, TOKEN, Photo(JPEG))
        one = client.publish(PAGE, TOKEN, "Tin", [photo.id])
    with StandIn(state_file=file) as second, make_client(second) as client:
        assert client.published_posts(PAGE, TOKEN).posts[0].id == one.id
        assert client.publish(PAGE, TOKEN, "Tin khác").id != one.id
