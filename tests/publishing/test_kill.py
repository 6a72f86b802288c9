"""A worker killed with kill -9 at a named point; the next one finds the work again. On the database of this run."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.publishing.kill_driver import POINTS, TOGETHER

ROOT = Path(__file__).resolve().parents[2]


def test_every_named_point_is_played():
    named = set()
    for file in (ROOT / "nhipcau" / "publishing").rglob("*.py"):
        named |= set(re.findall(r'passed\("(publishing\.\w+)"\)', file.read_text("utf-8")))

    assert named == set(POINTS)


@pytest.fixture
def database_url(tmp_path, transactional_db):
    """A copy of the empty database made for the tests, which other processes can open."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(tmp_path / "kill.sqlite3")
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.close()
        yield f"sqlite:///{tmp_path}/kill.sqlite3"
        return
    name = f"kill_{os.getpid()}"
    values = connection.settings_dict
    connection.close()  # a database in use cannot be copied
    _maintain(f'CREATE DATABASE "{name}" TEMPLATE "{values["NAME"]}"')
    host = str(values["HOST"]).replace("/", "%2F")
    secret = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    yield f"postgres://{values['USER']}{secret}@{host}:{values['PORT'] or 5432}/{name}"
    _maintain(f'DROP DATABASE "{name}" WITH (FORCE)')


def _maintain(statement):
    import psycopg

    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"] or None,
        port=values["PORT"] or None,
        user=values["USER"] or None,
        password=values["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as link:
        link.execute(statement)


@pytest.fixture
def play(tmp_path, database_url):
    """Run the driver; one result a killed worker."""

    def run(times, seconds, *points, **more):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
            "KILL_PORT": str(port),
            "FACEBOOK_BASE_URL": f"http://127.0.0.1:{port}",
            "FACEBOOK_APP_ID": "900000000000001",
            "FACEBOOK_APP_SECRET": "standin-app-secret",
            "NHIPCAU_CLOCK_FILE": str(tmp_path / "clock"),
            "NHIPCAU_DATA": str(tmp_path),
            "NHIPCAU_TICK_FACTOR": "0.02",
            **more,
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.publishing.kill_driver", str(times), str(seconds), *points],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    return run


def check(results):
    for one in results:
        assert one["killed"], one
        assert not one["double"], one
        assert not one["lost"], one
        assert one["status"] in ("published", "asked"), one
        if one["auto_resend"]:
            assert one["public"] == 1, one
        if one["status"] == "asked":
            assert one["asked"], one


def table(results):
    """A row a point and switch, as docs/reliability.md shows it."""
    lines = [
        "| killed at | resend | runs | public | asked | double | lost |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for point in POINTS:
        for resend in (False, True):
            rows = [one for one in results if (one["point"], one["auto_resend"]) == (point, resend)]
            sums = [sum(one[name] for one in rows) for name in ("public", "asked", "double", "lost")]
            cells = [f"`{point}`", "on" if resend else "off", len(rows), *sums]
            lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


@pytest.mark.files  # PostgreSQL is played by ./run reliability
def test_a_post_survives_kill_9_before_the_call_and_after_it(play):
    results = play(1, 600, "publishing.sending", "publishing.sent")

    check(results)
    assert [one["status"] for one in results] == ["asked", "published", "published", "published"]


def test_scenario_33_two_real_workers_at_once_make_one_call(play):
    for one in play(1, 600, TOGETHER):
        assert (one["calls"], one["public"], one["status"]) == (1, 1, "published"), one


@pytest.mark.slow
def test_kill_9_at_every_named_point_twenty_times(play, capsys):
    """NHIPCAU_KILL_TIMES and NHIPCAU_KILL_SECONDS make it shorter; whole rounds only."""
    times = int(os.environ.get("NHIPCAU_KILL_TIMES", "20"))
    results = play(
        times, float(os.environ.get("NHIPCAU_KILL_SECONDS", "7200")), *POINTS, NHIPCAU_KILL_FORKED="1"
    )

    with capsys.disabled():
        print(f"\n{connection.vendor}: {len(results)} workers killed\n\n{table(results)}")
    check(results)
    assert len(results) % (2 * len(POINTS)) == 0 and results
