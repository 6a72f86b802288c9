"""`./run harm pictures`: every photo and clip of the corpus through the guarded child; writes docs/harmful-pictures.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from tests.harm.__main__ import MOST_MIB, MOST_SECONDS, ROOT, Result, Sampler, family
from tests.harm.pictures import CASES

REFUSALS = {"large", "clip", "empty", "other", "pixels", "damaged", "form", "long"}
HEAD = """# Photos and clips that mean harm

Made by `./run harm pictures`; %(harmful)d harmful files and %(honest)d unusual but honest ones, all written by code
(`tests/harm/pictures.py`, `tests/media/test_clips.py`).

How it is measured, as in [harmful-files.md](harmful-files.md): one process that has the product loaded takes every file in, one
after the other, photos through the guarded child; a second one samples the resident memory of the reading process and of all
its descendants added up. After each file no descendant may be left, and the process must be the same to the end. A harmful file must
end as one sentence, or be kept as a harmless photo of ours (“inert”), within %(seconds)d s and %(mib)d MiB; an honest one must be kept.

Slowest: %(worst_seconds).1f s. Most memory: %(worst_mib).0f MiB. The reading process alone at its start: %(rest).0f MiB. Broken: %(broken)d.
Other programs were at work on the machine meanwhile: its load was %(load).1f on %(cores)d cores, and seconds count their waiting too.

| file | kind | must be | outcome | seconds | MiB |
|---|---|---|---|---:|---:|
"""


class Taken(Result):
    """How one photo or clip ended."""

    @property
    def is_broken(self) -> bool:
        if self.left or self.seconds > MOST_SECONDS or self.mib > MOST_MIB:
            return True
        if self.case.ends == "read":
            return self.outcome != "read"
        return self.outcome not in (REFUSALS if self.case.ends == "refused" else REFUSALS | {"read"})

    def line(self) -> str:
        said = f"kept, {self.why}" if self.outcome == "read" else self.outcome
        said = f"**{said}** ({self.why})" if self.is_broken else said
        return f"| {self.case.about} | {self.case.kind} | {self.case.ends} | {said} | {self.seconds:.2f} | {self.mib:.0f} |\n"


def make(number: int, path: str) -> None:
    """In a process of its own, so that what the maker needs is not counted."""
    Path(path).write_bytes(CASES[number].make())


def measure(reader: subprocess.Popen[str], number: int, path: str) -> Taken:
    maker = get_context("fork").Process(target=make, args=(number, path))
    maker.start()
    maker.join()
    assert reader.stdin is not None and reader.stdout is not None
    with Sampler(reader.pid) as sampler:
        started = time.monotonic()
        print(json.dumps([path, CASES[number].name]), file=reader.stdin, flush=True)
        answer = json.loads(reader.stdout.readline() or '["BROKE", "the reading process died", 0]')
        seconds = time.monotonic() - started
    return Taken(CASES[number], *answer, seconds, sampler.most, len(family(reader.pid)) - 1)


def main(wanted: list[str]) -> int:
    """Every file, or those whose kind and description hold one of the words; the table only for all."""
    results = []
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    pipe = subprocess.PIPE
    with tempfile.TemporaryDirectory(prefix="nhipcau-harm-") as folder:
        command = [sys.executable, "-m", "tests.harm.picture_reader"]
        reader = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
        assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
        rest = sum(family(reader.pid).values())
        for number, case in enumerate(CASES):
            if not wanted or any(word in f"{case.kind} {case.about}" for word in wanted):
                results.append(measure(reader, number, f"{folder}/file"))
                print(results[-1].line(), end="", flush=True)
        same = reader.poll() is None
        reader.communicate()
    broken = sum(one.is_broken for one in results)
    worst_seconds, worst_mib = max(one.seconds for one in results), max(one.mib for one in results)
    if not wanted:
        harmful = sum(one.case.ends != "read" for one in results)
        figures = {
            "harmful": harmful, "honest": len(results) - harmful, "seconds": MOST_SECONDS, "mib": MOST_MIB, "rest": rest,
            "worst_seconds": worst_seconds, "worst_mib": worst_mib, "broken": broken, "load": os.getloadavg()[2], "cores": os.cpu_count(),
        }  # fmt: skip
        (ROOT / "docs/harmful-pictures.md").write_text(
            HEAD % figures + "".join(one.line() for one in results)
        )
    print(
        f"{len(results)} files, {broken} broken, slowest {worst_seconds:.1f} s, most memory {worst_mib:.0f} MiB"
    )
    return 1 if broken or not same else 0
