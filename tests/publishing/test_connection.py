"""A token is proved before it is kept, kept sealed, and never shown."""

import uuid

import pytest

from nhipcau.core.refusal import Refusal
from nhipcau.notifications.models import Message
from nhipcau.publishing import actions, jobs
from nhipcau.publishing.models import Page
from tests.publishing.conftest import PAGE_ID, TOKEN

pytestmark = pytest.mark.django_db(transaction=True)
USER_TOKEN = "EAAuserstandin0001"


def test_a_page_token_is_proved_and_kept_sealed(page):
    assert page.token == TOKEN
    assert TOKEN not in page.sealed_token
    assert (page.page_id, page.name) == (PAGE_ID, "Công đoàn phường Hoa Sữa")
    assert page.is_connected and page.last_checked_at is not None


def test_a_persons_token_is_turned_into_the_pages_own(standin, clock):
    proof = actions.prove(USER_TOKEN, PAGE_ID)

    assert proof.token == TOKEN


def test_the_number_is_asked_for_when_a_person_has_several_pages(standin, clock):
    with pytest.raises(Refusal, match="100000000000002"):
        actions.prove(USER_TOKEN)


@pytest.mark.parametrize(
    "change",
    [
        {"subcode": 460},
        {"scopes": ["pages_show_list", "pages_read_engagement"]},
        {"expires_at": 1999999999},
    ],
)
def test_a_token_that_would_fail_later_is_refused_now(standin, clock, change):
    standin.control("token", page=PAGE_ID, **change)

    with pytest.raises(Refusal):
        actions.prove(TOKEN)
    assert not Page.objects.exists()


def test_a_page_without_the_task_is_refused(standin, clock):
    standin.control("page", id=PAGE_ID, tasks=["ANALYZE"])

    with pytest.raises(Refusal):
        actions.prove(USER_TOKEN, PAGE_ID)


def test_nonsense_and_an_unreachable_server_are_refused_with_a_remedy(standin, clock, settings):
    for token in ("", "   ", "không phải mã", "EAAunknown0001"):
        with pytest.raises(Refusal) as caught:
            actions.prove(token)
        assert caught.value.remedy
    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    with pytest.raises(Refusal):
        actions.prove(TOKEN)


def test_a_token_of_another_page_does_not_replace_this_one(page, publisher, union):
    proof = actions.prove("EAApagestandin0002")

    with pytest.raises(Refusal):
        actions.connect(union.desk, proof, by=publisher, submit_key=uuid.uuid4(), page=page)


def test_connecting_twice_is_one_page(page, publisher, union):
    again = actions.connect(union.desk, actions.prove(TOKEN), by=publisher, submit_key=uuid.uuid4())

    assert again.pk == page.pk
    assert Page.objects.count() == 1


def test_no_token_is_in_any_record_of_the_server(standin, page):
    assert not any(one["token_in_address"] for one in standin.control("state")["requests"])


@pytest.mark.parametrize("subcode, reason", [(460, "token"), (492, "role_lost")])
def test_a_dead_token_is_found_by_the_daily_check(standin, page, clock, subcode, reason):
    clock.advance(25 * 3600)
    jobs.check_pages.call()
    page.refresh_from_db()
    assert not page.is_stopped
    standin.control("token", page=PAGE_ID, subcode=subcode)
    clock.advance(25 * 3600)

    jobs.check_pages.call()
    jobs.check_pages.call()

    page.refresh_from_db()
    assert page.stopped_reason == reason
    assert Message.objects.filter(kind="publishing/page_stopped").count() == 1
