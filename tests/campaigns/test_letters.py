"""Fresh letters from a seed are read as a person reads them; measured with the scorer of the samples."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

from nhipcau.campaigns.reading import from_blocks, from_text, read
from nhipcau.campaigns.reading.dates import Context, read_dates
from tests.campaigns.letters import letter

SCORER = Path(__file__).parents[1] / "samples/circulars/score.py"
#: field: (least precision, least recall) on clean text; deadlines of scans may be 0.90 and 0.75
LEAST = {
    "number": (0.97, 0.97), "date": (0.97, 0.97), "kind": (0.97, 0.97), "issuer": (0.93, 0.93), "subject": (0.93, 0.93),
    "deadlines": (0.95, 0.90), "form_headers": (0.90, 0.90), "steps": (0.85, 0.85), "legal_bases": (0.95, 0.95), "signer": (0.95, 0.95),
}  # fmt: skip


def score(letters):
    spec = importlib.util.spec_from_file_location("circular_score", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    tally, notes = scorer.Tally(), []
    for made in letters:
        got = read(from_blocks(made.blocks) if made.blocks else from_text(made.text))
        own: list[str] = []
        assert scorer.score_one(made.expected, json.loads(json.dumps(got)), tally, own) == 0
        notes += [f"{made.seed}: {note}" for note in own]
    return {field: scorer.prf(figures)[:2] for field, figures in tally.items()}, tally, notes


def hold(letters, deadlines):
    figures, tally, notes = score(letters)
    wrong = {
        field: figures[field]
        for field, (precision, recall) in {**LEAST, "deadlines": deadlines}.items()
        if field in figures and (figures[field][0] < precision or figures[field][1] < recall)
    }
    assert not wrong, (wrong, notes)
    assert "basis_date_as_deadline" not in tally, notes


def test_twenty_fresh_letters_are_read_as_well_as_asked():
    hold([letter(seed) for seed in range(1000, 1020)], deadlines=(0.90, 0.75))


@pytest.mark.slow
@pytest.mark.parametrize("is_scanned", [False, True])
def test_hundreds_of_fresh_letters_are_read_as_well_as_asked(is_scanned):
    letters = [made for seed in range(600) if (made := letter(seed)).is_scanned == is_scanned]

    hold(letters, deadlines=(0.90, 0.75) if is_scanned else (0.95, 0.90))


ISSUED = date(2024, 9, 3)


def said(text, heading=""):
    deadlines, events = read_dates(text, 1, Context(ISSUED, "co_so", "Hội thao công nhân"), heading)
    found = []
    for d in deadlines:
        relative = d["relative"] and (
            d["relative"]["direction"],
            d["relative"]["days"],
            d["relative"]["unit"],
        )
        found.append((d["date"] or d["recurrence"] or relative, d["time"], d["inclusive"]))
    return found, [(e["date"], e["end_date"], e["time"]) for e in events]


DUE = [
    ("Báo cáo gửi về LĐLĐ tỉnh (qua Ban Tuyên giáo) trước 17 giờ, ngày 05/10/2024, đồng thời gửi file mềm.", "2024-10-05", "17:00", True),
    ("Thời gian đăng ký: Từ ngày ra thông báo đến hết ngày 30/9/2024.", "2024-09-30", None, True),
    ("Thời gian nộp hồ sơ: từ 08h00 ngày 10/9/2024 đến 17h00 ngày 25/9/2024.", "2024-09-25", "17:00", True),
    ("Các đơn vị đăng ký số lượng (Mẫu 01) chậm nhất đến 10h00 ngày 03/10/2024.", "2024-10-03", "10:00", True),
    ("Việc lập danh sách phải xong trước 30/9/2024.", "2024-09-30", None, False),
    ("Gửi bản đăng ký chậm nhất là ngày 15 tháng 8.", "2025-08-15", None, True),
    ("Hoàn thành kiện toàn trước 16h ngày 20 tháng 9 năm 2024 (Thứ Sáu).", "2024-09-20", "16:00", True),
    ("Nộp từ nay đến 31/12/2024.", "2024-12-31", None, True),
    ("Đến ngày 15/10/2024, đơn vị nào chưa nộp báo cáo coi như không thực hiện.", "2024-10-15", None, True),
    ("Gửi hồ sơ trước khi tiến hành đại hội 15 ngày làm việc.", ("before", 15, "working_day"), None, True),
    ("Báo cáo trong thời hạn 07 (bảy) ngày làm việc, kể từ ngày nhận được đơn.", ("after", 7, "working_day"), None, True),
    ("Trong 10 ngày kể từ ngày nhận công văn, các đơn vị gửi kế hoạch.", ("after", 10, "day"), None, True),
    ("Ngày 25 hằng tháng (nếu trùng ngày nghỉ thì gửi vào ngày làm việc liền trước), các đơn vị gửi báo cáo.", "monthly:25", None, True),
    ("Báo cáo quý: trước ngày 20 của tháng cuối quý (20/3, 20/6, 20/9, 20/12).", "quarterly:last:20", None, False),
    ("Báo cáo tuần gửi trước 16h00 thứ Sáu hằng tuần.", "weekly:5", "16:00", True),
    ("Hằng tuần, chậm nhất thứ Năm, các đơn vị gửi tin hoạt động.", "weekly:4", None, True),
    ("Hằng năm, chậm nhất ngày 15/11, các đơn vị nộp bảng tổng hợp.", "yearly:11-15", None, True),
    ("Nhận ảnh dự thi từ ngày 05/9 đến 20/10/2024.", "2024-10-20", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when", "time", "inclusive"), DUE)
def test_a_day_by_which_something_is_due_is_read(text, when, time, inclusive):
    assert said(text) == ([(when, time, inclusive)], [])


@pytest.mark.parametrize(
    "text",
    [
        "Hoàn thành trong tháng 10/2024.", "Lễ trao giải dự kiến vào tháng 12/2024.", "Thời gian hoàn thành: quý IV/2024.",
        "Người lao động vào làm việc trước ngày 01/10/2024 thuộc diện được xét.", "Chính sách này áp dụng đến hết ngày 31/12/2024.",
        "Số liệu báo cáo tính đến hết ngày 30/9/2024.", "Theo Công văn số 15/LĐLĐ ngày 02/9/2024, các đơn vị báo cáo.",
        "Nghị định số 12/2024/NĐ-CP có hiệu lực từ ngày 01/10/2024.", "Đoàn viên sinh trước ngày 01/10/1984 được ưu tiên.",
        "Tết Trung thu (ngày 15/8 âm lịch).", "Thẻ cấp trước ngày 01/9/2024 vẫn còn giá trị.",
    ],
)  # fmt: skip
def test_a_day_that_only_tells_of_something_is_no_deadline(text):
    assert said(text)[0] == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Hội diễn tổ chức trong 02 ngày 15, 16/10/2024.", ("2024-10-15", "2024-10-16", None)),
        ("Khai mạc 7h30, bế mạc 16h00 ngày 05/10/2024.", ("2024-10-05", None, "07:30")),
        ("Thời gian: Bắt đầu từ 8h00, thứ Sáu, ngày 11/10/2024.", ("2024-10-11", None, "08:00")),
        ("Lớp tập huấn mở từ ngày 07 đến ngày 09/10/2024.", ("2024-10-07", "2024-10-09", None)),
    ],
)
def test_what_takes_place_is_an_event_and_no_deadline(text, event):
    assert said(text) == ([], [event])


NO_CIRCULARS = [
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH\nBẢN TIN CÔNG ĐOÀN\nNgày 12/5/2026, LĐLĐ tỉnh ban hành Công văn số 12/LĐLĐ đề nghị gửi danh sách trước ngày 20/5/2026.",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSông Lành, ngày 05 tháng 3 năm 2026\nĐƠN XIN GIA NHẬP CÔNG ĐOÀN\nKính gửi: Ban Chấp hành Công đoàn\nTôi xin nộp đơn trước ngày 10/3/2026.",
    "CÔNG ĐOÀN XÃ LÀNH HẠ\nSố: 02/BB-CĐX\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLành Hạ, ngày 05 tháng 3 năm 2026\nBIÊN BẢN\nHọp xét khen thưởng\nCác tổ gửi danh sách trước ngày 10/3/2026.\nNơi nhận:\n- Lưu.",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHỢP ĐỒNG LAO ĐỘNG\nSố: 15/HĐLĐ\nHôm nay, ngày 01/3/2026, hai bên thỏa thuận: trả lương trước ngày 10 hằng tháng.",
    "THỰC ĐƠN TUẦN\nThứ Hai: cơm gà. Đăng ký suất ăn trước 9h00 ngày 10/3/2026.",
    "Chị em ơi, nộp tiền áo dài trước ngày 20/10 nhé, ai chưa nộp liên hệ chị Na 0900.000.009.",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_CIRCULARS)
def test_nothing_is_made_of_a_paper_that_is_no_circular(text):
    assert read(from_text(text)) == {"is_circular": False}
