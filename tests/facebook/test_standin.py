"""The stand-in itself: strict, resettable, deterministic, and a witness of what was sent."""

import json
import urllib.error
import urllib.request

import pytest

from nhipcau.facebook.answers import Published, Refused, Unknown
from nhipcau.facebook.client import Hosts, proof_of
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.standin.faults import KINDS
from nhipcau.facebook.standin.world import APP_SECRET
from tests.facebook.conftest import PAGE, TOKEN, USER_TOKEN, make_client

PROOF = f"appsecret_proof={proof_of(APP_SECRET, TOKEN)}"
OF_THE_CONTRACT = {
    "delay", "drop_before", "accept_then_drop", "accept_then_500", "status_body", "html_502", "truncate", "empty_200",
    "wrong_type", "slow_bytes", "header", "skew",
}  # fmt: skip


def ask(standin, path, method="GET", token=TOKEN, data=None):
    request = urllib.request.Request(f"{standin.base}{path}", data, method=method)
    request.add_header("Authorization", f"Bearer {token}")
    try:
        return json.loads(urllib.request.urlopen(request).read())
    except urllib.error.HTTPError as error:
        return json.loads(error.read())["error"]


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", f"/graph/v25.0/{PAGE}/publishedposts"),
        ("GET", f"/graph/v21.0/{PAGE}"),
        ("GET", f"/graph/v27.0/{PAGE}"),
        ("GET", f"/graph/{PAGE}"),
        ("PUT", f"/graph/v25.0/{PAGE}/feed"),
        ("POST", f"/graph-video/v25.0/{PAGE}/feed"),
        ("GET", f"/rupload/v25.0/{PAGE}"),
        ("POST", f"/graph/v25.0/{PAGE}/video_reels"),
        ("GET", f"/graph/v25.0/{PAGE}/feed?mesage=x"),
        ("GET", f"/graph/v25.0/{PAGE}?fields=id,naem"),
        ("GET", f"/graph/v25.0/{PAGE}/published_posts?limit=101"),
        ("GET", f"/graph/v25.0/{PAGE}/published_posts?fields=comments{{from,message}}"),
        ("GET", f"/graph/v25.0/{PAGE}/published_posts?fields=reactions.limit(5).summary(total_count)"),
        ("POST", f"/graph/v25.0/{PAGE}/feed?publish=true&message=x"),
        ("POST", f"/graph/v25.0/{PAGE}/feed"),
        ("GET", f"/graph/v25.0/{PAGE}/insights?metric=page_media_view&period=month"),
    ],
)
def test_what_the_contract_does_not_know_is_refused_with_100(standin, method, path):
    sign = "&" if "?" in path else "?"

    assert ask(standin, f"{path}{sign}{PROOF}", method)["code"] == 100


@pytest.mark.parametrize("version", ["v22.0", "v23.0", "v24.0", "v25.0", "v26.0"])
def test_five_versions_are_served(standin, version):
    assert ask(standin, f"/graph/{version}/{PAGE}?{PROOF}")["id"] == PAGE


def test_proof_kind_and_permission_of_a_token_are_looked_at(standin, client):
    assert "appsecret_proof" in ask(standin, f"/graph/v25.0/{PAGE}")["message"]
    assert ask(standin, f"/graph/v25.0/{PAGE}?{PROOF}", token="EAAnothing")["code"] == 190
    assert client.publish(PAGE, USER_TOKEN, "Tin").fault is Fault.WRONG_TOKEN
    assert client.publish(PAGE, "EAApagestandin0002", "Tin").fault is Fault.WRONG_TOKEN
    standin.control("token", page=PAGE, scopes=["pages_show_list"])
    assert client.publish(PAGE, TOKEN, "Tin").fault is Fault.PERMISSION


def test_every_kind_of_fault_of_the_contract_can_be_scripted(standin):
    assert OF_THE_CONTRACT <= KINDS
    for kind in [*OF_THE_CONTRACT, "status+body"]:
        standin.fault(kind, "/feed$")
    for nonsense in ({"kind": "misspelt", "path": "x"}, {"path": "x"}):
        with pytest.raises((ValueError, KeyError)):
            standin.control("fault", **nonsense)
    with pytest.raises(ValueError):
        standin.control("page", id=PAGE, folowers=1)


def test_a_fault_strikes_at_its_call_and_no_other(standin, client):
    standin.fault("html_502", r"/feed$", nth=2, times=2)

    outcomes = [client.publish(PAGE, TOKEN, f"Tin {n}") for n in range(4)]

    assert [type(one) for one in outcomes] == [Published, Unknown, Unknown, Published]
    assert sum(standin.control("state")["counts"].values()) == 2


def test_ids_are_the_same_after_a_reset_and_traces_differ(standin, client):
    first = client.publish(PAGE, TOKEN, "Tin")
    refusals = [client.publish(PAGE, TOKEN, " ") for _ in range(2)]
    standin.control("reset")

    assert client.publish(PAGE, TOKEN, "Tin").id == first.id
    assert all(isinstance(one, Refused) for one in refusals)
    assert len({one.answer.trace_id for one in refusals}) == 2


def test_a_second_post_with_the_same_content_is_counted(standin, client):
    for text in ("Tin  sáng", "Tin\nsáng", "Tin chiều"):
        client.publish(PAGE, TOKEN, text)

    assert sorted(standin.control("state")["counts"].values()) == [1, 2]


def test_both_usage_headers_follow_the_budget(standin, client):
    standin.control("page", id=PAGE, budget=4)
    standin.control("app", app_percent=80)

    assert client.published_posts(PAGE, TOKEN).answer.usage.percent == 80
    for _ in range(3):
        answer = client.published_posts(PAGE, TOKEN).answer
    assert answer.usage.percent == 100
    refused = client.publish(PAGE, TOKEN, "Tin")
    assert refused.fault is Fault.RATE and not refused.answer.usage.may_publish
    standin.control("clock", advance=3600)
    assert isinstance(client.publish(PAGE, TOKEN, "Tin"), Published)


def test_the_date_header_follows_the_virtual_clock_and_its_skew(standin, client):
    standin.control("clock", set="2020-10-08T02:00:00+00:00")
    standin.fault("skew", r"/published_posts$", method="GET", seconds=660)

    assert client.published_posts(PAGE, TOKEN).answer.served_at.isoformat() == "2020-10-08T02:11:00+00:00"


def test_the_four_hosts_are_paths(standin):
    hosts = Hosts.on(standin.base)

    assert [
        one.removeprefix(standin.base) for one in (hosts.graph, hosts.graph_video, hosts.rupload, hosts.www)
    ] == [
        "/graph",
        "/graph-video",
        "/rupload",
        "/www",
    ]


def test_json_bodies_are_taken_too(standin):
    data = json.dumps({"message": "Tin", "appsecret_proof": proof_of(APP_SECRET, TOKEN)}).encode()
    request = urllib.request.Request(f"{standin.base}/graph/v25.0/{PAGE}/feed", data, method="POST")
    request.add_header("Authorization", f"OAuth {TOKEN}")
    request.add_header("Content-Type", "application/json")

    assert json.loads(urllib.request.urlopen(request).read())["id"].startswith(f"{PAGE}_")


def test_no_token_is_in_what_was_recorded(standin):
    with make_client(standin) as client:
        client.debug_token(TOKEN)
        client.accounts(USER_TOKEN)
        client.publish(PAGE, TOKEN, "Tin")

    kept = json.dumps(standin.control("state"))
    assert TOKEN not in kept and USER_TOKEN not in kept and APP_SECRET not in kept and PROOF not in kept
