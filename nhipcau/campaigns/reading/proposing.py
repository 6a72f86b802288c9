"""Put together what a circular proposes, each value beside the line it came from."""

import re
from datetime import date
from typing import Any

from nhipcau.campaigns.reading.body import read_body
from nhipcau.campaigns.reading.dates import Context, read_dates
from nhipcau.campaigns.reading.facts import contacts, legal_bases
from nhipcau.campaigns.reading.forms import read_forms
from nhipcau.campaigns.reading.head import Head, read_head
from nhipcau.campaigns.reading.levels import issuer_level, level_of
from nhipcau.campaigns.reading.lines import Source, fold
from nhipcau.core.boundary import cut

SCALARS = ("number", "kind", "date", "place", "issuer", "issuer_parent", "subject")


def read(source: Source) -> dict[str, Any]:
    """The fields of the contract, with `_source` (the line or lines) for each scalar and beside each list item."""
    head = read_head(source)
    if not _is_circular(source, head):
        return {"is_circular": False}
    v = head.values
    issued = date.fromisoformat(str(v["date"])) if v.get("date") else None
    issuer, parent = str(v.get("issuer") or ""), v.get("issuer_parent")
    addressed = _addressed_level(v.get("addressees"), issuer, str(parent) if parent else None)  # type: ignore[arg-type]
    sections, steps = read_body(
        source,
        head.body_start,
        head.body_end,
        issuer=issuer,
        parent=str(parent) if parent else None,
        addressed=addressed,
    )
    deadlines, events = _dates(
        source, head, Context(issued, addressed or "co_so", str(v.get("subject") or ""))
    )
    owed_by = {step["_line"]: step["level"] for step in steps}
    for deadline in deadlines:
        deadline["who"] = owed_by.get(deadline["_line"]) or deadline["who"]
    result: dict[str, Any] = {"is_circular": True, **{k: v.get(k) for k in SCALARS}}
    result.update(
        legal_bases=legal_bases(source, str(v.get("number") or ""), head.body_start),
        addressees=v.get("addressees") or [],
        sections=sections,
        steps=steps,
        deadlines=deadlines,
        events=events,
        contact=contacts(source, head.body_start, head.body_end),
        forms=read_forms(source, _after_signature(source, head)),
        recipients=v.get("recipients") or [],
        signer=v.get("signer") or {},
        left_out=left_out_of(source.lines[head.body_start : head.body_end]),
        _source={
            k: "\n".join(line for line in source.lines[i : head.ends.get(k, i + 1)] if line)
            for k, i in head.at.items()
        },
    )
    return result


def left_out_of(lines: list[str]) -> list[str]:
    """The passages that become nothing, word for word. Computed when asked for and kept nowhere."""
    return [piece for line in lines if line for piece in cut(line).left_out]


#: papers that carry the motto, a place and a day too, and give nobody work
OTHER_PAPERS = re.compile(
    r"^(?:don|bien ban|hop dong|giay (?:chung nhan|de nghi|xac nhan|gioi thieu|khen|bien nhan|uy quyen)|phieu|to khai|ban (?:cam ket|kiem diem|tin|tuong trinh|nhan xet|tu khai)|"
    r"thu (?:cam on|ngo|chuc mung|khen)|loi (?:chuc|keu goi|cam on)|bai (?:phat bieu|tham luan|du thi)|dien van|thuc don|lich|noi quy|thoa uoc|bang (?:ke|luong|cham cong|gia)|so yeu ly lich|hoa don|bao gia|thoi khoa bieu)\b"
)


def _is_circular(source: Source, head: Head) -> bool:
    if "kind" not in head.values and any(
        line.isupper() and OTHER_PAPERS.match(flat)
        for line, flat in zip(source.lines[: min(25, head.body_end)], source.flat, strict=False)
    ):
        return False
    signs = sum(k in head.values for k in ("number", "date", "kind"))
    flat = " ".join(source.flat)
    signs += (
        bool(re.search(r"\bnoi nhan\s*:", flat))
        + bool(re.search(r"kinh g[uư]i", flat))
        + bool(re.search(r"cong h[oa]+ xa hoi", flat))
    )
    return signs >= 3 and ("number" in head.values or "date" in head.values or "kinh gui" in flat)


def _addressed_level(addressees: list[str] | None, issuer: str, parent: str | None) -> str | None:
    for name in addressees or []:
        if found := level_of(name):
            return found
        if re.search(r"cong doan .*(?:co quan|don vi|doanh nghiep|truong)|don vi|tren dia ban", fold(name)):
            return "co_so"
    below = {"co_so": "to_cong_doan", "quan_huyen": "co_so", "phuong_xa": "co_so", "nganh": "co_so"}
    return below.get(issuer_level(issuer, parent) or "", "co_so")


def _after_signature(source: Source, head: Head) -> int:
    at = max(head.at.get("signer", head.body_end), head.at.get("recipients", 0))
    for i in range(at, min(len(source.lines), at + 30)):
        if str((head.values.get("signer") or {}).get("name") or "\0") == source.lines[i]:  # type: ignore[attr-defined]
            return max(i + 1, at)
    return min(at + 1, len(source.lines))


def _dates(
    source: Source, head: Head, context: Context
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    deadlines: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    heading = ""
    for i in range(head.body_start, head.body_end):
        line = source.lines[i]
        if not line or re.match(
            r"^(?:can cu|thuc hien (?:huong dan|ke hoach|cong van|chi thi|nghi quyet|thong bao)[^.:]*;$)",
            fold(line),
        ):
            continue
        if re.match(r"^(?:[IVX]+|\d+)[./]\s*[^.:]{3,80}$", line):
            heading = re.sub(r"^\S+\s+", "", line)
            continue
        due, held = read_dates(line, i, context, heading)
        deadlines += due
        events += held
    seen: set[tuple[object, ...]] = set()
    unique = []
    for d in deadlines:
        key = (d["date"], d["recurrence"], str(d["relative"]), str(d["what"])[:30])
        if key not in seen:
            seen.add(key)
            unique.append(d)
    return unique, events
