"""A program of the machine reads a stranger's file under limits, and leaves nothing behind."""

import sys

import pytest

from nhipcau.formats import outside
from nhipcau.formats.precheck import Refused

PYTHON = [sys.executable, "-I", "-c"]


def run(script, **options):
    return outside.run([*PYTHON, script, "{file}", "{folder}"], b"given", given="a.txt", **options)


def why(script, **options):
    with pytest.raises(Refused) as refused:
        run(script, **options)
    return refused.value.code, refused.value.why


def test_what_it_says_or_writes_comes_back():
    assert run("import sys; print(open(sys.argv[1]).read() + '!', end='')") == b"given!"
    assert run("import sys; open(sys.argv[2] + '/b', 'w').write('made')", made="b") == b"made"


def test_its_home_is_a_folder_that_goes_away():
    import os

    home = (
        run("import os, tempfile; print(os.environ['HOME'], tempfile.gettempdir(), end='')").decode().split()
    )

    assert home[0] == home[1]
    assert not os.path.exists(home[0])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("while True: pass", ("unsafe", "too long")),
        ("x = bytearray(200 << 20)\nwhile True: pass", ("unsafe", "memory")),
        ("import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'x = bytearray(200 << 20)\\nwhile True: pass'])", ("unsafe", "memory")),
        ("while True: print('x' * 65536)", ("unsafe", "too much in it")),
        ("raise SystemExit(3)", ("corrupt", f"{sys.executable} ended with 3")),
        ("", ("corrupt", f"{sys.executable} ended with 0")),
    ],
)  # fmt: skip
def test_too_long_too_large_too_much_or_nothing_is_a_refusal(script, said):
    assert why(script, seconds=1 if said[1] == "too long" else 20, resident=128 << 20) == said


def test_a_file_too_large_is_not_written():
    script = "import sys\nopen(sys.argv[2] + '/b', 'wb').write(bytes(60 << 20))"

    assert why(script, made="b")[0] == "corrupt"


def test_what_it_makes_is_no_way_to_another_file():
    assert why("import os, sys; os.symlink('/etc/hostname', sys.argv[2] + '/b')", made="b")[0] == "corrupt"


def test_it_has_no_network():
    import socket

    server = socket.create_server(("127.0.0.1", 0))
    script = f"""
import socket
try:
    socket.create_connection({server.getsockname()!r}, 2); print("reached")
except OSError:
    print("alone")
"""
    with server:
        assert run(script).strip() == b"alone"


def test_what_leaves_its_group_is_ended_too():
    import os
    import select

    script = """
import os, sys
reader, writer = os.pipe()
if os.fork() == 0:
    os.setsid()
    os.dup2(writer, 9)
    while True: pass
print("done")
"""
    seen = {p for p in os.listdir("/proc") if p.isdigit()}
    assert run(script) == b"done\n"

    left = [p for p in os.listdir("/proc") if p.isdigit() and p not in seen and _says(p, "os.setsid()")]
    files = [os.pidfd_open(int(p)) for p in left]
    assert all(select.select([f], [], [], 30)[0] for f in files)


def _says(pid, words):
    try:
        return words in open(f"/proc/{pid}/cmdline").read()
    except OSError:
        return False


def test_where_it_must_be_alone_and_is_not_it_does_not_run(monkeypatch):
    keeper = outside.KEEPER.replace(
        "keep()", "import nhipcau.formats.child as c; c.without_network = lambda *_: False; keep()"
    )
    monkeypatch.setattr(outside, "KEEPER", keeper)

    assert run("print(1)") == b"1\n"
    assert why("print(1)", must_be_alone=True) == ("unsafe", "the reader is not cut off from the network")
