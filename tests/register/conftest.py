"""A campaign with Form 01, the Page and the collaborator as steps, sent to the three units of the cast."""

import uuid

import pytest

from nhipcau.campaigns.models import Addressed, Campaign, Circular, Step, Task
from nhipcau.core import clock as product_clock
from tests import factories


@pytest.fixture
def campaign(union, clock):
    clock.set("2020-10-05 09:00")
    now = product_clock.now()
    circular = Circular.objects.create(
        unit=union.desk, text="x", submit_key=uuid.uuid4(), created_at=now, created_by=union.officer
    )
    campaign = Campaign.objects.create(
        unit=union.desk, unit_path=union.desk.path, circular=circular, number="113/LĐLĐ", subject="Đăng ký trang", confirmed_at=now,
        confirmed_by=union.officer, submit_key=uuid.uuid4(), legal_ground="Điều lệ Công đoàn Việt Nam",
    )  # fmt: skip
    for order, kind in enumerate(("page", "collaborator", "form01"), 1):
        step = Step.objects.create(campaign=campaign, order=order, text=f"Bước {order}", hand_in=kind)
        for unit in union.units:
            Task.objects.create(
                campaign=campaign, step=step, unit=unit, unit_path=unit.path, due_on="2020-10-10"
            )
    for unit in union.units:
        Addressed.objects.create(campaign=campaign, unit=unit, unit_path=unit.path, sent_at=now)
    return campaign


@pytest.fixture
def task_of(campaign, union):
    def find(kind, n=0):
        return Task.objects.get(campaign=campaign, step__hand_in=kind, unit=union.units[n])

    return find


@pytest.fixture
def chair(client, union):
    return factories.sign_in(client, union.chairs[0])
