"""People as another hand writes them down, each with what a careful reader makes of it. Everybody is made up."""

import random
import unicodedata
from dataclasses import dataclass, field
from typing import Any

HOME = "https://www.facebook.com/"
NAMES = [
    "Nguyễn Thị Bích Hà", "Trần Đức Thuận", "Lê Hoàng Yến", "H'Linh Êban", "Y Thịnh Niê", "Phạm Ngọc Ước", "Đặng Thùy Dương", "Vũ Quốc Khánh", "Tống Văn Cường",
    "Lưu Thị Nguyệt", "Ông Ích Thắng", "Cao Bá Quyền", "Hồ Thị Xuân", "Kiều Anh", "Võ Thị Sáu Mươi", "Mai Phương Thảo", "Tạ Khắc Duy", "Chu Thị Nụ", "Đỗ Hòa Bình",
    "Quách Thị Ổn", "Đoàn Thị Ngọc Ánh", "Lý A Páo", "Giàng Thị Mỷ", "Lò Văn Ế", "Bế Thị Lệ", "La Thanh Tùng", "Khổng Minh Triết", "Từ Hữu Nghị", "Thân Thị Huệ",
]  # fmt: skip
UNITS = [
    "Trường Tiểu học Suối Mơ", "Công ty CP May Gió Ngàn", "UBND xã Đồi Thông", "Trường Mầm non Ong Vàng", "Bệnh viện Đa khoa Bến Nứa", "Phòng Giáo dục quận Mây Trắng",
    "Hợp tác xã Bưởi Đỏ", "Trường THPT Đèo Gió", "Công ty TNHH MTV Cấp nước Sông Xanh", "Ngân hàng Lúa Vàng - Chi nhánh Cầu Tre",
]  # fmt: skip
POSITIONS = [
    "Chủ tịch CĐCS",
    "Phó Chủ tịch CĐCS",
    "Giáo viên",
    "Văn thư",
    "Ủy viên BTV",
    "Công nhân may",
    "Điều dưỡng trưởng",
    "Trưởng ban nữ công",
    "Bảo vệ",
]


@dataclass
class Shown:
    """A cell as it is written: its text or number, and the link under it."""

    value: Any = ""
    link: str | None = None


@dataclass
class One:
    """What stands in the cells, and what is read."""

    cells: dict[str, Shown]
    expected: dict[str, Any]
    issues: set[tuple[str, str]] = field(default_factory=set)
    may: set[tuple[str, str]] = field(default_factory=set)
    hidden: bool = False
    duplicate_of: "One | None" = None
    same_as: "One | None" = None


def phone_hand(digits: str, rng: random.Random) -> Any:
    a, b, c = digits[:3], digits[3:6], digits[6:]
    return rng.choice([
        f"0{digits}", f"0{a}{b}.{c}", f"0{a}-{b}-{c}", f"0{a[0:2]} {a[2:]}{b[:2]} {b[2:]}{c[:1]} {c[1:]}", f"+84 {a} {b} {c}", f"(+84) {digits}", f"84.{a}.{b}.{c}",
        int(digits), f"'0{digits}", f"00 84 {a} {b} {c}", f"+84 (0) {a} {b} {c}", f"Di động: 0{a} {b} {c}", f"0{a}.{b}{c} ", f"0{digits} (Zalo)", f"\u202d0{digits}\u202c",
        f"84{digits}", f"0{a}\u00a0{b}\u00a0{c}", f"ĐTDĐ: 0{digits}", f"0{a},{b},{c}", f"0{a}–{b}–{c}", f"0{a}_{b}_{c}",
    ])  # fmt: skip


def email_hand(address: str, rng: random.Random) -> str:
    return rng.choice([
        address, address, address.title(), f"MAILTO:{address}", f"e-mail: {address}", f"Thư điện tử: {address}", f"{address},", f"<{address}>", f"\u200b{address}\u00a0",
        address.replace("@", "@ "), address.replace("@", " @"), f"Nguyễn A <{address}>", f"({address})", f"{address} .",
    ])  # fmt: skip


def link_hand(handle: str, rng: random.Random) -> tuple[str, str]:
    number = f"9999000{rng.randrange(10**7, 10**8)}"
    plain, by_number = HOME + handle, f"{HOME}profile.php?id={number}"
    return rng.choice([
        (plain, plain), (f"facebook.com/{handle}", plain), (f"WWW.FACEBOOK.COM/{handle}", plain), (f"https://mbasic.facebook.com/{handle}?refid=12", plain), (f"@{handle}", plain),
        (f"https://www.facebook.com/{handle}/about?ref=x", plain), (f"https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2F{handle}%3Ffbclid%3D1&h=AT", plain),
        (f"fb.com/{handle}", plain), (f"https://m.me/{handle}", plain), (f"https://en-gb.facebook.com/{handle}/photos/", plain), (f"https//www.facebook.com/{handle}", plain),
        (f"Facebook: https://www.facebook.com/{handle}", plain), (f"https:\\\\www.facebook.com\\{handle}", plain), (f"https://www.facebook.com/\n{handle}", plain),
        (by_number, by_number), (f"https://www.facebook.com/{number}", by_number), (f"facebook.com/people/Ban-Tin/{number}/?locale=vi_VN", by_number), (number, by_number),
        (f"https://www.facebook.com/pages/category/Hoi/Ban-Tin-{number}/", by_number), (f"https://www.facebook.com/p/Bản-Tin-{number}/", by_number),
        (f"https://www.facebook.com/Ban-Tin-{number}", by_number), (f"http://facebook.com/profile.php?id={number}&sk=about&fbclid=Iw", by_number),
    ])  # fmt: skip


def name_hand(name: str, rng: random.Random) -> str:
    return rng.choice([
        name, name, name.upper(), unicodedata.normalize("NFD", name), unicodedata.normalize("NFD", name.upper()), f"Đ/c: {name}", f"đồng chí {name}", f"Ông: {name}",
        f" {name.replace(' ', '  ')} ", f"ThS. {name}", f"Thầy {name}", f"{name}\u200b", name.replace(" ", "\u00a0"), f"Bà {name}",
    ])  # fmt: skip


class People:
    """Gives a new person every time; the numbers never come twice."""

    def __init__(self, rng: random.Random, *, careful: bool) -> None:
        self.rng, self.careful = rng, careful
        self.names = rng.sample(NAMES, len(NAMES))
        self.count = rng.randrange(1000, 8000)

    def one(self, unit: str) -> One:
        rng = self.rng
        self.count += rng.randrange(1, 9)
        name = (
            self.names.pop()
            if self.names
            else f"Hà Thị {rng.choice(NAMES).split()[-1]} {rng.choice('ABCDE')}"
        )
        digits, mail, handle = (
            f"95{self.count:04}{rng.randrange(100, 999)}",
            f"hom.thu{self.count}@example.net",
            f"vidu.trang.{self.count}",
        )
        link, url = link_hand(handle, rng) if not self.careful else (HOME + handle, HOME + handle)
        position = rng.choice(POSITIONS)
        shown = " ".join(name.split()[-2:])
        hand = (lambda write, value: value) if self.careful else (lambda write, value: write(value, rng))
        cells = {
            "name": Shown(hand(name_hand, name)), "unit": Shown(unit), "position": Shown(position),
            "phone": Shown(f"0{digits}" if self.careful else phone_hand(digits, rng)), "email": Shown(hand(email_hand, mail)),
            "fb_name": Shown(shown), "link": Shown(link),
        }  # fmt: skip
        expected = {
            "name": name, "unit": unit, "position": position, "phone": f"+84{digits}", "phones_other": [], "email": mail, "facebook_name": shown,
            "facebook_url": url, "facebook_reason": None,
        }  # fmt: skip
        return One(cells, expected)


def _phone(text, value, code, others=()):
    def fault(one, rng):
        one.cells["phone"] = Shown(text)
        one.expected |= {"phone": value, "phones_other": list(others)}
        one.issues.add(("phone", code))

    return fault


def _email(text, value, code):
    def fault(one, rng):
        one.cells["email"] = Shown(text)
        one.expected["email"] = value
        one.issues.add(("email", code))

    return fault


def _facebook(text, reason, code, url=None, link=None):
    def fault(one, rng):
        one.cells["link"] = Shown(text, link)
        one.expected |= {"facebook_url": url, "facebook_reason": reason}
        if code:
            one.issues.add(("facebook", code))

    return fault


def _swap(first, second):
    def fault(one, rng):
        one.cells[first], one.cells[second] = one.cells[second], one.cells[first]
        one.may |= {(f, "columns-swapped") for f in ("name", "phone", "email", "facebook")}

    return fault


def _no_position(one, rng):
    one.cells["position"] = Shown(rng.choice(["", "-"]))
    one.expected["position"] = None
    one.issues.add(("position", "position-missing"))


def _hidden(one, rng):
    one.hidden = True
    one.issues.add(("row", "row-hidden"))


def _other_unit(one, rng):
    one.cells["unit"] = Shown("Trạm Thủy nông Bờ Đá")
    one.expected["unit"] = "Trạm Thủy nông Bờ Đá"
    one.issues.add(("unit", "unit-differs"))


def _link_under_name(one, rng):
    one.cells["link"] = Shown(rng.choice(["facebook", "Xem trang", "Hoa Mơ"]), one.expected["facebook_url"])


FAULTS = [
    _phone("", None, "phone-missing"), _phone("không có", None, "phone-missing"), _phone("0951 23 4", None, "phone-invalid"), _phone("095123456789", None, "phone-invalid"),
    _phone("9,5E+08", None, "phone-invalid"), _phone("chưa rõ", None, "phone-invalid"), _phone("0951777111 - 0951777222", "+84951777111", "phone-multiple", ["+84951777222"]),
    _phone("0951777333/0951777444", "+84951777333", "phone-multiple", ["+84951777444"]), _phone("O951 777 555", "+84951777555", "phone-letter"),
    _phone("0164.777.6666", "+84347776666", "phone-old-prefix"), _phone("(04) 3877 6655", "+842438776655", "phone-old-prefix"),
    _phone("024 3877 6644 (máy lẻ 12)", "+842438776644", "phone-extension"), _email("", None, "email-missing"), _email("ko có", None, "email-missing"),
    _email("hòm.thư@example.org", None, "email-invalid"), _email("hom thu@example.org", None, "email-invalid"), _email("hom@thu@example.org", None, "email-invalid"),
    _email("hom.thu@example,org", None, "email-invalid"), _email("hom.thu.example.org", None, "email-invalid"),
    _email("mot.thu@example.org; hai.thu@example.org", "mot.thu@example.org", "email-multiple"), _facebook("", "blank", "facebook-missing"),
    _facebook("Không dùng", "none-declared", "facebook-missing"), _facebook("x", "none-declared", "facebook-missing"), _facebook("Hoa Mơ Rừng", "name-only", "facebook-name-only"),
    _facebook("https://www.facebook.com/share/1VanDungThu/", "share-link", "facebook-share-link"), _facebook("https://fb.watch/vidu1/", "share-link", "facebook-share-link"),
    _facebook("https://www.facebook.com/photo/?fbid=99990000", "share-link", "facebook-share-link"),
    _facebook("https://www.facebook.com/groups/vidu.nhom", "group-link", "facebook-not-account"), _facebook("https://zalo.me/0951000111", "not-facebook", "facebook-not-facebook"),
    _facebook("https://www.facebook.com/", "malformed", "facebook-malformed"), _facebook("www.facebook", "malformed", "facebook-malformed"),
    _facebook("9,9999E+14", "malformed", "facebook-malformed"), _facebook("#NAME?", "malformed", "facebook-malformed"),
    _facebook(f"{HOME}vidu.chu.bai/posts/pfbid0Vi", None, "facebook-post-link", f"{HOME}vidu.chu.bai"),
    _facebook(f"{HOME}vidu.hien", None, "link-text-differs", f"{HOME}vidu.hien", f"{HOME}vidu.dich"),
    _swap("phone", "email"), _swap("fb_name", "link"), _swap("name", "link"), _no_position, _hidden, _other_unit, _link_under_name,
]  # fmt: skip
NEEDS_LINKS = {_link_under_name, FAULTS[34]}
NEEDS_HIDING = {_hidden}
