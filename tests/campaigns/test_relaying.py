"""A ward passes on what the city sent it: text and steps taken over, an earlier day, its own task untouched."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Addressed, Campaign, Circular, Task
from nhipcau.campaigns.relaying import relay_circular
from nhipcau.core.refusal import Refusal
from nhipcau.sheets.models import Form, FormColumn, FormTable, Proposal, Sheet, SheetRow
from tests import factories
from tests.campaigns.conftest import TEXT
from tests.campaigns.test_pages import fields_of


@pytest.fixture
def sent_down(union, clock):
    """The row of the ward in the city's campaign."""
    clock.set("2020-10-05 09:00")
    city_officer = factories.make_user("Hồ Văn Thành", Role.DESK_OFFICER, union.city)
    circular = actions.keep_circular(unit=union.city, by=city_officer, submit_key=uuid.uuid4(), text=TEXT)
    step = actions.StepData("Gửi danh sách cán bộ công đoàn.", hand_in="file")
    step.deadlines.append({"what": "Gửi danh sách", "due_on": date(2020, 10, 30), "is_inclusive": True})
    campaign = actions.confirm(
        circular, by=city_officer, submit_key=uuid.uuid4(), head={"subject": "gửi danh sách", "number": "9/LĐLĐ"},
        steps=[step, actions.StepData("Mở lớp tập huấn.", for_desk=True)], units=[union.desk, union.beside],
    )  # fmt: skip
    return campaign.addressed.get(unit=union.desk)


def relay(client, row):
    client.post(reverse("campaigns:relay", args=[row.pk]), {"submit_key": str(uuid.UUID(int=row.pk))})
    circular = Circular.objects.get(submit_key=uuid.UUID(int=row.pk))
    return f"{circular.get_absolute_url()}?relay={row.campaign_id}"


def test_the_ward_relays_with_an_earlier_day_and_still_owes_its_own(client, union, sent_down):
    client.force_login(union.officer)
    assert (
        reverse("campaigns:relay", args=[sent_down.pk])
        in client.get(sent_down.get_absolute_url()).content.decode()
    )
    address = relay(client, sent_down)
    page = client.get(address).content.decode()

    assert "28/10/2020" in page and "30/10/2020" in page  # two working days before, and the city's own
    assert "Mở lớp tập huấn" not in page
    sent = fields_of(page)
    sent |= {"unit_kinds": [str(union.kind.pk)], "counted": "3"}
    assert client.post(address, sent).status_code == 302, client.post(address, sent).content.decode()[:3000]

    made = Campaign.objects.get(relayed_from=sent_down.campaign)
    assert made.unit == union.desk and made.addressed.count() == 3
    assert set(Task.objects.filter(campaign=made).values_list("due_on", flat=True)) == {date(2020, 10, 28)}
    own = Task.objects.get(campaign=sent_down.campaign, unit=union.desk)
    assert own.due_on == date(2020, 10, 30) and not own.is_done


def test_the_board_of_a_relay_shows_where_it_comes_from_and_the_upper_day(client, union, sent_down):
    client.force_login(union.officer)
    address = relay(client, sent_down)
    sent = fields_of(client.get(address).content.decode())
    client.post(address, sent | {"unit_kinds": [str(union.kind.pk)], "counted": "3"})
    made = Campaign.objects.get(relayed_from=sent_down.campaign)
    board = client.get(made.get_absolute_url()).content.decode()

    assert "9/LĐLĐ" in board and "30/10/2020" in board and sent_down.get_absolute_url() in board
    again = client.post(reverse("campaigns:relay", args=[sent_down.pk]))
    assert again.url == made.get_absolute_url()


def test_only_the_unit_that_was_addressed_relays_and_only_to_units_below_it(client, union, sent_down):
    client.force_login(union.stranger)
    assert client.post(reverse("campaigns:relay", args=[sent_down.pk])).status_code == 404
    below = actions.add_unit(sent_down.campaign, union.units[0], by=sent_down.campaign.confirmed_by)
    client.force_login(union.officer)

    assert client.post(reverse("campaigns:relay", args=[below.pk])).status_code == 404
    assert Circular.objects.filter(unit=union.units[0]).count() == 0


def confirm_relay(circular, union):
    return actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head={"subject": "gửi danh sách"},
        steps=[actions.StepData("Gửi danh sách.")], units=union.units,
    )  # fmt: skip


def test_relay_pressed_in_two_tabs_is_one_circular_and_one_campaign(client, union, sent_down):
    client.force_login(union.officer)
    address = reverse("campaigns:relay", args=[sent_down.pk])
    tabs = [client.post(address, {"submit_key": str(uuid.uuid4())}).url for _tab in range(2)]
    assert tabs[0] == tabs[1]

    page = tabs[0].partition("?")[0]  # as the list of waiting circulars leads to it
    typed = fields_of(client.get(page).content.decode()) | {
        "unit_kinds": [str(union.kind.pk)],
        "counted": "3",
    }
    assert client.post(page, typed).status_code == 302
    assert client.post(page, typed | {"submit_key": str(uuid.uuid4())}).status_code == 302
    assert Campaign.objects.get(relayed_from=sent_down.campaign).unit == union.desk


def test_a_second_circular_of_a_relay_is_refused_with_what_was_typed_and_leads_to_the_first(
    client, union, sent_down
):
    other = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=TEXT)
    client.force_login(union.officer)
    address = f"{other.get_absolute_url()}?relay={sent_down.campaign_id}"
    typed = fields_of(client.get(address).content.decode()) | {
        "unit_kinds": [str(union.kind.pk)],
        "counted": "3",
    }
    made = confirm_relay(relay_circular(sent_down, by=union.officer, submit_key=uuid.uuid4()), union)

    refused = client.post(address, typed | {"subject": "đã gõ ở đây"})
    assert refused.status_code == 422 and "đã gõ ở đây" in refused.content.decode()
    assert client.get(address).url == made.get_absolute_url()
    assert Campaign.objects.filter(unit=union.desk).count() == 1


def test_what_was_taken_back_may_be_passed_on_once_more(union, sent_down):
    first = relay_circular(sent_down, by=union.officer, submit_key=uuid.uuid4())
    actions.withdraw(confirm_relay(first, union), "Gửi nhầm.", by=union.officer)
    second = relay_circular(sent_down, by=union.officer, submit_key=uuid.uuid4())

    assert second != first and confirm_relay(second, union).relayed_from == sent_down.campaign


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_of_a_relay_at_the_same_moment_make_one_campaign(union, sent_down):
    tabs = [
        actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x", relayed_from=sent_down.campaign)
        for _tab in range(2)
    ]  # fmt: skip
    start = Barrier(2)

    def press(circular):
        start.wait()
        try:
            return confirm_relay(Circular.objects.get(pk=circular.pk), union)
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(press, tabs))

    assert sum(isinstance(one, Campaign) for one in ended) == 1, ended
    assert Campaign.objects.filter(relayed_from=sent_down.campaign).count() == 1
    assert Addressed.objects.filter(campaign__unit=union.desk).count() == len(union.units)


def send_list(client, user, task, file):
    """A filled form is handed in as a file, as its chair does."""
    client.force_login(user)
    start = reverse("campaigns:sheet-start", args=[task.pk])
    answer = client.post(start, {"how": "file", "file": file, "submit_key": str(uuid.uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    where = answer.url
    Proposal.objects.get(about_id=task.pk, state="open")
    assert client.post(where + "confirm/", {"submit_key": str(uuid.uuid4())}).status_code == 302
    return Sheet.objects.latest("pk")


def test_a_form_of_the_upper_desk_stays_its_own_and_is_consolidated_upward(client, union, sent_down, clock):
    upper, desk = sent_down.campaign, sent_down.campaign.confirmed_by
    form = Form.objects.create(
        unit=union.city, unit_path=union.city.path, title="Danh sách quà Tết", purpose="Tặng quà", legal_ground="5/KH", keep_until="2031-12-31",
        created_at=upper.confirmed_at, created_by=desk, ready_at=upper.confirmed_at, submit_key=uuid.uuid4(),
    )  # fmt: skip
    table = FormTable.objects.create(form=form, order=1)
    for order, (heading, kind) in enumerate(
        [("Họ và tên", "person"), ("Số con", "number"), ("Ghi chú", "text")], 1
    ):
        FormColumn.objects.create(table=table, order=order, heading=heading, kind=kind)
    upper.steps.filter(hand_in="file").update(hand_in="form", form=form)

    client.force_login(union.officer)
    address = relay(client, sent_down)
    typed = fields_of(client.get(address).content.decode()) | {
        "unit_kinds": [str(union.kind.pk)],
        "counted": "3",
    }
    assert typed["step-0-hand_in"] == "form" and typed["step-0-form"] == str(form.pk)
    assert client.post(address, typed).status_code == 302
    step = Campaign.objects.get(relayed_from=upper).steps.get(hand_in="form")
    for n, name in enumerate(("Bốn", "Năm")):
        text = f"Họ và tên;Số con;Ghi chú\nLê Thị {name};{n + 1};\nBùi Văn {name};1;\n"
        file = SimpleUploadedFile("ds.csv", text.encode("utf-8-sig"))
        send_list(client, union.chairs[n], Task.objects.get(step=step, unit=union.units[n]), file)

    client.force_login(union.officer)
    whole = client.get(
        reverse("campaigns:consolidated-file", args=[step.pk, "xlsx"]), {"for": "above"}
    ).content
    own = Task.objects.get(campaign=upper, unit=union.desk, step__hand_in="form")
    chair = factories.make_user("Chủ tịch Phường", Role.CHAIR, union.desk)
    sheet = send_list(client, chair, own, SimpleUploadedFile("tong-hop.xlsx", whole))

    name = FormColumn.objects.get(table=table, order=1).key
    assert sheet.about_id == own.step_id and sheet.unit == union.desk
    assert {row.values[name] for row in SheetRow.objects.filter(sheet=sheet)} == {
        "Lê Thị Bốn",
        "Bùi Văn Bốn",
        "Lê Thị Năm",
        "Bùi Văn Năm",
    }
    own.refresh_from_db()
    assert own.is_done


def test_the_forms_of_another_desk_are_asked_for_nowhere_else(client, union, sent_down):
    other = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=TEXT)
    now = sent_down.campaign.confirmed_at
    form = Form.objects.create(
        unit=union.city, unit_path=union.city.path, title="Biểu của thành phố", created_at=now, ready_at=now,
        created_by=sent_down.campaign.confirmed_by, submit_key=uuid.uuid4(),
    )  # fmt: skip
    client.force_login(union.officer)
    page = client.get(other.get_absolute_url()).content.decode()

    assert form.title not in page
    typed = fields_of(page) | {"unit_kinds": [str(union.kind.pk)], "counted": "3"}
    typed |= {"step-0-hand_in": "form", "step-0-form": str(form.pk)}
    assert client.post(other.get_absolute_url(), typed).status_code == 422
