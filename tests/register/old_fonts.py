"""Texts as .VnTime (TCVN3), VNI and windows-1258 keep them."""

import unicodedata

from nhipcau.formats import legacy

TCVN3 = {v: k for k, v in legacy._TCVN3.items() if v == v.lower() or v in "ĂÂÊÔƠƯĐ"}
VNI_ALONE = {v: k for k, v in legacy._VNI_ALONE.items()}
VNI_MARKS = {v: k for k, v in legacy._VNI_MARKS.items()}
TONES = "\u0300\u0301\u0303\u0309\u0323"


def tcvn3(text):
    """Toned capitals have no place of their own: the small letter stands for them."""
    return "".join(TCVN3.get(c, TCVN3.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))


def vni(text):
    return "".join(_vni_letter(c) for c in unicodedata.normalize("NFC", text))


def _vni_letter(letter):
    if letter.isascii():
        return letter
    if letter in VNI_ALONE:
        return VNI_ALONE[letter]
    apart = unicodedata.normalize("NFD", letter)
    base, rest = apart[0], apart[1:]
    if "\u031b" in rest:
        base, rest = {"o": "ô", "O": "Ô", "u": "ö", "U": "Ö"}[base], rest.replace("\u031b", "")
    shape, tone = "".join(c for c in rest if c not in TONES), "".join(c for c in rest if c in TONES)
    mark = VNI_MARKS.get(shape + tone, "") if rest else ""
    return base + (mark.upper() if base.isupper() else mark)


def windows_1258(text):
    """A letter and its tone apart, as Windows writes them."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = next(c for c in apart if c in TONES)
            out += (unicodedata.normalize("NFC", apart.replace(tone, "", 1)) + tone).encode("cp1258")
    return out
