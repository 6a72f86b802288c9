"""`./run bench tree`, `./run bench sheets`, `./run bench campaigns`, `./run bench media`: pairs in one run, medians and ratios; nothing here is asserted."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time

os.environ.setdefault("NHIPCAU_DATA", tempfile.mkdtemp(prefix="nhipcau-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
ROUNDS = 30


def main() -> int:
    """Run the named benches, or all of them."""
    if sys.argv[1:2] == ["media"]:
        from tests.bench import media

        return media.main(sys.argv[2:])
    if sys.argv[1:2] == ["campaigns"]:
        from tests.bench import campaigns

        return campaigns.main(sys.argv[2:])
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if sys.argv[1:2] == ["sheets"]:
        from tests.bench import sheets

        return sheets.main(sys.argv[2:])
    wanted = sys.argv[1:] or ["tree"]
    for name in wanted:
        if name not in BENCHES:
            print(f"There is no bench “{name}”; there are: {', '.join(BENCHES)}.", file=sys.stderr)
            return 2
        BENCHES[name]()
    return 0


def tree() -> None:
    """A branch of 600 units among 60,000: by range of paths against a prefix search."""
    from datetime import date

    from nhipcau.organisations.models import Unit, UnitKind

    kind = UnitKind.objects.create(code="bench", name="bench")
    day = date(2020, 1, 1)

    def step(n: int) -> str:
        return f"{n:04}"

    def rows():
        yield Unit(path=step(1), depth=1, numchild=100, name="top", kind=kind, founded_on=day)
        for ward in range(1, 101):
            yield Unit(
                path=step(1) + step(ward),
                depth=2,
                numchild=600,
                name=f"ward {ward}",
                kind=kind,
                founded_on=day,
            )
            for n in range(1, 601):
                yield Unit(
                    path=step(1) + step(ward) + step(n), depth=3, name=f"unit {n}", kind=kind, founded_on=day
                )

    Unit.objects.bulk_create(rows(), batch_size=2000)
    branch = Unit.objects.get(path=step(1) + step(50))
    by_range = Unit.objects.below(branch).order_by().values_list("pk", flat=True)
    by_prefix = Unit.objects.filter(path__startswith=branch.path).order_by().values_list("pk", flat=True)
    assert set(by_range) == set(by_prefix)
    pairs("ids of a branch of 601 units among 60,101", ("range", by_range), ("prefix", by_prefix))


def pairs(title, first, second) -> None:
    """Interleaved runs of two queries."""
    times = {name: [] for name, _query in (first, second)}
    for _round in range(ROUNDS):
        for name, query in (first, second):
            began = time.perf_counter()
            list(query.all())
            times[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(values) * 1000 for name, values in times.items()}
    (a, ma), (b, mb) = medians.items()
    print(f"{title}: {a} {ma:.2f} ms, {b} {mb:.2f} ms, ratio {mb / ma:.1f} (medians of {ROUNDS} pairs)")


BENCHES = {"tree": tree}

if __name__ == "__main__":
    sys.exit(main())
