"""The content calendar: each post on its day in Việt Nam, moved by those who may, and the plan's gaps in sentences."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.audit.models import Entry
from nhipcau.core import clock as product_clock
from nhipcau.core.refusal import Refusal
from nhipcau.publishing import actions, plan, tokens
from nhipcau.publishing.models import Page, Post, TopicPlan
from nhipcau.publishing.states import Status
from nhipcau.stories.models import Story, Topic
from tests import factories

MONTH = "/publishing/calendar/?month=2020-10"


@pytest.fixture(autouse=True)
def _eighth_of_october(db, clock):
    clock.set("2020-10-08 09:00")


@pytest.fixture
def connected(union):
    return Page.objects.create(
        unit=union.desk, name="Trang Hoa Sữa", page_id="91", sealed_token=tokens.seal("t")
    )


@pytest.fixture
def by_hand(union):
    return Page.objects.create(unit=union.desk, name="Trang Tự Đăng", page_id="92")


@pytest.fixture
def story(union, publisher):
    def make(title="Tin đã duyệt", topic=None, unit=None, **changes):
        unit, now = unit or union.units[0], product_clock.now()
        return Story.objects.create(
            unit=unit, unit_path=unit.path, sender=union.chairs[0], title=title, text="Nội dung", topic=topic or Topic.objects.first(),
            status="approved", submitted_at=now, receipt=f"T-{uuid.uuid4().hex[:20]}", version=1, approved_by=publisher, approved_at=now, **changes,
        )  # fmt: skip

    return make


@pytest.fixture
def post(connected, publisher):
    def make(text="Bài đăng", status=Status.DRAFT, at=None, page=None, **changes):
        at = moment(at) if at else None
        if status in (Status.SCHEDULED, Status.WAITING):
            changes["next_attempt_at"] = at
        if status == Status.PUBLISHED:
            changes |= {"published_at": at, "permalink": "https://www.facebook.com/91/posts/1"}
        return Post.objects.create(
            page=page or connected, text=text, status=status, due_at=at, created_by=publisher, **changes
        )

    return make


def moment(text):
    product_clock.set_to(text)
    found = product_clock.now()
    product_clock.set_to("2020-10-08 09:00")
    return found


def shown(client, user, address=MONTH):
    factories.sign_in(client, user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def day_of(page, text):
    """The day of the month in whose cell the text stands."""
    cells = re.findall(r'data-day="([^"]+)"(.*?)</td>', page, re.DOTALL)
    return [day for day, cell in cells if text in cell]


def test_each_post_stands_on_its_day_in_viet_nam_with_its_state(client, publisher, post, by_hand, story):
    post("Sớm mai", Status.SCHEDULED, "2020-10-10 00:15")  # the ninth in UTC
    post("Nối lại sau", Status.WAITING, "2020-10-11 23:50")
    post("Xin ý kiến", Status.ASKED, "2020-10-07 08:00")
    post("Người đăng tay", Status.BY_HAND, "2020-10-12 10:00", by_hand)
    post("Ra hôm thứ nhất", Status.PUBLISHED, "2020-10-05 17:00")
    post("Thôi không ra", Status.CANCELLED, "2020-10-13 17:00")
    post("Sang kỳ tới", Status.SCHEDULED, "2020-11-01 00:00")
    post("Chưa có giờ")
    story("Tin chưa lên lịch")

    page = shown(client, publisher)

    days = {
        "Sớm mai": "10",
        "Nối lại sau": "11",
        "Xin ý kiến": "07",
        "Người đăng tay": "12",
        "Ra hôm thứ nhất": "05",
    }
    assert {text: day_of(page, text) for text in days} == {t: [f"{d}/10/2020"] for t, d in days.items()}
    assert "Thôi không ra" not in page and "Sang kỳ tới" not in page
    undated = page[page.index('id="undated"') :]
    assert "Chưa có giờ" in undated and "Tin chưa lên lịch" in undated
    assert "Asia/Ho_Chi_Minh" in page
    listed = shown(client, publisher, MONTH + "&view=list")
    assert "Sớm mai" in listed and "<table" not in listed


def test_a_month_costs_the_same_number_of_queries_however_full_it_is(client, publisher, post, story):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            shown(client, publisher)
        return len(queries)

    def fill(n):
        post(f"Bài {n}", Status.SCHEDULED, "2020-10-20 10:00", story=story(f"Tin {n}"))
        post(f"Nháp {n}")
        post(f"Xong {n}", Status.PUBLISHED, "2020-10-02 10:00")
        story(f"Duyệt {n}")

    fill(0)
    asked()
    few = asked()
    for n in range(1, 12):
        fill(n)

    assert asked() == few


def test_what_is_more_than_a_page_shows_is_said(client, publisher, post, story):
    for n in range(51):
        story(f"Tin chờ {n:02}")
    page = shown(client, publisher)

    assert page.count("Tin chờ ") == 50 and "Tin bài gửi đến”" in page


def test_page_and_topic_narrow_it_and_bent_wishes_narrow_nothing(client, publisher, post, by_hand, story):
    first, second = Topic.objects.all()[:2]
    post("Bài Mận", Status.SCHEDULED, "2020-10-10 10:00", story=story(topic=first))
    post("Bài Đào", Status.BY_HAND, "2020-10-10 10:00", by_hand, story=story(topic=second))

    assert "Bài Đào" not in shown(client, publisher, f"{MONTH}&topic={first.pk}")
    assert "Bài Mận</a>" not in shown(client, publisher, f"{MONTH}&page={by_hand.pk}")
    for bent in ("&page=x&topic=999999999999999999999", "&month=2020-13", "&view=%27"):
        page = shown(client, publisher, MONTH + bent)
        assert ("Bài Mận" in page and "Bài Đào" in page) or "month=2020-13" in bent


def test_the_pages_of_other_branches_are_not_there(client, union, publisher, post):
    post("Bài của Hoa Sữa", Status.SCHEDULED, "2020-10-10 10:00")

    assert "Bài của Hoa Sữa" not in shown(client, factories.make_user("Khác", Role.EDITOR, union.beside))


def test_moving_a_post_keeps_the_month_and_is_written_down(client, publisher, post):
    one = post("Dời được", Status.SCHEDULED, "2020-10-10 10:00")
    factories.sign_in(client, publisher)

    answer = client.post(
        f"/publishing/{one.pk}/move/?month=2020-10&view=list",
        {"day": "15/10/2020", "hour": "10:00", "was": one.due_at.isoformat()},
    )

    one.refresh_from_db()
    assert answer.status_code == 302 and answer["Location"].endswith(
        "/publishing/calendar/?month=2020-10&view=list"
    )
    assert one.due_at == one.next_attempt_at == moment("2020-10-15 10:00")
    assert (
        Entry.objects.filter(verb="post.scheduled", object_id=str(one.pk), actor_id=publisher.pk).count() == 1
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"day": "32/10/2020"}, 422), ({"hour": ""}, 422), ({"day": "01/10/2020"}, 409), ({"was": "bent"}, 409), ({"was": "2020-10-09T10:00:00+07:00"}, 409)],
)  # fmt: skip
def test_a_refused_move_changes_nothing_and_keeps_what_was_typed(client, publisher, post, typed, code):
    one = post("Ở lại", Status.SCHEDULED, "2020-10-10 10:00")
    factories.sign_in(client, publisher)
    sent = {"day": "15/10/2020", "hour": "10:00", "was": one.due_at.isoformat(), **typed}

    answer = client.post(f"/publishing/{one.pk}/move/?month=2020-10", sent)

    page = answer.content.decode()
    one.refresh_from_db()
    assert answer.status_code == code
    assert one.due_at == moment("2020-10-10 10:00")
    assert f'value="{sent["day"]}"' in page and 'role="alert"' in page


def test_posting_by_hand_is_planned_for_a_day_and_stays_by_hand(publisher, post, by_hand):
    draft = post("Nháp", page=by_hand)
    actions.move_to(draft, moment("2020-10-14 08:00"), by=publisher, was=None)
    draft.refresh_from_db()
    assert (draft.status, draft.due_at) == (Status.BY_HAND, moment("2020-10-14 08:00"))

    actions.move_to(draft, moment("2020-10-16 08:00"), by=publisher, was=draft.due_at)
    draft.refresh_from_db()
    assert (draft.status, draft.due_at) == (Status.BY_HAND, moment("2020-10-16 08:00"))


def test_who_may_only_read_moves_nothing(client, union, post):
    one = post("Chỉ xem", Status.SCHEDULED, "2020-10-10 10:00")
    page = shown(client, union.officer)

    assert "Chỉ xem" in page and "data-entry" not in page
    sent = {"day": "15/10/2020", "hour": "10:00", "was": one.due_at.isoformat()}
    assert client.post(f"/publishing/{one.pk}/move/", sent).status_code == 403


def test_what_is_under_way_or_public_is_not_moved(publisher, post):
    for status in (Status.PUBLISHED, Status.CHECKING, Status.PUBLISHING):
        one = post("Đã đi", status, "2020-10-07 10:00")
        with pytest.raises(Refusal):
            actions.move_to(one, moment("2020-10-20 10:00"), by=publisher, was=one.due_at)


def test_the_plan_says_the_gaps_of_a_month_as_sentences(union, publisher, post, story):
    law, sport, welfare = Topic.objects.all()[:3]
    actions.set_plan(union.desk, {law: 1, sport: 3, welfare: 1}, by=publisher)
    post("Một", Status.SCHEDULED, "2020-10-20 10:00", story=story(topic=sport))
    post("Hai", Status.PUBLISHED, "2020-10-02 10:00", story=story(topic=welfare))
    post("Khác tháng", Status.SCHEDULED, "2020-11-20 10:00", story=story(topic=law))
    post("Nháp", story=story(topic=law))

    first, second, third = plan.lines(union.desk, product_clock.today().replace(day=1))

    assert (first.have, first.is_gap, second.have, second.is_gap, third.have, third.is_gap) == (
        0,
        True,
        1,
        True,
        1,
        False,
    )
    assert law.label in first.sentence and "10/2020" in first.sentence
    assert "2" in second.sentence and sport.label in second.sentence


def test_the_same_story_on_two_pages_is_one_item_of_the_plan(union, publisher, post, by_hand, story):
    topic = Topic.objects.first()
    actions.set_plan(union.desk, {topic: 2}, by=publisher)
    one = story(topic=topic)
    post("Một", Status.SCHEDULED, "2020-10-20 10:00", story=one)
    post("Hai", Status.BY_HAND, "2020-10-21 10:00", by_hand, story=one)

    assert plan.lines(union.desk, product_clock.today().replace(day=1))[0].have == 1


def test_a_level_above_reads_no_plan_of_a_unit(client, union, publisher):
    topic = Topic.objects.first()
    actions.set_plan(union.desk, {topic: 7}, by=publisher)
    above = factories.make_user("Trên", Role.EDITOR, union.city)

    assert not TopicPlan.objects.visible_to(above).exists()
    assert topic.label in shown(client, publisher, "/publishing/plan/")
    page = shown(client, above, "/publishing/plan/")
    assert 'value="7"' not in page and union.desk.name not in page


def test_editors_keep_the_plan_and_officers_read_it(client, union, publisher):
    topic = Topic.objects.first()
    factories.sign_in(client, publisher)
    assert client.post(reverse("publishing:plan"), {f"topic-{topic.pk}": "4"}).status_code == 302
    assert TopicPlan.objects.get(unit=union.desk, topic=topic).a_month == 4
    assert client.post(reverse("publishing:plan"), {f"topic-{topic.pk}": "-1"}).status_code == 422
    assert client.post(reverse("publishing:plan"), {f"topic-{topic.pk}": "0"}).status_code == 302
    assert not TopicPlan.objects.exists()
    factories.sign_in(client, union.officer)
    assert client.get(reverse("publishing:plan")).status_code == 200
    assert client.post(reverse("publishing:plan"), {f"topic-{topic.pk}": "4"}).status_code == 403


def test_two_editors_never_overwrite_each_others_hour(publisher, post):
    one = post("Hai người", Status.SCHEDULED, "2020-10-10 10:00")
    was = one.due_at
    actions.move_to(one, was + timedelta(days=1), by=publisher, was=was)

    with pytest.raises(Refusal):
        actions.move_to(one, was + timedelta(days=2), by=publisher, was=was)
    one.refresh_from_db()
    assert one.due_at == was + timedelta(days=1)
