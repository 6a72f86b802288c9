"""The trail holds together, and holds no values."""

from nhipcau.audit import trail
from nhipcau.audit.models import Entry


def test_rows_follow_from_each_other_and_a_changed_one_is_found(union):
    for n in range(3):
        trail.record(f"unit.seen{n}", union.desk, by=union.officer, unit=union.desk, fields=("name",))
    assert trail.first_broken() is None

    middle = Entry.objects.order_by("-id")[1]
    Entry.objects.filter(pk=middle.pk).update(verb="unit.forged")
    assert trail.first_broken() == middle.pk


def test_a_row_names_fields_and_never_values(union):
    entry = trail.record("unit.renamed", union.desk, by="worker", fields=("name",))

    assert (entry.actor_kind, entry.actor_id, entry.fields) == ("worker", None, ["name"])
    assert union.desk.name not in str(vars(entry))


def test_what_is_undone_leaves_no_row(union):
    from django.db import transaction

    before = Entry.objects.count()
    try:
        with transaction.atomic():
            trail.record("unit.renamed", union.desk, by="worker")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert Entry.objects.count() == before
