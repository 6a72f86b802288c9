"""Which lines are one person: duplicates, namesakes, shared phones."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from nhipcau.sheets.cleaners.facebook import comparison_key

if TYPE_CHECKING:
    from nhipcau.register.reading import Person

TONES = "\u0300\u0301\u0303\u0309\u0323"


def name_key(name: str) -> str:
    """Case, composition and the place of the tone aside: hoà and hòa are one."""
    return " ".join(_word_key(word) for word in name.casefold().split())


@lru_cache(maxsize=8192)
def _word_key(word: str) -> str:
    flat = unicodedata.normalize("NFD", word)
    return re.sub(f"[{TONES}]", "", flat) + "".join(c for c in flat if c in TONES)


def contacts(person: "Person") -> set[str]:
    """Phones, e-mail and link, each told from the others."""
    found = {f"p{phone}" for phone in (person.phone, *person.phones_other) if phone}
    if person.email:
        found.add(f"e{person.email}")
    if person.facebook_url:
        found.add(f"f{comparison_key(person.facebook_url)}")
    return found


def compare(people: "list[Person]") -> None:
    """Marks duplicates in a table, the same person across the two, shared phones and namesakes; by blocks, not pairs."""
    keys = [(name_key(p.name) if p.name else None, contacts(p)) for p in people]
    _same_people(people, keys)
    _namesakes(people, keys)
    _shared_phones(people, keys)


Key = tuple[str | None, set[str]]


def _same_people(people: "list[Person]", keys: list[Key]) -> None:
    """Same name and a contact in common: the first in a table counts, the other table's is named beside."""
    first: dict[tuple[int, str, str], int] = {}
    waiting: dict[tuple[str, str], list[int]] = {}  # of table 2, not met in table 1 yet
    for at, (name, found) in enumerate(keys):
        if name is None:
            continue
        person = people[at]
        before = [first[k] for c in found if (k := (person.table, name, c)) in first]
        if before:
            earlier = people[min(before)]
            person.duplicate_of = earlier.duplicate_of or {"table": earlier.table, "n": earlier.n}
            person.say("row", "duplicate")
        if person.table == 2:
            met = [first[k] for c in found if (k := (1, name, c)) in first]
            if met:
                person.same_person_as = {"table": 1, "n": people[min(met)].n}
        for c in found:
            first.setdefault((person.table, name, c), at)
            if person.table == 2 and person.same_person_as is None:
                waiting.setdefault((name, c), []).append(at)
            elif person.table != 2:
                for other in waiting.pop((name, c), ()):
                    people[other].same_person_as = people[other].same_person_as or {
                        "table": person.table,
                        "n": person.n,
                    }


def _namesakes(people: "list[Person]", keys: list[Key]) -> None:
    """The same name and nothing in common."""
    by_name: dict[str, list[int]] = {}
    for at, (name, _found) in enumerate(keys):
        if name is not None:
            by_name.setdefault(name, []).append(at)
    for block in by_name.values():
        if len(block) < 2 or set.intersection(*(keys[at][1] for at in block)):
            continue
        for at in block:
            if any(other != at and keys[at][1].isdisjoint(keys[other][1]) for other in block):
                people[at].say("row", "same-name")


def _shared_phones(people: "list[Person]", keys: list[Key]) -> None:
    """One phone under two names."""
    by_phone: dict[str, list[int]] = {}
    for at, (_name, found) in enumerate(keys):
        for contact in found:
            if contact.startswith("p"):
                by_phone.setdefault(contact, []).append(at)
    for block in by_phone.values():
        names = Counter(keys[at][0] for at in block)
        for at in block:
            name = keys[at][0]
            if len(block) > (names[name] if name is not None else 1):
                people[at].say("row", "contact-shared")
