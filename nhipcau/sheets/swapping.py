"""Cells in each other's columns: a phone among the e-mails, a link among the names."""

import re

from nhipcau.core.text import fold
from nhipcau.formats.model import EMPTY, Cell
from nhipcau.sheets import lines
from nhipcau.sheets.cleaners import Email, Phone, ordinary
from nhipcau.sheets.cleaners.base import says_none, says_nothing
from nhipcau.sheets.cleaners.facebook import is_ordinary as is_ordinary_account
from nhipcau.sheets.cleaners.facebook import read_address
from nhipcau.sheets.cleaners.name import SURNAMES
from nhipcau.sheets.cleaners.name import is_ordinary as is_ordinary_name

MAIL = re.compile(r"[^\s;,/|()<>@:]+@[^\s;,/|()<>@]+")
HOMES = {"phone": "phone", "email": "email", "link": "facebook"}
COLUMNS = ("phone", "email", "facebook_name", "facebook")
FIELD = {
    "phone": "phone",
    "email": "email",
    "facebook_name": "facebook",
    "facebook": "facebook",
    "full_name": "name",
}


def nature(cell: Cell) -> str:
    """phone, email, link, word, or nothing."""
    if not cell.text:
        return "nothing"
    text = cell.text
    if ordinary.mobile(text):
        return "phone"
    if ordinary.email(text):
        return "email"
    if is_ordinary_account(text):
        return "link"
    return "word" if is_ordinary_name(text) else judged_nature(text.strip())


def judged_nature(text: str) -> str:
    """The same for any text."""
    if says_nothing(text) or says_none(text):
        return "nothing"
    if "@" in text and Email().clean(Cell(text)).value:
        return "email"
    if (
        re.search(r"\d{3}", text)
        and not re.search(r"[A-Za-z]{3,}.*[./]", text)
        and Phone().clean(Cell(text)).value
    ):
        return "phone"
    address = read_address(text)
    if address.kind in ("name", "id", "page", "content", "short_link", "group", "opaque"):
        return "link"
    return "word"


def put_right(cells: dict[str, Cell]) -> tuple[dict[str, Cell], list[str]]:
    """The cells where they belong, and the fields that changed places."""
    name = cells.get("full_name", EMPTY)
    if not is_ordinary_name(name.text):
        home = HOMES.get(nature(name), "")
        if home and nature(cells.get(home, EMPTY)) == "word":
            return cells | {"full_name": cells[home], home: name}, ["name", FIELD[home]]
    if _is_unit(name.text) and _is_family(cells.get("unit", EMPTY).text):
        return cells | {"full_name": cells["unit"], "unit": name}, ["name", "unit"]
    cells = _parted(cells)
    if _is_in_place(cells):
        return cells, []
    natures = {key: nature(cells.get(key, EMPTY)) for key in COLUMNS}
    stray = {key: what for key, what in natures.items() if what in HOMES and HOMES[what] != key}
    if not stray:
        return cells, []
    out = dict(cells)
    moved: list[str] = []
    for key, what in stray.items():
        home = HOMES[what]
        if not _is_free(home, natures, stray):
            continue
        out[home] = cells[key]
        moved.append(home)
        if out.get(key) is cells[key]:
            out[key] = EMPTY
            if natures[home] == "word" and home == "facebook" and key == "facebook_name":
                out[key] = cells[home]
    return (out, list(dict.fromkeys(FIELD[k] for k in moved))) if moved else (cells, [])


def _parted(cells: dict[str, Cell]) -> dict[str, Cell]:
    """A phone and an e-mail written in one cell, where the other cell is empty."""
    for key, other in (("phone", "email"), ("email", "phone")):
        text = cells.get(key, EMPTY).text[:400]
        found = MAIL.search(text) if nature(cells.get(other, EMPTY)) == "nothing" else None
        if found and nature(Cell(rest := text[: found.start()] + text[found.end() :])) == "phone":
            return cells | {"phone": Cell(rest), "email": Cell(found[0])}
    return cells


def _is_unit(text: str) -> bool:
    return bool(text) and lines.looks_like_unit(text)


def _is_family(text: str) -> bool:
    """A person's name: capitalised words, a family's name first."""
    return is_ordinary_name(text) and " " in text and fold(text.split()[0]) in SURNAMES


def _is_in_place(cells: dict[str, Cell]) -> bool:
    """Most rows: what stands in each column is empty or an ordinary one of its kind."""
    phone, email, name, account = (cells.get(key, EMPTY).text for key in COLUMNS)
    return (
        (not phone or ordinary.mobile(phone) is not None)
        and (not email or ordinary.email(email) is not None)
        and (not account or is_ordinary_account(account))
        and (not name or is_ordinary_name(name))
    )


def _is_free(home: str, natures: dict[str, str], stray: dict[str, str]) -> bool:
    """Empty, itself in the wrong place, or only a word where a link belongs."""
    if sum(1 for what in stray.values() if HOMES[what] == home) > 1:
        return False
    return natures[home] == "nothing" or home in stray or (home == "facebook" and natures[home] == "word")
