"""The one place that names the versions of the Graph API and their ends (contract, section 1)."""

from datetime import date

API_VERSION = "v25.0"
WARN_DAYS = 90

# When Meta stops serving each version; None where no date is known yet. An ended version is served as a newer one.
ENDS_ON: dict[str, date | None] = {
    "v20.0": date(2026, 9, 24),
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": None,
}


def days_left(version: str, today: date) -> int | None:
    """Days until the version ends, negative when it has ended; None when no end is known."""
    ends_on = ENDS_ON.get(version)
    return None if ends_on is None else (ends_on - today).days


def must_warn(version: str, today: date) -> bool:
    """Is it time to tell an administrator: 90 days ahead, after the end, or for a version nobody knows?"""
    left = days_left(version, today)
    return version not in ENDS_ON or (left is not None and left <= WARN_DAYS)
