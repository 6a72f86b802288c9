"""The one place that knows what time it is; tests and the demo may set it."""

import os
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_set: dict[str, datetime] = {}
_lock = threading.Lock()


def now() -> datetime:
    """This moment, aware, in UTC; as set by a test, or by the file that NHIPCAU_CLOCK_FILE names."""
    with _lock:
        if "now" in _set:
            return _set["now"]
    file = os.environ.get("NHIPCAU_CLOCK_FILE")
    if file and Path(file).exists():
        return datetime.fromisoformat(Path(file).read_text().strip())
    return timezone.now()


def today() -> date:
    """The day it is in Việt Nam."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on a clock in Việt Nam."""
    return moment.astimezone(HERE)


def end_of(day: date) -> datetime:
    """The moment at which a day is over in Việt Nam."""
    return datetime.combine(day + timedelta(days=1), time.min, HERE)


def set_to(moment: datetime | str | None) -> None:
    """Stop the clock at a moment ("2020-10-08 09:00" is local time); None lets it run again."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=HERE)
    with _lock:
        _set.clear()
        if moment is not None:
            _set["now"] = moment


def advance(seconds: float) -> None:
    """Move a stopped clock on."""
    set_to(now() + timedelta(seconds=seconds))
