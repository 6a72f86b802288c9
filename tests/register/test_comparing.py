"""Duplicates in one list are found by blocks, with the verdict of looking at every pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.register.people import compare, compared

line = st.tuples(
    st.sampled_from([1, 2]),
    st.sampled_from(["Lê Văn Hòa", "LÊ VĂN HOÀ", "Trần Thị An", None]),
    st.sampled_from(["+84951000001", "+84951000002", None]),
    st.lists(st.sampled_from(["+84951000001", "+84951000003"]), max_size=1),
    st.sampled_from(["a@example.org", "b@example.org", None]),
)


def places(lines):
    rows = sorted(lines, key=lambda each: each[0])
    return [
        compared(table, name, (phone, *others), email, None) for table, name, phone, others, email in rows
    ]


def every_pair(rows):
    """The rule as it is written down, pair by pair: place -> (repeats, same person, codes)."""
    said = [[None, None, set()] for _row in rows]
    for later, first in ((b, a) for b in range(len(rows)) for a in range(b)):
        one, two = rows[first], rows[later]
        same = one.name is not None and one.name == two.name
        common = set(one.contacts) & set(two.contacts)
        if same and common and one.table == two.table:
            if said[later][0] is None:
                said[later][0] = first if said[first][0] is None else said[first][0]
                said[later][2].add("duplicate")
        elif same and common and two.table == 2:
            said[later][1] = first if said[later][1] is None else said[later][1]
        elif same:
            said[first][2].add("same-name")
            said[later][2].add("same-name")
        elif any(c.startswith("+") for c in common):
            said[first][2].add("contact-shared")
            said[later][2].add("contact-shared")
    return {at: tuple(one) for at, one in enumerate(said) if one != [None, None, set()]}


@settings(max_examples=400, deadline=None)
@given(st.lists(line, max_size=9))
def test_blocks_say_what_every_pair_would_say(lines):
    rows = places(lines)

    found = {at: (s.repeats, s.same_person, set(s.codes)) for at, s in compare(rows).items()}

    assert found == every_pair(rows)
