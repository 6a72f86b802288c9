"""After publication: a correction with its history, a take-down asked twice, lost answers understood at the next look."""

import pytest
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.answers import Refused
from nhipcau.facebook.faults import Fault
from nhipcau.publishing import actions, figures, jobs
from nhipcau.publishing.models import Page, Post, PostWording
from nhipcau.publishing.states import Status
from tests import factories
from tests.publishing.conftest import PAGE_ID
from tests.publishing.saying import feed_calls, public, refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(make_post, publisher, work):
    post = make_post("Bản đầu")
    actions.publish_now(post, by=publisher)
    work()
    post.refresh_from_db()
    return post


def on_page(standin):
    return [one["message"] for one in standin.control("state")["posts"] if not one["is_removed"]]


def test_a_correction_replaces_the_text_and_keeps_every_wording(standin, published, publisher):
    actions.correct(published, "Bản sửa", by=publisher)

    assert on_page(standin) == ["Bản sửa"]
    published.refresh_from_db()
    assert (published.text, published.status) == ("Bản sửa", Status.PUBLISHED)
    assert [one.text for one in published.wordings.all()] == ["Bản sửa", "Bản đầu"]
    assert all(one.confirmed_at for one in published.wordings.all())
    actions.correct(published, "Bản sửa", by=publisher)  # pressed twice
    assert Entry.objects.filter(verb="post.corrected").count() == 1
    assert feed_calls(standin) == 1


@pytest.mark.parametrize("kind", ["accept_then_drop", "accept_then_500"])
def test_a_correction_whose_answer_is_lost_is_looked_up(standin, published, publisher, kind):
    standin.fault(kind, rf"/{published.remote_id}$")

    actions.correct(published, "Bản sửa", by=publisher)

    assert on_page(standin) == ["Bản sửa"]
    assert published.text == "Bản sửa"


def test_a_correction_nobody_can_tell_about_is_understood_at_the_next_look(
    standin, published, publisher, clock
):
    standin.fault("accept_then_drop", rf"/{published.remote_id}$")
    standin.fault("drop_before", rf"/{published.remote_id}$", method="GET")
    with pytest.raises(Refusal, match="không trả lời rõ ràng"):
        actions.correct(published, "Bản sửa", by=publisher)
    published.refresh_from_db()
    assert published.text == "Bản đầu"

    clock.advance(86_400)
    jobs.look_at_public_posts.call()

    published.refresh_from_db()
    assert (published.text, published.status) == (
        "Bản sửa",
        Status.PUBLISHED,
    )  # not "edited on Facebook": it was us


def test_a_refused_correction_leaves_everything_as_it_was(standin, published, publisher):
    standin.fault("status_body", rf"/{published.remote_id}$", body=refusal(200))
    with pytest.raises(Refusal, match="vẫn là nội dung cũ"):
        actions.correct(published, "Bản sửa", by=publisher)

    published.refresh_from_db()
    assert published.text == "Bản đầu"
    assert not published.wordings.filter(text="Bản sửa").exists()


def test_after_an_edit_on_facebook_a_correction_says_which_text_counts(standin, published, publisher, clock):
    standin.control("edit", id=published.remote_id, message="Bản của người khác")
    actions.look_now(published, by=publisher)
    assert published.is_edited

    actions.correct(published, "Bản chung", by=publisher)

    published.refresh_from_db()
    assert (published.status, published.text, published.remote_text) == (Status.PUBLISHED, "Bản chung", "")
    sources = [one.source for one in published.wordings.all()]
    assert sources == [PostWording.Source.OURS, PostWording.Source.FACEBOOK, PostWording.Source.OURS]


def test_taking_down_is_asked_twice_and_keeps_its_reason(standin, published, publisher, client):
    factories.sign_in(client, publisher)
    path = reverse("publishing:take-down", args=[published.pk])
    assert client.post(path, {"reason": ""}).status_code == 422

    first = client.post(path, {"reason": "Ảnh có người chưa đồng ý"})
    assert "Chắc chắn gỡ bài?" in first.content.decode()
    assert public(standin) == [1]
    done = client.post(path, {"reason": "Ảnh có người chưa đồng ý", "is_sure": "on"})

    assert done.status_code == 302
    published.refresh_from_db()
    assert published.status == Status.TAKEN_DOWN
    assert (published.take_down_reason, published.take_down_by) == ("Ảnh có người chưa đồng ý", publisher)
    assert public(standin) == []
    actions.take_down(published, "lần nữa", by=publisher)  # pressed twice


@pytest.mark.parametrize("kind", ["accept_then_drop", "accept_then_500"])
def test_a_take_down_whose_answer_is_lost_is_still_ours(standin, published, publisher, clock, kind):
    standin.fault(kind, rf"/{published.remote_id}$", method="DELETE")
    standin.fault("drop_before", rf"/{published.remote_id}$", method="GET")
    with pytest.raises(Refusal, match="chưa biết bài đã được gỡ"):
        actions.take_down(published, "Sai số liệu", by=publisher)

    clock.advance(86_400)
    jobs.look_at_public_posts.call()

    published.refresh_from_db()
    assert published.status == Status.TAKEN_DOWN  # not "removed on Facebook"


def test_a_refused_take_down_forgets_the_intent(standin, published, publisher):
    standin.fault("status_body", rf"/{published.remote_id}$", method="DELETE", body=refusal(368))
    with pytest.raises(Refusal, match="vẫn đang công khai"):
        actions.take_down(published, "Sai số liệu", by=publisher)

    published.refresh_from_db()
    assert published.is_published and published.take_down_at is None
    assert public(standin) == [1]


def test_a_post_put_there_by_hand_is_not_changed_from_here(page, make_post, publisher, settings):
    post = make_post()
    actions.post_by_hand(post, by=publisher)
    actions.confirm_there(
        post, f"{settings.FACEBOOK_BASE_URL}/www/{PAGE_ID}/posts/800000000000777", by=publisher
    )
    Page.objects.filter(pk=page.pk).update(sealed_token="")
    post.refresh_from_db()

    with pytest.raises(Refusal, match="đăng thủ công"):
        actions.correct(post, "Bản sửa", by=publisher)


def test_figures_are_fetched_after_1_7_and_28_days_and_asked_for_four_times_a_day_at_most(
    standin, page, published, publisher, clock
):
    for _day in range(1, 31):
        clock.advance(86_400)
        jobs.fetch_figures.call()
        jobs.fetch_figures.call()
    assert sorted(one.days for one in published.figures.all()) == [1, 7, 28]
    asked = [one for one in standin.control("state")["requests"] if "insights" in one["path"]]
    assert len(asked) == 3

    clock.advance(86_400)
    for _n in range(4):
        figures.ask_now(published, by=publisher)
    with pytest.raises(Refusal, match="đủ số lần"):
        figures.ask_now(published, by=publisher)


def test_a_post_found_out_late_gets_no_number_of_an_earlier_day(page, published, clock):
    clock.advance(5 * 86_400)
    jobs.fetch_figures.call()

    assert not published.figures.exists()


def test_a_refusal_to_one_of_two_take_downs_leaves_the_other_as_it_is(published, publisher, monkeypatch):
    from nhipcau.publishing.actions import after

    real = after.channels.of

    class Slow:
        def remove(self, post):
            monkeypatch.setattr(after.channels, "of", real)
            actions.take_down(Post.objects.get(pk=post.pk), "Sai ngày", by=publisher)
            return Refused(Fault.TEMPORARY)

    monkeypatch.setattr(after.channels, "of", lambda _post, _client: Slow())
    actions.take_down(published, "Sai giờ", by=publisher)

    assert (published.status, published.take_down_by) == (Status.TAKEN_DOWN, publisher)
    assert published.take_down_reason == "Sai ngày"
    assert Entry.objects.filter(verb="post.taken_down").count() == 1


def test_a_reason_outside_the_boundary_is_refused_with_what_was_typed(client, published, publisher):
    factories.sign_in(client, publisher)
    typed = "Đăng nhầm bài đấu tranh, phản bác các quan điểm sai trái, thù địch"
    answer = client.post(reverse("publishing:take-down", args=[published.pk]), {"reason": typed})
    assert answer.status_code == 422 and typed in answer.content.decode()
