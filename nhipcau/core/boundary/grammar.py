"""The members of a clause: where each begins, the verb it speaks with, whether that verb has an object."""

import re
from dataclasses import dataclass, field

from nhipcau.core.boundary.words import (
    ADVERB,
    ASPECT,
    DIRECTING,
    NOT_A_VERB,
    PERSONAL,
    REACT_VERB,
    STRUGGLE_VERB,
    VERB,
    WATCH_VERB,
    WHOS,
)
from nhipcau.core.text import fold_letter


def folded(text: str) -> str:
    """Lower case without marks, one character for one, so that positions stay."""
    return "".join(map(fold_letter, text)).translate(_BLANK)


_BLANK = str.maketrans("\u00a0\t*_", "    ")


JOINT = re.compile(
    r"\s*,\s*(?:và|va|đồng thời|dong thoi|cũng như|cung nhu|rồi|roi|qua đó|qua do|từ đó|tu do|để|de|nhằm|nham)?(?=\s)\s+|\s*,\s*"
    r"|\s+(?:và|va|đồng thời|dong thoi|qua đó|qua do|từ đó|tu do|bằng cách|bang cach|cũng như|cung nhu|nhằm|nham|để|de|hoặc|hoac|hay|rồi|roi|kết hợp với|ket hop|gắn với)(?:\s+(?:để|de|nhằm|nham))?\s+",
    re.IGNORECASE,
)
PURPOSE = re.compile(r"\b(?:de|nham|qua do|tu do|bang cach)\b")
LABEL = re.compile(
    r"\s*(?:(?:[-+•*–]\s*)?bước\s+\d+\s*[:.]|(?:\d+(?:\.\d+)*|[ivx]+|[a-zđ])\s*[.)/-](?=\s)|\d+(?:\.\d+)+\s|[-+•*–]\s)\s*",
    re.IGNORECASE,
)
LEAD = re.compile(rf"(?:(?!cung (?:co|cap) )(?:{ADVERB})\s+)*")
HEAD_VERB = re.compile(rf"(?!{NOT_A_VERB}\b)(?:{VERB})(?!\w)")
SUBJECT = re.compile(rf"(?:{WHOS})\s+")
CHAINED = rf"(?:{REACT_VERB}|{STRUGGLE_VERB}|{WATCH_VERB})"
ONE_PHRASE = re.compile(
    r"xau\s*,\s*doc|phong\s*,\s*chong|am muu\s*,\s*(?:thu doan|hoat dong)|(?:thong tin|tin|bai viet|hinh anh|quan diem|luan dieu|y kien|noi dung)\s*(?:,| va)\s*(?:thong tin|quan diem|luan dieu|hinh anh|y kien|tin|clip|bai viet)\b|hoat dong\s+“"
    r"|(?:so|ban|bo) dan toc va ton giao|(?:tu do|quyen) tin nguong\s*(?:,| va) ton giao"
)


@dataclass
class Member:
    """One member of a clause: where it starts and ends (without its joint), and what became of it."""

    start: int
    end: int
    joint: int  # where the joint before it starts; equals start for the first
    join: str = ""
    verb_end: int = 0  # end of lead, subject and directing words; the core starts here
    verb: str = ""  # the verb it speaks with, its own or the one of the member before
    own_verb: bool = False
    bare: bool = False  # a verb without an object of its own
    directs: bool = False  # there is a directing verb in front of the core
    out: bool = False
    cut: tuple[int, int] | None = None  # only this part goes
    notes: list[str] = field(default_factory=list)


def split_members(text: str, flat: str, a: int, b: int) -> list[Member]:
    members: list[Member] = []
    start = joint = a
    join = ""
    depth_at = _quoted(text, a, b)
    for m in JOINT.finditer(text, a, b):
        word = flat[m.start() : m.end()].strip(" ,")
        if m.start() in depth_at or m.end() >= b or m.start() == a:
            continue
        if (
            not word
            and text[m.start() - 1 : m.start()].isdigit()
            and flat[m.end() : m.end() + 1].isdigit()
            and m.end() - m.start() == 1
        ):
            continue
        after = flat[m.end() : b]
        if word == "de" and (
            re.search(r"khong$", flat[a : m.start()]) or re.match(r"(?:xay ra|yen|lai|ngo|sot|lo)\b", after)
        ):
            continue
        if word in ("hay", "hoac") and not re.match(
            rf"(?:{LEAD.pattern})(?:{REACT_VERB}|{STRUGGLE_VERB})\b", after
        ):
            continue
        members.append(Member(start, m.start(), joint, join))
        start, joint, join = m.end(), m.start(), flat[m.start() : m.end()].strip()
    members.append(Member(start, b, joint, join))
    return members


def _quoted(text: str, a: int, b: int) -> set[int]:
    inside: set[int] = set()
    flat = folded(text)
    for m in ONE_PHRASE.finditer(flat, a, b):
        inside.update(range(m.start(), m.end()))
    for m in re.finditer(r"“[^”]{0,80}”|\"[^\"]{0,80}\"|\([^)]{0,120}\)", text[a:b]):
        inside.update(range(a + m.start(), a + m.end()))
    return inside


def lead_length(text: str) -> int:
    """How far the adverbs in front of a verb reach."""
    found = LEAD.match(text + " ")
    return min(found.end(), len(text)) if found else 0


def without_lead(text: str) -> str:
    """The text from its verb or noun on."""
    return text[lead_length(text) :]


def _directed(piece: str) -> int | None:
    """Where the verb begins that a directing verb in front hands on to, or None."""
    direct = re.match(rf"(?:{DIRECTING}|{ASPECT})(?!\w)", piece)
    if direct is None or direct.end() >= len(piece.rstrip()):
        return None
    at = direct.end()
    for pattern in (r"\s*(?:de|cho|cac|nhung|cach|ky nang|viec|cong tac|so|tot)?\s*", rf"(?:{WHOS}\s+)?"):
        if found := re.match(pattern, piece[at:] + " "):
            at = min(at + found.end(), len(piece))
    at += lead_length(piece[at:])
    return at if HEAD_VERB.match(piece[at:]) else None


def _core_start(flat: str, m: Member) -> int:
    """Past adverbs, subject and directing verbs."""
    at = m.start + lead_length(flat[m.start : m.end])
    while True:
        piece = flat[at : m.end]
        subject = SUBJECT.match(piece + " ")
        verb = HEAD_VERB.match(piece)
        if verb and (not subject or verb.group() != "to"):
            step = _directed(piece)
            if step is None:
                return at
            m.directs = True
            at += step
        elif subject and HEAD_VERB.match(without_lead(piece[subject.end() :])):
            at += subject.end() + lead_length(piece[subject.end() :])
            m.notes.append("subject")
        else:
            return at


def analyse(flat: str, m: Member, before: Member | None) -> None:
    """Find the verb a member speaks with, and whether it has an object of its own."""
    at = _core_start(flat, m)
    m.verb_end = at
    verb = HEAD_VERB.match(flat[at : m.end])
    if verb:
        m.own_verb = True
        m.verb = verb.group()
        rest = flat[at + verb.end() : m.end].strip()
        if rest and re.fullmatch(CHAINED, m.verb) and (more := re.fullmatch(CHAINED, rest)):
            m.verb += " " + more.group()
            rest = ""
        m.bare = not rest
    elif before is not None:
        m.verb = before.verb


def only_people(flat: str, m: Member) -> bool:
    piece = flat[m.start : m.end].strip()
    return bool(
        re.fullmatch(
            rf"(?:(?:{LEAD.pattern})(?:{PERSONAL}|tuyen truyen van dong)\s+(?:cho\s+|toi\s+)?)?(?:{WHOS})",
            piece,
        )
    )


def bare_reactions(flat: str) -> bool:
    return (
        bool(
            re.search(
                rf"\b(?:{REACT_VERB})\s*(?:,|\bva\b|\bhay\b|\bhoac\b)\s*(?:va |hay )?(?:{REACT_VERB})\s*(?:$|[.;])",
                flat,
            )
        )
        and "lang nghe" not in flat
    )
