"""Cut a sentence at the boundary: what may become work stays, the rest is listed word for word.

A line is cut into sentences, clauses (at `;`) and members (at a comma, "và", "để" …). Verbs that share one
object are judged together. Only ever takes away; the rules are written out in docs/guide/cong-van.md.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from nhipcau.core.boundary import judge
from nhipcau.core.boundary.words import ADVERB, ASPECT, DIRECTING, MEMBER_VERB, PERSON, PERSONAL, REACT_VERB, REACTING_VERB, STRUGGLE_VERB, VERB, WATCH_VERB, WHO, WHOS, whole


@dataclass(frozen=True)
class Cut:
    """What remains of a text (None when nothing does) and the passages that went, word for word."""

    kept: str | None
    left_out: list[str]


def folded(text: str) -> str:
    """Lower case without marks, one character for one, so that positions stay."""
    out = []
    for ch in text:
        base = unicodedata.normalize("NFD", ch.lower())[0]
        out.append("d" if base == "đ" else " " if base in "\u00a0\t*_" else base)
    return "".join(out)


JOINT = re.compile(
    r"\s*,\s*(?:và|va|đồng thời|dong thoi|cũng như|cung nhu|rồi|roi|qua đó|qua do|từ đó|tu do|để|de|nhằm|nham)?(?=\s)\s+|\s*,\s*"
    r"|\s+(?:và|va|đồng thời|dong thoi|qua đó|qua do|từ đó|tu do|bằng cách|bang cach|cũng như|cung nhu|nhằm|nham|để|de|hoặc|hoac|hay|rồi|roi|kết hợp với|ket hop|gắn với)(?:\s+(?:để|de|nhằm|nham))?\s+",
    re.IGNORECASE,
)
PURPOSE = re.compile(r"\b(?:de|nham|qua do|tu do|bang cach)\b")
LABEL = re.compile(
    r"\s*(?:(?:[-+•*–]\s*)?bước\s+\d+\s*[:.]|(?:\d+(?:\.\d+)*|[ivx]+|[a-zđ])\s*[.)/-](?=\s)|\d+(?:\.\d+)+\s|[-+•*–]\s)\s*", re.IGNORECASE
)
SENTENCE_END = re.compile(r"(?<!\bđ/c)(?<!\bTP)(?<!\bTh\.S)[.!?…]+[”\"»]?(?=\s+[\"“(A-ZÀ-ỸĐ])|\n+")
LEAD = re.compile(rf"(?:(?!cung (?:co|cap) )(?:{ADVERB})\s+)*")
HEAD_VERB = re.compile(rf"(?!to chuc (?:cong doan|dang|chinh tri)\b|nghe nghiep\b)(?:{VERB})(?!\w)")
SUBJECT = re.compile(rf"(?:{WHOS})\s+")
CHAINED = rf"(?:{REACT_VERB}|{STRUGGLE_VERB}|{WATCH_VERB})"
ONE_PHRASE = re.compile(r"xau\s*,\s*doc|phong\s*,\s*chong|am muu\s*,\s*(?:thu doan|hoat dong)|(?:thong tin|tin|bai viet|hinh anh|quan diem|luan dieu|y kien|noi dung)\s*(?:,| va)\s*(?:thong tin|quan diem|luan dieu|hinh anh|y kien|tin|clip|bai viet)\b|hoat dong\s+“")
GENERIC = whole(
    r"(?:bao cao|gui|nop|tong hop|chup|cap nhat|thong ke|lap danh sach|gui anh|gui minh chung|gui ket qua|chup anh|theo doi|kiem tra|danh gia|neu guong|nhac nho|phe binh|khen thuong|don doc|nhac)"
)
TAIL = re.compile(
    r"\s(?:ve (?:ldld|lien doan|van phong|ban |cong doan|bo phan|phong |dia chi|hop thu|email)|cho (?:ldld|lien doan|van phong|ban |bo phan)|"
    r"(?:truoc|chậm nhất|cham nhat|den het|trong|vao)\s+(?:hom |ngay|thang|tuan|thu |chieu|sang|\d)|tai (?:hoi nghi|cuoc hop|hoi truong|van phong)|vao so|vao bieu|theo mau).*$"
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


def cut(line: str) -> Cut:
    """Take away what lies outside the boundary."""
    text = unicodedata.normalize("NFC", line)
    if not text.strip():
        return Cut("" if not text else text, [])
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
        return Cut(text, [])
    gone = _merged(text, gone)
    left_out = [t for t in (_bare_text(text[a:b]) for a, b in gone) if t]
    if not kept_any:
        return Cut(None, left_out or [text.strip()])
    return Cut(_rest(text, gone), left_out)


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
    return bool(re.match(r"\s*(?:ket qua|so luong|so lieu|minh chung|anh chup|danh sach nay|bao cao (?:ket qua|ve|truoc|hang|cham))(?:\s+\S+){0,6}?\s+(?:gui|nop|ve|bao cao|truoc|hang|cham nhat)", sentence))


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
    results = []
    dropped_before = False
    for a, b in clauses:
        members = _judge_clause(text, flat, a, b)
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
    first = _members(text, flat, a, b)[0]
    _analyse(flat, first, None)
    return not first.own_verb


def _clauses(text: str, body: int, stop: int) -> list[tuple[int, int]]:
    spans, at = [], body
    for m in re.finditer(r";\s*", text[body:stop]):
        spans.append((at, body + m.start()))
        at = body + m.end()
    spans.append((at, stop))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _bare_reactions(flat: str) -> bool:
    return bool(re.search(rf"\b(?:{REACT_VERB})\s*(?:,|\bva\b|\bhay\b|\bhoac\b)\s*(?:va |hay )?(?:{REACT_VERB})\s*(?:$|[.;])", flat)) and "lang nghe" not in flat


def _members(text: str, flat: str, a: int, b: int) -> list[Member]:
    members: list[Member] = []
    start = joint = a
    join = ""
    depth_at = _quoted(text, a, b)
    for m in JOINT.finditer(text, a, b):
        word = flat[m.start() : m.end()].strip(" ,")
        if m.start() in depth_at or m.end() >= b or m.start() == a:
            continue
        if not word and text[m.start() - 1 : m.start()].isdigit() and flat[m.end() : m.end() + 1].isdigit() and m.end() - m.start() == 1:
            continue
        after = flat[m.end() : b]
        if word == "de" and (re.search(r"khong$", flat[a : m.start()]) or re.match(r"(?:xay ra|yen|lai|ngo|sot|lo)\b", after)):
            continue
        if word in ("hay", "hoac") and not re.match(rf"(?:{LEAD.pattern})(?:{REACT_VERB}|{STRUGGLE_VERB})\b", after):
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


def _analyse(flat: str, m: Member, before: Member | None) -> None:
    """Find the verb a member speaks with, and whether it has an object of its own."""
    at = m.start + LEAD.match(flat[m.start : m.end] + " ").end()  # type: ignore[union-attr]
    at = min(at, m.end)
    first_verb: int | None = None
    while True:
        piece = flat[at : m.end]
        subject = SUBJECT.match(piece + " ")
        verb = HEAD_VERB.match(piece)
        if verb and (not subject or not verb.group() == "to" ):
            direct = re.match(rf"(?:{DIRECTING}|{ASPECT})(?!\w)", piece)
            if direct and direct.end() < len(piece.rstrip()):
                rest_at = at + direct.end()
                skip = re.match(r"\s*(?:de|cho|cac|nhung|cach|ky nang|viec|cong tac|so|tot)?\s*", flat[rest_at : m.end])
                nxt = rest_at + (skip.end() if skip else 0)
                nxt += re.match(rf"(?:{WHOS}\s+)?(?:{LEAD.pattern})", flat[nxt : m.end] + " ").end()  # type: ignore[union-attr]
                nxt = min(nxt, m.end)
                if HEAD_VERB.match(flat[nxt : m.end]):
                    first_verb = at if first_verb is None else first_verb
                    m.directs = True
                    at = nxt
                    continue
            break
        if subject and HEAD_VERB.match((flat[at + subject.end() : m.end])[LEAD.match(flat[at + subject.end() : m.end] + " ").end() :]):  # type: ignore[union-attr]
            at += subject.end()
            at += LEAD.match(flat[at : m.end] + " ").end()  # type: ignore[union-attr]
            m.notes.append("subject")
            continue
        break
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


def _only_people(flat: str, m: Member) -> bool:
    piece = flat[m.start : m.end].strip()
    return bool(re.fullmatch(rf"(?:(?:{LEAD.pattern})(?:{PERSONAL}|tuyen truyen van dong)\s+(?:cho\s+|toi\s+)?)?(?:{WHOS})", piece))


def _judge_clause(text: str, flat: str, a: int, b: int) -> list[Member] | None:
    """The members of one clause with those marked that go; None when the clause is harmless."""
    clause = flat[a:b]
    if judge.negated(clause):
        return None
    whole_kind = judge.kind_of(clause) or ("react" if _bare_reactions(clause) else None)
    lead, colon, _after = clause.partition(":")
    if colon and judge.kind_of(lead):
        return [Member(a, b, a, out=True)]
    if whole_kind and re.search(r"\bnao\b.*\b(?:thi|se|bi|phai|deu)\b|\bneu\b.*\bthi\b", clause) or re.match(r"(?:lay|dung|can cu)\b.*\b(?:lam (?:can cu|co so|tieu chi)|de (?:xet|cham|xep))", clause):
        return [Member(a, b, a, out=True)]
    members = _merge_people(flat, _members(text, flat, a, b))
    before = None
    for m in members:
        _analyse(flat, m, before)
        before = m
    i = 0
    while i < len(members):
        j = _chain_end(flat, members, i)
        _judge_chain(flat, members, i, j)
        i = j + 1
    if not any(m.out or m.cut for m in members):
        if whole_kind is None:
            return None
        for m in members:  # it is the whole that asks, no member alone
            m.out = True
        return members
    _dependents(flat, members)
    return members


def _merge_people(flat: str, members: list[Member]) -> list[Member]:
    merged: list[Member] = []
    for m in members:
        if merged and _only_people(flat, merged[-1]) and not PURPOSE.search(m.join) and re.match(rf"(?:{WHO})\b", flat[m.start : m.end]):
            merged[-1].end = m.end
        else:
            merged.append(m)
    return merged


def _chain_end(flat: str, members: list[Member], i: int) -> int:
    j = i
    while (
        j + 1 < len(members)
        and members[j].bare
        and members[j + 1].own_verb
        and "subject" not in members[j + 1].notes
        and not PURPOSE.search(members[j + 1].join)
    ):
        j += 1
    return j


def _judge_chain(flat: str, members: list[Member], i: int, j: int) -> None:
    """Verbs i…j share the object of j; each is judged with that object."""
    last = members[j]
    if i == j:
        _judge_one(flat, members, i)
        return
    verb = HEAD_VERB.match(flat[last.verb_end : last.end])
    object_at = last.verb_end + (verb.end() if verb else 0)
    obj = flat[object_at : last.end]
    verdicts = []
    for k in range(i, j + 1):
        m = members[k]
        said = flat[m.verb_end : m.end] if k < j else flat[m.verb_end : object_at]
        verdicts.append(judge.kind_of(f"{said.strip()} {obj.strip()}") is not None)
    if judge.reacts_bare([members[k].verb for k in range(i, j + 1)]) and not obj.strip(" ."):
        verdicts = [True] * len(verdicts)
    if not any(verdicts):
        whole_text = flat[members[i].start : last.end]
        verdicts = [judge.kind_of(whole_text) is not None] * len(verdicts)
    if all(verdicts):
        for k in range(i, j + 1):
            members[k].out = True
        return
    if verdicts[-1] and judge.kind_of(flat[last.verb_end : last.end]) not in (None, "react"):
        last.out = True  # the object belongs to what went
        verdicts[-1] = False
    for k in range(i, j + 1):
        if not verdicts[k - i]:
            continue
        if k < j:
            if k == i and (members[k].directs or "subject" in members[k].notes):
                members[k].cut = (members[k].verb_end, members[k].end)
            else:
                members[k].out = True
            members[k].notes.append("verb")
        else:
            last.cut = (last.joint if last.joint > members[i].start else last.verb_end, object_at)
            last.notes.append("verb")


def _judge_one(flat: str, members: list[Member], i: int) -> None:
    m = members[i]
    said = flat[m.start : m.end]
    if judge.kind_of(said) is None:
        if m.own_verb or judge.kind_of(f"{m.verb} {said}") is None:
            return
    listed = re.search(r"\b(?:tinh hinh|ve)\s+(tu tuong)$", said)
    if listed and i + 1 < len(members) and not PURPOSE.search(members[i + 1].join):
        m.cut = (m.start + listed.start(1), members[i + 1].start)
        return
    m.out = True
    if i > 0 and not members[i - 1].out and re.search(rf"\b(?:viec|cach|de|ky nang) (?:{REACTING_VERB})$", flat[members[i - 1].start : members[i - 1].end]):
        members[i - 1].out = bool(re.match(rf"(?:{REACTING_VERB})\b", said))
    if not m.own_verb and i > 0 and not members[i - 1].out:
        tail = TAIL.search(flat[m.start : m.end])
        owner = re.search(r"\scua (?:tung|moi|cac)?\s*(?:doan vien|nguoi lao dong|cong nhan|can bo)\b", said)
        personal = judge.kind_of(f"{m.verb} {said}") and re.search(r"ho ten|nghe nghiep|tuoi|ngay sinh|ngay vao|trinh do|chuc vu|gioi tinh|que quan|dia chi", flat[members[0].start : m.start])
        if personal and owner:
            tail = owner
        if tail and i == len(members) - 1:
            m.cut = (m.joint, m.start + tail.start())
            m.out = False


def _dependents(flat: str, members: list[Member]) -> None:
    """What serves only a member that went goes with it; what has lost its object goes too."""
    for i, m in enumerate(members):
        before = members[i - 1] if i else None
        if m.out or m.cut or before is None:
            continue
        said = flat[m.start : m.end]
        if before.out and re.search(rf"\b(?:{REACT_VERB})$", flat[before.start : before.end]) and re.match(rf"(?:{REACT_VERB})\b", said):
            m.out = True  # "số lượt thích, chia sẻ của …": one list of nouns
            continue
        head = next((x for x in reversed(members[:i]) if x.own_verb), before)
        if not m.own_verb and before.out and head.out and "kept-verb" not in before.notes:
            if re.match(r"(?:cach|viec|ky nang|cong tac)\b", said):
                continue
            if re.match(rf"(?:{REACTING_VERB}|{STRUGGLE_VERB})", before.verb) or not _object_saved(flat, before, m):
                m.out = True
            continue
        if PURPOSE.search(m.join) and before.out:
            m.out = True
        elif GENERIC.match(said[LEAD.match(said + " ").end() :]) and any(x.out for x in members[:i]) and _no_object(said):  # type: ignore[union-attr]
            if before.out or not any(not x.out for x in members[:i]):
                m.out = True
    _main_without_object(flat, members)
    _keep_director(flat, members)


def _object_saved(flat: str, before: Member, m: Member) -> bool:
    """`Theo dõi <outside> và việc chi trả`: the verb stays for the object that may."""
    verb = HEAD_VERB.match(flat[before.verb_end : before.end])
    if not verb or before.directs:
        return False
    before.out = False
    before.cut = (before.verb_end + verb.end() + 1, m.start)
    before.notes.append("kept-verb")
    return True


def _no_object(said: str) -> bool:
    rest = re.sub(rf"^(?:(?:{ADVERB})\s+)*(?:{VERB})(?:\s+(?:gui|bao cao|nop|len|danh sach))?(?=\s|$)", "", said).strip()
    rest = re.sub(r"^(?:ket qua|so lieu|minh chung|anh minh chung|hinh anh|danh sach(?: nay| do)?|so luong|thong tin|cu the|day du|tung truong hop|cac truong hop|ngay|hang)\b", "", rest).strip()
    if re.match(r"ve\s+(?!ldld|lien doan|van phong|ban|cong doan|bo phan|phong|cap tren|quan|huyen|thanh pho|phuong|xa|dia chi|hop|email|to)", rest):
        return False
    return not rest or bool(re.match(r"(?:ve|cho|len|truoc|vao|hang|cham nhat|den|theo|qua|trong|voi|tai|moi|gui|de|thuc hien|dinh ky|lam|tuan|thang|ngay)\b", rest))


def _main_without_object(flat: str, members: list[Member]) -> None:
    """A main clause whose only content was an outside purpose is empty; so is a force formed for it."""
    for i in range(1, len(members)):
        m, before = members[i], members[i - 1]
        alone = re.fullmatch(r"(?:\S+ ){0,2}?(?:xay dung|thanh lap|lap|to chuc|cung co|hinh thanh|kien toan) (?:\S+ ){0,2}?(?:luc luong|to|doi|nhom|doi ngu)", flat[before.start : before.end])
        if m.out and alone:
            before.out = True
        if not m.out or not PURPOSE.search(m.join) or before.out:
            continue
        said = flat[before.start : before.end].strip()
        said = said[LEAD.match(said + " ").end() :]  # type: ignore[union-attr]
        empty = re.fullmatch(rf"(?:{WHO}\s+)?(?:{PERSONAL}|{DIRECTING}|{ASPECT})(?:\s+(?:cho\s+|toi\s+)?{WHO})?", said)
        force = re.search(r"\b(?:lap|thanh lap|xay dung|to chuc|cung co|hinh thanh|kien toan|lap them|tao|tao them)\b.*\b(?:to(?! chuc| cong doan)|doi|nhom|luc luong|doi ngu|nick|tai khoan(?!.*(?:don vi|chu tich|chinh thuc)))\b", said)
        if empty or force:
            before.out = True


def _keep_director(flat: str, members: list[Member]) -> None:
    """`Vận động đoàn viên <outside> và dự lớp`: the directing words stay for the member that may."""
    for i, m in enumerate(members):
        if not (m.out and (m.directs or "subject" in m.notes)) or "verb" in m.notes:
            continue
        j = i + 1
        while j < len(members) and members[j].out:
            j += 1
        if j >= len(members) or members[j].cut or PURPOSE.search(members[j].join):
            continue
        nxt = members[j]
        if not nxt.own_verb or "subject" in nxt.notes:
            continue
        said = flat[nxt.start : nxt.end]
        said = said[LEAD.match(said + " ").end() :]  # type: ignore[union-attr]
        head = flat[m.start : m.verb_end]
        person = re.search(rf"\b(?:{PERSON})\b", head)
        member_like = re.match(rf"(?:{MEMBER_VERB})\b", said)
        by_and = nxt.join in ("va", ", va")
        report = GENERIC.match(said)
        only_subject = "subject" in m.notes and not m.directs
        if (only_subject and not report) or (person and (member_like or (by_and and not report))) or (not person and by_and and not report):
            m.out = False
            m.cut = (m.verb_end, nxt.start)
            for k in range(i + 1, j):
                members[k].notes.append("inside")


Results = list[tuple[int, int, "list[Member] | None"]]


def _spans(text: str, start: int, end: int, body: int, results: Results) -> tuple[list[tuple[int, int]], bool]:
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
