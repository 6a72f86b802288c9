"""The people a unit has named before, so that a second list finds them again with their consents."""

from dataclasses import dataclass
from operator import attrgetter

from nhipcau.core import bulk
from nhipcau.core.text import fold_name, name_sort_key
from nhipcau.organisations.models import Unit
from nhipcau.register import likeness
from nhipcau.register.models import Person
from nhipcau.register.people import name_key
from nhipcau.sheets.cleaners.facebook import comparison_key


@dataclass(slots=True, eq=False)
class Named:
    """What of a person decides whether a line names them again; `kept` is who they turned out to be."""

    pk: int
    name: str
    phone: str
    email: str
    link: str
    is_new: bool = False
    kept: "Named | None" = None

    def keys_of_name(self) -> tuple[str, str]:
        """For searching and for sorting."""
        return fold_name(self.name), name_sort_key(self.name)[:500]

    def near_keys(self) -> tuple[str, str]:
        return likeness.near_keys(self.name, self.phone)


_number = attrgetter("pk")


class NamedBefore:
    """Finds the person whom a line names, or makes a new one.

    `fresh` are new and not written yet, `changed` have newer contacts that are not written yet.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.fresh: list[Named] = []
        self.changed: dict[int, Named] = {}
        self._same: dict[str, list[Named]] = {}
        self._blank: dict[str, list[Named]] = {}
        self._by_contact: dict[tuple[str, str], list[Named]] = {}
        self._numbers = bulk.numbers(Person)
        values = ("pk", "full_name", "phone", "email", "link_key")
        merged: list[tuple[Named, int]] = []
        people = Person.objects.filter(unit=unit).order_by("pk").values_list(*values, "merged_into")
        for *own, merged_into in people.iterator(bulk.MANY):
            person = Named(*own)
            self._add(name_key(person.name), person)
            if merged_into is not None:
                merged.append((person, merged_into))
        if merged:
            kept = Person.objects.filter(merged__unit=unit).distinct().order_by().values_list(*values)
            by_number = {pk: Named(pk, *rest) for pk, *rest in kept}
            for person, merged_into in merged:
                person.kept = by_number[merged_into]

    def person(self, name: str, phone: str, email: str) -> Named:
        """By name and a contact in common; a name alone is enough only where nothing speaks against it."""
        key, email = name_key(name), email[:254]
        same = self._same.get(key, [])
        found = (
            self._by_contact.get((key, phone)) or self._by_contact.get((key, email)) or self._blank.get(key)
        )
        if not found and not phone and not email and len(same) == 1:
            found = same
        if found:
            first = min(found, key=_number)
            return first.kept or self._with(key, first, phone, email)
        person = Named(next(self._numbers), name[:150], phone, email, "", is_new=True)
        self.fresh.append(person)
        self._add(key, person)
        return person

    def linked(self, person: Named, url: str) -> None:
        """Remember the account by which the person may be known again."""
        key = comparison_key(url)[:120] if url else ""
        if key and key != person.link:
            person.link = key
            self._has_changed(person)

    def _add(self, key: str, person: Named) -> None:
        self._same.setdefault(key, []).append(person)
        if not (person.phone or person.email):
            self._blank.setdefault(key, []).append(person)
        self._reached(key, person)

    def _reached(self, key: str, person: Named) -> None:
        for contact in (person.phone, person.email):
            if contact:
                self._by_contact.setdefault((key, contact), []).append(person)

    def _with(self, key: str, person: Named, phone: str, email: str) -> Named:
        """Newer contacts take the place of older ones; a blank takes nothing away."""
        if (phone and phone != person.phone) or (email and email != person.email):
            for earlier in (person.phone, person.email):
                if earlier:
                    self._by_contact[key, earlier].remove(person)
            if not (person.phone or person.email):
                self._blank[key].remove(person)
            person.phone, person.email = phone or person.phone, email or person.email
            self._reached(key, person)
            self._has_changed(person)
        return person

    def _has_changed(self, person: Named) -> None:
        if not person.is_new:
            self.changed[person.pk] = person
