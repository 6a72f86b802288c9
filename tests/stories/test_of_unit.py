"""What became of a story, for its sender and for the chair of its unit: each state, its reason and its address."""

import uuid

import pytest
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.core import clock as product_clock
from nhipcau.publishing.models import Page, Post
from nhipcau.stories import actions
from nhipcau.stories.models import Story
from tests import factories

LINK = "https://www.facebook.com/100000000000001/posts/7712345"


@pytest.fixture
def chair(union):
    return union.chairs[0]


def read(client, user, path):
    factories.sign_in(client, user)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def pages(client, story, chair):
    """What the sender and the chair read of it: two lists and the story's own page twice."""
    for user, path in (
        (story.sender, reverse("stories:mine")),
        (chair, reverse("stories:of-unit")),
        (story.sender, story.get_absolute_url()),
        (chair, story.get_absolute_url()),
    ):
        yield read(client, user, path)


def test_a_returned_story_says_why_to_its_sender_and_its_units_chair(client, story, chair, editor):
    actions.return_to_sender(story, "Xin ghi rõ số người dự.", by=editor)

    for page in pages(client, story, chair):
        assert "Xin ghi rõ số người dự." in page
    assert reverse("stories:write", args=[story.pk]) not in read(client, chair, story.get_absolute_url())


POSTS = [
    ({"status": "published", "permalink": LINK}, LINK, ""),
    ({"status": "scheduled"}, "14:30 09/10/2020", LINK),
    ({"status": "asked"}, "Trang Hoa Sữa", LINK),
    ({"status": "removed", "permalink": LINK}, "Trang Hoa Sữa", LINK),
    ({"status": "taken_down", "permalink": LINK, "take_down_reason": "Sai ngày họp."}, "Sai ngày họp.", LINK),
]


@pytest.mark.parametrize(
    ("state", "said", "unsaid"), POSTS, ids=lambda one: one.get("status") if isinstance(one, dict) else ""
)
def test_the_state_of_the_post_is_said_with_its_hour_reason_or_address(
    client, union, story, chair, editor, state, said, unsaid
):
    now = product_clock.now()
    page = Page.objects.create(unit=union.desk, name="Trang Hoa Sữa", page_id="91")
    product_clock.set_to("2020-10-09 14:30")
    due = product_clock.now()
    product_clock.set_to("2020-10-08 09:00")
    Story.objects.filter(pk=story.pk).update(status="approved", approved_by=editor, approved_at=now)
    Post.objects.create(
        page=page, story=story, text="Bài", created_by=editor, due_at=due, next_attempt_at=due, published_at=now, take_down_at=now, **state
    )  # fmt: skip

    for text in pages(client, story, chair):
        assert said in text
        assert not unsaid or unsaid not in text


def test_a_chair_reads_the_units_stories_and_nobody_elses(
    client, union, story, chair, draft, other_collaborator
):
    kept = draft(title="Bản nháp riêng")
    other = actions.submit(
        actions.write(unit=union.units[1], title="Tin nhà máy", text="x", topic=story.topic, by=other_collaborator, submit_key=uuid.uuid4()),
        by=other_collaborator,
    )  # fmt: skip

    page = read(client, chair, reverse("stories:of-unit"))
    qr = reverse("stories:qr")
    assert qr in page and client.get(qr).status_code == 200

    assert story.title in page and "Bản nháp riêng" not in page and "Tin nhà máy" not in page
    for foreign in (kept, other):
        assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.get(reverse("stories:review", args=[story.pk])).status_code in (403, 404)


def test_a_chair_of_two_units_chooses_between_them(client, union, story, chair):
    factories.appoint(chair, Role.CHAIR, union.units[1])

    assert story.title not in read(client, chair, f"{reverse('stories:of-unit')}?unit={union.units[1].pk}")
    assert story.title in read(client, chair, f"{reverse('stories:of-unit')}?unit=999999999999999999999")
