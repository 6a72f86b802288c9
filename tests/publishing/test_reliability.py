"""The table of docs/reliability.md has the size that was promised, and its rules can fail."""

from collections import Counter

from tests.publishing.kill_driver import POINTS
from tests.reliability.cases import KILLS_A_RUN, Amounts, all_cases
from tests.reliability.tables import problems


def test_every_point_is_killed_as_often_as_promised():
    cases = list(all_cases(Amounts()))
    points = Counter((one.database, one.workers, one.point) for one in cases if one.part == "points")

    assert len({one.name for one in cases}) == len(cases)
    for point in POINTS:
        assert points["sqlite", 1, point] == 150
        assert points["sqlite", 2, point] == points["sqlite", 5, point] == points["postgres", 1, point] == 30
    assert sum(one.part == "random" for one in cases) * KILLS_A_RUN == 1000


def a_run(part="points", resend=False, killed=1, **post):
    result = {"status": "published", "public": 1, "calls": 1, "asked": False} | post
    case = {
        "part": part,
        "database": "sqlite",
        "point": "publishing.sent",
        "resend": resend,
        "workers": 1,
        "n": 0,
    }
    return {"case": case, "killed": killed, "rows": [result]}


def test_the_rules_of_the_table_find_what_does_not_hold():
    assert problems([a_run()]) == []
    assert problems([a_run(public=2)]) == ["no post is public twice"]
    assert problems([a_run(public=0)]) == ["no post is lost"]
    assert problems([a_run(killed=0)]) == ["every worker that was to be killed was"]
    assert problems([a_run(resend=True, public=0, asked=True)] * 2) == [
        "with the resend on at most 0.1 % are left for a person"
    ]
    busy = a_run(part="failing", killed=0) | {"calls_an_hour": {"writes": 6, "all": 9}}
    assert problems([busy]) == ["never more than five calls that write a story in an hour"]
