"""Dialog, code, tokens, permissions, Pages: the way of an officer who connects a Page."""

import re
import urllib.parse
import urllib.request
from urllib.error import HTTPError

import pytest

from nhipcau.facebook import oauth
from nhipcau.facebook.answers import GraphError, Published
from nhipcau.facebook.faults import Fault
from tests.facebook.conftest import PAGE, TOKEN, USER_TOKEN, make_client

BACK = "http://127.0.0.1:8000/publishing/signed-in/"
OTHER_PAGE = "100000000000002"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(address, form=None):
    """(status, location, text) as a browser without scripts would see it."""
    data = urllib.parse.urlencode(form, doseq=True).encode() if form is not None else None
    try:
        with urllib.request.build_opener(_Stay).open(address, data) as answer:
            return answer.status, "", answer.read().decode()
    except HTTPError as answer:
        return answer.code, answer.headers.get("Location") or "", answer.read().decode()


def allow(client, scopes=None, pages=(PAGE,), optional=oauth.OPTIONAL_SCOPES):
    address = oauth.dialog_url(client, BACK, "s-1", optional)
    form = {"answer": "allow", "page": pages, "scope": scopes or [*oauth.REQUIRED_SCOPES, *optional]}
    status, location, _ = browse(address, form)
    assert status == 302
    came_back = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
    assert location.startswith(BACK) and came_back["state"] == ["s-1"]
    return came_back["code"][0]


def test_the_dialog_is_asked_as_documented(client):
    address = urllib.parse.urlsplit(oauth.dialog_url(client, BACK, "s-1"))
    asked = urllib.parse.parse_qs(address.query)

    assert address.path.endswith("/v25.0/dialog/oauth")
    assert asked["client_id"] == [client.app_id]
    assert (
        asked["redirect_uri"] == [BACK] and asked["state"] == ["s-1"] and asked["response_type"] == ["code"]
    )
    assert asked["scope"] == [
        "pages_show_list,pages_read_engagement,pages_manage_posts,read_insights,business_management"
    ]
    assert "read_insights" not in oauth.dialog_url(client, BACK, "s-1", ())


def test_the_way_from_the_dialog_to_a_page_token_without_an_end(standin, client):
    status, _, text = browse(oauth.dialog_url(client, BACK, "s-1"))
    assert status == 200
    assert len(re.findall(r'type="checkbox"', text)) == 7  # two Pages, five permissions

    short = oauth.exchange_code(client, allow(client), BACK)
    long = oauth.long_lived(client, short.token)
    granted = oauth.permissions(client, long.token)
    pages = {page.id: page for page in client.accounts(long.token)}

    assert short.expires_in < 3 * 3600 < 50 * 86_400 < long.expires_in
    assert granted.missing == () and granted.missing_optional == ()
    assert pages[PAGE].unusable == "" and pages[OTHER_PAGE].unusable == "no_token"
    facts = client.debug_token(pages[PAGE].token)
    assert (facts.is_valid, facts.kind, facts.expires_at, facts.profile_id) == (True, "PAGE", 0, PAGE)
    assert isinstance(client.publish(PAGE, pages[PAGE].token, "Tin"), Published)


def test_a_page_token_taken_with_a_short_token_has_an_end(client):
    short = oauth.exchange_code(client, allow(client), BACK)

    page = next(page for page in client.accounts(short.token) if page.id == PAGE)

    assert client.debug_token(page.token).expires_at > 0


def test_what_was_declined_is_named(client):
    code = allow(client, scopes=["pages_show_list", "pages_read_engagement"])

    granted = oauth.permissions(client, oauth.exchange_code(client, code, BACK).token)

    assert granted.missing == ("pages_manage_posts",)
    assert granted.missing_optional == ("read_insights", "business_management")
    assert granted.declined == {"pages_manage_posts", "read_insights", "business_management"}


def test_who_declines_comes_back_without_a_code(client):
    _, location, _ = browse(oauth.dialog_url(client, BACK, "s-1"), {"answer": "cancel"})

    came_back = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
    assert (
        came_back["error"] == ["access_denied"] and came_back["state"] == ["s-1"] and "code" not in came_back
    )


def test_a_code_works_once_and_only_for_its_own_address(standin, client):
    code = allow(client)
    with pytest.raises(GraphError):
        oauth.exchange_code(client, code, BACK + "elsewhere")
    code = allow(client)
    oauth.exchange_code(client, code, BACK)
    with pytest.raises(GraphError):
        oauth.exchange_code(client, code, BACK)
    code = allow(client)
    standin.control("clock", advance=660)
    with pytest.raises(GraphError):
        oauth.exchange_code(client, code, BACK)


def test_an_optional_permission_that_the_app_may_not_ask_for_is_left_out(standin, client):
    standin.control("app", invalid_scopes=["read_insights"])

    assert browse(oauth.dialog_url(client, BACK, "s-1"))[0] == 400
    assert browse(oauth.dialog_url(client, BACK, "s-1", ("business_management",)))[0] == 200


@pytest.mark.parametrize(
    "task", ["CREATE_CONTENT", "PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_FULL_CONTROL"]
)
def test_both_spellings_of_the_task_are_good(standin, client, task):
    standin.control("page", id=PAGE, tasks=[task])

    assert client.accounts(USER_TOKEN)[0].unusable == ""
    assert isinstance(client.publish(PAGE, TOKEN, "Tin"), Published)


def test_a_page_without_the_task_says_so(standin, client):
    standin.control("page", id=PAGE, tasks=["ANALYZE", "PROFILE_PLUS_ANALYZE"])

    assert client.accounts(USER_TOKEN)[0].unusable == "no_task"
    assert client.publish(PAGE, TOKEN, "Tin").fault is Fault.PERMISSION


def test_a_long_list_of_pages_is_read_to_its_end(standin, client):
    for n in range(120):
        with standin.world.lock:
            standin.world.add_page(
                f"2000000000{n:05d}", f"Công đoàn {n}", f"congdoan{n}", f"EAApagemany{n:04d}"
            )

    assert len(client.accounts(USER_TOKEN)) == 122


def test_a_lost_role_ends_the_pages_token(standin, client):
    standin.control("drop_role", page=PAGE)

    assert client.publish(PAGE, TOKEN, "Tin").fault is Fault.ROLE_LOST
    assert client.debug_token(TOKEN).subcode == 492


def test_a_wrong_app_secret_gives_no_token_and_is_not_kept(standin, client):
    code = allow(client)
    with make_client(standin, secret="wrong-secret") as other, pytest.raises(GraphError) as caught:
        oauth.exchange_code(other, code, BACK)

    kept = repr(caught.value.answer) + str(standin.control("state")["requests"])
    assert "wrong-secret" not in kept and code not in kept


@pytest.mark.parametrize("body", [{}, {"access_token": 7}, {"access_token": " "}, [], {"data": 1}])
def test_an_answer_without_a_token_is_none(standin, client, body):
    standin.fault("status_body", r"/oauth/access_token", method="GET", status=200, body=body)

    with pytest.raises(GraphError):
        oauth.exchange_code(client, "code", BACK)


def test_the_page_tells_its_followers_and_whether_it_is_shown(standin, client):
    standin.control("page", id=PAGE, followers=99, verification="blue_verified")
    standin.control("unpublish", page=PAGE)

    facts = client.read_page(TOKEN, PAGE)

    assert (facts.followers, facts.is_published, facts.verification) == (99, False, "blue_verified")
