"""Phone numbers and addresses as people type them, brought to one form."""

from __future__ import annotations

import phonenumbers


def e164(text: str) -> str:
    """`0912 345 678` as +84912345678; empty when it is no phone number."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(e164_number: str) -> str:
    """+84912345678 as 0912 345 678."""
    try:
        number = phonenumbers.parse(e164_number, "VN")
    except phonenumbers.NumberParseException:
        return e164_number
    home = number.country_code == 84
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
