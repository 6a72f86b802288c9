"""`./run test`: every check, in the order in which they fail fastest; with arguments, pytest alone.

./run test                    lint, types, layers, catalogue, migrations, deployment check, both databases, browser
./run test --no-install       the same, but nothing is installed from Debian
./run test ARGS               pytest with these arguments, on SQLite
./run test --postgres ARGS    the same on a PostgreSQL cluster started for this run
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import debian
from tools.postgres import cluster

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
BIN = Path(PYTHON).parent
PYTEST = [PYTHON, "-m", "pytest"]
CHECKS: list[tuple[str, list[str]]] = [
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("types", [str(BIN / "mypy"), "nhipcau", "tools"]),
    ("layers", [str(BIN / "lint-imports"), "--no-cache"]),
    ("catalogue", [PYTHON, "-m", "tools.catalogue", "check"]),
    ("migrations", [PYTHON, "-m", "nhipcau", "makemigrations", "--check", "--dry-run"]),
    ("deployment", [PYTHON, "-m", "nhipcau", "check", "--deploy", "--fail-level", "WARNING"]),
]
DEPLOYED = {"NHIPCAU_URL": "https://nhipcau.example.org"}


def main(arguments: list[str]) -> int:
    """Run what was asked; 0 when all of it holds."""
    may_install = "--no-install" not in arguments
    arguments = [one for one in arguments if one != "--no-install"]
    if arguments:
        return only_pytest(arguments)
    started = time.monotonic()
    absent = debian.install(debian.missing(), may_install)
    failed = [name for name, command in CHECKS if not run(name, command, absent)]
    failed += suites(absent)
    if absent:
        print(f"Not everything could be checked: {', '.join(absent)} is missing.")
        failed.append("missing programs")
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    if failed:
        print(f"FAILED: {', '.join(failed)} ({minutes} min {seconds} s)")
    return 1 if failed else 0


def only_pytest(arguments: list[str]) -> int:
    """pytest with the arguments given."""
    if "--postgres" not in arguments:
        return subprocess.call([*PYTEST, *arguments], cwd=ROOT)
    arguments = [one for one in arguments if one != "--postgres"]
    with cluster() as address:
        return subprocess.call([*PYTEST, *arguments], cwd=ROOT, env={**os.environ, "DATABASE_URL": address})


def run(name: str, command: list[str], absent: list[str]) -> bool:
    """One check; its words are shown when it fails."""
    if name == "catalogue" and "gettext" in absent:
        return True
    with tempfile.TemporaryDirectory(prefix="nhipcau-check-") as data:
        env = {**os.environ, "NHIPCAU_DATA": data, "COLUMNS": "120"}
        if name == "deployment":
            env.update(DEPLOYED)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    print(f"{name:<12}{'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def suites(absent: list[str]) -> list[str]:
    """SQLite, the browser and PostgreSQL, as many at a time as there are cores; pytest's own line closes each."""
    failed: list[str] = []
    with contextlib.ExitStack() as stack:
        runs: list[tuple[str, str, dict[str, str]]] = [("SQLite", "not slow and not browser", {})]
        if "chromium" not in absent:
            runs.append(
                ("SQLite, in the browser", "not slow and browser", {"PYTEST_ADDOPTS": "--nomigrations"})
            )
        if "postgresql" not in absent:
            url = stack.enter_context(cluster())
            runs.append(("PostgreSQL", "not slow and (not browser or both)", {"DATABASE_URL": url}))
        with ThreadPoolExecutor(os.cpu_count()) as lanes:
            for name, done in [(name, lanes.submit(_suite, marks, env)) for name, marks, env in runs]:
                code, lines = done.result()
                if code:
                    failed.append(f"suite on {name}")
                print(f"On {name}:", *lines[-200 if code else -1 :], sep="\n", flush=True)
    return failed


def _suite(marks: str, env: dict[str, str]) -> tuple[int, list[str]]:
    """One pytest with these marks: its exit code, and what it said."""
    done = subprocess.run(
        [*PYTEST, "-m", marks], cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
