"""`./run bench sheets [--rows N] [--rounds N] [--write]`: P1-P5, interleaved fresh processes, medians with min and max."""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.register.planting import register

ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "speed.md"
BOOKS, BOOK_ROWS = 600, 40
PEERS = ("use_bulk", "import-export")


def main(arguments):
    parser = argparse.ArgumentParser(prog="./run bench sheets")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--peer-rounds", type=int, default=3, help="of django-import-export, which takes long"
    )
    parser.add_argument("--books", type=int, default=BOOKS)
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as folder:
        lines = table(Path(folder), chosen)
    text = "\n".join(lines)
    print(text)
    if chosen.write:
        DOC.write_text(f"{HEAD}\n{text}\n", "utf-8")
    return 0


HEAD = """# How fast lists are taken in

Made by `./run bench sheets --write`: CPU seconds, medians with (min-max) of interleaved fresh processes in one run on SQLite;
the ratios count, not the seconds. The limit is calamine and one `executemany` into the table of people, with nothing
checked. django-import-export writes people only, with our checks and its own search for the same name, phone and e-mail; ours
also keeps the sheet with every line's findings, the lines in force, consents, and proposals of who may be one. The guarded
child that reads a stranger's file is not in it.

Where the time of one large list goes: a third is reading and checking its cells and comparing its lines, a tenth the rows of
the sheet, two fifths the people, lines and consents with their indexes, a sixth who may be one. The limit writes one of the
five tables, and there with empty keys for likeness. Of a small list about a third is SQLite's (rows, indexes, commit), the
rest some twenty questions and the people whom the unit has named before; django-import-export asks there only for what is
exactly the same.

Of the peak memory 64 MiB are SQLite's page cache and about as much the database file that it maps; a line costs 1.6 kB while
its list is compared. The product takes lists of 10,000 lines at most.

One mended cell of a list of 5,000 lines is checked in 0.13 s of CPU where it once took 1.7: its line and those that lean on it are
cleaned, all are compared, and what changed is written.
"""


def table(folder, chosen):
    import django

    django.setup()
    prepare(folder, chosen)
    lines = ["| | what | measured | goal | held |", "|---|---|---|---|---|"]
    big = measure(folder, ("ours", "limit", "parse", "use_bulk", "import-export"), chosen)
    what = f"{chosen.rows:,} rows against {chosen.rows:,} stored people"
    lines += [f"| P1 | {what}: {name} | {shown(runs)} | | |" for name, runs in big.items()]
    own = median(big["ours"])
    for name, goal in (("import-export", 30), ("use_bulk", 10)):
        lines.append(row("P1", f"cheaper than {name}", median(big[name]) / own, goal, at_least=True))
    lines.append(row("P1", "against the limit", own / median(big["limit"]), 2.5))
    books = measure(folder, ("many", "many_limit", "many_use_bulk", "many_import-export"), chosen)
    lines += [
        f"| P2 | {chosen.books} workbooks of {BOOK_ROWS} rows: {name} | {shown(runs)} | | |"
        for name, runs in books.items()
    ]
    for name, goal in (("import-export", 60), ("use_bulk", 12)):
        times = median(books[f"many_{name}"]) / median(books["many"])
        lines.append(row("P2", f"cheaper than {name}", times, goal, at_least=True))
    lines.append(row("P2", "against the limit", median(books["many"]) / median(books["many_limit"]), 3.5))
    shutil.copy(folder / "form.xlsx", folder / "whole.xlsx")
    (folder / "tenth.xlsx").replace(folder / "form.xlsx")
    small = measure(folder, ("ours",), chosen)
    lines.append(row("P3", "CPU of ten times the rows", own / median(small["ours"]), 10.8))
    peaks = [statistics.median(run["mib"] for run in big[name]) for name in ("ours", "parse")]
    lines.append(
        row(
            "P3",
            f"peak memory against calamine alone ({peaks[0]:.0f} and {peaks[1]:.0f} MiB)",
            peaks[0] / peaks[1],
            1.5,
        )
    )
    lines += [one_row(), *near(chosen.rows)]
    return lines


def prepare(folder, chosen):
    """The stored register, one large workbook, a tenth of it, and many small ones; people in the files are others."""
    os.environ["NHIPCAU_DATA"] = str(folder / "data")
    (folder / "data").mkdir()
    subprocess.run(
        [sys.executable, "-m", "nhipcau", "migrate", "-v0"], check=True, env=environment(folder / "data")
    )
    script = f"from tests.bench.sheets import store; store({chosen.rows}, {chosen.books})"
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {script}"],
        check=True,
        cwd=ROOT,
        env=environment(folder / "data"),
    )
    people = register(chosen.rows, chosen.rows // 50, seed=7)
    workbook(folder / "form.xlsx", people)
    workbook(folder / "tenth.xlsx", people[: chosen.rows // 10])
    (folder / "many").mkdir()
    for n in range(chosen.books):
        workbook(folder / "many" / f"{n:04}.xlsx", register(BOOK_ROWS, 0, seed=1000 + n))


def store(count, books):
    """People of before, in units below one that hands in."""
    from django.db import transaction

    from nhipcau.accounts.models import User
    from nhipcau.core import bulk, clock
    from nhipcau.register.actions.keeping import PERSON
    from nhipcau.register.models import Person
    from tests import factories

    with transaction.atomic():
        top = factories.make_unit("Liên đoàn Thử", code="BENCH")
        units = [factories.make_unit(f"Trường Thử {n}", top) for n in range(books)]
        factories.appoint(
            User.objects.create_user(full_name="Bench", email="bench@example.org"), "desk_officer", top
        )
        now, numbers = bulk.moment(clock.now()), bulk.numbers(Person)
        bulk.write(Person, PERSON, (row_of(next(numbers), made, units, now) for made in register(count, 0)))


def row_of(number, made, units, now):
    from nhipcau.register.naming import Named

    unit = units[made.unit % len(units)]
    named = Named(number, made.name, made.phone, made.email, made.link)
    return (
        number, unit.pk, unit.path, made.name, *named.keys_of_name(), made.phone, made.email, made.link, *named.near_keys(), now
    )  # fmt: skip


def workbook(file, people):
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        rows = [("Họ tên", "Đơn vị", "Chức vụ", "Điện thoại", "Email", "Tên Facebook", "Link")]
        rows += [
            (p.name, f"Trường Thử {p.unit}", "Kế toán", f"0{p.phone[3:]}" if p.phone else "", p.email, p.name if p.link else "",
             f"https://www.facebook.com/{p.link}" if p.link else "")
            for p in people
        ]  # fmt: skip
        for n, row_ in enumerate(rows):
            for column, text in enumerate(row_):
                sheet.write_string(n, column, text)


def environment(data):
    return os.environ | {
        "NHIPCAU_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }


def measure(folder, names, chosen):
    """Each case in a fresh process on a fresh copy of the database, in turn."""
    runs = {name: [] for name in names}
    for number in range(chosen.rounds):
        for name in names:
            if name.endswith(PEERS) and number >= chosen.peer_rounds:
                continue
            copy = folder / "copy"
            shutil.copytree(folder / "data", copy)
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.cases", name, str(folder)],
                check=True, cwd=ROOT, env=environment(copy), stdout=subprocess.PIPE,
            )  # fmt: skip
            run = json.loads(done.stdout.splitlines()[-1])
            print(
                f"round {number + 1}: {name} {run['cpu']:.2f} s {run['mib']:.0f} MiB",
                file=sys.stderr,
                flush=True,
            )
            runs[name].append(run)
            shutil.rmtree(copy)
    return runs


def median(runs):
    return statistics.median(run["cpu"] for run in runs)


def shown(runs):
    values = [run["cpu"] for run in runs]
    if len(values) == 1:
        return f"{values[0]:.2f} s, one run"
    return f"{statistics.median(values):.2f} s ({min(values):.2f}-{max(values):.2f})"


def row(number, what, value, goal, at_least=False):
    held = value >= goal if at_least else value <= goal
    return f"| {number} | {what} | {value:.1f}x | {'>=' if at_least else '<='} {goal}x | {'yes' if held else 'no'} |"


def one_row():
    """P4: all checks of one regular row."""
    from nhipcau.formats.model import Cell
    from nhipcau.register.reading import read_row
    from nhipcau.sheets.finding import FoundRow

    rows = []
    for n, p in enumerate((p for p in register(4_000, 0) if p.phone and p.email and p.link), 1):
        texts = (
            p.name,
            "Trường THCS Thử",
            "Kế toán",
            f"0{p.phone[3:]}",
            p.email,
            p.name,
            f"https://www.facebook.com/{p.link}",
        )
        rows.append(FoundRow(1, n, {}, dict(zip(("full_name", "unit", "position", "phone", "email", "facebook_name", "facebook"), map(Cell, texts), strict=True))))  # fmt: skip
    each = []
    for _round in range(9):
        began = time.process_time()
        for found in rows:
            read_row(found, "Trường THCS Thử", {})
        each.append((time.process_time() - began) / len(rows) * 1e6)
    middle = statistics.median(each)
    text = f"{middle:.1f} us ({min(each):.1f}-{max(each):.1f})"
    return f"| P4 | a regular row checked, {len(rows)} different rows | {text} | <= 15 us | {'yes' if middle <= 15 else 'no'} |"


def near(count):
    """P5: blocks against all pairs (those of 1,500 people, by the same verdict, times how many more pairs there are)."""
    from nhipcau.register import likeness

    made = register(count, count // 50)
    people = [likeness.known(n, m.unit, m.name, m.phone, m.email, m.link) for n, m in enumerate(made)]
    where = {}
    for n, m in enumerate(made):
        where.setdefault(m.same, []).append(n)
    true = {tuple(ns) for ns in where.values() if len(ns) == 2}
    blocks = []
    for _round in range(3):
        began = time.process_time()
        found = {(a.pk, b.pk) for a, b in likeness.pairs(people) if likeness.judge(a, b)}
        blocks.append(time.process_time() - began)
    few = random.Random(1).sample(people, min(1_500, count))
    began = time.process_time()
    for at, one in enumerate(few):
        for other in few[:at]:
            likeness.judge(one, other)
    pairs = (time.process_time() - began) * (count * (count - 1)) / (len(few) * (len(few) - 1))
    recall, precision = len(found & true) / len(true), len(found & true) / len(found)
    middle = statistics.median(blocks)
    return [
        f"| P5 | near duplicates among {count:,} people by blocks | {middle:.2f} s ({min(blocks):.2f}-{max(blocks):.2f}) | | |",
        row(
            "P5",
            f"cheaper than all pairs ({pairs:,.0f} s, reckoned from {len(few):,} people)",
            pairs / middle,
            80,
            at_least=True,
        ),
        f"| P5 | recall on {len(true):,} planted second lines | {recall:.3f} | >= 0.98 | {'yes' if recall >= 0.98 else 'no'} |",
        f"| P5 | precision | {precision:.3f} | >= 0.9 | {'yes' if precision >= 0.9 else 'no'} |",
    ]
