"""The line a value was read from, shown beside it: its number, and which words of it count."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from nhipcau.campaigns.reading import from_text
from nhipcau.campaigns.reading.lines import Source, fold
from nhipcau.campaigns.reading.wording import RECUR, RELATIVE
from nhipcau.core.boundary import cut, judge
from nhipcau.core.boundary.grammar import folded

LONGEST = 260  # signs of a line shown beside a field; the whole line is one tap away
AROUND = 90


@dataclass
class Part:
    """A piece of a line: plain, what was read ("hit"), or what became nothing ("out")."""

    text: str
    kind: str = ""


@dataclass
class Evidence:
    """One line of the original."""

    number: int | None
    parts: list[Part]


@dataclass
class LeftOut:
    """A passage that became nothing, with its line and the reason."""

    number: int
    text: str
    reason: str


class Lines:
    """The numbered lines of a circular."""

    def __init__(self, text: str) -> None:
        self.source: Source = from_text(text)
        self.at: dict[str, int] = {}
        for number, line in enumerate(self.source.lines, 1):
            if line:
                self.at.setdefault(line, number)

    def numbered(self) -> list[tuple[int, str]]:
        """Every line that says something, for the page that shows the whole text."""
        return [(number, line) for number, line in enumerate(self.source.lines, 1) if line]

    def evidence(
        self, lines: str, hits: Iterable[str] = (), out: Iterable[str] = (), longest: int = LONGEST
    ) -> list[Evidence]:
        """The lines a value came from, its words marked in them."""
        hits, out = list(hits), list(out)
        return [
            Evidence(self.at.get(line), shortened(marked(line, hits, out), longest))
            for line in lines.split("\n")
            if line.strip()
        ]

    def left_out(self) -> list[LeftOut]:
        """The passages that became nothing, word for word; computed when asked for, kept nowhere."""
        found = []
        for number, line in self.numbered():
            for piece in cut(line).left_out:
                found.append(LeftOut(number, piece, reason_of(piece)))
        return found


def reason_of(piece: str) -> str:
    """Why a passage lies outside, in a few words."""
    reasons = {
        "struggle": _("it asks people to argue against others"),
        "watch": _("it asks to note what others say or think"),
        "count": _("it asks for figures about what single people did online"),
        "react": _("it asks people to react to posts, or to get others to"),
        "opinion": _("it asks what a person believes"),
    }
    return reasons.get(judge.kind_of(folded(piece)) or "", _("it belongs to a passage of that kind"))


def marked(line: str, hits: list[str], out: list[str]) -> list[Part]:
    """Cut a line at the words that were read from it and at those that became nothing."""
    flat = fold(line)
    spans = _spans(flat, out, "out")
    spans += [s for s in _spans(flat, hits, "hit") if all(s[1] <= a or s[0] >= b for a, b, _k in spans)]
    parts, at = [], 0
    for start, end, kind in sorted(spans):
        if start < at:
            continue
        if start > at:
            parts.append(Part(line[at:start]))
        parts.append(Part(line[start:end], kind))
        at = end
    if at < len(line):
        parts.append(Part(line[at:]))
    return parts


def _spans(flat: str, pieces: list[str], kind: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for piece in pieces:
        if kind == "hit" and any(fold(piece) in flat[a:b] for a, b, _k in found):
            continue
        looked_for = fold(piece).strip()
        start = flat.find(looked_for) if looked_for else -1
        if start >= 0:
            found.append((start, start + len(looked_for), kind))
    return found


def shortened(parts: list[Part], longest: int = LONGEST) -> list[Part]:
    """A long line keeps what is marked and a few words around it."""
    if sum(len(p.text) for p in parts) <= longest:
        return parts
    kept = []
    for n, part in enumerate(parts):
        text = part.text
        room = longest if len(parts) == 1 else 2 * AROUND
        if not part.kind and len(text) > room:
            first, last = n == 0, n == len(parts) - 1
            head = (
                "" if first and not last else text[: room if len(parts) == 1 else AROUND].rpartition(" ")[0]
            )
            tail = "" if last else text[-AROUND:].partition(" ")[2]
            text = f"{head} … {tail}".strip() if head and tail else f"{head} …" if head else f"… {tail}"
            text = text + " " if not last and not text.endswith(" ") else text
            text = " " + text if not first and not text.startswith(" ") else text
        kept.append(Part(text, part.kind))
    return kept


def ways_to_write(day: date | None) -> list[str]:
    """A day as circulars write it."""
    if day is None:
        return []
    plain, full = f"{day.day}/{day.month}", f"{day:%d/%m}"
    return [
        f"{day.day} tháng {day.month} năm {day.year}", f"{day:%d} tháng {day:%m} năm {day.year}", f"{day:%d} tháng {day.month} năm {day.year}",
        f"{full}/{day.year}", f"{plain}/{day.year}", f"{day:%d}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", full, plain,
    ]  # fmt: skip


def line_that_says(text: str, day: date) -> int | None:
    """The first line of a letter that writes this day, or the one before it ("before the 21st" leaves the 20th)."""
    lines = from_text(text).lines
    for wanted in (day, day - timedelta(days=1)):
        ways = [way for way in ways_to_write(wanted) if str(wanted.year) in way]
        for number, line in enumerate(lines, 1):
            if any(way in line for way in ways):
                return number
    return None


def rules_in(line: str) -> list[str]:
    """The words of a rule that repeats or follows from a day."""
    flat = fold(line)
    patterns = [RELATIVE, *(pattern for pattern, _how in RECUR)]
    return [line[m.start() : m.end()] for pattern in patterns for m in pattern.finditer(flat)]


def shorter_names(name: str) -> list[str]:
    """A body's name as the text may say it: abbreviated, and without its last words."""
    words = re.sub(r"(?i)liên đoàn lao động", "LĐLĐ", name).split()
    return [name, *(" ".join(words[:n]) for n in range(len(words), 1, -1))]


def shared(source: str, value: str) -> list[str]:
    """Of each line, the words to its end that the value holds: a value over several lines is marked in each."""
    whole, found = fold(value), []
    for line in source.split("\n"):
        words = line.strip(" .;,").split()
        ends = (" ".join(words[n:]) for n in range(len(words)))
        found += [next((end for end in ends if len(end) > 3 and fold(end) in whole), "")]
    return [piece for piece in found if piece]


def words_of(text: str) -> list[str]:
    """What to look for of a value that holds several facts."""
    return [piece.strip() for piece in re.split(r"[\n;,()]", text) if len(piece.strip()) > 3]
