"""Nothing personal and nothing secret reaches a log."""

import logging

from nhipcau.core.redacting import RedactingFilter, redact


def test_secrets_and_contacts_become_words():
    text = redact(
        "POST /l/abcdefghijklmnopqrstuv?x&access_token=EAAsecret123456 for chi.lan@example.org, +84 951 280 815, EAApagestandin0001"
    )

    for secret in ("abcdefghijkl", "EAAsecret", "EAApage", "chi.lan", "280 815"):
        assert secret not in text


def test_an_exception_is_rewritten_too():
    try:
        raise ValueError("chi.lan@example.org")
    except ValueError as fault:
        record = logging.LogRecord(
            "x",
            logging.ERROR,
            "f",
            1,
            "failed for %s",
            ("0951280815",),
            (ValueError, fault, fault.__traceback__),
        )
    RedactingFilter().filter(record)

    assert "[phone]" in record.msg and "chi.lan" not in record.exc_text
