"""What a line of a filled form is when it is no person: title, total, signature, note, number row, example."""

import re
import unicodedata

from nhipcau.core.text import fold
from nhipcau.formats.model import Row
from nhipcau.sheets.cleaners.base import says_nothing
from nhipcau.sheets.grid import texts

TOTAL = re.compile(
    r"^(?:tong(?: cong| so| hop)?\b|cong\b\s*(?::|\d|$)|cong cong|danh sach (?:nay )?(?:co|gom)\b|\(?an dinh danh sach|danh sach tren co|so luong\s*:)"
)
SIGNATURE = re.compile(
    r"^(?:\W*(?:nguoi lap|lap bieu|nguoi tong hop|t/?m\W|k/?t\W|tl\.|thay mat|xac nhan|noi nhan|ky\s*(?:,|va|ten|ghi)|thu truong|dai dien|nguoi bao cao))"
)
DATED = re.compile(r"ngay\s*[\d.…_\s]*\s*thang\s*[\d.…_\s]*\s*nam|,\s*ngay\s+\d")
OFFICE = re.compile(
    r"^(?:pho )?(?:chu tich|giam doc|hieu truong|truong ban|thu ky|bi thu|tong giam doc)(?: (?:cong doan|cdcs|cong doan co so))?$"
)
NOTE = re.compile(
    r"^\W*(?:ghi chu|luu y|chu thich|chu y|nguon|huong dan|yeu cau|de nghi (?:cac )?(?:don vi|gui)|cach (?:dien|ghi)|moi don vi)\b|^\s*\*{1,3}\s*\S|^\(\*"
)
EXAMPLE = re.compile(r"^\W*(?:vi du|vd|mau dien|dong mau|example)\b")
NUMBER_CELL = re.compile(r"^[(\[]?\s*(?:\d{1,2}|[a-z])\s*[)\]]?$")
SKIPPED_SHEET = re.compile(
    r"\b(?:huong dan|vi du|example|instructions?|cach dien|danh muc|mau dien|dien mau|lua chon|help|readme|ghi chu)\b"
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


def is_numbers(row: Row) -> bool:
    """(1) (2) (3) … or A B 1 2 under the headings."""
    filled = [fold(text) for _at, text in texts(row)]
    return len(filled) >= 3 and all(NUMBER_CELL.match(text) for text in filled)


def is_blank(row: Row) -> bool:
    """Nothing, or only dots and strokes."""
    return all(says_nothing(text.strip("-–—_ ")) for _at, text in texts(row))


def is_total(text: str) -> bool:
    return bool(TOTAL.match(fold(text).strip(" -*()")))


def is_signature(text: str) -> bool:
    plain = fold(text)
    return bool(SIGNATURE.match(plain) or DATED.search(plain))


def is_office_alone(text: str) -> bool:
    return bool(OFFICE.match(fold(text).strip(" .")))


def is_note(text: str) -> bool:
    return bool(NOTE.match(fold(text)))


def is_example(text: str) -> bool:
    return bool(EXAMPLE.match(fold(text)))


def looks_like_unit(text: str) -> bool:
    bare = unicodedata.normalize("NFC", GROUP_NUMBER.sub("", text)).lower().strip()
    return bool(UNIT_WORDS.match(bare))


def group_name(text: str) -> str:
    """A group heading without its number and without "Đơn vị:"."""
    bare = GROUP_NUMBER.sub("", text).strip()
    bare = re.sub(r"^(?:tên\s+)?đơn vị\s*[:\-–]\s*", "", bare, flags=re.I)
    return bare.strip(" .:;-–")
