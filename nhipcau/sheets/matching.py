"""Which unit of the tree a written name may mean: proposals, the likeliest first. A person chooses; nothing is applied here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from nhipcau.core.text import nfc, same_tone_place
from nhipcau.organisations.models import UnitAlias, UnitQuerySet
from nhipcau.sheets.cleaners.unit import unit_key

MOST = 5
MOST_UNITS = 5_000  # a name is looked up in one branch, never in a whole country
LIKELY = 72  # of 100, by rapidfuzz; below that two names have little in common
SURE = 90  # from here on the first proposal may be chosen beforehand in a list that a person sends
FORM_WORDS = re.compile(
    r"\b(?:truong|cong ty|trach nhiem huu han|mot thanh vien|co phan|doanh nghiep tu nhan|cong doan co so|cong doan|lien doan lao dong|hai thanh vien tro len)\b"
)
SCORES = {
    "code": 100,
    "name": 99,
    "learned": 98,
    "former": 96,
    "short": 96,
    "plain": 95,
    "words": 92,
    "initials": 88,
}
REASONS = {
    "code": _("the same code"),
    "name": _("the same name"),
    "learned": _("this name was taken for it before"),
    "former": _("a former name of it"),
    "short": _("a short name of it"),
    "plain": _("the same name, without accents or abbreviated"),
    "words": _("the same name, without the kind of unit"),
    "initials": _("the first letters of its name"),
    "like": _("a name much like it"),
    "words-in": _("these words stand in its name"),
}


@dataclass(frozen=True)
class Match:
    """One unit that may be meant; `score` of 100, `why` a key of REASONS."""

    unit_id: int
    name: str
    score: float
    why: str

    @property
    def reason(self) -> Any:
        return REASONS[self.why]


@dataclass(frozen=True)
class _Known:
    """One name of a unit, current or other, in the shapes that are compared."""

    unit_id: int
    written: str
    key: str
    core: str
    origin: str


class UnitNames:
    """The names, codes and aliases of some units, to look written names up in."""

    def __init__(
        self, units: Iterable[tuple[int, str, str]], aliases: Iterable[tuple[int, str, str]]
    ) -> None:
        """`units` as (id, name, code), `aliases` as (unit id, name, origin)."""
        self._names: dict[int, str] = {}
        self._codes: dict[str, list[int]] = {}
        self._known: list[_Known] = []
        for unit_id, name, code in units:
            self._names[unit_id] = name
            self._known.append(_known(unit_id, name, "name"))
            if code:
                self._codes.setdefault(code.casefold(), []).append(unit_id)
        self._known += [
            _known(unit_id, name, origin) for unit_id, name, origin in aliases if unit_id in self._names
        ]
        self._keys = [known.key for known in self._known]

    @classmethod
    def of(cls, units: UnitQuerySet) -> "UnitNames":
        """Two queries, however many units."""
        own = list(units.values_list("pk", "name", "code")[:MOST_UNITS])
        aliases = UnitAlias.objects.filter(unit__in=units.order_by().values("pk"))
        return cls(own, aliases.values_list("unit_id", "name", "origin"))

    def ranked(self, text: str, most: int = MOST) -> list[Match]:
        """The units that `text` may mean, the likeliest first; empty when no name has much in common with it."""
        text = nfc(text)[:300].strip()
        key = unit_key(text)
        if not key:
            return []
        best: dict[int, Match] = {}
        for unit_id, why, score in (*self._exact(text, key), *self._like(key)):
            if unit_id not in best or best[unit_id].score < score:
                best[unit_id] = Match(unit_id, self._names[unit_id], score, why)
        return sorted(best.values(), key=lambda m: (-m.score, m.name))[:most]

    def chosen_beforehand(self, text: str) -> Match | None:
        """The one proposal that stands alone; None when two units may be meant equally well."""
        ranked = self.ranked(text, 2)
        if not ranked or ranked[0].score < SURE:
            return None
        return None if len(ranked) > 1 and ranked[0].score - ranked[1].score < 1 else ranked[0]

    def _exact(self, text: str, key: str) -> Iterable[tuple[int, str, float]]:
        for word in {text.casefold(), *re.findall(r"[\w.\-]{3,}", text.casefold())}:
            for unit_id in self._codes.get(word, ()):
                yield unit_id, "code", SCORES["code"]
        core, written = core_of(key), same_tone_place(text)
        for known in self._known:
            why = _same(known, key, core, written)
            if why:
                yield known.unit_id, why, SCORES[why]

    def _like(self, key: str) -> Iterable[tuple[int, str, float]]:
        numbers = _numbers(key)
        found = process.extract(key, self._keys, scorer=fuzz.token_sort_ratio, score_cutoff=LIKELY, limit=20)
        for found_key, score, at in found:
            differs = _numbers(found_key) != numbers  # number 1 is never number 2, however alike the rest
            yield self._known[at].unit_id, "like", min(score, SCORES["initials"] - 1) - (20 if differs else 0)


def core_of(key: str) -> str:
    """What is left of a name's key without the words for the kind of unit or the form of the company."""
    return " ".join(FORM_WORDS.sub(" ", key).split()) or key


def _known(unit_id: int, name: str, origin: str) -> _Known:
    key = unit_key(name)
    return _Known(unit_id, same_tone_place(name), key, core_of(key), origin)


def _same(known: _Known, key: str, core: str, written: str) -> str:
    """Why this name is the written one, or nothing."""
    if known.key == key:
        if known.origin != "name":
            return known.origin
        return "name" if known.written == written else "plain"
    if known.core == core:
        return "words"
    return "initials" if _abbreviates(core.split(), known.core.split()) else ""


def _abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """Is every word of `short` a word of `full`, or the first letters of two words or more that follow one another?"""
    if len(short) >= len(full):
        return False
    ends = {0}
    for word in short:
        reached = {end + 1 for end in ends if end < len(full) and full[end] == word}
        if len(word) > 1:
            size = len(word)
            reached |= {e + size for e in ends if "".join(w[0] for w in full[e : e + size]) == word}
        ends = reached
        if not ends:
            return False
    return len(full) in ends


def _numbers(key: str) -> list[str]:
    return re.findall(r"\d+", key)


def is_worth_remembering(text: str, unit_id: int, names: UnitNames) -> bool:
    """Does the name say something, is it not the unit's own yet, and not the own name of another unit?"""
    said = bool(FORM_WORDS.sub(" ", unit_key(text)).strip()) and len(text) <= 200
    own = [
        match for match in names.ranked(text, 50) if match.why in ("name", "plain", "former", "short", "code")
    ]
    return (
        said and not own and not any(m.unit_id == unit_id and m.why == "learned" for m in names.ranked(text))
    )
