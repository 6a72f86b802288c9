"""Which lines are one person: duplicates, namesakes, shared phones."""

import re
import unicodedata
from typing import TYPE_CHECKING

from nhipcau.sheets.cleaners.facebook import comparison_key

if TYPE_CHECKING:
    from nhipcau.register.reading import Person

TONES = "\u0300\u0301\u0303\u0309\u0323"


def name_key(name: str) -> str:
    """Case, composition and the place of the tone aside: hoà and hòa are one."""
    words = []
    for word in unicodedata.normalize("NFD", name.casefold()).split():
        tones = "".join(c for c in word if c in TONES)
        words.append(re.sub(f"[{TONES}]", "", word) + tones)
    return " ".join(words)


def contacts(person: "Person") -> set[str]:
    """Phones, e-mail and link, each told from the others."""
    found = {f"p{phone}" for phone in (person.phone, *person.phones_other) if phone}
    if person.email:
        found.add(f"e{person.email}")
    if person.facebook_url:
        found.add(f"f{comparison_key(person.facebook_url)}")
    return found


def compare(people: "list[Person]") -> None:
    """Marks duplicates in a table, the same person across the two, shared phones and namesakes."""
    keys = [(name_key(p.name) if p.name else None, contacts(p)) for p in people]
    for at, person in enumerate(people):
        for before in range(at):
            _pair(people[before], person, keys[before], keys[at])


def _pair(
    first: "Person", later: "Person", one: tuple[str | None, set[str]], other: tuple[str | None, set[str]]
) -> None:
    same_name = one[0] is not None and one[0] == other[0]
    common = one[1] & other[1]
    if same_name and common:
        place = {"table": first.table, "n": first.n}
        if first.table == later.table:
            if later.duplicate_of is None:
                later.duplicate_of = first.duplicate_of or place
                later.say("row", "duplicate")
        elif later.table == 2 and later.same_person_as is None:
            later.same_person_as = place
        elif first.table == 2 and first.same_person_as is None:
            first.same_person_as = {"table": later.table, "n": later.n}
    elif same_name:
        first.say("row", "same-name")
        later.say("row", "same-name")
    elif any(c.startswith("p") for c in common):
        first.say("row", "contact-shared")
        later.say("row", "contact-shared")
