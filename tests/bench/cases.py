"""One measured case a process: `python -m tests.bench.cases CASE FOLDER` prints its CPU seconds and peak memory as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

COLUMNS = ("full_name", "unit", "position", "phone", "email", "facebook_name", "facebook")


def rows_of(file):
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[1:]


def parse(folder):
    """Calamine alone."""
    rows_of(folder / "form.xlsx")


def limit(folder):
    """Calamine and one executemany into the table of people: nothing checked, nothing found."""
    limit_one(folder / "form.xlsx")


def ours(folder):
    """Every check, finding and comparison; the sheet with each line's findings, people, lines, consents, proposals."""
    from django.db import transaction

    from nhipcau.accounts.models import User
    from nhipcau.organisations.models import Unit

    with transaction.atomic():
        take_in(folder / "form.xlsx", Unit.objects.get(code="BENCH"), User.objects.get(full_name="Bench"))


def take_in(file, unit, by):
    from nhipcau.core import clock
    from nhipcau.register.actions.keeping import keep_form01, values_of
    from nhipcau.register.reading import of_found
    from nhipcau.sheets.actions.confirming import keep_rows
    from nhipcau.sheets.finding import Found
    from nhipcau.sheets.models import Sheet

    form = of_found(Found(rows=found_rows(file), unit=unit.name))
    sheet = Sheet.objects.create(
        unit=unit, unit_path=unit.path, form="form01", confirmed_at=clock.now(), confirmed_by=by
    )
    keep_rows(sheet, ((p.table, p.n, values_of(p), [i.code for i in p.issues]) for p in form.rows))
    keep_form01(sheet, ((p.table, p.n, values_of(p)) for p in form.rows), by=by)


def found_rows(file):
    """Row by row, as the workbook gives them."""
    from python_calamine import CalamineWorkbook

    from nhipcau.formats.model import EMPTY, Cell
    from nhipcau.sheets.finding import FoundRow

    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows()
    next(rows)
    for n, row in enumerate(rows, 1):
        cells = {key: Cell(text) if text else EMPTY for key, text in zip(COLUMNS, row, strict=True)}
        yield FoundRow(1, n, {"row": n}, cells)


def peer(folder, *, bulk):
    """django-import-export writes people only; our checks for each row, its own search for the same name, phone and e-mail."""
    from nhipcau.organisations.models import Unit

    peer_one(folder / "form.xlsx", Unit.objects.get(code="BENCH"), bulk=bulk)


def peer_one(file, unit, *, bulk):
    import tablib
    from import_export.resources import ModelResource

    from nhipcau.core import clock
    from nhipcau.register.models import Person
    from nhipcau.register.reading import person_of

    now = clock.now()

    class People(ModelResource):
        class Meta:
            model = Person
            fields = ("full_name", "phone", "email", "link_key")
            import_id_fields = ("full_name", "phone", "email")
            use_bulk = bulk
            batch_size = 1000
            use_transactions = True

        def before_import_row(self, row, **options):
            line = person_of(
                {key: row["link_key" if key == "facebook" else key] for key in COLUMNS},
                table=1,
                n=1,
                unit=unit.name,
            )
            row.update(
                full_name=line.name or "",
                phone=line.phone or "",
                email=line.email or "",
                link_key=(line.facebook_url or "")[-120:],
            )
            row["findings"] = [i.code for i in line.issues]

        def before_save_instance(self, instance, row, **options):
            instance.unit, instance.unit_path, instance.created_at = unit, unit.path, now
            instance.make_keys()

    data = tablib.Dataset(*rows_of(file), headers=[*COLUMNS[:-1], "link_key"])
    result = People().import_data(data, dry_run=False, raise_errors=True)
    assert not result.has_errors()


def books(folder):
    """Every workbook of the folder with the unit that hands it in."""
    from nhipcau.organisations.models import Unit

    units = list(Unit.objects.below(Unit.objects.get(code="BENCH")).order_by("pk"))[1:]
    return zip(sorted((folder / "many").iterdir()), units, strict=False)


def many(folder):
    """Every workbook through the same way as one large one."""
    from django.db import transaction

    from nhipcau.accounts.models import User

    by = User.objects.get(full_name="Bench")
    for file, unit in books(folder):
        with transaction.atomic():
            take_in(file, unit, by)


def many_peer(folder, *, bulk):
    for file, unit in books(folder):
        peer_one(file, unit, bulk=bulk)


def many_limit(folder):
    for file in sorted((folder / "many").iterdir()):
        limit_one(file)


def limit_one(file):
    from django.db import connection, transaction

    from nhipcau.core import clock
    from nhipcau.organisations.models import Unit

    now, unit = connection.ops.adapt_datetimefield_value(clock.now()), Unit.objects.get(code="BENCH")
    sql = (
        "INSERT INTO register_person (unit_id, unit_path, full_name, search_name, sort_key, phone, email, link_key, near_a, near_b, created_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', '', %s)"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            sql, [(unit.pk, unit.path, r[0], r[0], r[0], r[3], r[4], r[6][-40:], now) for r in rows_of(file)]
        )


CASES = {
    "parse": parse, "limit": limit, "ours": ours, "many": many, "many_limit": many_limit,
    "import-export": lambda folder: peer(folder, bulk=False), "use_bulk": lambda folder: peer(folder, bulk=True),
    "many_import-export": lambda folder: many_peer(folder, bulk=False), "many_use_bulk": lambda folder: many_peer(folder, bulk=True),
}  # fmt: skip


def main():
    name, folder = sys.argv[1], Path(sys.argv[2])
    import django

    django.setup()
    import import_export.resources  # noqa: F401 - what a server has loaded before the first file comes
    import python_calamine  # noqa: F401

    import nhipcau.register.actions.keeping  # noqa: F401

    before = time.process_time()
    CASES[name](folder)
    cpu = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "mib": peak}))


if __name__ == "__main__":
    main()
