"""Duplicates in one list are found by blocks, with the verdict of looking at every pair."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.register.people import compare, contacts, name_key
from nhipcau.register.reading import Person

line = st.tuples(
    st.sampled_from([1, 2]),
    st.sampled_from(["Lê Văn Hòa", "LÊ VĂN HOÀ", "Trần Thị An", None]),
    st.sampled_from(["+84951000001", "+84951000002", None]),
    st.lists(st.sampled_from(["+84951000001", "+84951000003"]), max_size=1),
    st.sampled_from(["a@example.org", "b@example.org", None]),
)


def people(lines):
    rows = sorted(lines, key=lambda each: each[0])
    counts = {1: itertools.count(1), 2: itertools.count(1)}
    return [
        Person(table, next(counts[table]), name=name, phone=phone, phones_other=others, email=email)
        for table, name, phone, others, email in rows
    ]


def every_pair(rows):
    """The rule as it is written down, pair by pair."""
    for later, first in ((b, a) for at, b in enumerate(rows) for a in rows[:at]):
        same = (
            first.name is not None and later.name is not None and name_key(first.name) == name_key(later.name)
        )
        common = contacts(first) & contacts(later)
        place = {"table": first.table, "n": first.n}
        if same and common and first.table == later.table:
            if later.duplicate_of is None:
                later.duplicate_of = first.duplicate_of or place
                later.say("row", "duplicate")
        elif same and common and later.table == 2:
            later.same_person_as = later.same_person_as or place
        elif same:
            first.say("row", "same-name")
            later.say("row", "same-name")
        elif any(c.startswith("p") for c in common):
            first.say("row", "contact-shared")
            later.say("row", "contact-shared")


def verdicts(rows):
    return [(p.duplicate_of, p.same_person_as, {i.code for i in p.issues}) for p in rows]


@settings(max_examples=400, deadline=None)
@given(st.lists(line, max_size=9))
def test_blocks_say_what_every_pair_would_say(lines):
    by_blocks, by_pairs = people(lines), people(lines)

    compare(by_blocks)
    every_pair(by_pairs)

    assert verdicts(by_blocks) == verdicts(by_pairs)
