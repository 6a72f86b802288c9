"""Deadlines and events: what must be in by when, and what takes place."""

import re
from dataclasses import dataclass
from datetime import date

from nhipcau.campaigns.reading.head import ocr_digits, safe_date
from nhipcau.campaigns.reading.lines import fold
from nhipcau.campaigns.reading.wording import (
    ANY_DAY,
    ASIDE,
    BEFORE,
    CLOCK,
    EVENT,
    HAND_IN,
    LIMIT,
    NAMED_LIMIT,
    NOT_DUE,
    OF_A_DOCUMENT,
    RANGE,
    RECUR,
    RELATIVE,
    STRONG,
    TELLS,
    UNTIL,
    WEEK,
)  # fmt: skip
from nhipcau.core.boundary import cut


@dataclass
class Context:
    """What a date without a year or an owner is understood by."""

    issued: date | None
    who: str
    subject: str


def read_dates(
    text: str, line: int, context: Context, heading: str = ""
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Deadlines and events of one line; wording outside the boundary makes neither."""
    kept = cut(text).kept
    if not kept:
        return [], []
    deadlines: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    previous = ""
    for sentence in re.split(r"(?<=[.;!])\s+(?=[\"“A-ZĐÀ-Ỹ(a-zà-ỹđ-])", kept):
        due, held = _sentence(sentence, previous, context, heading)
        for item in due + held:
            item["_source"], item["_line"] = text, line
        deadlines += due
        events += held
        previous = sentence
    return deadlines, events


def _sentence(
    sentence: str, previous: str, context: Context, heading: str
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    flat = fold(sentence)
    taken = [m.span() for pattern in (ASIDE, OF_A_DOCUMENT) for m in pattern.finditer(flat)]
    deadlines: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    for m in RELATIVE.finditer(flat):
        deadlines.append(_relative(m, sentence, previous, context, heading))
        taken.append(m.span())
    for pattern, how in RECUR:
        for m in pattern.finditer(flat):
            if not _free(m.span(), taken):
                continue
            at = next(m.start(n) for n, g in enumerate(m.groups(), 1) if g)
            clock = re.search(rf"{CLOCK}\s*,?\s*(?:ngay|thu|chu nhat)?\s*$", flat[:at])
            time = _time(clock.group(1), clock.group(2)) if clock else None
            bare = re.search(r"truoc\s*(?:ngay|thu)?\s*$", flat[:at]) is not None
            due = _due(
                sentence, previous, context, heading, m.start(),
                time=time, recurrence=_rule(how, m), inclusive=not bare,
            )  # fmt: skip
            deadlines.append(due)
            taken.append(m.span())
    for m in RANGE.finditer(flat):
        if _free(m.span(), taken):
            _range(m, flat, sentence, previous, context, heading, deadlines, events)
            taken.append(m.span())
    for pattern in (LIMIT, NAMED_LIMIT):
        for m in pattern.finditer(flat):
            day = _day(m.group(4), m.group(5), m.group(6), context.issued)
            if day is None or not _free(m.span(), taken):
                continue
            if not _is_due(m, flat, day, context):
                taken += [m.span()] if not re.match(r"trong|den$", m["word"]) else []
                continue
            time = _time(m.group(2), m.group(3))
            inclusive = "truoc" not in m["word"] or time is not None
            deadlines.append(
                _due(sentence, previous, context, heading, m.start(), day=day, time=time, inclusive=inclusive)
            )
            taken.append(m.span())
    for m in ANY_DAY.finditer(flat):
        if not _free(m.span(), taken):
            continue
        _event(m, flat, sentence, context, heading, events)
    return deadlines, events


def _is_due(m: re.Match[str], flat: str, day: date, context: Context) -> bool:
    """Does the day say by when, or does it tell of something that was or that lasts?"""
    word = m["word"]
    before, after = flat[max(flat.rfind(";", 0, m.start()), 0) : m.start()], flat[m.end() :]
    if NOT_DUE.search(before[-60:]):
        return False
    if STRONG.search(word):
        return True
    past = context.issued is not None and day < context.issued
    if "truoc" in word:
        told = BEFORE.search(before) and (past or TELLS.match(after))
        return not told and not (past and not HAND_IN.search(before[-40:]))
    if UNTIL.search(before) or TELLS.match(after) or (past and not HAND_IN.search(before[-40:])):
        return False
    if re.match(r"trong|den$|het", word):
        return bool(HAND_IN.search(before) or (not before.strip() and HAND_IN.search(after)))
    return True


def _free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return all(span[1] <= a or span[0] >= b for a, b in taken)


def _range(
    m: re.Match[str],
    flat: str,
    sentence: str,
    previous: str,
    context: Context,
    heading: str,
    deadlines: list[dict[str, object]],
    events: list[dict[str, object]],
) -> None:
    day = _day(m.group(8), m.group(9), m.group(10), context.issued)
    if day is None:
        return
    start = _day(m.group(3), m.group(4) or m.group(9), m.group(5) or m.group(10), context.issued)
    before = flat[: m.start()]
    if re.search(
        r"\b(?:nhan (?:anh|bai|ho so|dang ky|tac pham|bai du thi|danh sach|san pham|bao cao|phieu|don|y kien)|nop|gui|dang ky|binh chon|bo phieu|thoi gian (?:nop|gui|nhan))\b",
        before + " " + flat[m.end() :][:40],
    ) and not re.search(r"uu dai|thi dau", before):
        time = _time(m.group(6), m.group(7))
        deadlines.append(_due(sentence, previous, context, heading, m.start(), day=day, time=time))
    elif start:
        events.append(
            {
                "date": start.isoformat(),
                "end_date": day.isoformat(),
                "time": _time(m.group(1), m.group(2)),
                "what": _what_event(sentence, m.start(), context, heading),
            }
        )


def _event(
    m: re.Match[str],
    flat: str,
    sentence: str,
    context: Context,
    heading: str,
    events: list[dict[str, object]],
) -> None:
    before = flat[: m.start()]
    if NOT_DUE.search(before[-70:]) or (
        re.search(r"(?:so|nghi quyet|luat|chao mung|ky niem|nhan)\s+[^.;]*$", before[-40:])
        and not re.search(r"thoi gian|luc|gio", before[-40:])
    ):
        return
    if (
        not re.search(r"ngay\s*$", before)
        and not re.match(r"ngay", m.group())
        and not re.search(r":|luc|sang|chieu|vao|toi|gio|h\d*\s*,?$", before[-20:])
    ):
        return
    if not EVENT.search(flat) and not EVENT.search(fold(heading)):
        return
    day = _day(m.group(1), m.group(2), m.group(3), context.issued)
    if day is None or (context.issued and day < context.issued):
        return
    clock = re.search(CLOCK, before[-60:])
    end = None
    if re.search(r"uu dai|khuyen mai", before):
        end = day.isoformat()
    if not any(e["date"] == day.isoformat() for e in events):
        events.append(
            {
                "date": day.isoformat(),
                "end_date": end,
                "time": _time(clock.group(1), clock.group(2)) if clock else None,
                "what": _what_event(sentence, m.start(), context, heading),
            }
        )


def _what_event(sentence: str, at: int, context: Context, heading: str) -> str:
    label = re.match(r"^\s*[-+•–]?\s*(?:\d+[.)]\s*|[a-zđ]\)\s*)?([^:]{3,60}):", sentence)
    name = label.group(1).strip() if label else ""
    if name and not re.match(r"(?:thoi gian|ngay|lich|du kien)", fold(name)):
        return name
    said = re.sub(
        r"\s*(?:vào |tại |lúc |từ |bắt đầu )?(?:lúc\s*)?(?:\d{1,2}\s*(?:h|giờ|:)\s*\d{0,2}\s*,?\s*)?(?:vào\s+)?(?:ngày|từ)?\s*$",
        "",
        sentence[:at],
    ).strip(" -,:")
    said = re.sub(r"^(?:Thời gian|Dự kiến)[^:]*:\s*.*$", "", said).strip()
    said = "" if fold(said) in ("du kien", "thoi gian", "ngay") else said
    named = (
        heading
        if heading
        and EVENT.search(fold(heading))
        and not re.search(r"noi dung|thoi gian|tien do", fold(heading))
        else context.subject
    )
    return " - ".join(p for p in (said if len(said) > 6 else "", named) if p)[:160]


def _due(
    sentence: str,
    previous: str,
    context: Context,
    heading: str,
    at: int,
    *,
    day: date | None = None,
    time: str | None = None,
    recurrence: str | None = None,
    relative: dict[str, object] | None = None,
    inclusive: bool = True,
) -> dict[str, object]:
    from nhipcau.campaigns.reading.levels import level_of

    clause_start = max(sentence.rfind(";", 0, at), 0)
    what = sentence[clause_start:at]
    what = re.sub(r"^[\s;,.-]*(?:\d+[.)]|[a-zđ]\)|[-+•–])?\s*", "", what)
    what = re.sub(
        r"[\s,:(]*(?:chậm nhất|trước|hạn cuối|hạn chót|đến hết|là|ngày|vào|về|trước ngày)*[\s,:(]*$", "", what
    ).strip()
    if not HAND_IN.search(fold(what)) or len(what.split()) < 2:
        after = sentence[at:]
        tail = re.sub(r"^.*?\d{1,2}/\d{1,2}(?:/\d{4})?\s*", "", after)
        extra = " ".join(x for x in (heading, tail if HAND_IN.search(fold(tail)) else "", previous) if x)
        what = " ".join(x for x in (what, extra) if x).strip() or context.subject
    actor = level_of(sentence[:at].split(":")[0]) if ":" in sentence[:at] else None
    subject = re.match(
        r"\s*(?:[-+•]\s*)?((?:Các\s+)?(?:Công đoàn cơ sở|CĐCS|Tổ công đoàn|Các tổ công đoàn|LĐLĐ [a-zà-ỹ]+|Ban [A-ZĐÀ-Ỹa-zà-ỹ]+))\b",
        sentence,
    )
    who = (level_of(subject.group(1)) if subject else None) or actor or context.who
    return {
        "date": day.isoformat() if day else None,
        "time": time,
        "recurrence": recurrence,
        "relative": relative,
        "inclusive": inclusive,
        "what": what[:240].strip(" .;,"),
        "who": who,
    }


def _relative(
    m: re.Match[str], sentence: str, previous: str, context: Context, heading: str
) -> dict[str, object]:
    if m.group(1):
        rule = {
            "direction": "before",
            "days": int(m.group(3)),
            "unit": "working_day" if m.group(4) else "day",
            "anchor": sentence[m.start(2) : m.end(2)].strip(),
        }
    elif m.group(5):
        rule = {
            "direction": "before",
            "days": int(m.group(5)),
            "unit": "working_day" if m.group(6) else "day",
            "anchor": sentence[m.start(7) : m.end(7)].strip(),
        }
    elif m.group(8):
        rule = {
            "direction": "after",
            "days": int(m.group(8)),
            "unit": "working_day" if m.group(9) else "day",
            "anchor": sentence[m.start(10) : m.end(10)].strip(),
        }
    else:
        rule = {
            "direction": "after",
            "days": int(m.group(12)),
            "unit": "working_day" if m.group(13) else "day",
            "anchor": sentence[m.start(11) : m.end(11)].strip(),
        }
    return _due(sentence, previous, context, heading, m.start(), relative=rule)


def _rule(how: str, m: re.Match[str]) -> str:
    if how == "monthly":
        return f"monthly:{int(next(g for g in m.groups() if g))}"
    if how == "weekly":
        return f"weekly:{7 if m.group(2) or m.group(4) else WEEK[m.group(1) or m.group(3)]}"
    if how == "quarterly":
        return (
            f"quarterly:{'first' if m.group(2) == 'dau' else 'last'}:{int(m.group(1)):02d}".replace(":0", ":")
            if m.group(2) == "dau"
            else f"quarterly:last:{int(m.group(1))}"
        )
    day, month = m.group(1) or m.group(3), m.group(2) or m.group(4)
    return f"yearly:{int(month):02d}-{int(day):02d}"


def _time(hour: str | None, minute: str | None) -> str | None:
    if hour is None or int(hour) > 24 or int(minute or 0) > 59:
        return None
    return f"{int(hour):02d}:{int(minute or 0):02d}"


def _day(day: str, month: str, year: str | None, issued: date | None) -> date | None:
    d, mth = ocr_digits(day), ocr_digits(month)
    if year:
        return safe_date(d, mth, int(year))
    if issued is None:
        return None
    this = safe_date(d, mth, issued.year)
    if this is not None and this >= issued:
        return this
    return safe_date(d, mth, issued.year + 1)
