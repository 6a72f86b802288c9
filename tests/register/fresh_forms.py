"""Fresh filled forms of many hands, each with what a careful person reads out of it. Everybody is made up."""

import csv
import io
import random
import unicodedata
from dataclasses import dataclass, field

import docx
import openpyxl

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Trương", "Tô", "Phương"]
MIDDLE = ["Thị", "Văn", "Thị Thu", "Đức", "Minh", "Ngọc", "Thị Bích", "Hữu", "Quốc"]
GIVEN = [
    "Hà",
    "Hằng",
    "Hùng",
    "Ngọc",
    "Tuyết",
    "Phượng",
    "Quỳnh",
    "Khuê",
    "Đạt",
    "Thuỷ",
    "Nghĩa",
    "Duyên",
    "Ước",
]
UNITS = [
    "Trường THCS Gò Mây",
    "Công ty TNHH May Bến Lở",
    "UBND phường Hòa Sữa",
    "Trạm Y tế Bãi Xanh",
    "Trường Mầm non Lá Cọ",
]
POSITIONS = [
    "Chủ tịch CĐCS",
    "Giáo viên",
    "Kế toán",
    "Ủy viên BCH",
    "Tổ trưởng công đoàn",
    "Nhân viên hành chính",
]
HOME = "https://www.facebook.com/"

PHONES = [
    lambda n: f"0{n}", lambda n: f"0{n[:3]}.{n[3:6]}.{n[6:]}", lambda n: f"0{n[:3]} {n[3:6]} {n[6:]}", lambda n: f"+84{n}", lambda n: f"84{n}",
    lambda n: f"+84(0){n}", lambda n: f"ĐT: 0{n}", lambda n: int(n), lambda n: f"(0{n[:3]}) {n[3:6]}-{n[6:]}", lambda n: f"0084 {n}", lambda n: f"0{n}\u200b ",
]  # fmt: skip
EMAILS = [
    str,
    str.upper,
    lambda e: f"mailto:{e}",
    lambda e: f"Email: {e}",
    lambda e: e.replace("@", " @ "),
    lambda e: f"{e}. ",
    lambda e: f"Tôi <{e}>",
]
LINKS = [
    str, lambda u: u.replace("https://www.", ""), lambda u: u.replace("www.", "m.") + "?mibextid=ZbWKwL", lambda u: u + "/", lambda u: u.replace("www.", "vi-vn."),
    lambda u: f"Link: {u}.", lambda u: u.replace("https", "http") + "/about", lambda u: u.replace("https://www.facebook.com", "fb.com"), lambda u: u + "  ",
]  # fmt: skip
NAMES = [
    str,
    str.upper,
    lambda n: unicodedata.normalize("NFD", n),
    lambda n: f"Đ/c {n}",
    lambda n: f"  {n}  ",
    lambda n: n.replace(" ", "  "),
    lambda n: f"ThS. {n}",
]
HEADINGS = {
    "stt": ["STT", "TT", "Số TT"], "name": ["Họ tên", "Họ và tên", "HỌ VÀ TÊN", "Họ & tên"], "unit": ["Đơn vị", "Đơn vị công tác", "Nơi công tác"],
    "position": ["Chức vụ", "Chức danh", "Chức vụ/Chức danh"], "phone": ["Điện thoại", "SĐT", "Số điện thoại", "Điện thoại di động"],
    "email": ["Email", "E-mail", "Địa chỉ email", "Thư điện tử"], "fb_name": ["Tên tài khoản Facebook cá nhân", "Tên Facebook", "Facebook", "Tên FB"],
    "link": ["Đường link tài khoản Facebook cá nhân", "Link Facebook", "Link FB", "Địa chỉ Facebook"], "other": ["Ngày sinh", "Giới tính", "Ghi chú", "Trình độ"],
}  # fmt: skip


@dataclass
class Fresh:
    """A form as rows of values, and who stands in it."""

    unit: str
    rows: list = field(default_factory=list)
    people: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    hidden: set = field(default_factory=set)


def person(rng, unit):
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    tag = rng.randrange(10_000, 99_999)
    return {
        "name": name, "unit": unit, "position": rng.choice(POSITIONS), "phone": f"9512{tag}", "email": f"nguoi{tag}@example.org",
        "fb_name": " ".join(reversed(name.split()[-2:])), "link": f"{HOME}vidu.nguoi.{tag}",
    }  # fmt: skip


def fresh(seed):
    """One form; the same seed is the same form."""
    rng = random.Random(seed)
    form = Fresh(rng.choice(UNITS))
    columns = ["name", "unit", "position", "phone", "email", "fb_name", "link"]
    if rng.random() < 0.3:
        rng.shuffle(columns)
    if rng.random() < 0.4:
        columns.insert(rng.randrange(1, len(columns)), "other")
    if rng.random() < 0.9:
        columns.insert(0, "stt")
    words = {key: rng.choice(options) for key, options in HEADINGS.items()}
    indent = [""] * rng.choice([0, 0, 0, 1])
    _title(form, rng)
    for table in (1, 2):
        form.rows.append(
            [
                *indent,
                "1. Thông tin cá nhân và tài khoản Facebook"
                if table == 1
                else "2. Danh sách cán bộ, công nhân nòng cốt",
            ]
        )
        form.rows.append([*indent, *(words[c] for c in columns)])
        if rng.random() < 0.3:
            form.rows.append([*indent, *(f"({n})" for n in range(1, len(columns) + 1))])
        _people(form, rng, table, columns, indent)
        if rng.random() < 0.5:
            form.rows.append([*indent, *("..." if c == "stt" else "" for c in columns)])
        if rng.random() < 0.3:
            form.rows.append([*indent, f"Tổng cộng: {len(form.people)} người"])
        form.rows.append([])
    if rng.random() < 0.6:
        form.rows += [
            ["", "", "", "", "Sông Biếc, ngày 05 tháng 10 năm 2020"],
            ["", "NGƯỜI LẬP", "", "", "TM. BAN CHẤP HÀNH"],
            ["", "", "", "", "CHỦ TỊCH"],
            [],
            ["", "Lê Thị Ký Tên", "", "", "Trần Văn Đóng Dấu"],
        ]
    return form


def _title(form, rng):
    form.rows += [
        ["LIÊN ĐOÀN LAO ĐỘNG QUẬN SÔNG BIẾC"],
        [rng.choice(["ĐƠN VỊ: ", "Đơn vị: ", "ĐƠN VỊ : "]) + form.unit],
        [],
        ["DANH SÁCH"],
        ["THEO DÕI, QUẢN LÝ LỰC LƯỢNG THAM GIA TUYÊN TRUYỀN"],
        [],
    ]


def _people(form, rng, table, columns, indent):
    group, above = None, None
    for n in range(1, rng.randrange(2, 6)):
        if rng.random() < 0.15:
            group, above = rng.choice(UNITS), None
            form.rows.append([*indent, f"{rng.choice(['I', 'II', 'A'])}. {group}"])
            form.merged.append((len(form.rows), len(indent), len(indent) + len(columns) - 1))
        one = person(rng, group or form.unit)
        shown = {
            "stt": n, "name": rng.choice(NAMES)(one["name"]), "unit": one["unit"], "position": one["position"], "phone": rng.choice(PHONES)(one["phone"]),
            "email": rng.choice(EMAILS)(one["email"]), "fb_name": one["fb_name"], "link": rng.choice(LINKS)(one["link"]), "other": rng.choice(["x", "1985", "Nữ", ""]),
        }  # fmt: skip
        how = rng.random()
        if how < 0.15:
            shown["unit"] = ""
        elif how < 0.3 and above == one["unit"]:
            shown["unit"] = rng.choice(["nt", "-nt-", '"', "như trên"])
        above = one["unit"]
        for key in ("phone", "email", "position", "fb_name", "link"):
            if rng.random() < 0.06:
                shown[key], one[key] = rng.choice(["", "-"]) if key != "fb_name" else "", None
        form.rows.append([*indent, *(shown[c] for c in columns)])
        if rng.random() < 0.05:
            form.hidden.add(len(form.rows))
        form.people.append((table, one))


def as_xlsx(form):
    book = openpyxl.Workbook()
    page = book.active
    for r, row in enumerate(form.rows, 1):
        for c, value in enumerate(row, 1):
            if value != "":
                page.cell(r, c, value)
    for row, left, right in form.merged:
        page.merge_cells(start_row=row, end_row=row, start_column=left + 1, end_column=right + 1)
    for row in form.hidden:
        page.row_dimensions[row].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(form, encoding="utf-8-sig", separator=","):
    out = io.StringIO()
    width = max(len(row) for row in form.rows)
    csv.writer(out, delimiter=separator).writerows([*row, *[""] * (width - len(row))] for row in form.rows)
    return out.getvalue().encode(encoding)


def as_docx(form):
    """Rows of several cells form tables, the others are paragraphs."""
    document = docx.Document()
    run = []
    for row in [*form.rows, []]:
        filled = [v for v in row if v != ""]
        if len(filled) >= 4 or (run and len(row) == len(run[0])):
            run.append(row)
            continue
        if run:
            table = document.add_table(len(run), len(run[0]))
            for r, values in enumerate(run):
                for c, value in enumerate(values):
                    table.cell(r, c).text = str(value)
            run = []
        document.add_paragraph("\t".join(str(v) for v in filled))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
