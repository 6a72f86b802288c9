"""Whole numbers or none, each with its reason; one retired name never spoils the others."""

from datetime import UTC, datetime, timedelta

import pytest

from nhipcau.facebook.figures import PAGE_METRICS, POST_METRICS, Why, page_figures, post_counts, post_figures
from tests.facebook.conftest import PAGE, TOKEN


@pytest.fixture
def post_id(standin, client):
    return client.publish(PAGE, TOKEN, "Tin").id


def calls(standin, edge="insights"):
    requests = standin.control("state")["requests"]
    return [one["params"]["metric"] for one in requests if one["path"].endswith(edge)]


def test_a_posts_figures_come_in_one_call_and_since_the_beginning(standin, client, post_id):
    standin.control("metric", id=post_id, name="post_media_view", value=120)
    standin.control("metric", id=post_id, name="post_reactions_by_type_total", value={"like": 4, "love": 3})

    found = post_figures(client, post_id, TOKEN)

    assert (found.figures["post_media_view"].value, found.figures["post_media_view"].period) == (
        120,
        "lifetime",
    )
    reactions = found.figures["post_reactions_by_type_total"]
    assert (reactions.value, reactions.parts) == (7, {"like": 4, "love": 3})
    assert set(found.figures) == set(POST_METRICS) and found.calls == 1 and found.retired == ()


def test_one_retired_name_spoils_no_other(standin, client, post_id):
    standin.control("metric", name="post_clicks", dead=True)
    standin.control("metric", id=post_id, name="post_media_view", value=12)

    found = post_figures(client, post_id, TOKEN, ["post_media_view", "post_clicks", "post_video_views"])

    assert found.figures["post_media_view"].value == 12
    assert (found.figures["post_clicks"].value, found.figures["post_clicks"].reason) == (None, Why.RETIRED)
    assert found.figures["post_video_views"].value == 0
    assert found.retired == ("post_clicks",)
    assert calls(standin)[1:] == ["post_media_view", "post_clicks", "post_video_views"]  # each once


def test_a_name_long_retired_is_not_asked_for(standin, client, post_id):
    found = post_figures(client, post_id, TOKEN, ["post_impressions_unique", "post_media_view"])

    assert found.retired == ("post_impressions_unique",)
    assert calls(standin) == ["post_media_view"]


def test_without_the_permission_there_is_no_number(standin, client, post_id):
    standin.control("token", page=PAGE, scopes=["pages_manage_posts", "pages_read_engagement"])

    found = post_figures(client, post_id, TOKEN)

    assert {one.reason for one in found.figures.values()} == {Why.NO_PERMISSION}
    assert {one.value for one in found.figures.values()} == {None} and found.calls == 1


def test_under_a_hundred_followers_there_is_no_number(standin, client, post_id):
    standin.control("page", id=PAGE, followers=99)

    for found in (post_figures(client, post_id, TOKEN), page_figures(client, PAGE, TOKEN)):
        assert found.fault_reason is Why.TOO_FEW_FOLLOWERS
        assert all(one.value is None for one in found.figures.values())


def test_an_empty_answer_for_want_of_followers_is_no_missing_permission(standin, client, post_id):
    standin.fault("status_body", r"/insights$", method="GET", status=200, body={"data": []})

    assert post_figures(client, post_id, TOKEN, followers=40).fault_reason is Why.TOO_FEW_FOLLOWERS


def test_a_name_nobody_answered_is_none_and_not_zero(standin, client, post_id):
    rows = [
        {"name": "post_media_view", "period": "day", "values": [{"value": 0}]},
        {"name": "post_media_view", "period": "lifetime", "values": [{"value": 60}]},
        {"name": "post_media_view", "period": "day", "values": [{"value": 0}]},
        {"name": "post_video_views", "period": "lifetime", "values": [{"value": "many"}]},
    ]
    standin.fault("status_body", r"/insights$", method="GET", status=200, body={"data": rows})

    found = post_figures(client, post_id, TOKEN, ["post_media_view", "post_clicks", "post_video_views"])

    assert found.figures["post_media_view"].value == 60
    assert (found.figures["post_clicks"].value, found.figures["post_clicks"].reason) == (None, Why.NOT_THERE)
    assert found.figures["post_video_views"].value is None


def test_a_limit_in_the_middle_stops_the_asking(standin, client, post_id):
    standin.control("metric", name="post_clicks", dead=True)
    standin.fault(
        "status_body",
        r"/insights$",
        method="GET",
        nth=3,
        times=0,
        body={"error": {"code": 80001, "message": "x"}},
    )

    found = post_figures(client, post_id, TOKEN, ["post_media_view", "post_clicks", "post_video_views"])

    assert found.figures["post_media_view"].value == 0
    assert found.figures["post_clicks"].reason is found.figures["post_video_views"].reason is Why.NO_BUDGET
    assert found.calls == 3


@pytest.mark.parametrize(
    "error, why",
    [
        ({"code": 190, "error_subcode": 460}, Why.NO_CONNECTION),
        ({"code": 100, "error_subcode": 33}, Why.GONE),
        ({"code": 2}, Why.UNREACHABLE),
        ({"code": 99999}, Why.REFUSED),
        ({"code": 10}, Why.NO_PERMISSION),
    ],
)
def test_no_answer_says_why(standin, client, post_id, error, why):
    standin.fault(
        "status_body", r"/insights$", method="GET", times=0, body={"error": {**error, "message": "x"}}
    )

    assert post_figures(client, post_id, TOKEN).fault_reason is why


def test_the_page_is_asked_by_period_and_for_ninety_days_at_most(standin, client):
    standin.control("metric", id=PAGE, name="page_media_view", value=900)
    now = datetime(2020, 10, 8, tzinfo=UTC)

    found = page_figures(client, PAGE, TOKEN, period="week", since=now - timedelta(days=90), until=now)

    assert set(found.figures) == set(PAGE_METRICS)
    assert (found.figures["page_media_view"].value, found.figures["page_media_view"].period) == (900, "week")
    assert found.figures["page_media_view"].ended_at is not None
    with pytest.raises(ValueError):
        page_figures(client, PAGE, TOKEN, since=now - timedelta(days=91), until=now)


def test_comments_reactions_and_shares_are_counted_without_anybody(standin, client, post_id):
    standin.control("metric", id=post_id, name="comments", value=5)
    standin.control("metric", id=post_id, name="reactions", value=31)

    found = post_counts(client, post_id, TOKEN)

    assert {name: one.value for name, one in found.figures.items()} == {
        "comments": 5,
        "reactions": 31,
        "shares": 0,
    }
    asked = standin.control("state")["requests"][-1]["params"]["fields"]
    assert asked == "id,comments.limit(0).summary(total_count),reactions.limit(0).summary(total_count),shares"


def test_counts_of_a_post_that_cannot_be_read_are_none(standin, client, post_id):
    standin.control("remove_remotely", id=post_id)

    found = post_counts(client, post_id, TOKEN)

    assert found.fault_reason is Why.GONE and found.figures["shares"].value is None
