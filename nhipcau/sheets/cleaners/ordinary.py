"""What most cells look like, judged by one pattern a kind; everything else goes to the full cleaners.

Each function gives the value that the full cleaner of its kind would give without any finding, or None: "look closer".
The rules stay in the cleaners; tests hold both to the same verdict.
"""

import re
from unicodedata import is_normalized

from phonenumbers import PhoneMetadata

#: today's mobile numbers, from the library's own table
_MOBILE = PhoneMetadata.metadata_for_region("VN").mobile.national_number_pattern  # type: ignore[union-attr]
MOBILE = re.compile(rf"0(?=[3-9][0-9]{{8}}$)(?:{_MOBILE})", re.ASCII)
EMAIL = re.compile(
    r"(?!e?-?mail|gmail)(?=[^@]{1,60}@.{3,60}$)[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}"
)
ACCOUNT = re.compile(r"https://www\.facebook\.com/(?:([A-Za-z][A-Za-z0-9.]{3,60}[A-Za-z0-9])|profile\.php\?id=[1-9][0-9]{8,19})")  # fmt: skip
WORDS = re.compile(r"([^\W\d_]+)(?: [^\W\d_]+)+")


def mobile(text: str) -> str | None:
    """0951234567, as E.164."""
    return f"+84{text[1:]}" if MOBILE.fullmatch(text) else None


def email(text: str) -> str | None:
    """Small letters, digits, dots and strokes around one @."""
    return text if EMAIL.fullmatch(text) else None


def account(text: str) -> tuple[str, str] | None:
    """A canonical address on www.facebook.com as it is, and its handle: "" when it is a number."""
    match = ACCOUNT.fullmatch(text)
    return (text, match[1] or "") if match else None


def capitalised(text: str) -> str | None:
    """Two or more composed words of letters, each with a capital and small letters: its first word."""
    match = WORDS.fullmatch(text)
    return match[1] if match and text.istitle() and is_normalized("NFC", text) else None
