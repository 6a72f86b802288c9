"""People of the register who may be one: found when a list is kept, and in full by `nhipcau find-duplicates`."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

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
    """Compare these people with the register; as many questions for one as for many."""
    fresh = set(ids)
    return sum(_find(part, fresh) for part in _parts(sorted(fresh)))


def _parts(ids: list[int]) -> Iterator[PersonQuerySet]:
    """The people of these numbers. A long list's new people stand together; whoever came in between does no harm."""
    people = Person.objects.order_by()
    if len(ids) > MANY and ids[-1] - ids[0] < 2 * len(ids):
        yield people.filter(pk__range=(ids[0], ids[-1]))
        return
    for at in range(0, len(ids), MANY):
        yield people.filter(pk__in=ids[at : at + MANY])


def _find(new: PersonQuerySet, fresh: set[int]) -> int:
    units = set(new.values_list("unit", flat=True).distinct())
    sizes = Person.objects.standing().filter(unit__in=units).order_by().values_list("unit")
    small = {unit for unit, size in sizes.annotate(n=Count("pk")) if size <= likeness.SMALL_UNIT}
    beside = _of_few(new, small) if len(fresh) <= MANY else _of_many(new, small)
    worth = {
        pk: likeness.known(pk, *values)
        for pk, *values, merged_into in beside.iterator(MANY)
        if merged_into is None
    }
    return _keep(_found(worth.values(), fresh, small))


def _of_few(new: PersonQuerySet, small: set[int]) -> QuerySet[Any, Any]:
    """Who shares anything with new people, by what they say."""
    said = list(zip(*new.values_list(*KEYS), strict=True)) or [()] * len(KEYS)
    shares = Q(unit__in=small)
    for key, values in zip(KEYS, said, strict=True):
        shares |= Q(**{f"{key}__in": {value for value in values if value}})
    return Person.objects.order_by().filter(shares).values_list(*VALUES, "merged_into")


def _of_many(new: PersonQuerySet, small: set[int]) -> QuerySet[Any, Any]:
    """The same, and the database finds out what is said more than once; people may come twice."""
    people = Person.objects.order_by()
    asked = [people.filter(unit__in=small)] if small else []
    for key in KEYS:
        said = new.exclude(**{key: ""}).values(key)
        among = people.filter(**{f"{key}__in": said}).values(key).annotate(n=Count("pk"))
        asked.append(people.filter(**{f"{key}__in": among.filter(n__gt=1).values(key)}))
    first, *rest = (each.values_list(*VALUES, "merged_into") for each in asked)
    return first.union(*rest, all=True)


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
