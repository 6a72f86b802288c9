"""Deadlines and events: what must be in by when, and what takes place."""

import re
from dataclasses import dataclass
from datetime import date

from nhipcau.campaigns.reading.head import ocr_digits, safe_date
from nhipcau.campaigns.reading.lines import fold
from nhipcau.core.boundary import cut

DAY = r"(?:ngay\s+)*([0-9lo]{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*([0-9l]{1,2})(?:\s*(?:/|-|\.|\s+nam\s+)\s*(\d{4}))?(?![\d/])"
WEEKDAY = (
    r"(?:\(?(?:thu\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\)?\s*,?\s*)?(?:\((?:thu\s+\w+|chu nhat)\)\s*)?"
)
CLOCK = r"(?:(\d{1,2})\s*(?:h|gio|g|:)\s*(\d{2})?(?:\s*phut)?)"
LIMIT = re.compile(
    rf"(?P<word>\b(?:cham nhat|muon nhat|han cuoi|han chot|han nop|han gui|han|thoi han|thoi gian (?:nop|gui|nhan)|den het|het|truoc|khong qua|den)"
    rf"(?:\s+(?:la|vao|den|truoc|het|cung|cua|nop|nhan|gui|dang ky|bao cao|ho so|danh sach|bai|tac pham|anh|san pham|bai du thi)){{0,5}})\s*:?\s*(?:la\s+|den\s+|truoc\s+|het\s+)?"
    rf"(?:{CLOCK}\s*,?\s*)?{WEEKDAY}(?:ngay\s+)*{DAY}"
)
ANY_DAY = re.compile(DAY)
RANGE = re.compile(
    rf"(?:tu\s+)?(?:{CLOCK}\s*,?\s*)?{WEEKDAY}ngay\s+(\d{{1,2}})(?:\s*/\s*(\d{{1,2}}))?(?:\s*/\s*(\d{{4}}))?\s*(?:den|-|–)\s*(?:het\s+)?(?:ngay\s+)?{DAY}"
)
RECUR = [
    (
        re.compile(
            r"(?:ngay\s+(?:mung\s+)?)(\d{1,2})\s+(?:hang|hằng|moi|cua)\s*thang|ngay\s+(\d{1,2})\s+cua\s+thang\s+(?:sau|ke tiep)|ngay\s+(\d{1,2})\s+thang\s+sau"
        ),
        "monthly",
    ),
    (re.compile(r"(?:thu\s+(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))\s+(?:hang|moi)\s*tuan"), "weekly"),
    (
        re.compile(r"ngay\s+(\d{1,2})\s+(?:cua\s+)?thang\s+(dau|cuoi)\s+(?:cua\s+)?(?:moi\s+)?quy"),
        "quarterly",
    ),
    (re.compile(r"ngay\s+(\d{1,2})\s*(?:/|\s+thang\s+)\s*(\d{1,2})\s+(?:hang|moi)\s*nam"), "yearly"),
]
WEEK = {
    "hai": 1,
    "ba": 2,
    "tu": 3,
    "nam": 4,
    "sau": 5,
    "bay": 6,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
}
RELATIVE = re.compile(
    r"(?:(truoc)\s+(?:ngay\s+)?([^,.;]{3,60}?)\s+(?:it nhat|toi thieu)\s+(\d+)\s+ngay(\s+lam viec)?|(?:it nhat|toi thieu|cham nhat)\s+(\d+)\s+ngay(\s+lam viec)?\s+truoc\s+(?:khi\s+|ngay\s+)?([^,.;]{3,60})|"
    r"(?:trong (?:thoi han|vong)|cham nhat|khong qua)\s+(?:la\s+)?(\d+)\s+ngay(\s+lam viec)?,?\s+(?:ke tu|sau|tu)\s+(?:khi\s+|ngay\s+)?([^,.;]{3,60}))"
)
HAND_IN = re.compile(
    r"\b(?:gui|nop|bao cao|dang ky|danh sach|hoan thanh|hoan thien|lap|thay doi|de xuat|to chuc|nhan|ho so|bien ban|bai|anh|phieu|bang|ket qua|thuc hien|xong|chuyen|nhap|khai|gioi thieu|tong hop|phan hoi|gop y|y kien|dong|quyet toan|ke hoach|cung cap|trien khai|tra|xac nhan|du thi|cap nhat|kien toan|binh chon|binh xet|bo phieu)\b"
)
NOT_DUE = re.compile(
    r"co hieu luc|tai thoi diem|ky niem|sinh ngay|so lieu (?:den|tinh)|tinh den|am lich|uu dai|giam gia|khuyen mai|het hieu luc|ke tu ngay ky|thanh lap"
)
EVENT = re.compile(
    r"to chuc|thoi gian|khai mac|be mac|thi dau|boc tham|hop|hoi nghi|le |tap huan|phat dong|chuong trinh|ra quan|tong ket|gap mat|chung ket|so khao|vong|dien ra|hoi thi|hoi thao|giao luu|mo lop|khai giang|dai hoi|tuan le|chien dich|du kien|uu dai|tham|don|trao|bat dau|ngay hoi|lop|thang cong nhan|hien mau|kham"
)


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


ASIDE = re.compile(r"\([^)]*(?:am lich|\d{4}\s*-\s*\d|ky niem)[^)]*\)")
OF_A_DOCUMENT = re.compile(
    r"(?:so|khoa|luat)\s+[\w/-]+\s*,?\s*ngay\s+\d{1,2}\s*(?:/|\s+thang\s+)\s*\d{1,2}\s*(?:/|\s+nam\s+)\s*\d{4}"
)


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
            before = flat[max(0, m.start() - 30) : m.start()]
            inclusive = not re.search(r"truoc\s*(?:\d+[hg:]?\d*\s*)?$", before)
            deadlines.append(
                _due(
                    sentence,
                    previous,
                    context,
                    heading,
                    m.start(),
                    recurrence=_rule(how, m),
                    inclusive=inclusive,
                )
            )
            taken.append(m.span())
    for m in RANGE.finditer(flat):
        if _free(m.span(), taken):
            _range(m, flat, sentence, previous, context, heading, deadlines, events)
            taken.append(m.span())
    for m in LIMIT.finditer(flat):
        if not _free(m.span(), taken) or NOT_DUE.search(flat[: m.start()][-60:]):
            continue
        if re.fullmatch(r"den", m["word"].strip()) and not HAND_IN.search(flat[: m.start()]):
            continue
        day = _day(m.group(4), m.group(5), m.group(6), context.issued)
        if day is None:
            continue
        time = _time(m.group(2), m.group(3))
        bare = "truoc" in m["word"] and not re.search(r"cham nhat|muon nhat|han|het", m["word"])
        deadlines.append(
            _due(
                sentence,
                previous,
                context,
                heading,
                m.start(),
                day=day,
                time=time,
                inclusive=not bare or time is not None,
            )
        )
        taken.append(m.span())
    for m in ANY_DAY.finditer(flat):
        if not _free(m.span(), taken):
            continue
        _event(m, flat, sentence, context, heading, events)
    return deadlines, events


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
    day = _day(m.group(6), m.group(7), m.group(8), context.issued)
    if day is None:
        return
    start = _day(m.group(3), m.group(4) or m.group(7), m.group(5) or m.group(8), context.issued)
    before = flat[: m.start()]
    if re.search(
        r"\b(?:nhan (?:anh|bai|ho so|dang ky|tac pham|bai du thi|danh sach|san pham)|nop|gui|dang ky|thoi gian (?:nop|gui|nhan))\b",
        before + " " + flat[m.end() :][:40],
    ) and not re.search(r"uu dai|thi dau", before):
        deadlines.append(_due(sentence, previous, context, heading, m.start(), day=day, inclusive=True))
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
    else:
        rule = {
            "direction": "after",
            "days": int(m.group(8)),
            "unit": "working_day" if m.group(9) else "day",
            "anchor": sentence[m.start(10) : m.end(10)].strip(),
        }
    return _due(sentence, previous, context, heading, m.start(), relative=rule)


def _rule(how: str, m: re.Match[str]) -> str:
    if how == "monthly":
        return f"monthly:{int(next(g for g in m.groups() if g))}"
    if how == "weekly":
        return f"weekly:{7 if m.group(2) else WEEK[m.group(1)]}"
    if how == "quarterly":
        return (
            f"quarterly:{'first' if m.group(2) == 'dau' else 'last'}:{int(m.group(1)):02d}".replace(":0", ":")
            if m.group(2) == "dau"
            else f"quarterly:last:{int(m.group(1))}"
        )
    return f"yearly:{int(m.group(2)):02d}-{int(m.group(1)):02d}"


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
