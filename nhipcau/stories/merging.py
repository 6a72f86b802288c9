"""Two people changed the same wording: put together what does not touch, and say what does."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher

Lines = list[str]


@dataclass(frozen=True)
class Conflict:
    """One place that both have changed, each in their own way."""

    theirs: str
    mine: str


@dataclass
class Merged:
    """The text put together; where both changed a place, `mine` stands in it and the place is among the conflicts."""

    text: str = ""
    conflicts: list[Conflict] = field(default_factory=list)


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Three wordings into one, paragraph by paragraph: what only one of the two changed is taken from that one."""
    old, his, own = (text.split("\n") for text in (base, theirs, mine))
    in_his, in_own = _places(old, his), _places(old, own)
    kept = [n for n in range(len(old)) if n in in_his and n in in_own]
    merged, lines = Merged(), list[str]()
    i = j = k = 0
    for n in [*kept, len(old)]:
        j_end, k_end = (in_his[n], in_own[n]) if n < len(old) else (len(his), len(own))
        lines += _chunk(old[i:n], his[j:j_end], own[k:k_end], merged)
        if n < len(old):
            lines.append(old[n])
        i, j, k = n + 1, j_end + 1, k_end + 1
    merged.text = "\n".join(lines)
    return merged


def _places(old: Lines, new: Lines) -> dict[int, int]:
    """Where each paragraph of the old wording stands in the new one, for those that stayed."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _chunk(old: Lines, his: Lines, own: Lines, merged: Merged) -> Lines:
    """What stands between two paragraphs that everybody kept."""
    if len(old) == len(his) == len(own):  # paragraph by paragraph, also where neighbours were changed
        found = [_one(*three, merged) for three in zip(old, his, own, strict=True)]
        return [line for lines in found for line in lines]
    if not old and his and own:  # both put something in at one place
        return _both(his, own)
    for one, other in ((own, his), (his, own)):
        around = _around(old, one)
        if old and around is not None:  # one only added beside what the other has changed
            return [*around[0], *other, *around[1]]
    return _taken(old, his, own, merged)


def _both(his: Lines, own: Lines) -> Lines:
    """Paragraphs of both, theirs first; what one has within the other's is not said twice."""
    if _around(his, own) is not None:
        return own
    return his if _around(own, his) is not None else [*his, *own]


def _around(part: Lines, whole: Lines) -> tuple[Lines, Lines] | None:
    """What stands before and behind these paragraphs; None where they do not stand together in the whole."""
    for start in range(len(whole) - len(part) + 1):
        end = start + len(part)
        if whole[start:end] == part:
            return whole[:start], whole[end:]
    return None


def _one(old: str, his: str, own: str, merged: Merged) -> Lines:
    return _taken([old], [his], [own], merged)


def _taken(old: Lines, his: Lines, own: Lines, merged: Merged) -> Lines:
    if own in (old, his):
        return his
    if his != old:
        merged.conflicts.append(Conflict("\n".join(his), "\n".join(own)))
    return own
