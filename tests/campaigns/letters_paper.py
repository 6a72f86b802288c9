"""Who writes made-up letters, and what their heads, feet and forms look like; every name is invented."""

#: parent, issuer, its level, whom it writes to and their level, short sign, place, how the text calls it
BODIES = [
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH", "CÔNG ĐOÀN XÃ LÀNH HẠ", "phuong_xa", "Các công đoàn cơ sở trực thuộc", "co_so", "CĐX", "Lành Hạ", "Công đoàn xã"),
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH", "CÔNG ĐOÀN PHƯỜNG BẾN CAU", "phuong_xa", "Ban Chấp hành công đoàn cơ sở các cơ quan, doanh nghiệp", "co_so", "CĐP", "Bến Cau", "Công đoàn phường"),
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH", "LIÊN ĐOÀN LAO ĐỘNG HUYỆN THẠCH BÌNH", "quan_huyen", "Công đoàn cơ sở trực thuộc", "co_so", "LĐLĐ", "Thạch Bình", "LĐLĐ huyện"),
    ("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ VĨNH TRÀ", "LIÊN ĐOÀN LAO ĐỘNG QUẬN HÀM GIANG", "quan_huyen", "Ban Chấp hành các CĐCS", "co_so", "LĐLĐ", "Hàm Giang", "LĐLĐ quận"),
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH", "CÔNG ĐOÀN NGÀNH Y TẾ", "nganh", "Công đoàn cơ sở các bệnh viện", "co_so", "CĐN", "Sông Lành", "Công đoàn ngành"),
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH", "CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP", "nganh", "Công đoàn cơ sở các doanh nghiệp", "co_so", "CĐKCN", "Sông Lành", "Công đoàn các khu công nghiệp"),
    ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH", "tinh_thanh_pho", "Công đoàn các xã, phường", "phuong_xa", "LĐLĐ", "Sông Lành", "LĐLĐ tỉnh"),
    ("CÔNG ĐOÀN PHƯỜNG BẾN CAU", "CÔNG ĐOÀN CƠ SỞ TRƯỜNG TIỂU HỌC HOA GẠO", "co_so", "Các tổ công đoàn", "to_cong_doan", "CĐCS", "Bến Cau", "Ban Chấp hành"),
    ("CÔNG ĐOÀN NGÀNH Y TẾ TỈNH SÔNG LÀNH", "CÔNG ĐOÀN BỆNH VIỆN ĐA KHOA THẠCH BÌNH", "co_so", "Các tổ công đoàn trực thuộc", "to_cong_doan", "CĐBV", "Thạch Bình", "Công đoàn bệnh viện"),
]  # fmt: skip
KINDS = {
    "cong_van": "", "huong_dan": "HD", "ke_hoach": "KH", "thong_bao": "TB", "quyet_dinh": "QĐ", "giay_moi": "GM",
}  # fmt: skip
TITLES = {"huong_dan": "HƯỚNG DẪN", "ke_hoach": "KẾ HOẠCH", "thong_bao": "THÔNG BÁO", "quyet_dinh": "QUYẾT ĐỊNH", "giay_moi": "GIẤY MỜI"}  # fmt: skip
SUBJECTS = [
    ("tổ chức các hoạt động", "Tháng Công nhân năm {y}"), ("rà soát, cập nhật thông tin đoàn viên", "công đoàn"),
    ("tham gia giải bóng chuyền hơi", "đoàn viên các đơn vị"), ("chăm lo đoàn viên nhân dịp Tết", "Nguyên đán"),
    ("báo cáo tình hình tiền lương,", "thưởng cuối năm"), ("đăng ký lớp bồi dưỡng", "cán bộ công đoàn cơ sở"),
    ("hỗ trợ đoàn viên bị thiệt hại", "do bão"), ("tổ chức đại hội công đoàn cơ sở", ""), ("bình xét danh hiệu thi đua năm {y}", ""),
    ("khảo sát chất lượng bữa ăn giữa ca", "tại doanh nghiệp"), ("phát động cuộc thi ảnh", "“Nụ cười người thợ”"),
]  # fmt: skip
SIGNERS = [
    ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"), ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"),
    ("TL. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), (None, "CHỦ TỊCH"),
]  # fmt: skip
NAMES = ["Nguyễn Thị Na", "Trần Văn Gạo", "Lò Thị Mận", "Phạm Đình Sen", "H'Linh Niê", "Lê Thị Thu Lúa"]
RECIPIENTS = [["Như trên", "Lưu: VT"], ["Như kính gửi", "Ban Thường vụ (b/c)", "Lưu VP"], ["LĐLĐ tỉnh (b/c)", "Các đơn vị trực thuộc", "Lưu VT, TC"]]  # fmt: skip
HEADERS = [
    ["STT", "Họ và tên", "Chức vụ", "Số điện thoại", "Ghi chú"], ["TT", "Tên đơn vị", "Số lao động", "Số đoàn viên"],
    ["STT", "Họ tên người được hỗ trợ", "Hoàn cảnh", "Số tiền (đồng)", "Ký nhận"],
]  # fmt: skip
TWO_ROWS = (
    [["TT", "Đơn vị", "Số đoàn viên", "", "Kinh phí", ""], ["", "", "Nam", "Nữ", "Tự có", "Cấp trên hỗ trợ"]],
    [
        "TT",
        "Đơn vị",
        "Số đoàn viên - Nam",
        "Số đoàn viên - Nữ",
        "Kinh phí - Tự có",
        "Kinh phí - Cấp trên hỗ trợ",
    ],
)
SLIPS = [("ỉ", "ĩ"), ("ễ", "ể"), ("ộ", "ô"), ("ạ", "a"), ("Ị", "I"), ("ửi", "ủi"), ("ậ", "â"), ("ợ", "ơ")]
