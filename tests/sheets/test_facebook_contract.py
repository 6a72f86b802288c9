"""Every row of the table of Facebook addresses: its kind, its canonical form, and what the register says of it."""

from pathlib import Path

import pytest

from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners.facebook import FacebookAccount, read_address

TABLE = Path(__file__).parents[1] / "samples/facebook-addresses.txt"
HOST_CUT_OFF = "www.facebook/congdoanlongbien"
# how the register calls what the table calls otherwise
SAME_KIND = {
    "short_link": {"short_link"},
    "empty": {"empty", "none"},
    "not_a_link": {"not_a_link", "cut_off"},
}
REGISTER = {
    "short_link": ("share-link", "facebook-share-link"), "opaque": ("share-link", "facebook-share-link"),
    "content": ("share-link", "facebook-share-link"), "group": ("group-link", "facebook-not-account"),
    "name?": ("name-only", "facebook-name-only"), "not_account": ("malformed", "facebook-malformed"),
    "damaged_number": ("malformed", "facebook-malformed"), "not_a_link": ("not-facebook", "facebook-not-facebook"),
}  # fmt: skip


def rows():
    for line in TABLE.read_text("utf-8").splitlines():
        text, kind, form = (part.strip(" ") for part in line.split(" | "))
        form = form.partition(" (")[0]
        text = "   " if text == "(spaces only)" else text
        for written, sign in (("\\u200b", "\u200b"), ("\\u00a0", "\u00a0"), ("\\n", "\n")):
            text = text.replace(written, sign)
        yield text, kind, form


ROWS = list(rows())


def test_the_table_is_whole():
    assert len(ROWS) == 82


@pytest.mark.parametrize(("text", "kind", "form"), ROWS, ids=[repr(row[0])[:70] for row in ROWS])
def test_an_address_has_its_kind_and_its_canonical_form(text, kind, form):
    got = read_address(text)
    owner = form.removeprefix("owner ") if form.startswith("owner ") else None

    if text.startswith("https://fb.watch/"):
        assert got.kind in ("content", "short_link")  # either way only Facebook knows whose it is
    else:
        assert got.kind in SAME_KIND.get(kind, {kind})
    assert got.owner == owner
    assert got.url == (None if owner or form == "-" else form)


@pytest.mark.parametrize(("text", "kind", "form"), ROWS, ids=[repr(row[0])[:70] for row in ROWS])
def test_the_register_says_of_an_address_what_follows_from_its_kind(text, kind, form):
    got = FacebookAccount().clean(Cell(text))
    said = (got.value, got.more["reason"], got.codes)

    if form.startswith("owner "):
        assert said == (form.removeprefix("owner "), None, ["facebook-post-link"])
    elif kind in ("name", "id", "page"):
        assert said == (form, None, [])
    elif kind == "empty":
        assert said == (None, "none-declared" if text.strip() else "blank", ["facebook-missing"])
    else:
        reason, code = REGISTER["not_account" if text == HOST_CUT_OFF else kind]
        assert said == (None, reason, [code])
