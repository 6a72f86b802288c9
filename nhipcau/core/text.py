"""Vietnamese text: composed, folded for searching, and in the order of a Vietnamese list of names."""

import unicodedata
from functools import lru_cache

_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: f"{n:02}" for n, letter in enumerate(_ALPHABET, start=1)}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def nfc(text: str) -> str:
    """Composed Unicode, as everything is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case, no marks, đ as d: what is searched, the same on both databases."""
    flat = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return nfc("".join(c for c in flat if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """`fold` for one letter, always one character, so that positions in a text stay."""
    base = unicodedata.normalize("NFD", letter.lower())[0]
    return "d" if base == "đ" else base


def fold_name(name: str) -> str:
    """`fold` for names, which share their words."""
    return " ".join([_folded(word) for word in name.split(" ")])


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return fold(word)


def same_tone_place(text: str) -> str:
    """Lower case with each syllable's tone behind it: "hoà" and "hòa" are one spelling. For comparing only."""
    return " ".join(_tone_last(word) for word in text.casefold().split())


def _tone_last(word: str) -> str:
    flat = unicodedata.normalize("NFD", word)
    return nfc("".join(c for c in flat if c not in _TONES)) + "".join(c for c in flat if c in _TONES)


def slug(text: str) -> str:
    """Letters, digits and strokes for an address; "Đoàn viên" gives "doan-vien"."""
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text))
    return "-".join(kept.split())


def name_sort_key(name: str) -> str:
    """Sorts by given name, then by the whole name; in each letters first, tones (ngang huyền hỏi ngã sắc nặng) second."""
    words = [_word_key(word) for word in nfc(name).casefold().split()]
    if not words:
        return "..."
    letters, tones = [key[0] for key in words], [key[1] for key in words]
    return ".".join((letters[-1], tones[-1], " ".join(letters), " ".join(tones)))


@lru_cache(maxsize=8192)
def _word_key(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for letter in word:
        flat = unicodedata.normalize("NFD", letter)
        shape = nfc(flat[0] + "".join(mark for mark in flat[1:] if mark in _SHAPES))
        letters.append(_ORDER.get(shape, "99" if not letter.isdigit() else "00" + letter))
        tones.append(str(next((_TONES[mark] for mark in flat[1:] if mark in _TONES), 0)))
    return "".join(letters), "".join(tones)
