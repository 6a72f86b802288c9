"""The error table of the contract's section 5, row by row, and what a write makes of each."""

import pytest

from nhipcau.facebook.answers import Refused, Unknown
from nhipcau.facebook.faults import PAGE_FAULTS, POST_FAULTS, Fault, classify, is_odd, stays_unknown
from tests.facebook.conftest import PAGE, TOKEN

ROWS = [
    # code, subcode, class
    (1, None, Fault.TEMPORARY),
    (2, None, Fault.TEMPORARY),
    (100, 1363047, Fault.TEMPORARY),
    (1363047, None, Fault.TEMPORARY),
    (1609010, None, Fault.TEMPORARY),
    (4, None, Fault.RATE),
    (17, None, Fault.RATE),
    (32, None, Fault.RATE),
    (613, None, Fault.RATE),
    (613, 1996, Fault.RATE),
    (80001, None, Fault.RATE),
    (341, None, Fault.RATE),
    (190, None, Fault.TOKEN),
    (190, 460, Fault.TOKEN),
    (190, 463, Fault.TOKEN),
    (190, 464, Fault.TOKEN),
    (190, 467, Fault.TOKEN),
    (190, 458, Fault.TOKEN),
    (190, 459, Fault.TOKEN),
    (190, 492, Fault.ROLE_LOST),
    (102, None, Fault.TOKEN),
    (2069032, None, Fault.TOKEN),
    (190, 2069032, Fault.TOKEN),
    (10, None, Fault.PERMISSION),
    (200, None, Fault.PERMISSION),
    (210, None, Fault.PERMISSION),
    (299, None, Fault.PERMISSION),
    (3, None, Fault.PERMISSION),
    (1, 2853006, Fault.PERMISSION),
    (100, 33, Fault.GONE),
    (803, None, Fault.GONE),
    (100, None, Fault.PARAMETER),
    (506, None, Fault.DUPLICATE),
    (368, None, Fault.BLOCKED),
    (1390008, None, Fault.BLOCKED),
    (368, 1390008, Fault.BLOCKED),
    (1346003, None, Fault.CONTENT),
    (1404102, None, Fault.CONTENT),
    (1404078, None, Fault.VERIFY),
    (1404006, None, Fault.VERIFY),
    (1404112, None, Fault.VERIFY),
    (4854002, None, Fault.VERIFY),
    (368, 4854002, Fault.VERIFY),
    (1609005, None, Fault.LINK),
    (100, 1609005, Fault.LINK),
    (1609008, None, Fault.LINK),
    (2061006, None, Fault.LINK),
    (1366046, None, Fault.PHOTO),
    (100, 1366046, Fault.PHOTO),
    (1366051, None, Fault.PHOTO),
    (2069019, None, Fault.PHOTO),
    (6000, None, Fault.VIDEO_LATER),
    (6000, 1363130, Fault.VIDEO_LATER),
    (100, 1363022, Fault.VIDEO),
    (1363019, None, Fault.VIDEO),
    (12, None, Fault.PARAMETER),
    (3001, 1504028, Fault.PARAMETER),
    (2874008, None, Fault.UNAVAILABLE),
    (100, 2874008, Fault.UNAVAILABLE),
    (99999, None, Fault.UNCLASSIFIED),
    (None, None, Fault.UNCLASSIFIED),
]
BY_TEXT = [
    (200, "(#200) Unpublished posts must be posted to a page as the page itself.", Fault.WRONG_TOKEN),
    (100, "(#100) The specified scheduled publish time is invalid.", Fault.SCHEDULE),
    (100, "(#100) The value must be a valid insights metric", Fault.METRIC),
    (100, "API calls from the server require an appsecret_proof argument", Fault.PROOF),
    (100, "Invalid appsecret_proof provided in the API argument", Fault.PROOF),
]


@pytest.mark.parametrize("code, subcode, fault", ROWS)
def test_each_row_of_the_table_has_its_class(code, subcode, fault):
    assert classify(code, subcode) is fault


@pytest.mark.parametrize("code, message, fault", BY_TEXT)
def test_some_rows_are_told_by_their_text(code, message, fault):
    assert classify(code, None, message) is fault


@pytest.mark.parametrize("code, subcode, fault", [row for row in ROWS if row[0] is not None])
def test_a_write_is_refused_or_unknown_as_the_row_says(standin, client, code, subcode, fault):
    error = {"code": code, "message": "x", **({"error_subcode": subcode} if subcode else {})}
    standin.fault("status_body", r"/feed$", body={"error": error})

    outcome = client.publish(PAGE, TOKEN, "Tin")

    if stays_unknown(fault):
        assert isinstance(outcome, Unknown)
    else:
        assert isinstance(outcome, Refused) and outcome.fault is fault
    assert (outcome.answer.code, outcome.answer.subcode) == (code, subcode)


def test_what_says_of_itself_that_it_passes_is_looked_for():
    assert classify(77777, is_transient=True) is Fault.TEMPORARY
    assert classify(100, is_transient=True) is Fault.TEMPORARY
    # but not what asks for a wait or a person whatever it says
    assert classify(4, is_transient=True) is Fault.RATE
    assert classify(190, 460, is_transient=True) is Fault.TOKEN
    assert classify(506, is_transient=True) is Fault.DUPLICATE


def test_odd_calls_are_for_the_administrator_too():
    assert is_odd(613, 1996)
    assert not is_odd(613, None)


def test_every_class_says_whom_it_holds_up():
    neither = {Fault.TEMPORARY, Fault.RATE, Fault.UNCLASSIFIED}

    assert POST_FAULTS | PAGE_FAULTS | neither == set(Fault)
    assert not POST_FAULTS & PAGE_FAULTS
