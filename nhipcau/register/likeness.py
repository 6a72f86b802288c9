"""Which two people of the register may be one: blocks of people worth comparing, and the verdict on one pair.

No model here; a person is a `Known`. Blocks: same phone, e-mail or link; given name with one half of the phone, so that
a wrong digit leaves the other half; the name, or one half of the phone, within a unit. Never all pairs.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from nhipcau.core.text import fold_name

LARGE = 60  # people behind one phone: from here on only those with the same given name are compared
SMALL_UNIT = 500  # in a larger one a like name alone says nothing


class Known(NamedTuple):
    """What is compared of one person."""

    pk: int
    unit: int
    name: str
    phone: str
    email: str
    link: str
    words: tuple[str, ...]


class Verdict(NamedTuple):
    """Codes of why two people may be one, and how sure that is, of 100."""

    reasons: tuple[str, ...]
    score: int


def known(pk: int, unit: int, name: str, phone: str, email: str, link: str) -> Known:
    return Known(pk, unit, name, phone, email, link, words_of(name))


def words_of(name: str) -> tuple[str, ...]:
    """The name's words, folded."""
    return tuple(fold_name(name).split())


def near_keys(name: str, phone: str) -> tuple[str, str]:
    """Given name with the first and with the last half of the phone; blank without a phone."""
    return _near(words_of(name), phone)


def _near(words: tuple[str, ...], phone: str) -> tuple[str, str]:
    if not phone or not words:
        return "", ""
    given = words[-1][:20]
    return f"{given}|{phone[:-4]}", f"{given}|{phone[-4:]}"


def keys_of(person: Known, *, in_unit: bool) -> list[str]:
    """Every block that holds this person; those of its unit too where the unit is small."""
    _pk, unit, _name, phone, email, link, words = person
    keys = [kind + value for kind, value in (("p", phone), ("e", email), ("f", link)) if value]
    keys += [half + key for half, key in zip("ab", _near(words, phone), strict=True) if key]
    if in_unit:
        keys += [f"u{unit}|{part}" for part in (" ".join(words), phone[:-4], phone[-4:]) if part]
    return keys


def small_units(people: Iterable[Known]) -> set[int]:
    """Units in which a like name says something."""
    sizes = Counter(person.unit for person in people)
    return {unit for unit, size in sizes.items() if size <= SMALL_UNIT}


def pairs(
    people: Iterable[Known], fresh: Collection[int] | None = None, small: Collection[int] | None = None
) -> Iterator[tuple[Known, Known]]:
    """Pairs that share a block, each once, the earlier person first; with `fresh`, only those with one of them.

    `small` are the small units, where `people` are not everybody of theirs.
    """
    people = list(people)
    small = small_units(people) if small is None else small
    blocks: dict[str, list[Known]] = {}
    beside: dict[str, list[Known]] = {}
    for person in people if fresh is None else (p for p in people if p.pk in fresh):
        for key in keys_of(person, in_unit=person.unit in small):
            blocks.setdefault(key, []).append(person)
    for person in () if fresh is None else (p for p in people if p.pk not in fresh):
        for key in keys_of(person, in_unit=person.unit in small):
            if key in blocks:
                beside.setdefault(key, []).append(person)
    seen: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        for one, other in _within(block, beside.get(key, [])):
            first, second = (one, other) if one.pk < other.pk else (other, one)
            if first.pk != second.pk and (first.pk, second.pk) not in seen:
                seen.add((first.pk, second.pk))
                yield first, second


def _within(block: list[Known], beside: list[Known]) -> Iterator[tuple[Known, Known]]:
    """Those of a block with each other and with those beside them; in a large one only with the same given name."""
    if len(block) + len(beside) <= LARGE:
        yield from combinations(block, 2)
        yield from product(block, beside)
        return
    others = _by_given(beside)
    for given, part in _by_given(block).items():
        yield from combinations(part, 2)
        yield from product(part, others.get(given, []))


def _by_given(block: list[Known]) -> dict[str, list[Known]]:
    parts: dict[str, list[Known]] = {}
    for person in block:
        parts.setdefault(person.words[-1] if person.words else "", []).append(person)
    return parts


def judge(one: Known, other: Known) -> Verdict | None:
    """May these two be one person? None when nothing says so."""
    name = like_names(one, other)
    if name is None:
        return None
    common = [
        code
        for code, a, b in (
            ("phone", one.phone, other.phone), ("email", one.email, other.email), ("link", one.link, other.link)
        )
        if a and a == b
    ]  # fmt: skip
    is_sure = name in ("name-same", "name-accents")
    is_near = (
        bool(one.phone and other.phone) and 0 < OSA.distance(one.phone, other.phone, score_cutoff=1) <= 1
    )
    apart = _differ(one.email, other.email) + (not is_near and _differ(one.phone, other.phone))
    if common:
        if common == ["email"] and apart and not is_sure and not _is_personal(one.email, one, other):
            return None  # the mailbox of an office
        score = (90 if is_sure else 80) + 3 * len(common) - 5 * apart
        return Verdict(
            (name, *(f"{code}-same" for code in common), *(["phone-near"] if is_near else [])), score
        )
    if is_near:
        return Verdict((name, "phone-near"), 85 if is_sure else 70)
    if is_sure and _mailbox(one.email) and _mailbox(one.email) == _mailbox(other.email):
        return Verdict((name, "email-near"), 75)
    is_one_name = name == "name-same" or _one_without_marks(one, other)
    if one.unit == other.unit and is_one_name and not apart and not _differ(one.link, other.link):
        return Verdict((name, "unit-same"), 65)
    return None


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _is_personal(email: str, *people: Known) -> bool:
    """The address carries the given name."""
    return any(
        len(word) > 1 and word in email for person in people for word in (person.words[0], person.words[-1])
    )


def like_names(one: Known, other: Known) -> str | None:
    """How alike two names are, as a code; None when they are two names."""
    a, b = one.words, other.words
    if not a or not b:
        return None
    if a == b:
        return "name-same" if one.name.casefold() == other.name.casefold() else "name-accents"
    if sorted(a) == sorted(b):
        return "name-order"
    short, long = sorted((a, b), key=len)
    if (
        len(short) > 1
        and len(short) < len(long)
        and (short[0], short[-1]) == (long[0], long[-1])
        and set(short) <= set(long)
    ):
        return "name-shorter"
    if len(a) == len(b) and all(
        x == y or _abbreviates(x, y) or _abbreviates(y, x) for x, y in zip(a, b, strict=True)
    ):
        return "name-initials"
    x, y = "".join(a), "".join(b)
    return "name-typo" if min(len(x), len(y)) >= 6 and OSA.distance(x, y, score_cutoff=1) <= 1 else None


def _abbreviates(short: str, long: str) -> bool:
    stem = short.rstrip(".")
    return 0 < len(stem) <= 2 and len(long) > len(stem) and long.startswith(stem)


def _mailbox(email: str) -> str:
    local = email.partition("@")[0]
    return local if len(local) >= 6 else ""


def _one_without_marks(one: Known, other: Known) -> bool:
    """The same letters, and one of the two was typed without any marks."""
    return one.words == other.words and any(
        " ".join(p.words) == " ".join(p.name.casefold().split()) for p in (one, other)
    )
