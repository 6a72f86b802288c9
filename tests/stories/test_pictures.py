"""Who is shown in a photo or clip, whether they agree, and what an editor does with it."""

import io
import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from PIL import Image

from nhipcau.audit.models import Entry
from nhipcau.core.refusal import Refusal
from nhipcau.media import clips
from nhipcau.stories import actions
from nhipcau.stories.models import Rights, StoryClip, StoryPhoto
from tests import factories
from tests.media import filming


@pytest.fixture
def sent(draft, collaborator):
    return actions.submit(draft(photos=2), by=collaborator)


@pytest.fixture
def with_clip(draft, collaborator, tmp_path):
    path = tmp_path / "clip"
    path.write_bytes(filming.film())
    story = draft()
    actions.add_clip(story, clips.keep(path), by=collaborator, rights=Rights("adults", agreed=True))
    return story


def test_both_ways_to_ask_for_rights_agree(sent, collaborator):
    """The queryset's and the row's rule, over everything the database lets stand."""
    photo = sent.photos.first()
    stood = 0
    for shown, agreed, left_out in itertools.product(
        ("nobody", "adults", "children"), (None, True, False), (True, False)
    ):
        if shown != "nobody" and agreed is None:
            continue
        StoryPhoto.objects.filter(pk=photo.pk).update(shown=shown, agreed=agreed, left_out=left_out)
        photo.refresh_from_db()
        own = StoryPhoto.objects.filter(pk=photo.pk)
        assert own.with_rights().exists() == photo.has_rights == (shown == "nobody" or agreed is True)
        assert own.publishable().exists() == photo.is_publishable == (photo.has_rights and not left_out)
        assert own.unsettled().exists() == photo.is_unsettled
        stood += 1
    assert stood == 14


@pytest.mark.parametrize(
    "rights", [Rights("adults"), Rights("children"), Rights(""), Rights("everybody", agreed=True)]
)
def test_half_of_the_rights_is_none(sent, collaborator, rights):
    with pytest.raises(Refusal):
        actions.say_rights(sent.photos.first(), rights, by=collaborator)
    assert sent.photos.with_rights().count() == 2


def test_who_said_it_and_when_is_kept_and_written_down_without_names(sent, editor, clock):
    photo = sent.photos.first()
    clock.set("2020-10-09 10:00")
    actions.say_rights(photo, Rights("children", agreed=True, people="Bé An, mẹ đồng ý"), by=editor)
    actions.say_rights(photo, Rights("children", agreed=True, people="Bé An, mẹ đồng ý"), by=editor)

    photo.refresh_from_db()
    assert photo.shows_children and photo.has_rights and photo.rights_by == editor
    entry = Entry.objects.filter(verb="story.rights_said", actor_id=editor.pk).get()
    assert entry.fields == ["agreed", "people", "shown"] and "An" not in repr(vars(entry))


def test_only_sender_and_desk_say_rights_and_only_the_desk_leaves_out(
    sent, collaborator, other_collaborator, foreign_editor
):
    photo = sent.photos.first()
    for stranger in (other_collaborator, foreign_editor):
        with pytest.raises(PermissionDenied):
            actions.say_rights(photo, Rights("nobody"), by=stranger)
        with pytest.raises(PermissionDenied):
            actions.leave_out(photo, by=stranger)
    with pytest.raises(PermissionDenied):
        actions.leave_out(photo, by=collaborator)
    actions.say_rights(photo, Rights("adults", agreed=False), by=collaborator)
    assert not photo.has_rights


def test_what_people_are_asked_to_do_is_no_name(sent, collaborator):
    with pytest.raises(Refusal):
        actions.say_rights(
            sent.photos.first(),
            Rights("adults", True, "Danh sách người đã like và share bài"),
            by=collaborator,
        )


def test_a_story_is_approved_only_when_every_picture_is_settled(sent, editor, colleague):
    photo = sent.photos.last()
    actions.say_rights(photo, Rights("adults", agreed=False), by=editor)

    with pytest.raises(Refusal, match="1 ảnh hoặc đoạn phim"):
        factories.approve(sent, by=colleague)
    sent.refresh_from_db()
    assert not sent.is_approved
    actions.leave_out(photo, by=editor)
    factories.approve(sent, by=colleague)

    sent.refresh_from_db()
    assert sent.is_approved and sent.photos.publishable().count() == 1


def test_a_clip_needs_its_rights_too(with_clip, collaborator, colleague):
    assert with_clip.clip.has_rights
    sent = actions.submit(with_clip, by=collaborator)
    actions.say_rights(StoryClip.objects.get(), Rights("children", agreed=False), by=collaborator)

    with pytest.raises(Refusal, match="1 ảnh hoặc đoạn phim"):
        factories.approve(sent, by=colleague)


def test_a_clip_without_rights_is_not_sent(draft, collaborator, tmp_path):
    path = tmp_path / "clip"
    path.write_bytes(filming.film())
    story = draft()
    actions.add_clip(story, clips.keep(path), by=collaborator)
    with pytest.raises(Refusal):
        actions.submit(story, by=collaborator)


def test_a_story_takes_one_clip_once_and_forgets_its_files(
    with_clip, collaborator, tmp_path, django_capture_on_commit_callbacks
):
    first = with_clip.clip
    other = tmp_path / "other"
    other.write_bytes(filming.film(first=True))
    again = tmp_path / "again"
    again.write_bytes(filming.film())

    assert actions.add_clip(with_clip, clips.keep(again), by=collaborator) == first
    with pytest.raises(Refusal, match="một đoạn phim"):
        actions.add_clip(with_clip, clips.keep(other), by=collaborator)
    folder = first.file.storage.path("clips")
    kept = sorted(first.file.storage.path(one.name) for one in first.files())
    import pathlib

    assert [str(p) for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and str(p) in kept] == kept
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_clip(with_clip, by=collaborator)
    assert not StoryClip.objects.exists() and not any(pathlib.Path(one).exists() for one in kept)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        (None, 200, slice(None)), ("bytes=0-3", 206, slice(0, 4)), ("bytes=4-", 206, slice(4, None)), ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-999999", 206, slice(0, None)), ("bytes=9999999-", 416, None), ("bytes=5-2", 416, None), ("bytes=0-1,3-4", 200, slice(None)),
        ("bytes=-", 200, slice(None)), ("bytes=" + "9" * 40 + "-", 200, slice(None)), ("lines=1-2", 200, slice(None)),
    ],
)  # fmt: skip
def test_a_player_gets_the_part_it_asks_for(client, with_clip, collaborator, asked, status, part):
    factories.sign_in(client, collaborator)
    whole = with_clip.clip.file.open("rb").read()

    answer = client.get(
        reverse("stories:clip", args=[with_clip.clip.pk]), **({"headers": {"Range": asked}} if asked else {})
    )

    assert answer.status_code == status and answer.headers["Accept-Ranges"] == "bytes"
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
        return
    assert b"".join(answer.streaming_content) == whole[part]
    assert (
        answer.headers["Content-Type"] == "video/mp4"
        and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert int(answer.headers["Content-Length"]) == len(whole[part])


def sizes(photo):
    return [
        Image.open(io.BytesIO(one.open("rb").read())).size for one in (photo.file, photo.medium, photo.small)
    ]


def test_a_photo_is_turned_cropped_and_given_back(sent, editor, django_capture_on_commit_callbacks):
    photo = sent.photos.first()
    as_it_came, names = photo.file.open("rb").read(), {one.name for one in photo.files()}

    with django_capture_on_commit_callbacks(execute=True):
        actions.reshape(photo, turn=90, crop=[0, 0, 1000, 500], by=editor)
    photo.refresh_from_db()
    assert sizes(photo) == [(480, 320), (480, 320), (320, 213)] and (photo.width, photo.height) == (480, 320)
    assert photo.is_reshaped and photo.original.open("rb").read() == as_it_came
    with django_capture_on_commit_callbacks(execute=True):
        actions.reshape(photo, turn=0, crop=[100, 100, 500, 500], by=editor)
    photo.refresh_from_db()
    assert sizes(photo)[0] == (320, 240), "counted from the photo as it came"
    with django_capture_on_commit_callbacks(execute=True):
        actions.reshape(photo, turn=0, crop=None, by=editor)

    photo.refresh_from_db()
    assert photo.file.open("rb").read() == as_it_came and not photo.is_reshaped
    storage = photo.file.storage
    left = {name for name in names | {one.name for one in photo.files()} if storage.exists(name)}
    assert left == {one.name for one in photo.files()}, "and no file of the steps between stays"


@pytest.mark.parametrize(
    ("turn", "crop"),
    [(45, None), (0, [0, 0, 10, 1000]), (0, [900, 0, 200, 1000]), (0, [-1, 0, 500, 500]), (-90, None)],
)
def test_a_shape_that_cannot_be_is_refused(sent, editor, turn, crop):
    photo = sent.photos.first()
    with pytest.raises(Refusal):
        actions.reshape(photo, turn=turn, crop=crop, by=editor)
    photo.refresh_from_db()
    assert not photo.is_reshaped


def test_two_editors_do_not_turn_the_same_photo_over_each_other(sent, editor, colleague):
    mine, theirs = sent.photos.first(), sent.photos.first()
    actions.reshape(mine, turn=90, crop=None, by=editor)
    actions.reshape(theirs, turn=180, crop=None, by=colleague)  # from the same photo as it came

    mine.refresh_from_db()
    assert (mine.turn, sizes(mine)[0]) == (180, (640, 480))
    actions.reshape(mine, turn=0, crop=None, by=editor)
    with pytest.raises(Refusal):
        theirs.original.name = "stories/gone.jpg"
        theirs.original.storage.save("stories/gone.jpg", mine.file.open("rb"))
        actions.reshape(theirs, turn=270, crop=None, by=colleague)


def test_the_first_photo_is_the_cover_and_each_has_a_description(sent, editor, collaborator):
    first, second = sent.photos.all()
    actions.order_photos(sent, [second.pk, first.pk, 10**9], by=editor)
    actions.describe_photo(second, caption="Đội kéo co", alt_text="Tám người kéo một sợi dây", by=editor)

    assert list(sent.photos.all()) == [second, first]
    assert sent.photos.first().description == "Tám người kéo một sợi dây"
    actions.describe_photo(second, caption="Đội kéo co", alt_text="", by=editor)
    assert sent.photos.first().description == "Đội kéo co"
    with pytest.raises(PermissionDenied):
        actions.order_photos(sent, [first.pk], by=collaborator)


def test_who_is_shown_stays_with_sender_and_desk(client, sent, editor, colleague):
    """The words about people are in no public page and in no post."""
    from nhipcau.portal.addresses import of_item
    from nhipcau.publishing.story import story_pictures, story_text

    actions.say_rights(sent.photos.first(), Rights("adults", True, "Chị Planted Name"), by=editor)
    factories.approve(sent, by=colleague)
    actions.mark_published(sent, "https://www.facebook.com/99990000/posts/1", None)
    sent.refresh_from_db()

    page = client.get(reverse("portal:home"), follow=True).content.decode()
    item = client.get(of_item(sent), follow=True).content.decode()
    assert sent.title in page and sent.title in item
    assert "Planted" not in page + item + story_text(sent) + repr(story_pictures(sent))
