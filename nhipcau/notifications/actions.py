"""Put a message in the queue, and send what is due."""

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from nhipcau.accounts.models import User
from nhipcau.core import clock
from nhipcau.notifications.models import Message

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
WAITS = (1, 5, 15, 60, 240)  # minutes before the next try


def queue(
    kind: str,
    about: Any,
    *,
    to: User,
    key: str = "",
    context: dict[str, Any] | None = None,
    path: str = "",
) -> Message:
    """One row for this message and person, in the caller's transaction; the same key twice is one message.

    `kind` "stories/approved" is rendered from `stories/email/approved.txt`, whose first line is the subject.
    The text is rendered now, in the caller's words, so that what was true when it happened is what is told.
    """
    key = key or f"{kind}:{about.pk}"
    package, _slash, name = kind.partition("/")
    with translation.override(getattr(to, "language", "") or settings.LANGUAGE_CODE):
        text = render_to_string(
            f"{package}/email/{name}.txt",
            {
                "about": about,
                "to": to,
                "site_url": getattr(settings, "SITE_URL", ""),
                "path": path,
                **(context or {}),
            },
        ).strip()
    subject, _newline, body = text.partition("\n")
    now = clock.now()
    message, _created = Message.objects.get_or_create(
        key=key,
        to=to,
        defaults={
            "kind": kind,
            "subject": subject.strip()[:250],
            "body": body.strip(),
            "path": path,
            "status": Message.Status.QUEUED if to.email else Message.Status.DESK_ONLY,
            "next_attempt_at": now,
            "queued_at": now,
        },
    )
    return message


def send(message: Message) -> None:
    """Hand one claimed message to the mail server and write how it ended. Not inside a transaction."""
    if not message.to.email:
        _end(message, Message.Status.DESK_ONLY)
        return
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to.email],
        headers={"Message-ID": f"<message-{message.pk}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused:
        _end(message, Message.Status.FAILED, fault="recipient refused")
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("A message could not be sent: %s", type(fault).__name__)
        _again(message, type(fault).__name__)
    else:
        _end(message, Message.Status.SENT)


def mark_seen(user: User) -> None:
    """The person has opened the list of notices; says nothing about any campaign."""
    with transaction.atomic():
        Message.objects.visible_to(user).unread().update(seen_at=clock.now())


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "nhipcau.invalid"


def _end(message: Message, status: str, fault: str = "") -> None:
    sent = status == Message.Status.SENT
    Message.objects.filter(pk=message.pk).update(
        status=status, fault=fault, claimed_at=None, sent_at=clock.now() if sent else None
    )


def _again(message: Message, fault: str) -> None:
    if message.attempts >= MOST_ATTEMPTS:
        _end(message, Message.Status.FAILED, fault=fault)
        return
    wait = timedelta(minutes=WAITS[min(message.attempts, len(WAITS)) - 1])
    Message.objects.filter(pk=message.pk).update(
        status=Message.Status.QUEUED, fault=fault, claimed_at=None, next_attempt_at=clock.now() + wait
    )
