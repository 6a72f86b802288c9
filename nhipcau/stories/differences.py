"""What differs between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OUT, IN = "same", "out", "in"
MOST_PAIRS = 4_000_000  # words x words of one changed place that are still compared; beyond it the whole place is shown

#: A Vietnamese word is written in syllables: each is a token, as is each mark, each run of blanks and each line end.
_TOKENS = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, were taken out, or were put in."""

    kind: str
    text: str

    @property
    def is_out(self) -> bool:
        return self.kind == OUT

    @property
    def is_in(self) -> bool:
        return self.kind == IN


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both wordings in their order: without those put in they are `old`, without those taken out `new`.

    Paragraphs first, then the words of the paragraphs that differ, so that long texts stay quick and a word is never
    found again in quite another place.
    """
    found: list[Piece] = []
    one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(SAME, "".join(one[a:b])))
        else:
            found += _in_words("".join(one[a:b]), "".join(other[c:d]))
    return list(_joined(found))


def _in_words(old: str, new: str) -> Iterator[Piece]:
    one, other = _TOKENS.findall(old), _TOKENS.findall(new)
    if not one or not other or len(one) * len(other) > MOST_PAIRS:
        yield from (Piece(OUT, old), Piece(IN, new))
        return
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(one[a:b]))
        else:
            yield from (Piece(OUT, "".join(one[a:b])), Piece(IN, "".join(other[c:d])))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """A blank between two changed words belongs to the change: a sentence that was replaced reads as one."""
    out, into = "", ""
    for n, piece in enumerate(pieces):
        is_gap = (
            piece.kind == SAME and piece.text.isspace() and "\n" not in piece.text and 0 < n < len(pieces) - 1
        )
        if piece.kind == OUT or (is_gap and (out or into)):
            out += piece.text
        if piece.kind == IN or (is_gap and (out or into)):
            into += piece.text
        if piece.kind == SAME and not (is_gap and (out or into)):
            yield from _changed(out, into)
            out = into = ""
            if piece.text:
                yield piece
    yield from _changed(out, into)


def _changed(out: str, into: str) -> Iterator[Piece]:
    common = 0
    while (
        common < min(len(out), len(into))
        and out[-1 - common] == into[-1 - common]
        and out[-1 - common].isspace()
    ):
        common += 1
    tail = out[len(out) - common :]
    out, into = out[: len(out) - common], into[: len(into) - common]
    if out:
        yield Piece(OUT, out)
    if into:
        yield Piece(IN, into)
    if tail:
        yield Piece(SAME, tail)
