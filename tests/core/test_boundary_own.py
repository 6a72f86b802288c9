"""Lines of our own: near misses that stay, outside ones that go, mixed ones of which the rest remains."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.boundary import cut

OWN = Path(__file__).parents[1] / "samples/boundary-own.tsv"
ROWS = list(csv.DictReader(OWN.open(encoding="utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def wrong(row):
    result = cut(row["text"])
    if row["why"] == "none":
        return result.kept != row["text"] or result.left_out
    return words(result.kept) != words("" if row["kept"] == "-" else row["kept"]) or not result.left_out


@pytest.mark.parametrize("why", sorted({row["why"] for row in ROWS}))
def test_every_line_of_our_own_is_cut_as_a_careful_officer_cuts_it(why):
    rows = [row for row in ROWS if row["why"] == why]

    assert [row["id"] for row in rows if wrong(row)] == []


CLAUSES = st.sampled_from([row["text"].rstrip(".") for row in ROWS if row["kind"] == "step"])
LINES = st.builds(
    lambda clauses, joint, shape: shape(joint.join(clauses)) + ".",
    st.lists(CLAUSES, min_size=1, max_size=4),
    st.sampled_from(["; ", ", ", " và ", ". ", ", đồng thời "]),
    st.sampled_from([str, str, str.upper, str.lower]),
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_a_cut_only_takes_words_away(line):
    rest = iter(words(line))

    assert all(word in rest for word in words(cut(line).kept))


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_what_a_cut_kept_is_cut_no_further(line):
    kept = cut(line).kept

    assert kept is None or cut(kept).kept == kept
