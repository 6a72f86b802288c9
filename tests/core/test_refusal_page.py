"""A refusal leads back to the page where the button was pressed, and never to another site."""

import pytest
from django.test import RequestFactory

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
