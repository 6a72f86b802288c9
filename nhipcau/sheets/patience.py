"""A stranger's list may keep a page busy for some seconds of computing, not more: looking for tables in it gives up then."""

import functools
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from nhipcau.formats.precheck import Refused

SECONDS = 6.0  # of processor time; 10,000 lines of 12 columns take less than two
WALL_CLOCK, LEAST = 14.0, 4.5  # on a machine that is busy with other things: so long, if so much was computed

P = ParamSpec("P")
R = TypeVar("R")
_own = threading.local()


def patient(look: Callable[P, R]) -> Callable[P, R]:
    """What is called inside may ask `go_on`; the outermost counts."""

    @functools.wraps(look)
    def bounded(*given: P.args, **named: P.kwargs) -> R:
        if getattr(_own, "until", None) is not None:
            return look(*given, **named)
        _own.until = time.thread_time() + SECONDS
        _own.late = time.monotonic() + WALL_CLOCK
        try:
            return look(*given, **named)
        finally:
            _own.until = None

    return bounded


def go_on() -> None:
    """Asked with every row and heading; `Refused` as "unsafe" when the patience is at its end."""
    until = getattr(_own, "until", None)
    if until is None:
        return
    left = until - time.thread_time()
    if left < 0 or (left < SECONDS - LEAST and time.monotonic() > _own.late):
        raise Refused("unsafe", "too much to look through")
