"""Working days: Tết, substitute days, worked Saturdays; what is not entered is said to be missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.workdays import calendar

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2020, 9, 2), False),
        (date(2020, 9, 3), True),  # one day only until 2020
        (date(2021, 9, 3), False),
        (date(2022, 5, 3), False),  # 1/5 was a Sunday
        (date(2024, 2, 12), False),  # Tết
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),  # a Saturday worked for it
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 8, 22), True),
        (date(2026, 11, 22), False),  # a Sunday
    ],
)
def test_a_day_is_open_or_closed_as_was_announced(day, open_):
    assert calendar().is_working(day) is open_


def test_every_year_entered_has_the_days_of_the_law():
    for year in calendar().years:
        closed = [day for day in calendar().off if day.year == year]
        assert all(day.weekday() < 5 for day in closed), year
        assert 10 <= len(closed) <= 14, year
        assert all(day.weekday() >= 5 for day in calendar().worked if day.year == year)


def test_fifteen_working_days_before_a_congress_reach_over_tet():
    assert calendar().shift(date(2026, 3, 2), -15) == date(2026, 2, 2)


@settings(max_examples=10_000, deadline=None)
@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_as_a_person_counts_on_a_calendar(day, count):
    there = calendar().shift(day, count)
    assert calendar().between(day, there) == count
    assert _counted(calendar().shift(day, -count), day) == count


def _counted(back, day):
    """Working days from `back` (with it) to the day before `day`."""
    return sum(calendar().is_working(back + timedelta(days=n)) for n in range((day - back).days))


def test_a_year_that_was_not_entered_is_missing():
    assert calendar().missing([date(2026, 3, 1), date(2031, 3, 1)]) == [2031]


def test_the_own_file_of_an_installation_adds_a_year_and_wins(settings, tmp_path):
    own = tmp_path / "days.toml"
    own.write_text("[2031]\noff = [2031-01-23]\n[2026]\noff = [2026-11-24]\n")
    settings.WORKING_DAYS = str(own)

    assert calendar().missing([date(2031, 3, 1)]) == []
    assert not calendar().is_working(date(2026, 11, 24))
    assert calendar().is_working(date(2026, 2, 17))
