"""Old Vietnamese fonts are text in disguise: TCVN3 (.VnTime) and VNI letters turned into Unicode."""

import re
import unicodedata
from collections.abc import Iterable

_TCVN3 = {
    "µ": "à", "¸": "á", "¶": "ả", "·": "ã", "¹": "ạ", "¨": "ă", "»": "ằ", "¾": "ắ", "¼": "ẳ", "½": "ẵ", "Æ": "ặ",
    "©": "â", "Ç": "ầ", "Ê": "ấ", "È": "ẩ", "É": "ẫ", "Ë": "ậ", "®": "đ", "Ì": "è", "Ð": "é", "Î": "ẻ", "Ï": "ẽ",
    "Ñ": "ẹ", "ª": "ê", "Ò": "ề", "Õ": "ế", "Ó": "ể", "Ô": "ễ", "Ö": "ệ", "×": "ì", "Ý": "í", "Ø": "ỉ", "Ü": "ĩ",
    "Þ": "ị", "ß": "ò", "ã": "ó", "á": "ỏ", "â": "õ", "ä": "ọ", "«": "ô", "å": "ồ", "è": "ố", "æ": "ổ", "ç": "ỗ",
    "é": "ộ", "¬": "ơ", "ê": "ờ", "í": "ớ", "ë": "ở", "ì": "ỡ", "î": "ợ", "ï": "ù", "ó": "ú", "ñ": "ủ", "ò": "ũ",
    "ô": "ụ", "\u00ad": "ư", "õ": "ừ", "ø": "ứ", "ö": "ử", "÷": "ữ", "ù": "ự", "ú": "ỳ", "ý": "ý", "û": "ỷ",
    "ü": "ỹ", "þ": "ỵ", "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ",
    "¯": "Ằ", "º": "Ẳ", "¿": "Ẵ", "À": "Ắ", "Á": "Ầ", "Â": "Ẩ", "Ã": "Ẫ", "Ä": "Ấ", "Å": "Ề", "Í": "Ể", "Ù": "Ễ",
    "Ú": "Ế", "Û": "Ồ", "à": "Ổ", "ð": "Ỗ", "ÿ": "Ố",
}  # fmt: skip

# small letters whose capitals the fonts do not have
TONED = {letter for letter in _TCVN3.values() if letter.islower() and letter not in "ăâêôơưđ"}

_VNI_ALONE = {
    "ñ": "đ", "Ñ": "Đ", "í": "í", "Í": "Í", "ì": "ì", "Ì": "Ì", "æ": "ỉ", "Æ": "Ỉ", "ó": "ĩ", "Ó": "Ĩ", "ò": "ị",
    "Ò": "Ị", "ô": "ơ", "Ô": "Ơ", "ö": "ư", "Ö": "Ư", "î": "ỵ", "Î": "Ỵ",
}  # fmt: skip
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI = re.compile(
    "[AEOUYaeouyÔôÖö][{}]|[{}]".format("".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper(), "".join(_VNI_ALONE))
)

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NUCLEI = (
    "uyê|uya|uyu|uây|uôi|ươi|ươu|iêu|yêu|oai|oay|oao|oeo|uai|uao|uau|uay|ueo|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|"
    "ua|uâ|uă|ue|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(
    f"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?"
)
_TOKEN = re.compile(r"[^\s\d.,;:()/@_\"'-]+")


def vietnamese(text: str) -> int:
    """How much of the text is Vietnamese words that carry a mark, less the words that cannot be."""
    score = 0
    for word in _TOKEN.findall(text[:20_000]):
        if word.isascii():
            continue
        score += 1 if _is_syllable(word) else -1
    return score


def _is_syllable(word: str) -> bool:
    """One tone at most, and vowels that go together."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = sum(1 for c in apart if c in _TONES)
    bare = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(bare))


def encoding_of(texts: Iterable[str]) -> str | None:
    """tcvn3 or vni when reading the texts so gives clearly more Vietnamese than reading them as they are."""
    text = "\n".join(texts)[:60_000]
    if text.isascii():
        return None
    plain = vietnamese(text)
    best = max(("tcvn3", "vni"), key=lambda e: vietnamese(to_unicode(text, e)))
    gain = vietnamese(to_unicode(text, best)) - plain
    return best if gain >= 3 and gain > max(plain, 0) else None


def encoding_of_font(font: str | None) -> str | None:
    """By the font's name alone."""
    name = (font or "").lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni") else None


def to_unicode(text: str, encoding: str, font: str | None = None) -> str:
    """The text as it was meant; letters that the encoding does not use stay."""
    if encoding == "vni":
        return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))
    capitals = bool(font and font.lower().startswith(".vn") and font.lower().rstrip().endswith("h"))
    return "\n".join(_tcvn3(line, capitals=capitals) for line in text.split("\n"))


def _vni_letter(match: re.Match[str]) -> str:
    pair = match[0]
    base = _VNI_ALONE.get(pair[0], pair[0])
    if len(pair) == 1:
        return base
    return base + _VNI_MARKS[pair[1].lower()]


def _tcvn3(text: str, *, capitals: bool) -> str:
    out = "".join(_TCVN3.get(letter, letter) for letter in text)
    if capitals:
        return out.upper()
    # the encoding has no toned capitals: in a text of capitals its small letters stand for them
    ascii_letters = [c for c in text if c.isascii() and c.isalpha()]
    if re.search(r"[^\s.,/(-][A-Z]", text) and ascii_letters and all(c.isupper() for c in ascii_letters):
        return out.upper()
    return initials(re.sub(r"\S+", _word_of_capitals, out))


FORMS_OF_ADDRESS = re.compile(r"^\s*(?:đ/c|đồng chí|ông|bà|cô|thầy)\s*:?\s+", re.I)


def initials(text: str) -> str:
    """Where every other word of a name begins with a capital, a toned small letter stands for one too."""
    return _initials(text) or _initials(text, FORMS_OF_ADDRESS.sub("", text)) or text


def _initials(text: str, name: str | None = None) -> str:
    """The same judged by `name`, a part of the text; "" when nothing is to be changed."""
    words = (text if name is None else name).split()
    small = [word for word in words if word[0].islower()]
    if not small or len(words) < 3 or len(small) * 2 > len(words) or any(w[0] not in TONED for w in small):
        return ""
    if all(word.isupper() for word in words if word not in small):
        return text.upper()
    return re.sub(r"(?<!\S)\S", lambda m: m[0].upper(), text)


def _word_of_capitals(match: re.Match[str]) -> str:
    word = match[0]
    plain = [c for c in word if c.isalpha() and c.isascii()]
    if len(plain) >= 2 and all(c.isupper() for c in plain) and any(c.islower() for c in word):
        return word.upper()
    return word
