"""Made-up union letters with what must be read out of each, from a seed; every name in them is invented."""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.campaigns import letters_words as words
from tests.campaigns.letters_paper import (
    BODIES,
    HEADERS,
    KINDS,
    NAMES,
    RECIPIENTS,
    SIGNERS,
    SLIPS,
    SUBJECTS,
    TITLES,
    TWO_ROWS,
)  # fmt: skip
from tests.campaigns.letters_words import OBJECTS, Said, due, event


@dataclass
class Letter:
    """The text (or the blocks of a Word file) and what is to be read."""

    seed: int
    text: str = ""
    blocks: list[tuple[str, object]] = field(default_factory=list)
    expected: dict = field(default_factory=dict)
    is_scanned: bool = False


def letter(seed: int) -> Letter:
    """Letter number `seed`; every seventh as a scan, every fourth as the blocks of a Word file."""
    return _Writer(seed).letter()


class _Writer:
    def __init__(self, seed: int) -> None:
        self.seed, self.r = seed, random.Random(seed * 7919 + 13)
        body = self.r.choice(BODIES)
        self.parent, self.issuer, self.level, self.to, self.to_level, self.sign, self.place, self.own = body
        self.kind = list(KINDS)[seed % len(KINDS)]
        self.issued = date(2021, 1, 4) + timedelta(days=self.r.randrange(1700))
        self.lines: list[str] = []
        self.deadlines: list[dict] = []
        self.events: list[dict] = []
        self.steps: list[dict] = []
        self.sections: list[dict] = []
        self.bases: list[dict] = []
        self.forms: list[dict] = []
        self.tables: list[list[list[str]]] = []

    def letter(self) -> Letter:
        head, number = self._head()
        subject = self._subject()
        bases = self._bases()
        self._body()
        foot, signer, recipients = self._foot()
        layout = self.seed % 5
        addressed = self.kind not in ("quyet_dinh", "ke_hoach")
        text = self._laid(head, foot, subject, layout, [f"Kính gửi: {self.to}"] if addressed else [], bases)
        expected = {
            "is_circular": True, "number": number, "kind": self.kind, "date": self.issued.isoformat(), "place": self.place,
            "issuer": self.issuer, "issuer_parent": self.parent, "subject": " ".join(s for s in subject if s), "legal_bases": self.bases,
            "addressees": [self.to] if addressed else [], "sections": self.sections, "steps": self.steps, "deadlines": self.deadlines,
            "events": self.events, "contact": [], "forms": self.forms, "recipients": recipients, "signer": signer,
        }  # fmt: skip
        made = Letter(
            self.seed, "\n".join(text), expected=expected, is_scanned=self.seed % 7 == 5 and layout != 2
        )
        if made.is_scanned:
            made.text = self._scanned(made.text)
        elif self.seed % 4 == 1:
            made.blocks = self._blocks(head, foot, subject, addressed, bases)
        elif self.seed % 11 == 3:
            made.text = unicodedata.normalize("NFD", made.text)
        return made

    def _head(self) -> tuple[dict[str, str], str]:
        n = self.r.choice(["7", "08", "113", "64", "1045"])
        sign, code = self.sign, KINDS[self.kind]
        tail = "" if code else self.r.choice(["", "-VP", "-TGNC", "-CSPL"])
        number = self.r.choice([f"{n}/{code}-{sign}", f"{n}-{code}/{sign}"]) if code else f"{n}/{sign}{tail}"
        shown = self.r.choice(
            [f"Số: {number}", f"Số:  {number}", f"Số: {number.replace('/', ' /')}", f"Số {number}"]
        )
        d = self.issued
        day = self.r.choice(
            [
                f"{d:%d} tháng {d:%m} năm {d.year}",
                f"{d.day} tháng {d.month} năm {d.year}",
                f" {d:%d}  tháng {d.month} năm {d.year}",
            ]
        )
        return {"number": shown, "date": f"{self.place}, ngày {day}"}, number

    def _subject(self) -> list[str]:
        first, second = self.r.choice(SUBJECTS)
        if self.kind == "giay_moi":
            first, second = "dự hội nghị sơ kết", self.r.choice(["6 tháng đầu năm", ""])
        first, second = first.format(y=self.issued.year), second.format(y=self.issued.year)
        return [first, second] if self.kind == "cong_van" else [first[:1].upper() + first[1:], second]

    def _bases(self) -> list[str]:
        out: list[str] = []
        for _n in range(self.r.choice([0, 1, 2])):
            kind, name, code = self.r.choice(
                [
                    ("cong_van", "Công văn", ""),
                    ("huong_dan", "Hướng dẫn", "HD-"),
                    ("ke_hoach", "Kế hoạch", "KH-"),
                    ("nghi_quyet", "Nghị quyết", "NQ-"),
                ]
            )
            number = f"{self.r.randrange(10, 400)}/{code}LĐLĐ"
            day = self.issued - timedelta(days=self.r.randrange(10, 300))
            if any(b["number"] == number for b in self.bases):
                continue
            self.bases.append(
                {"kind": kind, "number": number, "date": day.isoformat(), "issuer": "LĐLĐ tỉnh"}
            )
            if self.kind == "quyet_dinh":
                out.append(
                    f"Căn cứ {name} số {number} ngày {words.days_as(day, self.r.randrange(5))} của LĐLĐ tỉnh về công tác công đoàn;"
                )
            else:
                out.append(
                    f"Thực hiện {name} số {number} ngày {words.days_as(day, self.r.randrange(5))} của LĐLĐ tỉnh về công tác công đoàn, {self.own} đề nghị các đơn vị thực hiện như sau:"
                )
        return out

    # ------------------------------------------------------------------ the body

    def _body(self) -> None:
        if self.kind == "quyet_dinh":
            self.lines += [
                "QUYẾT ĐỊNH:",
                "Điều 1. Thành lập Ban Tổ chức gồm 07 đồng chí.",
                "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            ]
            self.lines.append("Điều 3. Văn phòng và các đồng chí có tên thi hành Quyết định này./.")
            return
        if self.kind == "giay_moi":
            day = words.later(self.issued, self.r.randrange(5, 20))
            self.lines += [
                f"{self.own} trân trọng kính mời đồng chí dự hội nghị sơ kết.",
                f"Thời gian: 8 giờ 00, {words.WEEKDAYS[day.weekday()]}, ngày {words.days_as(day, self.r.randrange(3))}.",
                "Địa điểm: Hội trường tầng 2.",
            ]
            self.events.append(event("hội nghị sơ kết", ["sơ kết", "hội nghị"], day, time="08:00"))
            return
        shapes = [self._plain, self._sectioned, self._stepped, self._assigned]
        shapes[(self.seed // len(KINDS)) % 4]()
        if self.r.random() < 0.35:
            self._form()

    def _plain(self) -> None:
        texts = [self._deadline() for _n in range(self.r.choice([0, 1, 1, 2]))]
        texts += [self._event()] if self.r.random() < 0.4 else []
        texts.insert(0, self._harmless())
        if self.r.random() < 0.5:
            texts.append(self._harmless())
        for said in texts:
            self._keep(said)

    def _sectioned(self) -> None:
        for label, title, making in (
            ("I.", "MỤC ĐÍCH, YÊU CẦU", self._aim), ("II.", "NỘI DUNG", self._event), ("III.", "THỜI GIAN THỰC HIỆN", self._deadline),
        ):  # fmt: skip
            self._title(1, label, title)
            self._keep(making())
        if self.r.random() < 0.5:
            self._keep(self._harmless())

    def _stepped(self) -> None:
        self._title(1, "1.", "Công đoàn cơ sở")
        level = "co_so"
        dash, mark = self.r.choice(["", "- "]), self.r.choice([":", "."])
        for n, text in enumerate(self.r.sample(words.BY_NUMBER, self.r.choice([2, 3, 4])), 1):
            self.lines.append(f"{dash}Bước {n}{mark} {text}")
            self.steps.append(
                {"level": level, "responsible": "Công đoàn cơ sở", "label": f"Bước {n}", "text": text}
            )
        self._title(1, "2.", "Thời gian thực hiện")
        self._keep(self._deadline())

    def _assigned(self) -> None:
        self._title(1, "I.", "NỘI DUNG")
        self._keep(self._aim())
        self._keep(self._deadline())
        self._title(
            1, "II.", self.r.choice(["TỔ CHỨC THỰC HIỆN", "PHÂN CÔNG NHIỆM VỤ", "TRÁCH NHIỆM THỰC HIỆN"])
        )
        shape = self.r.choice(["{n}.", "-", "{l})", "+"])
        for n, (name, level, text) in enumerate(self.r.sample(words.BY_NAME, self.r.choice([2, 3, 4]))):
            label = shape.format(n=n + 1, l="abcd"[n])
            said = text[:1].upper() + text[1:] if name.endswith(": ") else text
            self.lines.append(f"{label} {name}{said}")
            self.steps.append(
                {
                    "level": self.level if level == "own" else level,
                    "responsible": name.strip(" :"),
                    "label": label,
                    "text": text,
                }
            )

    def _title(self, level: int, label: str, title: str) -> None:
        self.lines.append(f"{label} {title}")
        self.sections.append({"level": level, "label": label, "title": title})

    def _keep(self, said: Said) -> None:
        self.lines.append(said.text)
        self.deadlines += said.deadlines
        self.events += said.events

    def _aim(self) -> Said:
        return Said(
            self.r.choice(
                [
                    "Chăm lo tốt hơn đời sống đoàn viên, người lao động.",
                    "Hoạt động thiết thực, tiết kiệm, đúng đối tượng.",
                    "Mỗi đơn vị có ít nhất một việc làm cụ thể vì đoàn viên.",
                ]
            )
        )

    def _deadline(self) -> Said:
        which = self.r.random()
        thing, key = self.r.choice(OBJECTS)
        day = words.later(self.issued, self.r.randrange(6, 90))
        n = self.r.choice([5, 10, 15, 18, 20, 25])
        told = {
            "o": thing,
            "O": thing[:1].upper() + thing[1:],
            "t": self.own,
            "w": words.WEEKDAYS[day.weekday()],
            "n": n,
            "d": words.days_as(day, self.r.randrange(7)),
        }
        if which < 0.6:
            text, time, inclusive = self.r.choice(words.FIXED)
            found = due(key, day=day, time=time, inclusive=inclusive)
        elif which < 0.7:
            text, time, inclusive = self.r.choice(words.YEARLESS)
            told["d"] = self.r.choice(
                [f"{day:%d/%m}", f"{day.day}/{day.month}", f"{day:%d} tháng {day.month}"]
            )
            found = due(key, day=day, time=time, inclusive=inclusive)
        elif which < 0.87:
            text, rule, time, inclusive = self.r.choice(words.RECURRING)
            found = due(key, recurrence=rule.format(n=n), time=time, inclusive=inclusive)
        else:
            text, direction, days, unit = self.r.choice(words.RELATIVE)
            found = due(key, relative={"direction": direction, "days": days, "unit": unit, "anchor": ""})
        return Said(_capital(text.format(**told)), [found])

    def _event(self) -> Said:
        text, what, keys, has_end, time = self.r.choice(words.EVENTS)
        day = words.later(self.issued, self.r.randrange(10, 60))
        end = words.later(day, 2) if has_end else None
        how = self.r.randrange(3)
        said = text.format(d=words.days_as(day, how), e=words.days_as(words.later(day, 2), how))
        return Said(said, [], [event(what, keys, day, end=end, time=time)])

    def _harmless(self) -> Said:
        before, after = words.later(self.issued, -self.r.randrange(20, 200)), words.later(self.issued, 120)
        text = self.r.choice(words.NO_DEADLINE).format(d=words.days_as(before, 0), f=words.days_as(after, 0))
        if " số 45/LĐLĐ" in text:
            self.bases.append(
                {"kind": "cong_van", "number": "45/LĐLĐ", "date": before.isoformat(), "issuer": "LĐLĐ tỉnh"}
            )
        if " số 12/NQ-BCH" in text:
            self.bases.append(
                {"kind": "nghi_quyet", "number": "12/NQ-BCH", "date": before.isoformat(), "issuer": None}
            )
        return Said(text)

    def _form(self) -> None:
        rows, headers = TWO_ROWS if self.r.random() < 0.4 else (None, self.r.choice(HEADERS))
        self.tables.append(
            rows or [headers, ["1", *[""] * (len(headers) - 1)], ["2", *[""] * (len(headers) - 1)]]
        )
        label = self.r.choice(["Mẫu 01", "Biểu mẫu 1", "Phụ lục 1", "Mẫu số 02", "Mẫu A"])
        self.forms.append(
            {
                "label": label,
                "title": "DANH SÁCH TỔNG HỢP CỦA ĐƠN VỊ",
                "tables": [{"orientation": "horizontal", "headers": headers}],
            }
        )

    # ------------------------------------------------------------------ head and foot on paper

    def _foot(self) -> tuple[dict[str, list[str]], dict, list[str]]:
        capacity, title = self.r.choice(SIGNERS)
        name, told = self.r.choice(NAMES), self.r.choice(RECIPIENTS)
        left = ["Nơi nhận:", *[f"- {x}{';' if x != told[-1] else '.'}" for x in told]]
        right = [x for x in (capacity, title, "", name) if x is not None]
        return {"left": left, "right": right}, {"capacity": capacity, "title": title, "name": name}, told

    def _columns(self, head: dict[str, str], subject: list[str]) -> tuple[list[str], list[str]]:
        left = [self.parent, self.issuer, head["number"]]
        if self.kind == "cong_van":
            left += [f"V/v {subject[0]}", *subject[1:2]]
        return [x for x in left if x], [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            head["date"],
        ]

    def _middle(self, subject: list[str], greeting: list[str], bases: list[str]) -> list[str]:
        title = [] if self.kind == "cong_van" else [TITLES[self.kind], *[x for x in subject if x], ""]
        head = [f"BAN THƯỜNG VỤ {self.issuer}"] if self.kind == "quyet_dinh" else []
        return [*title, *greeting, "", *head, *bases, *self.lines]

    def _form_lines(self) -> list[str]:
        out: list[str] = []
        for form, rows in zip(self.forms, self.tables, strict=True):
            out += ["", form["label"], form["title"], *["\t".join(row) for row in rows]]
        return out

    def _laid(self, head, foot, subject, layout, greeting, bases) -> list[str]:
        left, right = self._columns(head, subject)
        middle = self._middle(subject, greeting, bases)
        if layout == 0:
            top, bottom = [*left, *right, ""], [*foot["left"], *foot["right"]]
        elif layout == 1:
            top, bottom = [*right, "", *left, ""], [*foot["right"], "", *foot["left"]]
        elif layout == 2:
            top, bottom = _side_by_side(left, right), _side_by_side(foot["left"], foot["right"])
        elif layout == 3:
            top = [
                f"{' '.join(left[:2])} | {' '.join(right[:2])}",
                f"{left[2]} | {right[2]}",
                *[f"{x} | " for x in (left[3:] and [" ".join(left[3:])])],
            ]
            bottom = [f"{' '.join(foot['left'])} | {' '.join(x for x in foot['right'] if x)}"]
        else:
            top = [*[f"{a} {b}".strip() for a, b in zip(left[:3], right, strict=True)], *left[3:]]
            bottom = [*foot["left"], *foot["right"]]
        return [*top, "", *middle, *bottom, *self._form_lines()]

    def _blocks(self, head, foot, subject, addressed, bases) -> list[tuple[str, object]]:
        left, right = self._columns(head, subject)
        middle = self._middle(subject, [f"Kính gửi: {self.to}"] if addressed else [], bases)
        out: list[tuple[str, object]] = [("table", [["\n".join(left), "\n".join(right)]])]
        out += [("line", line) for line in middle]
        out.append(("table", [["\n".join(foot["left"]), "\n".join(foot["right"])]]))
        for form, rows in zip(self.forms, self.tables, strict=True):
            out += [("line", form["label"]), ("line", form["title"]), ("table", rows)]
        return out

    def _scanned(self, text: str) -> str:
        """As a scan reads: marks that slip, blanks before points and around strokes, 1 as l, 0 as O."""
        for good, bad in self.r.sample(SLIPS, 3):
            parts = text.split(good)
            text = "".join(
                p + (self.r.choice([good, good, good, bad]) if n < len(parts) - 1 else "")
                for n, p in enumerate(parts)
            )
        out = []
        for line in text.split("\n"):
            if self.r.random() < 0.3:
                line = line.replace(", ", " , ").replace("/20", " / 20")
            if self.r.random() < 0.2:
                line = line.replace("ngày 1", "ngày l")
            out.append(line)
        return "\n".join(out)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _side_by_side(left: list[str], right: list[str]) -> list[str]:
    height = max(len(left), len(right))
    pairs = zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True)
    return [f"  {a:<58}  {b}".rstrip() for a, b in pairs]
