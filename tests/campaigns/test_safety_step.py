"""A step that wants the Page safe is done by publishing's checklist, and not before it holds."""

import uuid

import pytest

from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import actions, jobs
from nhipcau.campaigns.models import HandIn, Step, Task
from nhipcau.core.refusal import Refusal
from nhipcau.publishing import safety
from nhipcau.publishing.models import SafetyItem
from tests import factories

pytestmark = pytest.mark.django_db
ALL = [one.value for one in SafetyItem]


@pytest.fixture
def tasks(campaign, union):
    """The same step at two units; the chair of the first runs its Page."""
    step = Step.objects.filter(campaign=campaign, hand_in="page").get()
    Step.objects.filter(pk=step.pk).update(hand_in=Step.HandInKind.SAFETY)
    return {task.unit: task for task in Task.objects.filter(step=step).select_related("unit", "step")}


def test_a_step_about_the_pages_safety_is_done_when_the_checklist_holds(campaign, tasks, union):
    unit, other = union.units[0], union.units[1]
    admin = factories.make_user("Lý Văn Trang", Role.PAGE_ADMIN, unit)
    safety.attest(unit, ALL[:3], by=admin)
    jobs.fulfil_attested.call()
    assert not HandIn.objects.exists()

    safety.attest(unit, ALL[3:], by=admin)
    jobs.fulfil_attested.call()
    jobs.fulfil_attested.call()

    row = HandIn.objects.get()
    assert (row.unit, row.by, row.kind, row.is_by_desk) == (unit, admin, "safety", False)
    tasks[unit].refresh_from_db()
    tasks[other].refresh_from_db()
    assert tasks[unit].is_done and not tasks[other].is_done


def test_nobody_says_it_is_done_before_it_was_attested(campaign, tasks, union):
    chair, task = union.chairs[0], tasks[union.units[0]]
    with pytest.raises(Refusal, match="chưa được xác nhận"):
        actions.hand_in(task, by=chair, submit_key=uuid.uuid4())

    admin = factories.make_user("Lý Văn Trang", Role.PAGE_ADMIN, union.units[0])
    safety.attest(union.units[0], ALL, by=admin)
    actions.hand_in(task, by=chair, submit_key=uuid.uuid4())

    task.refresh_from_db()
    assert task.is_done
