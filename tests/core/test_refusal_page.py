"""A refusal leads back to the page where the button was pressed, and never to another site."""

import pytest
from django.test import Client, RequestFactory

from nhipcau.core.middleware import RefusalMiddleware
from nhipcau.core.refusal import Refusal


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/campaigns/units/5/?x=1", "/campaigns/units/5/?x=1"),
        ("http://testserver/campaigns/units/5/call/", "/"),  # only buttons lead there
        ("http://elsewhere.example/campaigns/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_refusal_leads_back(came_from, back, db):
    request = RequestFactory().post("/campaigns/units/5/call/", headers={"referer": came_from})

    page = RefusalMiddleware(lambda r: None).process_exception(request, Refusal("No."))

    assert page.status_code == 409
    assert f'class="btn btn-primary" href="{back}"' in page.content.decode()


def part_of(answer):
    said = answer.content.decode()
    assert answer["HX-Reswap"] == "beforebegin" and "<html" not in said
    return said


def test_a_part_that_is_refused_stands_above_what_was_typed(db):
    request = RequestFactory().post("/campaigns/sheets/5/lines/1/cell/", headers={"hx-request": "true"})
    refused = RefusalMiddleware(lambda r: None).process_exception(request, Refusal("No."))
    assert refused.status_code == 409 and "No." in part_of(refused)


def test_signed_out_meanwhile_no_page_is_put_into_the_page(db):
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.post):  # sent to sign in; a key that is no longer known
        answer = method("/desk/", headers={"hx-request": "true"})
        assert answer.status_code == 403 and "gửi lần nữa" in part_of(answer)
        whole = method("/desk/")
        assert whole.status_code in (302, 403) and "HX-Reswap" not in whole
