"""Forms of another hand: each shape in which a list is laid out, and what is read from it in the shape of the contract."""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.register.other_people import FAULTS, NEEDS_HIDING, NEEDS_LINKS, UNITS, One, People, Shown

KEYS = ["stt", "name", "unit", "position", "phone", "email", "fb_name", "link"]
OFFICIAL = [
    "STT",
    "Họ tên",
    "Đơn vị",
    "Chức vụ",
    "Điện thoại",
    "Email",
    "Tên tài khoản Facebook cá nhân",
    "Đường link tài khoản Facebook cá nhân",
]
WORDS = {
    "stt": ["Stt", "TT", "Số thứ tự", "No."], "name": ["Họ và tên", "HỌ TÊN", "Họ và tên cán bộ", "Họ và tên đoàn viên"],
    "unit": ["Đơn vị công tác", "Cơ quan, đơn vị", "Nơi làm việc", "CĐCS"], "position": ["Chức danh", "Chức vụ (chính quyền, CĐ)", "Vị trí công tác", "Chức vụ"],
    "phone": ["Số ĐT", "Điện thoại DĐ", "SĐT liên hệ", "Số điện thoại"], "email": ["Địa chỉ Email", "E-mail", "Hộp thư điện tử", "Gmail"],
    "fb_name": ["Tên FB", "Nick Facebook", "Tên trên Facebook", "Tên hiển thị Facebook"], "link": ["Link FB", "Đường dẫn Facebook", "Link trang cá nhân", "Địa chỉ Facebook (link)"],
}  # fmt: skip
TITLES = {1: "1. Thông tin cá nhân và tài khoản Facebook", 2: "2. Danh sách cán bộ, công nhân nòng cốt"}


@dataclass
class Line:
    """One line of a sheet: a row of a table, or a paragraph."""

    cells: list[Shown]
    row: bool = False
    hidden: bool = False
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # column, columns, rows


@dataclass
class Page:
    """One sheet."""

    name: str
    lines: list[Line] = field(default_factory=list)
    hidden: bool = False

    def say(self, *values: Any, row: bool = False, **more: Any) -> Line:
        line = Line([v if isinstance(v, Shown) else Shown(v) for v in values], row, **more)
        self.lines.append(line)
        return line


@dataclass
class Form:
    """A whole file before it is written."""

    unit: str
    pages: list[Page] = field(default_factory=list)
    people: dict[int, list[One]] = field(default_factory=lambda: {1: [], 2: []})


def make(seed: str, shape: str, *, links: bool, hiding: bool, easy: bool = False) -> Form:
    """One form; the same seed is the same form."""
    rng = random.Random(seed)
    form = Form(rng.choice(UNITS))
    people = People(rng, careful=easy or rng.random() < 0.25)
    for table in (1, 2):
        form.people[table] = [people.one(form.unit) for _n in range(rng.randrange(2, 6))]
    if not easy and shape in ("plain", "two_sheets", "two_rows", "numbered", "split_name"):
        _faults(form, rng, links, hiding)
        _relations(form, rng)
    words = OFFICIAL if easy or rng.random() < 0.4 else [rng.choice(WORDS[key]) for key in KEYS]
    SHAPES[shape](form, rng, words)
    return form


def _faults(form: Form, rng: random.Random, links: bool, hiding: bool) -> None:
    can = [f for f in FAULTS if (links or f not in NEEDS_LINKS) and (hiding or f not in NEEDS_HIDING)]
    everybody = form.people[1] + form.people[2]
    for one in rng.sample(everybody, rng.randrange(0, min(4, len(everybody)))):
        rng.choice(can)(one, rng)


def _relations(form: Form, rng: random.Random) -> None:
    """The chair stands in both tables; a person stands twice; two share a phone; two have one name."""
    clean = [one for one in form.people[1] if not one.issues and not one.may]
    if not clean:
        return
    first, what = clean[0], rng.choice(["same", "twice", "shared", "namesake", "none"])
    if what == "same":
        form.people[2].insert(0, One(dict(first.cells), dict(first.expected), same_as=first))
    elif what == "twice":
        again = One(dict(first.cells), dict(first.expected), {("row", "duplicate")}, duplicate_of=first)
        again.cells["email"] = Shown("")
        again.expected["email"] = None
        again.issues.add(("email", "email-missing"))
        form.people[1].append(again)
    elif len(clean) > 1:
        key, code, own = (
            ("phone", "contact-shared", "phone") if what == "shared" else ("name", "same-name", "name")
        )
        if what == "none":
            return
        clean[1].cells[key], clean[1].expected[own] = first.cells[key], first.expected[own]
        for one in clean[:2]:
            one.issues.add(("row", code))


def _head(page: Page, form: Form, rng: random.Random) -> None:
    page.say("LIÊN ĐOÀN LAO ĐỘNG QUẬN ĐỒI CHÈ", "", "", "", "", "Mẫu 1 - Để quản lý")
    page.say(rng.choice(["ĐƠN VỊ: {}", "Đơn vị : {}", "ĐƠN VỊ:{}", "Tên đơn vị: {}"]).format(form.unit))
    page.say("")
    page.say("DANH SÁCH", merges=[(0, 8, 1)])
    page.say("THEO DÕI, QUẢN LÝ LỰC LƯỢNG THAM GIA TUYÊN TRUYỀN", merges=[(0, 8, 1)])
    page.say("")


def _foot(page: Page, rng: random.Random, count: int) -> None:
    if rng.random() < 0.5:
        page.say(
            rng.choice(
                [f"Tổng số: {count} người", f"Danh sách có {count} đồng chí./.", f"Cộng: {count} người"]
            )
        )
    if rng.random() < 0.6:
        page.say("", "", "", "", "Đồi Chè, ngày 3 tháng 10 năm 2020")
        page.say(
            "",
            "Người lập bảng",
            "",
            "",
            rng.choice(["TM. BCH CÔNG ĐOÀN", "T/M BAN CHẤP HÀNH", "CHỦ TỊCH CÔNG ĐOÀN"]),
        )
        page.say("", "(ký, ghi rõ họ tên)", "", "", "(ký tên, đóng dấu)")
        page.say("", "Hà Thị Lập Bảng", "", "", "Đào Văn Ký Tên")
    if rng.random() < 0.3:
        page.say(
            rng.choice(
                [
                    "Ghi chú: gửi trước ngày 10/10/2020",
                    "* Lưu ý: ghi đúng số điện thoại",
                    "Nơi nhận: - Như trên; - Lưu.",
                ]
            )
        )


def _cells(n: Any, one: One, **other: Any) -> list[Shown]:
    return [Shown(n), *(Shown(other[k]) if k in other else one.cells[k] for k in KEYS[1:])]


def _tables(
    form: Form, page: Page, words: list[str], rng: random.Random, tables=(1, 2), title=True, between=None
) -> None:
    for table in tables:
        if title:
            page.say(TITLES[table])
        page.say(*words, row=True)
        for n, one in enumerate(form.people[table], 1):
            if between:
                between(page, n, one)
            page.say(*_cells(n, one), row=True, hidden=one.hidden)
        _after(page, len(form.people[table]), rng)


def _after(page: Page, count: int, rng: random.Random) -> None:
    what = rng.choice(["dots", "numbers", "nothing", "both"])
    if what in ("numbers", "both"):
        for n in (count + 1, count + 2):
            page.say(n, *[""] * 7, row=True)
    if what in ("dots", "both"):
        page.say("...", *[rng.choice(["", "……"])] * 7, row=True)
    page.say("")


def plain(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    _tables(form, page, words, rng)
    _foot(page, rng, sum(map(len, form.people.values())))
    form.pages = [page]


def two_sheets(form, rng, words):
    names = rng.choice(
        [
            ("Bảng 1", "Bảng 2"),
            ("Sheet1", "Sheet2"),
            ("TT cá nhân", "Nòng cốt"),
            ("1", "2"),
            ("Biểu 1", "Biểu 2"),
        ]
    )
    for table, name in zip((1, 2), names, strict=True):
        page = Page(name)
        _head(page, form, rng)
        _tables(form, page, words, rng, (table,), title=rng.random() < 0.5)
        form.pages.append(page)
    if rng.random() < 0.5:
        old = Page(rng.choice(["Hướng dẫn", "Ví dụ", "Cũ 2019"]), hidden=False)
        old.hidden = old.name.startswith("Cũ")
        stranger = People(rng, careful=True).one("Nhà máy Người Lạ")
        old.say("Hướng dẫn điền biểu")
        old.say(*words, row=True)
        old.say(*_cells(1, stranger), row=True)
        form.pages.insert(0 if rng.random() < 0.4 else 2, old)


def two_rows(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table])
        merges = [(c, 1, 2) for c in range(4)] + [(4, 2, 1), (6, 2, 1)]
        page.say(
            *words[:4],
            "Liên hệ",
            "",
            rng.choice(["Facebook", "Tài khoản Facebook cá nhân"]),
            "",
            row=True,
            merges=merges,
        )
        page.say(
            "",
            "",
            "",
            "",
            words[4],
            words[5],
            rng.choice(["Tên", "Tên tài khoản"]),
            rng.choice(["Link", "Đường link"]),
            row=True,
        )
        if rng.random() < 0.5:
            page.say(*(f"({n})" for n in range(1, 9)), row=True)
        for n, one in enumerate(form.people[table], 1):
            page.say(*_cells(n, one), row=True, hidden=one.hidden)
        _after(page, len(form.people[table]), rng)
    _foot(page, rng, 9)
    form.pages = [page]


def numbered(form, rng, words):
    page = Page("DS")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table].upper() if rng.random() < 0.5 else TITLES[table])
        page.say(*words, row=True)
        page.say(
            *rng.choice(
                [[f"({n})" for n in range(1, 9)], list(range(1, 9)), ["A", "B", "C", "D", 1, 2, 3, 4]]
            ),
            row=True,
        )
        if table == 1 and rng.random() < 0.6:
            model = People(rng, careful=True).one(form.unit)
            page.say(*_cells(rng.choice(["VD", "Ví dụ", "VD:"]), model), row=True)
        for n, one in enumerate(form.people[table], 1):
            if n == 3:
                page.say(*words, row=True)
            page.say(*_cells(n, one), row=True, hidden=one.hidden)
        _after(page, len(form.people[table]), rng)
    form.pages = [page]


def groups(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    state = {}

    def between(page, n, one):
        if n in (1, 3):
            state["unit"] = rng.choice(UNITS)
            mark = rng.choice(["I", "II", "A", ""])
            if mark and rng.random() < 0.5:
                page.say(mark, state["unit"], *[""] * 6, row=True)
            else:
                page.say(
                    f"{mark}. {state['unit']}" if mark else state["unit"],
                    *[""] * 7,
                    row=True,
                    merges=[(0, 8, 1)],
                )
        one.cells["unit"] = Shown("")
        one.expected["unit"] = state["unit"]

    _tables(form, page, words, rng, between=between)
    _foot(page, rng, 7)
    form.pages = [page]


def merged_unit(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table])
        page.say(*words, row=True)
        for n, one in enumerate(form.people[table], 1):
            line = page.say(*_cells(n, one, unit=form.unit if n == 1 else ""), row=True)
            if n == 1:
                line.merges.append((2, 1, len(form.people[table])))
        _after(page, len(form.people[table]), rng)
    form.pages = [page]


def ditto(form, rng, words):
    marks = ["nt", "-nt-", "như trên", '"', "''", "//", "NT", "n/t", "-"]
    for people in form.people.values():
        for one in people[1:]:
            one.cells["unit"] = Shown(rng.choice(marks))
            if rng.random() < 0.3:
                before = people[people.index(one) - 1]
                one.cells["position"], one.expected["position"] = (
                    Shown(rng.choice(marks[:4])),
                    before.expected["position"],
                )
    plain(form, rng, words)


def split_name(form, rng, words):
    heads = rng.choice([("Họ đệm", "Tên"), ("Họ và tên", ""), ("Họ và tên đệm", "Tên"), ("Họ", "Tên")])
    page = Page("Sheet1")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table])
        page.say(words[0], *heads, *words[2:], row=True, merges=[] if heads[1] else [(1, 2, 1)])
        for n, one in enumerate(form.people[table], 1):
            cells = _cells(n, one)
            last, _blank, first = str(cells[1].value).strip().rpartition(" ")
            page.say(cells[0], Shown(last, cells[1].link), first, *cells[2:], row=True, hidden=one.hidden)
        page.say("")
    form.pages = [page]


def two_people(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table])
        page.say(*words, row=True)
        people = form.people[table]
        for at in range(0, len(people) - 1, 2):
            pair = people[at : at + 2]
            both = [
                Shown("\n".join(str(one.cells[k].value).replace("\n", "").strip() for one in pair))
                for k in KEYS[1:]
            ]
            both[1] = Shown(form.unit)
            page.say(at // 2 + 1, *both, row=True)
        if len(people) % 2:
            page.say(9, *_cells(9, people[-1])[1:], row=True)
        page.say("")
    form.pages = [page]


def beside(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    gap = [""] * rng.choice([1, 2])
    page.say(TITLES[1], *[""] * 7, *gap, TITLES[2])
    page.say(*words, *gap, *words, row=True)
    for n in range(max(map(len, form.people.values()))):
        sides = [
            _cells(n + 1, people[n]) if n < len(people) else [Shown("")] * 8
            for people in form.people.values()
        ]
        page.say(*sides[0], *gap, *sides[1], row=True)
    page.say("")
    form.pages = [page]


def downwards(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table])
        for n, one in enumerate(form.people[table], 1):
            for word, cell in zip(words, _cells(n, one), strict=True):
                page.say(word + rng.choice(["", ":"]), cell, row=True)
            page.say("")
    form.pages = [page]


def downwards_then_list(form, rng, words):
    """The few people of the first table one below another, those of the second as a list."""
    page = Page("Sheet1")
    _head(page, form, rng)
    form.people[1] = form.people[1][: rng.randrange(1, 3)]
    page.say(TITLES[1])
    for n, one in enumerate(form.people[1], 1):
        for word, cell in zip(words, _cells(n, one), strict=True):
            page.say(word + rng.choice(["", ":"]), cell, row=True)
        page.say("")
    _tables(form, page, words, rng, (2,), title=rng.random() < 0.8)
    form.pages = [page]


def transposed(form, rng, words):
    page = Page("Sheet1")
    _head(page, form, rng)
    for table in (1, 2):
        page.say(TITLES[table])
        columns = [_cells(n, one) for n, one in enumerate(form.people[table], 1)]
        for at, word in enumerate(words):
            page.say(word, *(column[at] for column in columns), row=True)
        page.say("")
    form.pages = [page]


SHAPES = {
    "plain": plain, "two_sheets": two_sheets, "two_rows": two_rows, "numbered": numbered, "groups": groups, "merged_unit": merged_unit, "ditto": ditto,
    "split_name": split_name, "two_people": two_people, "beside": beside, "downwards": downwards, "transposed": transposed,
    "downwards_then_list": downwards_then_list,
}  # fmt: skip
