"""The one place that names the version of the Graph API."""

from datetime import date

API_VERSION = "v25.0"

# When Meta stops serving each version; None where no date is known yet.
ENDS_ON: dict[str, date | None] = {
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": None,
}


def days_left(version: str, today: date) -> int | None:
    """Days until the version ends; None when no end is known."""
    ends_on = ENDS_ON.get(version)
    return None if ends_on is None else (ends_on - today).days
