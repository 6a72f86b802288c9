"""`./run harm`: every file of the corpus is read as the web process reads it; writes docs/harmful-files.md; 1 if one breaks.

`./run harm pictures` does the same with photos and clips."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.harm.corpus import CASES
from tests.harm.packing import Case

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS, MOST_MIB = 25.0, 600.0
REFUSALS = {"needs-typing", "encrypted", "corrupt", "format", "unsafe"}
HEAD = """# Files that mean harm

Made by `./run harm`; %(harmful)d harmful files and %(honest)d unusual but honest ones, all written by `tests/harm/`.

How it is measured: one process that has the product loaded, as the web process has, reads every file one after the other
through the guarded child and looks for Form 01 in it. A second process samples `/proc` every few milliseconds: the resident
memory of the reading process and of all its descendants added up (shared pages count in each). The highest sum and the whole time
of the reading are in the table; after each file no descendant may be left, and the process must be the same to the end.
A harmful file must end refused, or be read in part with nothing done (“inert”), within %(seconds)d s and %(mib)d MiB; an honest
one must be read and at least one person found in it.

Slowest: %(worst_seconds).1f s. Most memory: %(worst_mib).0f MiB. The reading process alone at its start: %(rest).0f MiB. Broken: %(broken)d.
While the server read an upload for %(upload).1f s, another page of it was answered after %(other).2f s, by the same process.
Other programs were at work on the machine meanwhile: its load was %(load).1f on %(cores)d cores, and seconds count their waiting too.

| file | kind | must be | outcome | seconds | MiB |
|---|---|---|---|---:|---:|
"""


@dataclass
class Result:
    """How one file ended."""

    case: Case
    outcome: str
    why: str
    people: int
    seconds: float
    mib: float
    left: int

    @property
    def is_broken(self) -> bool:
        if self.left or self.seconds > MOST_SECONDS or self.mib > MOST_MIB:
            return True
        if self.case.ends == "read":
            return self.outcome != "read" or not self.people
        return self.outcome not in (REFUSALS if self.case.ends == "refused" else REFUSALS | {"read"})

    def line(self) -> str:
        said = f"read, {self.people} lines" if self.outcome == "read" else self.outcome
        said = f"**{said}** ({self.why})" if self.is_broken else said
        about = f"{self.case.about} | {self.case.kind} | {self.case.ends}"
        return f"| {about} | {said} | {self.seconds:.2f} | {self.mib:.0f} |\n"


def family(root: int) -> dict[int, float]:
    """MiB resident of a process and each of its descendants."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    members, grew = {root}, True
    while grew:
        more = {pid for pid, parent in parents.items() if parent in members} - members
        members, grew = members | more, bool(more)
    return {pid: _resident(pid) for pid in members}


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


class Sampler:
    """The highest sum while something runs."""

    def __init__(self, root: int) -> None:
        self.root, self.most, self.ended = root, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self.ended.wait(0.004):
            self._look()

    def _look(self) -> None:
        self.most = max(self.most, sum(family(self.root).values()))

    def __enter__(self) -> Sampler:
        self._look()
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()


def make(number: int, path: str) -> None:
    """In a process of its own, so that what the maker needs is not counted."""
    Path(path).write_bytes(CASES[number].make())


def measure(reader: subprocess.Popen[str], number: int, path: str) -> Result:
    case = CASES[number]
    maker = get_context("fork").Process(target=make, args=(number, path))
    maker.start()
    maker.join()
    assert reader.stdin is not None and reader.stdout is not None
    with Sampler(reader.pid) as sampler:
        started = time.monotonic()
        print(json.dumps([path, case.name]), file=reader.stdin, flush=True)
        answer: list[Any] = json.loads(reader.stdout.readline() or '["BROKE", "the reading process died", 0]')
        seconds = time.monotonic() - started
    return Result(case, *answer, seconds, sampler.most, len(family(reader.pid)) - 1)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["pictures"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        from tests.harm import picture_table

        return picture_table.main(arguments[1:])
    wanted = [
        n for n, c in enumerate(CASES) if not arguments or any(a in f"{c.kind} {c.about}" for a in arguments)
    ]
    results = []
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with tempfile.TemporaryDirectory(prefix="nhipcau-harm-") as folder:
        command = [sys.executable, "-m", "tests.harm.reader"]
        pipe = subprocess.PIPE
        reader = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
        assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
        rest = _resident(reader.pid)
        for number in wanted:
            results.append(measure(reader, number, f"{folder}/file"))
            print(results[-1].line(), end="", flush=True)
        same = reader.poll() is None
        reader.communicate()
    broken = [r for r in results if r.is_broken]
    if not arguments:
        from tests.harm.beside import another_page

        write(results, rest, *another_page())
    print(f"{len(results)} files, {len(broken)} broken, slowest {max(r.seconds for r in results):.1f} s,"
          f" most memory {max(r.mib for r in results):.0f} MiB")  # fmt: skip
    return 1 if broken or not same else 0


def write(results: list[Result], rest: float, other: float, upload: float) -> None:
    harmful = [r for r in results if r.case.ends != "read"]
    figures = {
        "harmful": len(harmful), "honest": len(results) - len(harmful),
        "seconds": MOST_SECONDS, "mib": MOST_MIB, "rest": rest,
        "worst_seconds": max(r.seconds for r in results), "worst_mib": max(r.mib for r in results),
        "broken": sum(r.is_broken for r in results), "other": other, "upload": upload, "load": os.getloadavg()[2], "cores": os.cpu_count(),
    }  # fmt: skip
    text = HEAD % figures + "".join(r.line() for r in results)
    (ROOT / "docs/harmful-files.md").write_text(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
