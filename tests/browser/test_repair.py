"""A list is mended in its cells in a real browser: at once with scripts, by plain presses without."""

import uuid

import pytest

from nhipcau.register.kind import FORM01_KIND
from nhipcau.sheets import actions as sheets
from tests.register.conftest import campaign, task_of  # noqa: F401 - fixtures
from tests.register.test_lists import found

pytestmark = [pytest.mark.browser, pytest.mark.both]


@pytest.fixture
def proposal(people, union, task_of):  # noqa: F811
    task = task_of("form01")
    return sheets.propose(
        task.unit, FORM01_KIND, found(), by=union.chairs[0], submit_key=uuid.uuid4(), step_id=task.step_id, about_id=task.pk
    )  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chair_mends_a_cell_and_sees_the_account(people, union, proposal, scripts):
    page = people.window(union.chairs[0], size={"width": 390, "height": 844}, java_script_enabled=scripts)
    page.goto(f"/campaigns/sheets/{proposal.pk}/?show=errors")
    assert page.locator("article").count() == 2

    page.fill("#line-2 [name=cell-phone]", "0951 200 302")
    page.click("#line-2 .btn-save")
    page.wait_for_selector("#line-2" if scripts else "#line-5")
    if scripts:
        page.wait_for_selector("#line-2:not(.is-bad)")
        assert "/?show=errors" in page.url
        assert "1 dòng phải sửa" in page.inner_text("#list-summary")
    else:
        page.goto(f"/campaigns/sheets/{proposal.pk}/")
        assert "is-bad" not in (page.get_attribute("#line-2", "class") or "")

    assert proposal.lines.get(key=2).values["phone"] == "+84951200302"


def test_two_windows_never_overwrite_each_other(people, union, proposal):
    one, two = people.window(union.chairs[0]), people.window(union.officer)
    for page in (one, two):
        page.goto(f"/campaigns/sheets/{proposal.pk}/?show=errors")
    one.fill("#line-2 [name=cell-phone]", "0951 200 302")
    one.click("#line-2 .btn-save")
    one.wait_for_selector("#line-2:not(.is-bad)")

    two.fill("#line-2 [name=cell-phone]", "0951 200 999")
    two.click("#line-2 .btn-save")
    two.wait_for_selector("#line-2[role=alert]")

    assert "0951 200 302" in two.inner_text("#line-2")
    assert "0951 200 999" in two.inner_text("#line-2")
    with two.expect_navigation():
        two.click("#line-2 button.btn-primary")
    assert (
        two.locator("#line-2").count() == 0
    )  # in order now, so the page of what is to correct lists it no more
    assert proposal.lines.get(key=2).values["phone"] == "+84951200999"
