"""The photo tools as plain forms: order, cover, words, turning, cropping, rights."""

import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from PIL import Image

from nhipcau.core.refusal import Refusal
from nhipcau.media import intake
from nhipcau.publishing.actions import prepare
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.models import Page
from nhipcau.publishing.rights import has_lost_rights
from nhipcau.publishing.story import story_pictures
from nhipcau.stories import actions
from nhipcau.stories.models import Item, Rights, StoryClip, StoryPhoto
from nhipcau.stories.seen import mark_now
from nhipcau.stories.shapes import aspect, crop_of, proposal, sheet_of, turned
from tests import factories
from tests.stories.test_desk import seen


@pytest.fixture
def story(draft, collaborator):
    return actions.submit(draft(photos=3), by=collaborator)


@pytest.fixture
def desk(client, editor):
    return factories.sign_in(client, editor)


def at(name, pk):
    return reverse(f"stories:{name}", args=[pk])


def typed(desk, story, **changes):
    """What the form of the photos carries when nothing was changed, and the changes, by the place of the photo."""
    data = {}
    for n, form in enumerate(desk.get(at("photos", story.pk)).context["forms"], 1):
        for name in ("place", "alt_text", "caption", "seen"):
            data[form.add_prefix(name)] = changes.get(f"{name}_{n}", form.initial[name])
    return data


def order(story):
    return list(story.photos.values_list("pk", flat=True))


def test_photos_are_put_in_order_by_number_and_one_is_made_the_cover(desk, story):
    one, two, three = order(story)
    url = at("photos", story.pk)
    assert desk.post(url, typed(desk, story, place_3="1")).status_code == 302
    assert order(story) == [three, one, two]
    desk.post(url, typed(desk, story, place_1="2"))
    assert order(story) == [one, three, two]
    desk.post(url, typed(desk, story) | {"cover": two})
    assert order(story) == [two, one, three]
    assert desk.post(url, typed(desk, story, place_1="x")).status_code == 422


def test_descriptions_and_captions_are_saved_and_never_overwritten_unseen(desk, story, colleague):
    url, first = at("photos", story.pk), story.photos.first()
    opened = typed(desk, story, alt_text_1="Đội kéo co của trường", caption_1="Ảnh: CĐCS")
    actions.describe_photo(first, caption="Của đồng nghiệp", alt_text="", by=colleague)

    answer = desk.post(url, opened)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Của đồng nghiệp" in page and "Đội kéo co của trường" in page
    first.refresh_from_db()
    assert first.caption == "Của đồng nghiệp"
    again = {
        name: form[name.split("-")[-1]].value()
        for form in answer.context["forms"]
        for name in opened
        if name.startswith(f"{form.prefix}-")
    }
    assert desk.post(url, again).status_code == 302
    first.refresh_from_db()
    assert (first.alt_text, first.caption) == ("Đội kéo co của trường", "Ảnh: CĐCS")


def test_a_colleague_at_work_is_not_disturbed(desk, story, colleague):
    actions.claim(story, by=colleague)
    data = typed(desk, story, caption_1="Chen ngang")
    assert desk.post(at("photos", story.pk), data).status_code == 409
    assert desk.post(at("photo-tools", order(story)[0]), {"do": "turn", "way": "left"}).status_code == 409
    assert not story.photos.exclude(caption="").exists()


@pytest.mark.parametrize(
    ("size", "shape", "place", "crop"),
    [
        ((640, 480), "1x1", "middle", (125, 0, 750, 1000)), ((640, 480), "1x1", "end", (250, 0, 750, 1000)),
        ((640, 480), "16x9", "start", (0, 0, 1000, 750)), ((600, 750), "4x5", "middle", (0, 0, 1000, 1000)),
        ((640, 480), "whole", "end", (0, 0, 1000, 1000)),
    ],
)  # fmt: skip
def test_proposals_are_the_largest_part_of_their_shape(size, shape, place, crop):
    assert proposal(StoryPhoto(width=size[0], height=size[1]), shape, place) == crop


def test_what_was_cut_off_stays_cut_off_when_the_photo_is_turned():
    photo = StoryPhoto(width=300, height=400, turn=0, crop=[100, 200, 300, 400])
    assert turned(photo, 90) == (90, (400, 100, 400, 300))
    turn, crop = 0, photo.crop
    for _quarter in range(4):
        photo.turn, photo.crop = turn, crop
        turn, crop = turned(photo, 90)
    assert (turn, list(crop)) == (0, [100, 200, 300, 400])
    assert sheet_of(StoryPhoto(width=640, height=480, turn=90)).transform == "translate(1000 0) rotate(90)"


def test_a_photo_is_turned_cropped_looked_at_first_and_brought_back(desk, story):
    photo = story.photos.first()
    url = at("photo-tools", photo.pk)
    sent = photo.file.read()

    looked = desk.post(url, {"do": "crop", "shape": "1x1", "place": "start", "look": "1"})
    assert looked.status_code == 200 and looked.context["sheet"].crop == (0, 0, 750, 1000)
    photo.refresh_from_db()
    assert photo.crop is None

    assert desk.post(url, {"do": "crop", "shape": "1x1", "place": "start"}).status_code == 302
    photo.refresh_from_db()
    assert crop_of(photo) == (0, 0, 750, 1000) and photo.width == photo.height == 480
    assert aspect(photo) == pytest.approx(4 / 3, abs=0.01)
    assert Image.open(io.BytesIO(story_pictures(story)[0][0])).size == (480, 480), (
        "what goes out is the cropped photo"
    )

    assert desk.post(url, {"do": "turn", "way": "right"}).status_code == 302
    free = {"do": "crop", "shape": "free", "left": "10", "top": "20", "width": "50", "height": "40"}
    assert desk.post(url, free).status_code == 302
    photo.refresh_from_db()
    assert photo.turn == 90 and photo.crop == [100, 200, 500, 400]
    for wrong in ({"left": "60"}, {"width": ""}, {"height": "999"}, {"shape": "heart"}):
        assert desk.post(url, free | wrong).status_code == 422
    assert b"".join(desk.get(at("photo-original", photo.pk)).streaming_content) == sent

    assert desk.post(url, {"do": "undo"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.turn, photo.crop) == (0, None) and photo.file.read() == sent
    assert desk.post(url, {"do": "melt"}).status_code == 422


def test_the_desk_says_who_is_shown_or_leaves_the_photo_out(desk, story, editor):
    photo = story.photos.first()
    url = at("photo-tools", photo.pk)
    assert desk.post(url, {"do": "rights", "shown": "children"}).status_code == 422
    assert (
        desk.post(url, {"do": "rights", "shown": "children", "agreed": "no", "people": "Lớp 6A"}).status_code
        == 302
    )
    photo.refresh_from_db()
    assert photo.is_unsettled and photo.rights_by == editor
    page = desk.get(at("review", story.pk))
    assert page.context["unsettled"] == [1] and "Lớp 6A" not in page.content.decode()

    assert desk.post(url, {"do": "leave-out", "out": "yes"}).status_code == 302
    photo.refresh_from_db()
    assert photo.left_out and len(story_pictures(story)) == 2
    desk.post(url, {"do": "leave-out", "out": "no"})
    desk.post(url, {"do": "rights", "shown": "nobody"})
    assert len(story_pictures(story)) == 3


def test_a_clip_without_rights_holds_the_approval_back_until_the_desk_has_settled_it(desk, story, editor):
    clip = StoryClip.objects.create(story=story, file="a.mp4", seconds=9, bytes=1_000_000, digest="x")
    url = at("clip-tools", clip.pk)
    assert "a.mp4" not in desk.get(at("review", story.pk)).content.decode()
    with pytest.raises(Refusal):
        factories.approve(story, by=editor)
    assert desk.post(url, {"do": "rights", "shown": "adults"}).status_code == 422
    assert desk.post(url, {"do": "leave-out", "out": "yes"}).status_code == 302
    clip.refresh_from_db()
    assert clip.left_out
    desk.post(url, {"do": "leave-out", "out": "no"})
    assert desk.post(url, {"do": "rights", "shown": "adults", "agreed": "yes"}).status_code == 302
    factories.approve(story, by=editor)
    assert story.is_approved


def test_a_first_approval_does_not_hold_for_other_photos(desk, story, editor, colleague, union):
    actions.set_approvals(union.desk, 2, by=union.officer)
    factories.approve(story, by=editor)
    assert story.approvals.count() == 1
    desk.post(at("photo-tools", order(story)[0]), {"do": "leave-out", "out": "yes"})
    assert story.approvals.count() == 0


def _change(what, story, by):
    photo = story.photos.first()
    if what == "order":
        actions.order_photos(story, order(story)[::-1], by=by)
    elif what in ("caption", "alt_text"):
        actions.describe_photo(photo, **{"caption": "", "alt_text": ""} | {what: "Chữ khác"}, by=by)
    elif what == "crop":
        actions.reshape(photo, turn=0, crop=[0, 0, 500, 500], by=by)
    elif what == "rights":
        actions.say_rights(photo, Rights("adults", agreed=False), by=by)
    elif what == "clip":
        actions.leave_out(story.clip, by=by)
    else:
        actions.leave_out(photo, by=by)


CHANGES = ["order", "caption", "alt_text", "crop", "left out", "clip"]


@pytest.fixture
def film(story, editor):
    clip = StoryClip.objects.create(story=story, file="a.mp4", seconds=9, bytes=1_000_000, digest="x")
    actions.say_rights(clip, Rights("nobody"), by=editor)
    return clip


@pytest.mark.parametrize("what", [*CHANGES, "rights"])
def test_photos_changed_after_the_page_was_opened_are_not_approved_unseen(
    desk, story, film, editor, colleague, what
):
    for photo in story.photos.all():
        actions.describe_photo(photo, caption="Chú thích", alt_text="Mô tả", by=editor)
    old = {"checklist": "1", "item": list(Item.values), "seen": seen(desk, story)}
    _change(what, story, colleague)

    assert desk.post(at("approve", story.pk), old).status_code == 409
    story.refresh_from_db()
    assert story.is_in_review and not story.ticks.exists()

    if what != "rights":
        again = desk.post(at("approve", story.pk), old | {"seen": seen(desk, story)})
        assert again.status_code == 302


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_approved_stays_so_until_the_approval_is_taken_back(
    desk, story, film, editor, colleague, what
):
    factories.approve(story, by=editor)
    approved = mark_now(story)
    with pytest.raises(Refusal) as refused:
        _change(what, story, colleague)
    assert refused.value.remedy and mark_now(story) == approved

    with pytest.raises(PermissionDenied):
        actions.take_back(story, by=story.sender)
    for _pressed_twice in range(2):
        assert desk.post(at("take-back", story.pk)).status_code == 302
    story.refresh_from_db()
    assert story.is_submitted and not story.approvals.exists() and story.approved_by is None
    _change(what, story, colleague)
    assert mark_now(story) != approved
    factories.approve(story, by=editor)


def test_a_photo_cropped_while_a_colleague_approved_it_stays_as_approved(story, editor, monkeypatch):
    photo = story.photos.first()
    made = intake.keep

    def slow(*args, **options):
        factories.approve(story, by=editor)
        return made(*args, **options)

    monkeypatch.setattr("nhipcau.stories.actions.shaping.intake.keep", slow)
    before = mark_now(story)
    with pytest.raises(Refusal):
        actions.reshape(photo, turn=90, crop=None, by=editor)
    assert mark_now(story) == before


def test_rights_are_withdrawn_at_any_time_also_of_a_cropped_photo_in_a_prepared_post(
    desk, story, editor, union
):
    """A cropped photo keeps what was said of it, and a post knows it again by what was approved."""
    photo = story.photos.first()
    actions.say_rights(photo, Rights("children", agreed=True, people="Lớp 6A"), by=editor)
    said = StoryPhoto.objects.values("shown", "agreed", "people", "rights_by", "rights_at", "left_out")
    before = said.get(pk=photo.pk)
    actions.reshape(StoryPhoto.objects.get(pk=photo.pk), turn=90, crop=[0, 0, 500, 500], by=editor)
    assert said.get(pk=photo.pk) == before
    factories.approve(story, by=editor)
    page = Page.objects.create(unit=union.desk, name="Trang phường", page_id="99990000888")
    pictures = [Picture(*one) for one in story_pictures(story)]
    post = prepare(page, "Bài", pictures, by=editor, submit_key=uuid.uuid4(), story=story)
    assert not has_lost_rights(post)

    url = at("photo-tools", photo.pk)
    for do in ({"do": "undo"}, {"do": "turn", "way": "left"}, {"do": "leave-out", "out": "yes"}):
        assert desk.post(url, do).status_code == 409
    assert desk.post(at("take-back", story.pk)).status_code == 409, "a post stands on it"
    assert desk.get(at("photos", story.pk)).status_code == 200
    assert desk.post(url, {"do": "rights", "shown": "children", "agreed": "no"}).status_code == 302
    assert has_lost_rights(post)
    with pytest.raises(Refusal):
        story_pictures(story)
    assert desk.post(url, {"do": "leave-out", "out": "yes"}).status_code == 302
    assert has_lost_rights(post) and len(story_pictures(story)) == 2
    assert desk.post(url, {"do": "leave-out", "out": "no"}).status_code == 409, "nobody has approved it so"
