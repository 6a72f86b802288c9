"""Mails that cannot wait for the worker: a sign-in code, an invitation the officer sends by a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string


def written(template: str, to: Sequence[str], context: dict[str, Any]) -> EmailMessage:
    """A mail whose first line in the template is the subject."""
    text = render_to_string(template, context)
    subject, _line, body = text.strip().partition("\n")
    return EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=list(to))


def send(template: str, to: Sequence[str], context: dict[str, Any]) -> None:
    """Write one and send it now."""
    written(template, to, context).send()


def send_all(mails: Sequence[EmailMessage]) -> None:
    """Several over one connection."""
    get_connection().send_messages(list(mails))
