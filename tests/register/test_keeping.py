"""A confirmed sheet goes into the register in bulk: few rows by Django, many by the driver, with one outcome."""

import pytest

from nhipcau.core import bulk, clock
from nhipcau.register.actions import keep_form01
from nhipcau.register.models import Consent, Entry, Likeness, Person
from nhipcau.sheets.models import Sheet, SheetRow
from tests.register.planting import register


def sheet_of(unit, people, by):
    Sheet.objects.filter(unit=unit, replaced_at=None).update(replaced_at=clock.now())
    sheet = Sheet.objects.create(
        unit=unit, unit_path=unit.path, form="form01", confirmed_at=clock.now(), confirmed_by=by
    )
    SheetRow.objects.bulk_create(
        SheetRow(
            sheet=sheet,
            table=table,
            order=n,
            values=values | {"unit": unit.name, "position": "Kế toán", "facebook_name": ""},
        )
        for n, (table, values) in enumerate(people, 1)
    )
    return sheet


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


def kept(unit):
    people = Person.objects.filter(unit=unit)
    return (
        sorted(people.values_list("full_name", "search_name", "phone", "email", "link_key", "near_a", "near_b")),
        sorted(Entry.objects.filter(unit=unit).values_list("person__full_name", "order", "position", "facebook_url", "ended_at")),
        sorted(Consent.objects.filter(person__unit=unit).values_list("person__full_name", "state")),
        sorted((pair.first.full_name, pair.second.full_name, *pair.reasons) for pair in Likeness.objects.filter(first__unit=unit, second__unit=unit)),
    )  # fmt: skip


def test_many_rows_by_the_driver_give_what_few_rows_give(union, monkeypatch):
    by_django, by_driver = union.units[0], union.foreign
    keep_form01(sheet_of(by_django, lines(120), union.chairs[0]), by=union.chairs[0])
    monkeypatch.setattr(bulk, "FEW", 0)

    keep_form01(sheet_of(by_driver, lines(120), union.stranger), by=union.stranger)

    assert kept(by_driver) == kept(by_django)
    assert Likeness.objects.filter(first__unit=by_driver).exists()
    another = Person.objects.create(
        unit=by_driver, unit_path=by_driver.path, full_name="Lê An", created_at=clock.now()
    )
    assert another.pk > max(Person.objects.exclude(pk=another.pk).values_list("pk", flat=True))


def test_a_sheet_of_many_lines_asks_no_more_than_one_of_few(union, django_assert_max_num_queries):
    sheet = sheet_of(union.units[0], lines(400), union.chairs[0])

    with django_assert_max_num_queries(30):
        keep_form01(sheet, by=union.chairs[0])


def test_who_stands_in_both_tables_is_one_person_with_two_lines(union):
    values = {"full_name": "Lê Văn Hòa", "phone": "+84951000001", "email": None, "facebook_url": None}

    keep_form01(sheet_of(union.units[0], [(1, values), (2, values)], union.chairs[0]), by=union.chairs[0])

    assert [e.table for e in Person.objects.get().entries.order_by("table")] == [1, 2]


@pytest.mark.parametrize("again", ["+84951000001", "+84951000002"])
def test_a_second_list_finds_its_people_again_by_mail_or_phone(union, again):
    first = {
        "full_name": "Lê Văn Hòa",
        "phone": "+84951000001",
        "email": "hoa@example.org",
        "facebook_url": None,
    }
    keep_form01(sheet_of(union.units[0], [(1, first)], union.chairs[0]), by=union.chairs[0])

    keep_form01(
        sheet_of(union.units[0], [(1, first | {"phone": again})], union.chairs[0]), by=union.chairs[0]
    )

    assert Person.objects.get().phone == again
    assert Entry.objects.in_force().count() == 1


def test_a_merged_line_that_comes_again_is_the_person_who_was_kept(union):
    first = {"full_name": "Lê Văn Hòa", "phone": "+84951000001", "email": None, "facebook_url": None}
    keep_form01(sheet_of(union.units[0], [(1, first)], union.chairs[0]), by=union.chairs[0])
    gone = Person.objects.get()
    kept = Person.objects.create(
        unit=union.units[1], unit_path=union.units[1].path, full_name="Lê Văn Hoà", created_at=clock.now()
    )
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    keep_form01(sheet_of(union.units[0], [(1, first)], union.chairs[0]), by=union.chairs[0])

    assert Entry.objects.in_force().get().person == kept
