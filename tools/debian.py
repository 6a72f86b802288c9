"""Programs the checks need from Debian: named before they are installed, or the one command is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NEEDED = {
    "chromium": "the browser tests",
    "postgresql": "the tests on PostgreSQL",
    "gettext": "the catalogues of words",
    "libreoffice-calc-nogui": "the tests that open exported workbooks",
    "libreoffice-writer-nogui": "the tests that open exported Word files",
    "antiword": "the tests of old Word files",
    "ffmpeg": "the tests of clips and their still pictures",
}
PROGRAMS = {"gettext": "xgettext", "libreoffice-calc-nogui": "soffice", "libreoffice-writer-nogui": "soffice"}
OFFICE = Path("/usr/lib/libreoffice/program")
PARTS = {"libreoffice-calc-nogui": "libsclo.so", "libreoffice-writer-nogui": "libswlo.so"}


def initdb() -> Path | None:
    """The newest initdb of this machine."""
    found = (
        sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if Path("/usr/lib/postgresql").is_dir()
        else []
    )
    return found[-1] if found else None


def has(package: str) -> bool:
    """Is the program of this package here?"""
    if package == "postgresql":
        return initdb() is not None
    if package in PARTS and OFFICE.is_dir() and not (OFFICE / PARTS[package]).exists():
        return False  # LibreOffice is here without this part of it
    return shutil.which(PROGRAMS.get(package, package)) is not None


def missing() -> list[str]:
    return [package for package in NEEDED if not has(package)]


def install(packages: list[str], allowed: bool) -> list[str]:
    """Install what is missing, as root and where allowed; returns what still is missing."""
    if not packages:
        return []
    words = ", ".join(f"{package} (for {NEEDED[package]})" for package in packages)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not allowed or os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(
            f"Missing: {words}.\nInstall it with:  {'' if os.geteuid() == 0 else 'sudo '}{' '.join(command)}",
            flush=True,
        )
        return packages
    print(f"Installing from Debian: {words}. (--no-install refuses this.)", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update"], check=False, **quiet)  # type: ignore[call-overload]
    subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]
    left = missing()
    return [package for package in packages if package in left]
