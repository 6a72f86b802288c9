"""A confirmed sheet goes into the register by the driver itself, and says what line by line would say."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.core import clock
from nhipcau.register.actions import keep_form01
from nhipcau.register.models import Consent, Entry, Likeness, Person
from nhipcau.register.people import name_key
from nhipcau.sheets.models import Sheet
from tests.register.planting import register


def hand_in(unit, people, by):
    """A sheet of these (table, values), kept."""
    Sheet.objects.filter(unit=unit, replaced_at=None).update(replaced_at=clock.now())
    sheet = Sheet.objects.create(
        unit=unit, unit_path=unit.path, form="form01", confirmed_at=clock.now(), confirmed_by=by
    )
    rest = {"unit": unit.name, "position": "Kế toán", "facebook_name": ""}
    keep_form01(sheet, [(table, n, values | rest) for n, (table, values) in enumerate(people, 1)], by=by)


def lines(count):
    for made in register(count, count // 10):
        link = f"https://www.facebook.com/{made.link}" if made.link else None
        yield (
            1,
            {
                "full_name": made.name,
                "phone": made.phone or None,
                "email": made.email or None,
                "facebook_url": link,
            },
        )


def test_what_the_driver_writes_is_what_the_models_would_write(union):
    unit, chair = union.units[0], union.chairs[0]
    hand_in(unit, lines(120), chair)

    for person in Person.objects.filter(unit=unit):
        written = dict(vars(person))
        person.make_keys()
        person.full_clean()
        assert vars(person) | {"_state": None} == written | {"_state": None}
    for row in (*Entry.objects.all(), *Consent.objects.all(), *Likeness.objects.all()):
        row.full_clean(validate_unique=False)
    assert Entry.objects.count() == len(list(lines(120)))
    assert Likeness.objects.exists()
    asked = set(Consent.objects.values_list("person", flat=True))
    assert asked == set(Entry.objects.exclude(facebook_url="").values_list("person", flat=True))


def test_a_number_taken_ahead_is_nobody_elses(union):
    hand_in(union.units[0], lines(120), union.chairs[0])

    another = Person.objects.create(
        unit=union.foreign, unit_path=union.foreign.path, full_name="Lê An", created_at=clock.now()
    )

    assert another.pk > max(Person.objects.exclude(pk=another.pk).values_list("pk", flat=True))


def test_a_sheet_of_many_lines_asks_no_more_than_one_of_few(union, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        hand_in(union.units[0], lines(400), union.chairs[0])


def test_a_list_that_fails_at_its_end_leaves_nothing_behind(union, monkeypatch):
    monkeypatch.setattr("nhipcau.register.duplicates.find_among", lambda ids: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        hand_in(union.units[0], lines(120), union.chairs[0])

    assert not Person.objects.exists() and not Entry.objects.exists() and not Consent.objects.exists()


named = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(["Lê Văn Hòa", "LÊ VĂN HOÀ", "Trần An"]),
        "phone": st.sampled_from(["+84951000001", "+84951000002", None]),
        "email": st.sampled_from(["a@example.org", "b@example.org", None]),
        "facebook_url": st.just(None),
    }
)


def one_after_the_other(people, lines):
    """The rule as it is written down: each line against every person so far; gives who each line is."""
    for line in lines:
        key, phone, email = name_key(line["full_name"]), line["phone"] or "", line["email"] or ""
        same = [p for p in people if p["key"] == key]
        by_phone = [p for p in same if phone and p["phone"] == phone]
        by_email = [p for p in same if email and p["email"] == email]
        blank = [p for p in same if not (p["phone"] or p["email"])]
        alone = same if len(same) == 1 and not phone and not email else []
        found = next(iter([*by_phone, *by_email, *blank, *alone]), None)
        if found is None:
            found = {"key": key, "phone": "", "email": ""}
            people.append(found)
        found |= {"phone": phone or found["phone"], "email": email or found["email"]}
    return people


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(named, max_size=6), min_size=1, max_size=3))
def test_lists_one_after_the_other_name_the_people_that_line_by_line_names(union, lists):
    unit = union.units[0]
    Entry.objects.filter(unit=unit).delete()
    Person.objects.filter(unit=unit).delete()
    people = []

    for each in lists:
        hand_in(unit, [(1, line) for line in each], union.chairs[0])
        one_after_the_other(people, each)

    found = [(name_key(p.full_name), p.phone, p.email) for p in Person.objects.filter(unit=unit)]
    assert sorted(found) == sorted((p["key"], p["phone"], p["email"]) for p in people)


def test_who_stands_in_both_tables_is_one_person_with_two_lines(union):
    values = {"full_name": "Lê Văn Hòa", "phone": "+84951000001", "email": None, "facebook_url": None}

    hand_in(union.units[0], [(1, values), (2, values)], union.chairs[0])

    assert [e.table for e in Person.objects.get().entries.order_by("table")] == [1, 2]


@pytest.mark.parametrize("again", ["+84951000001", "+84951000002"])
def test_a_second_list_finds_its_people_again_by_mail_or_phone(union, again):
    first = {
        "full_name": "Lê Văn Hòa",
        "phone": "+84951000001",
        "email": "hoa@example.org",
        "facebook_url": None,
    }
    hand_in(union.units[0], [(1, first)], union.chairs[0])

    hand_in(union.units[0], [(1, first | {"phone": again})], union.chairs[0])

    assert Person.objects.get().phone == again
    assert Entry.objects.in_force().count() == 1


def test_a_merged_line_that_comes_again_is_the_person_who_was_kept(union):
    first = {"full_name": "Lê Văn Hòa", "phone": "+84951000001", "email": None, "facebook_url": None}
    hand_in(union.units[0], [(1, first)], union.chairs[0])
    gone = Person.objects.get()
    kept = Person.objects.create(
        unit=union.units[1], unit_path=union.units[1].path, full_name="Lê Văn Hoà", created_at=clock.now()
    )
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    hand_in(union.units[0], [(1, first)], union.chairs[0])

    assert Entry.objects.in_force().get().person == kept
