"""A confirmed campaign of 113 that the tests of this folder share."""

import uuid
from pathlib import Path

import pytest

from nhipcau.campaigns import actions
from nhipcau.campaigns.draft import draft_of

TEXT = (Path(__file__).parents[1] / "samples/circulars/r113/circular.txt").read_text(encoding="utf-8")


@pytest.fixture
def circular(union, clock):
    clock.set("2020-10-05 09:00")
    return actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=TEXT)


@pytest.fixture
def campaign(circular, union):
    draft = draft_of(circular)
    steps = [actions.StepData(**{k: v for k, v in s.items() if k != "source"}) for s in draft.steps]
    for due in draft.deadlines:
        values = {k: due[k] for k in ("what", "due_on", "due_time", "is_inclusive", "rule")}
        steps[due["step"] - 1].deadlines.append({**values, "is_history": False})
    return actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head=draft.head, steps=steps, units=union.units
    )


@pytest.fixture
def addressed(campaign):
    return list(campaign.addressed.order_by("unit__path"))
