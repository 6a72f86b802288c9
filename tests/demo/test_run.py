"""`./run demo` ends in a sentence where it cannot start."""

import shutil
import socket
from types import SimpleNamespace

import pytest

from nhipcau.demo import run


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(taken, capsys, tmp_path):
    assert run.main(["--port", str(taken), "--data", str(tmp_path / "demo")]) == 1

    words = capsys.readouterr().err
    assert f"Port {taken}" in words and "--port" in words and "Traceback" not in words


def test_a_full_disk_is_said_before_anything_starts(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "check_port", lambda _port: None)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=3 * 2**20))

    assert run.main(["--data", str(tmp_path / "demo")]) == 1
    assert "only 3 MiB free" in capsys.readouterr().err


def test_a_disk_that_fills_up_later_is_the_same_sentence(tmp_path):
    words = "Traceback …\ndjango.db.utils.OperationalError: database or disk is full\n"

    assert "disk is full" in run.explain(words, tmp_path) and "--data" in run.explain(words, tmp_path)


def test_fresh_empties_only_what_the_demo_made(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("x")
    with pytest.raises(run.CannotStart, match="not made by the demo"):
        run.Demo(8000, mine, fresh=True).prepare()
    assert (mine / "letter.txt").exists()

    made = tmp_path / "demo"
    run.Demo(8000, made, fresh=False).prepare()
    (made / "old").write_text("x")
    run.Demo(8000, made, fresh=True).prepare()
    assert not (made / "old").exists()


@pytest.mark.parametrize("port", ["0", "65535", "abc"])
def test_a_port_that_is_none_is_wrong_usage(port):
    with pytest.raises(SystemExit) as end:
        run.main(["--port", port])

    assert end.value.code == 2


def test_its_processes_get_nothing_of_another_installation(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere")
    monkeypatch.setenv("NHIPCAU_SECRET_KEY", "another")

    environment = run.Demo(8123, tmp_path, fresh=False).environment
    assert "DATABASE_URL" not in environment and "NHIPCAU_SECRET_KEY" not in environment
    assert environment["NHIPCAU_URL"] == "http://127.0.0.1:8123"
