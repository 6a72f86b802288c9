"""People of the register who may be one: found when a list is kept, and in full by `nhipcau find-duplicates`."""

from collections.abc import Iterable, Iterator
from itertools import islice

from nhipcau.core import clock
from nhipcau.register import likeness
from nhipcau.register.likeness import Known, Verdict
from nhipcau.register.models import Likeness, Person, PersonQuerySet

MANY = 2_000  # new people; from here on one walk through the register is cheaper than asking for their neighbours
VALUES = ("pk", "unit_id", "full_name", "phone", "email", "link_key")


def find_all() -> int:
    """Compare everybody with everybody worth comparing; gives the number of new proposals."""
    return _keep(_found(_known(Person.objects.standing()), None))


def find_among(people: Iterable[Person]) -> int:
    """Compare these people with the register; the same few questions for one as for many."""
    fresh = {person.pk: person for person in people}
    if not fresh:
        return 0
    if len(fresh) > MANY:
        return _keep(_found(_known(Person.objects.standing()), set(fresh)))
    everybody = Person.objects.standing()
    ids: set[int] = set()
    for field in ("phone", "email", "link_key", "near_a", "near_b", "unit_id"):
        values = {value for person in fresh.values() if (value := getattr(person, field))}
        if values:
            ids.update(everybody.filter(**{f"{field}__in": values}).values_list("pk", flat=True))
    return _keep(_found(_known(everybody.filter(pk__in=ids | set(fresh))), set(fresh)))


def _known(people: PersonQuerySet) -> list[Known]:
    return [likeness.known(*values) for values in people.order_by().values_list(*VALUES)]


def _found(people: list[Known], fresh: set[int] | None) -> Iterator[tuple[int, int, Verdict]]:
    for one, other in likeness.pairs(people, fresh):
        verdict = likeness.judge(one, other)
        if verdict is not None:
            yield one.pk, other.pk, verdict


def _keep(found: Iterator[tuple[int, int, Verdict]]) -> int:
    """New pairs become proposals; one that was decided, or stands there already, stays as it is."""
    now = clock.now()
    before = Likeness.objects.count()
    while batch := list(islice(found, 2_000)):
        Likeness.objects.bulk_create(
            [
                Likeness(
                    first_id=one,
                    second_id=other,
                    reasons=list(v.reasons),
                    score=min(v.score, 100),
                    found_at=now,
                )
                for one, other, v in batch
            ],
            ignore_conflicts=True,
        )
    return Likeness.objects.count() - before
