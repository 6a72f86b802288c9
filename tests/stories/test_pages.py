"""The pages once each: sending from a phone, resends, lost answers, the desk, rights."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.core import clock as product_clock
from nhipcau.stories import actions
from nhipcau.stories.models import Story
from tests import factories
from tests.stories.conftest import TEXT, TITLE, jpeg

NEW = "/stories/new/"


@pytest.fixture
def phone(client, collaborator):
    return factories.sign_in(client, collaborator)


@pytest.fixture
def desk(client, editor):
    return factories.sign_in(client, editor)


def upload(n=0, name=None, data=None):
    return SimpleUploadedFile(name or f"anh{n}.jpg", data or jpeg(n), content_type="image/jpeg")


def filled(union, topic, *, photos=0, **changes):
    data = {
        "unit": union.units[0].pk, "title": TITLE, "text": TEXT, "topic": topic.pk, "submit_key": str(uuid.uuid4()),
        "photos": [upload(n) for n in range(photos)],
    }  # fmt: skip
    if photos:
        data |= {"shown": "adults", "rights": "on"}
    return data | changes


def test_a_story_with_photos_is_sent_from_a_phone(phone, union, topic):
    page = phone.get(NEW).content.decode()
    assert 'data-draft="story"' in page and 'name="submit_key"' in page
    assert page.count("<option") == 11
    assert "180 giây" in page and "100 MB" in page  # said before anything is chosen

    answer = phone.post(NEW, filled(union, topic, photos=3))

    story = Story.objects.get()
    assert answer.status_code == 302 and answer.url == story.get_absolute_url()
    assert (
        story.is_submitted
        and story.photos.count() == 3
        and all(photo.has_rights for photo in story.photos.all())
    )
    shown = phone.get(answer.url).content.decode()
    assert story.receipt in shown
    assert f'data-draft-submit-key="{story.submit_key}"' in shown
    assert TITLE in phone.get(reverse("stories:mine")).content.decode()


def test_a_resend_is_one_story_and_one_set_of_photos(phone, union, topic):
    data = filled(union, topic, photos=2)
    first = phone.post(NEW, data)
    for photo in data["photos"]:
        photo.seek(0)
    again = phone.post(NEW, data)

    assert first.url == again.url
    assert Story.objects.get().photos.count() == 2
    assert Story.objects.get().events.count() == 1


def test_another_story_under_an_old_key_is_not_lost(phone, union, topic):
    data = filled(union, topic)
    phone.post(NEW, data)

    answer = phone.post(NEW, data | {"title": "Một tin khác", "photos": []})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Một tin khác" in page and data["submit_key"] not in page
    fresh = re.search(r'name="submit_key" value="([^"]+)"', page).group(1)
    assert (
        phone.post(NEW, data | {"title": "Một tin khác", "photos": [], "submit_key": fresh}).status_code
        == 302
    )
    assert Story.objects.count() == 2


def test_what_was_typed_is_kept_when_something_is_missing(phone, union, topic):
    answer = phone.post(NEW, filled(union, topic, title=""))

    assert answer.status_code == 422
    assert "45 đoàn viên" in answer.content.decode()
    assert not Story.objects.exists()


def test_photos_are_kept_as_a_draft_when_something_is_missing_and_sent_once(phone, union, topic):
    data = filled(union, topic, photos=2, rights="")
    answer = phone.post(NEW, data)

    story = Story.objects.get()
    assert answer.status_code == 422 and story.is_draft and story.photos.count() == 2
    page = answer.content.decode()
    assert reverse("stories:write", args=[story.pk]) in page

    first = story.photos.first()
    again = {key: value for key, value in data.items() if key != "photos"} | {
        "rights": "on",
        f"caption-{first.pk}": "Đội kéo co",
    }
    assert phone.post(reverse("stories:write", args=[story.pk]), again).status_code == 302
    story.refresh_from_db()
    assert story.is_submitted and story.photos.count() == 2
    assert story.photos.first().caption == "Đội kéo co"


def test_a_heic_photo_and_a_clip_are_refused_in_words_and_the_others_kept(phone, union, topic):
    heic = upload(name="IMG_1.HEIC", data=b"\x00\x00\x00\x18ftypheic" + bytes(60))
    clip = upload(name="clip.mp4", data=b"\x00\x00\x00\x18ftypmp42" + bytes(60))
    data = filled(union, topic, photos=1)
    answer = phone.post(NEW, data | {"photos": [heic, clip, upload(1)]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "IMG_1.HEIC" in page and "clip.mp4" in page
    assert Story.objects.get().photos.count() == 1


def test_ten_photos_are_kept_of_eleven(phone, union, topic):
    answer = phone.post(NEW, filled(union, topic, photos=11))
    assert answer.status_code == 422
    story = Story.objects.get()
    assert story.photos.count() == 10

    out = story.photos.last()
    data = filled(union, topic, submit_key=str(story.submit_key), shown="adults", rights="on")
    answer = phone.post(
        reverse("stories:write", args=[story.pk]), data | {"leave-out": out.pk, "photos": [upload(11)]}
    )
    assert answer.status_code == 302
    assert story.photos.count() == 10


def test_a_draft_is_kept_and_taken_up_on_another_day(phone, union):
    key = str(uuid.uuid4())
    for _twice in range(2):
        answer = phone.post(
            NEW, {"unit": union.units[0].pk, "title": "", "text": "mới viết", "submit_key": key, "draft": "1"}
        )
    story = Story.objects.get()
    assert answer.url == reverse("stories:write", args=[story.pk])
    assert "mới viết" in phone.get(answer.url).content.decode()
    assert reverse("stories:write", args=[story.pk]) in phone.get(NEW).content.decode()
    assert phone.get(reverse("stories:mine")).status_code == 200
    assert phone.post(reverse("stories:discard", args=[story.pk])).url == reverse("stories:mine")
    assert not Story.objects.exists()


def test_a_form_without_a_key_is_asked_again(phone, union, topic):
    assert phone.post(NEW, filled(union, topic, submit_key="kein-key", photos=1)).status_code == 422
    assert not Story.objects.exists()


def test_a_returned_story_shows_why_and_is_sent_again(client, phone, story, editor):
    actions.return_to_sender(story, "Xin ghi rõ địa điểm.", by=editor)
    write = reverse("stories:write", args=[story.pk])
    for page in (story.get_absolute_url(), write, reverse("stories:mine")):
        assert "Xin ghi rõ địa điểm." in phone.get(page).content.decode()

    data = {"unit": story.unit_id, "title": TITLE, "text": TEXT + " Tại sân trường.", "topic": story.topic_id}
    data["submit_key"] = str(story.submit_key)
    assert phone.post(write, data | {"text": ""}).status_code == 422
    for _resend in range(2):
        assert phone.post(write, data).url == story.get_absolute_url()

    story.refresh_from_db()
    assert story.is_submitted and story.version == 2
    assert phone.get(write).status_code == 302


def test_the_desk_reads_edits_and_approves(desk, story, editor):
    assert story.title in desk.get(reverse("stories:review-queue")).content.decode()
    review = reverse("stories:review", args=[story.pk])
    assert desk.post(reverse("stories:claim", args=[story.pk])).url == review
    edit = reverse("stories:edit", args=[story.pk])
    assert desk.get(edit).status_code == 200
    data = {"title": "Hội thao sôi nổi", "text": TEXT, "topic": story.topic_id, "version": 1}
    assert desk.post(edit, data | {"title": ""}).status_code == 422
    assert desk.post(edit, data).url == review
    page = desk.get(review).content.decode()
    assert "Hội thao sôi nổi" in page and TITLE in page

    ticked = {"checklist": "1", "item": ["names", "source"]}
    assert (
        desk.post(
            reverse("stories:approve", args=[story.pk]), {"checklist": "1", "item": "names"}
        ).status_code
        == 409
    )
    assert desk.post(reverse("stories:approve", args=[story.pk]), ticked).url == review

    story.refresh_from_db()
    assert story.is_approved
    assert reverse("publishing:new-from-story", args=[story.pk]) in desk.get(review).content.decode()
    assert desk.get(reverse("publishing:new-from-story", args=[story.pk])).status_code == 200
    assert desk.post(reverse("stories:approve", args=[story.pk])).status_code == 409
    for show in ("waiting", "approved", "returned", "published", "declined", "nonsense"):
        assert desk.get(reverse("stories:review-queue"), {"show": show}).status_code == 200


def test_a_stale_edit_is_a_409_with_both_wordings(desk, story, colleague, topic):
    edit = reverse("stories:edit", args=[story.pk])
    actions.edit(story, title="Bản của đồng nghiệp", text=TEXT, topic=topic, version=1, by=colleague)

    data = {"title": "Bản của tôi", "text": TEXT, "topic": topic.pk, "version": 1}
    answer = desk.post(edit, data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của đồng nghiệp" in page and "Bản của tôi" in page
    assert re.search(r'name="version" value="2"', page)
    assert desk.post(edit, data | {"version": 2}).status_code == 302
    assert story.versions.count() == 3


def test_a_story_goes_back_only_with_a_reason(desk, story):
    back = reverse("stories:return", args=[story.pk])
    assert desk.post(back, {"reason": ""}).status_code == 422
    assert desk.post(back, {"reason": "Xin bổ sung ảnh."}).status_code == 302
    story.refresh_from_db()
    assert story.is_returned
    assert desk.post(back, {"reason": "Xin bổ sung ảnh."}).status_code == 409


def test_a_story_is_declined_with_a_reason(desk, story):
    assert (
        desk.post(
            reverse("stories:return", args=[story.pk]), {"reason": "Tin đã đăng.", "decline": "1"}
        ).status_code
        == 302
    )
    story.refresh_from_db()
    assert story.is_declined


def test_strangers_find_nothing(client, story, draft, foreign_editor, other_collaborator):
    photo = draft(photos=1).photos.get()
    paths = [reverse(f"stories:{name}", args=[story.pk]) for name in ("story", "write", "review", "edit")]
    paths.append(reverse("stories:photo", args=[photo.pk, "small"]))
    acts = [
        reverse(f"stories:{name}", args=[story.pk])
        for name in ("claim", "release", "return", "approve", "edit", "write")
    ]
    for person in (foreign_editor, other_collaborator):
        factories.sign_in(client, person)
        assert [client.get(path).status_code for path in paths] == [404] * 5
        assert [client.post(path).status_code for path in acts] == [404] * 6
    client.logout()
    assert {client.get(path).status_code for path in (*paths, NEW, "/stories/", "/stories/desk/")} == {302}


def test_who_may_see_but_not_do_is_told_so(client, story, union, editor):
    factories.sign_in(client, union.officer)
    assert client.get(reverse("stories:review", args=[story.pk])).status_code == 200
    acts = [
        reverse(f"stories:{name}", args=[story.pk])
        for name in ("claim", "release", "return", "approve", "edit")
    ]
    assert [client.post(path).status_code for path in acts] == [403] * 5
    assert client.get(NEW).status_code == 403
    factories.sign_in(client, editor)
    assert client.get(NEW).status_code == 403
    assert client.get(story.get_absolute_url()).url == reverse("stories:review", args=[story.pk])


def test_a_photo_is_served_with_our_type_and_is_not_kept_by_anybody(phone, draft):
    photo = draft(photos=1).photos.get()
    for size in ("large", "medium", "small"):
        answer = phone.get(reverse("stories:photo", args=[photo.pk, size]))
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")


def test_lists_go_on_behind_the_last_row_with_as_many_queries_as_ever(
    phone, draft, collaborator, desk, editor, client, clock, django_assert_max_num_queries
):
    titles = [f"Tin số {n}" for n in range(65)]
    for title in titles:
        actions.submit(draft(title=title), by=collaborator)
        clock.advance(60 if title.endswith("0") else 0)
    for person, url in ((collaborator, reverse("stories:mine")), (editor, reverse("stories:review-queue"))):
        factories.sign_in(client, person)
        seen, path = [], url
        while path:
            with django_assert_max_num_queries(10):
                page = client.get(path).content.decode()
            seen += re.findall(r"Tin số \d+", page)
            older = re.search(r'href="(\?[^"]*behind=[^"]+)"', page)
            path = url + older.group(1).replace("&amp;", "&") if older else ""
        assert seen == titles[::-1]
        assert client.get(url, {"behind": "x~9"}).status_code == 200
    assert product_clock.now()
