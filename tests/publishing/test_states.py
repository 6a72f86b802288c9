"""The drawing in docs/architecture.md and the table in states.py say the same."""

import re
from pathlib import Path

from nhipcau.publishing.states import ALLOWED, PUBLIC, QUEUED, Status

DRAWING = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"


def test_the_drawing_of_the_states_equals_the_table():
    drawn = re.findall(r"^    (\w+) --> (\w+)", DRAWING.read_text("utf-8"), re.MULTILINE)

    assert len(drawn) == len(set(drawn))
    assert set(drawn) == {(one.value, other.value) for one, others in ALLOWED.items() for other in others}


def test_nothing_that_was_public_is_ever_queued_again():
    for public in (*PUBLIC, Status.REMOVED, Status.TAKEN_DOWN):
        assert not ALLOWED[public] & {*QUEUED, Status.PUBLISHING, Status.CHECKING}
