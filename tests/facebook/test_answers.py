"""Whatever comes back: no success without a right id, no crash, no secret kept; budget and versions."""

import json
from datetime import date

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.facebook.answers import GraphError, NotSent, Published, Refused, Unknown, redacted
from nhipcau.facebook.budget import Pace, Usage, pace_at
from nhipcau.facebook.client import GraphClient, Hosts, Photo
from nhipcau.facebook.figures import post_figures
from nhipcau.facebook.version import API_VERSION, ENDS_ON, days_left, must_warn
from nhipcau.facebook.videos import video_state
from tests.facebook.conftest import PAGE, TOKEN

POST = f"{PAGE}_800000000000001"
SECRET = "app-secret-of-this-test"
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from([POST, "100000000000002_1", f"{PAGE}_²", "12", "ok", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "id",
        "success",
        "error",
        "data",
        "status",
        "code",
        "error_subcode",
        "message",
        "permalink_url",
        "video_id",
        "paging",
        "values",
        "name",
    ]
)
BODIES = st.binary(max_size=60) | (
    JSON
    | st.dictionaries(KEYS, JSON, max_size=6)
    | st.fixed_dictionaries({"error": st.dictionaries(KEYS, JSON)})
).map(lambda value: json.dumps(value).encode())


def answering(status, body, headers=None):
    """A client whose every call gets this answer."""
    client = GraphClient(app_id="900000000000001", app_secret=SECRET, hosts=Hosts.on("http://127.0.0.1:9"))
    client._http = httpx.Client(
        transport=httpx.MockTransport(lambda request: httpx.Response(status, content=body, headers=headers))
    )
    return client


@settings(max_examples=60, deadline=None)
@given(status=st.sampled_from([200, 201, 204, 302, 400, 403, 429, 500, 502]), body=BODIES)
def test_no_answer_is_a_success_without_the_right_id(status, body):
    client = answering(status, body)

    for outcome in (
        client.publish(PAGE, TOKEN, "Tin"),
        client.create_hidden(PAGE, TOKEN, "Tin"),
        client.upload_photo(PAGE, TOKEN, Photo(b"\xff\xd8\xff")),
        client.edit(POST, TOKEN, "Tin"),
    ):
        assert isinstance(outcome, Refused | Unknown) or _is_right(outcome, status, body)
        json.dumps(outcome.answer.to_json())


def _is_right(outcome, status, body):
    """The answer of a success said so itself."""
    said = json.loads(body)
    found = said.get("id") if outcome.id != POST else said.get("success") and POST
    return (
        isinstance(outcome, Published)
        and status < 300
        and found == outcome.id
        and outcome.id.replace("_", "").isdigit()
    )


@settings(max_examples=60, deadline=None)
@given(status=st.sampled_from([200, 400, 500]), body=BODIES)
def test_no_answer_breaks_a_read(status, body):
    client = answering(status, body)

    for read in (
        lambda: client.published_posts(PAGE, TOKEN),
        lambda: client.accounts(TOKEN),
        lambda: client.debug_token(TOKEN),
        lambda: client.read_page(TOKEN),
        lambda: client.read_post(POST, TOKEN),
        lambda: video_state(client, "1", TOKEN),
    ):
        try:
            read()
        except GraphError as error:
            json.dumps(error.answer.to_json())
    client.post_state(PAGE, POST, TOKEN, "Tin")
    for one in post_figures(client, POST, TOKEN).figures.values():
        assert (one.value is None) != (one.reason is None)


@settings(deadline=None)
@given(app=st.text(max_size=40) | JSON.map(json.dumps), page=JSON.map(json.dumps))
def test_no_usage_header_breaks_an_answer(app, page):
    usage = Usage.read({"x-app-usage": app, "x-business-use-case-usage": page})

    assert usage.percent is None or usage.percent >= 0
    assert usage.pace in Pace


@pytest.mark.parametrize(
    "percent, pace, may_publish, may_read_figures",
    [
        (None, Pace.FREE, True, True),
        (74, Pace.FREE, True, True),
        (75, Pace.SLOW, True, True),
        (90, Pace.PUBLISH_ONLY, True, False),
        (99, Pace.PUBLISH_ONLY, True, False),
        (100, Pace.STOP, False, False),
    ],
)
def test_the_budget_says_what_may_still_be_asked(percent, pace, may_publish, may_read_figures):
    usage = Usage(percent)

    assert (usage.pace, usage.may_publish, usage.may_read_figures) == (pace, may_publish, may_read_figures)
    assert pace_at(10, is_waiting=True) is Pace.STOP
    assert Usage(10, regain_minutes=19).pace is Pace.STOP


def test_the_higher_of_both_headers_counts():
    app = '{"call_count":28,"total_time":25,"total_cputime":25}'
    page = (
        '{"1":[{"type":"pages","call_count":97,"total_cputime":23,"total_time":23,'
        '"estimated_time_to_regain_access":19}],"2":[{"type":"pages","call_count":3}]}'
    )

    assert Usage.read({"x-app-usage": app, "x-business-use-case-usage": page}) == Usage(97, 19)
    assert Usage.read({"x-app-usage": app}) == Usage(28)
    assert Usage.read({}) == Usage()


def test_the_end_of_a_version_is_announced_ninety_days_ahead():
    assert API_VERSION == "v25.0"
    assert ENDS_ON["v22.0"] == date(2027, 5, 20) and ENDS_ON["v26.0"] is None
    assert days_left("v22.0", date(2027, 5, 10)) == 10
    assert not must_warn("v22.0", date(2027, 2, 18))
    assert must_warn("v22.0", date(2027, 2, 19))
    assert must_warn("v20.0", date(2026, 11, 25))  # has ended
    assert must_warn("v99.0", date(2026, 11, 25))  # nobody knows it
    assert not must_warn("v26.0", date(2030, 1, 1))


@pytest.mark.parametrize("name", ["access_token", "appsecret_proof", "client_secret", "fb_exchange_token"])
@pytest.mark.parametrize("form", ["{}={}&x=1", '{{"{}": "{}"}}', "{}: {}"])
def test_whatever_looks_like_a_secret_is_taken_out(name, form):
    assert "abc123DEF" not in redacted(form.format(name, "abc123DEF"))


@settings(max_examples=60, deadline=None)
@given(before=st.text(max_size=1300), status=st.sampled_from([200, 502]))
def test_no_cut_leaves_half_a_token_in_the_record(before, status):
    token = "EAA" + "k3y" * 40
    client = answering(status, (before + token + "<p>").encode("utf-8", "replace"))

    kept = json.dumps(client.publish(PAGE, token, "Tin").answer.to_json())

    assert "k3yk3yk3y" not in kept and SECRET not in kept


def test_a_token_leaves_in_a_header_with_its_proof():
    seen = []

    def note(request):
        seen.append(request)
        return httpx.Response(200, json={"id": POST, "data": []})

    client = answering(200, b"")
    client._http = httpx.Client(transport=httpx.MockTransport(note))
    client.publish(PAGE, TOKEN, "Tin")
    client.published_posts(PAGE, TOKEN)
    client.delete(POST, TOKEN)

    for request in seen:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in str(request.url) and TOKEN not in request.content.decode()
        assert "appsecret_proof=" in str(request.url) + request.content.decode()


def test_what_never_left_is_not_sent():
    client = answering(200, b"")
    for error in (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol):
        client._http = httpx.Client(transport=httpx.MockTransport(_raising(error)))
        assert isinstance(client.publish(PAGE, TOKEN, "Tin"), NotSent)
    for error in (
        httpx.ReadError,
        httpx.ReadTimeout,
        httpx.WriteError,
        httpx.WriteTimeout,
        httpx.RemoteProtocolError,
    ):
        client._http = httpx.Client(transport=httpx.MockTransport(_raising(error)))
        assert isinstance(client.publish(PAGE, TOKEN, "Tin"), Unknown)


def _raising(error):
    def fail(request):
        raise error(f"with {TOKEN}", request=request)

    return fail


@pytest.mark.parametrize(
    "status, said", [(302, POST), (500, POST), (200, f"{PAGE}_²"), (200, "٣_٣"), (200, PAGE)]
)
def test_a_right_id_needs_a_right_status_and_a_right_form(status, said):
    assert isinstance(answering(status, json.dumps({"id": said})).publish(PAGE, TOKEN, "Tin"), Unknown)


def test_a_right_id_is_a_success():
    assert answering(200, json.dumps({"id": POST})).publish(PAGE, TOKEN, "Tin").id == POST
