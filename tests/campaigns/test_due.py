"""Deadlines that repeat or follow from a unit's own day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.campaigns.due import doubts_about, is_rule, next_day, own_day, period_of, why_own_day
from nhipcau.core.workdays import calendar

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
RULES = st.one_of(
    st.integers(1, 31).map("monthly:{}".format),
    st.integers(1, 7).map("weekly:{}".format),
    st.tuples(st.sampled_from(["first", "last"]), st.integers(1, 31)).map(
        lambda p: f"quarterly:{p[0]}:{p[1]}"
    ),
    st.tuples(st.integers(1, 12), st.integers(1, 31)).map(lambda p: f"yearly:{p[0]:02}-{p[1]:02}"),
)
MOST = {"weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}


@pytest.mark.parametrize(
    ("rule", "after", "day"),
    [
        ("monthly:20", date(2026, 11, 19), date(2026, 11, 20)),
        ("monthly:20", date(2026, 11, 20), date(2026, 12, 20)),
        ("monthly:31", date(2026, 1, 31), date(2026, 2, 28)),
        ("monthly:30", date(2028, 2, 1), date(2028, 2, 29)),
        ("weekly:5", date(2026, 11, 27), date(2026, 12, 4)),
        ("weekly:1", date(2026, 11, 25), date(2026, 11, 30)),
        ("quarterly:first:10", date(2026, 11, 25), date(2027, 1, 10)),
        ("quarterly:last:20", date(2026, 11, 25), date(2026, 12, 20)),
        ("yearly:11-20", date(2026, 11, 20), date(2027, 11, 20)),
        ("yearly:02-29", date(2026, 1, 1), date(2026, 2, 28)),
    ],
)
def test_the_next_day_of_a_rule(rule, after, day):
    assert next_day(rule, after) == day


@settings(max_examples=10_000, deadline=None)
@given(RULES, DAYS)
def test_the_next_day_is_later_fits_the_rule_and_none_lies_between(rule, after):
    day = next_day(rule, after)
    how = rule.partition(":")[0]

    assert after < day <= after + timedelta(days=MOST[how])
    assert next_day(rule, day - timedelta(days=1)) == day
    if how == "weekly":
        assert day.isoweekday() == int(rule[-1])
    elif how == "quarterly":
        assert day.month % 3 == (1 if ":first:" in rule else 0)
    wanted = int(rule.replace("-", ":").rpartition(":")[2])
    if how != "weekly":
        assert day.day == wanted or (day.day < wanted and (day + timedelta(days=1)).day == 1)


@settings(max_examples=10_000, deadline=None)
@given(
    DAYS, st.integers(0, 40), st.sampled_from(["day", "working_day"]), st.sampled_from(["before", "after"])
)
def test_a_day_before_or_after_the_own_day_of_a_unit(anchor, days, unit, direction):
    relative = {"direction": direction, "days": days, "unit": unit, "anchor": "ngày đại hội"}
    day = own_day(relative, anchor)

    assert (day <= anchor) if direction == "before" else (day >= anchor)
    if unit == "day":
        assert abs((anchor - day).days) == days
        return
    step = 1 if direction == "after" else -1
    passed = [anchor + timedelta(days=step * n) for n in range(1, abs((anchor - day).days) + 1)]
    assert sum(calendar().is_working(d) for d in passed) == days
    assert days == 0 or calendar().is_working(day)


def test_the_reason_names_what_was_not_counted():
    relative = {"direction": "before", "days": 15, "unit": "working_day", "anchor": "ngày đại hội"}

    why = why_own_day(relative, date(2026, 3, 2))

    assert why.day == date(2026, 2, 2)
    assert "02/03/2026" in why.reasons[0] and "16/02, 17/02, 18/02, 19/02, 20/02" in why.reasons[1]
    assert why.doubts == []
    assert "2031" in why_own_day(relative, date(2031, 3, 3)).doubts[0]


def test_a_day_of_rest_an_early_day_and_an_unknown_year_are_doubts():
    assert doubts_about(date(2020, 10, 9)) == []
    assert "12/10/2020" in doubts_about(date(2020, 10, 10))[0]
    assert len(doubts_about(date(2020, 10, 9), issued_on=date(2020, 10, 12))) == 1
    assert "2031" in doubts_about(date(2031, 1, 7))[0]


@pytest.mark.parametrize(
    ("rule", "day", "said"),
    [
        ("monthly:20", date(2026, 11, 20), "11/2026"),
        ("quarterly:last:20", date(2026, 12, 20), "4/2026"),
        ("yearly:11-20", date(2026, 11, 20), "2026"),
        ("weekly:5", date(2026, 11, 27), "27/11/2026"),
    ],
)
def test_a_period_has_a_name(rule, day, said):
    assert said in period_of(rule, day)


@pytest.mark.parametrize(
    "rule", ["", "monthly", "monthly:x", "quarterly:middle:3", "daily:1", "yearly:13-01"]
)
def test_what_is_no_rule_is_none(rule):
    assert not is_rule(rule)
