"""How letters word days, limits, rules that repeat and rules that follow from a day; folded text, one letter for one."""

import re

_MONTHS = r"(?:/|-|\.|\s+thang\s+)"
DAY = rf"(?:ngay\s+)*([0-9lo]{{1,2}})\s*{_MONTHS}\s*([0-9l]{{1,2}})(?:\s*(?:/|-|\.|,?\s+nam\s+)\s*(\d{{4}}))?(?![\d/])"
_NAME_OF_DAY = r"(?:thu\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
WEEKDAY = rf"(?:\(?(?:(?:sang|chieu|het|toi)\s+)?{_NAME_OF_DAY}\)?\s*,?\s*)?"
_CLOCK = r"(?:\d{1,2}\s*(?:h|gio|g|:)\s*(?:\d{2})?(?:\s*phut)?'?)"
CLOCK = r"(?:(\d{1,2})\s*(?:h|gio|g|:)\s*(\d{2})?(?:\s*phut)?'?)"
LIMIT = re.compile(
    rf"(?P<word>\b(?:cham nhat|muon nhat|tre nhat|khong (?:cham|muon|tre) (?:qua|hon)|han cuoi|han chot|han nop|han gui|han|thoi han|thoi gian (?:nop|gui|nhan)|tu nay (?:cho )?den|den het|het|truoc|khong qua|den|trong(?=\s+ngay))"
    rf"(?:\s+(?:la|vao|den|truoc|het|cung|cua|nop|nhan|gui|dang ky|bao cao|ho so|danh sach|bai|tac pham|anh|san pham|bai du thi)\b){{0,5}})\s*:?\s*(?:la\s+|den\s+|truoc\s+|het\s+)?"
    rf"(?:{CLOCK}\s*,?\s*)?(?:cua\s+)?{WEEKDAY}(?:ngay\s+)*{DAY}"
)
#: "Thời hạn nộp ...: D", whatever is to be handed in
NAMED_LIMIT = re.compile(
    rf"(?P<word>\b(?:han(?:\s+(?:cuoi|chot))?|thoi han|thoi gian)\s+(?:nop|gui|nhan|dang ky|hoan thanh|bao cao|gop y|tra loi|phan hoi|thu)\b"
    rf"[^.;:\d]{{0,80}}?(?::|\s(?:la|vao|den het|den)\s))\s*(?:{CLOCK}\s*,?\s*)?{WEEKDAY}(?:ngay\s+)*{DAY}"
)
ANY_DAY = re.compile(DAY)
RANGE = re.compile(
    rf"(?:(?:tu\s+)?(?:{CLOCK}\s*,?\s*)?{WEEKDAY}ngay\s+|\btu\s+)([0-9l]{{1,2}})(?:\s*{_MONTHS}\s*([0-9l]{{1,2}}))?(?:\s*(?:/|-|\.|\s+nam\s+)\s*(\d{{4}}))?"
    rf"\s*(?(4)(?:cho )?(?:den|-|–)|(?:(?:cho )?(?:den|-|–)|,|va))\s*(?:het\s+)?(?:{CLOCK}\s*,?\s*)?{WEEKDAY}(?:ngay\s+)?{DAY}"
)
_EVERY = r"(?:hang|moi|tung)"
RECUR = [
    (
        re.compile(
            rf"ngay\s+(?:mung\s+)?(\d{{1,2}})\s+(?:cua\s+)?(?:{_EVERY}\s*thang(?!\s+(?:dau|cuoi))|cua\s+thang\s+bao cao)|ngay\s+(\d{{1,2}})\s+(?:cua\s+)?thang\s+(?:sau|ke tiep|tiep theo|lien ke)(?!\s+quy)"
            rf"|{_EVERY}\s*thang\b[^.;]{{0,140}}?\bngay\s+(\d{{1,2}})(?!\d|\s*(?:/|-|\.\d|thang))"
        ),
        "monthly",
    ),
    (
        re.compile(
            rf"(?:thu\s+(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))\s+(?:cua\s+)?{_EVERY}\s*tuan|{_EVERY}\s*tuan\b[^.;]{{0,60}}?\b(?:thu\s+(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))"
        ),
        "weekly",
    ),
    (
        re.compile(
            rf"ngay\s+(\d{{1,2}})\s+(?:cua\s+)?thang\s+(dau|cuoi)(?:\s+tien)?\s+(?:cua\s+)?(?:{_EVERY}\s+)?quy"
        ),
        "quarterly",
    ),
    (
        re.compile(
            rf"ngay\s+(\d{{1,2}})\s*(?:/|-|\.|\s+thang\s+)\s*(\d{{1,2}})\s+(?:cua\s+)?{_EVERY}\s*nam|{_EVERY}\s*nam\b[^.;]{{0,140}}?\bngay\s+(\d{{1,2}})\s*(?:/|-|\s+thang\s+)\s*(\d{{1,2}})(?!\d|\s*(?:/|-|\s+nam\s+)\s*\d{{4}})"
        ),
        "yearly",
    ),
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
_SPAN = r"(\d+)(?:\s*\([^)]{1,20}\))?\s+ngay(\s+lam viec)?"
RELATIVE = re.compile(
    rf"(?:(truoc)\s+(?:ngay\s+|khi\s+)?([^,.;\d]{{3,60}}?)\s+(?:(?:it nhat|toi thieu|cham nhat)\s+(?:la\s+)?)?{_SPAN}|"
    rf"(?:it nhat|toi thieu|cham nhat|muon nhat)\s+(?:la\s+)?{_SPAN}\s+truoc\s+(?:khi\s+|ngay\s+)?([^,.;]{{3,60}})|"
    rf"(?:trong(?: (?:thoi han|thoi gian|vong))?|thoi han\b[^.;:\d]{{0,40}}?(?::|la)?|(?:cham|muon) nhat(?:\s+(?:la|sau))?|khong qua|sau)\s+(?:khong qua\s+)?{_SPAN},?\s+(?:ke tu|tinh tu|sau|tu)\s+(?:khi\s+|ngay\s+)?([^,.;]{{3,60}})|"
    rf"sau (?:khi\s+|ngay\s+)([^,.;\d]{{3,60}}?)\s+(?:cham nhat |khong qua |trong vong )?{_SPAN}(?!\s+truoc))"
)
HAND_IN = re.compile(
    r"\b(?:gui|nop|bao cao|dang ky|danh sach|hoan thanh|hoan thien|lap|thay doi|de xuat|to chuc|nhan|ho so|bien ban|bai|anh|phieu|bang|ket qua|thuc hien|xong|chuyen|nhap|khai|gioi thieu|tong hop|phan hoi|gop y|y kien|dong|quyet toan|ke hoach|cung cap|trien khai|tra|xac nhan|du thi|cap nhat|kien toan|binh chon|binh xet|bo phieu)\b"
)
NOT_DUE = re.compile(
    r"co hieu luc|tai thoi diem|ky niem|sinh ngay|so lieu (?:den|tinh)|tinh den|am lich|uu dai|giam gia|khuyen mai|het hieu luc|ke tu ngay ky|ngay thanh lap"
)
STRONG = re.compile(r"(?:cham|muon|tre) nhat|\bhan\b|khong (?:cham|muon|tre)")
#: what goes on until a day, or came before it, tells of people and things and asks for nothing
UNTIL = re.compile(
    r"\b(?:ap dung|co mat|hien co|luy ke|tinh|gia tri|duoc huong|cong tac|lien tuc|lam viec|dong bhxh|bao hiem xa hoi)(?:\s+\w+){0,4}\s*$"
)
BEFORE = re.compile(
    r"\b(?:sinh|ket nap|lam viec|nhan viec|ky hop dong|ky ket|tuyen dung|cap|nghi huu|nghi viec|vao (?:doan|dang|nganh|nghe)|phat hanh|ban hanh|tham gia cong doan)(?:\s+\w+){0,2}\s*$"
)
TELLS = re.compile(r"\s*,?\s*(?:thuoc|duoc|van|deu|thi|khong con|tro ve truoc|tro len|da)\b")
EVENT = re.compile(
    r"to chuc|thoi gian|khai mac|be mac|thi dau|boc tham|hop|hoi nghi|le |tap huan|phat dong|chuong trinh|ra quan|tong ket|gap mat|chung ket|so khao|vong|dien ra|hoi thi|hoi thao|giao luu|mo lop|khai giang|dai hoi|tuan le|chien dich|du kien|uu dai|tham|don|trao|bat dau|ngay hoi|lop|thang cong nhan|hien mau|kham"
)
ASIDE = re.compile(r"\([^)]*(?:am lich|\d{4}\s*-\s*\d|ky niem)[^)]*\)")
OF_A_DOCUMENT = re.compile(
    r"(?:so|khoa|luat)\s+[\w/-]+\s*,?\s*ngay\s+\d{1,2}\s*(?:/|\s+thang\s+)\s*\d{1,2}\s*(?:/|\s+nam\s+)\s*\d{4}"
)
