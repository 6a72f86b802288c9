"""Sections and steps: the order of a circular and the work it gives to whom."""

import re

from nhipcau.campaigns.reading.head import _person
from nhipcau.campaigns.reading.levels import ASKED, BODIES, NAMED, issuer_level, level_of
from nhipcau.campaigns.reading.lines import Source, fold
from nhipcau.core.boundary import cut

HEADING = re.compile(
    r"^((?:[IVXLC]+|[A-Z])\s*[./-]|\d+(?:\.\d+)*\s*[./]?(?=\s)|\d+(?:\.\d+)*[./-])\s*(\S.*)$"
)
STEP = re.compile(r"^(?:[-+•*–]\s*)?(Bước\s+\d+)\s*[:.]\s*(.*)$", re.IGNORECASE)
ITEM = re.compile(r"^((?:\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-+•–])\s*)(\S.*)$")
ASSIGNING = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu cua")


def read_body(
    source: Source, start: int, end: int, *, issuer: str, parent: str | None, addressed: str | None
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """(sections, steps) of the lines from start to end, with what lies outside the boundary taken out."""
    reader = _Body(source, issuer, parent, addressed)
    for i in range(start, end):
        if source.lines[i]:
            reader.line(i, source.lines[i])
    return reader.sections, reader.steps


class _Body:
    def __init__(self, source: Source, issuer: str, parent: str | None, addressed: str | None) -> None:
        self.source, self.issuer, self.parent, self.addressed = source, issuer, parent, addressed
        self.sections: list[dict[str, object]] = []
        self.steps: list[dict[str, object]] = []
        self.order: list[str] = []
        self.heading = ""  # the last title, for who does the steps below it
        self.assigning: str | None = None  # shape of the heading under which items name who does them
        self.step: dict[str, object] | None = None
        self.detail = ""

    def line(self, i: int, text: str) -> None:
        if m := STEP.match(text):
            self._step(i, text, m.group(1), m.group(2))
            return
        if self._heading(i, text):
            self.step = None
            return
        if self.step is not None and (m := ITEM.match(text)):
            self._detail(m.group(2))
            return
        self.step = None
        if self.assigning is not None:
            self._assigned(i, text)

    def _heading(self, i: int, text: str) -> bool:
        m = HEADING.match(text)
        if not m or (re.match(r"^\d+\s+\S", text) and not re.match(r"^\d+[./-]", text)):
            return False
        label, title = re.sub(r"\s+", "", m.group(1)), m.group(2).strip()
        if re.match(r"^\d+/\d+|^\d+\.\d{3}\b", text):
            return False
        run_in = False
        named = BODIES.match(fold(title))
        if ":" in title.rstrip(" :"):
            lead = title.split(":", 1)[0]
            if len(lead.split()) > 5 or (level_of(lead) or named):
                return False
            title, run_in = lead.strip(), True
        elif not self._only_title(title) or (
            named and self.assigning and named.end() < len(title.rstrip(" :"))
        ):
            return False
        title = title.rstrip(" :")
        shape = (
            "1"
            if re.match(r"^\d+\.\d", label) is None and label[0].isdigit()
            else re.sub(r"\d+", "1", label)
            if label[0].isdigit()
            else "I"
            if re.match(r"^[IVX]+", label) and not (label[0] in "CD" and "A" in self.order)
            else "A"
        )
        level = self._level(shape, label)
        self.heading = title
        if ASSIGNING.search(fold(title)):
            self.assigning = shape
        elif self.assigning is not None and not (level_of(title) or named) and self._outer(shape):
            self.assigning = None
        checked = cut(title)
        if checked.kept:
            section: dict[str, object] = {
                "level": level,
                "label": label,
                "title": checked.kept,
                "_source": text,
                "_line": i,
            }
            if run_in:
                section["run_in"] = True
            self.sections.append(section)
        return not run_in

    def _outer(self, shape: str) -> bool:
        return self.order.index(shape) <= (
            self.order.index(self.assigning) if self.assigning in self.order else 0
        )

    @staticmethod
    def _only_title(title: str) -> bool:
        bare = title.rstrip()
        if bare.endswith((".", ";", "/.")) or re.search(r"\d{1,2}/\d{1,2}/\d{4}", bare):
            return False
        return len(bare.split()) <= 16 or bare.upper() == bare

    def _level(self, shape: str, label: str) -> int:
        if re.match(r"^\d+\.\d", label):
            base = self.order.index("1") + 1 if "1" in self.order else 0
            if "1" not in self.order:
                self.order.append("1")
                base = len(self.order)
                return base + label.strip(".").count(".") if self.sections else base
            return base + label.strip("./-").count(".")
        if shape not in self.order:
            self.order.append(shape)
        else:
            self.order = self.order[: self.order.index(shape) + 1]
        return self.order.index(shape) + 1

    def _who(self, name: str | None) -> str | None:
        if not name:
            return None
        flat = fold(name)
        level = level_of(name)
        if level in (None, "quan_huyen", "tinh_thanh_pho") and self._is_issuer(flat):
            return issuer_level(self.issuer, self.parent) or level
        if level is None and re.search(r"^(?:cac )?don vi|cap duoi", flat):
            return self.addressed
        if level is None and re.search(r"^(?:ban|van phong|to(?! chuc)|uy ban|bo phan|hoi dong)\b", flat):
            return level_of(flat) or issuer_level(self.issuer, self.parent)
        if re.search(r"^ban chap hanh$", flat):
            return issuer_level(self.issuer, self.parent)
        return level

    def _is_issuer(self, flat: str) -> bool:
        own = fold(self.issuer).replace("lien doan lao dong", "ldld")
        said = flat.replace("lien doan lao dong", "ldld").replace("ban thuong vu ", "").strip()
        return own.startswith(said) if said.startswith("ldld") else False

    def _step(self, i: int, text: str, label: str, said: str) -> None:
        self.detail = ""
        checked = cut(said)
        self.step = {"level": None}
        if not checked.kept:
            return
        responsible = self._tidy(self.heading) if self._who(self.heading) else None
        level = self._who(self.heading) or self.addressed
        self.step = {
            "level": level,
            "responsible": responsible,
            "label": label,
            "text": checked.kept,
            "details": [],
            "_source": text,
            "_line": i,
        }
        self.steps.append(self.step)

    @staticmethod
    def _tidy(name: str) -> str:
        return name.capitalize() if name.upper() == name else name

    def _detail(self, said: str) -> None:
        if said.endswith(":") and len(said.split()) <= 4:
            self.detail = said.rstrip(": ")
            return
        checked = cut(said)
        if checked.kept and isinstance(self.step, dict) and isinstance(self.step.get("details"), list):
            self.step["details"].append(f"{self.detail}: {checked.kept}" if self.detail else checked.kept)  # type: ignore[attr-defined]

    def _assigned(self, i: int, text: str) -> None:
        m = ITEM.match(text)
        label, said = (m.group(1).strip(), m.group(2)) if m else (None, text)
        if m and (asked := ASKED.match(fold(said))):
            said = said[asked.end() :]
        named = NAMED.match(fold(said)) or BODIES.match(fold(said))
        if named:
            name = said[: named.end()]
            rest = re.sub(r"^[\s:,]*(?:(?:có|chịu)\s+trách nhiệm\s*:?\s*)?", "", said[named.end() :])
            if not rest:
                self.heading = name
                return
        elif m and self._who(self.heading):
            name, rest = self.heading, said
        else:
            return
        checked = cut(rest)
        if not checked.kept or _person(rest):
            return
        kept = checked.kept[:1].upper() + checked.kept[1:]
        self.steps.append(
            {
                "level": self._who(name) or self.addressed,
                "responsible": self._tidy(name.strip()),
                "label": label,
                "text": kept,
                "details": [],
                "_source": text,
                "_line": i,
            }
        )
