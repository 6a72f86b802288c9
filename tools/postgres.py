"""A PostgreSQL cluster of our own for one run of the tests: vi-VN by ICU, on a socket in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.debian import initdb


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Start it, give its DATABASE_URL, stop it and remove it."""
    maker = initdb()
    if maker is None:
        raise FileNotFoundError("initdb")
    folder = Path(tempfile.mkdtemp(prefix="nhipcau-pg-"))
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, owner, owner)
    folder.chmod(0o755)
    data, port = folder / "data", "54113"
    _as(owner, maker, "-D", data, "-U", "nhipcau", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
        "--locale-provider=icu", "--icu-locale=vi-VN", "--no-sync")  # fmt: skip
    control = maker.parent / "pg_ctl"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -p {port} -c fsync=off -c max_connections=60"
    _as(owner, control, "-D", data, "-w", "-s", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgres://nhipcau@{str(folder).replace('/', '%2F')}:{port}/postgres"
    finally:
        _as(owner, control, "-D", data, "-w", "-s", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as(owner: str, *command: str | Path) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", owner, "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{words[-1]} of PostgreSQL failed: {done.stdout}{done.stderr}")
