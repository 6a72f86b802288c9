"""Cut a line at the boundary: what may become work stays, the rest is listed word for word.

A line is cut into sentences, clauses (at `;`) and members (at a comma, "và", "để" …). Only ever takes away.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from nhipcau.core.boundary import judge
from nhipcau.core.boundary.clauses import judge_clause
from nhipcau.core.boundary.grammar import LABEL, Member, analyse, folded, split_members

SENTENCE_END = re.compile(r"(?<!\bđ/c)(?<!\bTP)(?<!\bTh\.S)[.!?…]+[”\"»]?(?=\s+[\"“(A-ZÀ-ỸĐ])|\n+")


Results = list[tuple[int, int, list[Member] | None]]


@dataclass(frozen=True)
class Cut:
    """What remains of a text (None when nothing does) and the passages that went, word for word."""

    kept: str | None
    left_out: list[str]


def cut(line: str) -> Cut:
    """Take away what lies outside the boundary."""
    kept, left_out = _cut(unicodedata.normalize("NFC", line))
    return Cut(kept, list(left_out))


@lru_cache(maxsize=4096)  # the lines of a circular are asked for again at every look at its page
def _cut(text: str) -> tuple[str | None, tuple[str, ...]]:
    if not text.strip():
        return text, ()
    gone: list[tuple[int, int]] = []
    spans = _sentences(text)
    kept_any = False
    previous_gone = False
    for start, end in spans:
        removed, all_gone = _cut_sentence(text, start, end)
        if not removed and previous_gone and _serves_only(folded(text[start:end])):
            removed, all_gone = [(start, end)], True
        gone += removed
        kept_any = kept_any or not all_gone
        previous_gone = all_gone
    if not gone:
        return text, ()
    gone = _merged(text, gone)
    left_out = tuple(t for t in (_bare_text(text[a:b]) for a, b in gone) if t)
    if not left_out:
        return text, ()
    if not kept_any:
        return None, left_out
    return _rest(text, gone), left_out


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for m in SENTENCE_END.finditer(text):
        if LABEL.fullmatch(text[start : m.end()] + " ") or not re.search(r"\w{2}", text[start : m.end()]):
            continue
        spans.append((start, m.end()))
        start = m.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def _serves_only(sentence: str) -> bool:
    """A sentence that only reports on the one before it."""
    return bool(
        re.match(
            r"\s*(?:ket qua|so luong|so lieu|minh chung|anh chup|danh sach nay|bao cao (?:ket qua|ve|truoc|hang|cham))(?:\s+\S+){0,6}?\s+(?:gui|nop|ve|bao cao|truoc|hang|cham nhat)",
            sentence,
        )
    )


def _prefix(text: str, start: int, end: int) -> int:
    """Where the label and the actor in front ("Bước 3:", "Công đoàn cơ sở:") end."""
    at = start
    while m := LABEL.match(text, at, end):
        at = m.end()
    m = re.compile(r"[^:;.,]{2,70}:\s+").match(text, at, end)
    if m and judge.kind_of(folded(m.group().rstrip(": "))) is None and len(m.group().split()) <= 9:
        at = m.end()
    while at < end and text[at].isspace():
        at += 1
    return at


def _cut_sentence(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """The spans to take out of one sentence, and whether nothing of it remains."""
    body = _prefix(text, start, end)
    stop = end
    while stop > body and (text[stop - 1].isspace() or text[stop - 1] in ".!?…/"):
        stop -= 1
    flat = folded(text)
    clauses = _clauses(text, body, stop)
    if not clauses:
        return [], False  # a label with dots to write on says nothing
    results: Results = []
    dropped_before = False
    for a, b in clauses:
        members = judge_clause(text, flat, a, b)
        if members is None and dropped_before and _only_objects(text, flat, a, b):
            members = [Member(a, b, a, out=True)]  # more objects of a chain that went
        if members is None:
            results.append((a, b, None))
            dropped_before = False
            continue
        first = members[0]
        if dropped_before and not first.own_verb and not any(m.out for m in members):
            for m in members:
                m.out = True  # more objects of a chain that went
        results.append((a, b, members))
        dropped_before = all(m.out for m in members)
    return _spans(text, start, end, body, results)


def _only_objects(text: str, flat: str, a: int, b: int) -> bool:
    first = split_members(text, flat, a, b)[0]
    analyse(flat, first, None)
    return not first.own_verb


def _clauses(text: str, body: int, stop: int) -> list[tuple[int, int]]:
    spans, at = [], body
    for m in re.finditer(r";\s*", text[body:stop]):
        spans.append((at, body + m.start()))
        at = body + m.end()
    spans.append((at, stop))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _spans(
    text: str, start: int, end: int, body: int, results: Results
) -> tuple[list[tuple[int, int]], bool]:
    """Turn what was judged into spans of the text, joints included."""
    kept = [not (members and all(m.out for m in members)) for _, _, members in results]
    if not any(kept):
        return [(start, end)], True
    spans: list[tuple[int, int]] = []
    first_kept = kept.index(True)
    last_end = results[0][0]
    for n, (a, b, members) in enumerate(results):
        if not kept[n]:
            spans.append((a, results[n + 1][0]) if n < first_kept else (last_end, b))
            last_end = b
            continue
        last_end = b
        if members:
            spans += _member_spans(members)
    return spans, False


def _member_spans(members: list[Member]) -> list[tuple[int, int]]:
    spans = []
    alive = [k for k, m in enumerate(members) if not m.out]
    for k, m in enumerate(members):
        if m.cut:
            spans.append(m.cut)
        if not m.out or "inside" in m.notes:
            continue
        if k < alive[0]:
            spans.append((m.start, members[k + 1].start))
        else:
            spans.append((m.joint, m.end))
    return spans


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1] + 1 and not text[out[-1][1] : a].strip():
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _bare_text(piece: str) -> str:
    return piece.strip(" ,;\n\t")


def _rest(text: str, gone: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for a, b in gone:
        pieces.append(text[at:a])
        at = b
    pieces.append(text[at:])
    rest = ""
    for n, piece in enumerate(pieces):
        if n and rest and piece[:1].isalnum() and not rest[-1:].isspace():
            rest += " "
        if n and piece and piece[0].islower() and _opens(rest):
            piece = piece[0].upper() + piece[1:]
        rest += piece
    rest = re.sub(r"[ \t]{2,}", " ", rest)
    rest = re.sub(r"\s+([,;.])", r"\1", rest)
    rest = re.sub(r"([,;])\s*([.;])", r"\2", rest).strip()
    if rest.endswith((";", ",")) and not text.rstrip().endswith((";", ",")):
        rest = rest[:-1] + ("." if text.rstrip().endswith(".") else "")
    return rest


def _opens(before: str) -> bool:
    """The next letter begins a sentence."""
    stripped = before.rstrip()
    return not stripped or stripped[-1] in ".:!?" or bool(LABEL.fullmatch(stripped + " "))
