"""The desk's work on a story: queue, hand-over, checklist, notes, approvals, differences, merging, near-identical texts."""

import random
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from nhipcau.publishing.models import Page
from nhipcau.stories import actions, likeness
from nhipcau.stories.differences import differences
from nhipcau.stories.merging import Merged, merge
from nhipcau.stories.models import Item, Story, StoryMark, StoryNote, Topic
from nhipcau.stories.preview import FOLD_CHARACTERS, fold_text, layout_of, preview
from tests import factories
from tests.house.matrix import ROWS
from tests.stories.conftest import TEXT, TITLE

WORDS = [Item.NAMES, Item.SOURCE]


@pytest.fixture
def desk(client, editor):
    return factories.sign_in(client, editor)


def at(name, story):
    return reverse(f"stories:{name}", args=[story.pk])


# ---- differences and merging


def test_both_wordings_can_be_read_out_of_their_differences():
    chance = random.Random(113)
    words = ["Đoàn viên", "đoàn viên", " ", "\n", "\n\n", "45", ",", "hội thao", "\u00a0", "hoà"]
    for _ in range(400):
        old, new = ("".join(chance.choices(words, k=chance.randrange(14))) for _ in range(2))
        pieces = differences(old, new)
        assert "".join(piece.text for piece in pieces if not piece.is_in) == old
        assert "".join(piece.text for piece in pieces if not piece.is_out) == new


def test_a_difference_is_one_of_words_not_of_letters_or_paragraphs():
    found = [
        (one.kind, one.text)
        for one in differences("Sáng 08/10, 45 đoàn viên dự.", "Sáng 09/10, 45 đoàn viên dự.")
    ]
    assert found == [("same", "Sáng "), ("out", "08"), ("in", "09"), ("same", "/10, 45 đoàn viên dự.")]
    found = [(one.kind, one.text) for one in differences("a b c d e", "a x y z e")]
    assert found == [("same", "a "), ("out", "b c d"), ("in", "x y z"), ("same", " e")]


def test_a_huge_change_is_shown_whole_instead_of_being_searched_for_minutes():
    old, new = " ".join(f"a{n}" for n in range(3000)), " ".join(f"b{n}" for n in range(3000))
    assert [piece.kind for piece in differences(old, new)] == ["out", "in"]


def test_changes_of_different_paragraphs_come_together_and_those_of_one_are_a_conflict():
    base = "một\n\nhai\n\nba"
    merged = merge(base, theirs="một sửa\n\nhai\n\nba", mine="một\n\nhai\n\nba sửa")
    assert merged.text == "một sửa\n\nhai\n\nba sửa" and not merged.conflicts

    merged = merge("một\nhai", theirs="một sửa\nhai", mine="một\nhai sửa")
    assert merged.text == "một sửa\nhai sửa" and not merged.conflicts

    merged = merge(base, theirs="một\n\nhai của họ\n\nba", mine="một\n\nhai của tôi\n\nba\n\nbốn")
    assert merged.text == "một\n\nhai của tôi\n\nba\n\nbốn"
    assert [(one.theirs, one.mine) for one in merged.conflicts] == [("hai của họ", "hai của tôi")]


def test_a_paragraph_added_beside_a_changed_one_stays_as_do_two_added_at_one_place():
    base = "một\n\nhai\n\nba"
    for mine, text in [
        ("một\n\nhai\nmới\n\nba", "một\n\nhai sửa\nmới\n\nba"),
        ("một\n\nmới\nhai\n\nba", "một\n\nmới\nhai sửa\n\nba"),
        ("một\n\nhai\n\nmới\n\nba", "một\n\nhai sửa\n\nmới\n\nba"),
    ]:
        theirs = "một\n\nhai sửa\n\nba"
        assert merge(base, theirs=theirs, mine=mine) == Merged(text)
        assert merge(base, theirs=mine, mine=theirs) == Merged(text)
    both = merge(base, theirs=f"{base}\n\ncủa họ", mine=f"{base}\n\ncủa tôi")
    assert both == Merged(f"{base}\n\ncủa họ\n\ncủa tôi")


PARAGRAPHS = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_no_paragraph_that_either_has_written_is_lost_in_merging(base, theirs, mine):
    merged = merge(*("\n".join(lines) for lines in (base, theirs, mine)))
    there = set(merged.text.split("\n"))
    for one in merged.conflicts:
        there |= {*one.theirs.split("\n"), *one.mine.split("\n")}
    assert (set(theirs) | set(mine)) - {*base, ""} <= there


def test_merging_takes_whatever_only_one_has_changed():
    chance = random.Random(7)
    for _ in range(300):
        base, other = ("\n".join(chance.choices("abc", k=chance.randrange(1, 7))) for _ in range(2))
        assert merge(base, theirs=other, mine=base).text == other
        assert merge(base, theirs=base, mine=other).text == other
        assert merge(base, theirs=other, mine=other) == merge(base, theirs=other, mine=base)


def test_an_overtaken_edit_is_merged_and_saved_on_purpose(desk, story, colleague, topic):
    other = Topic.objects.exclude(pk=topic.pk).first()
    theirs = TEXT.replace("45", "46")
    actions.edit(story, title=TITLE, text=theirs, topic=other, version=1, by=colleague)
    mine = {
        "title": "Tiêu đề của tôi",
        "text": TEXT + "\nBế mạc lúc 11 giờ.",
        "topic": topic.pk,
        "version": 1,
    }

    answer = desk.post(at("edit", story), mine)

    form = answer.context["form"]
    assert answer.status_code == 409
    assert (form["title"].value(), form["topic"].value()) == ("Tiêu đề của tôi", other.pk)
    assert form["text"].value() == theirs + "\nBế mạc lúc 11 giờ."
    page = answer.content.decode()
    assert page.count("<ins>") >= 2 and page.count("<del>") >= 1
    story.refresh_from_db()
    assert story.title == TITLE and story.version == 2
    again = {"title": form["title"].value(), "text": form["text"].value(), "topic": other.pk, "version": 2}
    assert desk.post(at("edit", story), again).status_code == 302
    story.refresh_from_db()
    assert "46" in story.text and "11 giờ" in story.text


def test_any_two_wordings_are_compared(desk, story, editor, topic):
    actions.edit(story, title=TITLE, text=TEXT + " Vui.", topic=topic, version=1, by=editor)
    actions.edit(story, title=TITLE, text=TEXT + " Rất vui.", topic=topic, version=2, by=editor)

    first = desk.get(at("compare", story)).context
    assert (first["old"].n, first["new"].n) == (1, 3)
    chosen = desk.get(at("compare", story), {"old": 2, "new": 3})
    assert [piece.text for piece in chosen.context["text"] if piece.is_in] == ["Rất vui"]
    assert desk.get(at("compare", story), {"old": "x", "new": 99}).context["new"].n == 3


# ---- preview


def test_the_preview_folds_long_texts_and_many_lines_and_nothing_short():
    assert fold_text("Ngắn.") == ("Ngắn.", "")
    long = "chữ " * 200
    shown, rest = fold_text(long.strip())
    assert len(shown) <= FOLD_CHARACTERS and shown.endswith("chữ") and f"{shown}{rest}" == long.strip()
    shown, rest = fold_text("\n".join("123456789"))
    assert shown == "1\n2\n3\n4\n5" and rest == "\n6\n7\n8\n9"


def test_links_and_hashtags_are_marked_and_nothing_else():
    made = preview("Tin", "Xem https://vidu.example/a, hoặc www.vidu.example. #CôngĐoàn a#b", [])
    assert [piece.text for piece in made.shown if piece.is_marked] == [
        "https://vidu.example/a", "www.vidu.example", "#CôngĐoàn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "size", "layout"),
    [
        (0, (4, 3), ""), (1, (4, 3), "one"), (2, (4, 3), "two-wide"), (2, (3, 4), "two-tall"), (3, (4, 3), "three-wide"),
        (3, (3, 4), "three-tall"), (4, (3, 3), "four-square"), (5, (4, 3), "five"), (9, (4, 3), "five"),
    ],
)  # fmt: skip
def test_photos_are_laid_out_by_number_and_shape_of_the_cover(number, size, layout):
    class Picture:
        width, height = size

    pictures = [Picture() for _ in range(number)]
    assert layout_of(pictures) == layout
    assert preview("a", "b", pictures).more == max(0, number - 5)


def test_the_preview_is_the_text_of_the_post_itself(desk, story, union, editor):
    Page.objects.create(unit=union.desk, name="Trang phường", page_id="99990000888")
    factories.approve(story, by=editor)
    form = desk.get(reverse("publishing:new-from-story", args=[story.pk])).context["form"]
    answer = desk.post(at("preview", story), {"title": story.title, "text": story.text})
    shown = answer.context["preview"]

    assert "".join(piece.text for piece in (*shown.shown, *shown.folded)) == form["text"].value()


def test_the_preview_follows_what_is_typed_with_and_without_scripts_and_keeps_nothing(desk, story):
    typed = {"title": "Đang gõ", "text": "Chữ mới", "topic": story.topic_id, "version": 1}
    assert "Đang gõ" in desk.post(at("preview", story), typed).content.decode()
    page = desk.post(at("edit", story), typed | {"preview": "1"})
    assert page.status_code == 200 and page.context["preview"].shown[0].text == "Đang gõ\n\nChữ mới"
    story.refresh_from_db()
    assert story.title == TITLE and story.version == 1


# ---- who works on it, checklist, approvals


def test_a_story_is_handed_over_to_a_named_colleague_who_is_told(desk, story, editor, colleague, union):
    actions.claim(story, by=editor)
    assert desk.post(at("hand-over", story), {"to": union.officer.pk}).status_code == 422
    assert desk.post(at("hand-over", story), {"to": colleague.pk}).status_code == 302

    story.refresh_from_db()
    assert story.claimed_by == colleague
    assert Message.objects.filter(to=colleague, kind="stories/handed").count() == 1
    assert desk.post(at("hand-over", story), {"to": colleague.pk}).status_code == 409
    with pytest.raises(Refusal):
        actions.hand_over(story, to=union.officer, by=colleague)


def test_all_lines_that_apply_are_ticked_by_somebody_before_an_approval(story, editor, colleague):
    actions.check_off(story, [Item.NAMES], by=colleague)
    with pytest.raises(Refusal, match="nguồn"):
        actions.approve(story, by=editor)
    actions.check_off(story, WORDS, by=editor)

    assert {tick.item: tick.by for tick in story.ticks.all()} == {"names": colleague, "source": editor}
    actions.approve(story, by=editor)
    assert story.is_approved


def test_photos_bring_their_two_lines_and_a_description_is_not_ticked_blindly(draft, collaborator, editor):
    story = actions.submit(draft(photos=2), by=collaborator)
    assert actions.items_of(story) == list(Item)
    with pytest.raises(Refusal, match="1, 2"):
        actions.check_off(story, Item.values, by=editor)
    for photo in story.photos.all():
        actions.describe_photo(photo, caption="", alt_text="Đội kéo co", by=editor)
    actions.check_off(story, Item.values, by=editor)
    actions.approve(story, by=editor)
    assert story.is_approved


def test_only_the_desk_that_reviews_a_story_is_told_which_photos_have_no_description(
    desk, draft, collaborator, editor
):
    story = actions.submit(draft(photos=1), by=collaborator)
    said = "Chưa có mô tả: ảnh 1"
    assert said in desk.get(at("review", story)).content.decode()
    actions.return_to_sender(story, "Xin thêm số người.", by=editor)
    assert said not in desk.get(at("review", story)).content.decode()
    factories.sign_in(desk, collaborator)
    for name in ("story", "write"):
        assert said not in desk.get(at(name, story)).content.decode()


def test_a_new_wording_is_looked_at_anew(story, editor, topic):
    actions.check_off(story, WORDS, by=editor)
    actions.edit(story, title="Khác", text=TEXT, topic=topic, version=1, by=editor)

    with pytest.raises(Refusal):
        actions.approve(story, by=editor)


def seen(client, story):
    """The mark that the story's page carries."""
    return re.search(r'name="seen" value="([^"]+)"', client.get(at("review", story)).content.decode())[1]


def test_a_page_opened_before_a_change_neither_ticks_nor_approves_the_new_words(desk, story, editor, topic):
    old = {"checklist": "1", "item": ["names", "source"], "seen": seen(desk, story)}
    actions.edit(story, title="Khác", text=TEXT, topic=topic, version=1, by=editor)

    for name in ("approve", "checklist"):
        assert desk.post(at(name, story), old).status_code == 409
    story.refresh_from_db()
    assert story.is_in_review and not story.ticks.exists()

    assert desk.post(at("approve", story), {**old, "seen": seen(desk, story)}).status_code == 302
    story.refresh_from_db()
    assert story.is_approved


def test_two_different_people_approve_where_the_union_wants_two(
    story, editor, colleague, union, collaborator, topic
):
    with pytest.raises(PermissionDenied):
        actions.set_approvals(union.desk, 2, by=editor)
    actions.set_approvals(union.desk, 2, by=union.officer)
    actions.check_off(story, WORDS, by=editor)
    actions.claim(story, by=editor)

    for _pressed_twice in range(2):
        actions.approve(story, by=editor)
    assert story.is_submitted and story.claimed_by is None and story.approvals.count() == 1

    actions.edit(story, title="Sửa sau", text=TEXT, topic=topic, version=1, by=colleague)
    actions.check_off(story, WORDS, by=colleague)
    actions.approve(story, by=colleague)
    assert story.is_submitted, "an approval holds for the wording it was given to"
    actions.approve(story, by=editor)

    assert story.is_approved and story.approved_by == editor
    assert not Message.objects.filter(to=collaborator, body__contains=colleague.full_name).exists()


def test_who_has_sent_it_is_neither_of_the_two(story, collaborator, union):
    factories.appoint(collaborator, "approver", union.desk)
    actions.set_approvals(union.desk, 2, by=union.officer)
    actions.check_off(story, WORDS, by=collaborator)
    with pytest.raises(Refusal):
        actions.approve(story, by=collaborator)


def test_the_pages_say_how_many_approve_and_who_is_missing(client, story, editor, colleague, union):
    factories.sign_in(client, union.officer)
    assert client.post(reverse("stories:rules"), {"unit": union.desk.pk, "approvals": "3"}).status_code == 422
    assert client.post(reverse("stories:rules"), {"unit": union.desk.pk, "approvals": "2"}).status_code == 302
    factories.sign_in(client, editor)
    assert [rule.approvals for _unit, rule in client.get(reverse("stories:rules")).context["rules"]] == [2]
    data = {"checklist": "1", "item": ["names", "source"]}
    assert client.post(at("approve", story), data).status_code == 302

    factories.sign_in(client, colleague)
    context = client.get(at("review", story)).context
    assert context["needed"] == 2 and [one.by for one in context["approvals"]] == [editor]
    assert client.post(at("approve", story), data).status_code == 302
    story.refresh_from_db()
    assert story.is_approved


def test_a_rule_of_a_lower_desk_goes_before_that_of_the_higher_one(story, union):
    actions.set_approvals(union.desk, 2, by=union.officer)
    assert actions.approvals_needed(story) == 2
    actions.set_approvals(story.unit, 1, by=union.officer)
    assert actions.approvals_needed(story) == 1


# ---- notes


def test_a_note_reaches_the_desk_and_nobody_else(
    client, draft, collaborator, editor, colleague, union, settings
):
    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    mark = "MốcGhiChúNộiBộ"
    page = Page.objects.create(unit=union.desk, name="Trang phường", page_id="99990000999")
    story = actions.submit(draft(photos=1), by=collaborator)
    factories.sign_in(client, editor)
    data = {"text": f"{mark}: hỏi lại nhà trường số người.", "submit_key": str(uuid.uuid4())}
    for _twice in range(2):
        client.post(at("note", story), data)
    assert StoryNote.objects.get().by == editor
    assert (
        client.post(
            at("note", story), {"text": "Vận động đoàn viên chia sẻ bài.", "submit_key": str(uuid.uuid4())}
        ).status_code
        == 422
    )
    factories.sign_in(client, colleague)
    assert mark in client.get(at("review", story)).content.decode()

    actions.hand_over(story, to=colleague, by=editor)
    factories.approve(story, by=colleague)
    made = {"page": page.pk, "text": "Bài", "submit_key": str(uuid.uuid4())}
    post = story.posts.get(
        pk=client.post(reverse("publishing:new-from-story", args=[story.pk]), made).url.split("/")[2]
    )
    client.post(reverse("publishing:by-hand", args=[post.pk]))
    client.post(
        reverse("publishing:it-is-there", args=[post.pk]),
        {"permalink": "https://www.facebook.com/99990000999/posts/4711"},
    )
    story.refresh_from_db()
    assert story.is_published

    things = {
        "story": story,
        "approved": story,
        "news": story,
        "post": post,
        "page": page,
        "photo": story.photos.get(),
        "news_photo": story.photos.get(),
        "unit": union.desk,
    }
    for person in (colleague, collaborator, union.officer, union.chairs[0], None):
        client.logout()
        if person is not None:
            factories.sign_in(client, person)
        shown = [name for name in everything(client, things) if mark in name[1]]
        assert {name for name, _text in shown} <= (
            {"stories:review"} if person in (colleague, union.officer) else set()
        )
    assert not Message.objects.filter(body__contains=mark).exists()
    from nhipcau.audit.models import Entry

    assert mark not in str(list(Entry.objects.values()))


def everything(client, things):
    """Every page and file that can be opened with these objects, with its content."""
    from tests.house.test_matrix import content_of

    class Scene:
        def __getattr__(self, name):
            return things[name]

    for row in ROWS:
        if row.get is None or "logout" in row.name:
            continue
        try:
            args = row.at(Scene()) if row.at else []
        except KeyError:
            continue
        answer = client.get(reverse(row.name, args=args))
        if answer.status_code == 200:
            yield row.name, content_of(answer)


def test_a_sender_who_works_at_the_desk_does_not_read_the_notes_on_the_own_story(
    client, story, collaborator, editor, union
):
    factories.appoint(collaborator, "editor", union.desk)
    actions.note(story, "Kiểm tra lại tên người.", by=editor, submit_key=uuid.uuid4())
    factories.sign_in(client, collaborator)
    assert "Kiểm tra lại tên người" not in client.get(at("review", story)).content.decode()
    with pytest.raises(Refusal):
        actions.note(story, "Của tôi", by=collaborator, submit_key=uuid.uuid4())


# ---- near-identical


def test_a_near_copy_within_seven_days_is_warned_of_and_stops_nothing(
    desk, draft, collaborator, editor, foreign_editor, clock
):
    text = " ".join(f"từ{n}" for n in range(60))
    first = actions.submit(draft(title="Hội thao", text=text), by=collaborator)
    clock.advance(6 * 86400)
    copy = actions.submit(
        draft(title="HOI THAO", text=text.replace("từ30", "chữ") + " Hết."), by=collaborator
    )
    other = actions.submit(
        draft(title="Tập huấn", text="Lớp tập huấn an toàn lao động cho tổ trưởng."), by=collaborator
    )

    assert [one.story for one in likeness.alike(copy, editor)] == [first]
    assert likeness.alike(copy, editor)[0].percent >= 90
    assert likeness.alike(first, editor)[0].story == copy
    assert likeness.alike(other, editor) == []
    assert likeness.alike(copy, foreign_editor) == []
    assert at("review", first) in desk.get(at("review", copy)).content.decode()
    factories.approve(copy, by=editor)
    assert copy.is_approved

    clock.advance(2 * 86400)
    late = actions.submit(draft(title="Hội thao", text=text), by=collaborator)
    assert [one.story for one in likeness.alike(late, editor)] == [copy]


def test_a_short_text_inside_a_long_one_is_found_in_as_many_queries_as_ever(draft, collaborator, editor):
    words = [f"chữ{n}" for n in range(400)]
    actions.submit(draft(title="Dài", text=" ".join(words)), by=collaborator)
    short = actions.submit(draft(title="Ngắn", text=" ".join(words[100:180])), by=collaborator)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = likeness.alike(short, editor)
        return len(queries), found

    asked()  # whatever is looked up once in a process
    number, found = asked()
    assert [one.story.title for one in found] == ["Dài"]
    for n in range(15):
        actions.submit(draft(title=f"Dài {n}", text=" ".join(words)), by=collaborator)
    assert asked()[0] == number


def test_marks_are_forgotten_when_no_new_story_can_be_compared_with_them(story, clock):
    assert StoryMark.objects.exists()
    clock.advance(10 * 86400)
    assert likeness.forget_old() == 0
    clock.advance(5 * 86400)
    likeness.forget_old()
    assert not StoryMark.objects.exists()


# ---- the queue


def test_the_queue_is_narrowed_by_branch_topic_age_and_hand(
    desk, union, draft, collaborator, other_collaborator, editor, clock
):
    topics = list(Topic.objects.all()[:2])
    made = {}
    made["old"] = actions.submit(draft(title="Cũ", topic=topics[0]), by=collaborator)
    clock.advance(4 * 86400)
    made["new"] = actions.submit(draft(title="Mới", topic=topics[1]), by=collaborator)
    made["factory"] = actions.submit(
        draft(title="Xưởng", topic=topics[0], unit=union.units[1], by=other_collaborator),
        by=other_collaborator,
    )
    actions.claim(made["new"], by=editor)

    def shown(**chosen):
        page = desk.get(reverse("stories:review-queue"), chosen)
        return [story.title for story, _days in page.context["rows"]]

    assert shown() == ["Xưởng", "Mới", "Cũ"]
    assert shown(order="oldest") == ["Cũ", "Mới", "Xưởng"]
    assert shown(branch=union.units[0].pk) == ["Mới", "Cũ"]
    assert shown(branch=union.desk.pk) == ["Xưởng", "Mới", "Cũ"]
    assert shown(branch=union.beside.pk) == ["Xưởng", "Mới", "Cũ"], "a branch of others is no choice"
    assert shown(topic=topics[0].pk) == ["Xưởng", "Cũ"]
    assert shown(age="three") == ["Cũ"]
    assert shown(age="new") == ["Xưởng", "Mới"]
    assert shown(mine="on") == ["Mới"]
    assert shown(branch="9" * 30, topic="x", age="y", order="z") == ["Xưởng", "Mới", "Cũ"]


def test_the_queue_is_paged_oldest_first_too(desk, draft, collaborator, clock):
    titles = [f"Tin số {n}" for n in range(35)]
    for title in titles:
        actions.submit(draft(title=title), by=collaborator)
        clock.advance(60)
    seen, path = [], reverse("stories:review-queue") + "?order=oldest"
    while path:
        page = desk.get(path).context
        seen += [story.title for story, _days in page["rows"]]
        path = (
            page["page"].older
            and f"{reverse('stories:review-queue')}?{page['kept']}&behind={page['page'].older}"
        )
    assert seen == titles
    assert Story.objects.count() == 35
