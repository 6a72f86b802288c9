"""Named points at which a test may kill this process, as a power cut would."""

import os
import signal


def passed(name: str) -> None:
    """Nothing, unless NHIPCAU_KILL_AT names this point and the installation is one for tests (NHIPCAU_CLOCK_FILE set)."""
    if os.environ.get("NHIPCAU_KILL_AT") == name and "NHIPCAU_CLOCK_FILE" in os.environ:
        os.kill(os.getpid(), signal.SIGKILL)
