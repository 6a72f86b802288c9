"""Word lists of the boundary, folded (lower case, no marks, đ as d).

Kept apart from the code that reads them so that a union officer can be shown them. Each value is a
regular expression fragment; `any_of` joins them so that only whole words match.
"""

import re


def any_of(*texts: str) -> str:
    """One alternative out of all words and phrases of the given blocks, longest first."""
    words = {w.strip() for t in texts for w in t.split("|") if w.strip()}
    return "(?:" + "|".join(sorted(words, key=lambda w: (-len(w), w))) + ")"


def whole(fragment: str) -> re.Pattern[str]:
    """The fragment as whole words."""
    return re.compile(rf"(?<!\w){fragment}(?!\w)")


# --- who ---------------------------------------------------------------------------------------
PERSON = any_of(
    "doan vien|doan vien cong doan|nguoi lao dong|nld|cnvcld|cong nhan|cong nhan vien chuc lao dong|vien chuc|cong chuc|"
    "can bo|can bo cong doan|cbcd|cong tac vien|nhan vien|giao vien|thanh vien|moi nguoi|nguoi than|gia dinh|"
    "cbcnv|cbcnvc|cbccvc|cbnv|cnvc|cnld|cbccvc nld|doan vien nguoi lao dong|quan chung|nguoi|tung nguoi|hoi vien|cbdv|cb|cc|vc|ld|dv|to truong|chu tich|bi thu|lanh dao|dong chi|ban be|nguoi nha"
)
BODY = any_of(
    "don vi|cac don vi|cong doan co so|cdcs|ban chap hanh|bch|ban thuong vu|btv|cong doan|to cong doan|van phong|"
    "ban bien tap|ban quan tri|quan tri vien|ban tuyen giao|ban phap luat|ban nu cong|bo phan|lien doan lao dong|ldld|"
    "cac cap cong doan|cong doan cac cap|cong doan cap tren|mang luoi|phong ban|ban to chuc|uy ban kiem tra|ubkt"
)
COUNTED = r"(?:(?:moi|tung|cac|nhung|toan the|tat ca|tat ca cac|toan bo|100 ?%|\d+ ?%?|mot|hai|ba|it nhat|cua|so|dong dao|doi ngu|mot so)\s+)*"
WHO = rf"(?:{COUNTED}(?:{PERSON}|{BODY})(?:\s+(?:{PERSON}|{BODY}|co so|don vi|truc thuoc|cong doan|tren dia ban|trong don vi|nao|minh))*)"
WHOS = rf"(?:{WHO}(?:\s*,\s*(?:va\s+)?{WHO}|\s+va\s+{WHO})*)"

ADVERB = any_of(
    "thuong xuyen|kip thoi|tich cuc|chu dong|kien quyet|tiep tuc|dong loat|hang ngay|hang tuan|hang thang|hang quy|moi ngay|"
    "moi tuan|dong thoi|cung|can|phai|se|da|deu|nghiem tuc|khan truong|truc tiep|rong rai|sau do|nhanh chong|bi mat|am tham|"
    "luon|luon luon|thuong|hay|tu giac|tu nguyen|cung nhau|chuyen|rieng|quyet liet|manh me|lap tuc|bat dau|lai|con|"
    "nhiet tinh|guong mau|hang hai|thuong truc|o at|gop phan|tung buoc|truoc het|dac biet|nhat la|chung tay|that|hay"
)

# --- verbs that hand on to another verb --------------------------------------------------------------
DIRECTING = any_of(
    "van dong|huong dan|chi dao|to chuc|to chuc cho|phan cong|tuyen truyen|keu goi|khuyen khich|yeu cau|de nghi|giao|giao cho|moi|"
    "nhac|nhac nho|dong vien|bo tri|cu|phat dong|quan triet|dieu dong|huy dong|giao nhiem vu|giao nhiem vu cho|"
    "tuyen truyen van dong|tuyen truyen de|van dong de|giao chi tieu|dat chi tieu|khoan|thuyet phuc|lan toa|to chuc de|"
    "phan cong de|boi duong de|kien toan|thuc day|don doc|ra quan|tap hop|thanh lap|lap|xay dung|hinh thanh|cung co|phat huy vai tro|"
    "tap huan|tap huan cho|day|huan luyen|boi duong|trang bi|nang cao ky nang|ren luyen"
)
PERSONAL = any_of(
    "van dong|huong dan|chi dao|phan cong|keu goi|khuyen khich|yeu cau|de nghi|giao|giao cho|moi|nhac|nhac nho|dong vien|bo tri|cu|"
    "tuyen truyen|huy dong|to chuc cho|thuyet phuc|tap huan cho|giao nhiem vu cho|tuyen truyen van dong|tap hop"
)
ASPECT = any_of(
    "tang cuong|day manh|thuc hien|trien khai|tham gia|tien hanh|lam tot|duy tri|nang cao hieu qua|chu trong|quan tam|"
    "tap trung|gop phan|thuc hien tot|to chuc|phat huy|bao dam|dam bao|giu vung|cong tac|hoat dong|nhiem vu|viec|noi dung|ky nang|cach|"
    "to chuc thuc hien|thong qua|trong do|day nhanh"
)
MEMBER_VERB = any_of(
    "du|tham gia|tham du|doc|tim hieu|thuc hien|chap hanh|dang ky|hoc|mac|hien mau|ung ho|tiet kiem|giup do|giup|gop|dong gop|"
    "tra cuu|cai dat|su dung|dong|mua|kham|tiem|huong ung|thi dua|ren luyen|xem|nghe|ky|cham lo|nuoi|"
    "don ve sinh|giu gin|bao ve moi truong|tap luyen|luyen tap|hien|quyen gop|viet bai du thi|du thi|nop phi|dong phi|thuc hanh"
)

# Every verb by which a member of a sentence may begin.
VERB = any_of(
    DIRECTING[3:-1],
    re.sub(r"\b(?:cong tac|noi dung|cach|viec|hoat dong|nhiem vu|ky nang|trong do)\|", "", ASPECT[3:-1]),
    MEMBER_VERB[3:-1],
    "gui|nop|bao cao|lap|lap danh sach|dang|dang tai|viet|chup|chup anh|chup man hinh|quay|lay|lay y kien|ghi|ghi chep|ghi lai|"
    "cap nhat|tong hop|thong ke|theo doi|giam sat|nam|nam bat|nam chac|ra soat|phat hien|tim|tim kiem|kiem tra|luu|luu lai|"
    "dau tranh|phan bac|phan bien|bac bo|bac lai|vach tran|len an|phe phan|ngan chan|tay chay|chong|phong chong|"
    "thich|like|tha tim|binh luan|comment|cmt|chia se|share|tuong tac|follow|bam theo doi|bam thich|report|tra loi|phan hoi|tag|"
    "dem|cham diem|xep hang|xep loai|binh xet|binh chon|danh gia|phan loai|neu ten|phe binh|khen thuong|khen|bieu duong|"
    "lang nghe|doi thoai|gioi thieu|cong bo|cong khai|cung cap|trao doi|tu van|ho tro|tham hoi|tham|tang|trao|trao giai|trao qua|"
    "soan|soan san|bien soan|in|phat|phat hanh|phat tai lieu|chuyen|niem yet|treo|dan|mo|mo lop|khai|ke khai|hoi|khao sat|"
    "thu thap|thanh lap|xay dung|cung co|kien toan|chon|tuyen chon|bau|ket nap|phoi hop|ky ket|thuong luong|kien nghi|de xuat|"
    "phan anh|giai quyet|xu ly|tham muu|quan ly|dieu hanh|bao ve|cham soc|dai dien|nang cao|giao duc|pho bien|truyen thong|"
    "quang ba|nhan rong|ton vinh|dinh huong|on dinh|to giac|to cao|khieu nai|khoi kien|de phong|hop|sinh hoat|chuan bi|"
    "nhan|dien|ghi nhan|tiep nhan|tiep thu|giai dap|giai thich|tiep|don|chao mung|ky niem|thi|thi dau|boc tham|"
    "tao|tao lap|tao them|lap them|mo them|dung|thay|bat|tat|go|xoa|chan|khoa|doi|duyet|bien tap|len lich|chinh sua|sua|"
    "bo sung|hoan thien|hoan thanh|thong bao|bao|nhac lai|sap xep|bo tri|trang tri|lam|ra mat|tiep can|ket noi|moi ban be|"
    "dua|dua vao|dua tin|liet ke|danh dau|bo phieu|quan sat|de y|canh bao|nhan dien|sang loc|truy tim|do tim|doi chieu|"
    "bay to|the hien|nhan manh|xac dinh|xac minh|xac nhan|thuc hien|chu tri|dam nhan|giu|tra|chi tra|dong bo|dau tu|"
    "dinh chinh|lam ro|giup|dem lai|hieu|hinh thanh|thuc day|khac phuc|giam|tang cuong|mo rong|phat trien|phan dau|lan toa|"
    "minh chung|chung minh|bao quan|tiet kiem|seeding|dap tra|danh tra|phan cong lai|phan phao|dap lai|ket ban|len tieng",
)

# --- what is outside ------------------------------------------------------------------------------
BAD = any_of(
    "xau|xau doc|xau, doc|doc hai|sai trai|sai su that|sai lech|xuyen tac|trai chieu|chua dung|khong dung|bat loi|tieu cuc|thu dich|"
    "phan dong|kich dong|lech lac|trai|bia dat|that thiet|chong doi|chong pha|che trach|noi xau|boi nho|nhay cam|sai|gia|"
    "phan cam|khong phu hop|khac|bat man|cong kich|sai quan diem|doc"
)
SAYING = any_of(
    "thong tin|tt|tin|tin tuc|tin don|noi dung|bai|bai viet|bai dang|y kien|phat ngon|loi le|luan diem|binh luan|lap luan|giong dieu|clip|video|status"
)
DETERMINER = r"(?:(?:cac|nhung|moi|nhieu|mot so|lai|voi|toan bo|tat ca|nhung loai|cac loai|truoc|chong|de chong|nham vao|quyet liet|manh me|hieu qua|cung|kip thoi|cac trang|ca|tren|voi cac)\s+)*"
ENEMY = any_of(
    "quan diem|qd sai trai|luan dieu|luan diem|the luc|am muu|dien bien hoa binh|“dien bien hoa binh”|dbhb|tu dien bien|thu doan|"
    "phan tu|ke xau|ke thu|doi tuong xau|doi tuong chong doi|doi tuong chong pha|doi tuong phan dong|bon xau|"
    "tu tuong|tu tuong sai trai|hoat dong chong pha|hoat dong “dien bien hoa binh”|loi keo|mang xa hoi|"
    "tren mang|khong gian mang|tren mxh|tren khong gian mang|tren mang xa hoi|tren facebook|tren internet|dai dich|fake news|tin gia"
)
STRUGGLE_VERB = any_of(
    "dau tranh|phan bac|phan bien|bac bo|bac lai|vach tran|lat tay|len an|phe phan|ngan chan|day lui|dap tan|danh bai|"
    "tay chay|phan cong lai|phan phao|dap tra|danh tra|chong lai|chong|phong chong|phong, chong|loai bo|triet pha|doi pho|len tieng|chan dung|lam that bai|xu ly"
)
POST = any_of(
    "bai|bai viet|bai dang|tin bai|tin, bai|noi dung|trang|fanpage|page|facebook|fb|link|duong link|duong dan|video|clip|post|status|"
    "dong trang thai|tai khoan|thong tin tich cuc|thong tin chinh thong|thong tin tren|tin tren|thong tin cua trang|"
    "thong tin, hinh anh tren|hinh anh tren trang|album|livestream|story|reel|tin dang|anh tren trang|tin nay|thong diep tren|"
    "thong tin duoc dang|nhom|group|kenh|tiktok|youtube|zalo oa"
)
POST_NOT = r"(?!\s+(?:bi|tri|phuc|thiet bi|nghiem|hoc|tap|ban|the duc|du thi|hat|tho|trong|chi|khoan|ngan hang|tuong|lanh|cong nghiep|tham luan|giang|kiem tra|thuyet trinh|ket|zalo noi bo))"
HARMLESS_SHARE = any_of(
    "kho khan|niem vui|noi buon|buon vui|kinh nghiem|tam tu|nguyen vong|tep|file|tai lieu|cach lam|bai hoc|ky nang|cam xuc|"
    "ganh nang|loi ich|yeu thuong|mat mat|chi phi|cau chuyen|vui buon|ket qua|y tuong|nhung kho khan|nhung tam tu|cung|du lieu|bieu mau|mau"
)
DRAFT = any_of(
    "du thao|luat|ke hoach|noi quy|phuong an|thoa uoc|quy che|nghi quyet|van ban|de an|dieu le|chinh sach|bao cao|nghi dinh|quy dinh|thong tu|chuong trinh|cac mon|mon|bua an|thuc don"
)
REACT_VERB = any_of(
    "thich|like|tha tim|tha cam xuc|bay to cam xuc|binh luan|comment|cmt|chia se|share|tuong tac|follow|bam theo doi|nhan theo doi|"
    "bam thich|nhan thich|bam like|nhan like|an like|an thich|report|bao cao vi pham|bao xau|tra loi|phan hoi|tag|gan the|seeding|dap lai|danh gia nam sao|danh gia 5 sao|dang lai|"
    "loi binh luan|ke ban|theo doi trang|like va share|react|tha icon|bao cao|to cao voi facebook|up|day tuong tac|theo doi"
)
STRONG_REACT = any_of(
    "thich|like|binh luan|comment|cmt|share|tuong tac|chia se|follow|tha tim|bay to cam xuc|report|bam theo doi|theo doi"
)
WATCH_VERB = any_of(
    "theo doi|giam sat|nam|nam bat|nam chac|nam tinh hinh|ra soat|tim kiem|tim|tim ra|phat hien|do tim|truy tim|sang loc|chup man hinh|chup lai|"
    "chup|luu lai|luu|ghi lai|ghi chep|ghi ten|ghi|quan sat|de y|lap danh sach|liet ke|kiem tra|thu thap|bao cao|bao|canh gioi|soi|lap so|nhan dien|"
    "tong hop|thong ke|danh dau|ghi rieng|quet|tham do|nghe ngong|doc|xem|mat phuc|dua vao danh sach|xac dinh|lap ho so|chi mat|dieu tra|phan anh|thong bao"
)
OF_OWN = any_of(
    "cua don vi|cua cong doan co so|cua cdcs|do don vi quan ly|chinh thuc|cua trang don vi|trang cua don vi|cua minh|cua ban|cua ldld|"
    "cua lien doan lao dong|cua cong doan|cua to chuc cong doan|trang don vi|tren trang don vi|cua cac don vi|cua quan|cua cong doan nganh"
)
REACTING_VERB = any_of(
    "thich|like|tha tim|bay to cam xuc|binh luan|comment|cmt|chia se|share|tuong tac|follow|bam theo doi|bam thich|report|tag|seeding"
)
# Nouns that fold to the same letters as a verb and something.
NOT_A_VERB = any_of(
    "to chuc cong doan|to chuc dang|to chuc chinh tri|nghe nghiep|nghe thuat|dang vien|dang bo|dang uy|don vi|dong chi|dong phuc|doi ngu|"
    "bao hiem|bao chi|bo phan|bo mon|hoc sinh|hoc vien|giam doc|nhan vien|nhan dan|nhan thuc|chuyen mon|chuyen vien|chuyen de|"
    "dien dan|dien bien|mo hinh|hop dong|hop thu|hieu qua|thi xa|doc hai|bat man|noi dung|lam viec|phat ngon|phat bieu|tham luan|"
    "dung cu|don gian|ky nang|ky luat|ky thuat|in an|tap the|tang luong|tang ca|hoi nghi|hoi thi|hoi truong|hoi vien|hoi thao|hoi nhom|doi tuong|doi song|giao vien|giao thong|giao ban|moi truong|"
    "moi nguoi|moi don vi|moi can bo|moi doan vien|moi to|viet nam|khai quat|tin|cu nhan|day chuyen|thu lao|giu xe|mua dong|hien vat|lay lan|dua tren"
)
