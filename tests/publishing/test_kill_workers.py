"""Whoever starts workers to be killed leaves none behind."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTER = """
import sys
from tests.publishing.kill_workers import Commanded, Nest

nest = Nest()
worker = {worker}
print("alive" if worker.poll() is None else "dead", flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("worker", ['nest.start("")', 'Commanded("")'])
def test_workers_end_when_the_one_that_started_them_is_killed(worker, tmp_path):
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER.format(worker=worker)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/none", "NHIPCAU_DATA": str(tmp_path),
                          "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert starter.stdout.readline() == b"alive\n"

    starter.kill()

    assert starter.wait() == -9
    # Those of the nest could still write to the shared stderr, a command's worker could still read the shared stdin.
    assert _nobody_holds(starter.stderr) and _nobody_holds(starter.stdin)


def _nobody_holds(ours):
    """Whether the other end of this pipe closes: the kernel says so when the last process that has it is gone."""
    ends = select.poll()
    ends.register(ours, 0)
    return bool(ends.poll(30_000))
