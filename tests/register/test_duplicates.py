"""People who may be one are found by blocks, shown side by side, and merged by a person only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core import clock as product_clock
from nhipcau.core.refusal import Refusal
from nhipcau.register import duplicates, likeness, merging
from nhipcau.register.actions import record_consent
from nhipcau.register.models import Consent, Entry, Likeness, Person
from tests import factories
from tests.register.planting import register


def measured(count, planted):
    """Recall and precision of the proposals on a register with planted second lines."""
    made = register(count, planted)
    people = [likeness.known(n, m.unit, m.name, m.phone, m.email, m.link) for n, m in enumerate(made)]
    where = {}
    for n, m in enumerate(made):
        where.setdefault(m.same, []).append(n)
    true = {tuple(ns) for ns in where.values() if len(ns) == 2}
    found = {(one.pk, other.pk) for one, other in likeness.pairs(people) if likeness.judge(one, other)}
    assert len(true) == planted
    return len(found & true) / len(true), len(found & true) / len(found)


def test_planted_second_lines_are_found_and_namesakes_left_alone():
    recall, precision = measured(6_000, 120)

    assert recall >= 0.98
    assert precision >= 0.9


@pytest.mark.slow
def test_two_thousand_second_lines_among_a_hundred_thousand_people():
    recall, precision = measured(100_000, 2_000)

    assert recall >= 0.98
    assert precision >= 0.9


def someone(unit, name, phone="", email="", link=""):
    return Person.objects.create(
        unit=unit, unit_path=unit.path, full_name=name, phone=phone, email=email, link_key=link, created_at=product_clock.now()
    )  # fmt: skip


def entry(person, table=1, url=""):
    return Entry.objects.create(
        unit=person.unit, unit_path=person.unit.path, person=person, table=table, origin="page", since=product_clock.now(), facebook_url=url
    )  # fmt: skip


@pytest.fixture
def twins(union):
    """One person whom two units have named, and a namesake."""
    one = someone(union.units[0], "Nguyễn Thị Hòa", "+84951000001", link="vidu.hoa")
    other = someone(union.units[1], "NGUYEN THI HOA", "+84951000001", "hoa@example.org")
    someone(union.units[2], "Nguyễn Thị Hòa", "+84951999999")
    duplicates.find_all()
    return one, other


def test_the_same_phone_across_units_is_proposed_and_a_namesake_is_not(twins):
    found = Likeness.objects.get()

    assert (found.first, found.second) == twins
    assert "phone-same" in found.reasons


def test_new_people_are_compared_with_the_register_in_few_questions(union, django_assert_max_num_queries):
    someone(union.units[0], "Lê Văn Bình", "+84951000005")
    fresh = [someone(union.units[1], made.name, made.phone) for made in register(40, 0) if made.phone]
    fresh.append(someone(union.units[1], "Le Van Binh", "+84951000006"))

    with django_assert_max_num_queries(12):
        assert duplicates.find_among(p.pk for p in fresh) == 1


line = st.tuples(
    st.integers(1, 2),
    st.sampled_from(["Lê Văn Hòa", "Le Van Hoa", "Trần An", "Hòa Lê Văn"]),
    st.sampled_from(["", "+84951000001", "+84951000002", "+84952000001"]),
    st.sampled_from(["", "a@example.org"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(line, max_size=12), st.sets(st.integers(0, 11)), st.sampled_from([2, 60]))
def test_starting_from_the_new_gives_the_pairs_of_everybody_with_one_of_them(lines, fresh, large):
    people = [likeness.known(n, unit, name, phone, mail, "") for n, (unit, name, phone, mail) in enumerate(lines)]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "LARGE", large)
        everybody = {(one.pk, other.pk) for one, other in likeness.pairs(people)}
        started = [(one.pk, other.pk) for one, other in likeness.pairs(people, fresh)]

    assert len(started) == len(set(started))
    assert set(started) == {pair for pair in everybody if fresh & set(pair)}


@pytest.mark.parametrize("many", [5, 2_000])
def test_asking_for_the_new_alone_proposes_what_asking_for_everybody_does(union, many, monkeypatch):
    monkeypatch.setattr(duplicates, "MANY", many)
    monkeypatch.setattr(likeness, "SMALL_UNIT", 60)
    units = union.units[:3]
    people = [someone(units[m.unit % 3], m.name, m.phone, m.email, m.link) for m in register(200, 40)]
    people[7].merged_into = people[3]
    people[7].save()
    fresh = {person.pk for person in people[120:]}

    found = duplicates.find_among(fresh)

    pairs = set(Likeness.objects.values_list("first", "second"))
    assert found == len(pairs) > 10
    Likeness.objects.all().delete()
    duplicates.find_all()
    everybody = set(Likeness.objects.values_list("first", "second"))
    assert pairs == {pair for pair in everybody if fresh & set(pair)}


def test_people_in_force_are_never_looked_for_through_those_who_were_merged(union):
    someone(union.units[0], "Lê Văn Bình", "+84951000005")
    plan = Person.objects.standing().filter(phone__in=["+84951000005", "+84951000006"]).explain()

    assert "merged" not in plan.split("Filter")[0]


def test_merging_moves_the_lines_fills_blanks_and_can_be_undone_for_a_day(twins, union, clock):
    one, other = twins
    line = entry(other)

    merging.merge(Likeness.objects.get(), keep=one, by=union.officer)

    one.refresh_from_db(), other.refresh_from_db(), line.refresh_from_db()
    assert (line.person, other.merged_into, one.email) == (one, one, "hoa@example.org")

    merging.undo(Likeness.objects.get(), by=union.officer)

    one.refresh_from_db(), other.refresh_from_db(), line.refresh_from_db()
    assert (line.person, other.merged_into, one.email) == (other, None, "")
    assert Likeness.objects.get().decision == "open"


def test_after_a_day_a_merge_stands(twins, union, clock):
    merging.merge(Likeness.objects.get(), keep=twins[0], by=union.officer)
    clock.set(product_clock.now() + timedelta(hours=25))

    with pytest.raises(Refusal):
        merging.undo(Likeness.objects.get(), by=union.officer)


@pytest.mark.parametrize("kept", [0, 1])
def test_a_withdrawn_consent_wins_whoever_is_kept(twins, union, kept):
    record_consent(twins[0], is_given=False, by=union.officer)
    record_consent(twins[1], is_given=True, by=union.officer)

    merging.merge(Likeness.objects.get(), keep=twins[kept], by=union.officer)

    assert Consent.objects.get(person=twins[kept]).state == "withdrawn"
    merging.undo(Likeness.objects.get(), by=union.officer)
    assert [Consent.objects.get(person=p).state for p in twins] == ["withdrawn", "given"]


def test_two_different_people_are_never_proposed_again(twins, union):
    merging.tell_apart(Likeness.objects.get(), by=union.officer)
    duplicates.find_all()

    assert not Likeness.objects.open().exists()


def test_what_was_decided_is_not_decided_twice(twins, union):
    merging.tell_apart(Likeness.objects.get(), by=union.officer)

    with pytest.raises(Refusal):
        merging.merge(Likeness.objects.get(), keep=twins[0], by=union.officer)


def test_who_sees_one_of_the_two_only_sees_no_proposal(union, client):
    one = someone(union.units[0], "Trần Văn Sơn", "+84951000007")
    someone(union.foreign, "Trần Văn Sơn", "+84951000007")
    duplicates.find_among([one.pk])
    found = Likeness.objects.get()
    factories.sign_in(client, union.officer)

    assert not Likeness.objects.visible_to(union.officer).exists()
    assert client.post(reverse("register:same", args=[found.pk]), {"keep": one.pk}).status_code == 404


def test_the_page_shows_both_people_and_merges(twins, union, client):
    factories.sign_in(client, union.officer)

    page = client.get(reverse("register:duplicates"))
    assert "NGUYEN THI HOA" in page.content.decode() and "Nguyễn Thị Hòa" in page.content.decode()
    client.post(reverse("register:same", args=[Likeness.objects.get().pk]), {"keep": twins[1].pk})

    assert Person.objects.get(pk=twins[0].pk).merged_into == twins[1]
    assert "NGUYEN THI HOA" in client.get(reverse("register:duplicates")).content.decode()  # to be undone
