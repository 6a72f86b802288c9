"""What happens to a story, through the actions."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from nhipcau.audit.models import Entry
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from nhipcau.organisations.models import Unit
from nhipcau.stories import actions
from nhipcau.stories.models import Story, StoryEvent
from tests import factories
from tests.stories.conftest import TEXT, TITLE, kept


def test_a_story_is_sent_with_a_receipt_and_a_first_wording(story):
    assert story.is_submitted
    assert story.receipt == f"TB-{story.pk}-081020"
    assert story.version == 1
    assert [(one.n, one.title, one.text) for one in story.versions.all()] == [(1, TITLE, TEXT)]
    assert [one.kind for one in story.events.all()] == ["submitted"]


def test_a_resend_is_one_story_and_one_set_of_photos(draft, collaborator):
    key = uuid.uuid4()
    first = actions.submit(draft(photos=3, submit_key=key), by=collaborator)

    with pytest.raises(Refusal):
        draft(photos=3, submit_key=key)
    again = actions.submit(first, by=collaborator)

    assert again == first
    assert Story.objects.count() == 1
    assert first.photos.count() == 3
    assert first.events.count() == 1


def test_a_draft_under_the_same_key_grows_and_keeps_each_photo_once(draft):
    key = uuid.uuid4()
    draft(title="", text="một nửa", topic=None, photos=2, submit_key=key)
    story = draft(photos=3, submit_key=key)

    assert Story.objects.count() == 1
    assert (story.title, story.text) == (TITLE, TEXT)
    assert [photo.position for photo in story.photos.all()] == [1, 2, 3]


def test_a_story_takes_ten_photos_and_not_eleven(draft):
    assert draft(photos=10).photos.count() == 10
    with pytest.raises(Refusal):
        draft(photos=11)


def test_photos_need_the_picture_rights(draft, collaborator):
    story = draft(photos=1, rights=None)
    with pytest.raises(Refusal):
        actions.submit(story, by=collaborator)


def test_an_unfinished_story_is_not_sent(draft, collaborator):
    for changes in ({"title": ""}, {"text": "  "}, {"topic": None}):
        with pytest.raises(Refusal):
            actions.submit(draft(**changes), by=collaborator)


def test_the_database_keeps_no_half_story_that_was_sent(story):
    for changes in (
        {"title": ""},
        {"topic": None},
        {"receipt": None},
        {"status": "approved"},
        {"status": "published"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Story.objects.filter(pk=story.pk).update(**changes)


def test_only_the_sender_writes_and_only_at_an_own_unit(
    draft, union, other_collaborator, collaborator, editor
):
    with pytest.raises(PermissionDenied):
        draft(unit=union.units[1])
    with pytest.raises(PermissionDenied):
        draft(by=editor)
    mine = draft()
    with pytest.raises(Refusal):
        actions.submit(mine, by=other_collaborator)


def test_a_story_is_claimed_by_one_editor(story, editor, colleague):
    actions.claim(story, by=editor)
    actions.claim(story, by=editor)

    with pytest.raises(Refusal):
        actions.claim(story, by=colleague)
    with pytest.raises(Refusal, match=editor.full_name):
        actions.approve(story, by=colleague)
    actions.claim(story, by=colleague, take_over=True)

    assert story.claimed_by == colleague
    actions.release(story, by=colleague)
    assert story.is_submitted and story.claimed_by is None


def test_a_story_is_approved_once(story, editor):
    factories.approve(story, by=editor)

    assert story.is_approved and story.approved_by == editor
    with pytest.raises(Refusal):
        actions.approve(story, by=editor)


def test_a_story_is_returned_with_a_reason_corrected_and_sent_again(
    story, editor, collaborator, draft, clock
):
    with pytest.raises(Refusal):
        actions.return_to_sender(story, "  ", by=editor)
    actions.return_to_sender(story, "Xin cho biết số người tham gia.", by=editor)
    assert story.is_returned

    clock.advance(600)
    actions.write(
        unit=story.unit,
        title=TITLE,
        text=TEXT + "\n45 người.",
        topic=story.topic,
        by=collaborator,
        submit_key=story.submit_key,
    )
    receipt = story.receipt
    story = actions.submit(story, by=collaborator)

    assert story.is_submitted and story.version == 2 and story.receipt == receipt
    assert [one.n for one in story.versions.all()] == [2, 1]
    assert story.events.get(kind="returned").reason == "Xin cho biết số người tham gia."


def test_a_reason_asks_for_nothing_outside_the_boundary(story, editor):
    with pytest.raises(Refusal):
        actions.return_to_sender(story, "Vận động đoàn viên thích, chia sẻ bài của trang.", by=editor)
    assert story.is_submitted


def test_a_declined_story_tells_its_sender_why(story, editor, collaborator):
    actions.decline(story, "Tin này đã được đăng từ một đơn vị khác.", by=editor)

    assert story.is_declined
    assert "một đơn vị khác" in Message.objects.get(to=collaborator).body
    with pytest.raises(Refusal):
        actions.approve(story, by=editor)


def test_an_edit_keeps_the_earlier_wording(story, editor, topic):
    actions.edit(story, title="Tiêu đề mới", text=TEXT, topic=topic, version=1, by=editor)
    actions.edit(story, title="Tiêu đề mới", text=TEXT, topic=topic, version=2, by=editor)

    assert story.version == 2
    assert [one.title for one in story.versions.all()] == ["Tiêu đề mới", TITLE]


def test_a_stale_edit_overwrites_nothing(story, editor, colleague, topic):
    late = Story.objects.get(pk=story.pk)
    actions.edit(story, title="Của tôi", text=TEXT, topic=topic, version=1, by=editor)

    with pytest.raises(actions.StaleEdit):
        actions.edit(late, title="Của người kia", text=TEXT, topic=topic, version=1, by=colleague)

    assert late.title == "Của tôi" and late.version == 2
    actions.edit(late, title="Của người kia", text=TEXT, topic=topic, version=2, by=colleague)
    assert late.versions.count() == 3


def test_who_may_not_review_does_nothing(story, union, collaborator, foreign_editor, topic):
    for person in (collaborator, foreign_editor, union.officer, union.stranger):
        for act in (
            lambda by: actions.claim(story, by=by),
            lambda by: actions.approve(story, by=by),
            lambda by: actions.return_to_sender(story, "Xin sửa lại.", by=by),
            lambda by: actions.edit(story, title="x", text="y", topic=topic, version=1, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    assert story.events.count() == 1


def test_four_eyes_where_the_office_wants_them(story, collaborator, union, settings):
    factories.appoint(collaborator, "approver", union.desk)
    settings.FOUR_EYES = True
    with pytest.raises(Refusal):
        actions.approve(story, by=collaborator)
    settings.FOUR_EYES = False
    factories.approve(story, by=collaborator)
    assert story.is_approved


def test_published_is_told_once_with_the_address(story, editor, collaborator, clock):
    from nhipcau.core import clock as now

    factories.approve(story, by=editor)
    link = "https://www.facebook.com/100000000000001/posts/1"
    for _again in range(2):
        actions.mark_published(story, link, now.now())
    actions.mark_published(story, link + "2", now.now())

    assert story.is_published and story.published_at == now.now()
    assert list(story.events.filter(kind="published").values_list("permalink", flat=True)) == [
        link + "2",
        link,
    ]
    bodies = "\n".join(Message.objects.filter(to=collaborator).values_list("body", flat=True))
    assert link in bodies
    assert Message.objects.filter(to=collaborator, kind="stories/published").count() == 2


def test_each_step_is_in_the_trail_without_any_words(story, editor):
    actions.claim(story, by=editor)
    actions.return_to_sender(story, "Xin bổ sung ảnh tập thể.", by=editor)

    rows = Entry.objects.filter(object_type="stories.story").order_by("id")
    assert [row.verb for row in rows] == ["story.submitted", "story.claimed", "story.returned"]
    assert "ảnh" not in str([row.fields for row in rows])


def test_a_draft_is_its_writers_alone(draft, collaborator, editor, union):
    story = draft()
    assert story in Story.objects.visible_to(collaborator)
    for person in (editor, union.officer, union.chairs[0]):
        assert story not in Story.objects.visible_to(person)
        assert story not in Story.objects.sent_to_desk_of(person)


def test_a_sent_story_is_seen_by_its_sender_and_its_desk(
    story, collaborator, other_collaborator, editor, foreign_editor, union
):
    for person in (collaborator, editor, union.officer, union.chairs[0]):
        assert story in Story.objects.visible_to(person)
    for person in (other_collaborator, foreign_editor, union.stranger, *union.chairs[1:]):
        assert story not in Story.objects.visible_to(person)


def test_stories_follow_their_unit_in_the_tree(story, union):
    unit = story.unit
    unit.move(union.beside, "last-child")
    unit = Unit.objects.get(pk=unit.pk)

    actions.rescope([unit])

    assert story in Story.objects.of(union.beside)
    assert story not in Story.objects.of(union.desk)


def test_captions_and_photos_taken_out(draft, collaborator):
    story = draft(photos=3)
    first, second, third = story.photos.all()

    actions.arrange_photos(story, captions={first.pk: "Đội kéo co"}, left_out={second.pk}, by=collaborator)

    assert [(photo.pk, photo.caption) for photo in story.photos.all()] == [
        (first.pk, "Đội kéo co"),
        (third.pk, ""),
    ]


def test_event_kinds_name_only_what_happens(db):
    assert {str(kind) for kind in StoryEvent.Kind} == {
        "submitted", "claimed", "released", "edited", "returned", "approved", "declined", "published",
        "handed", "first_yes",
    }  # fmt: skip


def test_photos_lie_under_names_of_ours(draft):
    photo = draft(photos=1).photos.get()
    names = [photo.file.name, photo.medium.name, photo.small.name]
    assert len(set(names)) == 3
    assert all(name.startswith("stories/") and name.endswith(".jpg") for name in names)
    assert photo.file.read() == kept(0).large


def test_a_photo_taken_out_and_a_draft_thrown_away_leave_no_file(
    draft, collaborator, other_collaborator, django_capture_on_commit_callbacks
):
    story = draft(photos=2)
    first, second = story.photos.all()
    with django_capture_on_commit_callbacks(execute=True):
        actions.arrange_photos(story, captions={}, left_out={first.pk}, by=collaborator)
    assert not first.file.storage.exists(first.file.name) and second.file.storage.exists(second.file.name)

    with pytest.raises(Refusal):
        actions.discard(story, by=other_collaborator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(story, by=collaborator)
    assert not Story.objects.exists()
    assert not [name for name in (second.file, second.medium, second.small) if name.storage.exists(name.name)]


def test_what_was_sent_is_not_thrown_away(story, collaborator):
    with pytest.raises(Refusal):
        actions.discard(story, by=collaborator)


def test_the_same_edit_sent_twice_is_one_wording(story, editor, topic):
    for _twice in range(2):
        actions.edit(story, title="Tiêu đề mới", text=TEXT, topic=topic, version=1, by=editor)
    assert story.version == 2
