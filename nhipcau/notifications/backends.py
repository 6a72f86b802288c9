"""The demo's post office: every mail becomes a file in var/mail, nothing leaves the machine."""

import itertools
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from nhipcau.core import clock

_count = itertools.count(1)


def folder() -> Path:
    """Where the demo's mail lies."""
    return Path(getattr(settings, "MAIL_DIR", None) or Path(settings.DATA_DIR) / "mail")


class FileBackend(BaseEmailBackend):
    """Writes each message to a file whose name sorts by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them all; a half-written file never has its final name."""
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.now():%Y%m%d-%H%M%S}-{os.getpid()}-{next(_count):04d}.eml"
            half = folder() / (name + ".part")
            half.write_bytes(message.message().as_bytes())
            half.rename(folder() / name)
        return len(email_messages)
