"""Files of Form 01 go to the unit and its direct superior; nobody else sees the personal accounts in them."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import intake
from nhipcau.campaigns.models import HandIn
from nhipcau.core import clock
from tests import factories
from tests.house.scenes import plant


@pytest.fixture
def handed_in(db):
    scene = plant()["own"]
    row = HandIn(task=scene.form01_task, unit=scene.unit, kind="form01", at=clock.now(), by=scene.person, receipt="M1", filename='a"\r\nX: y.xlsx', submit_key=uuid.uuid4())  # fmt: skip
    row.file.save("a.xlsx", ContentFile(b"https://www.facebook.com/rieng.tu"), save=False)
    row.save()
    return scene, row


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CHAIR, 200),
        (Role.DESK_OFFICER, 200),
        (Role.COLLABORATOR, 403),
        (Role.CITY_OFFICER, 403),
        (Role.EDITOR, 404),
    ],
)
def test_who_may_open_a_form01_as_it_came(handed_in, client, role, status):
    scene, row = handed_in
    factories.sign_in(client, factories.make_user("Người Xem", role, scene.unit))

    assert client.get(reverse("campaigns:hand-in-file", args=[row.pk])).status_code == status


def test_the_name_of_a_file_adds_no_header(handed_in, client):
    scene, row = handed_in
    factories.sign_in(client, scene.person)
    answer = client.get(reverse("campaigns:hand-in-file", args=[row.pk]))

    assert "X" not in answer.headers
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_kind_of_unit_that_no_database_holds_is_no_kind(db, client):
    scene = plant()["own"]
    factories.sign_in(client, factories.make_user("Văn Phòng", Role.DESK_OFFICER, scene.unit))
    answer = client.post(
        reverse("campaigns:confirm", args=[scene.circular.pk]), {"unit_kinds": ["9" * 25, "²"]}
    )

    assert answer.status_code == 422


def test_a_line_without_an_end_keeps_nobody_waiting():
    read = intake.read_bytes(b"a" * 1_500_000, name="dai.csv")

    assert len(read.text) <= intake.MOST_TEXT
