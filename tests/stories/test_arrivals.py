"""Words first, photos after them: only what was announced, only from its sender, each once."""

import base64
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.media.models import Upload
from nhipcau.stories import actions, jobs
from nhipcau.stories.models import Announced, DeskRule, Story
from tests import factories
from tests.stories.conftest import TEXT, TITLE, jpeg

PIECES = "application/offset+octet-stream"


@pytest.fixture
def phone(client, collaborator):
    return factories.sign_in(client, collaborator)


def words(topic, keys=(), **more):
    return {
        "submit_key": "00000000-0000-4000-8000-000000000001", "title": TITLE, "text": TEXT, "topic": topic.pk, "shown": "nobody",
        "announced": [f"{key} photo" for key in keys], **more,
    }  # fmt: skip


def say(phone, data):
    return phone.post("/stories/new/", data, headers={"accept": "application/json"})


def begin(phone, key, size):
    told = base64.b64encode(str(key).encode()).decode()
    return phone.post(
        "/stories/uploads/",
        headers={"tus-resumable": "1.0.0", "upload-length": str(size), "upload-metadata": f"key {told}"},
    )


def patch(phone, key, data, offset=0):
    return phone.patch(
        f"/stories/uploads/{key}/", data, content_type=PIECES, headers={"upload-offset": str(offset)}
    )


def send(phone, key, data):
    begin(phone, key, len(data))
    return patch(phone, key, data)


def test_words_are_received_first_and_the_photos_follow_in_their_order(phone, topic, union):
    unit = union.units[0].pk
    keys = [uuid.uuid4() for _n in range(3)]
    answer = say(phone, words(topic, keys, unit=unit))
    story = Story.objects.get()
    assert answer.status_code == 201 and answer.json() == {
        "url": f"/stories/{story.pk}/",
        "receipt": story.receipt,
    }
    assert (story.is_submitted, story.media_arrived, story.media_announced) == (True, 0, 3)
    assert "<span data-arrived>0</span>/3" in phone.get(f"/stories/{story.pk}/").content.decode()

    for n in (2, 0):
        assert send(phone, keys[n], jpeg(n)).status_code == 204

    story = Story.objects.get()
    assert (story.media_arrived, story.media_under_way) == (2, 1)
    assert list(story.photos.values_list("position", "shown")) == [(1, "nobody"), (3, "nobody")]
    assert not Upload.objects.exists()


def test_twenty_resends_are_one_story_and_one_set_of_photos(phone, topic, union):
    data = words(topic, [uuid.uuid4(), uuid.uuid4()], unit=union.units[0].pk)
    keys = [line.split()[0] for line in data["announced"]]

    answers = []
    for _n in range(20):
        answers.append(say(phone, data).status_code)
        answers += [send(phone, key, jpeg(n)).status_code for n, key in enumerate(keys)]

    assert answers == [201, 204, 204] + [201, 409, 409] * 19
    story = Story.objects.get()
    assert story.photos.count() == 2 and story.events.count() == 1
    asked = phone.head(f"/stories/uploads/{keys[0]}/")  # a phone that asks is told that it is all here
    assert asked.headers["Upload-Offset"] == asked.headers["Upload-Length"] == str(len(jpeg(0)))


def test_bytes_go_on_where_they_stopped(phone, topic, union):
    key, data = uuid.uuid4(), jpeg(1)
    say(phone, words(topic, [key], unit=union.units[0].pk))
    begin(phone, key, len(data))
    assert patch(phone, key, data[:100]).headers["Upload-Offset"] == "100"

    assert patch(phone, key, data, 0).status_code == 409
    assert patch(phone, key, data, 100).status_code == 413  # more than announced
    assert phone.head(f"/stories/uploads/{key}/").headers["Upload-Offset"] == "100"
    assert patch(phone, key, data[100:], 100).status_code == 204
    assert Story.objects.get().photos.count() == 1


def test_nothing_comes_that_was_not_announced_and_nothing_from_others(
    phone, topic, union, other_collaborator
):
    key = uuid.uuid4()
    say(phone, words(topic, [key], unit=union.units[0].pk))
    begin(phone, key, 10)
    stranger = factories.sign_in(Client(), other_collaborator)

    assert begin(phone, uuid.uuid4(), 10).status_code == 404
    assert begin(stranger, key, 10).status_code == 404
    assert stranger.head(f"/stories/uploads/{key}/").status_code == 404
    assert patch(stranger, key, b"x").status_code == 404
    assert stranger.delete(f"/stories/uploads/{key}/").status_code == 404
    assert begin(phone, key, 11).status_code == 404  # another size under the same key
    assert phone.delete(f"/stories/uploads/{key}/").status_code == 204
    assert not Upload.objects.exists()
    answer = begin(phone, key, 26_000_000)
    assert answer.status_code == 413 and "25 MB" in answer.content.decode()


def test_what_cannot_be_used_is_named_with_its_reason_and_holds_up_nothing(phone, topic, union):
    keys = [uuid.uuid4() for _n in range(4)]
    names = ["ảnh <1>.jpg", "anh2.jpg", "to quá.jpg", "rỗng.jpg"]
    lines = [f"{key} photo {name}" for key, name in zip(keys, names, strict=True)]
    say(phone, words(topic, unit=union.units[0].pk, announced=lines))
    assert send(phone, keys[0], b"no picture at all").status_code == 204
    send(phone, keys[1], jpeg(1))
    assert [begin(phone, keys[2], 26_000_000).status_code, begin(phone, keys[3], 0).status_code] == [413, 413]

    story = Story.objects.get()
    assert (story.photos.count(), story.media_under_way) == (1, 0)
    assert (story.media_arrived, story.media_announced) == (1, 1)
    page = phone.get(f"/stories/{story.pk}/").content.decode()
    assert "ảnh &lt;1&gt;.jpg" in page and "Tệp 3/4" in page and "25 MB" in page and "rỗng.jpg" in page
    assert all(one.problem in page for one in story.announced.exclude(key=keys[1]))
    assert "anh2.jpg" not in page and not Announced.objects.get(key=keys[1]).name
    assert phone.head(f"/stories/uploads/{keys[2]}/").status_code == 200  # a phone that asks again stops


def test_where_too_much_is_under_way_a_file_waits_for_its_turn(phone, topic, union, monkeypatch):
    key, data = uuid.uuid4(), jpeg(1)
    say(phone, words(topic, [key], unit=union.units[0].pk))
    with monkeypatch.context() as patched:
        patched.setattr("nhipcau.media.uploads.MOST_UNDER_WAY", 10)
        assert begin(phone, key, len(data)).status_code == 429
    assert Story.objects.get().media_under_way == 1

    assert send(phone, key, data).status_code == 204
    assert Story.objects.get().photos.count() == 1


def test_nothing_is_added_to_what_was_approved(phone, topic, union, editor):
    keys = [uuid.uuid4(), uuid.uuid4()]
    say(phone, words(topic, keys, unit=union.units[0].pk))
    data = jpeg(1)
    begin(phone, keys[0], len(data))
    patch(phone, keys[0], data[:50])
    Story.objects.update(status="approved", approved_by=editor, approved_at="2020-10-08T03:00Z")

    assert patch(phone, keys[0], data[50:], 50).status_code == 204
    assert begin(phone, keys[1], 10).status_code == 201

    story = Story.objects.get()
    assert (story.photos.count(), story.media_under_way) == (0, 0)
    assert all(one.problem for one in story.announced.all())


def test_what_came_whole_before_the_server_ended_is_taken_in_by_the_worker(
    phone, topic, union, monkeypatch, clock
):
    key = uuid.uuid4()
    say(phone, words(topic, [key], unit=union.units[0].pk))
    with monkeypatch.context() as ending:
        ending.setattr(actions, "take_in", lambda announced: None)
        send(phone, key, jpeg(1))
    assert Story.objects.get().photos.count() == 0

    clock.set("2020-10-08 09:03")
    jobs.take_in_arrived.call()
    jobs.take_in_arrived.call()

    assert Story.objects.get().photos.count() == 1


def test_more_than_a_story_takes_is_refused_before_anything_is_sent(phone, topic, union):
    unit = union.units[0].pk
    assert say(phone, words(topic, [uuid.uuid4() for _n in range(11)], unit=unit)).status_code == 422
    clips = {"announced": [f"{uuid.uuid4()} clip", f"{uuid.uuid4()} clip"]}
    assert say(phone, words(topic, unit=unit) | clips).status_code == 422
    assert say(phone, words(topic, [uuid.uuid4()], unit=unit, shown="")).status_code == 422
    assert not Announced.objects.exists()


def test_a_draft_that_is_thrown_away_takes_its_uploads_along(phone, topic, union):
    key = uuid.uuid4()
    assert say(phone, words(topic, [key], unit=union.units[0].pk, draft="1")).status_code == 201
    begin(phone, key, 10)

    phone.post(f"/stories/{Story.objects.get().pk}/discard/")

    assert not Upload.objects.exists() and not Announced.objects.exists()


@pytest.mark.parametrize("told", ["key é", "key \xff\xfe", ",,,", "key =", "key AA=="])
def test_rubbish_in_what_is_told_of_a_file_is_no_file(phone, told):
    answer = phone.generic(
        "POST", "/stories/uploads/", b"", HTTP_UPLOAD_LENGTH="10", HTTP_UPLOAD_METADATA=told
    )
    assert answer.status_code == 422


def test_a_full_disk_is_said_and_the_phone_goes_on_later(phone, topic, union, monkeypatch):
    key, data = uuid.uuid4(), jpeg(1)
    say(phone, words(topic, [key], unit=union.units[0].pk))
    begin(phone, key, len(data))

    def full(*_given):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("nhipcau.media.uploads.os.pwrite", full)
        assert patch(phone, key, data).status_code == 507
    assert patch(phone, key, data).status_code == 204
    assert Story.objects.get().photos.count() == 1


def test_the_first_of_two_approvals_falls_when_a_photo_arrives(phone, topic, union, editor):
    key, data = uuid.uuid4(), jpeg(1)
    say(phone, words(topic, [key], unit=union.units[0].pk))
    story = Story.objects.get()
    DeskRule.objects.create(unit=union.desk, approvals=2, set_by=editor)
    factories.approve(story, by=editor)
    assert story.approvals.count() == 1

    assert send(phone, key, data).status_code == 204
    assert not story.approvals.exists()


def test_a_draft_with_too_many_announced_photos_comes_back_as_the_form_with_its_words(phone, topic, union):
    lines = [f"{uuid.uuid4()} photo" for _n in range(11)]
    data = {
        "submit_key": str(uuid.uuid4()), "unit": union.units[0].pk, "title": TITLE, "text": TEXT,
        "topic": topic.pk, "shown": "nobody", "announced": lines, "draft": "1",
    }  # fmt: skip
    answer = phone.post(reverse("stories:new"), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert TITLE in page and TEXT.splitlines()[1] in page
    kept = Story.objects.get()
    assert kept.is_draft and kept.text == TEXT and not kept.announced.exists()
    assert phone.post(reverse("stories:write", args=[kept.pk]), data).status_code == 422
    assert phone.post(reverse("stories:new"), data | {"announced": lines[:10]}).status_code == 302
    assert Story.objects.get().announced.count() == 10


def test_two_clips_sent_at_once_come_back_as_the_form_with_its_words(phone, topic, union):
    said = words(topic, unit=union.units[0].pk, announced=[f"{uuid.uuid4()} clip" for _n in range(2)])
    answer = phone.post(reverse("stories:new"), said)
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert said["title"] in answer.content.decode() and not Story.objects.exists()
    one = said | {"announced": said["announced"][:1]}
    assert phone.post(reverse("stories:new"), one).status_code == 302
    assert Story.objects.get().announced.count() == 1
