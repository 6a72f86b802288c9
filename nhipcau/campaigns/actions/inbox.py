"""Many files at once: the desk says whose list each is, and what it said is remembered."""

from django.db import transaction

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may
from nhipcau.campaigns.actions.handing_in import require_asked, require_hand_in
from nhipcau.campaigns.models import Task
from nhipcau.organisations import actions as organisations
from nhipcau.organisations.models import Unit, UnitQuerySet
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.matching import UnitNames, is_worth_remembering
from nhipcau.sheets.models import Proposal


def units_of(step_id: int) -> UnitQuerySet:
    """The units that a step asks."""
    asked = Task.objects.for_units().of_those_addressed().filter(step_id=step_id)
    found: UnitQuerySet = Unit.objects.filter(pk__in=asked.values("unit"))
    return found


@transaction.atomic
def assign(proposal: Proposal, task: Task, *, by: User) -> None:
    """The list is this task's unit's. The name that the file gives is remembered for it, unless it is another unit's own name."""
    require_hand_in(task, by)
    require_asked(task)
    sheets.choose_unit(proposal, task.unit, about_id=task.pk, by=by)
    if not proposal.named_unit or not may(by, Permission.UNIT_MANAGE, task.unit):
        return
    asked = units_of(task.step_id)
    if is_worth_remembering(proposal.named_unit, task.unit_id, UnitNames.of(asked)):
        organisations.learn_alias(task.unit, proposal.named_unit, by=by, others=asked)
