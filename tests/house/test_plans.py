"""The long lists at the size of a million stories: as many questions a page as with few, each answered by an index in
the list's own order. The statistics say a million; `-m slow` asks the same of a million rows that are there."""

import pytest
from django.db.models import Exists, OuterRef
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.publishing.models import Post
from nhipcau.stories.models import Story, Topic
from nhipcau.stories.views.queue import TABS
from tests import factories
from tests.house import plans

FEW = 4_800
MOST_QUESTIONS = 25  # of a page with its menu and session; test_queries.py holds that more rows ask no more


def everything(client, city, wards, units, senders):
    """(name, what to do) of every list and filter, for a desk at the top, one in the middle and one unit."""
    desks = {
        "city": factories.make_user("Biên tập thành phố", Role.EDITOR, city),
        "ward": factories.make_user("Biên tập phường", Role.EDITOR, wards[1]),
        "two wards": factories.make_user("Biên tập hai phường", Role.EDITOR, wards[0]),
    }
    factories.appoint(desks["two wards"], Role.EDITOR, wards[3])
    topic = Topic.objects.all()[2]

    def page(user, address):
        if user is not None:
            factories.sign_in(client, user)
        else:
            client.logout()

        def ask():
            assert client.get(address).status_code == 200, address

        return ask

    queue, calendar = reverse("stories:review-queue"), reverse("publishing:calendar")
    behind = "2025-06-20T02:00:00%2B00:00~4000"
    wishes = [
        f"topic={topic.pk}",
        f"branch={units[9].pk}",
        f"branch={wards[1].pk}",
        "age=new",
        "age=week",
        "order=oldest",
        "mine=on",
    ]
    wishes.append(f"topic={topic.pk}&branch={units[9].pk}&age=week&order=oldest&mine=on")
    for name, user in desks.items():
        for tab in TABS:
            for wish in ("", f"behind={behind}", *(wishes if name == "ward" else wishes[-1:])):
                yield f"{name}: queue {tab} {wish}", page(user, f"{queue}?show={tab}&{wish}")
        for wish in ("", "&view=list", f"&topic={topic.pk}", "&month=2026-09"):
            yield f"{name}: calendar {wish}", page(user, f"{calendar}?month=2026-11{wish}")
    yield "unit", page(senders[3], reverse("stories:of-unit"))
    yield "unit further on", page(senders[3], f"{reverse('stories:of-unit')}?behind={behind}")
    yield "sender", page(senders[3], reverse("stories:mine"))
    yield "sender further on", page(senders[3], f"{reverse('stories:mine')}?behind={behind}")
    for address in (
        "/",
        f"/?behind={behind}",
        "/tin/feed.atom",
        f"/tin/u{wards[2].pk}/",
        f"/tin/u{units[5].pk}/",
    ):
        yield f"portal {address}", page(None, address)


def check(client, rows):
    cast = plans.a_big_union(rows)
    plans.believe(rows)
    faults, asked = [], 0
    for name, ask in everything(client, *cast):
        questions, whole = plans.questions_of(ask)
        assert questions, name
        asked += len(questions)
        assert whole <= MOST_QUESTIONS, (name, whole)
        faults += [
            f"{name}: {fault}\n    {sql[sql.index(' FROM ') :][:600]}"
            for sql in questions
            for fault in plans.faults_of(sql)
        ]
    assert not faults, "\n".join(faults)
    assert asked > 100


def test_long_lists_walk_an_index_at_a_million_stories(db, client, clock):
    check(client, FEW)


def test_a_plan_that_reads_or_sorts_a_whole_table_is_seen(db, clock):
    plans.a_big_union(320)
    plans.believe(320)
    inside = Story.objects.filter(
        ~Exists(Post.objects.filter(permalink=OuterRef("receipt"))), status="approved"
    )
    for rows in (
        Story.objects.order_by("text"),
        Story.objects.filter(version__gt=0).order_by("-version"),
        inside,
    ):
        (sql,), _asked = plans.questions_of(lambda rows=rows: list(rows[:30]))
        assert plans.faults_of(sql), sql


@pytest.mark.slow
def test_a_million_stories_that_are_there_are_listed_by_an_index(db, client, clock):
    check(client, plans.MILLION)
