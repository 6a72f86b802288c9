"""Is this verb with this object outside the boundary?

Every function takes folded text. The verb is judged together with its object, never a word alone.
"""

import re

from nhipcau.core.boundary import english, listing, turns
from nhipcau.core.boundary.words import (
    BAD,
    DETERMINER,
    DRAFT,
    ENEMY,
    HARMLESS_SHARE,
    OF_OWN,
    PERSON,
    POST,
    POST_NOT,
    REACT_VERB,
    REACTING_VERB,
    SAYING,
    STRUGGLE_VERB,
    WATCH_VERB,
    whole,
)

W = r"(?:\s+[^\s;]+)"  # one more word

STRUGGLE = [
    whole(rf"(?:{STRUGGLE_VERB})(?:\s+(?:voi|va|chong|phong|lai))*\s+{DETERMINER}(?:{ENEMY})"),
    whole(
        rf"(?:{STRUGGLE_VERB})(?:\s+(?:voi|va|chong|phong|lai))*\s+{DETERMINER}(?:hoat dong|bieu hien|hanh vi),?\s+(?:“|\")?(?:dien bien|chong pha|tu dien bien|tuyen truyen chong)"
    ),
    whole(
        rf"(?:{STRUGGLE_VERB})(?:\s+(?:voi|va|chong|phong|lai))*\s+{DETERMINER}(?:{SAYING})(?:\s*(?:,|va)\s*(?:{SAYING}|quan diem|luan dieu|hinh anh))*{W}{{0,2}}?\s+(?:{BAD})"
    ),
    whole(
        rf"(?:phan bac|bac bo|bac lai|vach tran|dap tra|len an)\s+{DETERMINER}(?:{SAYING}|quan diem|nguoi)"
    ),
    whole(rf"(?:{STRUGGLE_VERB})\s+{DETERMINER}(?:am muu|the luc|quan diem|luan dieu)"),
    whole(r"phan bac(?!\s+(?:so lieu|con so|muc|cach tinh))"),
    whole(r"(?:bao ve|giu vung)(?:\s+vung chac)?\s+(?:nen tang tu tuong|nttt|nen tang tt)"),
    whole(r"bvnttt"),
    whole(
        rf"(?:luc luong|doi ngu|to|nhom|doi|mang luoi|(?<!bien )(?<!van )(?<!thong )ban|cau lac bo){W}{{0,4}}?\s+(?:dau tranh|phan bac|phan tuyen truyen)(?:\s+(?:tren|phan|tren mang|tu tuong|voi quan diem|chong|du luan))"
    ),
    whole(
        r"dau tranh(?:\s+\S+){0,3}?\s+(?:tren mang|tren khong gian mang|tren mxh|tren mang xa hoi|tren facebook|tu tuong|ly luan)"
    ),
    whole(r"(?:du luan vien|luc luong 47)"),
    whole(
        rf"(?:{STRUGGLE_VERB})\s+{DETERMINER}(?:nguoi|tai khoan|trang|ca nhan|doi tuong){W}{{0,3}}?\s+(?:{BAD}|noi xau|xuyen tac)"
    ),
]

ACCOUNT = r"(?:trang ca nhan|tai khoan|facebook|fb|zalo|nick|tuong nha|trang mang xa hoi|mang xa hoi|nhom kin|cac nhom|hoi nhom|nhom facebook|nhom zalo|nhom chat|nhom rieng|group|hoat dong tren mang|hanh vi tren mang)"
UTTERANCE = r"(?:bai dang|bai viet|bai|binh luan|phat ngon|comment|status|dong trang thai|post|loi noi|loi le|y kien|dang tai)"
WATCH = [
    whole(
        r"(?:nam bat|nam|nam chac|theo doi|thu thap|tong hop|bao cao|nghe ngong|dinh huong|phan anh|tham do|nam vung|phan tich|kiem soat|do)(?:\s+(?:tinh hinh|dien bien|kip thoi|cac|nhung|thong tin|luong))*\s+(?:du luan|dlxh)"
    ),
    whole(
        rf"(?:{WATCH_VERB}){W}{{0,2}}?\s+(?:(?:cac|nhung|moi|tung|nhieu|toan bo|tat ca)\s+)*{ACCOUNT}{W}{{0,3}}?\s+(?:{PERSON}|ca nhan|la|nguoi|chua|co|hay|nao|dang|tren mang|kin)"
    ),
    whole(
        r"(?:theo doi|giam sat|quan sat|ra soat|soi|canh gioi|quet|doc)\s+(?:(?:cac|nhung|moi|tung)\s+)*(?:trang ca nhan|nhom kin|hoi nhom|cac nhom|tai khoan ca nhan|facebook ca nhan|nhom rieng)"
    ),
    whole(
        rf"(?:{WATCH_VERB})\s+(?:(?:cac|nhung|moi|tung|nhieu|toan bo|tat ca|ve|noi dung|va)\s+)*{UTTERANCE}{W}{{0,5}}?\s+(?:{BAD}|dang chu y|dang ngo|can luu y|chong doi|phe phan|than phien|chi trich|che|phan nan|khong hay|tren mang|ca nhan|to thai do|gay tranh cai|nhieu nguoi quan tam)"
    ),
    whole(
        rf"(?:theo doi|giam sat|quan sat|soi|chup man hinh|ghi lai|luu lai|luu|chup lai|doc)\s+(?:(?:cac|nhung|moi|tung|nhieu|toan bo|tat ca|loi)\s+)*(?:phat ngon|binh luan|bai dang|bai viet|comment|status){W}{{0,3}}?\s+(?:{PERSON})"
    ),
    whole(
        r"(?:chup man hinh|chup lai man hinh|cap man hinh)(?:\s+\S+){0,6}?\s+(?:bai|binh luan|bai viet|bai dang|nguoi|tai khoan|trang|doan chat|tin nhan|comment)"
    ),
    whole(
        rf"(?:{WATCH_VERB}|neu ten|phan loai|to giac)\s+(?:(?:cac|nhung|moi|tung|nhieu|danh sach|ten|ho ten|ro|rieng|ngay|truong hop|ve|so)\s+)*(?:{PERSON}|ai|truong hop|doi tuong|ca nhan)(?:\s+(?:nao|tung|da|dang|hay|thuong|trong don vi|trong to))*\s+(?:co\s+)?(?:{UTTERANCE}|noi gi|noi xau|dang gi|dang bai|dang tin|viet bai che|che|chi trich|than phien|bieu hien|tu tuong|bat man|chong doi|thai do|quan diem|noi|tieu cuc|bi kich dong|lan truyen|phat tan)"
    ),
    whole(
        r"(?:ai|nguoi nao|tai khoan nao|doan vien nao)(?:\s+\S+){0,3}?\s+(?:noi gi|noi xau|dang gi|dang loi|che trach|noi xau|dang bai che|chi trich|noi khong hay|phan nan)"
    ),
    whole(
        rf"(?:danh sach|dien|so)\s+(?:den|can luu y|can chu y|theo doi dac biet|can theo doi|doi tuong(?!\s+{listing.HELPED})|nghi van)"
    ),
    whole(
        r"(?:doi tuong|nguoi|doan vien|truong hop|tai khoan|ca nhan)\s+(?:can chu y|can luu y|chong doi|bat man|dang ngo)"
    ),
    whole(
        rf"(?:theo doi|giam sat|nam|nam bat|quan ly|kiem soat)\s+(?:{PERSON})(?:\s+\S+){{0,2}}?\s+(?:tren mang|tren facebook|tren zalo|tren mxh|noi gi|dang gi|phat ngon|co bieu hien)"
    ),
]

REACTION_NOUN = (
    r"(?:(?:luot|so luot|so|tong so|so lan|diem|chi tieu|dinh muc|ty le|muc|bai|bai viet|diem so|bang diem)\s+)+(?:da\s+|duoc\s+)?"
    r"(?:thich|like|chia se|share|binh luan|comment|cmt|tuong tac|bam thich|bam theo doi|follow|tha tim|bay to cam xuc)"
)
REACT = r"(?:thich|like|chia se|share|binh luan|comment|cmt|tuong tac|theo doi|bam theo doi|follow|tha tim|doc tin|xem tin|doc bai|xem bai|bam thich)"
COUNT = [
    whole(rf"(?<!khong dat ){REACTION_NOUN}(?!\s+(?:{HARMLESS_SHARE}|voi))"),
    whole(
        rf"(?:nguoi|doan vien|don vi|can bo|cong nhan|ca nhan|to|ai|nguoi lao dong|cong doan co so)\s+(?:(?:nao|da|chua|khong|it|nhieu|con|hay|moi|da va chua|co|chua tung|chiu|khong chiu|tich cuc)\s+)+{REACT}(?:\s+(?:{POST}|hay|va|hoac|nhat)|$|,|\.)"
    ),
    whole(
        rf"(?:\d+ ?%|chua du|du|dat|it nhat|toi thieu)(?:\s+\S+){{0,3}}?\s+(?:doan vien|nguoi lao dong|can bo|nguoi|cong nhan){W}{{0,2}}?\s+{REACT}\s+(?:{POST})"
    ),
    whole(rf"(?:giao|dat|khoan|an dinh|giao ban)\s+(?:chi tieu|dinh muc|khoan)(?:\s+\S+){{0,8}}?\s+{REACT}"),
    whole(
        rf"(?:thong ke|dem|liet ke|lap danh sach|cham diem|xep hang|xep loai|chung minh|bao cao|tong hop|neu ten|phe binh|khen|cong khai|xep thu hang|cong diem|tru diem|xet thi dua)(?:\s+\S+){{0,7}}?\s+(?:theo\s+)?(?:muc do\s+|ket qua\s+|so\s+|viec\s+|nguoi\s+|danh sach\s+)*{REACT}(?:\s+(?:va|,|cac|cua|voi))*\s+(?:{POST}|trang|nhieu|tren)"
    ),
    whole(
        r"(?:luot xem|luot doc|luot tiep can|luot truy cap|nguoi doc|nguoi xem)(?:\s+\S+){0,4}?\s+(?:tung|moi|theo don vi|cua doan vien|tung nguoi|ca nhan)"
    ),
    whole(
        r"(?:anh chup|chup anh|minh chung|chup man hinh)(?:\s+\S+){0,4}?\s+(?:da\s+)?(?:thich|like|chia se|share|binh luan|tuong tac|bam theo doi)"
    ),
]

OPINION_NOUN = r"(?:quan diem chinh tri|chinh kien|xu huong chinh tri|xu huong tu tuong|xu huong|tu tuong chinh tri|thai do chinh tri|thai do tu tuong|thai do|ton giao|tin nguong|niem tin ton giao|dien bien tu tuong|tinh hinh tu tuong|tu tuong|lap truong chinh tri|lap truong|y kien chong doi|quan diem|nhan thuc chinh tri|khuynh huong)"
RECORD = r"(?:ghi|ghi ro|ghi rieng|ghi chep|lap|phan loai|cap nhat|khai|ke khai|hoi|khao sat|thu thap|danh gia|thong ke|tong hop|nam|nam bat|nam chac|tim hieu|xep loai|xep|sang loc|bao cao|dien|theo doi|lay|bo sung|danh dau|phan nhom|chia|tham do|them|bieu thi|chia nhom|de nghi|yeu cau|kiem tra|ra soat|phieu|bang|cot|muc|xin y kien|luu|nhap|trung cau)"
OPINION = [
    whole(
        rf"{RECORD}(?:[\s,]+\S+){{0,12}}?[\s,]+(?:quan diem chinh tri|chinh kien|xu huong chinh tri|xu huong tu tuong|tu tuong chinh tri|thai do chinh tri|thai do tu tuong|ton giao|tin nguong|dien bien tu tuong|tinh hinh tu tuong|lap truong|khuynh huong chinh tri|y kien chong doi)"
    ),
    whole(
        rf"{RECORD}(?:\s+(?:ro|theo|ve|cac|nhung|tinh hinh|dien bien|bieu hien|nguoi lao dong|doan vien|cong nhan|muc do|rieng|tung nguoi|can bo|y kien))*\s+(?:tu tuong|thai do)(?!\s+(?:phuc vu|ho chi minh|lam viec|hoc tap|phong cach|tiep dan|ung xu|lao dong))"
    ),
    whole(
        rf"{RECORD}(?:\s+(?:ro|theo|ve|cac|nhung|rieng|y kien|cua))*\s+quan diem(?:\s+(?:ca nhan|rieng))?\s+(?:cua\s+)?(?:tung|moi|{PERSON})"
    ),
    whole(
        rf"(?:nguoi|{PERSON})\s+(?:co\s+)?(?:y kien|quan diem|tu tuong|thai do)\s+(?:chong doi|trai chieu|khac|bat man|khong dong tinh|lech lac|tieu cuc)"
    ),
]

REACTING = [
    whole(
        rf"(?:thich|like|tha tim|share|follow|comment|cmt|bam like|bam thich|nhan like|bam theo doi|dang ky theo doi|nhan theo doi)(?:\s+(?:,|va|hay|hoac))*\s+(?:(?:cac|nhung|moi|nhieu|tat ca|toan bo|va|vao|duoi|cho|voi|ngay|day du|cac muc)\s+)*(?:{POST}){POST_NOT}"
    ),
    whole(
        rf"(?:chia se|dang lai)\s+(?:(?:cac|nhung|moi|nhieu|tat ca|toan bo|it nhat|\d+|nam|ba|hai|mot|muoi|rong rai|lai|ve|manh me)\s+)*(?:bai|bai viet|bai dang|tin bai|tin, bai|noi dung|link|duong link|duong dan|video|clip|post|status|livestream|trang|fanpage|page|thong tin tich cuc|nhung thong tin tich cuc|thong tin chinh thong|thong tin tren|thong tin cua trang|thong tin duoc dang|tin tren|hinh anh tren trang|tin dang|album){POST_NOT}"
    ),
    whole(r"chia se\s+(?:cac|nhung)\s+thong tin\s+(?:tich cuc|tot dep|chinh thong)"),
    whole(
        rf"(?:binh luan|loi binh luan|comment|cmt)\s+(?:\S+\s+){{0,2}}?(?:vao|duoi|tren|trong|o|ve|tai|ung ho|tich cuc|khen|phan hoi|dinh huong)(?:\s+(?:duoi|vao|tren))?\s+(?:(?:cac|nhung|moi|phan|muc|tung|tat ca)\s+)*(?:{POST}|bai|mang|bao)"
    ),
    whole(rf"(?:binh luan)\s+(?:(?:cac|nhung|moi|tung)\s+)*(?:{POST}){POST_NOT}"),
    whole(r"(?:binh luan|comment)\s+(?:ung ho|khen|tich cuc|dinh huong|dong loat|theo mau)"),
    whole(
        rf"tuong tac\s+(?:(?:cac|nhung|moi|voi|cung|tren|tot|thuong xuyen|tich cuc|hang ngay|va|tung|tat ca|lien tuc)\s+)*(?:{POST}|thong tin|mang xa hoi)"
    ),
    whole(
        rf"(?:bao cao vi pham|bao xau|report|bao cao spam|bao cao xau|danh sap|danh gia (?:nam|5|mot|1) sao)(?:\s+(?:doi voi|voi|cac|nhung|trang|tai khoan|bai|nhom|cho|hang loat|mot|den|toi))*(?:\s+(?:{POST})|\s+facebook|$|,|\.)"
    ),
    whole(
        rf"bao cao\s+(?:(?:cac|nhung|moi)\s+)*(?:trang|tai khoan|bai dang|bai viet|fanpage|nhom)(?:\s+\S+){{0,4}}?\s+(?:voi facebook|len facebook|{BAD}|de go|de khoa)"
    ),
    whole(
        r"(?:tra loi|phan hoi|dap lai|dap tra)\s+(?:(?:cac|nhung|moi|tung|lai)\s+)*(?:binh luan|bai dang|bai viet|comment|tai khoan|status)(?!\s+(?:cua ban doc|cua doan vien tren trang don vi|tren trang cua don vi|cua nguoi doc))"
    ),
    whole(
        r"(?:lap them|tao them|mo them|lap|tao|dung|su dung|dang ky them|mo|co)\s+(?:(?:nhieu|hai|ba|it nhat|vai|\d+|mot so|cac|them|moi|phu)\s+)*(?:tai khoan|nick|facebook|trang|acc)\s+(?:ao|phu|clone|khac|thu hai|gia|an danh|du phong)"
    ),
    whole(r"(?:lap them|tao them|mo them|dang ky them)(?:\s+\S+){0,3}?\s+(?:tai khoan|nick|acc)"),
    whole(
        r"(?:phan mem|chuong trinh|cong cu|ung dung|tool|bot|robot)(?:\s+(?:tu dong|de|tang|tu|may))*\s+(?:thich|like|tang like|tuong tac|binh luan|chia se|share|comment|tang tuong tac)"
    ),
    whole(
        rf"(?:soan|soan san|chuan bi|viet san|viet|cung cap|phat|in|lap|gui|chuyen|bien soan|chuan bi san)(?:\s+(?:cac|nhung|san|mau|bo|noi dung|mot so|loi|cau|\d+|kich ban|kho|danh muc|doan))*\s+(?:binh luan|comment|cmt)(?!\s+(?:{DRAFT}))"
    ),
    whole(
        rf"(?:ky nang|cach|cach thuc|ky thuat|phuong phap|thu thuat|tap huan|meo)\s+(?:viet\s+|su dung\s+)?(?:tuong tac|thich|like|binh luan|comment|chia se|share|tang tuong tac|seeding)(?!\s+(?:{HARMLESS_SHARE}|voi|kinh|kho|du|ve|hieu qua voi|giua))"
    ),
    whole(
        rf"(?:moi|keu goi|nho|ru|lien he)\s+(?:(?:them|ban be|nguoi than|gia dinh|moi nguoi|dong nghiep|va|,)\s*)+(?:cung\s+)?(?:thich|like|theo doi|bam theo doi|chia se|follow|share|vao)\s+(?:(?:cac|nhung)\s+)*(?:{POST})"
    ),
    whole(
        r"(?:dang ky|bam|nhan|bat|nut)\s+theo doi\s+(?:(?:cac|nhung|va|kenh)\s+)*(?:trang|fanpage|kenh|page|facebook|tai khoan)"
    ),
    whole(
        rf"(?:theo doi|thich)\s*(?:,|va|\s)\s*(?:thich|theo doi|chia se|binh luan|tuong tac|like|share)\s+(?:(?:cac|nhung|va)\s+)*(?:{POST}){POST_NOT}"
    ),
    whole(
        r"(?:tang|day manh|keo|nang|day|tao|cau)\s+(?:luong\s+|muc\s+|su\s+)?(?:tuong tac|luot thich|luot like|like|share)\s+(?:cho|cua|tren|voi)\s+(?:cac\s+)?(?:trang|bai|fanpage|facebook|page)"
    ),
    whole(r"(?:seeding|tha tim|bom like|cay like)"),
]

VIETNAMESE = {
    "struggle": STRUGGLE + listing.STRUGGLE, "watch": WATCH + listing.WATCH + turns.WATCH, "count": COUNT + listing.COUNT,
    "react": REACTING + listing.REACTING + turns.REACTING, "opinion": OPINION + listing.OPINION + turns.OPINION,
}  # fmt: skip
KINDS = {kind: patterns + english.KINDS[kind] for kind, patterns in VIETNAMESE.items()}

HARMLESS = [
    whole(r"phan bien xa hoi"),
    whole(
        rf"(?:binh luan|comment|gop y)\s*(?:,|va|hoac)?\s*(?:\S+\s+){{0,3}}?(?:vao|ve|cho|cac)?\s*(?:cac |ban |nhung |cho )*(?:{DRAFT})"
    ),
    whole(rf"(?:chia se|share)\s+(?:(?:cac|nhung|ve|nhieu|moi)\s+)*(?:{HARMLESS_SHARE})"),
    whole(
        rf"(?:tuong tac|chia se)\s+(?:giua|voi|cung)\s+(?:(?:cac|nhung|moi)\s+)*(?:ban doc|{PERSON}|cong doan|cac cap)"
    ),
    whole(r"(?:khong phan biet)(?:\s+\S+){0,5}?\s+(?:ton giao|tin nguong|quan diem)"),
    whole(r"theo doi\s*,\s*quan ly"),
    whole(r"tien theo doi tin"),
    whole(
        rf"(?:danh sach|lap|thong ke|cap nhat|dang ky|tong hop)(?:\s+\S+){{0,5}}?\s+(?:trang|tai khoan|fanpage)(?:\s+\S+){{0,3}}?\s+(?:{OF_OWN})"
    ),
    whole(
        rf"(?:theo doi|giam sat|ra soat|kiem tra|quan ly|doc|tra loi|an)\s+(?:\S+\s+){{0,4}}?(?:trang|bai|bai viet|bai dang|binh luan|tai khoan|page|fanpage)\s+(?:\S+\s+){{0,3}}?(?:{OF_OWN})"
    ),
    whole(r"(?:hien co|co|dat|vuot|so)\s+(?:hon\s+|gan\s+|tren\s+)?(?:\S+\s+){0,4}?nguoi theo doi"),
    *listing.HARMLESS,
    *turns.HARMLESS,
]

NEGATION = whole(
    r"(?:khong|chang|nghiem cam|(?<!tinh )(?<!thong )cam|(?<!dau )tranh)\s+(?:(?:ai|don vi nao|duoc|nen|the|phai|co)\s+)*"
    r"(?:ep|bat buoc|yeu cau|giao|dat|tinh|lay|thong ke|dem|cham|xep|theo doi|giam sat|hoi|ghi|thu thap|nam|lap|can|phai|tao|dung|su dung|"
    r"thich|like|chia se|binh luan|tuong tac|bat|doi hoi|khai|nho|phan loai|khuyen khich|to chuc|van dong|phan cong|chup|tra loi|phan bac|bao cao|"
    r"de|tham gia|soan|luu|danh gia|xet|co|vi|kiem tra|neu|ket|cong|tru|chi tieu|han che|duoc|mua|tranh|dau tranh|tu y|cong khai)"
)
DOUBLE = whole(
    r"(?:khong|chang|dung|cho)(?:\s+\S+){0,4}?\s+(?:quen|bo qua|bo sot|bo lo|thieu|dung ngoai|khong|lo la|ngung|ngai|cham tre|vang|de sot|sot|tu choi|ngoai le|chua|ngo lo|tranh|ne tranh|thoai thac|mien|loai tru)"
)
FREE = whole(
    r"(?:ai muon|neu muon|ai thich|tuy y|tuy thich|khong bat buoc|tuy moi nguoi|tuy nguoi|hoan toan tu nguyen|khong ep|quyen cua moi nguoi|tuy doan vien)"
)


def negated(clause: str) -> bool:
    """The clause forbids the thing or leaves it free. A double negation asks for it all the same."""
    if DOUBLE.search(clause) and not FREE.search(clause):
        return False
    if whole(r"(?:khong chi|khong nhung)").search(clause):
        return False
    silent = listing.SILENT.search(clause)
    if silent and not NEGATION.search(
        f"{clause[: silent.start()]}lap"
    ):  # "không" + "lập danh sách …" forbids
        return False
    return bool(NEGATION.search(clause) or FREE.search(clause))


def kind_of(text: str) -> str | None:
    """The code of what this text asks for outside the boundary, or None."""
    return _first_kind(KINDS, text)


def kind_of_heading(text: str) -> str | None:
    """The same for a heading, choice or note of a form, where one word already asks."""
    return kind_of(text) or _first_kind(listing.HEADINGS, text)


def _first_kind(kinds: dict[str, list[re.Pattern[str]]], text: str) -> str | None:
    seen = text
    for pattern in HARMLESS:
        seen = pattern.sub(lambda m: "·" * len(m.group()), seen)
    for kind, patterns in kinds.items():
        if any(p.search(seen) for p in patterns):
            return kind
    return None


def reacts_bare(verbs: list[str]) -> bool:
    """A chain of two or more reacting verbs with no object at all still asks members to react."""
    reacting = [v for v in verbs if re.search(rf"(?:^|\s){REACT_VERB}$", v)]
    return len(reacting) >= 2 and any(re.search(rf"(?:^|\s){REACTING_VERB}$", v) for v in reacting)
