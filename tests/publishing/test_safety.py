"""The Page-safety checklist: attested by whom and when, for a year; reminded once."""

import pytest
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.core import clock as product_clock
from nhipcau.notifications.models import Message
from nhipcau.organisations.models import Unit
from nhipcau.publishing import jobs, safety
from nhipcau.publishing.models import SafetyItem
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ALL = [one.value for one in SafetyItem]


def test_a_checklist_is_whole_when_all_four_points_were_attested_within_a_year(union, publisher, clock):
    clock.set("2026-03-01 09:00")
    safety.attest(union.desk, ALL[:3], by=publisher)
    assert not safety.is_attested(union.desk, product_clock.today())
    clock.set("2026-09-01 09:00")
    safety.attest(union.desk, ALL[3:], by=publisher)

    on = product_clock.today()
    assert safety.is_attested(union.desk, on)
    assert list(safety.attested_units(Unit.objects.all(), on)) == [union.desk]
    clock.set("2027-03-01 09:00")  # the first three are a year old
    assert not safety.is_attested(union.desk, product_clock.today())
    assert not safety.attested_units(Unit.objects.all(), product_clock.today()).exists()


def test_the_page_says_who_attested_each_point_and_when(union, publisher, clock, client):
    clock.set("2026-03-01 09:00")
    factories.sign_in(client, publisher)
    path = reverse("publishing:safety", args=[union.desk.pk])
    assert client.post(path, {}).status_code == 422

    client.post(path, {"items": ALL[:2]})
    client.post(path, {"items": ALL[:2]})  # pressed twice

    assert union.desk.safety_points.count() == 2
    shown = client.get(path).content.decode()
    assert shown.count(f"{publisher} xác nhận ngày 01/03/2026.") == 2
    assert Entry.objects.filter(verb="page.safety_attested").count() == 2


def test_after_a_year_one_reminder_goes_to_who_connects_the_page(page, union, publisher, clock):
    clock.set("2026-03-01 09:00")
    safety.attest(union.desk, ALL, by=publisher)
    clock.set("2027-02-28 09:00")
    jobs.check_pages.call()
    assert not Message.objects.filter(kind="publishing/safety_due").exists()

    for day in ("2027-03-01", "2027-03-02", "2027-03-09"):
        clock.set(f"{day} 09:00")
        jobs.check_pages.call()

    assert Message.objects.filter(kind="publishing/safety_due", to=publisher).count() == 1
