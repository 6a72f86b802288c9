"""Items offered down the tree: used by a unit's own act, with the source, and nobody counts or finds who did."""

import uuid

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.audit.models import Entry
from nhipcau.campaigns.models import Step, Task
from nhipcau.core import clock as product_clock
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from nhipcau.publishing import actions
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.models import Offer, Page, Post, Publication
from nhipcau.publishing.states import Status
from nhipcau.stories.models import Story, Topic
from tests import factories

LINK = "https://www.facebook.com/100000000000001/posts/7712345"
JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture
def published(union, publisher):
    page = Page.objects.create(unit=union.desk, name="Trang Hoa Sữa", page_id="91")
    post = actions.prepare(
        page, "Hỏi đáp về nghỉ phép năm.\nĐiều 113 Bộ luật Lao động.", [Picture(JPEG, "Ảnh hội nghị")], by=publisher, submit_key=uuid.uuid4()
    )  # fmt: skip
    Post.objects.filter(pk=post.pk).update(
        status="published", permalink=LINK, published_at=product_clock.now()
    )
    post.refresh_from_db()
    return post


@pytest.fixture
def offered(published, publisher):
    return actions.offer(published, by=publisher)


@pytest.fixture
def school(union):
    """An editor of a unit below, with a Page of its own."""
    user = factories.make_user("Biên tập trường", Role.EDITOR, union.units[0])
    return user, Page.objects.create(unit=union.units[0], name="Trang Trường", page_id="95")


def test_an_offer_reaches_those_at_the_unit_and_below_and_nobody_else(union, offered, school):
    above = factories.make_user("Trên", Role.EDITOR, union.city)
    collaborator = factories.make_user("Cộng tác", Role.COLLABORATOR, union.units[1])

    reached = [school[0], collaborator, union.chairs[2], union.officer]
    assert [list(Offer.objects.visible_to(user)) for user in reached] == [[offered]] * 4
    for user in (above, union.stranger, factories.make_user("Không vai")):
        assert not Offer.objects.visible_to(user).exists()


def test_using_an_offer_makes_a_draft_of_the_own_page_and_publishes_nothing(
    client, offered, school, published
):
    user, page = school
    factories.sign_in(client, user)
    sent = {"page": page.pk, "submit_key": str(uuid.uuid4())}
    first = client.post(reverse("publishing:reuse", args=[offered.pk]), sent)
    again = client.post(reverse("publishing:reuse", args=[offered.pk]), sent)

    draft = Post.objects.get(page=page)
    assert first["Location"] == again["Location"] == draft.get_absolute_url()
    assert (draft.status, draft.due_at, draft.story) == (Status.DRAFT, None, None)
    assert draft.text.startswith(published.text)
    assert published.page.unit.name in draft.text and LINK in draft.text
    assert [photo.alt_text for photo in draft.photos.all()] == ["Ảnh hội nghị"]


def test_nothing_in_the_database_leads_from_an_offer_to_those_who_used_it(
    client, union, offered, school, publisher
):
    user, page = school
    before = set(Entry.objects.values_list("pk", flat=True))
    row = Offer.objects.values().get()

    draft = actions.reuse(offered, page, by=user, submit_key=uuid.uuid4())

    assert Offer.objects.values().get() == row
    written = Entry.objects.exclude(pk__in=before)
    assert [(e.verb, e.object_type, e.object_id) for e in written] == [
        ("post.prepared", "publishing.post", str(draft.pk))
    ]
    assert [relation.related_model for relation in Offer._meta.related_objects] == []
    factories.sign_in(client, publisher)
    for path in (offered.get_absolute_url(), offered.post.get_absolute_url(), reverse("publishing:offers")):
        assert draft.get_absolute_url() not in client.get(path).content.decode()


def test_the_page_of_an_offer_counts_nothing_however_often_it_is_used(client, offered, school, publisher):
    def seen():
        factories.sign_in(client, publisher)
        text = client.get(offered.post.get_absolute_url()).content.decode()
        return (
            text[text.index('id="offer-heading"') :]
            .partition("</section>")[0]
            .split("csrfmiddlewaretoken")[0]
        )

    before = seen()
    for _n in range(3):
        actions.reuse(offered, school[1], by=school[0], submit_key=uuid.uuid4())
    factories.sign_in(client, school[0])
    client.get(reverse("publishing:offer-sheet", args=[offered.pk]))

    assert seen() == before


def test_an_offer_is_no_step_no_task_and_no_message(offered, published, publisher):
    actions.withdraw_offer(published, by=publisher)
    actions.offer(published, by=publisher)

    assert not Message.objects.exists()
    for model in apps.get_models():
        if model is not Offer:
            assert Offer not in {
                field.related_model for field in model._meta.get_fields() if field.concrete
            }, model
    for model in (Step, Task):
        assert not [field.name for field in model._meta.get_fields() if "offer" in field.name]


def test_the_sheet_for_the_board_carries_the_source_and_the_public_address_alone(client, union, offered):
    factories.sign_in(client, union.chairs[0])

    page = client.get(reverse("publishing:offer-sheet", args=[offered.pk])).content.decode()

    assert "Điều 113 Bộ luật Lao động." in page and union.desk.name in page and LINK in page
    assert 'class="qr"' in page and "fbclid" not in page and "?" not in LINK
    assert client.get(reverse("publishing:offer-photo", args=[offered.pk, 1])).status_code == 200


def test_the_address_is_that_among_the_news_until_it_is_taken_off_there(union, offered, settings):
    settings.SITE_URL = "https://tin.example.org"
    now = product_clock.now()
    story = Story.objects.create(
        unit=union.units[0], unit_path=union.units[0].path, sender=union.chairs[0], title="Tin", text="x", topic=Topic.objects.first(),
        status="published", submitted_at=now, published_at=now, receipt="T-1", version=1,
    )  # fmt: skip
    Post.objects.filter(pk=offered.post_id).update(story=story)
    Publication.objects.update_or_create(
        story=story, defaults={"title": "Tin", "text": "x", "published_at": now, "updated_at": now}
    )
    assert Offer.objects.get().address == f"https://tin.example.org/tin/bai/{story.pk}/"
    Publication.objects.update(withdrawn_at=now)

    assert Offer.objects.get().address == LINK


def test_only_published_posts_are_offered_and_a_withdrawn_one_is_gone(
    client, union, publisher, published, school
):
    draft = actions.prepare(published.page, "Nháp", by=publisher, submit_key=uuid.uuid4())
    with pytest.raises(Refusal):
        actions.offer(draft, by=publisher)
    with pytest.raises(PermissionDenied):
        actions.offer(published, by=school[0])
    made = actions.offer(published, by=publisher)
    assert actions.offer(published, by=publisher) == made
    actions.withdraw_offer(published, by=publisher)
    factories.sign_in(client, school[0])

    assert client.get(made.get_absolute_url()).status_code == 404
    made.refresh_from_db()
    with pytest.raises(Refusal):
        actions.reuse(made, school[1], by=school[0], submit_key=uuid.uuid4())
    assert not Post.objects.filter(page=school[1]).exists()


def test_a_unit_uses_an_offer_on_its_own_page_only(client, union, offered, school):
    user, _page = school
    factories.sign_in(client, user)
    foreign = Page.objects.create(unit=union.units[1], name="Trang khác", page_id="96")
    for page in (foreign, offered.post.page):
        sent = {"page": page.pk, "submit_key": str(uuid.uuid4())}
        assert client.post(reverse("publishing:reuse", args=[offered.pk]), sent).status_code == 422
    factories.sign_in(client, union.chairs[0])
    assert client.post(reverse("publishing:reuse", args=[offered.pk]), sent).status_code == 403
    assert Post.objects.count() == 1
