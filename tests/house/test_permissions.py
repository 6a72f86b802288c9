"""Each role, each permission: at the unit, above it, below it, beside it."""

import pytest
from django.core.exceptions import PermissionDenied

from nhipcau.accounts.permissions import GRANTS, Permission, Role, may, require, units_where
from tests import factories

# What each role may do, said a second time by hand: a change of GRANTS has to be meant.
EXPECTED = {
    Role.DESK_OFFICER: "unit.read unit.manage person.manage collaborator.appoint audit.read campaign.read campaign.manage "
    "register.read register.manage register.export story.read post.read",
    Role.EDITOR: "unit.read story.read story.review story.approve post.read post.publish",
    Role.APPROVER: "unit.read story.read story.review story.approve post.read post.publish",
    Role.COLLABORATOR: "story.submit task.read",
    Role.CHAIR: "unit.read task.read task.hand_in collaborator.appoint story.submit story.of_unit",
    Role.CITY_OFFICER: "unit.read campaign.read register.read register.export",
    Role.LEGAL_ADVISER: "unit.read",
    Role.PAGE_ADMIN: "unit.read post.read page.connect",
    Role.OPERATOR: "unit.read audit.read person.manage operate",
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_its_work_at_its_unit_and_below(role, union):
    user = factories.make_user(role=role, unit=union.desk)
    granted = set(EXPECTED[role].split())
    assert set(map(str, GRANTS[role])) == granted

    for permission in Permission:
        at = {u.pk for u in (union.desk, *union.units)} if str(permission) in granted else set()
        assert set(units_where(user, permission).values_list("pk", flat=True)) == at
        for unit in (union.city, union.desk, union.units[0], union.beside, union.foreign):
            assert may(user, permission, unit) == (unit.pk in at)
            if unit.pk in at:
                require(user, permission, unit)
            else:
                with pytest.raises(PermissionDenied):
                    require(user, permission, unit)


def test_an_appointment_that_ended_or_has_not_begun_gives_nothing(union, clock):
    clock.set("2020-10-08 09:00")
    user = factories.make_user(role=Role.EDITOR, unit=union.desk)
    appointment = user.appointments.get()
    assert may(user, Permission.STORY_REVIEW, union.desk)

    appointment.ends_on = "2020-10-07"
    appointment.save()
    assert not may(type(user).objects.get(pk=user.pk), Permission.STORY_REVIEW, union.desk)
    clock.set("2017-01-01 09:00")
    assert not may(type(user).objects.get(pk=user.pk), Permission.STORY_REVIEW, union.desk)


def test_someone_put_out_of_use_may_do_nothing(union):
    user = factories.make_user(role=Role.EDITOR, unit=union.desk, is_active=False)

    assert not units_where(user, Permission.STORY_READ).exists()


def test_several_roles_add_up(union):
    user = factories.make_user(role=Role.CHAIR, unit=union.units[0])
    factories.appoint(user, Role.EDITOR, union.desk)

    assert may(user, Permission.STORY_REVIEW, union.units[1])
    assert may(user, Permission.TASK_HAND_IN, union.units[0])
    assert not may(user, Permission.TASK_HAND_IN, union.units[1])
