"""Forms that nobody has seen before are read as a careful person reads them."""

import pytest

from nhipcau.register.reading import read_file
from tests.register.fresh_forms import as_csv, as_docx, as_xlsx, fresh

WRITERS = {
    "xlsx": as_xlsx,
    "csv": as_csv,
    "utf16": lambda form: as_csv(form, "utf-16", "\t"),
    "semicolon": lambda form: as_csv(form, "utf-8", ";"),
    "docx": as_docx,
}


def told(form):
    return [
        (
            table,
            one["name"],
            one["unit"],
            one["position"],
            one["phone"] and f"+84{one['phone']}",
            one["email"],
            one["fb_name"],
            one["link"],
        )
        for table, one in form.people
    ]


def got(read):
    return [
        (p.table, p.name, p.unit, p.position, p.phone, p.email, p.facebook_name, p.facebook_url)
        for p in read.rows
    ]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("seed", range(12))
def test_a_fresh_form_is_read_whole(seed, kind):
    form = fresh(f"{kind} {seed}")
    read = read_file(WRITERS[kind](form), name=f"a.{kind if kind in ('xlsx', 'docx') else 'csv'}")

    assert read.unit == form.unit
    assert got(read) == told(form)
    assert not any(p.has_error for p in read.rows)
