"""From what was read to what the confirm page shows: guesses the officer corrects, kept in no column."""

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from nhipcau.campaigns.models import Campaign, Circular, Step
from nhipcau.campaigns.reading import from_text, read
from nhipcau.campaigns.reading.levels import issuer_level
from nhipcau.campaigns.reading.lines import fold
from nhipcau.campaigns.rules import parts_of, rule_in_words

Kind = Step.HandInKind
ONGOING = (
    "thuong xuyen",
    "quan ly hoat dong",
    "huong dan",
    "tuyen truyen",
    "theo doi",
    "duy tri",
    "giam sat",
    "tiep tuc",
    "dinh ky",
)
WRITTEN = re.compile(r"danh sach|bao cao|lap bieu|phieu|bien ban|ho so|quyet toan")
MONEY = re.compile(r"\b(nop|dong|chuyen) (\w+ ){0,2}(le phi|kinh phi|doan phi|so tien|tien)\b")
PHOTOS = re.compile(r"\b(gửi|nộp)( về)?( \w+){0,3} (hình )?ảnh\b")


@dataclass
class Draft:
    """Initial values of the confirm page, each with the line it came from."""

    head: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)
    is_circular: bool = False


def draft_of(circular: Circular) -> Draft:
    """Read the stored text again; nothing of it was kept."""
    if not circular.text.strip():
        return Draft()
    got = read(from_text(circular.text))
    if not got["is_circular"]:
        return Draft()
    own = issuer_level(got.get("issuer") or "", got.get("issuer_parent"))
    steps = [_step(s, own, got["forms"]) for s in got["steps"]]
    deadlines = [_deadline(d, steps) for d in got["deadlines"]]
    for deadline in deadlines:
        if deadline["step"] is None:
            steps.append(_step_of_deadline(deadline))
            deadline["step"] = len(steps)
    for n, step in enumerate(steps, 1):
        if any(d["step"] == n for d in deadlines):
            step["is_ongoing"] = False
            if step["hand_in"] == Kind.NONE:
                step["hand_in"] = Kind.CONFIRM
    sources = dict(got["_source"])
    for name in ("contact", "legal_bases"):
        sources[name] = "\n".join(dict.fromkeys(x["_source"] for x in got[name]))
    return Draft(
        head=_head(got),
        sources=sources,
        steps=steps,
        deadlines=deadlines,
        events=got["events"],
        sections=got["sections"],
        forms=got["forms"],
        is_circular=True,
    )


def _head(got: dict[str, Any]) -> dict[str, Any]:
    kind = got["kind"] if got["kind"] in Campaign.Kind.values else Campaign.Kind.OTHER
    bases = [
        f"{b['number']} ({_day(b['date'])}) {b['issuer'] or ''}".strip()
        if b["date"]
        else f"{b['number']} {b['issuer'] or ''}".strip()
        for b in got["legal_bases"]
    ]
    people = [
        ", ".join(x for x in (c["name"], c["role"], c["phone"], c["email"]) if x) for c in got["contact"]
    ]
    return {
        "number": got["number"] or "",
        "kind": kind,
        "issued_on": date.fromisoformat(got["date"]) if got["date"] else None,
        "place": got["place"] or "",
        "issuer": got["issuer"] or "",
        "subject": got["subject"] or "",
        "addressees": "\n".join(got["addressees"]),
        "legal_bases": "\n".join(bases),
        "contact": "; ".join(people),
    }


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"


def _step(step: dict[str, Any], own: str | None, forms: list[dict[str, Any]]) -> dict[str, Any]:
    for_desk = own is not None and step["level"] == own
    hand_in = guess_hand_in(step["text"], forms) if not for_desk else Kind.CONFIRM
    flat = fold(step["text"])
    ongoing = flat.startswith("thuong xuyen") or (
        flat.startswith(ONGOING) and hand_in in (Kind.CONFIRM, Kind.NONE)
    )
    return {
        "text": step["text"],
        "responsible": step["responsible"] or "",
        "level": step["level"] or "",
        "details": "\n".join(step.get("details") or []),
        "for_desk": for_desk,
        "is_ongoing": ongoing,
        "hand_in": Kind.NONE if ongoing else hand_in,
        "source": step["_source"],
    }


def guess_hand_in(text: str, forms: list[dict[str, Any]]) -> str:
    """What a step asks to be handed in, by its words."""
    flat = fold(text)
    headings = fold(" ".join(h for f in forms for t in f["tables"] for h in t["headers"]))
    lists = "danh sach" in flat
    if lists and (
        "facebook" in headings
        or "duong dan trang" in headings
        or ("tai khoan" in flat and "bieu mau 01" in flat)
    ):
        return Kind.FORM01
    if ("dang ky" in flat or "thanh lap" in flat) and ("trang" in flat or "tai khoan" in flat):
        return Kind.PAGE
    if "cong tac vien" in flat and any(w in flat for w in ("phan cong", "gioi thieu", "cu ")):
        return Kind.COLLABORATOR
    if not WRITTEN.search(flat) and (kind := _not_a_file(text, flat)):
        return kind
    if any(
        w in flat for w in ("danh sach", "gui ", "nop ", "bao cao", "lap bieu", "phieu", "bien ban", "ho so")
    ):
        return Kind.FILE
    return Kind.CONFIRM


def _not_a_file(text: str, flat: str) -> str:
    """Money that is paid in and photos that are sent; an `ảnh` without its mark may be anybody, so it is none."""
    if MONEY.search(flat):
        return Kind.SUM
    return Kind.PHOTOS if PHOTOS.search(text.lower()) else ""


def _deadline(due: dict[str, Any], steps: list[dict[str, Any]]) -> dict[str, Any]:
    step = _step_for(due, steps)
    every, on = parts_of(due["recurrence"]) if due["recurrence"] else ("", "")
    relative = due["relative"] or {}
    return {
        "repeat_every": every,
        "repeat_on": on,
        "own_days": relative.get("days"),
        "own_unit": relative.get("unit", "working_day"),
        "own_direction": relative.get("direction", "before"),
        "own_anchor": relative.get("anchor", ""),
        "what": re.sub(r"^Bước\s+\d+\s*[:.]\s*", "", due["what"]),
        "due_on": date.fromisoformat(due["date"]) if due["date"] else None,
        "due_time": time(int(due["time"][:2]) % 24, int(due["time"][3:]))
        if due["time"] and due["time"] != "24:00"
        else None,
        "is_inclusive": due["inclusive"],
        "rule": rule_in_words(due["recurrence"], due["relative"])[:200],
        "step": step,
        "who": due["who"],
        "source": due["_source"],
    }


def _step_for(due: dict[str, Any], steps: list[dict[str, Any]]) -> int | None:
    """The step this deadline is for: the same line, or the one that shares most of its words."""
    what = set(fold(due["what"]).split())
    best, score = None, 0.0
    for n, step in enumerate(steps, 1):
        if step["source"] == due["_source"]:
            return n
        words = set(fold(step["text"]).split())
        shared = len(words & what) / (len(words | what) or 1)
        if step["level"] in ("", due["who"]) and shared > score:
            best, score = n, shared
    return (
        best
        if score >= 0.25
        or (best and "danh sach" in fold(due["what"]) and "danh sach" in fold(steps[best - 1]["text"]))
        else None
    )


def _step_of_deadline(due: dict[str, Any]) -> dict[str, Any]:
    hand_in = guess_hand_in(due["what"], [])
    return {
        "text": due["what"][:1].upper() + due["what"][1:],
        "responsible": "",
        "level": due["who"] or "",
        "details": "",
        "for_desk": False,
        "is_ongoing": False,
        "hand_in": hand_in,
        "source": due["source"],
    }
