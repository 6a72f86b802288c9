"""Manual mode: same states, same record, an address that must be a post of the own Page."""

import uuid

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.publishing import actions
from nhipcau.publishing.states import Status

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hand_page(clock, union, publisher):
    clock.set("2020-10-08 09:00")
    return actions.add_page(
        union.desk, "Công đoàn phường Hoa Sữa", "", "congdoanhoasua", by=publisher, submit_key=uuid.uuid4()
    )


@pytest.fixture
def hand_post(hand_page, publisher):
    post = actions.prepare(hand_page, "Tin của công đoàn", by=publisher, submit_key=uuid.uuid4())
    actions.post_by_hand(post, by=publisher)
    return post


def test_a_pasted_address_of_the_own_page_ends_it(hand_post, publisher):
    actions.confirm_there(
        hand_post, "https://m.facebook.com/CongDoan.HoaSua/posts/pfbid0abc?mibextid=1", by=publisher
    )

    assert hand_post.status == Status.PUBLISHED
    assert hand_post.permalink == "https://www.facebook.com/CongDoan.HoaSua/posts/pfbid0abc"
    assert hand_post.published_at is not None


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.facebook.com/trangkhac/posts/12345",
        "https://www.facebook.com/share/p/1AbCdEfGh2/",
        "https://www.facebook.com/congdoanhoasua",
        "https://example.org/congdoanhoasua/posts/12345",
        "chưa có",
    ],
)
def test_any_other_address_is_refused_and_the_post_waits(hand_post, publisher, typed):
    with pytest.raises(Refusal) as caught:
        actions.confirm_there(hand_post, typed, by=publisher)

    assert caught.value.remedy
    hand_post.refresh_from_db()
    assert hand_post.status == Status.BY_HAND


def test_without_a_connection_nothing_is_scheduled(hand_page, publisher, later):
    post = actions.prepare(hand_page, "Tin", by=publisher, submit_key=uuid.uuid4())

    with pytest.raises(Refusal):
        actions.publish_now(post, by=publisher)
    with pytest.raises(Refusal):
        actions.schedule(post, later(10), by=publisher)


def test_one_address_belongs_to_one_post(hand_page, publisher):
    hand_page.page_id = "100000000000001"
    hand_page.save()
    address = "https://www.facebook.com/congdoanhoasua/posts/123456"
    posts = []
    for text in ("Một", "Hai"):
        post = actions.prepare(hand_page, text, by=publisher, submit_key=uuid.uuid4())
        actions.post_by_hand(post, by=publisher)
        posts.append(post)
    actions.confirm_there(posts[0], address, by=publisher)

    with pytest.raises(Refusal):
        actions.confirm_there(posts[1], address, by=publisher)


def test_a_resent_form_makes_one_post(hand_page, publisher):
    key = uuid.uuid4()

    first = actions.prepare(hand_page, "Tin", by=publisher, submit_key=key)

    assert actions.prepare(hand_page, "Tin", by=publisher, submit_key=key).pk == first.pk


def test_a_published_post_stays_as_it_is(hand_post, publisher):
    actions.confirm_there(hand_post, "https://www.facebook.com/congdoanhoasua/posts/123456", by=publisher)

    for act in (actions.call_off, actions.post_by_hand, actions.publish_now):
        with pytest.raises(Refusal):
            act(hand_post, by=publisher)
    with pytest.raises(Refusal):
        actions.edit(hand_post, "Khác", by=publisher)


def test_four_eyes_wants_a_second_person(page, make_post, publisher, settings):
    settings.FOUR_EYES = True

    with pytest.raises(Refusal):
        actions.publish_now(make_post(), by=publisher)


def test_a_time_in_the_past_is_refused(page, make_post, publisher, later):
    with pytest.raises(Refusal):
        actions.schedule(make_post(), later(-1), by=publisher)


STORY_PHP = "https://m.facebook.com/story.php?story_fbid=pfbid02abc&id=61551234567890"


def test_an_address_with_the_pages_number_is_asked_about_once_and_then_known(hand_page, publisher):
    posts = []
    for text in ("Một", "Hai"):
        post = actions.prepare(hand_page, text, by=publisher, submit_key=uuid.uuid4())
        actions.post_by_hand(post, by=publisher)
        posts.append(post)
    with pytest.raises(actions.UnknownOwner, match="61551234567890"):
        actions.confirm_there(posts[0], STORY_PHP, by=publisher)

    actions.confirm_there(posts[0], STORY_PHP, by=publisher, is_ours=True)

    hand_page.refresh_from_db()
    assert (hand_page.page_id, hand_page.username) == ("61551234567890", "congdoanhoasua")
    posts[1].refresh_from_db()
    actions.confirm_there(posts[1], STORY_PHP.replace("02abc", "02xyz"), by=publisher)
    other = "https://www.facebook.com/permalink.php?story_fbid=pfbid0q&id=61559999999999"
    third = actions.prepare(hand_page, "Ba", by=publisher, submit_key=uuid.uuid4())
    actions.post_by_hand(third, by=publisher)
    with pytest.raises(Refusal):
        actions.confirm_there(third, other, by=publisher, is_ours=True)


def test_the_number_of_another_known_page_is_never_taken_over(hand_post, publisher, union):
    actions.add_page(union.desk, "Khác", "61551234567890", "", by=publisher, submit_key=uuid.uuid4())

    with pytest.raises(Refusal) as caught:
        actions.confirm_there(hand_post, STORY_PHP, by=publisher, is_ours=True)

    assert not isinstance(caught.value, actions.UnknownOwner)


def test_the_same_answer_twice_is_one(hand_post, publisher):
    address = "https://www.facebook.com/congdoanhoasua/posts/pfbid0abc"
    for _ in range(2):
        actions.confirm_there(hand_post, address, by=publisher)

    assert hand_post.permalink == address
