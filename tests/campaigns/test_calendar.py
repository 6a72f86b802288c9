"""The calendar of whoever signs in, and the feed behind a secret address."""

import re
import uuid
from datetime import date, datetime, time, timedelta

import icalendar
import pytest
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.audit.models import Entry
from nhipcau.campaigns import actions, agenda
from nhipcau.campaigns.actions import feeds
from nhipcau.campaigns.models import CalendarFeed, Deadline, Event, HandIn, Task
from nhipcau.core import clock as product_clock
from nhipcau.core.redacting import redact
from nhipcau.formats import ical
from tests import factories
from tests.campaigns.test_pages import fields_of

OCTOBER = (date(2020, 10, 1), date(2020, 10, 31))
PAGE = "campaigns:calendar"


@pytest.fixture
def event(campaign):
    return Event.objects.create(
        campaign=campaign, on=date(2020, 10, 15), at=time(8, 30), what="Tập huấn cộng tác viên"
    )


def month(client, user, asked="2020-10"):
    return factories.sign_in(client, user).get(reverse(PAGE), {"month": asked}).content.decode()


def test_the_desk_sees_a_day_once_with_how_many_have_done_it_and_the_chair_the_own_task(
    client, campaign, union
):
    task = Task.objects.filter(unit=union.units[0], due_on__isnull=False).first()
    actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), kind="confirm")

    at_desk = [i for i in agenda.items_for(union.officer, *OCTOBER) if i.what == task.step.text]
    own = [i for i in agenda.items_for(union.chairs[0], *OCTOBER) if i.what == task.step.text]

    assert [(i.on, i.units, i.done) for i in at_desk] == [(date(2020, 10, 10), 3, 1)]
    assert [(i.unit, i.open) for i in own] == [(union.units[0].name, 0)]
    assert "1/3 đơn vị" in month(client, union.officer)


def test_a_day_that_was_moved_for_one_unit_stands_where_it_was_moved_to(campaign, union):
    task = Task.objects.filter(unit=union.units[0], due_on__isnull=False).first()
    actions.extend(
        task.step, date(2020, 10, 20), "Trường nghỉ.", by=union.officer, submit_key=uuid.uuid4(), unit=union.units[0]
    )  # fmt: skip

    found = [(i.on, i.units) for i in agenda.items_for(union.officer, *OCTOBER) if i.what == task.step.text]

    assert found == [(date(2020, 10, 10), 2), (date(2020, 10, 20), 1)]


def test_nobody_sees_the_days_of_others(client, campaign, event, union):
    for user in (union.stranger, factories.make_user("Vũ Văn Ngoài", Role.CHAIR, union.foreign)):
        assert agenda.items_for(user, *OCTOBER, with_history=True) == []
        assert campaign.number not in month(client, user)


def test_a_desk_that_was_sent_a_circular_from_above_has_its_days_and_its_guidance(client, union, clock):
    clock.set("2020-10-05 09:00")
    city = factories.make_user("Hoàng Thị Thành", Role.DESK_OFFICER, union.city)
    circular = actions.keep_circular(unit=union.city, by=city, submit_key=uuid.uuid4(), text="Văn bản")
    due = {
        "what": "Báo cáo",
        "due_on": date(2020, 10, 20),
        "due_time": None,
        "is_inclusive": True,
        "rule": "",
        "is_history": False,
    }
    above = actions.confirm(
        circular, by=city, submit_key=uuid.uuid4(), head={"subject": "Việc của thành phố"}, units=[union.desk],
        steps=[actions.StepData(text="Gửi báo cáo.", deadlines=[due])],
    )  # fmt: skip

    found = agenda.items_for(union.officer, *OCTOBER)

    assert [(i.on, i.unit) for i in found] == [(date(2020, 10, 20), union.desk.name)]
    factories.sign_in(client, union.officer)
    assert client.get(found[0].path).status_code == 200
    assert client.get(reverse("campaigns:guidance", args=[above.pk])).status_code == 200
    assert agenda.items_for(union.chairs[0], *OCTOBER) == []


def test_an_event_stands_in_the_month_for_the_desk_and_for_each_unit(client, campaign, event, union):
    for user in (union.officer, union.chairs[2]):
        shown = month(client, user)
        assert "08:30" in shown and event.what in shown


def test_an_event_of_several_days_that_began_a_month_earlier_is_still_there(campaign, union):
    Event.objects.create(campaign=campaign, on=date(2020, 9, 29), ends_on=date(2020, 10, 2), what="Hội thao")

    weeks = agenda.month_of(OCTOBER[0], agenda.items_for(union.officer, *OCTOBER))
    days = [day.day for week in weeks for day in week for item in day.items if item.what == "Hội thao"]

    assert days == [date(2020, 9, 29), date(2020, 9, 30), date(2020, 10, 1), date(2020, 10, 2)]


def test_a_day_kept_as_history_is_shown_as_such_and_not_in_the_feed(client, campaign, union):
    Deadline.objects.filter(campaign=campaign).update(is_history=True)
    Task.objects.filter(campaign=campaign).update(due_on=None)

    assert "đã qua trước khi gửi" in month(client, union.officer)
    assert agenda.items_for(union.officer, *OCTOBER) == []


def test_a_campaign_taken_back_stands_nowhere(campaign, event, union):
    actions.withdraw(campaign, "Gửi nhầm.", by=union.officer)

    assert agenda.items_for(union.officer, *OCTOBER) == []


@pytest.mark.parametrize("asked", ["", "2020-13", "0000-01", "abc", "9999-12", "2020-1", "２０２０-10"])
def test_any_month_that_is_asked_for_gives_a_page(client, campaign, union, asked):
    assert "<table" in month(client, union.chairs[0], asked)


def test_an_empty_month_leads_to_the_next_day(client, campaign, union, clock):
    clock.set("2020-08-05 09:00")

    shown = month(client, union.chairs[0], "2020-08")

    assert "?month=2020-10" in shown and "10/10/2020" in shown


# The feed


def fetched(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer, icalendar.Calendar.from_ical(answer.content)


@pytest.fixture
def address(client, campaign, union):
    """Made by the chair of the first unit, who then signs out."""
    factories.sign_in(client, union.chairs[0])
    shown = client.post(reverse("campaigns:calendar-address")).content.decode()
    client.logout()
    client.cookies.clear()
    return re.search(r"http://testserver(/\S+\.ics)", shown)[1]


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client, union, address):
    secret = address.rpartition("/")[2].removesuffix(".ics")
    row = CalendarFeed.objects.get(user=union.chairs[0])

    assert len(secret) >= 43
    assert secret not in row.secret_hash
    assert secret not in month(client, union.chairs[0])
    assert secret not in str(list(Entry.objects.values())), "the trail knows that, not what"
    assert secret not in redact(f"GET {address} HTTP/1.1")


def test_the_feed_needs_no_sign_in_sets_no_cookie_and_leaves_no_trace(client, union, address):
    before = (CalendarFeed.objects.values().get(), Entry.objects.count(), union.chairs[0].last_login)
    answer, _calendar = fetched(client, address)

    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"].startswith("private")
    assert not answer.cookies
    union.chairs[0].refresh_from_db()
    assert before == (CalendarFeed.objects.values().get(), Entry.objects.count(), union.chairs[0].last_login)
    assert client.post(address).status_code == 405


def test_a_renewed_address_ends_the_one_before_and_an_ended_one_leads_nowhere(client, union, address):
    renewed = reverse("campaigns:calendar-feed", args=[feeds.renew_feed(union.chairs[0])])
    assert client.get(address).status_code == 404
    fetched(client, renewed)

    factories.sign_in(client, union.chairs[0])
    client.post(reverse("campaigns:calendar-address"), {"do": "end"})

    assert client.get(renewed).status_code == 404
    assert client.get(reverse("campaigns:calendar-feed", args=["x" * 43])).status_code == 404


def test_opening_the_calendar_makes_renews_and_ends_nothing(client, union, address):
    month(client, union.chairs[0])
    assert client.get(reverse("campaigns:calendar-address")).status_code == 405

    fetched(client, address)


def test_the_feed_follows_what_its_owner_may_see_today(client, union, address):
    assert fetched(client, address)[1].walk("VEVENT")
    union.chairs[0].appointments.update(ends_on=date(2020, 10, 1))

    assert not fetched(client, address)[1].walk("VEVENT")

    union.chairs[0].is_active = False
    union.chairs[0].save(update_fields=["is_active"])
    assert client.get(address).status_code == 404


def test_days_are_whole_days_hours_are_of_viet_nam_and_ids_stay(client, union, campaign, event, address):
    first = {str(e["UID"]): e for e in fetched(client, address)[1].walk("VEVENT")}
    task = Task.objects.filter(unit=union.units[0], due_on__isnull=False).first()
    actions.extend(task.step, date(2020, 10, 20), "Trường nghỉ.", by=union.officer, submit_key=uuid.uuid4())
    again = {str(e["UID"]): e for e in fetched(client, address)[1].walk("VEVENT")}

    assert set(first) == set(again) and len(first) >= 2
    own = next(uid for uid in first if uid.startswith(f"task-{task.pk}@"))
    assert first[own]["DTSTART"].dt == date(2020, 10, 10) and first[own]["DTEND"].dt == date(2020, 10, 11)
    assert again[own]["DTSTART"].dt == date(2020, 10, 20)
    held = next(e for uid, e in first.items() if uid.startswith(f"event-{event.pk}@"))
    assert held["DTSTART"].dt.isoformat() == "2020-10-15T08:30:00+07:00"
    assert str(first[own]["URL"]).startswith("http://testserver/campaigns/")
    assert HandIn.objects.count() == 0


def test_no_name_of_a_person_is_in_the_feed(client, union, address):
    body = client.get(address).content.decode()

    for person in (union.officer, *union.chairs):
        assert person.full_name not in body


# The writer

STAMP = datetime(2026, 11, 25, 3, 0, tzinfo=product_clock.HERE)


@pytest.mark.parametrize(
    "text",
    [
        "Nộp: danh sách; kèm ảnh, bản \\ giấy",
        "Dòng một\nDòng hai",
        "Ừ" * 200,
        "🎉" * 60,
        "BEGIN:VEVENT\r\nSUMMARY:giả",
        "a" * 74 + "ệ" * 3,
        "",
    ],
)
def test_any_text_comes_back_as_it_was(text):
    body = ical.calendar(
        "Lịch", [ical.Entry("a@example.org", date(2026, 12, 1), text, description=text)], stamp=STAMP
    )

    entries = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert [str(e["SUMMARY"]) for e in entries] == [text.replace("\r\n", "\n")]
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "RFC 5545, section 3.1"
    assert b"\n" not in body.replace(b"\r\n", b"")
    body.decode()
    assert body.endswith(b"END:VCALENDAR\r\n")


def test_what_takes_several_days_ends_after_its_last_one():
    entry = ical.Entry("a@example.org", date(2026, 12, 30), "Hội thao", ends_on=date(2027, 1, 2), at=time(7))
    got = icalendar.Calendar.from_ical(ical.calendar("Lịch", [entry], stamp=STAMP)).walk("VEVENT")[0]

    assert (got["DTSTART"].dt, got["DTEND"].dt) == (date(2026, 12, 30), date(2027, 1, 3))
    assert got["DTSTAMP"].dt - STAMP == timedelta(0)


# From the circular into the calendar

MEETING = """CÔNG ĐOÀN PHƯỜNG HÒA SỮA
Số: 7/CĐP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hòa Sữa, ngày 01 tháng 10 năm 2020
V/v tập huấn cộng tác viên
Kính gửi: Các công đoàn cơ sở
Công đoàn phường tổ chức lớp tập huấn cộng tác viên. Thời gian: 8 giờ 30, ngày 15/10/2020 tại hội trường phường.
Các đơn vị gửi danh sách chậm nhất ngày 10/10/2020.
Nơi nhận: Như trên.
"""


def confirm_page(client, union, clock, text=MEETING):
    clock.set("2020-10-02 09:00")
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=text)
    factories.sign_in(client, union.officer)
    page = client.get(circular.get_absolute_url()).content.decode()
    return circular, fields_of(page) | {"unit_kinds": [str(union.kind.pk)]}


def test_what_takes_place_is_proposed_confirmed_and_stands_in_the_calendar(client, union, clock):
    circular, data = confirm_page(client, union, clock)
    assert data["event-0-on"] == "15/10/2020" and data["event-0-at"] == "08:30"
    assert not Event.objects.exists(), "nothing before it is confirmed"

    answer = client.post(circular.get_absolute_url(), data)

    assert answer.status_code == 302, answer.content.decode()[:2000]
    event = Event.objects.get()
    assert (event.on, event.at, event.ends_on) == (date(2020, 10, 15), time(8, 30), None)
    assert event.what in month(client, union.chairs[0])


def test_an_emptied_line_is_no_event_and_a_wrong_one_comes_back_with_what_was_typed(client, union, clock):
    circular, data = confirm_page(client, union, clock)

    wrong = data | {"event-0-what": "Lớp tập huấn riêng", "event-0-ends_on": "14/10/2020"}
    answer = client.post(circular.get_absolute_url(), wrong)
    assert answer.status_code == 422 and "Lớp tập huấn riêng" in answer.content.decode()
    outside = data | {"event-0-what": "Vận động đoàn viên thích, chia sẻ bài của trang."}
    assert client.post(circular.get_absolute_url(), outside).status_code == 422
    assert client.post(circular.get_absolute_url(), data | {"event-0-what": ""}).status_code == 302
    assert not Event.objects.exists()


def test_an_event_outside_the_boundary_becomes_nothing(clock):
    from nhipcau.campaigns.forms.happening import events_form

    read = [
        {
            "date": "2020-10-15",
            "end_date": None,
            "time": None,
            "what": "Vận động đoàn viên thích, chia sẻ bài của trang",
        }
    ]
    clock.set("2020-10-02 09:00")

    assert [form.initial for form in events_form(None, read).forms] == [{}, {}]
