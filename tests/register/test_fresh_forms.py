"""Forms that nobody has seen before are read as a careful person reads them."""

import pytest

from nhipcau.register.reading import read_file
from tests.register import old_fonts
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


def in_old_font(form, change):
    form.rows = [[change(v) if isinstance(v, str) else v for v in row] for row in form.rows]
    return form


def plain(seed):
    """A form whose texts an eight-bit encoding can hold."""
    return in_old_font(fresh(seed), lambda v: v.replace("\u200b", ""))


def alike(rows):
    """Capitals of units and positions aside: some old fonts have none."""
    return [
        (
            t,
            name,
            unit and unit.lower(),
            position and position.lower(),
            *rest[:2],
            (rest[2] or "").lower(),
            rest[3],
        )
        for t, name, unit, position, *rest in rows
    ]


OLD = {
    "tcvn3": lambda form: as_csv(in_old_font(form, old_fonts.tcvn3), "latin-1"),
    "vni": lambda form: as_csv(in_old_font(form, old_fonts.vni), "latin-1"),
    "windows-1258": lambda form: old_fonts.windows_1258(as_csv(form, "utf-8").decode()),
}


@pytest.mark.parametrize("kind", OLD)
@pytest.mark.parametrize("seed", range(6))
def test_a_fresh_form_in_an_old_encoding_is_read_whole(seed, kind):
    form = plain(f"{kind} {seed}")
    wanted, unit = told(form), form.unit
    read = read_file(OLD[kind](form), name="a.csv")

    assert alike(got(read)) == alike(wanted)
    assert read.unit.lower() == unit.lower()
    assert [i.code for i in read.file_issues] == ([] if kind == "windows-1258" else ["text-encoding"])
