"""Messages to people: `queue(...)` inside the transaction, one row a message and person, sent by the worker."""

from typing import Any


def queue(kind: str, about: Any, **options: Any) -> Any:
    """See `actions.queue`; here so that callers can write `notifications.queue(...)`."""
    from nhipcau.notifications import actions

    return actions.queue(kind, about, **options)
