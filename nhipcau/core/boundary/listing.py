"""Titles, headings and lists that name people by what they think, say or do on the networks.

A list needs no verb ("Danh sách đoàn viên có quan điểm sai trái"), so it is judged by whom it names and
what by (product.md, the boundary; samples/circulars/README.md, "What is outside"). All text is folded.
"""

import re

from nhipcau.core.boundary.words import DRAFT, PERSON, POST, whole

FEW = r"(?:\s+[^\s;.]+){0,3}?"  # up to three words between
WHO = rf"(?:{PERSON}|ca nhan|doi tuong|phan tu|thanh phan|truong hop|ai)"
#: those of whom a desk needs no account of their own; collaborators and officers give theirs in Form 01
ORDINARY = r"(?:doan vien|nguoi lao dong|nld|cnvcld|cong nhan|nhan vien|giao vien|vien chuc|cong chuc|hoi vien|quan chung|toan the|tung nguoi|moi nguoi|tung ca nhan|moi ca nhan)"
LIST = r"(?:danh sach|ds|thong ke|tong hop|bang|bieu|so luong|ty le|phan loai|ho ten|ten|liet ke|bao cao|xep hang|ghi|nhung|cac|so)"
NET = r"(?:mang xa hoi|mxh|facebook|fb|zalo|tiktok|tik tok|internet|khong gian mang|mang)"
ILL = r"(?:sai trai|sai su that|sai lech|lech lac|xuyen tac|trai chieu|chong doi|chong pha|phan dong|thu dich|tieu cuc|bat man|suy thoai|khong vung vang|chua vung vang|thieu vung vang|dao dong|lung lay|cuc doan|doi lap|xau doc|xau|doc hai|phan cam|kich dong|khong dung dan|khong chuan muc|thieu chuan muc|nhay cam|tin gia|tin don|sai)"
AGAINST = r"(?:dinh cong|chong dang|chong nha nuoc|chong lai|chong cong ty|chong chinh quyen)"
#: behind "danh sách đối tượng": who is helped
HELPED = r"(?:chinh sach|duoc|huong|thu huong|du|uu tien|ho tro|yeu the|bao tro|kho khan|tham gia|dong|ap dung|tro cap|thuoc|la|kham|mien|can (?:ho tro|giup|tro cap))"
THOUGHT = r"(?:suy nghi|quan diem|tu tuong|y kien|lap truong|chinh kien|nhan thuc chinh tri|y thuc chinh tri|tu tuong chinh tri)"
BELIEF = r"(?:quan diem chinh tri|chinh kien|ton giao|tin nguong|tu tuong chinh tri|thai do chinh tri|xu huong chinh tri|xu huong tu tuong|lap truong chinh tri|lap truong tu tuong|dien bien tu tuong|tinh hinh tu tuong)"
REACT = r"(?:thich|like|chia se|share|binh luan|comment|cmt|tuong tac|theo doi|bam theo doi|follow|tha tim|doc tin|doc bai|xem bai|xem tin)"

OPINION = [
    whole(rf"{WHO}{FEW}\s+{THOUGHT}{FEW}\s+(?:{ILL}|{AGAINST})"),
    whole(
        rf"{LIST}{FEW}\s+{WHO}{FEW}\s+(?:quan ly|ve|theo)\s+(?:mat\s+)?tu tuong(?!\s*,?\s*(?:dao duc|ho chi minh))"
    ),
    whole(
        rf"{LIST}{FEW}\s+{WHO}\s+(?:khong|thieu|mat|chua)\s+(?:tin tuong|tin|trung thanh|ung ho)(?:\s+(?:vao|voi))*\s+(?:cong doan|dang|nha nuoc|lanh dao|cong ty|to chuc)"
    ),
    whole(
        rf"(?:ho ten|ho va ten|ngay sinh|dan toc|gioi tinh|chuc vu|nghe nghiep|que quan)[^;.:]{{0,80}}?(?:{BELIEF}|tu tuong)(?!\s*,?\s*(?:dao duc|ho chi minh))"
    ),
    whole(rf"{LIST}{FEW}\s+{WHO}\s+(?:xau(?! so)|tieu cuc|bat hao|ca biet|bat man)"),
    whole(
        rf"{WHO}{FEW}\s+(?:bieu hien|dau hieu|tu tuong)\s+(?:suy thoai|tu dien bien|chong doi|bat man|lech lac|dao dong)"
    ),
    whole(rf"{WHO}(?:\s+(?:duoc|chia|xep|phan loai))*\s+(?:theo|co)\s+(?:dao(?! duc| luat| dien)|{BELIEF})"),
    whole(
        rf"{BELIEF}(?:\s+(?:cua|tung|moi|cac|nhung|trong|o|doi voi|rieng|ca nhan))*\s+(?:{PERSON}|ca nhan)"
    ),
    whole(
        rf"(?:danh gia|xep loai|phan loai|thong ke|muc do)\s+(?:ve\s+)?(?:nhan thuc|y thuc|ban linh) chinh tri(?:\s+(?:cua|tung|moi))*\s+(?:{PERSON}|ca nhan)"
    ),
    whole(
        rf"(?:muc do|long|su)\s+trung thanh(?:\s+(?:voi|cua|tung|moi|cong ty|to chuc))*\s+(?:{PERSON}|ca nhan)"
    ),
    whole(
        rf"{LIST}{FEW}\s+{WHO}(?:\s+(?:hay|da|dang|co|thuong|bi))*\s+(?:ung ho|kich dong|xui giuc|cam dau|loi keo|co xuy)(?:\s*,?\s*\S+){{0,2}}?\s+(?:cong nhan|nguoi lao dong|dinh cong|bieu tinh|ngung viec|phe|chinh quyen|ung cu vien|bat on|gay roi)"
    ),
    whole(
        rf"{LIST}{FEW}\s+{WHO}(?:\s+(?:hay|da|dang|co|thuong))*\s+(?:phan doi|khong dong tinh|bat man|chong doi)(?!{FEW}\s+{DRAFT})"
    ),
]

WATCH = [
    whole(
        r"(?:phan tu|doi tuong|thanh phan)\s+(?:co\s+)?(?:chong doi|chong pha|phan dong|bat man|xau|cuc doan|kich dong|co hoi chinh tri|thu dich|suy thoai)"
    ),
    whole(
        rf"{LIST}{FEW}\s+{WHO}{FEW}\s+(?:phat ngon|binh luan|vi pham|dang tin|dang bai|viet bai|noi|che bai|phan nan)(?:\s+[^\s;.]+){{0,4}}?\s+(?:{ILL}|che bai|noi xau|tren {NET})(?!\s+(?:cua don vi|chinh thuc))"
    ),
    whole(
        rf"{WHO}(?:\s+(?:hay|thuong|da|co|dang|chuyen|thuong xuyen|tung))*\s+(?:noi xau|che bai|boi nho|boi xau|xuc pham|noi khong hay|chi trich)\s+(?:lanh dao|cong ty|doanh nghiep|cong doan|to chuc|co quan|dang|nha nuoc|can bo)"
    ),
    whole(
        rf"{LIST}{FEW}\s+{WHO}{FEW}\s+(?:chia se|dang|dang tai|lan truyen|phat tan|tung|tan phat){FEW}\s+(?:thong tin|tin|bai|bai viet|noi dung|clip|video|hinh anh){FEW}\s+(?:{ILL}|gia)"
    ),
    whole(
        rf"(?:danh sach|thong ke|thu thap|tong hop|cung cap|ke khai|khai|link|duong dan|duong link|dia chi|cap nhat|nop|quan ly|giam sat|theo doi|bao cao|ghi|nam){FEW}\s+(?:tai khoan (?:facebook|fb|zalo|tiktok|mang xa hoi|mxh|ca nhan)|facebook|fb|zalo|tiktok|nick|trang ca nhan|tuong nha)(?:\s*[,/]?\s*[^\s;.,]+){{0,3}}?\s+{ORDINARY}"
    ),
    whole(
        rf"(?:facebook|fb|zalo|tiktok|mang xa hoi|nick|tai khoan|trang ca nhan)(?:\s+ca nhan)?(?:\s+(?:cua|tung|moi))*\s+{ORDINARY}{FEW}\s+(?:de|can|nham)\s+(?:giam sat|theo doi|quan ly|kiem soat|nam)"
    ),
    whole(
        rf"(?:danh sach|thong ke|liet ke|tong hop|ra soat|bao cao|ten){FEW}\s+(?:nhom|hoi nhom|group)(?:\s+(?:kin|rieng|zalo|facebook|fb|chat))*\s+(?:cua\s+)?{ORDINARY}"
    ),
    whole(
        rf"(?:danh sach|thong ke|liet ke|tong hop|ra soat){FEW}\s+(?:tai khoan|trang|fanpage|page|nhom|kenh|nick)(?:\s*,?\s*[^\s;.,]+){{0,6}}?\s+(?:xau doc|xau|sai trai|thu dich|phan dong|tieu cuc|xuyen tac|chong pha|chong doi|doc hai)"
    ),
    whole(
        r"(?:danh sach|tong hop|thong ke|liet ke|luu)(?:\s+(?:cac|nhung|moi))*\s+(?:bai viet|bai dang|bai|binh luan|phat ngon|y kien|thong tin){0,1}\s+(?:noi xau|boi nho|che bai|chi trich)"
    ),
    whole(
        rf"(?:hoat dong|hanh vi|hinh anh)\s+(?:cua (?:{PERSON})\s+)?(?:tren\s+)?{NET}(?:\s+(?:cua|tung|moi))+\s+(?:{ORDINARY}|can bo|nguoi|{PERSON})"
    ),
    whole(rf"{WHO}{FEW}\s+(?:tham gia|vao|o trong)\s+(?:(?:cac|nhung)\s+)*(?:hoi nhom|nhom kin|nhom rieng)"),
    whole(
        rf"{WHO}{FEW}\s+(?:tham gia|quan tri|quan tri vien|admin|o trong)\s+(?:(?:cac|nhung|cua)\s+)*(?:nhom|hoi nhom|group)(?:\s+[^\s;.]+){{0,4}}?\s+tren\s+{NET}"
    ),
    whole(
        rf"(?:bai dang|bai viet|binh luan|phat ngon|status)(?:\s+(?:cua|tung|moi))*\s+{ORDINARY}{FEW}\s+(?:vi pham|{ILL}|tren {NET})"
    ),
    whole(
        rf"(?:{LIST}|link|duong dan|duong link|dia chi|anh chup){FEW}\s+(?:bai viet|bai dang|bai|binh luan|video|clip|status|trang|fanpage){FEW}\s+(?:xau doc|xau|xuyen tac|noi xau|thu dich|phan dong|chong pha|boi nho)"
    ),
]

STRUGGLE = [
    whole(
        rf"(?:to|doi|nhom|luc luong|doi ngu){FEW}\s+(?:phan ung nhanh|tac chien|xung kich|nong cot){FEW}\s+tren\s+{NET}"
    ),
]

COUNT = [
    whole(
        r"(?:bang\s+)?xep hang(?:\s+[^\s;.]+){0,3}?\s+(?:tuong tac|luot chia se|luot thich|chia se|like|binh luan)"
    ),
    whole(
        rf"ty le{FEW}\s+(?:{PERSON}|don vi)\s+(?:(?:da|chua|khong|co)\s+)*{REACT}\s+(?:(?:va|cac|cua)\s+)*(?:{POST})"
    ),
]
#: who has not reacted is named all the same; the "không" in it forbids nothing
SILENT = whole(
    rf"(?:danh sach|thong ke|liet ke|ten|ho ten|so|so luong|nhung|cac|neu ten){FEW}\s+(?:{PERSON}|don vi|ca nhan|ai)\s+(?:(?:con|van)\s+)*(?:chua|khong|it|khong chiu|chua tung)\s+(?:(?:tich cuc|thuong xuyen|bam|nhan)\s+)*{REACT}\s+(?:(?:cac|va|voi|cua|nhung)\s+)*(?:{POST}|tren mang)"
)
COUNT.append(SILENT)

REACTING = [
    whole(
        r"(?:bam|nhan|an|nhap)\s+(?:nut\s+)?(?:“|\")?(?:thich|like|chia se|share|theo doi(?!\s+(?:ho so|tien do|don|don hang|ket qua))|dang ky kenh)"
    ),
    whole(
        rf"(?:to cao|bao cao|khieu nai|phan anh)\s+(?:(?:cac|nhung)\s+)*(?:{POST})(?:\s+[^\s;.]+){{0,6}}?\s+(?:voi|len|cho|toi) (?:facebook|fb|zalo|tiktok|nen tang)"
    ),
    whole(rf"bao cao\s*\(?report\)?\s+(?:(?:cac|nhung|moi)\s+)*(?:{POST})"),
    whole(
        r"(?:vote|danh gia|binh chon|cham|cho)\s+(?:nam|5|mot|1|\d)\s*sao(?:\s+[^\s;.]+){0,2}?\s+(?:trang|fanpage|page|facebook)"
    ),
]

HARMLESS = [
    re.compile(
        r"(?<!\w)(?:tu do|quyen|ton trong)(?:\s+[^\s;.]+){0,3}?\s+(?:tin nguong|ton giao)(?:\s*,?\s*(?:va\s+)?(?:ton giao|tin nguong))?"
    ),
    whole(
        r"(?:(?:so|ban|bo|phong|vu)\s+)?dan toc (?:va )?ton giao(?= (?:tinh|thanh pho|phuong|xa|quan|huyen))|(?:so|ban|bo)\s+dan toc va ton giao|ban ton giao|co so ton giao|(?:le|ngay le|hoat dong) ton giao"
    ),
    whole(
        rf"y kien (?:trai chieu|khac nhau|khac|tieu cuc|phan doi)(?:\s+(?:ve|cho|doi voi|voi|cac|ban|nhung))+\s+{DRAFT}"
    ),
    whole(
        r"(?:giao duc|boi duong|cong tac|hoc tap)\s+(?:chinh tri\s*,?\s*)?(?:va\s+)?tu tuong(?!\s+(?:cua|tung))"
    ),
    re.compile(r"^\s*so thich\s*$|(?<!\w)so thich(?=,| va | ca nhan| the thao| nang khieu| cua minh)"),
    whole(r"tu tuong\s*,?\s*(?:dao duc|tam guong|phong cach|ho chi minh)"),
]

#: what a heading, choice or note of a form must not hold, even in one word
HEADINGS = {
    "opinion": [
        whole(
            r"quan diem(?! chi dao| cua ban| cua bch| cua lien doan| cua cong doan)|chinh kien|tu tuong|ton giao|tin nguong|(?:phat|cong|hoi|thien chua) giao|tin lanh|cao dai|hoa hao|thai do chinh tri|khuynh huong|lap truong"
        ),
        whole(r"religions?|creeds?|ideolog\w*|political (?:views?|opinions?)"),
    ],
    "watch": [
        whole(r"thu dich|phan dong|chong pha|xau doc|bat man"),
        whole(
            rf"(?:bai dang|bai viet|binh luan|phat ngon|hoat dong)(?:\s+[^\s;.]+){{0,2}}?\s+(?:tieu cuc|sai trai|tren {NET})"
        ),
    ],
    "count": [
        whole(
            r"(?:luot|so luot|tong luot)\s+(?:da\s+)?(?:thich|like|chia se|share|theo doi|binh luan|comment|tuong tac)|so (?:like|share|comment|tuong tac|lan chia se)"
        ),
        whole(
            r"(?:ty le|muc do|diem) tuong tac|da (?:like|share|chia se bai|thich trang|theo doi trang)|likes|followers?|reactions"
        ),
    ],
}
