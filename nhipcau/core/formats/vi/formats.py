"""Dates as they are written in Vietnam; Django's own module reads 03/04/2026 as 4 March."""

DATE_FORMAT = "d/m/Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "H:i d/m/Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
YEAR_MONTH_FORMAT = "m/Y"
MONTH_DAY_FORMAT = "d/m"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%Hg%M"]
DATETIME_INPUT_FORMATS = [
    *(f"{day} {hour}" for day in DATE_INPUT_FORMATS for hour in ("%H:%M", "%H:%M:%S", "%Hh%M")),
    *(f"{hour} {day}" for day in DATE_INPUT_FORMATS for hour in ("%H:%M", "%Hh%M")),
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    *DATE_INPUT_FORMATS,
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
