"""Who writes to whom about what: the head, the addressees, the foot of a circular."""

import re
from dataclasses import dataclass, field
from datetime import date

from nhipcau.campaigns.reading.lines import Source, fold

KINDS = {
    "ke hoach": "ke_hoach", "huong dan": "huong_dan", "thong bao": "thong_bao", "quyet dinh": "quyet_dinh",
    "giay moi": "giay_moi", "chuong trinh": "chuong_trinh", "bao cao": "bao_cao", "to trinh": "to_trinh",
    "the le": "the_le", "cong van": "cong_van", "nghi quyet": "nghi_quyet", "thong tri": "thong_tri",
    "ket luan": "ket_luan", "quy che": "quy_che", "quy dinh": "quy_dinh", "luat": "luat", "nghi dinh": "nghi_dinh",
    "thong tu": "thong_tu", "chi thi": "chi_thi", "cong dien": "cong_dien", "thu moi": "giay_moi", "du an": "du_an", "van ban": "van_ban",
}  # fmt: skip
NUMBER = re.compile(
    r"^(?:so|s6)\s*[:.]?\s*([\dl][\dol]*\s*[a-z]?\s*(?:/|-)\s*[a-zđ0-9][\w/&. –-]*)", re.IGNORECASE
)
DATE_LINE = re.compile(
    r"^\s*([^,]{2,40}),\s*ngay\s+([\dlo]{1,2})\s*thang\s*([\dlo]{1,2})\s*nam\s*([\dlo]{4})", re.IGNORECASE
)
ALONE = re.compile(r"(?:pho |phu |quyen )?(?:chu tich|truong ban|chanh van phong|chu nhiem)")
MOTTO = re.compile(r"cong h[oa]+ xa hoi|doc lap\s*-|^-+$|^[-_–—=*\s]+$")
BODY_START = re.compile(
    r"^(?:tong lien doan|lien doan lao dong|cong doan|ldld|cd |cdcs|ban chap hanh|ban thuong vu|uy ban kiem tra|doan |hoi |cong ty|van phong|nghiep doan|truong )"
)


@dataclass
class Head:
    """What stands at the top and the bottom, with the number of the line each came from."""

    values: dict[str, object] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(
        default_factory=dict
    )  # of what goes over several lines, the line after its last
    body_start: int = 0
    body_end: int = 0


def ocr_digits(text: str) -> int:
    return int(text.lower().replace("l", "1").replace("o", "0").replace("i", "1"))


def safe_date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_head(source: Source) -> Head:
    """Number, kind, date, place, issuer, subject, addressees, recipients, signer."""
    _kind_and_subject(source)
    lines, flat = source.lines, source.flat
    head = Head(body_end=len(lines))
    top = min(len(lines), 45)
    for i in range(top):
        if "number" not in head.values and (m := NUMBER.match(flat[i])):
            start, end = m.span(1)
            raw = (
                re.split(r"\s+(?:ngay|v/v|cong hoa|va)\b", lines[i][start:end])[0]
                if len(lines[i]) == len(flat[i])
                else m.group(1)
            )
            number = re.sub(r"\s+", "", raw).rstrip(".,;:–-")
            digits = re.match(r"[\dlLoO]+(?=[A-Z]?[/-])", number)
            if digits:  # an l or o among the digits is how a scan shows 1 or 0
                number = re.sub("[lL]", "1", re.sub("[oO]", "0", digits.group())) + number[digits.end() :]
            _set(head, "number", number, i)
        if "date" not in head.values and (m := DATE_LINE.match(flat[i])):
            day = safe_date(ocr_digits(m.group(2)), ocr_digits(m.group(3)), ocr_digits(m.group(4)))
            if day:
                _set(head, "date", day.isoformat(), i)
                _set(head, "place", lines[i][: len(m.group(1))].strip(), i)
    foot = _foot(source, flat)
    head.body_end = foot
    after = max([head.at.get("number", -1), head.at.get("date", -1)]) + 1
    head.body_start = after
    _subject(source, head, top)
    _addressees(source, head)
    _issuer(source, head)
    _recipients(source, head)
    _signer(source, head)
    return head


def _set(head: Head, key: str, value: object, line: int) -> None:
    head.values[key] = value
    head.at[key] = line


def _foot(source: Source, flat: list[str]) -> int:
    """The first line of "Nơi nhận" or of the signature block."""
    for i, line in enumerate(flat):
        if re.match(r"^noi nh[aâ]n\b", line) or re.match(
            r"^(?:tm|tl|kt|tuq|t/m|t/l)\s*\.?\s*(?:ban|bch|btv|uy ban|chu tich|doan chu tich)", line
        ):
            return i
        if i > 5 and ALONE.fullmatch(line) and source.lines[i].isupper():
            return i
    return len(flat)


def _kind_line(flat: str) -> str | None:
    bare = re.sub(r"\s+(?:lien tich|lien nganh|hop|so \d+)$", "", re.sub(r"[^a-z0-9 ]", "", flat).strip())
    return KINDS.get(bare)


def _kind_and_subject(source: Source) -> None:
    """A kind whose subject stands in the same line ("THÔNG BÁO Về việc …") gets a line of its own."""
    for i, line in enumerate(source.lines[:45]):
        m = re.match(r"^([A-ZĐÀ-Ỹ ]{7,25}?)\s+((?:Về việc|V/v|Về)\s.*)$", line)
        if m and _kind_line(fold(m.group(1))):
            source.lines[i : i + 1] = [m.group(1), m.group(2)]
            source.tables = [(at + 1 if at > i else at, rows) for at, rows in source.tables]
            return


def _subject(source: Source, head: Head, top: int) -> None:
    lines, flat = source.lines, source.flat
    for i in range(top):
        if m := re.match(r"^(?:v\s*/\s*v|v/v|ve viec)\s*[:.]?\s*", flat[i]):
            if flat[i].startswith("ve viec") and "kind" in head.values:
                continue
            parts = [lines[i][m.end() :]]
            j = i + 1
            while j < top and lines[j] and not _breaks_subject(flat[j], lines[j]):
                parts.append(lines[j])
                j += 1
            _set(head, "subject", _join(parts), i)
            head.ends["subject"] = j
            head.values.setdefault("kind", "cong_van")
            head.at.setdefault("kind", i)
            head.body_start = max(head.body_start, j)
            return
        if (kind := _kind_line(flat[i])) and lines[i].upper() == lines[i]:
            j = i + 1
            while j < top and not lines[j]:
                j += 1
            first, parts = j, []
            while (
                j < top
                and lines[j]
                and not _breaks_subject(flat[j], "" if j == first else lines[j])
                and (j == first or (not lines[j].rstrip().endswith((";", ":")) and len(lines[j]) < 120))
                and not re.match(r"(?:Căn cứ|Thực hiện|Để |Nhằm |Kính |Cần )", lines[j])
            ):
                parts.append(lines[j])
                j += 1
            _set(head, "kind", kind, i)
            if parts:
                _set(head, "subject", _join(parts), first)
                head.ends["subject"] = j
            head.body_start = max(head.body_start, j)
            return


def _breaks_subject(flat: str, line: str) -> bool:
    return bool(
        re.match(r"(?:Thực hiện|Căn cứ)\b", line)
        or MOTTO.search(flat)
        or re.match(
            r"^(?:kinh g[uư]i|so\s*:|noi nhan|[ivx]+\s*[./-]|\d+\.|dieu \d|ban thuong vu (?:lien|cong)|ban chap hanh (?:lien|cong))",
            flat,
        )
        or DATE_LINE.match(flat)
    )


def _join(parts: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(parts)).strip().rstrip(".;,")


def _addressees(source: Source, head: Head) -> None:
    lines, flat = source.lines, source.flat
    for i in range(min(head.body_end, 60)):
        m = re.match(r"^kinh\s*(?:g[uư]i|goi|chuyen)\s*[:.]?\s*", flat[i])
        if not m:
            continue
        rest = lines[i][m.end() :]
        items: list[str] = [rest] if rest.strip() else []
        j = i + 1
        while j < head.body_end and lines[j] and j < i + 15:
            dashed = re.match(r"^[-+•–]\s*", lines[j])
            if dashed:
                items.append(lines[j][dashed.end() :])
            elif items and not lines[j][:1].isupper():
                items[-1] += " " + lines[j]
            elif not items:
                items.append(lines[j])
            else:
                break
            j += 1
        parts = [p for item in items for p in re.split(r";\s*(?:-\s*)?", item)]
        found = [p.strip(" .;,-") for p in parts if p.strip(" .;,-")]
        if found:
            _set(head, "addressees", found, i)
            head.ends["addressees"] = j
        head.body_start = max(head.body_start, j)
        return
    head.values.setdefault("addressees", [])


def _issuer(source: Source, head: Head) -> None:
    lines, flat = source.lines, source.flat
    limit = min(x for x in (head.at.get("subject", 25), head.body_end, 25) if x is not None)
    limit = max(limit, head.at.get("number", 0))
    bodies: list[tuple[int, str]] = []
    for i in range(limit):
        if (
            not lines[i]
            or MOTTO.search(flat[i])
            or NUMBER.match(flat[i])
            or DATE_LINE.match(flat[i])
            or _kind_line(flat[i])
        ):
            continue
        if lines[i].upper() == lines[i] and re.search(r"[A-ZĐÀ-Ỹ]{2}", lines[i]):
            if BODY_START.match(flat[i]) or not bodies:
                bodies.append((i, lines[i]))
            elif bodies and bodies[-1][0] == i - 1:
                bodies[-1] = (i, f"{bodies[-1][1]} {lines[i]}")
    bodies = [(i, b) for i, b in bodies if BODY_START.match(fold(b))]
    if bodies:
        _set(head, "issuer", bodies[-1][1], bodies[-1][0])
        if len(bodies) > 1:
            _set(head, "issuer_parent", bodies[-2][1], bodies[-2][0])
        return
    place = str(head.values.get("place") or "")
    for i in range(head.body_start, len(lines)):
        if m := re.search(
            r"(?:ban thuong vu|ban chap hanh|btv|bch)\s+((?:ldld|lien doan lao dong|cong doan)\s+(?:quan|huyen|thi xa|thanh pho|tp|tinh|phuong|xa|khu cong nghiep))\b",
            flat[i],
        ):
            name = lines[i][m.start(1) : m.end(1)]
            name = re.sub(r"^LĐLĐ", "Liên đoàn Lao động", name)
            _set(head, "issuer", f"{name} {place}".strip(), i)
            return


def _recipients(source: Source, head: Head) -> None:
    lines, flat = source.lines, source.flat
    for i, line in enumerate(flat):
        m = re.match(r"^noi nh[aâ]n\s*:?\s*", line)
        if not m:
            continue
        found: list[str] = []
        rest = lines[i][m.end() :]
        if rest.strip(" :"):
            found.append(rest)
        for j in range(i + 1, min(len(lines), i + 25)):
            if not lines[j] and found:
                if j + 1 < len(lines) and re.match(r"^[-–+•]", lines[j + 1]):
                    continue
                break
            dash = re.match(r"^[-–+•]\s*", lines[j])
            if dash:
                found.append(lines[j][dash.end() :])
            elif lines[j] and found and lines[j][:1].islower():
                found[-1] += " " + lines[j]
            elif lines[j]:
                break
        _set(head, "recipients", [r.strip(" .;") for r in found if r.strip(" .;")], i)
        return
    head.values["recipients"] = []


TITLE = re.compile(
    r"^(?:pho |phu |quyen )?(?:chu tich|truong ban|chanh van phong|chanh vp|pho ban|truong doan|chu nhiem|giam doc|tong bien tap|truong phong|uy vien.*|truong ban to chuc|pho chanh van phong|bi thu|chu tri|to truong|truong tieu ban|pho truong ban|pho chu nhiem|thu ky)\b"
)
CAPACITY = re.compile(r"^(?:tm|tl|kt|tuq|t/m|t/l)\s*\.?\s*(?=[a-z])")


def _signer(source: Source, head: Head) -> None:
    lines, flat = source.lines, source.flat
    who: dict[str, str | None] = {"capacity": None, "title": None, "name": None}
    start = max(0, head.body_end - 1)
    for i in range(start, min(len(lines), head.body_end + 45)):
        if not lines[i]:
            continue
        upper = lines[i] == lines[i].upper()
        if who["capacity"] is None and who["title"] is None and CAPACITY.match(flat[i]) and upper:
            who["capacity"] = lines[i]
            head.at["signer"] = i
        elif who["title"] is None and upper and TITLE.match(flat[i]) and len(lines[i]) < 50:
            who["title"] = re.sub(r"^PHỤ\b", "PHÓ", lines[i])
            head.at.setdefault("signer", i)
        elif who["title"] and who["name"] is None and _person(lines[i]):
            who["name"] = lines[i]
            break
        elif who["title"] and re.match(r"^(?:don vi|lien doan|mau|bieu|danh sach)", flat[i]):
            break
    head.values["signer"] = who


def _person(text: str) -> bool:
    words = re.sub(r"^(?:ThS\.|TS\.|Đ/c|\(đã ký\))\s*", "", text).split()
    return (
        2 <= len(words) <= 6
        and all(w[:1].isupper() for w in words)
        and not re.search(r"[:;\d]", text)
        and text.upper() != text
    )
