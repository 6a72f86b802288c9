"""What the demo's people write. Composed for the demo; nobody in it is real."""

from __future__ import annotations

from datetime import date, timedelta

CITY = "Liên đoàn Lao động thành phố Sông Biếc"
WARD = "Công đoàn phường Hoa Sữa"


def circular(day: date, due: date) -> str:
    """An official letter of the ward union, dated `day`, with the list due on `due`."""
    check = due + timedelta(days=10)
    return f"""LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ SÔNG BIẾC
CÔNG ĐOÀN PHƯỜNG HOA SỮA
Số: 47/CV-CĐP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hoa Sữa, ngày {day.day:02} tháng {day.month:02} năm {day.year}
V/v lập danh sách trang thông tin và cộng tác viên truyền thông của công đoàn cơ sở

Kính gửi: Ban chấp hành các công đoàn cơ sở trực thuộc

Thực hiện Kế hoạch số 18/KH-LĐLĐ ngày 12/01/{day.year} của Liên đoàn Lao động thành phố Sông Biếc về công tác truyền thông năm {day.year}, Công đoàn phường Hoa Sữa đề nghị các đơn vị thực hiện các nội dung sau:

1. Công đoàn phường
Bước 1: Hướng dẫn các công đoàn cơ sở lập danh sách và đăng ký trang thông tin.
Bước 2: Tổng hợp danh sách của các công đoàn cơ sở, báo cáo Liên đoàn Lao động thành phố trước ngày {check:%d/%m/%Y}.

2. Công đoàn cơ sở
Bước 1: Đăng ký 01 trang hoặc tài khoản Facebook chính thức của đơn vị để đăng tin hoạt động công đoàn.
Bước 2: Phân công 01 đồng chí làm cộng tác viên truyền thông của đơn vị.
Bước 3: Lập danh sách theo Biểu mẫu 01 gửi về Công đoàn phường trước ngày {due:%d/%m/%Y}.
Bước 4: Thường xuyên gửi tin, ảnh về hoạt động chăm lo, bảo vệ đoàn viên của đơn vị.

Mọi vướng mắc liên hệ đồng chí Lê Thị Vân Anh, chuyên viên Văn phòng, điện thoại 0951 280 101, email vananh.vp@example.org.

Nơi nhận:
- Như trên;
- LĐLĐ thành phố (để báo cáo);
- Lưu: VP.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH


Trần Hữu Mẫn

BIỂU MẪU 01
ĐƠN VỊ: ……………………
1. Danh sách chủ tịch công đoàn cơ sở
STT\tHọ và tên\tĐơn vị\tChức vụ\tSố điện thoại\tEmail\tTên Facebook\tĐường link Facebook
1\t\t\t\t\t\t\t
2. Danh sách cộng tác viên truyền thông
STT\tHọ và tên\tĐơn vị\tChức vụ\tSố điện thoại\tEmail\tTên Facebook\tĐường link Facebook
1\t\t\t\t\t\t\t
"""


STORIES = [
    (
        "Công ty May Bến Lở tặng quà con đoàn viên vượt khó học giỏi",
        "Chiều qua, công đoàn Công ty TNHH May Bến Lở trao 25 suất quà cho con đoàn viên có hoàn cảnh khó khăn đạt học sinh giỏi. "
        "Mỗi suất gồm 500.000 đồng và một bộ sách giáo khoa.\n\n"
        "Chị Đoàn Thị Sáu, tổ trưởng chuyền 4, chia sẻ: “Con tôi vui lắm, cả nhà được tiếp thêm động lực.”",
    ),
    (
        "Hội thi nấu ăn chào mừng ngày 20/10 tại Trường THCS Diệu Cốc",
        "Sáu đội thi với ba mươi món ăn gia đình đã tranh tài trong sân trường chiều thứ Bảy. "
        "Giải Nhất thuộc về tổ Văn – Sử với mâm cơm canh chua cá lóc.",
    ),
    (
        "Tập huấn an toàn lao động cho 120 công nhân Cơ khí Thạch Nham",
        "Buổi tập huấn hướng dẫn sử dụng máy dập, trang bị bảo hộ và sơ cứu ban đầu. "
        "Công đoàn cơ sở phát 120 bộ găng tay chống cắt cho người lao động sau buổi học.",
    ),
    (
        "Trạm Y tế Gò Mây khám sức khỏe miễn phí cho đoàn viên",
        "Trong hai ngày cuối tuần, 85 đoàn viên được đo huyết áp, thử đường huyết và tư vấn dinh dưỡng. "
        "Kết quả được trả ngay trong ngày.",
    ),
    (
        "Ký thỏa ước lao động tập thể tại Công ty Bao bì Hồng Lĩnh",
        "Thỏa ước mới nâng suất ăn ca lên 28.000 đồng và thêm hai ngày nghỉ có lương khi con ốm. "
        "Lễ ký có sự chứng kiến của hơn 200 người lao động.",
    ),
    (
        "Giải cầu lông mini khối trường học",
        "Giải quy tụ 32 vận động viên của 9 trường, tổ chức tại nhà thi đấu phường.",
    ),
]

COMING = (
    "Lịch tư vấn pháp luật lao động tháng này",
    "Thứ bảy tuần này, từ 8 giờ đến 11 giờ, tại trụ sở công đoàn phường. Đoàn viên và người lao động đến hỏi về tiền lương, "
    "bảo hiểm xã hội, hợp đồng. Tư vấn miễn phí, không cần đăng ký trước.",
)
RETURN_REASON = "Nhờ bạn bổ sung họ tên người trong ảnh thứ nhất và ngày diễn ra hoạt động."
GUIDANCE = """1. Tải bản điền mẫu ở dưới, điền theo từng cột.
2. Cột trang chính thức ghi trang của đơn vị; không bắt buộc ghi tài khoản cá nhân.
3. Nộp ngay trên trang này, nhận số biên nhận."""
FILLED = """STT,Họ và tên,Chức vụ,Điện thoại
1,Nguyễn Văn Mẫu,Chủ tịch,0951 000 001
"""
NOTE = "Chủ tịch không phải kê khai Facebook cá nhân. Đơn vị chưa có trang thì để trống cột đó."
ANSWER = "Đơn vị gửi tệp Excel hoặc Word giúp; ảnh chụp không đọc được. Bản điền mẫu ở mục Hướng dẫn."
ASKED_BEFORE = "Danh sách gửi bản ảnh chụp có được không?"
MEETING = "Tập huấn cộng tác viên truyền thông tại hội trường phường"
HELP = "Đơn vị chưa rõ chủ tịch có phải kê khai Facebook cá nhân không, nhờ hướng dẫn giúp."
