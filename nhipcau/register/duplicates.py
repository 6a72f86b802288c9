"""People of the register who may be one: found when a list is kept, and in full by `nhipcau find-duplicates`."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Count

from nhipcau.core import bulk, clock
from nhipcau.register import likeness
from nhipcau.register.likeness import Known, Verdict
from nhipcau.register.models import Likeness, Person, PersonQuerySet

MANY = 2_000
KEYS = ("phone", "email", "link_key", "near_a", "near_b")
VALUES = ("pk", "unit_id", "full_name", "phone", "email", "link_key")


def find_all() -> int:
    """Compare everybody with everybody worth comparing; gives the number of new proposals."""
    people = Person.objects.standing().order_by().values_list(*VALUES)
    return _keep(_found([likeness.known(*values) for values in people.iterator(MANY)], None, None))


def find_among(ids: Iterable[int]) -> int:
    """Compare these people with the register; the same two questions for one as for many."""
    fresh = set(ids)
    return sum(_find(new, fresh) for new in _parts(sorted(fresh)))


def _parts(ids: list[int]) -> Iterator[PersonQuerySet]:
    """The people of these numbers; a list's new people are many and stand together, whoever came in between does no harm."""
    if len(ids) > MANY and ids[-1] - ids[0] < 2 * len(ids):
        yield Person.objects.filter(pk__range=(ids[0], ids[-1]))
        return
    for at in range(0, len(ids), MANY):
        yield Person.objects.filter(pk__in=ids[at : at + MANY])


def _find(new: PersonQuerySet, fresh: set[int]) -> int:
    everybody = Person.objects.order_by()
    sizes = everybody.standing().filter(unit__in=new.values("unit")).values("unit").annotate(n=Count("pk"))
    small = set(sizes.filter(n__lte=likeness.SMALL_UNIT).values_list("unit", flat=True))
    asked = [everybody.filter(unit__in=small)] if small else []
    asked += [everybody.filter(**{f"{key}__in": _shared(new, key)}) for key in KEYS]
    first, *rest = (people.values_list(*VALUES, "merged_into") for people in asked)
    worth = {
        pk: likeness.known(pk, *values)
        for pk, *values, merged_into in first.union(*rest, all=True).iterator(MANY)
        if merged_into is None
    }
    return _keep(_found(worth.values(), fresh, small))


def _shared(new: PersonQuerySet, key: str) -> PersonQuerySet:
    """What new people have in common with anybody."""
    said = new.exclude(**{key: ""}).order_by().values(key)
    among = Person.objects.order_by().filter(**{f"{key}__in": said})
    return among.values(key).annotate(n=Count("pk")).filter(n__gt=1).values(key)


def _found(
    people: Iterable[Known], fresh: Collection[int] | None, small: Collection[int] | None
) -> Iterator[tuple[int, int, Verdict]]:
    for one, other in likeness.pairs(people, fresh, small):
        verdict = likeness.judge(one, other)
        if verdict is not None:
            yield one.pk, other.pk, verdict


def _keep(found: Iterable[tuple[int, int, Verdict]]) -> int:
    """New pairs become proposals; one that was decided, or stands there already, stays as it is."""
    columns = ("first_id", "second_id", "reasons", "score", "found_at", "decision", "moved")
    now = bulk.moment(clock.now())
    rows = (
        (one, other, bulk.as_json(verdict.reasons), min(verdict.score, 100), now, "open", "{}")
        for one, other, verdict in found
    )
    return bulk.write(Likeness, columns, rows, skip_known=True)
