"""A page asks the database as often for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from tests import factories
from tests.house.scenes import PLANTED, Scene

PAGES = {
    Role.DESK_OFFICER: [
        "desk:home", "desk:audit", "campaigns:list", "stories:review-queue", "publishing:queue", "publishing:pages",
        "register:list", "register:duplicates", "reorganisation:list", "people:list", "people:invitations", "notifications:notices", "portal:home",
    ],
    Role.EDITOR: [
        "desk:home", "stories:review-queue", "publishing:queue", "publishing:calendar", "publishing:plan", "publishing:offers",
    ],
    Role.CITY_OFFICER: ["desk:home", "campaigns:list", "register:list"],
    Role.CHAIR: ["campaigns:owed", "stories:mine", "stories:of-unit"],
}  # fmt: skip


def asked(client, name):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(reverse(name)).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("role", "name"), [(role, name) for role, names in PAGES.items() for name in names])
def test_more_rows_ask_no_more_questions(scenes, client, role, name):
    own = scenes["own"].unit
    factories.sign_in(client, factories.make_user("Người hỏi", role, own))
    asked(client, name)  # whatever is looked up once in a process
    few = asked(client, name)
    for n in range(5):
        scene = Scene(factories.make_unit(f"Trường thêm {n}", own, code=f"TH{n}"), f"Thêm{n}")
        for planted in PLANTED:
            planted(scene)

    assert asked(client, name) <= few
