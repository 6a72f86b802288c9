"""What the desk does itself: its own steps, the board's exports, closing; and the size of a large union."""

import csv
import io
import re
import uuid
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.campaigns import actions, counters
from nhipcau.campaigns.board import FILTERS, board_of
from nhipcau.campaigns.models import Addressed, Campaign, Step, Task
from nhipcau.campaigns.progress import progress_of
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit
from tests import factories


@pytest.fixture
def officer(client, union):
    client.force_login(union.officer)
    return client


def own_tasks(campaign):
    return {
        task.step.order: task
        for task in Task.objects.filter(campaign=campaign, step__for_desk=True).select_related(
            "step", "campaign__unit"
        )
    }


def test_the_desk_ticks_its_own_steps_done_and_open_again(officer, campaign, union):
    first, ongoing = own_tasks(campaign)[1], own_tasks(campaign)[2]
    url = reverse("campaigns:tick", args=[first.pk])

    for _twice in range(2):
        assert officer.post(url, {"done": "1"}).status_code == 302
    assert own_tasks(campaign)[1].is_done
    board = officer.get(campaign.get_absolute_url()).content.decode()
    assert union.officer.full_name in board
    officer.post(url, {"done": "0"})
    assert not own_tasks(campaign)[1].is_done

    assert (
        not ongoing.is_late
        and officer.post(reverse("campaigns:tick", args=[ongoing.pk]), {"done": "1"}).status_code == 409
    )
    of_unit = Task.objects.for_units().filter(campaign=campaign).first()
    with pytest.raises(Refusal):
        actions.tick(of_unit, is_done=True, by=union.officer)
    with pytest.raises(PermissionDenied):
        actions.tick(first, is_done=True, by=union.chairs[0])


def test_the_desks_own_steps_are_nobody_elses(campaign, union, client):
    client.force_login(union.chairs[0])
    own = own_tasks(campaign)[1]

    assert client.get(reverse("campaigns:owed")).content.decode().count(own.step.text[:40]) == 0
    assert client.post(reverse("campaigns:tick", args=[own.pk]), {"done": "1"}).status_code == 404


def test_what_is_for_information_is_never_owed(campaign, union, clock):
    Step.objects.filter(campaign=campaign, hand_in="page").update(hand_in="none")
    Task.objects.filter(step__hand_in="none").update(due_on="2020-10-06")
    clock.set("2020-11-01 09:00")

    assert not Task.objects.owed().filter(step__hand_in="none").exists()
    assert not Task.objects.filter(step__hand_in="none").first().is_late


def test_the_legal_ground_is_recorded_once(officer, campaign):
    url = reverse("campaigns:legal-ground", args=[campaign.pk])
    assert officer.post(url, {"legal_ground": ""}).status_code == 422

    officer.post(url, {"legal_ground": "Hướng dẫn 17/HD-LĐLĐ ngày 15/9/2020"})
    assert Campaign.objects.get().legal_ground.startswith("Hướng dẫn 17")
    assert officer.post(url, {"legal_ground": "Khác"}).status_code == 409


def test_a_closed_campaign_reminds_nobody_and_takes_nothing(officer, campaign, union, clock):
    url = reverse("campaigns:close", args=[campaign.pk])
    officer.post(url, {"do": "close"})
    clock.set("2020-10-12 09:00")

    assert actions.remind_due() == 0
    task = Task.objects.for_units().owed().first()
    with pytest.raises(Refusal):
        actions.hand_in(task, by=union.officer, submit_key=uuid.uuid4(), data=b"x", filename="a.pdf")
    assert officer.get(campaign.get_absolute_url()).status_code == 200
    officer.post(url, {"do": "reopen"})
    assert Campaign.objects.get().closed_at is None


def test_the_board_is_taken_along_as_csv_xlsx_and_on_paper(officer, campaign, union):
    Unit.objects.filter(pk=union.units[0].pk).update(name="=HYPERLINK(1)", search_name="a")
    actions.acknowledge(campaign.addressed.get(unit=union.units[0]), by=union.chairs[0])

    rows = list(
        csv.reader(
            io.StringIO(
                officer.get(reverse("campaigns:board-csv", args=[campaign.pk])).content.decode("utf-8-sig")
            )
        )
    )
    assert (
        len(rows) == 4
        and {len(row) for row in rows} == {10}
        and rows[1][0] == "'=HYPERLINK(1)"
        and rows[1][5] == "0/3"
    )
    book = zipfile.ZipFile(
        io.BytesIO(officer.get(reverse("campaigns:board-xlsx", args=[campaign.pk])).content)
    )
    assert not re.search(r"<f[ >]", book.read("xl/worksheets/sheet1.xml").decode()), "no cell is a formula"
    paper = officer.get(
        reverse("campaigns:board-print", args=[campaign.pk]) + "?show=acknowledged"
    ).content.decode()
    assert paper.partition('class="wide"')[2].count("<tr>") == 2


def test_filters_and_search_show_what_they_count(officer, campaign, union, addressed):
    actions.acknowledge(addressed[0], by=union.chairs[0])
    counts = board_of(campaign).counts

    for key in FILTERS:
        assert len(board_of(campaign, key).rows) == counts[key]
    assert [row.unit.name for row in board_of(campaign, search="may ben lo").rows] == [
        "Công ty TNHH May Bến Lở"
    ]
    page = officer.get(campaign.get_absolute_url() + "?show=late&q=khong-co").content.decode()
    assert "<table" not in page
    progress = progress_of([campaign])[campaign.pk]
    assert (progress.sent, progress.acknowledged, progress.delivered, progress.late) == (3, 1, 0, 0)


def many_units(union, count):
    kind = factories.make_kind()
    return [
        union.desk.add_child(name=f"Công đoàn cơ sở số {n:03}", kind=kind, founded_on=factories.LONG_AGO)
        for n in range(count)
    ]


def send_to(campaign, units):
    now = campaign.confirmed_at
    Addressed.objects.bulk_create(
        Addressed(campaign=campaign, unit=u, unit_path=u.path, unit_name=u.search_name, sent_at=now)
        for u in units
    )
    steps = campaign.steps.filter(for_desk=False)
    Task.objects.bulk_create(
        Task(campaign=campaign, step=s, unit=u, unit_path=u.path, due_on="2020-10-10")
        for s in steps
        for u in units
    )
    counters.rebuild(campaign)


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_600_units_cost_as_many_queries_as_three(officer, campaign, union, clock):
    clock.set("2020-10-12 09:00")
    names = ("board", "board-print", "board-csv", "board-xlsx", "by-hand")
    urls = [reverse("campaigns:list"), *(reverse(f"campaigns:{name}", args=[campaign.pk]) for name in names)]
    officer.get(urls[0])
    before = [queries(officer, url) for url in urls]

    send_to(campaign, many_units(union, 597))

    assert [queries(officer, url) for url in urls] == before
    counts = board_of(campaign).counts
    assert counts["sent"] == 600 == counts["late"] == counts["not-acknowledged"]
    page = officer.get(urls[1]).content.decode()
    assert page.count("<tr>") == 101 and "after=" in page and "before=" not in page
    assert officer.get(reverse("campaigns:board-csv", args=[campaign.pk])).content.count(b"\r\n") == 601


def test_what_a_unit_owes_costs_the_same_for_one_campaign_and_many(client, campaign, union, circular):
    client.force_login(union.chairs[0])
    url = reverse("campaigns:owed")
    client.get(url)
    before = queries(client, url)

    for n in range(25):
        copy = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
        actions.confirm(
            copy,
            by=union.officer,
            submit_key=uuid.uuid4(),
            head={"number": f"{n}/CV", "subject": "Thử"},
            steps=[actions.StepData("Làm việc này.")],
            units=union.units,
        )

    assert queries(client, url) <= before + 1  # the number of pages
    assert client.get(url).content.decode().count("<article") == 20
    assert client.get(url + "?page=2").content.decode().count("<article") == 6
