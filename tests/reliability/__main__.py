"""`./run reliability`: kill, fail, delay and count, and write docs/reliability.md.

./run reliability                     the whole table; may be cut and started again, it goes on where it stopped
./run reliability --share 0.05        the same, smaller
./run reliability --fresh             forget what an earlier run has counted
./run reliability --seconds 600       stop after so long
./run reliability --only points       one part: points, random, noise, together, failing
./run reliability --write             write docs/reliability.md from what was counted (done by itself at the end)
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from tests.reliability import page
from tests.reliability.cases import POSTGRES, SQLITE, Amounts, Case, all_cases
from tests.reliability.tables import problems
from tools.postgres import cluster

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "reliability"
PLAYERS = 2  # one a core


def main() -> int:
    """0 when everything holds."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the databases are put away, too
    share = asked.share
    file = KEPT / f"{share:g}.jsonl"
    KEPT.mkdir(parents=True, exist_ok=True)
    if asked.fresh:
        file.unlink(missing_ok=True)
    cases = list(all_cases(Amounts().scaled(share)))
    if asked.only:
        cases = [case for case in cases if case.part == asked.only]
    done = _read(file)
    open_cases = [case for case in cases if case.name not in done]
    if open_cases and not asked.write:
        print(f"{len(open_cases)} of {len(cases)} runs to go", flush=True)
        _play(open_cases, file, asked.seconds)
    results = list(_read(file).values())
    left = len(cases) - len(set(_read(file)) & {case.name for case in cases})
    wrong = problems(results)
    if left:
        print(f"{left} runs are left; start the command again to go on")
    elif not asked.only:
        page.write(ROOT / "docs" / "reliability.md", results, share, _seconds(results))
    print("everything holds" if not wrong else "DOES NOT HOLD: " + "; ".join(wrong))
    return 1 if wrong or left else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run reliability")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=7200)
    parser.add_argument("--only", default="")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def _read(file: Path) -> dict[str, Any]:
    """What was counted before; a line cut in the middle is played again."""
    found: dict[str, Any] = {}
    for line in file.read_text().splitlines() if file.exists() else []:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            row = json.loads(line)
            found[Case(**row["case"]).name] = row
    return found


def _seconds(results: list[Any]) -> float:
    """How long all of it took, with one player on each core, in however many starts of the command."""
    return sum(row["seconds"] for row in results) / PLAYERS


def _play(cases: list[Case], file: Path, seconds: float) -> None:
    """Two players, each with its own database; cases of PostgreSQL after those of SQLite."""
    end = time.monotonic() + seconds
    lock = threading.Lock()
    with file.open("a") as kept, _folder() as folder:
        for database in (SQLITE, POSTGRES):
            waiting = [case for case in cases if case.database == database]
            if not waiting:
                continue
            with _databases(database, Path(folder)) as urls:
                threads = [
                    threading.Thread(
                        target=_feed,
                        args=(url, waiting, kept, lock, end, Path(folder) / f"{database}{n}"),
                        daemon=True,
                    )
                    for n, url in enumerate(urls)
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="nhipcau-reliability-", ignore_cleanup_errors=True)


@contextlib.contextmanager
def _databases(kind: str, folder: Path) -> Iterator[list[str]]:
    """Addresses of migrated, empty databases, one a player."""
    if kind == SQLITE:
        first = folder / "0.sqlite3"
        _migrate(f"sqlite:///{first}")
        for n in range(1, PLAYERS):
            shutil.copy(first, folder / f"{n}.sqlite3")
        yield [f"sqlite:///{folder}/{n}.sqlite3" for n in range(PLAYERS)]
        return
    import psycopg

    with cluster() as address:
        urls = [address.removesuffix("/postgres") + f"/reliability{n}" for n in range(PLAYERS)]
        with psycopg.connect(address, autocommit=True) as link:
            for n in range(PLAYERS):
                link.execute(f"CREATE DATABASE reliability{n}")
        for url in urls:
            _migrate(url)
        yield urls


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "nhipcau", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "NHIPCAU_DATA": tempfile.mkdtemp(prefix="nhipcau-")},
        check=True,
    )


def _feed(url: str, waiting: list[Case], kept: IO[str], lock: threading.Lock, end: float, data: Path) -> None:
    """Give one player a case at a time until none is left or the time is over."""
    data.mkdir(exist_ok=True)
    player = _player(url, data)
    assert player.stdin is not None and player.stdout is not None
    while time.monotonic() < end:
        with lock:
            if not waiting:
                break
            case = waiting.pop(0)
        print(json.dumps(asdict(case)), file=player.stdin, flush=True)
        line = player.stdout.readline()
        if not line:
            break
        with lock:
            kept.write(line)
            kept.flush()
    player.communicate()


def _player(url: str, data: Path) -> subprocess.Popen[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
        "KILL_PORT": str(port),
        "FACEBOOK_BASE_URL": f"http://127.0.0.1:{port}",
        "FACEBOOK_APP_ID": "900000000000001",
        "FACEBOOK_APP_SECRET": "standin-app-secret",
        "NHIPCAU_CLOCK_FILE": str(data / "clock"),
        "NHIPCAU_DATA": str(data),
        "NHIPCAU_TICK_FACTOR": "0.01",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.player", str(os.getpid())],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=(data / "stderr").open("w"),
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main())
