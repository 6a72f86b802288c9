"""From an approved story to a post: its words, its photos in their order, once a Page; and what the story learns."""

import hashlib
import uuid

import pytest
from django.urls import reverse

from nhipcau import media
from nhipcau.accounts.permissions import Role
from nhipcau.core.refusal import Refusal
from nhipcau.publishing import actions
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.models import Post
from nhipcau.publishing.states import Status
from nhipcau.publishing.story import free_pages, story_pictures, story_text
from nhipcau.stories import actions as stories
from nhipcau.stories.models import Rights, Topic
from tests import factories
from tests.publishing.saying import public

pytestmark = pytest.mark.django_db(transaction=True)


def picture(n):
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (800, 600), (n * 60, 90, 120)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def approved(page, union):
    """Sent by a school's collaborator with two photos, approved by another editor."""
    sender = factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[0])
    editor = factories.make_user("Mai Văn Duyệt", Role.APPROVER, union.desk)
    story = stories.write(
        unit=union.units[0],
        title="Hội thao công đoàn trường",
        text="Sáng 08/10, 45 đoàn viên tham gia hội thao.",
        topic=Topic.objects.first(),
        photos=[media.keep(picture(n)) for n in (1, 2)],
        rights=Rights("adults", agreed=True),
        by=sender,
        submit_key=uuid.uuid4(),
    )
    story.photos.filter(position=1).update(caption="Đội kéo co của trường")
    stories.submit(story, by=sender)
    factories.approve(story, by=editor)
    story.refresh_from_db()
    return story


@pytest.fixture
def make_of_story(page, publisher, approved):
    def make():
        pictures = [Picture(content, alt) for content, alt in story_pictures(approved)]
        return actions.prepare(
            page, story_text(approved), pictures, by=publisher, submit_key=uuid.uuid4(), story=approved
        )

    return make


def large(story):
    return [
        hashlib.sha256(photo.file.open("rb").read()).hexdigest()
        for photo in story.photos.order_by("position")
    ]


def test_the_large_size_goes_out_in_order_and_the_story_learns_its_address(
    standin, approved, make_of_story, publisher, work
):
    post = make_of_story()
    actions.publish_now(post, by=publisher)
    work()

    on_page = standin.control("state")["posts"][0]
    assert on_page["photos"] == large(approved)
    assert on_page["message"] == f"{approved.title}\n\n{approved.text}"
    assert [photo.alt_text for photo in post.photos.all()] == ["Đội kéo co của trường", ""]
    alt = [
        one["params"].get("alt_text_custom") for one in standin.control("state")["requests"] if one["files"]
    ]
    assert alt == ["Đội kéo co của trường", None]
    approved.refresh_from_db()
    post.refresh_from_db()
    assert approved.is_published and approved.published_at == post.published_at
    assert [event.permalink for event in approved.events.filter(kind="published")] == [post.permalink]


def test_a_photo_without_rights_stops_the_post_until_an_editor_leaves_it_out(approved):
    photo = approved.photos.get(position=2)
    stories.say_rights(photo, Rights("children", agreed=False), by=approved.sender)

    with pytest.raises(Refusal, match="1 ảnh hoặc đoạn phim chưa được phép đăng"):
        story_pictures(approved)
    stories.leave_out(photo, by=approved.approved_by)

    assert len(story_pictures(approved)) == 1


def test_rights_taken_back_after_scheduling_stop_the_post_before_anything_is_sent(
    standin, approved, make_of_story, publisher, work
):
    post = make_of_story()
    actions.publish_now(post, by=publisher)
    stories.say_rights(approved.photos.get(position=1), Rights("adults", agreed=False), by=approved.sender)

    work()

    post.refresh_from_db()
    assert (post.status, post.reason) == (Status.ASKED, "rights")
    assert standin.control("state")["posts"] == [] and not post.attempts.exists()
    for way in (actions.publish_now, actions.post_by_hand):
        with pytest.raises(Refusal, match="không còn được phép"):
            way(post, by=publisher)
    actions.call_off(post, by=publisher)
    stories.leave_out(approved.photos.get(position=1), by=approved.approved_by)
    again = make_of_story()
    actions.publish_now(again, by=publisher)
    work()
    again.refresh_from_db()
    assert again.is_published and again.photos.count() == 1


def test_one_story_is_one_post_of_a_page(approved, make_of_story, publisher, page):
    first = make_of_story()
    with pytest.raises(Refusal, match="Tin bài này đã có bài đăng"):
        make_of_story()
    assert not free_pages(type(page).objects.all(), approved)

    actions.call_off(first, by=publisher)

    assert make_of_story().pk != first.pk


def test_posting_by_hand_tells_the_story_as_well(standin, approved, make_of_story, publisher, page):
    post = make_of_story()
    actions.post_by_hand(post, by=publisher)
    address = f"{standin.base}/www/{page.page_id}/posts/800000000000099"
    actions.confirm_there(post, address, by=publisher)
    actions.confirm_there(post, address, by=publisher)

    approved.refresh_from_db()
    assert approved.is_published
    assert approved.events.filter(kind="published", permalink=address).count() == 1


def test_the_page_for_a_new_post_shows_the_story_and_refuses_an_unapproved_one(
    client, approved, publisher, page, standin
):
    factories.sign_in(client, publisher)
    at = reverse("publishing:new-from-story", args=[approved.pk])
    first = client.get(at)
    assert approved.text in first.content.decode()
    form = {"page": page.pk, "text": "Bản đã sửa", "submit_key": str(uuid.uuid4())}
    made = client.post(at, form)
    assert made.status_code == 302 and client.post(at, form).url == made.url
    post = Post.objects.get()
    assert (post.story, post.photos.count()) == (approved, 2)
    assert post.get_absolute_url() in client.get(at).content.decode()
    approved.status = "submitted"
    approved.save(update_fields=["status"])
    assert client.get(at).status_code == 409


def test_a_refused_photo_is_left_out_and_the_rest_goes_on(standin, make_of_story, publisher, work, client):
    post = make_of_story()
    too_big = {"error": {"code": 1366046, "message": "x"}}
    standin.fault("status_body", r"/photos$", nth=2, times=2, body=too_big)  # smaller, it is refused as well
    actions.publish_now(post, by=publisher)
    work()
    post.refresh_from_db()
    assert post.status == Status.REFUSED
    factories.sign_in(client, publisher)
    leave_out = reverse("publishing:remove-photo", args=[post.pk, 2])
    assert leave_out in client.get(post.get_absolute_url()).content.decode()

    assert client.post(leave_out).status_code == 302
    assert client.post(leave_out).status_code == 302
    actions.publish_now(post, by=publisher)
    work()

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED and public(standin) == [1]
    assert len(standin.control("state")["posts"][0]["photos"]) == 1


def test_no_post_is_made_of_a_story_whose_approval_was_taken_back_meanwhile(make_of_story, approved, union):
    stories.take_back(approved, by=factories.make_user("Mai Văn Rút", Role.APPROVER, union.desk))
    with pytest.raises(Refusal):
        make_of_story()
    assert not Post.objects.exists()
