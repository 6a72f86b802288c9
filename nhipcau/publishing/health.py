"""Does the token of a Page still live?"""

from __future__ import annotations

from django.db import transaction

from nhipcau.core import clock
from nhipcau.facebook.answers import GraphError
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import PAGE_FAULTS, Fault, classify
from nhipcau.publishing.models import Page
from nhipcau.publishing.outcomes import stop_page


def check(page: Page, client: GraphClient) -> None:
    """Ask once; a dead token stops the queue with one notice, a passing fault says nothing."""
    token = page.token
    reason = ""
    if not token:
        reason = Fault.TOKEN  # the key of this installation no longer fits
    else:
        try:
            facts = client.debug_token(token)
        except GraphError as error:
            if error.fault not in PAGE_FAULTS:
                return
            reason = error.fault
        else:
            if not facts.is_valid:
                fault = classify(facts.code or 190, facts.subcode)
                reason = fault if fault in PAGE_FAULTS else Fault.TOKEN
    with transaction.atomic():
        if reason:
            stop_page(page, reason, clock.now())
        else:
            Page.objects.filter(pk=page.pk).update(last_checked_at=clock.now())
