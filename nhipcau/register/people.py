"""Which lines are one person: duplicates, namesakes, shared phones."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from nhipcau.sheets.cleaners.facebook import comparison_key

TONES = "\u0300\u0301\u0303\u0309\u0323"


def name_key(name: str) -> str:
    """Case, composition and the place of the tone aside: hoà and hòa are one."""
    return " ".join(_word_key(word) for word in name.casefold().split())


@lru_cache(maxsize=8192)
def _word_key(word: str) -> str:
    flat = unicodedata.normalize("NFD", word)
    return re.sub(f"[{TONES}]", "", flat) + "".join(c for c in flat if c in TONES)


def contacts(phones: Iterable[str | None], email: str | None, url: str | None) -> tuple[str, ...]:
    """Phones, which begin with a +, e-mail and link, each told from the others."""
    found = [phone for phone in phones if phone]
    if email:
        found.append(f"e{email}")
    if url:
        found.append(f"f{comparison_key(url)}")
    return tuple(dict.fromkeys(found))


class Compared(NamedTuple):
    """What tells a line's person from others: its table, the key of its name (None without one), its contacts."""

    table: int
    name: str | None
    contacts: tuple[str, ...]


def compared(
    table: int, name: str | None, phones: Iterable[str | None], email: str | None, url: str | None
) -> Compared:
    """The same of a line's cleaned values."""
    return Compared(table, name_key(name) if name else None, contacts(phones, email, url))


@dataclass(slots=True)
class Said:
    """What the other lines make of one: codes, and the places of the line it repeats and of the same person in table 1."""

    codes: list[str] = field(default_factory=list)
    repeats: int | None = None
    same_person: int | None = None

    def say(self, code: str) -> None:
        if code not in self.codes:
            self.codes.append(code)


def compare(lines: Sequence[Compared]) -> dict[int, Said]:
    """Duplicates in a table, the same person across the two, shared phones and namesakes, by the line's place.

    By blocks, not pairs; a line of which nothing is said is left out.
    """
    said: defaultdict[int, Said] = defaultdict(Said)
    by_name: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.name is not None:
            by_name.setdefault(line.name, []).append(at)
    for block in by_name.values():
        if len(block) > 1:
            _same_people(block, lines, said)
            _namesakes(block, lines, said)
    _shared_phones(lines, said)
    return said


def _same_people(block: list[int], lines: Sequence[Compared], said: defaultdict[int, Said]) -> None:
    """One name and a contact in common: the first in a table counts, the other table's is named beside."""
    first: dict[tuple[int, str], int] = {}
    waiting: dict[str, list[int]] = {}  # of table 2, not met in table 1 yet
    for at in block:
        table, _name, found = lines[at]
        before = [first[table, c] for c in found if (table, c) in first]
        if before:
            earlier = min(before)
            root = said[earlier].repeats if earlier in said else None
            said[at].repeats = earlier if root is None else root
            said[at].say("duplicate")
        met = [first[1, c] for c in found if (1, c) in first] if table == 2 else []
        if met:
            said[at].same_person = min(met)
        for c in found:
            first.setdefault((table, c), at)
            if table == 2 and not met:
                waiting.setdefault(c, []).append(at)
            elif table != 2:
                for other in waiting.pop(c, ()):
                    if said[other].same_person is None:
                        said[other].same_person = at


def _namesakes(block: list[int], lines: Sequence[Compared], said: defaultdict[int, Said]) -> None:
    """One name and nothing in common."""
    first, *rest = (lines[at].contacts for at in block)
    if set(first).intersection(*rest):
        return
    for at in block:
        own = set(lines[at].contacts)
        if any(other != at and own.isdisjoint(lines[other].contacts) for other in block):
            said[at].say("same-name")


def _shared_phones(lines: Sequence[Compared], said: defaultdict[int, Said]) -> None:
    """One phone under two names."""
    by_phone: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        for contact in line.contacts:
            if contact[0] == "+":
                by_phone.setdefault(contact, []).append(at)
    for block in by_phone.values():
        if len(block) < 2:
            continue
        names = Counter(lines[at].name for at in block)
        for at in block:
            name = lines[at].name
            if len(block) > (names[name] if name is not None else 1):
                said[at].say("contact-shared")
