"""Which level of the union a named body stands at."""

import re

from nhipcau.campaigns.reading.lines import fold

LEVELS = [
    ("to_cong_doan", r"\bto cong doan|\bto truong cong doan|cong doan bo phan"),
    (
        "co_so",
        r"cong doan co so|\bcdcs\b|cong doan (?:cac )?(?:co quan|truong|doanh nghiep|don vi)|cap co so|cong doan (?:benh vien|cong ty|xi nghiep|nha may)|(?:don vi|doanh nghiep|truong hoc) truc thuoc|\bco so\b|nghiep doan",
    ),
    ("doan_vien", r"^(?:cac |moi |tung )?(?:doan vien|nguoi lao dong|cnvcld)"),
    ("phuong_xa", r"(?:ldld|lien doan lao dong|cong doan) (?:cac )?(?:phuong|xa|dac khu)|cap (?:phuong|xa)"),
    (
        "nganh",
        r"cong doan nganh|cong doan (?:cac )?khu (?:cong nghiep|che xuat|kinh te)|cong doan tong cong ty|\bcdn\b|cap nganh",
    ),
    (
        "quan_huyen",
        r"(?:ldld|lien doan lao dong)(?: cac)? (?:quan|huyen|thi xa|thanh pho thuoc|q\b)|cap (?:quan|huyen)|\b(?:quan|huyen)$",
    ),
    ("tinh_thanh_pho", r"(?:ldld|lien doan lao dong) (?:tinh|thanh pho|tp)|cap (?:tinh|thanh pho)"),
    ("tong_lien_doan", r"tong lien doan|\btld\b|doan chu tich"),
]


def level_of(name: str) -> str | None:
    """The level code of a body as named, or None."""
    flat = ASKED.sub("", fold(name).strip())
    for level, pattern in LEVELS:
        if re.search(pattern, flat):
            return level
    return None


def issuer_level(name: str, parent: str | None) -> str | None:
    """A city below a province is a district-level body; a body below a sector union is a workplace."""
    flat, above = fold(name), fold(parent or "")
    if re.search(
        r"cong doan co so|cong doan (?:benh vien|truong|cong ty|tnhh|co quan|xi nghiep|nha may)", flat
    ):
        return "co_so"
    level = level_of(name)
    if level == "tinh_thanh_pho" and re.search(r"tinh |thanh pho ", above):
        return "quan_huyen"
    return level


#: departments of a union office, whatever work follows the name
OFFICES = (
    r"van phong(?: (?:ldld|cong doan|lien doan)(?: (?:tinh|thanh pho|quan|huyen|xa|phuong|nganh))?)?|uy ban kiem tra(?: (?:ldld|cong doan)(?: (?:tinh|thanh pho|quan|huyen|xa|phuong|nganh))?)?|"
    r"ban (?:tuyen giao(?: (?:-|va) nu cong)?|to chuc(?: (?:-|va) kiem tra)?|tai chinh|nu cong|chinh sach(?: (?:-|va) phap luat| phap luat)?(?: va quan he lao dong)?|quan he lao dong|cong tac cong doan)|"
    r"cong doan co so(?: truc thuoc)?|cdcs|cac to cong doan|to cong doan|cong doan cap tren(?: truc tiep co so)?|"
    r"cong doan (?:cac )?(?:xa|phuong|dac khu)(?:, (?:xa|phuong|dac khu))*"
)
ASKED = re.compile(r"^(?:giao(?: cho)?|de nghi|yeu cau|phan cong|doi voi)\s+")
NAMED = re.compile(
    rf"^((?:cac )?(?:ban (?:thuong vu|chap hanh) )?(?:{OFFICES}))(?=\s*[:,]|\s+(?!(?:va|cung|dong thoi)\b)[a-z])"
)
BODIES = re.compile(
    r"^((?:cac\s+|moi\s+)?(?:ban (?:thuong vu|chap hanh)\s+)?(?:cong doan co so(?: truc thuoc)?|cdcs|cong doan nganh[\w ]{0,20}?|lien doan lao dong (?:cac\s+)?(?:quan|huyen|tinh|thanh pho|phuong|xa)|"
    r"ldld (?:cac\s+)?(?:quan|huyen|tinh|thanh pho|phuong|xa|thi xa)|cac to cong doan|to cong doan|cac don vi|don vi|van phong(?: ldld| cong doan)?[\w ]{0,18}?|uy ban kiem tra[\w ]{0,18}?|"
    r"ban (?:tuyen giao|to chuc|tai chinh|nu cong|chinh sach|bien tap|tuyen giao - nu cong|to chuc - kiem tra|chinh sach phap luat)[\w ]{0,24}?|to tu van[\w ]{0,10}?|cong doan cap tren[\w ]{0,20}?|doan vien|ban chap hanh|ban thuong vu))"
    r"(?=\s*[:,]|\s+(?:co trach nhiem|chiu trach nhiem|chu tri|phoi hop|tong hop|xay dung|lap|to chuc|trien khai|tham muu|huong dan|theo doi|gui|thuc hien|can cu|bao cao|pho bien|ra soat|dang|duyet|chuan bi|bo tri|kiem tra|cung cap|nop|tiep nhan|don doc|giup|phan cong|dam bao|bao dam|thong bao|de xuat|tuyen truyen|van dong|chon|gioi thieu))"
)
