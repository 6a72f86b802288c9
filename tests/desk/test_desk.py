"""The desk's first page, its menu, and the audit trail."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.audit import trail
from nhipcau.desk import words
from nhipcau.stories import topics
from nhipcau.stories.models import Story, Topic
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db

NHIPCAU = Path(__file__).parents[2] / "nhipcau"


def menu_of(client):
    return {entry.url for entry in client.get(reverse("accounts:profile")).context["menu"]}


@pytest.mark.parametrize(
    ("role", "lands_on"),
    [
        (Role.DESK_OFFICER, None),
        (Role.EDITOR, None),
        (Role.CITY_OFFICER, None),
        (Role.OPERATOR, None),
        (Role.CHAIR, "campaigns:owed"),
        (Role.COLLABORATOR, "stories:mine"),
        (Role.LEGAL_ADVISER, "accounts:profile"),
    ],
)
def test_everybody_lands_where_they_work(client, union, role, lands_on):
    sign_in(client, make_user(role=role, unit=union.units[0]))

    answer = client.get(reverse("desk:home"))

    if lands_on is None:
        assert answer.status_code == 200
    else:
        assert answer.url == reverse(lands_on)
        assert client.get(answer.url).status_code == 200


def test_the_menu_holds_what_a_person_may_open(client, union):
    sign_in(client, union.officer)
    office = menu_of(client)
    sign_in(client, union.chairs[0])
    phone = menu_of(client)

    assert {reverse("campaigns:list"), reverse("people:list"), reverse("desk:audit")} <= office
    assert reverse("campaigns:owed") in phone
    assert not phone & {reverse("campaigns:list"), reverse("people:list"), reverse("desk:audit")}
    for url in office | phone:
        sign_in(client, union.officer if url in office else union.chairs[0])
        assert client.get(url).status_code == 200, url


def test_a_story_waits_for_the_editor_and_for_nobody_beside(client, union, publisher):
    topics.lay_down(Topic)
    sender = make_user(role=Role.COLLABORATOR, unit=union.units[0])
    Story.objects.create(
        unit=union.units[0], unit_path=union.units[0].path, sender=sender, title="Hội thao Diệu Cốc", text="Vui.",
        topic=Topic.objects.first(),
        status=Story.Status.SUBMITTED, submitted_at="2020-10-08T02:00:00Z", receipt="TB-1", version=1,
    )  # fmt: skip
    sign_in(client, publisher)
    assert "Hội thao Diệu Cốc" in client.get(reverse("desk:home")).content.decode()
    sign_in(client, make_user(role=Role.EDITOR, unit=union.beside))
    assert "Hội thao Diệu Cốc" not in client.get(reverse("desk:home")).content.decode()


def test_the_audit_trail_shows_my_branch_only(client, union):
    trail.record("unit.renamed", union.units[0], by=union.officer, unit=union.units[0], fields=("name",))
    trail.record("unit.renamed", union.foreign, by=union.stranger, unit=union.foreign, fields=("name",))
    sign_in(client, union.officer)

    page = client.get(reverse("desk:audit")).content.decode()

    assert union.units[0].name in page
    assert union.foreign.name not in page
    assert union.stranger.full_name not in page
    assert client.get(reverse("desk:audit"), {"unit": union.foreign.name}).context["rows"] == []


def test_the_audit_trail_is_narrowed_and_paged(client, union, clock):
    clock.set("2026-03-02 08:00")
    for _n in range(60):
        trail.record("story.edited", union.units[0], by="worker", unit=union.units[0])
    clock.set("2026-03-05 08:00")
    trail.record("post.edited", union.units[1], by="worker", unit=union.units[1])
    sign_in(client, union.officer)

    first = client.get(reverse("desk:audit"), {"sort": "story"}).context
    second = client.get(reverse("desk:audit"), {"sort": "story", "before": first["older"]}).context
    assert (len(first["rows"]), len(second["rows"]), second["older"]) == (50, 10, None)
    until = client.get(reverse("desk:audit"), {"day": "04/03/2026"}).context["rows"]
    assert all(row.unit == union.units[0].name for row in until)
    named = client.get(reverse("desk:audit"), {"unit": "ben lo", "sort": "post"}).context["rows"]
    assert len(named) == 1
    assert client.get(reverse("desk:audit"), {"day": "31/02/2026"}).status_code == 422
    assert client.get(reverse("desk:audit"), {"before": "9" * 40}).status_code == 200


def test_chairs_do_not_see_the_audit_trail(client, union):
    sign_in(client, union.chairs[0])

    assert client.get(reverse("desk:audit")).status_code == 403


def test_every_event_that_is_written_down_has_words():
    source = "\n".join(path.read_text() for path in NHIPCAU.rglob("*.py") if "migrations" not in path.parts)
    written = set(re.findall(r'(?:trail\.record\(|_change\(.*?)\s*"([a-z_]+\.[a-z_]+)"', source))
    kinds = {
        f"story.{kind}"
        for kind in re.findall(
            r'^        [A-Z]+ = "([a-z]+)", _\("(?:Sent and|An editor|Put back|The wording|Returned|Approved|It will|Published)',
            source,
            re.M,
        )
    }

    assert written - set(words.EVENTS) == set()
    assert kinds <= set(words.EVENTS)
