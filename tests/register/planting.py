"""A register of made-up people with planted second lines, as different hands would write the same person again."""

import random
import unicodedata
from dataclasses import dataclass, replace

FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Đào",
    "Đoàn",
    "Trịnh",
    "Mai",
    "Lương",
    "Cao",
]
WEIGHTS = [38, 11, 9, 7, 5, 5, 4, 4, 4, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]
WOMEN = [
    "Hương",
    "Lan",
    "Hoa",
    "Hồng",
    "Thảo",
    "Trang",
    "Linh",
    "Hà",
    "Thu",
    "Mai",
    "Phương",
    "Nga",
    "Yến",
    "Hạnh",
    "Thủy",
    "Oanh",
    "Ngọc",
    "Vân",
    "Huệ",
    "Nhung",
    "Dung",
    "Hiền",
    "Loan",
    "Xuân",
    "Tuyết",
]
MEN = [
    "Hùng",
    "Dũng",
    "Tuấn",
    "Minh",
    "Anh",
    "Nam",
    "Sơn",
    "Long",
    "Hải",
    "Hòa",
    "Thắng",
    "Bình",
    "Cường",
    "Quang",
    "Đức",
    "Khoa",
    "Phúc",
    "Tiến",
    "Trung",
    "Việt",
    "Thành",
    "An",
    "Toàn",
    "Khánh",
    "Huy",
]
MIDDLES = [
    "Thanh",
    "Minh",
    "Ngọc",
    "Thu",
    "Kim",
    "Hồng",
    "Bích",
    "Đức",
    "Quốc",
    "Xuân",
    "Hữu",
    "Mạnh",
    "Anh",
    "Bảo",
    "Gia",
    "Hoài",
    "Mỹ",
    "Tuyết",
    "Công",
    "Duy",
]
HEADS = [
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "38",
    "39",
    "70",
    "76",
    "77",
    "78",
    "79",
    "81",
    "82",
    "83",
    "84",
    "85",
    "90",
    "91",
    "93",
    "94",
    "95",
    "96",
    "97",
    "98",
]
DOMAINS = ("example.org", "example.com", "example.net")


@dataclass(frozen=True)
class Made:
    """One line; `same` is the number of the person that it is."""

    same: int
    unit: int
    name: str
    phone: str
    email: str
    link: str


def plain(text):
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in flat if not unicodedata.combining(c))


def person(rng, n, units):
    woman = rng.random() < 0.55
    family = rng.choices(FAMILIES, WEIGHTS)[0]
    middle = ("Thị" if woman else "Văn") if rng.random() < 0.6 else rng.choice(MIDDLES)
    words = [
        family,
        middle,
        *([rng.choice(MIDDLES)] if rng.random() < 0.3 else []),
        rng.choice(WOMEN if woman else MEN),
    ]
    handle = plain(words[-1] + words[0]).lower()
    phone = f"+84{rng.choice(HEADS)}{rng.randrange(10**7):07}" if rng.random() < 0.95 else ""
    email = f"{handle}{n}@{rng.choice(DOMAINS)}" if rng.random() < 0.7 or not phone else ""
    link = f"vidu{handle}{n}" if rng.random() < 0.5 else ""
    return Made(n, rng.randrange(units), " ".join(words), phone, email, link)


# ---- what another hand does to a name, and to the contacts


def no_marks(rng, name):
    return plain(name)


def capitals(rng, name):
    return name.upper().title()


def tone_moved(rng, name):
    return name.replace("òa", "oà").replace("ủy", "uỷ").replace("Hòa", "Hoà")


def slip(rng, name):
    """A letter too many, too few, or two that changed places, inside a word."""
    at = rng.choice([n for n in range(1, len(name) - 1) if name[n] != " " and name[n - 1] != " "])
    how = rng.randrange(3)
    if how == 0:
        return name[:at] + name[at + 1 :]
    if how == 1:
        return name[:at] + name[at] + name[at:]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def dropped(rng, name):
    words = name.split()
    return " ".join([words[0], *words[2:]]) if len(words) > 2 else name


def order(rng, name):
    words = name.split()
    return " ".join([*words[1:], words[0]])


def initials(rng, name):
    words = name.split()
    return " ".join([words[0], *(word[0] + "." for word in words[1:-1]), words[-1]])


def as_it_is(rng, name):
    return name


NAMES = (no_marks, capitals, tone_moved, slip, dropped, order, initials, as_it_is)


def wrong_digit(rng, made):
    if not made.phone:
        return made
    at = rng.randrange(5, len(made.phone))
    other = rng.choice([d for d in "0123456789" if d != made.phone[at]])
    return replace(made, phone=made.phone[:at] + other + made.phone[at + 1 :])


def nickname_mail(rng, made):
    nick = plain(made.name.split()[-1]).lower() + rng.choice(["cute", "xinh", "_cd", ".vp", "88", "2k"])
    return replace(made, email=f"{nick}{rng.randrange(1000)}@{rng.choice(DOMAINS)}")


def without_link(rng, made):
    return replace(made, link="")


def without_mail(rng, made):
    return replace(made, email="") if made.phone else made


def new_phone(rng, made):
    """The person changed the number; the e-mail or the link stays."""
    if not (made.email or made.link):
        return made
    return replace(made, phone=f"+84{rng.choice(HEADS)}{rng.randrange(10**7):07}")


CONTACTS = (wrong_digit, nickname_mail, without_link, without_mail, new_phone)


def second_line(rng, made, units):
    """The same person as another hand wrote it: the name changed one way, up to two contacts, perhaps another unit.

    Something of the person remains: one contact, or all of the phone but a digit. A line that shares no more than a
    name with another is nobody's second line that anyone could know of.
    """
    while True:
        again = made
        for change in rng.sample(CONTACTS, rng.choice([0, 1, 1, 1, 2])):
            again = change(rng, again)
        shares = [
            a and a == b
            for a, b in ((made.phone, again.phone), (made.email, again.email), (made.link, again.link))
        ]
        differing = sum(a != b for a, b in zip(made.phone, again.phone, strict=False))
        if any(shares) or (made.phone and again.phone and differing == 1):
            break
    again = replace(again, name=rng.choice(NAMES)(rng, made.name))
    return replace(again, unit=rng.randrange(units)) if rng.random() < 0.4 else again


def office_phones(rng, people):
    """One office, one telephone: every twentieth line has the number of a colleague of another name."""
    out = list(people)
    for n in range(20, len(out), 20):
        beside = out[n - rng.randrange(1, 19)]
        if beside.phone and beside.name != out[n].name:
            out[n] = replace(out[n], phone=beside.phone, unit=beside.unit)
    return out


def register(count, planted, seed=2026):
    """(people with their second lines in any order): namesakes abound, because Vietnamese names are few."""
    rng = random.Random(seed)
    units = max(10, count // 60)
    people = office_phones(rng, [person(rng, n, units) for n in range(count - planted)])
    people += [second_line(rng, made, units) for made in rng.sample(people, planted)]
    rng.shuffle(people)
    return people
