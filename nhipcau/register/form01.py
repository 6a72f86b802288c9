"""Form 01 (Biểu mẫu 01): its columns, its two tables, its own words."""

from nhipcau.sheets.cleaners import Email, FacebookAccount, PersonName, Phone, Position, Text, UnitName
from nhipcau.sheets.definition import Column, FormDefinition, TableTitle

FORM01 = FormDefinition(
    key="form01",
    columns=(
        Column(
            "facebook", FacebookAccount(), label="Đường link tài khoản Facebook cá nhân",
            headings=["link", "links", "đường dẫn", "liên kết", "url", "địa chỉ facebook", "địa chỉ fb", "địa chỉ tài khoản", "địa chỉ trang",
                      "địa chỉ mạng xã hội", "facebook địa chỉ", "địa chỉ face", "đường lnk", "linh facebook", "trang cá nhân", "fb địa chỉ"],
        ),
        Column(
            "facebook_name", Text(), label="Tên tài khoản Facebook cá nhân",
            headings=["facebook", "fb", "face", "tên tài khoản", "tài khoản", "tên fb", "nick", "mạng xã hội", "tên hiển thị"],
        ),
        Column("email", Email(), label="Email", headings=["email", "e mail", "mail", "gmail", "thư điện tử", "hộp thư", "thư ĐT", "emai", "emal"]),
        Column(
            "phone", Phone(region="VN"), label="Điện thoại",
            headings=["điện thoại", "số điện thoại", "sđt", "số đt", "=đt", "di động", "đtdđ", "mobile", "phone", "tel", "số máy", "đt di động",
                      "đt liên hệ", "số liên hệ", "=liên hệ", "đthoại", "đ thoại", "số phone"],
        ),
        Column(
            "position", Position(), label="Chức vụ",
            headings=["chức vụ", "chức danh", "vị trí", "nhiệm vụ", "=công việc", "nghề nghiệp", "vị trí việc làm", "chức trách", "cvụ", "=vai trò", "=position"],
        ),
        Column(
            "unit", UnitName(), label="Đơn vị",
            headings=["đơn vị", "nơi công tác", "nơi làm việc", "cơ quan", "=trường", "=công ty", "cđcs", "công đoàn cơ sở", "=tên trường",
                      "tên công ty", "=bộ phận", "phòng ban", "tổ công đoàn", "đv công tác", "=đv", "công đoàn trực thuộc", "=unit"],
        ),
        Column("name_last", Text(), headings=["họ đệm", "họ và đệm", "họ lót", "họ và tên đệm", "=họ", "họ tên đệm", "họ và chữ lót", "họ chữ đệm", "họ và chữ đệm"]),
        Column(
            "full_name", PersonName(), required=True, label="Họ tên",
            headings=["họ tên", "họ và tên", "họ & tên", "tên người", "tên cán bộ", "tên đoàn viên", "=cán bộ", "=đoàn viên", "full name",
                      "tên cộng tác viên", "=cộng tác viên", "hovaten", "=người phụ trách", "=hvt", "họ, tên"],
        ),
        Column("name_first", Text(), headings=["=tên", "=tên gọi"]),
    ),
    titles=(
        TableTitle(
            2, ["nòng cốt", "lực lượng nòng cốt", "bảng 2", "danh sách 2", "biểu 2", "bảng ii", "bảng số 2", "phần 2", "phần ii", "2 danh sách", "mẫu 2", "phụ lục 2"],
            sheets=["nòng cốt", "bảng 2", "b2", "danh sách 2", "ds 2", "mục 2", "table 2", "phần 2", "biểu 2", "ii", "2"],
        ),
        TableTitle(
            1, ["thông tin cá nhân", "bảng 1", "danh sách 1", "biểu 1", "bảng i", "bảng số 1", "phần 1", "phần i", "1 thông tin", "i thông tin"],
            sheets=["thông tin cá nhân", "bảng 1", "b1"],
        ),
    ),
    person="full_name",
    contacts=("phone", "email", "facebook", "facebook_name"),
)  # fmt: skip

TITLE = "THEO DÕI, QUẢN LÝ LỰC LƯỢNG THAM GIA TUYÊN TRUYỀN"
TITLE_BELOW = "TRÊN MẠNG XÃ HỘI FACEBOOK"
TABLES = {1: "1. Thông tin cá nhân và tài khoản Facebook", 2: "2. Danh sách cán bộ, công nhân nòng cốt"}
HEADINGS = (
    "STT", "Họ tên", "Đơn vị", "Chức vụ", "Điện thoại", "Email", "Tên tài khoản Facebook cá nhân",
    "Đường link tài khoản Facebook cá nhân",
)  # fmt: skip
MARK = "Mẫu 1 - Để quản lý"
