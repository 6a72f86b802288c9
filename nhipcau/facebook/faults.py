"""What an error code of the Graph API means for us, by code and subcode, never by HTTP status alone."""

from datetime import timedelta
from enum import StrEnum

VIDEO_AGAIN_AFTER = timedelta(seconds=60)


class Fault(StrEnum):
    """A class of refusals that ask for the same behaviour."""

    TEMPORARY = "temporary"  # unknown or passing: a write is looked for before anything else
    RATE = "rate"  # wait, no calls meanwhile
    TOKEN = "token"  # the token is dead: stop the Page's queue, reconnect
    ROLE_LOST = "role_lost"  # the connecting person has no role on the Page any more
    PERMISSION = "permission"  # a permission or task is missing
    WRONG_TOKEN = "wrong_token"  # a person's token where the Page's own is needed
    PROOF = "proof"  # the app secret does not fit the app
    SCHEDULE = "schedule"
    METRIC = "metric"
    GONE = "gone"  # the object is away, or this token cannot see it
    PARAMETER = "parameter"  # our own fault
    DUPLICATE = "duplicate"  # same text as the latest post
    BLOCKED = "blocked"  # blocked for a while: stop, long wait, a person
    CONTENT = "content"  # the content was refused
    VERIFY = "verify"  # Facebook wants a person on facebook.com
    LINK = "link"
    PHOTO = "photo"
    VIDEO = "video"  # the clip was refused
    VIDEO_LATER = "video_later"  # once more after VIDEO_AGAIN_AFTER
    UNAVAILABLE = "unavailable"  # figures not offered for this Page
    UNCLASSIFIED = "unclassified"  # a write is looked for, then a person


# Refusals of one post that leave the Page's queue untouched.
POST_FAULTS = frozenset(
    {
        Fault.SCHEDULE,
        Fault.GONE,
        Fault.PARAMETER,
        Fault.DUPLICATE,
        Fault.CONTENT,
        Fault.LINK,
        Fault.PHOTO,
        Fault.VIDEO,
        Fault.VIDEO_LATER,
        Fault.METRIC,
        Fault.UNAVAILABLE,
    }
)
# Refusals that would meet every further post of the Page too.
PAGE_FAULTS = frozenset(
    {
        Fault.TOKEN,
        Fault.ROLE_LOST,
        Fault.PERMISSION,
        Fault.WRONG_TOKEN,
        Fault.PROOF,
        Fault.BLOCKED,
        Fault.VERIFY,
    }
)

_BY_SUBCODE = {
    1363047: Fault.TEMPORARY,
    1609010: Fault.TEMPORARY,
    2853006: Fault.PERMISSION,
    2069032: Fault.TOKEN,
    492: Fault.ROLE_LOST,
    1390008: Fault.BLOCKED,
    1346003: Fault.CONTENT,
    1404102: Fault.CONTENT,
    1404078: Fault.VERIFY,
    1404006: Fault.VERIFY,
    1404112: Fault.VERIFY,
    4854002: Fault.VERIFY,
    1609005: Fault.LINK,
    1609008: Fault.LINK,
    2061006: Fault.LINK,
    1366046: Fault.PHOTO,
    1366051: Fault.PHOTO,
    2069019: Fault.PHOTO,
    1363130: Fault.VIDEO_LATER,
    1504028: Fault.PARAMETER,
    2874008: Fault.UNAVAILABLE,
}
_BY_CODE = {
    1: Fault.TEMPORARY,
    2: Fault.TEMPORARY,
    3: Fault.PERMISSION,
    4: Fault.RATE,
    10: Fault.PERMISSION,
    12: Fault.PARAMETER,
    17: Fault.RATE,
    32: Fault.RATE,
    102: Fault.TOKEN,
    190: Fault.TOKEN,
    341: Fault.RATE,
    368: Fault.BLOCKED,
    506: Fault.DUPLICATE,
    613: Fault.RATE,
    803: Fault.GONE,
    3001: Fault.PARAMETER,
    6000: Fault.VIDEO_LATER,
    80001: Fault.RATE,
}


# A refusal of one post that says of itself that it passes is looked for like any unknown result.
_MAY_PASS = POST_FAULTS - {Fault.DUPLICATE, Fault.GONE, Fault.METRIC, Fault.UNAVAILABLE} | {
    Fault.UNCLASSIFIED
}


def classify(
    code: int | None, subcode: int | None = None, message: str = "", *, is_transient: bool = False
) -> Fault:
    """The class of an error object; the more telling subcode goes first."""
    fault = _classify(code, subcode, message)
    return Fault.TEMPORARY if is_transient and fault in _MAY_PASS else fault


def _classify(code: int | None, subcode: int | None, message: str) -> Fault:
    if "must be posted to a page as the page itself" in message:
        return Fault.WRONG_TOKEN
    for number in (subcode, code):  # some of these numbers are met as the code itself
        if number is not None and number in _BY_SUBCODE:
            return _BY_SUBCODE[number]
    if code == 100 and _classify_100(subcode, message) is not Fault.PARAMETER:
        return _classify_100(subcode, message)
    if code is not None and code in _BY_CODE:
        return _BY_CODE[code]
    if code is not None and 200 <= code <= 299:
        return Fault.PERMISSION
    if any(number is not None and 1363000 <= number <= 1363999 for number in (subcode, code)):
        return Fault.VIDEO
    return Fault.PARAMETER if code == 100 else Fault.UNCLASSIFIED


def _classify_100(subcode: int | None, message: str) -> Fault:
    text = message.lower()
    if "scheduled publish time" in text:
        return Fault.SCHEDULE
    if "valid insights metric" in text:
        return Fault.METRIC
    if "appsecret_proof" in text:
        return Fault.PROOF
    return Fault.GONE if subcode == 33 else Fault.PARAMETER


def is_odd(code: int | None, subcode: int | None) -> bool:
    """613/1996: the calls look odd to Facebook; wait as after any limit, and tell the administrator."""
    return code == 613 and subcode == 1996


def stays_unknown(fault: Fault) -> bool:
    """After this fault nobody knows whether a write was done."""
    return fault in (Fault.TEMPORARY, Fault.UNCLASSIFIED)
