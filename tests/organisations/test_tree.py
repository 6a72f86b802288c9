"""The tree of today by ranges of paths, and the tree of any other day by dated rows."""

from datetime import date

import pytest

from nhipcau.organisations import actions
from nhipcau.organisations.models import Unit, after
from tests import factories


def names(units):
    return [unit.name for unit in units]


def test_below_is_the_unit_and_its_branch(union):
    assert set(Unit.objects.below(union.desk)) == {union.desk, *union.units}
    assert set(Unit.objects.below(union.city)) == set(Unit.objects.all())
    assert list(Unit.objects.below(union.foreign)) == [union.foreign]


def test_above_is_the_way_up(union):
    assert list(Unit.objects.above(union.units[0])) == [union.city, union.desk]


def test_a_branch_is_rehung_as_a_whole_and_nothing_beside_it(union):
    beside = Unit.objects.get(pk=union.foreign.pk).path
    top = Unit.objects.get(pk=union.desk.pk)

    assert Unit.objects.rehang(top, "0009") == 4

    moved = Unit.objects.get(pk=union.desk.pk)
    assert (moved.path, moved.depth) == ("0009", 1)
    assert set(Unit.objects.below(moved)) == {union.desk, *union.units}
    assert {unit.depth for unit in Unit.objects.below(moved).exclude(pk=moved.pk)} == {2}
    assert Unit.objects.get(pk=union.foreign.pk).path == beside


@pytest.mark.parametrize(
    ("path", "behind"),
    [("0001", "0002"), ("0009", "000A"), ("000Z", "0010"), ("0001000Z", "00010010"), ("00ZZ", "0100")],
)
def test_the_path_behind_a_branch(path, behind):
    assert after(path) == behind


def test_a_branch_of_fifty_children_is_found_whole_and_alone(union):
    for n in range(50):
        factories.make_unit(f"Đơn vị {n}", union.desk)

    assert Unit.objects.below(union.desk).count() == 54
    assert Unit.objects.below(union.beside).count() == 2


def test_the_branch_is_found_by_the_index(union, django_assert_num_queries):
    with django_assert_num_queries(1):
        plan = Unit.objects.below(union.desk).order_by().explain()

    assert "SCAN organisations_unit" not in plan


def test_a_renamed_unit_keeps_its_old_name_for_its_old_days(union):
    unit = union.units[0]
    actions.rename(unit, "Trường THCS Đỗ Thị Mẫu", by="command", on=date(2020, 7, 1), decision="12/QĐ")

    before = Unit.objects.as_of(date(2020, 6, 30)).get(pk=unit.pk)
    since = Unit.objects.as_of(date(2020, 7, 1)).get(pk=unit.pk)
    assert (before.name_then, since.name_then) == ("Trường THCS Diệu Cốc", "Trường THCS Đỗ Thị Mẫu")
    assert list(Unit.objects.named("dieu coc")) == [unit]
    assert list(Unit.objects.named("do thi")) == [unit]


def test_a_day_before_it_was_founded_has_no_unit(union):
    assert not Unit.objects.as_of(date(2017, 12, 31)).exists()
    assert Unit.objects.as_of(date(2018, 1, 1)).count() == Unit.objects.count()


def test_two_changes_on_one_day_are_one_version(union):
    unit = union.units[0]
    actions.rename(unit, "Tên một", by="command", on=date(2020, 7, 1))
    actions.rename(unit, "Tên hai", by="command", on=date(2020, 7, 1))

    assert names(unit.versions.all()) == ["Trường THCS Diệu Cốc", "Tên hai"]
