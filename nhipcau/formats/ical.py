"""A calendar file (iCalendar, RFC 5545) that phones and mail programs subscribe to: written, never read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

LONGEST = 75  # bytes of a line, RFC 5545 section 3.1
ZONE = "Asia/Ho_Chi_Minh"
#: Việt Nam has had one offset and no summer time since 1975.
ZONE_LINES = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19750613T000000", "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing on a day, on several days, or at an hour; `uid` stays the same as long as it is the same thing."""

    uid: str
    on: date
    summary: str
    ends_on: date | None = None
    at: time | None = None
    description: str = ""
    url: str = ""


def calendar(name: str, entries: Iterable[Entry], *, stamp: datetime) -> bytes:
    """The whole file. `stamp` is the moment at which it is made."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nhip Cau//nhipcau//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{ZONE}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H", *ZONE_LINES,
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(b"\r\n".join(_folded(line)) + b"\r\n" for line in lines)


def _event(entry: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if entry.at is not None and entry.ends_on in (None, entry.on):
        yield f"DTSTART;TZID={ZONE}:{datetime.combine(entry.on, entry.at):%Y%m%dT%H%M%S}"
    else:
        after = (entry.ends_on or entry.on) + timedelta(days=1)  # the end is not part of it, section 3.8.2.2
        yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{_text(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    r"""A text as section 3.3.11 wants it: \ ; , and the ends of lines escaped, other control signs left out."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(sign for sign in value if sign in "\n\t" or (ord(sign) >= ord(" ") and ord(sign) != 0x7F))
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[bytes]:
    """The line in pieces of at most 75 bytes, each further one behind a space; no letter is cut in two."""
    pieces, piece = [], b""
    for sign in line:
        more = sign.encode()
        if len(piece) + len(more) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += more
    return [*pieces, piece]
