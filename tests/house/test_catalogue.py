"""Every sentence has its Vietnamese, and the Vietnamese is of one piece with the English."""

import re
import shutil
import unicodedata

import polib
import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django import forms
from django.contrib.auth import password_validation
from django.core import validators
from django.db import models
from django.forms import formsets
from django.utils import translation

from tools import catalogue

ENTRIES = [entry for entry in polib.pofile(str(catalogue.VI)) if not entry.obsolete]
# The same word in both languages, and why.
SAME = {
    "Facebook": "a name",
    "QR": "a name",
}
# An English full stop that ends no sentence.
ABBREVIATED = {"No."}
# One word for one thing: what is not said, and what is said for it.
INSTEAD = {
    "chiến dịch": "đợt triển khai",
    "chiến dịch truyền thông": "đợt triển khai",
    "tệp tin": "tệp",
    "tập tin": "tệp",
    "thư điện tử": "email",
    "e-mail": "email",
    "trường này": "mục này",
    "nhấn": "bấm",
    "click": "bấm",
    "fanpage": "Trang",
    "vui lòng": "hãy",
    "token": "mã truy cập",
    "kí tự": "ký tự",
}


def texts(entry):
    """(English, Vietnamese) of an entry; of a plural its plural."""
    if entry.msgid_plural:
        return [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]
    return [(entry.msgid, entry.msgstr)]


PAIRS = [pair for entry in ENTRIES for pair in texts(entry) if pair[1]]


def places(text):
    return sorted(set(re.findall(r"%\((\w+)\)|(\{\w*\})|%([sd])", text)))


def last(text):
    return text.rstrip("”")[-1:] if text.rstrip("”")[-1:] in ".?!:…" else ""


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="extraction needs gettext")
def test_the_catalogue_is_what_the_code_asks_for_and_complete():
    assert catalogue.faults() == []


def test_each_language_keeps_the_same_places():
    assert [pair for pair in PAIRS if places(pair[0]) != places(pair[1])] == []


def test_no_sentence_stayed_english():
    same = [en for en, vi in PAIRS if en == vi and re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)\w", "", en))]

    assert [en for en in same if en not in SAME] == []


def test_a_sentence_ends_alike_in_both_languages():
    assert [pair for pair in PAIRS if last(pair[0]) != last(pair[1]) and pair[0] not in ABBREVIATED] == []


def test_vietnamese_has_its_own_quotation_marks_in_pairs():
    straight = [vi for _en, vi in PAIRS if '"' in vi or "'" in vi]
    unpaired = [vi for _en, vi in PAIRS if vi.count("“") != vi.count("”")]

    assert (straight, unpaired) == ([], [])


def test_vietnamese_is_composed_without_stray_blanks():
    composed = [vi for _en, vi in PAIRS if unicodedata.normalize("NFC", vi) != vi]
    blanks = [
        vi for _en, vi in PAIRS if "  " in vi or re.search(r" [,;:?!]| \.(?!\w)", vi) or vi != vi.strip()
    ]

    assert (composed, blanks) == ([], [])


def test_tones_stand_in_one_place():
    """xóa, khóa, hủy as the office writes them, not xoá, khoá, huỷ."""
    other = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)

    assert [vi for _en, vi in PAIRS if other.search(vi)] == []


def test_one_thing_has_one_word():
    found = [
        f"{word} (say {better}): {vi}"
        for _en, vi in PAIRS
        for word, better in INSTEAD.items()
        if re.search(rf"\b{word}\b", vi, re.IGNORECASE)
    ]

    assert found == []


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def borrowed():
    """(where, message) of what Django and allauth may say about something typed."""
    for field in [forms.Field, *subclasses(forms.Field)]:
        if field.__module__.startswith("django.forms"):
            yield from ((field.__name__, text) for text in field.default_error_messages.values())
    for field in [models.Field, *subclasses(models.Field)]:
        if field.__module__.startswith("django.db.models"):
            yield from ((field.__name__, text) for text in field.default_error_messages.values())
    for name in dir(validators):
        text = getattr(getattr(validators, name), "message", None)
        if text and name.endswith("Validator"):
            yield name, text
    yield from (("DecimalValidator", text) for text in validators.DecimalValidator.messages.values())
    yield from (("BaseFormSet", text) for text in formsets.BaseFormSet.default_error_messages.values())
    for adapter in (get_adapter(), get_mfa_adapter()):
        yield from ((type(adapter).__name__, text) for text in adapter.error_messages.values())
    for validator in password_validation.get_default_password_validators():
        yield type(validator).__name__, validator.get_help_text


def said(text):
    """The sentence in the reader's language without its places; one that counts says nothing before it has a number."""
    numbers = {"limit_value": 3, "show_value": 2, "max": 3, "length": 4, "num": 3}
    whole = text() if callable(text) else str(text) or text % numbers
    return re.sub(r"%\(\w+\)\w|\{\w*\}", "", whole)


def test_what_django_and_allauth_say_is_vietnamese_too():
    english = re.compile(
        r"\b(?:the|this|that|is|are|not|must|enter|please|value|ensure|you|be)\b", re.IGNORECASE
    )
    with translation.override("vi"):
        found = [(where, said(text)) for where, text in borrowed() if english.search(said(text))]

    assert sorted(set(found)) == []
