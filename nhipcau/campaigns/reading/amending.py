"""A letter that corrects an earlier one: which one by its number, and what it says instead."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nhipcau.campaigns.reading.facts import BASIS
from nhipcau.campaigns.reading.head import ocr_digits, safe_date
from nhipcau.campaigns.reading.lines import Source, fold
from nhipcau.campaigns.reading.wording import DAY

AMENDS = re.compile(
    r"\b(?:dinh chinh|dieu chinh|gia han|lui (?:thoi )?(?:han|gian)|keo dai thoi (?:han|gian)|thay doi thoi (?:han|gian)|sua doi|bo sung (?:mot so noi dung |noi dung )?(?:tai |cua |vao )?(?:cong van|ke hoach|huong dan|thong bao|quyet dinh|giay moi)|hoan)\b"
)
_CLOCK = r"(?:\d{1,2}\s*(?:h|gio|g|:)\s*\d{0,2}\s*(?:phut)?\s*,?\s*)?"
FROM_TO = re.compile(  # "từ ngày A sang ngày B", "ngày A ... nay sửa thành ngày B", "thay ngày A bằng ngày B"
    rf"{DAY}[\s”\"'.;,)]*(?:\S+\s+){{0,9}}?(?:sang|thanh|la|den het|den|bang|lui den|xuong)\s*[:“\"']*\s*[“\"']?\s*(?:(?:truoc|het|cham nhat|truoc het|den het|han cuoi)\s+(?:la\s+)?)?{_CLOCK}{DAY}"
)

INSTEAD_OF = re.compile(  # "ngày B (thay cho ngày A)"
    rf"{DAY}[\s”\"'.;,(]*thay (?:cho|vi|the|the cho)\s+(?:(?:thoi han|han)\s+)?(?:truoc\s+)?{_CLOCK}{DAY}"
)


@dataclass
class Amendment:
    """The numbers of the letters it names, the days it puts in the place of others, and the days it sets."""

    numbers: list[str]
    days: dict[date, date] = field(default_factory=dict)
    set_days: list[tuple[date, str]] = field(default_factory=list)
    line: str = ""  # where it says so
    moving: set[str] = field(default_factory=set)  # the lines that put a day in the place of another


def amendment_in(source: Source, got: dict[str, Any]) -> Amendment | None:
    """What the letter changes in another one, or None when it does not say that it changes any."""
    if not got.get("is_circular"):
        return None
    said = f"{got.get('subject') or ''}"
    first = [line for line in source.lines if line and AMENDS.search(fold(line))]
    if not AMENDS.search(fold(said)) and not any(BASIS.search(fold(line)) for line in first):
        return None
    own = fold(str(got.get("number") or ""))
    numbers: list[str] = []
    for line in [said, *first, *source.lines]:
        for m in BASIS.finditer(fold(line)):
            number = re.sub(r"\s+", "", line[m.start(2) : m.end(2)]).rstrip("./-")
            if fold(number) != own and number not in numbers:
                numbers.append(number)
    if not numbers:
        return None
    found = Amendment(numbers, line=first[0] if first else "")
    bases = {b["date"] for b in got["legal_bases"]} | {got.get("date")}
    for line in source.lines:
        for way, was, then in ((FROM_TO, 1, 4), (INSTEAD_OF, 4, 1)):
            for m in way.finditer(fold(line)):
                new = _day(m, then, None)
                old = _day(m, was, new)
                if new and old and old != new and old.isoformat() not in bases:
                    found.days[old] = new
                    found.moving.add(line.strip())
    found.set_days = [(date.fromisoformat(d["date"]), str(d["what"])) for d in got["deadlines"] if d["date"]]
    return found


def _day(m: re.Match[str], at: int, like: date | None) -> date | None:
    year = m.group(at + 2) or (like and like.year)
    return safe_date(ocr_digits(m.group(at)), ocr_digits(m.group(at + 1)), int(year)) if year else None


def same_number(one: str, other: str) -> bool:
    """Numbers as people write them: blanks, capitals and the kind of stroke aside."""
    return re.sub(r"[\s–—-]", "", fold(one)) == re.sub(r"[\s–—-]", "", fold(other))
