"""Files that mean harm end as one refusal, odd but honest ones are read, and nobody else waits."""

import pytest

from nhipcau.formats import guarded
from nhipcau.register import reading
from tests.harm import beside
from tests.harm.__main__ import REFUSALS
from tests.harm.corpus import CASES, HARMFUL
from tests.harm.honest import HONEST


def named(cases):
    return [
        pytest.param(case, id=f"{case.kind}: {case.about}", marks=[pytest.mark.slow] if case.slow else [])
        for case in cases
    ]


@pytest.mark.parametrize("case", named(HARMFUL))
def test_a_harmful_file_is_refused_or_does_nothing(case):
    try:
        guarded.read(case.make(), name=case.name)
    except guarded.Refused as refused:
        assert refused.code in REFUSALS
    else:
        assert case.ends == "inert"


@pytest.mark.parametrize("case", named(HONEST))
def test_an_odd_but_honest_file_is_read(case):
    assert reading.find_in_file(case.make(), name=case.name).rows


def test_the_corpus_is_as_large_as_it_says():
    assert len(HARMFUL) >= 60
    assert len(HONEST) >= 20
    assert len({(case.kind, case.about) for case in CASES}) == len(CASES)


def test_another_page_is_answered_while_a_harmful_file_is_read_and_the_server_stays_the_same():
    with beside.Server() as server:
        found = beside.play(server)

    assert found.reading
    assert found.other.status == 200
    assert found.other.ended < found.uploaded.ended
    assert found.uploaded.status in (200, 302, 422)
    assert found.same
