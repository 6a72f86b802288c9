"""A program of the machine (antiword, LibreOffice) turns one stranger's file into another, under limits.

`run` starts a keeper, which takes the limits upon itself, leaves the network, opens a process number space of its own
and only then starts the program in it: when the keeper dies or is killed, the kernel ends everything below it.
"""

import contextlib
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from nhipcau.formats import child
from nhipcau.formats.precheck import Refused

PACKAGES = str(Path(__file__).resolve().parents[2])
KEEPER = "import sys; sys.path.insert(0, sys.argv[1]); from nhipcau.formats.outside import keep; keep()"
SECONDS = 20.0
RESIDENT = 320 * 1024 * 1024  # of the program and all that it starts
ADDRESSES = 4 * 1024 * 1024 * 1024  # LibreOffice asks for far more than it uses
MOST_WRITTEN = 24 * 1024 * 1024
NOT_ALONE = 97
CLONE_NEWPID = 0x20000000


def is_there(program: str) -> bool:
    """Is this program installed?"""
    return shutil.which(program, path="/usr/bin:/bin:/usr/local/bin") is not None


def run(
    command: Sequence[str],
    data: bytes,
    *,
    given: str,
    made: str = "",
    seconds: float = SECONDS,
    resident: int = RESIDENT,
    must_be_alone: bool = False,
) -> bytes:
    """What the program makes of a file: the file `made` in its folder, or its standard output when that is empty.

    `given` is the name under which the program finds the file; in `command` {file} stands for its path and {folder}
    for its folder, which is HOME and TMPDIR too and goes away afterwards. `Refused`: "unsafe" when it takes too long,
    too much memory, or says too much; "corrupt" when it fails or makes nothing.
    """
    with tempfile.TemporaryDirectory(prefix="nhipcau-outside-") as folder:
        file = Path(folder, given)
        file.write_bytes(data)
        words = [word.replace("{file}", str(file)).replace("{folder}", folder) for word in command]
        said, status = _watched(words, folder, seconds, resident, must_be_alone)
        if status == NOT_ALONE:
            raise Refused("unsafe", "the reader is not cut off from the network")
        answer, path = said, Path(folder, made)
        if made:
            answer = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    if status != 0 or not answer:
        raise Refused("corrupt", f"{command[0]} ended with {status}")
    return answer


def _watched(
    words: list[str], folder: str, seconds: float, resident: int, must_be_alone: bool
) -> tuple[bytes, int]:
    """Its standard output and its status; killed with all below it at the end, whatever happens."""
    environment = {
        "PATH": "/usr/bin:/bin:/usr/local/bin", "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder,
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    keeper = subprocess.Popen(
        [sys.executable, "-I", "-c", KEEPER, PACKAGES, str(os.getpid()), str(int(must_be_alone)), *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, cwd=folder, start_new_session=True, close_fds=True,
    )  # fmt: skip
    assert keeper.stdout is not None
    why: list[str] = []
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(keeper, seconds, resident, ended, why), daemon=True)
    watch.start()
    try:
        said = keeper.stdout.read(MOST_WRITTEN + 1)
    finally:
        if len(why) or not ended.is_set():
            with contextlib.suppress(subprocess.TimeoutExpired):
                keeper.wait(timeout=1)  # it has closed its output: it is about to end
        ended.set()
        _kill(keeper)
        keeper.stdout.close()
        watch.join()
    if why:
        raise Refused("unsafe", why[0])
    if len(said) > MOST_WRITTEN:
        raise Refused("unsafe", "too much in it")
    return said, keeper.wait()


def _watch(
    keeper: "subprocess.Popen[bytes]", seconds: float, resident: int, ended: threading.Event, why: list[str]
) -> None:
    """Ends the keeper when its time is over or its family has grown too large."""
    for _look in range(int(seconds / 0.05)):
        if ended.wait(0.05):
            return
        if resident_of(keeper.pid) > resident:
            why.append("memory")
            break
    else:
        why.append("too long")
    _kill(keeper)


def resident_of(root: int) -> int:
    """Bytes resident of a process and all its descendants, shared pages counted in each."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError, IndexError, ValueError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(n) for n in (task / "children").read_text().split()]
    return total


def _kill(keeper: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(keeper.pid, signal.SIGKILL)


def keep() -> None:
    """In the keeper: limits, no network, a space of process numbers of its own; then the program, and its status."""
    parent, must_be_alone, words = int(sys.argv[2]), sys.argv[3] == "1", sys.argv[4:]
    child.die_with(parent)
    for what, most in (
        (resource.RLIMIT_AS, ADDRESSES),
        (resource.RLIMIT_CPU, int(SECONDS)),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 512),
    ):
        resource.setrlimit(what, (most, most))
    alone = child.without_network(CLONE_NEWPID)
    if not alone and must_be_alone:
        os._exit(NOT_ALONE)
    reader, writer = os.pipe()
    program = os.fork()
    if program == 0:
        os.close(writer)
        child.ask_to_die()
        if select.select([reader], [], [], 0)[0]:  # the keeper went before the kernel was asked
            os._exit(1)
        try:
            os.execvp(words[0], words)
        finally:
            os._exit(127)
    _pid, status = os.waitpid(program, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
