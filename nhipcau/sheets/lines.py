"""What a line of a filled form is when it is no person: title, total, signature, note, number row, example."""

import itertools
import re
import unicodedata

from nhipcau.core.text import fold
from nhipcau.formats.model import Row
from nhipcau.sheets.cleaners.base import says_nothing, tidy
from nhipcau.sheets.grid import texts

# with their marks: Tống, Kỳ, Lưu, Chu and Vi are families
TOTAL = re.compile(
    r"^(?:tổng\s+(?:cộng|số|hợp)|tổng\b\s*(?::|\d|$)|cộng\b\s*(?::|\d|$|danh sách)|cộng cộng|danh sách (?:này |trên )?(?:có|gồm)\b|"
    r"ấn định danh sách|số lượng\s*:)"
)
SIGNATURE = re.compile(
    r"^\W*(?:người (?:lập|tổng hợp|báo cáo)|lập (?:biểu|bảng)|t/?m\W|k/?t\W|tl\.|thay mặt|xác nhận|nơi nhận|ký\s*(?:,|và\b|tên\b|ghi\b)|"
    r"thủ trưởng|đại diện\b)"
)
DATED = re.compile(
    r"ngày\s*[\d.…_\s]*\s*tháng\s*[\d.…_\s]*\s*năm|,\s*ngày\s+\d|^ngày\s+\d{1,2}\s*[/.\-]\s*\d|,\s*\d{1,2}/\d{1,2}/\d{4}$"
)
OFFICE = re.compile(
    r"^(?:phó )?(?:chủ tịch|giám đốc|hiệu trưởng|trưởng ban|thư ký|bí thư|tổng giám đốc|trưởng phòng|kế toán(?: trưởng)?|bch|ban chấp hành)(?: (?:công đoàn|cđcs|công đoàn cơ sở))?$"
)
NOTE = re.compile(
    r"^\W*(?:ghi chú|lưu ý|chú thích|chú ý|nguồn\s*:|hướng dẫn|yêu cầu|đề nghị|kính (?:gửi|đề nghị)|cách (?:điền|ghi)|mỗi đơn vị|mọi (?:ý kiến|thắc mắc)|"
    r"(?:người |thông tin )?liên hệ\b|người nhận\b|đầu mối\b|người phụ trách\s*:)|^\s*\*{1,3}\s*\S|^\(\*"
)
EXAMPLE = re.compile(
    r"^\W*(?:ví dụ|vd|mẫu điền|dòng mẫu|example)(?![^\W_])|^\W*mẫu\W*$|[(\[]\s*(?:ví dụ|vd|mẫu|dòng mẫu)\s*[)\]]\s*$"
)
INSTRUCTIONS = re.compile(
    r"^\W*hướng dẫn(?:\s+(?:điền|ghi|cách|nhập|kê khai|lập|sử dụng|thực hiện)|\W*$)|^\W*cách (?:điền|ghi)\b"
)
NUMBER_CELL = re.compile(r"^[(\[]?\s*(?:[0-9]{1,2}|[a-z])\s*[)\]]?(?:\s*=[\s\d()+\-:/*x]+)?$")
SKIPPED_SHEET = re.compile(
    r"\b(?:huong dan|hd|hdsd|vi du|example|instructions?|cach dien|danh muc|mau dien|dien mau|lua chon|help|readme|ghi chu)\b"
)
ROMAN = re.compile(r"^(?:[ivxlc]{1,6}|[a-h])[.)]?$", re.I)
GROUP_NUMBER = re.compile(
    r"^\s*(?:(?:[IVXLC]{1,6}|[A-Ha-h]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:\-–]+\s*|[-–+*•]\s*)+"
)
UNIT_WORDS = re.compile(
    r"^(?:đơn vị|trường|công ty|cty|ubnd|uỷ ban|ủy ban|phòng|xí nghiệp|cđcs|công đoàn|trạm|bệnh viện|hợp tác xã|htx|chi nhánh|tổ|khối|"
    r"ban|trung tâm|chi cục|cơ quan|văn phòng|nhà máy|đội|phân xưởng|xưởng|khoa|nhóm|mầm non|tiểu học|thcs|thpt|th|mn|bộ phận|"
    r"ngân hàng|doanh nghiệp|quỹ|hội|viện|cụm|đảng uỷ|đảng ủy|phường|xã|liên đoàn|lđlđ|tổng công ty|tập đoàn|nhà trẻ|học viện|sở|cục)(?![^\W_])"
)

COUNTED = re.compile(
    r"\s*[:(\-–]\s*\d+\s*(?:người|đ/c|đồng chí|cán bộ|đoàn viên|cb|đv|ng)\s*\)?\s*\.?$", re.I
)
UNIT_LINE = re.compile(
    r"^\W*(?:tên\s+)?đơn\s+vị(?:\s+(?:báo cáo|gửi|lập|đăng ký|công tác))?(?:\s*\([^()]*\))?\s*[:：]\s*(.*)$",
    re.I | re.S,
)
UNIT_WITHIN = re.compile(
    r"(?<=[\s\-–,;|])(?:ĐƠN VỊ|Đơn vị)\s*[:：]\s*(.+)$", re.S
)  # behind the name of the one above
MARK = re.compile(r"\s*\(?\bmẫu\s+(?:số\s+)?\d{1,2}\b.*$", re.I | re.S)
UNIT_LABEL = re.compile(r"^\W*(?:tên\s+)?đơn\s+vị\s*[:：]?\s*$", re.I)


def low(text: str) -> str:
    """Small letters with their marks, composed."""
    return unicodedata.normalize("NFC", text).lower().strip()


def is_numbers(row: Row) -> bool:
    """(1) (2) (3) … or A B 1 2 under the headings: each the next one."""
    filled = [fold(text) for _at, text in texts(row)]
    if len(filled) < 3 or not all(NUMBER_CELL.match(text) for text in filled):
        return False
    bare = [re.sub(r"[^0-9a-z].*$", "", text.strip("([ ")) for text in filled]
    steps = [int(b) if b.isdigit() else ord(b) for b in bare]
    return all(
        later == before + 1 or (later == 1 and before > 96) for before, later in itertools.pairwise(steps)
    )


def is_blank(row: Row) -> bool:
    """Nothing, or only dots and strokes."""
    return all(says_nothing(text.strip("-–—_ ")) for _at, text in texts(row))


def is_total(text: str) -> bool:
    return bool(TOTAL.match(low(text).strip(" -*()")))


def is_signature(text: str) -> bool:
    plain = low(text)
    return bool(SIGNATURE.match(plain) or DATED.search(plain))


def is_office_alone(text: str) -> bool:
    return bool(OFFICE.match(low(text).strip(" .")))


def is_note(text: str) -> bool:
    return bool(NOTE.match(low(text)))


def is_example(text: str) -> bool:
    return bool(EXAMPLE.search(low(text)))


def looks_like_unit(text: str) -> bool:
    return bool(UNIT_WORDS.match(low(GROUP_NUMBER.sub("", text))))


def group_name(text: str) -> str:
    """A group heading without its number and without "Đơn vị:"."""
    bare = GROUP_NUMBER.sub("", text).strip()
    bare = re.sub(r"^(?:tên\s+)?đơn vị\s*[:\-–]\s*", "", bare, flags=re.I)
    bare = COUNTED.sub("", bare)
    return bare.strip(" .:;-–")


def unit_named(filled: list[str]) -> str:
    """The unit behind "ĐƠN VỊ:" in one of these texts, or in the next; "" when there is none."""
    for at, text in enumerate(filled):
        beside = filled[at + 1] if at + 1 < len(filled) else ""
        if fold(beside).startswith("mau"):
            beside = ""
        match = UNIT_LINE.match(text) or UNIT_WITHIN.search(text)
        if match:
            value = beside if says_nothing(match[1].strip("_-–")) else match[1]
        elif UNIT_LABEL.match(text) and (":" in text or len(filled) < 3):
            value = beside
        else:
            continue
        name = tidy(MARK.sub("", value)).strip(" .…_,;:-–")
        if name and not (name.startswith("(") and name.endswith(")")):
            return name
    return ""
