"""Campaigns of every kind, walked on their pages: rules instead of days, numbers, sums, photos, links, more time, copies."""

import io
import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import actions, jobs
from nhipcau.campaigns.models import Addressed, Campaign, Circular, HandIn, OwnDay, Step, Task
from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from nhipcau.register.models import OfficialPage
from tests import factories
from tests.campaigns.test_pages import fields_of


@pytest.fixture
def officer(client, union):
    return factories.sign_in(client, union.officer)


def by_hand(officer, union, **page):
    """A campaign made by hand on the confirm page, as an officer does."""
    answer = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    data = (
        fields_of(officer.get(answer.url).content.decode())
        | {"subject": "Việc của quý", "step-0-text": "Gửi báo cáo."}
        | page
    )
    sent = officer.post(answer.url, data)
    errors = re.findall(r'invalid-feedback"[^>]*>(.*?)</div>', sent.content.decode(), re.S)
    assert sent.status_code == 302, errors
    return Campaign.objects.latest("pk")


def test_a_monthly_report_opens_a_period_each_month_and_never_two(officer, union, clock):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(
        officer, union, **{"deadline-0-what": "báo cáo tháng", "deadline-0-repeat_every": "monthly", "deadline-0-repeat_on": "20"}
    )  # fmt: skip
    jobs.open_due_periods.call()

    assert [s.period_ends_on for s in campaign.steps.filter(repeated_from__isnull=False)] == [
        date(2026, 10, 20)
    ]
    assert Task.objects.filter(campaign=campaign, due_on=date(2026, 10, 20)).count() == 3
    clock.set("2026-10-20 23:00")
    jobs.open_due_periods.call()
    assert Task.objects.filter(campaign=campaign).count() == 3
    clock.set("2026-12-22 00:10")
    for _twice in range(2):
        jobs.open_due_periods.call()
    days = (
        campaign.steps.filter(repeated_from__isnull=False)
        .order_by("order")
        .values_list("period_ends_on", flat=True)
    )
    assert list(days) == [date(2026, 10, 20), date(2026, 11, 20), date(2026, 12, 20), date(2027, 1, 20)]
    page = officer.get(campaign.get_absolute_url()).content.decode()
    assert "tháng 11/2026" in page


def test_congress_files_are_due_fifteen_working_days_before_the_day_each_unit_says(
    officer, union, clock, client
):
    clock.set("2026-01-05 09:00")
    campaign = by_hand(officer, union, **{
        "deadline-0-what": "hồ sơ đại hội", "deadline-0-own_days": "15", "deadline-0-own_unit": "working_day",
        "deadline-0-own_direction": "before", "deadline-0-own_anchor": "ngày đại hội",
    })  # fmt: skip
    row = Addressed.objects.get(campaign=campaign, unit=union.units[0])
    deadline = campaign.deadlines.get()
    assert not Task.objects.filter(campaign=campaign, due_on__isnull=False).exists()
    chair = factories.sign_in(client, union.chairs[0])
    assert "Ngày đại hội" in chair.get(row.get_absolute_url()).content.decode()

    own = reverse("campaigns:own-day", args=[row.pk, deadline.pk])
    assert chair.post(own, {"day": "mai"}).status_code == 422
    chair.post(own, {"day": "02/03/2026"})

    assert Task.objects.get(campaign=campaign, unit=union.units[0]).due_on == date(2026, 2, 2)
    page = chair.get(row.get_absolute_url()).content.decode()
    assert "02/02/2026" in page and "16/02, 17/02" in page  # why this date
    chair.post(own, {"day": "03/03/2026"})
    assert OwnDay.objects.count() == 1
    assert Task.objects.get(campaign=campaign, unit=union.units[0]).due_on == date(2026, 2, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline-0-repeat_every": "monthly", "deadline-0-repeat_on": "32"},
        {"deadline-0-repeat_every": "weekly", "deadline-0-repeat_on": "x"},
        {"deadline-0-own_anchor": "ngày đại hội"},
        {
            "deadline-0-repeat_every": "monthly",
            "deadline-0-repeat_on": "20",
            "deadline-0-due_on": "20/12/2026",
        },
    ],
)
def test_a_rule_that_makes_no_sense_is_said_and_nothing_is_sent(officer, union, clock, wrong):
    clock.set("2026-10-05 09:00")
    answer = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    data = fields_of(officer.get(answer.url).content.decode())
    data |= {"subject": "V/v", "step-0-text": "Gửi báo cáo.", "deadline-0-what": "báo cáo"} | wrong

    assert officer.post(answer.url, data).status_code == 422
    assert not Campaign.objects.exists()


def do(client, task, **data):
    return client.post(task.get_absolute_url(), {"submit_key": str(uuid.uuid4()), **data})


def test_numbers_and_a_sum_come_back_as_people_write_them(officer, union, clock, client):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(
        officer, union, **{"step-0-hand_in": "numbers", "step-0-asks": "Số đoàn viên\nSố người dự", "step-1-text": "Nộp lệ phí.",
        "step-1-hand_in": "sum", "step-1-asks": "Lệ phí"}
    )  # fmt: skip
    numbers, fee = Task.objects.filter(campaign=campaign, unit=union.units[0]).order_by("step__order")
    chair = factories.sign_in(client, union.chairs[0])

    assert do(chair, numbers, **{"n-0": "nhiều", "n-1": "12"}).status_code == 422
    assert do(chair, numbers, **{"n-0": "1.200", "n-1": "12 người"}).status_code == 302
    assert do(chair, fee, **{"n-0": "1,5 triệu"}).status_code == 302

    kept = list(HandIn.objects.order_by("pk").values_list("values", flat=True))
    assert kept == [[["Số đoàn viên", 1200], ["Số người dự", 12]], [["Lệ phí", 1500000]]]
    assert "1.500.000 đ" in chair.get(fee.get_absolute_url()).content.decode()


def test_a_receipt_says_when_the_desk_handed_in_for_the_unit(officer, union, clock, client):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"step-0-hand_in": "numbers", "step-0-asks": "Số đoàn viên"})
    by_desk, by_unit = (campaign.tasks.get(unit=unit) for unit in union.units[:2])
    do(officer, by_desk, **{"n-0": "12"})
    do(factories.sign_in(client, union.chairs[1]), by_unit, **{"n-0": "13"})
    rows = {row.task: row for row in HandIn.objects.select_related("task")}
    assert rows[by_desk].is_by_desk and not rows[by_unit].is_by_desk

    for chair, task in zip(union.chairs, (by_desk, by_unit), strict=False):
        factories.sign_in(client, chair)
        for page in (task.get_absolute_url(), reverse("campaigns:receipts")):
            shown = client.get(page).content.decode()
            assert rows[task].receipt in shown
            assert ("văn phòng nộp thay đơn vị" in shown) == (task == by_desk)


def test_numbers_about_reactions_are_not_asked_for(officer, union, clock):
    clock.set("2026-10-05 09:00")
    answer = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    data = fields_of(officer.get(answer.url).content.decode())
    data |= {"subject": "V/v", "step-0-text": "Gửi số liệu.", "step-0-hand_in": "numbers", "step-0-asks": "Số lượt thích, chia sẻ bài viết của đoàn viên"}  # fmt: skip

    assert officer.post(answer.url, data).status_code == 422
    assert not Campaign.objects.exists()


def picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG")
    return out.getvalue()


def test_photos_come_back_without_what_is_hidden_in_them(officer, union, clock, client):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"step-0-hand_in": "photos"})
    task = Task.objects.get(campaign=campaign, unit=union.units[0])
    chair = factories.sign_in(client, union.chairs[0])

    assert do(chair, task).status_code == 422
    assert do(chair, task, files=[SimpleUploadedFile("a.jpg", b"not a picture")]).status_code == 422
    assert (
        do(
            chair,
            task,
            files=[SimpleUploadedFile("a.jpg", picture()), SimpleUploadedFile("b.jpg", picture())],
        ).status_code
        == 302
    )

    photo = HandIn.objects.get().photos.get()
    seen = chair.get(reverse("campaigns:hand-in-photo", args=[photo.pk, "small"]))
    assert seen["Content-Type"] == "image/jpeg"


def test_only_the_own_page_or_a_post_of_it_is_handed_in_as_a_link(officer, union, clock, client):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"step-0-hand_in": "link"})
    task = Task.objects.get(campaign=campaign, unit=union.units[0])
    chair = factories.sign_in(client, union.chairs[0])
    assert (
        do(chair, task, link="https://www.facebook.com/vidu.trang").status_code == 422
    )  # no Page was named yet
    name_page(union.units[0], union.chairs[0])

    for foreign in ("https://www.facebook.com/vidu.khac", "https://www.facebook.com/vidu.khac/posts/99990000123", "vidu", "https://example.org/x"):  # fmt: skip
        assert do(chair, task, link=foreign).status_code == 422, foreign
    for own in (
        "https://www.facebook.com/vidu.trang",
        "https://www.facebook.com/vidu.trang/posts/99990000123",
    ):
        assert do(chair, task, link=own).status_code == 302, own


def name_page(unit, by):
    from nhipcau.core import clock as product_clock
    from nhipcau.register.models import Entry, Person

    now = product_clock.now()
    person = Person.objects.create(unit=unit, unit_path=unit.path, full_name="Lê Thị Giữ", created_at=now)
    line = Entry.objects.create(
        unit=unit,
        unit_path=unit.path,
        person=person,
        table=1,
        origin="page",
        since=now,
        facebook_name="Trang",
    )
    OfficialPage.objects.create(
        unit=unit, unit_path=unit.path, kind="page", name="Trang", url="https://www.facebook.com/vidu.trang", keeper=person, entry=line,
        named_at=now, named_by=by, submit_key=uuid.uuid4(),
    )  # fmt: skip


def test_a_hand_in_is_accepted_or_returned_and_an_accepted_one_counts(officer, campaign, union):
    task = Task.objects.owed().filter(campaign=campaign, unit=union.units[0]).first()
    row = actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), data=b"x", filename="a.txt")

    for _twice in range(2):
        assert officer.post(reverse("campaigns:accept-hand-in", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"
    task.refresh_from_db()
    assert task.is_done

    actions.return_hand_in(row, "thiếu chữ ký", by=union.officer)
    task.refresh_from_db()
    assert not task.is_done


def test_an_accepted_list_is_taken_back_by_the_desk_alone(campaign, union):
    task = Task.objects.owed().filter(campaign=campaign, unit=union.units[0]).first()
    row = actions.hand_in(
        task, by=union.chairs[0], submit_key=uuid.uuid4(), sheet_id=77, data=b"x", filename="a.txt"
    )
    actions.accept(row, by=union.officer)

    with pytest.raises(Refusal):
        actions.take_back_hand_in(77, by=union.chairs[0])
    actions.take_back_hand_in(77, by=union.officer)

    row.refresh_from_db()
    assert row.state == "taken_back"


def test_more_time_for_one_unit_or_for_all_with_the_reason_and_once(officer, union, clock):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    step = campaign.steps.get()
    url = reverse("campaigns:extend", args=[step.pk])
    key = str(uuid.uuid4())
    one = {"submit_key": key, "unit": union.units[0].pk, "day": "25/10/2026", "why": "Mất điện"}
    for _twice in range(2):
        officer.post(url, one)
    assert Task.objects.get(step=step, unit=union.units[0]).due_on == date(2026, 10, 25)
    assert step.extensions.count() == 1
    assert Message.objects.filter(kind="campaigns/extended").count() == 1

    earlier = officer.post(url, {"submit_key": str(uuid.uuid4()), "day": "22/10/2026", "why": "x"})
    assert earlier.status_code == 422  # unit 0 has the 25th
    officer.post(url, {"submit_key": str(uuid.uuid4()), "day": "30/10/2026", "why": "Bão số 5"})
    assert set(Task.objects.filter(step=step).values_list("due_on", flat=True)) == {date(2026, 10, 30)}
    assert "Bão số 5" in officer.get(url).content.decode()


def test_a_campaign_sent_by_mistake_is_taken_back_and_nobody_owes_or_is_reminded(officer, union, clock):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    url = reverse("campaigns:withdraw", args=[campaign.pk])
    assert officer.get(url).status_code == 200  # after a reload of the page that asks why
    assert officer.post(url, {"why": ""}).status_code == 422
    for _twice in range(2):
        officer.post(url, {"why": "Gửi nhầm văn bản."})

    assert Message.objects.filter(kind="campaigns/withdrawn").count() == 3
    clock.set("2026-10-21 09:00")
    assert actions.remind_due() == 0
    assert "Gửi nhầm văn bản." in officer.get(campaign.get_absolute_url()).content.decode()


def test_a_unit_founded_later_is_added_and_one_that_leaves_keeps_its_history(officer, union, clock):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    clock.set("2026-10-25 09:00")
    late = factories.make_unit("Trường Mầm non Sao Mai", union.desk)
    officer.post(reverse("campaigns:units", args=[campaign.pk]), {"units": [late.pk]})
    added = Task.objects.get(campaign=campaign, unit=late)
    assert added.due_on is None and not added.is_late

    row = Addressed.objects.get(campaign=campaign, unit=union.units[0])
    actions.acknowledge(row, by=union.chairs[0])
    officer.post(reverse("campaigns:leave", args=[row.pk]))
    assert not Task.objects.filter(campaign=campaign, unit=union.units[0]).exists()
    row.refresh_from_db()
    assert row.left_on == date(2026, 10, 25) and row.acknowledgement
    assert (
        officer.post(
            reverse("campaigns:units", args=[campaign.pk]), {"units": [union.foreign.pk]}
        ).status_code
        == 422
    )


def test_a_copy_begins_with_the_steps_and_rules_of_the_first_and_new_days(officer, union, clock):
    clock.set("2026-10-05 09:00")
    first = by_hand(
        officer,
        union,
        **{"deadline-0-due_on": "20/10/2026", "step-0-hand_in": "numbers", "step-0-asks": "Số quà"},
    )
    clock.set("2027-10-05 09:00")
    page = officer.get(first.get_absolute_url()).content.decode()
    key = re.search(r'copy/".*?name="submit_key" value="([^"]+)"', page, re.S).group(1)
    for _twice in range(2):
        answer = officer.post(reverse("campaigns:copy", args=[first.pk]), {"submit_key": key})
    assert Circular.objects.count() == 2

    data = fields_of(officer.get(answer.url).content.decode())
    assert (
        data["step-0-text"] == "Gửi báo cáo."
        and data["step-0-asks"] == "Số quà"
        and not data["deadline-0-due_on"]
    )
    assert officer.post(answer.url, data | {"deadline-0-due_on": "20/10/2027"}).status_code == 302
    second = Campaign.objects.latest("pk")
    assert second.copied_from == first and Step.objects.get(campaign=second).asks == ["Số quà"]


def test_units_told_for_information_owe_nothing(union, clock):
    clock.set("2026-10-05 09:00")
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="x")
    campaign = actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head={"subject": "Mời họp"}, steps=[actions.StepData("Dự họp")],
        units=union.units[:1], informed=union.units,
    )  # fmt: skip

    assert Addressed.objects.filter(campaign=campaign, is_for_information=True).count() == 2
    assert Task.objects.filter(campaign=campaign).count() == 1
    assert Message.objects.filter(kind="campaigns/sent").count() == 3


def test_the_preview_says_who_gets_what_and_when_and_looking_changes_nothing(officer, union, clock):
    clock.set("2026-10-05 09:00")
    campaign = by_hand(officer, union, **{"deadline-0-due_on": "20/10/2026"})
    url = reverse("campaigns:reminders", args=[campaign.pk])

    page = officer.get(url).content.decode()

    assert page.count("13/10/2026") == 3 and union.chairs[0].full_name in page
    assert not Message.objects.filter(kind="campaigns/digest").exists()
    officer.post(url, {"do": "stop"})
    clock.set("2026-10-13 09:00")
    assert actions.remind_due() == 0
    officer.post(url, {"do": "resume"})
    assert actions.remind_due() == 3
    officer.post(url, {"do": "tell-above"})
    assert Campaign.objects.get().escalates


def test_a_list_of_names_and_codes_is_addressed_and_others_are_only_told(officer, union, clock):
    clock.set("2026-10-05 09:00")
    answer = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    data = fields_of(officer.get(answer.url).content.decode())
    data |= {"subject": "Mời họp", "step-0-text": "Dự họp.", "named_units": "THCS Diệu Cốc\nCty TNHH May Bến Lở", "informed_units": "Trạm Y tế Gò Mây"}  # fmt: skip

    unclear = officer.post(answer.url, data | {"named_units": "Trường nào đó", "counted": "1"})
    assert unclear.status_code == 422 and "Trường nào đó" in unclear.content.decode()
    counted = officer.post(answer.url, data | {"do": "count"}).content.decode()
    assert 'name="counted" value="2"' in counted
    assert officer.post(answer.url, data | {"counted": "2"}).status_code == 302

    rows = Addressed.objects.order_by("unit__path").values_list("unit", "is_for_information")
    assert list(rows) == [(union.units[0].pk, False), (union.units[1].pk, False), (union.units[2].pk, True)]
    assert Task.objects.count() == 2


def test_who_cannot_make_a_campaign_is_told_so_and_led_to_what_the_unit_owes(client, union):
    factories.sign_in(client, factories.make_user("Hồ Thị Cấp Trên", Role.CITY_OFFICER, union.city))
    answer = client.get(reverse("campaigns:new"), follow=True)
    assert answer.redirect_chain == [(reverse("campaigns:owed"), 302)]
    assert "Chỉ cán bộ văn phòng của công đoàn có đơn vị cấp dưới" in answer.content.decode()
