"""Workers to be killed: each a real process, started by the command people use, or forked from a loaded one.

Each process here ends as soon as the one that started it is gone, by whatever way it went.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import IO, Protocol

from nhipcau.formats.child import die_with

HERE = [sys.executable, "-m", "tests.publishing.kill_workers"]
COMMAND = [sys.executable, "-m", "nhipcau", "worker", "--skip-checks"]


class Started(Protocol):
    """A worker at work."""

    def poll(self) -> int | None: ...

    def stop(self) -> int: ...


class Commanded:
    """`nhipcau worker`, as an installation starts it."""

    def __init__(self, kill_at: str) -> None:
        environment = {**os.environ, "NHIPCAU_KILL_AT": kill_at}
        self.process = subprocess.Popen(
            [*HERE, str(os.getpid()), *COMMAND],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def poll(self) -> int | None:
        return self.process.poll()

    def stop(self) -> int:
        """End it if it lives; its complaints come out when it ended in any other way."""
        if self.process.poll() is None:
            self.process.terminate()
        _, said = self.process.communicate()
        if self.process.returncode not in (0, -signal.SIGKILL, -signal.SIGTERM):
            sys.stderr.write(said.decode("utf-8", "replace"))
        return self.process.returncode


class Nest:
    """A process that has loaded the product and forks workers: the long runs spend their time on killing, not on loading."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [*HERE, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, kill_at: str) -> Forked:
        return Forked(self, int(self.ask("start", kill_at or "-")))

    def ask(self, *words: str) -> str:
        asked: IO[str] | None = self.process.stdin
        answered: IO[str] | None = self.process.stdout
        assert asked is not None and answered is not None
        print(*words, file=asked, flush=True)
        return answered.readline().strip()

    def close(self) -> None:
        self.process.communicate()


class Forked:
    """A worker of the nest."""

    def __init__(self, nest: Nest, pid: int) -> None:
        self.nest, self.pid = nest, pid
        self.code: int | None = None

    def poll(self) -> int | None:
        if self.code is None:
            answer = self.nest.ask("poll", str(self.pid))
            self.code = None if answer == "-" else int(answer)
        return self.code

    def stop(self) -> int:
        if self.poll() is None:
            self.code = int(self.nest.ask("stop", str(self.pid)))
        assert self.code is not None
        return self.code


def work(kill_at: str, nest: int) -> None:
    """What a forked worker does with its life, which ends with the nest's."""
    from nhipcau.core.worker import Worker

    die_with(nest)
    os.environ["NHIPCAU_KILL_AT"] = kill_at
    sys.stdin.close()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    Worker().run()


def main() -> None:
    """Turn into the command that was given; or load everything, open nothing, and fork when asked."""
    import django
    from django.conf import settings
    from django.utils.module_loading import import_string

    parent, *command = sys.argv[1:]
    die_with(int(parent))
    if command:
        os.execv(command[0], command)
    own = os.getpid()
    django.setup()
    for path, _seconds in settings.TICK:
        import_string(path)
    for line in sys.stdin:
        verb, word = line.split()
        if verb == "start":
            pid = os.fork()
            if not pid:
                try:
                    work(word, own)
                finally:
                    os._exit(0)
            print(pid, flush=True)
            continue
        if verb == "stop":
            os.kill(int(word), signal.SIGTERM)
        ended, status = os.waitpid(int(word), 0 if verb == "stop" else os.WNOHANG)
        print(os.waitstatus_to_exitcode(status) if ended else "-", flush=True)


if __name__ == "__main__":
    main()
