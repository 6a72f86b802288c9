"""What made-up union letters say: objects, days, deadlines, events, steps, and days that are no deadline.

Written from how such letters are worded, without a look at the reader's own lists.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
#: (what is handed in, the word that must be in what was read)
OBJECTS = [
    ("danh sách đoàn viên dự lớp tập huấn", "danh sách"), ("báo cáo kết quả Tháng Công nhân", "báo cáo"),
    ("hồ sơ đề nghị khen thưởng", "hồ sơ"), ("biên bản bình xét", "biên bản"), ("phiếu khảo sát bữa ăn ca", "phiếu"),
    ("bài dự thi và ảnh minh họa", "bài"), ("kế hoạch tổ chức hội nghị người lao động", "kế hoạch"),
    ("ý kiến góp ý dự thảo thỏa ước", "góp ý"), ("quyết toán tài chính công đoàn năm trước", "quyết toán"),
    ("đăng ký tham gia hội thao", "đăng ký"), ("báo cáo số liệu đoàn viên", "báo cáo"),
    ("danh sách trao học bổng cho con đoàn viên", "danh sách"), ("hồ sơ hỗ trợ nhà ở", "hồ sơ"),
    ("bảng tổng hợp quà Tết", "bảng tổng hợp"), ("đề xuất nhân sự", "đề xuất"),
]  # fmt: skip


@dataclass
class Said:
    """A sentence, and what a reader must find in it."""

    text: str
    deadlines: list[dict] = field(default_factory=list)
    events: list[dict] = field(default_factory=list)


def days_as(day: date, how: int) -> str:
    """A day as letters write it, with its year."""
    return [
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d}/{day.month}/{day.year}",
        f"{day:%d} tháng {day:%m} năm {day.year}", f"{day.day} tháng {day.month} năm {day.year}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}",
    ][how % 7]  # fmt: skip


def due(
    key: str, *, day: date | None = None, time=None, recurrence=None, relative=None, inclusive=True
) -> dict:
    return {
        "date": day.isoformat() if day else None, "time": time, "recurrence": recurrence, "relative": relative,
        "inclusive": inclusive, "what": key, "what_keys": [key], "who": None,
    }  # fmt: skip


def event(what: str, keys: list[str], day: date, *, end: date | None = None, time=None) -> dict:
    return {
        "date": day.isoformat(), "end_date": end.isoformat() if end else None, "time": time,
        "what": what, "what_keys": keys,
    }  # fmt: skip


#: with {o} the object, {O} with a capital, {t} to whom, {d} the day, {w} its weekday; (sentence, time, inclusive)
FIXED = [
    ("{O} gửi về {t} chậm nhất ngày {d}.", None, True),
    ("Đề nghị các đơn vị gửi {o} về {t} trước ngày {d}.", None, False),
    ("Đề nghị các đơn vị gửi {o} về {t} trước 16 giờ 30 phút ngày {d} ({w}).", "16:30", True),
    ("Thời hạn nộp {o}: ngày {d}.", None, True),
    ("Hạn chót nhận {o} là ngày {d}.", None, True),
    ("Hạn cuối gửi {o}: {d}.", None, True),
    ("{O} gửi về {t} không muộn hơn ngày {d}.", None, True),
    ("Các đơn vị gửi {o} về {t} không chậm quá ngày {d}.", None, True),
    ("Thời gian nhận {o}: đến hết ngày {d}.", None, True),
    ("Thời gian nhận {o}: từ nay đến hết ngày {d}.", None, True),
    ("Các đơn vị nộp {o} từ nay đến ngày {d}.", None, True),
    ("{O} nộp về {t} muộn nhất là ngày {d}.", None, True),
    ("{O} gửi về {t} chậm nhất đến hết ngày {d}.", None, True),
    ("{O} gửi {t} chậm nhất 17 giờ 00 ngày {d}.", "17:00", True),
    ("{O} gửi {t} trước 17h00 ngày {d}.", "17:00", True),
    ("{O} gửi {t} trước 11h30, {w}, ngày {d}.", "11:30", True),
    ("{O} gửi {t} trước 17g00 ngày {d}.", "17:00", True),
    ("{O} gửi {t} trước 15:30 ngày {d} để tổng hợp.", "15:30", True),
    ("Đề nghị các đơn vị hoàn thành và gửi {o} (bản giấy và bản mềm) trước ngày {d}.", None, False),
    ("Các đơn vị lập {o}, gửi về {t} (chậm nhất ngày {d}).", None, True),
    ("Các đơn vị lập {o} (hạn nộp: {d}).", None, True),
    ("Đề nghị đơn vị gửi {o} qua thư điện tử vanphong@vidu.example trước ngày {d} để {t} tổng hợp, báo cáo cấp trên.", None, False),
    ("- Thời hạn gửi {o}: trước ngày {d}.", None, False),
    ("- Thời gian gửi {o}: chậm nhất ngày {d}.", None, True),
    ("{O} phải có tại {t} chậm nhất vào ngày {d}.", None, True),
    ("Việc gửi {o} hoàn thành trước ngày {d}.", None, False),
    ("Chậm nhất ngày {d}, các đơn vị gửi {o} về {t}.", None, True),
    ("Trước ngày {d}, các đơn vị gửi {o} về {t}.", None, False),
    ("Đến hết ngày {d}, đơn vị nào chưa gửi {o} coi như không tham gia.", None, True),
    ("{t} nhận {o} đến 16h30 ngày {d}.", "16:30", True),
    ("Đề nghị gửi {o} về {t} trước {w}, ngày {d}.", None, False),
    ("Đề nghị gửi {o} về {t} trong ngày {d}.", None, True),
    ("Hạn gửi {o} gia hạn đến hết ngày {d}.", None, True),
    ("{O} đề nghị gửi về {t} trước 24 giờ 00 ngày {d}.", "24:00", True),
]  # fmt: skip
#: a day without a year
YEARLESS = [
    ("{O} gửi về {t} chậm nhất ngày {d}.", None, True),
    ("{O} gửi về {t} trước ngày {d}.", None, False),
    ("Các đơn vị gửi {o} trước 17h00 ngày {d}.", "17:00", True),
    ("{O} nộp đến hết ngày {d}.", None, True),
]
#: (sentence, recurrence, time, inclusive); {n} a day of the month
RECURRING = [
    ("Định kỳ ngày {n} hằng tháng, các đơn vị gửi {o} về {t}.", "monthly:{n}", None, True),
    ("{O} gửi về {t} trước ngày {n} hàng tháng.", "monthly:{n}", None, False),
    ("{O} gửi về {t} chậm nhất vào ngày {n} hằng tháng.", "monthly:{n}", None, True),
    ("{O} gửi về {t} chậm nhất ngày {n} của tháng sau.", "monthly:{n}", None, True),
    ("Hằng tháng, các đơn vị gửi {o} về {t} trước ngày {n}.", "monthly:{n}", None, False),
    ("{O} gửi vào ngày {n} mỗi tháng.", "monthly:{n}", None, True),
    ("{O} gửi về {t} trước ngày {n} của tháng cuối quý.", "quarterly:last:{n}", None, False),
    ("{O} hằng quý gửi chậm nhất ngày {n} tháng cuối quý.", "quarterly:last:{n}", None, True),
    ("{O} gửi chậm nhất ngày {n} của tháng đầu quý sau.", "quarterly:first:{n}", None, True),
    ("{O} gửi về {t} chậm nhất ngày 31/12 hằng năm.", "yearly:12-31", None, True),
    ("{O} gửi về {t} trước ngày 20 tháng 11 hàng năm.", "yearly:11-20", None, False),
    ("{O} gửi về {t} vào thứ Sáu hằng tuần.", "weekly:5", None, True),
    ("Các đơn vị gửi {o} trước 16h00 thứ Năm hàng tuần.", "weekly:4", "16:00", True),
    ("Chiều thứ Hai hằng tuần, các đơn vị gửi {o}.", "weekly:1", None, True),
]
#: (sentence, direction, days, unit)
RELATIVE = [
    ("{O} gửi về {t} trong vòng 10 ngày kể từ ngày nhận được công văn này.", "after", 10, "day"),
    ("{O} gửi về {t} trong thời hạn 05 ngày làm việc kể từ ngày kết thúc đại hội.", "after", 5, "working_day"),
    ("{O} gửi chậm nhất sau 03 ngày làm việc kể từ ngày tổ chức hội nghị.", "after", 3, "working_day"),
    ("{O} gửi chậm nhất 15 ngày làm việc trước ngày tổ chức đại hội.", "before", 15, "working_day"),
    ("{O} gửi về {t} trước ngày đại hội ít nhất 20 ngày.", "before", 20, "day"),
    ("Sau khi kết thúc hội nghị 07 ngày, đơn vị gửi {o} về {t}.", "after", 7, "day"),
    ("Các đơn vị gửi {o} trước ngày tổ chức hội nghị tối thiểu 10 ngày làm việc.", "before", 10, "working_day"),
    ("Không quá 30 ngày kể từ ngày công đoàn được thành lập, đơn vị nộp {o}.", "after", 30, "day"),
    ("Chậm nhất 02 ngày sau khi kết thúc đợt hoạt động, các đơn vị gửi {o}.", "after", 2, "day"),
]  # fmt: skip
#: days that are no deadline; {d} a day of the past, {f} one to come
NO_DEADLINE = [
    "Luật có hiệu lực từ ngày {f}.",
    "Số liệu tính đến ngày {d}.",
    "Số liệu tính tại thời điểm ngày {d}.",
    "Chào mừng kỷ niệm 95 năm Ngày thành lập Công đoàn Việt Nam (28/7/1929 - 28/7/2024), các đơn vị trang trí nơi làm việc.",
    "Đoàn viên được kết nạp trước ngày {d} thuộc đối tượng xét chọn.",
    "Người lao động ký hợp đồng trước ngày {d} được hưởng đầy đủ quyền lợi.",
    "Đồng chí sinh trước ngày 01/01/1990 được ưu tiên.",
    "Trong tháng 7, các đơn vị thăm hỏi đoàn viên ốm đau.",
    "Trong quý IV, các đơn vị tự kiểm tra an toàn lao động.",
    "Nhân Ngày Phụ nữ Việt Nam 20/10, các đơn vị tặng hoa nữ đoàn viên.",
    "Nội dung này thay thế Công văn số 45/LĐLĐ ngày {d} của LĐLĐ tỉnh.",
    "Báo cáo gồm số đoàn viên có mặt đến ngày {d} và số kết nạp mới.",
    "Mức hỗ trợ áp dụng cho trường hợp phát sinh từ ngày {d}.",
    "Mức đóng này áp dụng đến hết ngày {f}.",
    "Kinh phí chi theo Nghị quyết số 12/NQ-BCH ngày {d}.",
    "Người có thời gian công tác liên tục đến ngày {d} từ 05 năm trở lên được đề nghị.",
    "Công văn có hiệu lực kể từ ngày ký.",
    "Thẻ đoàn viên cấp trước ngày {d} vẫn còn giá trị.",
]
#: (sentence, what it is, the words one of which must be read, has an end, hour); {d} and {e} days
EVENTS = [
    ("Lễ phát động được tổ chức lúc 7 giờ 30 ngày {d} tại Nhà văn hóa.", "lễ phát động", ["lễ phát động"], False, "07:30"),
    ("Hội thao diễn ra từ ngày {d} đến ngày {e}.", "hội thao", ["hội thao"], True, None),
    ("Lớp tập huấn khai giảng lúc 8h00 ngày {d} tại hội trường.", "lớp tập huấn", ["tập huấn"], False, "08:00"),
    ("Hội nghị tổng kết dự kiến tổ chức ngày {d}.", "hội nghị tổng kết", ["tổng kết"], False, None),
    ("- Vòng chung kết: 14h00 ngày {d} tại nhà thi đấu.", "vòng chung kết", ["chung kết"], False, "14:00"),
    ("Ngày hội hiến máu được tổ chức vào ngày {d}.", "ngày hội hiến máu", ["hiến máu"], False, None),
    ("Chuyến khám sức khỏe lưu động đến đơn vị vào 8 giờ 00 ngày {d}.", "khám sức khỏe", ["khám sức khỏe"], False, "08:00"),
    ("Tuần lễ An toàn lao động tổ chức từ ngày {d} đến hết ngày {e}.", "tuần lễ an toàn", ["tuần lễ"], True, None),
]  # fmt: skip
#: work under a "Bước N" line
BY_NUMBER = [
    "Rà soát số đoàn viên của đơn vị.", "Họp ban chấp hành để phân công người phụ trách.", "Lập danh sách theo mẫu kèm theo.",
    "Niêm yết công khai danh sách tại nơi làm việc trong 03 ngày.", "Gửi kết quả về công đoàn cấp trên.", "Mở sổ theo dõi quà đã trao.",
    "Thông báo tới từng tổ công đoàn.", "Kiểm tra lại địa chỉ nhận quà.", "Ký biên bản bàn giao.", "Lưu hồ sơ tại văn phòng công đoàn.",
    "Tổ chức bốc thăm chia bảng.", "Cử người dự tập huấn.",
]  # fmt: skip
#: (as the item begins, level, text); the level "own" is that of the body that writes
BY_NAME = [
    ("Công đoàn cơ sở: ", "co_so", "xây dựng kế hoạch và tổ chức thực hiện tại đơn vị."),
    ("Công đoàn cơ sở có trách nhiệm ", "co_so", "phổ biến nội dung này tới toàn thể đoàn viên."),
    ("Các công đoàn cơ sở ", "co_so", "phối hợp với người sử dụng lao động bố trí thời gian cho đoàn viên tham gia."),
    ("CĐCS: ", "co_so", "rà soát, lập danh sách người lao động khó khăn."),
    ("Ban Tuyên giáo - Nữ công ", "own", "chủ trì hướng dẫn các đơn vị thực hiện."),
    ("Văn phòng: ", "own", "bố trí kinh phí và cơ sở vật chất."),
    ("Văn phòng ", "own", "tổng hợp kết quả, báo cáo Ban Thường vụ."),
    ("Ban Tài chính ", "own", "thẩm định dự toán và hướng dẫn thanh toán."),
    ("Ủy ban Kiểm tra: ", "own", "giám sát việc chi hỗ trợ đúng đối tượng."),
    ("Tổ công đoàn: ", "to_cong_doan", "bình xét công khai trong tổ."),
    ("Các tổ công đoàn ", "to_cong_doan", "lập danh sách gửi ban chấp hành."),
    ("Ban Chính sách pháp luật chịu trách nhiệm ", "own", "giải đáp vướng mắc của các đơn vị."),
    ("Giao Văn phòng ", "own", "theo dõi, đôn đốc các đơn vị nộp báo cáo."),
    ("Đề nghị công đoàn cơ sở ", "co_so", "cử cán bộ phụ trách và gửi họ tên về Văn phòng."),
]  # fmt: skip


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
