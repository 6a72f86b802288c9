"""Documents quoted, and whom to ask."""

import re

from nhipcau.campaigns.reading.head import KINDS, ocr_digits, safe_date
from nhipcau.campaigns.reading.lines import Source, fold

KIND_WORDS = "|".join(sorted((k.replace(" ", r"\s+") for k in KINDS), key=len, reverse=True))
BASIS = re.compile(
    rf"\b({KIND_WORDS})?(?:\s+lien tich)?\s*s[oô]\s*:?\s*(\d+\s*/\s*[\w/&-]*[a-z][\w/&-]*|\d+\s*-\s*[a-z]{{2,}}/[\w/&-]+)"
    r"(?:\s*,?\s*(?:ngay\s+([\dlo]{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*([\dlo]{1,2})\s*(?:/|-|\.|\s+nam\s+)\s*(\d{4})))?"
    r"(?:\s*(?:,)?\s*cua\s+([^;,:.()]{3,80}))?"
)
STOP_ISSUER = re.compile(
    r"\s+(?:ve|va|quy dinh|huong dan|ban hanh|v/v|phe duyet|doi voi|ke hoach|trien khai|tai|sua doi|de|cung|cac|nham)\b"
)


def legal_bases(source: Source, own_number: str, start: int) -> list[dict[str, object]]:
    """Every quoted document that has a number; not the circular's own."""
    found: list[dict[str, object]] = []
    for i, line in enumerate(source.lines):
        if i < start:
            continue
        flat = fold(line)
        for m in BASIS.finditer(flat):
            number = re.sub(r"\s+", "", line[m.start(2) : m.end(2)]).rstrip("./-")
            if number == own_number or re.match(r"^\d+/\d+$", number):
                continue
            day = (
                safe_date(ocr_digits(m.group(3)), ocr_digits(m.group(4)), int(m.group(5)))
                if m.group(3)
                else None
            )
            issuer = None
            if m.group(6):
                issuer = line[m.start(6) : m.end(6)]
                if stop := STOP_ISSUER.search(m.group(6)):
                    issuer = issuer[: stop.start()]
                issuer = issuer.strip()
            kind = KINDS.get(re.sub(r"\s+", " ", m.group(1) or ""))
            if kind is None:
                kind = _kind_of_symbol(number)
            if not any(b["number"] == number and b["date"] == (day and day.isoformat()) for b in found):
                found.append(
                    {
                        "kind": kind,
                        "number": number,
                        "date": day.isoformat() if day else None,
                        "issuer": issuer,
                        "_source": line,
                        "_line": i,
                    }
                )
    return found


def _kind_of_symbol(number: str) -> str | None:
    symbol = fold(number)
    for sign, kind in (
        ("/hd", "huong_dan"),
        ("/kh", "ke_hoach"),
        ("/qd", "quyet_dinh"),
        ("/tb", "thong_bao"),
        ("/nq", "nghi_quyet"),
        ("/nd-", "nghi_dinh"),
        ("/tt", "thong_tu"),
        ("/ct", "chi_thi"),
        ("/qh", "luat"),
    ):
        if sign in symbol:
            return kind
    return "cong_van"


PHONE = re.compile(
    r"(?<![\d/])(0\d{2,3}[. ]?\d{3}[. ]?\d{3,4}|0\d{9}|\(0\d+\)\s*[\d. ]+|0[\dx. ]{8,12}\d)(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NAME = r"((?:[A-ZĐÀ-Ỹ][a-zà-ỹ'’]*|[A-Z])(?:\s+(?:[A-ZĐÀ-Ỹ][a-zà-ỹ'’]*|[A-ZĐ]))+)"


def contacts(source: Source, start: int, end: int) -> list[dict[str, object]]:
    """Whom to ask: named after "liên hệ", "đầu mối", "mọi chi tiết"."""
    found: list[dict[str, object]] = []
    for i in range(start, min(end, len(source.lines))):
        line = source.lines[i]
        flat = fold(line)
        m = re.search(
            r"lien he|dau moi|moi (?:chi tiet|vuong mac|thac mac)|(?:xin )?trao doi (?:qua|voi)|nguoi (?:nhan|phu trach|lien lac)|giai dap|can (?:bo )?ho tro",
            flat,
        )
        if not m:
            continue
        tail = line[m.start() :]
        phone, email = PHONE.search(tail), EMAIL.search(tail)
        if not phone and not email:
            if i + 1 < len(source.lines) and (PHONE.search(source.lines[i + 1])):
                tail = tail + " " + source.lines[i + 1]
                phone, email = PHONE.search(tail), EMAIL.search(tail)
            else:
                continue
        who = re.search(
            rf"(?:đồng chí|Đồng chí|đ/c|Đ/c|ông|bà|Ông|Bà|anh|chị|cô|thầy)\s*:?\s*{NAME}", tail
        ) or re.search(rf"(?:hệ|mối|qua)\s*:?\s*{NAME}(?=\s*[,(–-])", tail)
        role = None
        if who:
            after = tail[who.end() :]
            r = re.match(r"\s*[,(–-]\s*([^,();]+?)\s*(?=[,();–]|\s-\s|$)", after)
            if (
                r
                and not re.search(r"\d{3}|@", r.group(1))
                and not re.match(r"(?:dien thoai|sdt|dt|so|email|di dong)", fold(r.group(1)))
            ):
                role = r.group(1).strip()
        found.append({
            "name": who.group(1).strip() if who else None, "role": role, "phone": phone.group(1).strip() if phone else None,
            "email": email.group().rstrip(".") if email else None, "_source": line, "_line": i,
        })  # fmt: skip
    return found
