"""`./run bench campaigns [--units N] [--rounds N] [--write]`: P12 and P13 on SQLite and PostgreSQL, medians with min and max."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.postgres import cluster

ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "speed-campaigns.md"
HEAD = """# What it costs to follow a campaign

Made by `./run bench campaigns --write`, in one run on each database; medians with (min-max), the two sides of a ratio measured in
turn. CPU seconds of the process, with PostgreSQL those of its server process for this connection as well. The ratios count,
not the seconds. The tree is a desk, {areas} areas, {wards} wards in each and {units:,} units below them, all addressed by one campaign with two
steps; two thirds have done something on one of twenty days, some have more time.

- **live** is one hand-written statement that adds up the tasks, acknowledgements and addressed units by area; **counters** is
  `progress.by_area`, as the board calls it, building its query included.
- **a hand-in** is `actions.hand_in` of a confirmation without a file, the leanest there is, in a transaction of its own; **as a
  request** is the same as the unit's POST, from the session to the answer. **Upkeep** is what
  `counters.recount` takes, measured inside the hand-ins themselves.
- **closure table** is a table of all pairs of a unit and a unit above it, with an index, asked for the same ids.
- **one UPDATE** changes one plain column of the same rows; **moving** gives every unit of the branch its new path.
"""


def main(arguments):
    parser = argparse.ArgumentParser(prog="./run bench campaigns")
    parser.add_argument("--units", type=int, default=120_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed-campaigns.md")
    chosen = parser.parse_args(arguments)
    text = "| | what | measured | goal | held |\n|---|---|---|---|---|"
    for name in ("sqlite", "postgresql"):
        if chosen.only in (None, name):
            text += "\n" + "\n".join(table(name, run(name, chosen)))
    print(text)
    if chosen.write:
        DOC.write_text(f"{HEAD.format(areas=AREAS, wards=WARDS, units=chosen.units)}\n{text}\n", "utf-8")
    return 0


AREAS, WARDS = 34, 100
START = "from tests.bench.campaign_cases import main; main"


def run(name, chosen):
    """All cases in a process of its own, against a database of its own."""
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as folder:
        if name == "sqlite":
            return cases(Path(folder), {}, chosen)
        with cluster() as address:
            return cases(Path(folder), {"DATABASE_URL": address}, chosen)


def cases(folder, more, chosen):
    env = os.environ | {
        "NHIPCAU_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }
    env.pop("DATABASE_URL", None)
    env |= more
    subprocess.run([sys.executable, "-m", "nhipcau", "migrate", "-v0"], check=True, env=env, cwd=ROOT)
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {START}({chosen.units}, {chosen.rounds})"],
        check=True, env=env, cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def table(name, got):
    """Rows of the Markdown table."""
    title = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name]
    goal = {"sqlite": 500, "postgresql": 120}[name]

    def row(number, what, measured, wanted="", held=""):
        return f"| {number} | {title}: {what} | {measured} | {wanted} | {held} |"

    def ratio(number, what, value, wanted, *, at_least=False, unit="x"):
        sign = ">=" if at_least else "<="
        held = value >= wanted if at_least else value <= wanted
        digits = 0 if value >= 20 else 1
        return row(
            number, what, f"{value:.{digits}f}{unit}", f"{sign} {wanted}{unit}", "yes" if held else "no"
        )

    def ms(key):
        low, middle, high = got[key]
        return f"{middle:.2f} ms ({low:.2f}-{high:.2f})"

    def share(key):
        return 100 * got["recount"][1] / (got[key][1] - got["recount"][1])

    return [
        row("P12", f"progress by area of {got['units']:,} units, live", ms("live")),
        row("P12", f"the same from {got['counter_rows']:,} rows of counters", ms("counters")),
        ratio("P12", "cheaper than live", got["live"][1] / got["counters"][1], goal, at_least=True),
        row("P12", "counters equal to live after a random history of hand-ins, returns and more time", got["differences"], "0 differ", "yes" if got["differences"] == 0 else "no"),
        row("P12", "a hand-in, its upkeep included", ms("hand_in")),
        row("P12", "a hand-in as a request, its upkeep included", ms("request")),
        row("P12", "upkeep of the counters in it", ms("recount")),
        ratio("P12", "upkeep of the rest of a hand-in", share("hand_in"), 10, unit=" %"),
        ratio("P12", "upkeep of the rest of a request", share("request"), 10, unit=" %"),
        row("P12", "all counters counted anew, as in the night", f"{got['rebuild']:.1f} s"),
        row("P13", f"ids of a branch of {got['branch']} units, by range of paths", ms("range")),
        row("P13", "the same from a closure table", ms("closure")),
        ratio("P13", "against the closure table", got["range"][1] / got["closure"][1], 2),
        row("P13", "one UPDATE of these units", ms("update")),
        row("P13", "moving the branch", ms("move")),
        ratio("P13", "against one UPDATE", got["move"][1] / got["update"][1], 4),
        row("P13", "the campaign's rows and counters following the move", ms("rescope")),
    ]  # fmt: skip
