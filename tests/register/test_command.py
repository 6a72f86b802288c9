"""`nhipcau read-form01 FILE` on the samples, and the cells of the contract of Facebook addresses."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nhipcau.formats.guarded import Refused
from nhipcau.register.printing import printed, refused
from nhipcau.register.reading import read_file

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/samples/form01"
EXPECTED = sorted((SAMPLES / "expected").glob("*.json"))


def scorer():
    spec = importlib.util.spec_from_file_location("score", SAMPLES / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(path):
    try:
        return printed(read_file(path.read_bytes(), name=path.name))
    except Refused as refusal:
        return refused(refusal.code)


@pytest.mark.parametrize("case", EXPECTED, ids=lambda p: p.stem)
def test_a_sample_is_read_as_a_careful_person_reads_it(case):
    expected = json.loads(case.read_text("utf-8"))
    got = json.loads(json.dumps(answer(SAMPLES / "files" / expected["file"])))
    totals = {
        "files": 0,
        "rows": 0,
        "missed": 0,
        "invented": 0,
        "issues": 0,
        "issues_missed": 0,
        "false_errors": 0,
        "other_warnings": 0,
    }

    assert scorer().compare(expected, got, totals) == []
    assert totals["other_warnings"] == 0


@pytest.mark.parametrize("blank", ["bieu-mau-01.xlsx", "bieu-mau-01.docx"])
def test_the_blank_form_holds_nobody(blank):
    got = answer(SAMPLES / blank)

    assert (got["outcome"], got["unit"], got["rows"]) == ("read", None, [])
    assert got["file_issues"] == [{"severity": "error", "code": "no-rows"}]


def run(*arguments, cwd):
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "NHIPCAU_DATA": str(cwd),
        "DATABASE_URL": "sqlite:////nowhere/none.sqlite3",
    }
    command = [sys.executable, "-m", "nhipcau", "read-form01", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, env=environment, check=False)


@pytest.mark.parametrize(("name", "status", "outcome"), [("s01.xlsx", 0, "read"), ("s15.pdf", 3, "refused")])
def test_the_command_works_without_a_database(tmp_path, name, status, outcome):
    done = run(str(SAMPLES / "files" / name), cwd=tmp_path)

    assert done.returncode == status, done.stderr.decode()
    assert json.loads(done.stdout)["outcome"] == outcome


@pytest.mark.parametrize("arguments", [[], ["there-is-no-such-file.xlsx"]])
def test_wrong_usage_ends_with_two_and_prints_no_json(tmp_path, arguments):
    done = run(*arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, b"")
