"""More turns of phrase of the boundary, met in letters and minutes; folded text, joined to the lists of `judge`."""

from nhipcau.core.boundary.words import PERSON, whole

_MANY = r"(?:(?:cac|nhung|moi|tung|tat ca|toan bo|nhieu)\s+)*"
_NUMBER = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|vai)"
_NET = r"(?:facebook|zalo|fb|tiktok|mang xa hoi|mxh|ca nhan)"
_LIKE = r"(?:like|share|comment|cmt|tha tim|thich|binh luan|chia se|tuong tac|follow)"

WATCH = [
    whole(r"theo doi\s+(?:cac\s+)?(?:noi dung\s+)?(?:trao doi|thao luan|tro chuyen|tin nhan|chat)(?!\s+(?:tai|o|trong)\s+(?:hoi nghi|cuoc hop|hoi thao|buoi))"),
    whole(rf"(?:tim kiem|tim|ra soat|len danh sach|thong ke|xam nhap|tham nhap|vao)\s+{_MANY}(?:hoi nhom|nhom kin|nhom chat|nhom zalo|nhom facebook)"),
    whole(rf"(?:ra soat|theo doi|kiem tra|xem|luot xem|soi|quet)\s+{_MANY}(?:tai khoan|trang|nick)\s+{_NET}(?:\s+ca nhan)?\s+cua\s+{_MANY}(?:ho|nguoi|{PERSON})"),
    whole(rf"(?:ca nhan|nguoi|{PERSON})(?:\s+[^\s;]+){{0,3}}?\s+(?:dang|viet|noi|phat bieu)\s+(?:bai|tin|loi|dieu)?(?:\s+[^\s;]+){{0,2}}?\s*(?:khong ung ho|chong doi|noi xau|che bai|boi xau)"),
    whole(r"(?:phat hien|tim|xac dinh|theo doi|lap danh sach|nam)\s+(?:[^\s;]+\s+){0,2}?nguoi\s+(?:cam dau|kich dong|loi keo|to chuc dinh cong)"),
    whole(rf"(?:ghi|ghi ten|ghi lai|lap danh sach|bao cao|neu ten|luu y|de y)(?:\s+[^\s;]+){{0,4}}?\s+(?:nguoi|{PERSON})(?:\s+nao)?\s+(?:hay|thuong|thuong xuyen)\s+(?:keu ca|phan nan|che|noi xau|than phien|chi trich)"),
]  # fmt: skip
REACTING = [
    whole(r"(?:chuyen|chi)\s+(?:di\s+|vao\s+)?(?:binh luan|comment|cmt|like|share|tha tim)(?!\s+(?:bong da|the thao))"),
    whole(rf"(?:(?:moi|tung)\s+(?:nguoi|doan vien|can bo|don vi|to|to cong doan|cdcs|cong doan co so))(?:\s+[^\s;]+){{0,3}}?\s+{_LIKE}\s+(?:it nhat\s+|toi thieu\s+)?{_NUMBER}\s+(?:bai|tin|trang|video|lan)"),
    whole(rf"(?:vao|truy cap|len)\s+{_MANY}(?:trang|fanpage|page|facebook|kenh)(?:\s+[^\s;,]+){{0,6}}?\s+(?:like|share|comment|tha tim)(?:\s*(?:,|va)\s*(?:like|share|comment|tha tim))*"),
    whole(rf"(?:van dong|keu goi|nhac|yeu cau|de nghi|giao)\s+(?:cho\s+)?{_MANY}(?:nguoi|{PERSON})\s+(?:vao\s+|cung\s+)?(?:binh luan|like|comment|share|tha tim|tuong tac)\s*[.;]?$"),
    whole(rf"(?:tuong tac|binh luan|comment)(?:\s*,\s*(?:tuong tac|binh luan|comment|thich|like|chia se))*\s+(?:duoi|vao|o)\s+{_MANY}(?:bai|tin|trang|video|fanpage|page)"),
]  # fmt: skip
OPINION = [
    whole(rf"(?:ghi|ghi lai|ghi chep|nam|nam bat|nam chac|nam tinh hinh|theo doi|danh gia|tim hieu|thong ke|phan loai|tham do)\s+(?:(?:tinh hinh|dien bien|ro|va)\s+)*{_MANY}(?:tu tuong(?!\s+(?:ho chi minh|cua bac))|chinh kien|thai do chinh tri|lap truong(?:\s+chinh tri)?)"),
    whole(r"phan nhom\s+(?:can|dang)\s+(?:quan tam|luu y|chu y|theo doi)"),
]  # fmt: skip
HARMLESS = [
    whole(r"theo doi\s*,\s*(?:tong hop|don doc|kiem tra|danh gia|bao cao|nhac nho|huong dan)"),
    whole(r"(?:ban bien tap|ban quan tri|quan tri vien|nguoi quan tri|bien tap vien)(?:\s+[^\s;]+){0,3}?\s+tra loi\s+(?:(?:cac|nhung)\s+)*(?:binh luan|cau hoi|ban doc)"),
]  # fmt: skip
