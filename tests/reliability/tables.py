"""The results as docs/reliability.md shows them, and whether they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.publishing.kill_driver import POINTS
from tests.reliability.cases import FAILING, NOISE, POSTGRES, RANDOM, SQLITE, TOGETHER

Row = dict[str, Any]
HEAD = "| {} | resend | runs | killed | public | asked | double | lost |"
RULE = "|---|---|---:|---:|---:|---:|---:|---:|"
MOST_CALLS = 5
MOST_LEFT = 0.001


def counted(results: Iterable[Row]) -> dict[str, int]:
    """Runs, kills, posts public, asked about, double and lost."""
    rows = list(results)
    posts = [post for row in rows for post in row["rows"]]
    return {
        "runs": len(rows),
        "killed": sum(row["killed"] for row in rows),
        "posts": len(posts),
        "public": sum(post["public"] >= 1 for post in posts),
        "asked": sum(post["asked"] for post in posts),
        "left": sum(post["asked"] and post["public"] == 0 for post in posts),
        "double": sum(post["public"] > 1 for post in posts),
        "lost": sum(post["public"] == 0 and not post["asked"] for post in posts),
    }


def _line(name: str, resend: str, results: Iterable[Row]) -> str:
    one = counted(results)
    cells = [
        name,
        resend,
        one["posts"],
        one["killed"],
        one["public"],
        one["asked"],
        one["double"],
        one["lost"],
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _by_switch(name: str, results: list[Row]) -> list[str]:
    lines = []
    for resend in (False, True):
        rows = [row for row in results if row["case"]["resend"] is resend]
        if rows:
            lines.append(_line(name, "on" if resend else "off", rows))
    return lines


def points(results: list[Row], database: str, workers: int) -> str:
    """One table: kill -9 at every named point."""
    lines = [HEAD.format("killed at"), RULE]
    for point in POINTS:
        lines += _by_switch(f"`{point}`", _of(results, "points", database, workers, point))
    return "\n".join(lines)


def others(results: list[Row]) -> str:
    """One table: random kills, faults, two publishers."""
    lines = [HEAD.format("what happens"), RULE]
    for name, part, database in (
        ("killed at any moment, 8 % of calls fail", RANDOM, SQLITE),
        ("8 % of calls fail, nobody is killed", NOISE, SQLITE),
        ("two publishers started by mistake, SQLite", TOGETHER, SQLITE),
        ("two publishers started by mistake, PostgreSQL", TOGETHER, POSTGRES),
        ("nothing works for an hour and a half", FAILING, SQLITE),
    ):
        lines += _by_switch(name, _of(results, part, database))
    return "\n".join(lines)


def _of(results: list[Row], part: str, database: str, workers: int = 0, point: str = "") -> list[Row]:
    def is_wanted(case: Row) -> bool:
        return (case["part"], case["database"]) == (part, database) and (
            (not workers or case["workers"] == workers) and (not point or case["point"] == point)
        )

    return [row for row in results if is_wanted(row["case"])]


def busiest(results: list[Row], which: str) -> int:
    """The most calls of one story within an hour, over every run in which it was counted."""
    return max((row["calls_an_hour"][which] for row in results if "calls_an_hour" in row), default=0)


def problems(results: list[Row]) -> list[str]:
    """What does not hold; empty when everything does."""
    every = counted(results)
    with_resend = counted(row for row in results if row["case"]["resend"] and row["case"]["part"] != FAILING)
    failing = [row for row in results if row["case"]["part"] == FAILING]
    rules: list[tuple[str, Callable[[], bool]]] = [
        ("no post is public twice", lambda: every["double"] == 0),
        ("no post is lost", lambda: every["lost"] == 0),
        ("with the resend on at most 0.1 % are left for a person", lambda: with_resend["left"] <= max(1, MOST_LEFT * with_resend["posts"])),
        ("every worker that was to be killed was", lambda: all(row["killed"] for row in results if row["case"]["part"] == "points")),
        ("never more than five calls that write a story in an hour", lambda: busiest(failing, "writes") <= MOST_CALLS),
    ]  # fmt: skip
    return [name for name, holds in rules if not holds()]
