"""What holds on every page: axe, the policy, no other host, Vietnamese, nothing wider than the window."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import polib
import pytest

pytestmark = pytest.mark.browser

CATALOGUE = Path(__file__).parents[2] / "nhipcau" / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def nothing(rows):
    """An empty list, or all of it in words."""
    rows = list(rows)
    assert not rows, "\n".join(rows)


def test_every_page_answers(seen):
    assert len({one.visit.name for one in seen}) > 30
    nothing(f"{one}: {one.visit.status}" for one in seen if one.visit.status != 200)


def test_axe_finds_nothing_serious(seen):
    found = [
        f"{one} at {width}: {what}" for one in seen for width, several in one.axe.items() for what in several
    ]
    nothing(found)


def test_the_console_is_silent(seen):
    nothing(f"{one}: {line}" for one in seen for line in one.visit.console)


def test_no_other_host_is_asked(seen, demo):
    own = {urlsplit(demo.base).netloc, ""}
    nothing(f"{one}: {one.visit.hosts - own}" for one in seen if one.visit.hosts - own)


def test_no_page_is_wider_than_the_window(seen):
    nothing(f"{one} at {width}: {what}" for one in seen for width, what in one.wider.items() if what)


def english():
    """Patterns of the catalogue's English; words that are the same in both languages are none."""
    for entry in polib.pofile(str(CATALOGUE)):
        words = entry.msgstr or entry.msgstr_plural.get(0, "")
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            letters = re.sub(r"%\(\w+\)[sd]|%[sd]|\W", "", text)
            if len(letters) >= 3 and text != words and not entry.obsolete:
                pieces = re.split(r"%\(\w+\)[sd]|%[sd]", " ".join(text.split()))
                yield re.compile(".+?".join(re.escape(piece) for piece in pieces))


def test_no_english_of_the_catalogue_is_shown(seen):
    vietnamese = {
        " ".join((e.msgstr or e.msgstr_plural.get(0, "")).split()) for e in polib.pofile(str(CATALOGUE))
    }
    texts = {text: str(one) for one in seen for text in one.texts if text not in vietnamese}
    patterns = list(english())
    found = [f"{where}: {text}" for text, where in texts.items() if any(p.fullmatch(text) for p in patterns)]
    nothing(found)
