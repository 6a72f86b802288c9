"""Which members of a clause go: each verb judged with its object, then what depends on it."""

import re

from nhipcau.core.boundary import judge
from nhipcau.core.boundary.grammar import (
    HEAD_VERB,
    PURPOSE,
    Member,
    analyse,
    bare_reactions,
    only_people,
    split_members,
    without_lead,
)
from nhipcau.core.boundary.words import (
    ADVERB,
    ASPECT,
    BODY,
    DIRECTING,
    MEMBER_VERB,
    PERSON,
    PERSONAL,
    REACT_VERB,
    REACTING_VERB,
    STRUGGLE_VERB,
    VERB,
    WHO,
    whole,
)

GENERIC = whole(
    r"(?:bao cao|gui|nop|tong hop|chup|cap nhat|thong ke|lap danh sach|gui anh|gui minh chung|gui ket qua|chup anh|theo doi|kiem tra|danh gia|neu guong|nhac nho|phe binh|khen thuong|don doc|nhac)"
)
TAIL = re.compile(
    r"\s(?:ve (?:ldld|lien doan|van phong|ban |cong doan|bo phan|phong |dia chi|hop thu|email)|cho (?:ldld|lien doan|van phong|ban |bo phan)|"
    r"(?:truoc|chậm nhất|cham nhat|den het|trong|vao)\s+(?:hom |ngay|thang|tuan|thu |chieu|sang|\d)|tai (?:hoi nghi|cuoc hop|hoi truong|van phong)|vao so|vao bieu|theo mau).*$"
)


def judge_clause(text: str, flat: str, a: int, b: int) -> list[Member] | None:
    """The members of one clause with those marked that go; None when the clause is harmless."""
    clause = flat[a:b]
    if judge.negated(clause):
        return None
    whole_kind = judge.kind_of(clause) or ("react" if bare_reactions(clause) else None)
    lead, colon, _after = clause.partition(":")
    if colon and judge.kind_of(lead):
        return [Member(a, b, a, out=True)]
    if (
        whole_kind and re.search(r"\bnao\b.*\b(?:thi|se|bi|phai|deu)\b|\bneu\b.*\bthi\b", clause)
    ) or re.match(r"(?:lay|dung|can cu)\b.*\b(?:lam (?:can cu|co so|tieu chi)|de (?:xet|cham|xep))", clause):
        return [Member(a, b, a, out=True)]
    members = _merge_people(flat, split_members(text, flat, a, b))
    before = None
    for m in members:
        analyse(flat, m, before)
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
        if (
            merged
            and only_people(flat, merged[-1])
            and not PURPOSE.search(m.join)
            and re.match(rf"(?:{WHO})\b", flat[m.start : m.end])
        ):
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
        for m in members[i:j] if i == 0 else []:
            m.out = True  # a verb that shared only that object
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
    if judge.kind_of(said) is None and (m.own_verb or judge.kind_of(f"{m.verb} {said}") is None):
        return
    listed = re.search(r"\b(?:tinh hinh|ve)\s+(tu tuong)$", said)
    if listed and i + 1 < len(members) and not PURPOSE.search(members[i + 1].join):
        m.cut = (m.start + listed.start(1), members[i + 1].start)
        return
    m.out = True
    if (
        i > 0
        and not members[i - 1].out
        and re.search(
            rf"\b(?:viec|cach|de|ky nang) (?:{REACTING_VERB})$",
            flat[members[i - 1].start : members[i - 1].end],
        )
    ):
        members[i - 1].out = bool(re.match(rf"(?:{REACTING_VERB})\b", said))
    if not m.own_verb and i > 0 and not members[i - 1].out:
        tail = TAIL.search(flat[m.start : m.end])
        owner = re.search(r"\scua (?:tung|moi|cac)?\s*(?:doan vien|nguoi lao dong|cong nhan|can bo)\b", said)
        personal = judge.kind_of(f"{m.verb} {said}") and re.search(
            r"ho ten|nghe nghiep|tuoi|ngay sinh|ngay vao|trinh do|chuc vu|gioi tinh|que quan|dia chi",
            flat[members[0].start : m.start],
        )
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
        if (
            before.out
            and re.search(rf"\b(?:{REACT_VERB})$", flat[before.start : before.end])
            and re.match(rf"(?:{REACT_VERB})\b", said)
        ):
            m.out = True  # "số lượt thích, chia sẻ của …": one list of nouns
            continue
        head = next((x for x in reversed(members[:i]) if x.own_verb), before)
        if not m.own_verb and before.out and head.out and "kept-verb" not in before.notes:
            if re.match(r"(?:cach|viec|ky nang|cong tac)\b", said):
                continue
            if re.match(rf"(?:{REACTING_VERB}|{STRUGGLE_VERB})", before.verb) or not _object_saved(
                flat, before, m
            ):
                m.out = True
            continue
        if (PURPOSE.search(m.join) and before.out) or (
            before.out and GENERIC.match(without_lead(said)) and _no_object(said)
        ):
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
    rest = re.sub(
        rf"^(?:(?:{ADVERB})\s+)*(?:{VERB})(?:\s+(?:gui|bao cao|nop|len|danh sach))?(?=\s|$)", "", said
    ).strip()
    rest = re.sub(
        r"^(?:ket qua|so lieu|minh chung|anh minh chung|hinh anh|danh sach(?: nay| do)?|so luong|thong tin|cu the|day du|tung truong hop|cac truong hop|ngay|hang)\b",
        "",
        rest,
    ).strip()
    if re.match(
        r"ve\s+(?!ldld|lien doan|van phong|ban|cong doan|bo phan|phong|cap tren|quan|huyen|thanh pho|phuong|xa|dia chi|hop|email|to)",
        rest,
    ):
        return False
    return not rest or bool(
        re.match(
            r"(?:ve|cho|len|truoc|vao|hang|cham nhat|den|theo|qua|trong|voi|tai|moi|gui|de|thuc hien|dinh ky|lam|tuan|thang|ngay)\b",
            rest,
        )
    )


def _main_without_object(flat: str, members: list[Member]) -> None:
    """A main clause whose only content was an outside purpose is empty; so is a force formed for it."""
    for i in range(1, len(members)):
        m, before = members[i], members[i - 1]
        alone = re.fullmatch(
            r"(?:\S+ ){0,2}?(?:xay dung|thanh lap|lap|to chuc|cung co|hinh thanh|kien toan) (?:\S+ ){0,2}?(?:luc luong|to|doi|nhom|doi ngu)",
            flat[before.start : before.end],
        )
        if m.out and alone:
            before.out = True
        if not m.out or not PURPOSE.search(m.join) or before.out:
            continue
        said = flat[before.start : before.end].strip()
        said = without_lead(said)
        empty = re.fullmatch(
            rf"(?:{WHO}\s+)?(?:{PERSONAL}|{DIRECTING}|{ASPECT})(?:\s+(?:cho\s+|toi\s+)?{WHO})?", said
        )
        force = re.search(
            r"\b(?:lap|thanh lap|xay dung|to chuc|cung co|hinh thanh|kien toan|lap them|tao|tao them)\b.*\b(?:to(?! chuc| cong doan)|doi|nhom|luc luong|doi ngu|nick|tai khoan(?!.*(?:don vi|chu tich|chinh thuc)))\b",
            said,
        )
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
        said = without_lead(said)
        head = flat[m.start : m.verb_end]
        person = re.search(rf"\b(?:{PERSON})\b", head)
        member_like = re.match(rf"(?:{MEMBER_VERB})\b", said)
        by_and = nxt.join in ("va", ", va")
        report = GENERIC.match(said) and _no_object(said)
        body = re.search(rf"\b(?:{BODY})\b", head)  # what a whole unit is asked goes on after a comma too
        only_subject = "subject" in m.notes and not m.directs
        if (
            ((only_subject or (body and not person)) and not report)
            or (person and (member_like or (by_and and not report)))
            or (not person and by_and and not report)
        ):
            m.out = False
            m.cut = (m.verb_end, nxt.start)
            for k in range(i + 1, j):
                members[k].notes.append("inside")
