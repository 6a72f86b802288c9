"""Logs carry no token, phone, mail or cookie."""

import logging
import re

_SECRETS = (
    (re.compile(r"EAA[A-Za-z0-9]{6,}"), "[token]"),
    (re.compile(r"(access_token|appsecret_proof|client_secret|fb_exchange_token)=[^&\s]+"), r"\1=[secret]"),
    (re.compile(r"/l/[A-Za-z0-9_-]{16,}"), "/l/[secret]"),
    (re.compile(r"/calendar/[A-Za-z0-9_-]{16,}\.ics"), "/calendar/[secret].ics"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    (re.compile(r"(?<![\w/.-])(?:\+?84|0)[\s.]?\d{2,3}[\s.]?\d{3}[\s.]?\d{3,4}(?![\w-])"), "[phone]"),
)


def redact(text: str) -> str:
    """The text with every secret and contact replaced by a word."""
    for pattern, word in _SECRETS:
        text = pattern.sub(word, text)
    return text


class RedactingFilter(logging.Filter):
    """Rewrites each record before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True
