"""docs/reliability.md, from what was counted."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.cases import POSTGRES, SQLITE
from tests.reliability.tables import Row, busiest, counted, others, points, problems

TEXT = """# What was killed, and what became of it

Made by `./run reliability`, which plays the publisher against the Facebook stand-in over real HTTP, with real workers,
under the product's clock; it may be cut and started again and goes on where it stopped. These {runs} runs with {posts} posts
and {killed} killed workers took {minutes} minutes on two cores{smaller}. Every post comes into the Page's list up to
60 seconds late. *Public* is counted by the stand-in, not by us; *asked* are the posts about which a message to a person
was written. *Double*: more than one public post. *Lost*: not public, and nobody asked. How it works stands in
[decisions/publish-once.md](decisions/publish-once.md).

**{verdict}** Double: {double}. Lost: {lost}. With the automatic resend on, {left} of {resent} posts were left for a person
({percent} %); with it off, every one that is not public was asked about. While nothing worked for an hour and a half, no story
caused more than {writes} calls that write (and {all} calls in all, looks at the Page included) within an hour.

The rows `publishing.sending` with the resend off have nothing public: killed between the stored `sending_at` and the call, the
post never left, and a person says so. That is the price of never guessing.

## One worker on SQLite

{one}

## Two workers on SQLite

{two}

## Five workers on SQLite

{five}

## One worker on PostgreSQL

{postgres}

## Killed at any moment, failing calls, two publishers

Eight of a hundred calls fail: two of three are accepted and then cut, answered with HTTP 500 or unreadable, one of three never
arrives. The ordinary `./run test` kills a worker at two of the points; `./run reliability --share 0.05` is a short round.

{others}
"""


def write(file: Path, results: list[Row], share: float, seconds: float) -> None:
    """Put the tables into the page."""
    every = counted(results)
    resent = counted(row for row in results if row["case"]["resend"] and row["case"]["part"] != "failing")
    failing = [row for row in results if row["case"]["part"] == "failing"]
    wrong = problems(results)
    text = TEXT.format(
        runs=every["runs"],
        posts=every["posts"],
        killed=every["killed"],
        minutes=round(seconds / 60),
        smaller="" if share == 1 else f", at {share:g} of the full size",
        verdict="Everything holds." if not wrong else f"This does not hold: {'; '.join(wrong)}.",
        double=every["double"],
        lost=every["lost"],
        left=resent["left"],
        resent=resent["posts"],
        percent=f"{100 * resent['left'] / max(1, resent['posts']):.2f}",
        writes=busiest(failing, "writes"),
        all=busiest(failing, "all"),
        one=points(results, SQLITE, 1),
        two=points(results, SQLITE, 2),
        five=points(results, SQLITE, 5),
        postgres=points(results, POSTGRES, 1),
        others=others(results),
    )
    file.write_text(text, "utf-8")
