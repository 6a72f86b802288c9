"""Two files at once never take the memory of two; who waits too long is told to come again; nobody outlives its parent."""

import os
import select
import subprocess
import sys
import threading

import pytest

from nhipcau.formats import guarded
from nhipcau.formats.places import Busy, Places

TEXT = b"a,b,c\n1,2,3\n"
HOLD = "import sys; sys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\nfrom nhipcau.formats.places import Places\n"


class Counted:
    """How many are inside at the same time."""

    def __init__(self):
        self.now = self.most = 0
        self.lock = threading.Lock()

    def __enter__(self):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_why):
        with self.lock:
            self.now -= 1


def in_threads(count, what):
    """What came of it in each: its answer or the name of its refusal."""
    found = []

    def one():
        try:
            found.append(what())
        except guarded.Refused as refused:
            found.append(refused.code)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.parametrize("count", [1, 2])
def test_only_so_many_children_are_at_work_and_the_others_wait(monkeypatch, tmp_path, count):
    monkeypatch.setattr(guarded, "places", Places(count, folder=tmp_path, waiting=9))
    counted, ask = Counted(), guarded._ask

    def watched(data, kind):
        with counted:
            return ask(data, kind)

    monkeypatch.setattr(guarded, "_ask", watched)

    assert in_threads(6, lambda: guarded.read(TEXT, name="a.csv").kind) == ["csv"] * 6
    assert counted.most <= count


def test_who_finds_no_place_is_told_to_come_again_and_a_place_is_given_back(tmp_path):
    places = Places(folder=tmp_path, patience=0)

    with places.one(), pytest.raises(Busy) as busy, places.one():
        pass
    assert busy.value.code == "busy"
    with pytest.raises(ValueError, match="a fault inside"), places.one():
        raise ValueError("a fault inside")
    with places.one():
        pass


def test_only_a_few_threads_stand_and_wait_so_that_others_answer_pages(tmp_path):
    places = Places(folder=tmp_path, patience=60, waiting=2)
    inside, go_on = threading.Event(), threading.Event()

    def hold():
        with places.one():
            inside.set()
            go_on.wait()

    threads = [threading.Thread(target=hold) for _ in range(2)]
    threads[0].start()
    inside.wait()
    threads[1].start()
    while places._room.acquire(blocking=False):  # until the second stands there
        places._room.release()
    with pytest.raises(Busy), places.one():
        pass
    go_on.set()
    for thread in threads:
        thread.join()
    with places.one():
        pass


def test_a_place_counts_for_every_process_and_is_free_when_its_holder_is_killed(tmp_path):
    script = (
        HOLD
        + f"with Places(folder=Path({str(tmp_path)!r})).one():\n    print('in', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-I", "-c", script, guarded.PACKAGES], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline() == b"in\n"
    places = Places(folder=tmp_path, patience=0)

    with pytest.raises(Busy), places.one():
        pass
    other.kill()
    other.communicate()
    with places.one():
        pass


@pytest.mark.parametrize(
    ("begins", "says"),
    [
        (
            "guarded.START = guarded.START.replace('main()', '') + 'from nhipcau.formats import child\\n'"
            " 'child.answer_to = lambda *_: __import__(\"threading\").Event().wait(); main()'\n"
            "guarded.read(b'a,b,c', name='a.csv')",
            "formats.child",
        ),
        ("outside.run(['sleep', '1000'], b'', given='x')", "sleep\0"),
    ],
    ids=["the child that reads", "a program of the machine"],
)
def test_the_child_dies_with_the_process_that_started_it(begins, says):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom nhipcau.formats import guarded, outside\n" + begins
    )
    parent = subprocess.Popen([sys.executable, "-I", "-c", script, guarded.PACKAGES])
    below = []
    while not any(_is_at_work(pid, says) for pid in below):
        assert parent.poll() is None
        below = _below(parent.pid)
    files = [os.pidfd_open(pid) for pid in below]

    parent.kill()
    parent.wait()

    assert all(select.select([file], [], [], 30)[0] for file in files)
    for file in files:
        os.close(file)


def _below(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            own = [int(n) for n in file.read().split()]
    except OSError:
        return []
    return own + [deeper for one in own for deeper in _below(one)]


def _is_at_work(pid, says):
    """It is the one looked for, and has taken its limits upon itself; what follows is asked of the kernel in one call."""
    try:
        with open(f"/proc/{pid}/limits") as limits, open(f"/proc/{pid}/cmdline") as words:
            return "core file size        0                    0" in limits.read() and says in words.read()
    except OSError:
        return False
