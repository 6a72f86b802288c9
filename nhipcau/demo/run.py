"""`./run demo`: web, worker and Facebook's stand-in on this machine, until Ctrl-C. Starts before Django is loaded."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEAST_FREE = 80 * 1024 * 1024
APP = ("900000000000001", "standin-app-secret")
PATIENCE = 60  # seconds until a server must answer


class CannotStart(Exception):
    """A sentence for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Run the demo; 0 after Ctrl-C, 1 when it cannot start, 2 for wrong usage."""
    options = parse(arguments)
    try:
        return Demo(options.port, options.data.resolve(), options.fresh).run()
    except CannotStart as why:
        print(why, file=sys.stderr)
        return 1


def parse(arguments: list[str]) -> argparse.Namespace:
    """--port, --data, --fresh."""
    parser = argparse.ArgumentParser(prog="./run demo", description="The demo union, on 127.0.0.1 only.")
    parser.add_argument(
        "--port", type=int, default=8000, help="the port of the pages; the next one is the stand-in's"
    )
    parser.add_argument(
        "--data", type=Path, default=ROOT / "var" / "demo", help="where the demo keeps its data"
    )
    parser.add_argument("--fresh", action="store_true", help="forget what was done in the demo, begin anew")
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65534:
        parser.error("--port takes a number from 1 to 65534")
    return options


class Demo:
    """Three processes and their common end."""

    def __init__(self, port: int, data: Path, fresh: bool) -> None:
        self.port, self.data, self.fresh = port, data, fresh
        self.running: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.stopping = threading.Event()

    def run(self) -> int:
        """Start everything, wait, stop everything."""
        for number in (self.port, self.port + 1):
            check_port(number)
        self.prepare()
        signal.signal(signal.SIGTERM, lambda *_: self.stopping.set())
        signal.signal(signal.SIGINT, lambda *_: self.stopping.set())
        try:
            self.once("migrate", "--verbosity", "0")
            self.start(
                "facebook-standin", "--port", str(self.port + 1), "--state", str(self.data / "standin.json")
            )
            self.answers(self.port + 1, "/")
            self.once("demo-union")
            self.start("serve", "--port", str(self.port))
            self.start("worker")
            self.answers(self.port, "/")
            self.once("demo-links")
            return self.wait()
        finally:
            self.stop()

    def prepare(self) -> None:
        """The folder, empty where that was asked for, with room in it."""
        mark = self.data / "this-is-the-demo"
        if self.fresh and self.data.exists():
            if not mark.exists() and any(self.data.iterdir()):
                raise CannotStart(
                    f"{self.data} was not made by the demo, so --fresh does not empty it. Name another folder."
                )
            shutil.rmtree(self.data)
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            mark.touch()
        except OSError as fault:
            raise CannotStart(
                f"The demo cannot write into {self.data}: {fault.strerror}. Name another folder with --data."
            ) from None
        free = shutil.disk_usage(self.data).free
        if free < LEAST_FREE:
            raise CannotStart(
                f"{self.data} has only {free // 2**20} MiB free; the demo needs {LEAST_FREE // 2**20} MiB. "
                "Make room there, or name another folder with --data."
            )

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NHIPCAU_", "DATABASE_URL", "EMAIL_URL", "FACEBOOK_"))
        }
        return {
            **kept,
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
            "NHIPCAU_DATA": str(self.data),
            "NHIPCAU_DEMO": "1",
            "NHIPCAU_URL": f"http://127.0.0.1:{self.port}",
            "FACEBOOK_BASE_URL": f"http://127.0.0.1:{self.port + 1}",
            "FACEBOOK_APP_ID": APP[0],
            "FACEBOOK_APP_SECRET": APP[1],
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "nhipcau", *words]

    def once(self, *words: str) -> None:
        """A step that must succeed."""
        done = subprocess.run(
            self.command(*words), env=self.environment, cwd=ROOT, stderr=subprocess.PIPE, check=False
        )
        if done.returncode and not self.stopping.is_set():
            raise CannotStart(explain(done.stderr.decode("utf-8", "replace"), self.data))

    def start(self, *words: str) -> None:
        """A process that goes on; in a session of its own, so that Ctrl-C reaches it through us."""
        log = (self.data / f"{words[0]}.log").open("ab")
        with log:
            process = subprocess.Popen(
                self.command(*words),
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append((words[0], process))

    def answers(self, port: int, path: str) -> None:
        """Wait until the server there answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.stopping.is_set():
            self.check_alive()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                self.stopping.wait(0.2)
        if not self.stopping.is_set():
            raise CannotStart(f"The server on port {port} does not answer. Its words are in {self.data}.")

    def wait(self) -> int:
        """Until Ctrl-C, or until one of the three ends by itself."""
        while not self.stopping.wait(0.5):
            self.check_alive()
        print("\nThe demo stops; what was done in it is kept.", flush=True)
        return 0

    def check_alive(self) -> None:
        for name, process in self.running:
            if process.poll() is not None:
                tail = (self.data / f"{name}.log").read_text("utf-8", "replace")[-3000:]
                raise CannotStart(
                    explain(tail, self.data) if tail.strip() else f"{name} has ended by itself."
                )

    def stop(self) -> None:
        """TERM, and KILL for whoever does not hear it."""
        for _name, process in reversed(self.running):
            if process.poll() is None:
                process.terminate()
        for _name, process in self.running:
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def check_port(port: int) -> None:
    """A sentence when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CannotStart(
                f"Port {port} may not be used by you. Choose one above 1024 with --port."
            ) from None
        except OSError:
            raise CannotStart(
                f"Port {port} on 127.0.0.1 is in use by another program. The demo needs {port} and its neighbour: "
                f"choose others with --port, for example ./run demo --port {8800 if port < 8800 else port + 10}."
            ) from None


def explain(words: str, data: Path) -> str:
    """The sentence behind a traceback, or the traceback's last line."""
    if "disk is full" in words or "No space left" in words or "Disk quota" in words:
        return (
            f"The disk is full: {data} has no room left. Make room there, or name another folder with --data."
        )
    last = [line for line in words.strip().splitlines() if line.strip()][-1:] or ["It gave no reason."]
    return f"The demo cannot start. {last[0]}"
