"""Rows by the driver itself are the rows that the models would have written, on both databases."""

import gc
import uuid
from itertools import islice

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.core import bulk, clock
from nhipcau.register.models import Consent, Person
from nhipcau.sheets.models import Proposal, ProposalLine

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def values_of(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}


@pytest.fixture
def proposal(union):
    return Proposal.objects.create(
        unit=union.units[0], unit_path=union.units[0].path, form="form01", created_at=clock.now(), created_by=union.officer,
        submit_key=uuid.uuid4(),
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, st.none() | TEXT, st.booleans(), st.none() | st.uuids()), max_size=5))
def test_what_is_inserted_or_changed_reads_back_as_it_was(proposal, lines):
    proposal.lines.all().delete()
    made = [
        ProposalLine(proposal=proposal, key=n, cells={"a": [text, group, None]}, group=group, is_hidden=hidden, line_key=key)
        for n, (text, group, hidden, key) in enumerate(lines)
        if key not in [k for *_rest, k in lines[:n] if k]
    ]  # fmt: skip

    bulk.insert(ProposalLine, made)

    stored = list(proposal.lines.order_by("key"))
    assert [values_of(line) for line in stored] == [values_of(line) for line in made]
    bulk.update(
        ProposalLine, ("values", "reason"), [(bulk.as_json({"x": line.group}), "\t\\N", line.pk) for line in stored]
    )  # fmt: skip
    assert [(line.values, line.reason) for line in proposal.lines.order_by("key")] == [
        ({"x": line.group}, "\t\\N") for line in stored
    ]


def people(union, *names):
    unit = union.units[0]
    return [Person.objects.create(unit=unit, unit_path=unit.path, full_name=n, created_at=clock.now()) for n in names]  # fmt: skip


def rows(*people):
    now = bulk.moment(clock.now())
    return [(person.pk, "account_to_superior", "pending", now) for person in people]


COLUMNS = ("person_id", "purpose", "state", "changed_at")


def test_a_known_row_is_passed_by_where_that_is_asked_for_and_fails_otherwise(union):
    one, other = people(union, "Lê An", "Lê Bình")
    assert bulk.write(Consent, COLUMNS, rows(one)) == 1

    assert bulk.write(Consent, COLUMNS, rows(one, other), skip_known=True) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.write(Consent, COLUMNS, rows(one))

    assert Consent.objects.count() == 2
    assert bulk.write(Consent, COLUMNS, []) == 0


def test_numbers_are_nobody_elses_however_many_are_taken(union):
    (before,) = people(union, "Lê An")
    taken = list(islice(bulk.numbers(Person), bulk.A_FEW + 10))
    unit, now = union.units[0], bulk.moment(clock.now())
    columns = ("id", "unit_id", "unit_path", "full_name", "search_name", "sort_key", "phone", "email", "link_key", "near_a", "near_b", "created_at")  # fmt: skip
    bulk.write(
        Person, columns, [(n, unit.pk, unit.path, "x", "x", "x", "", "", "", "", "", now) for n in taken]
    )
    (after,) = people(union, "Lê Bình")

    assert len({before.pk, *taken, after.pk}) == len(taken) + 2
    assert taken == sorted(taken)


def test_the_search_for_cycles_goes_on_after_work_on_rows():
    with pytest.raises(ZeroDivisionError), bulk.uncollected():
        assert not gc.isenabled()
        raise ZeroDivisionError

    assert gc.isenabled()
