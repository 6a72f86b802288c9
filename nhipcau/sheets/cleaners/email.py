"""An e-mail address; only its outside is tidied, the address itself is never guessed."""

import re

from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners import ordinary
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, says_none, says_nothing, tidy

ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.)+[a-z]{{2,24}}")
LABEL = re.compile(
    r"^(?:[-–+*•]\s+)?(?:[^\W\d_][^\d@:<>;,]{0,30}:\s*|(?:e[\s-]?mail|mail|gmail)(?:\s*=\s*|\s*[.\-–]\s+)|[-–+*•]\s+)",
    re.I,
)
ANGLES = re.compile(r"<\s*([^<>]*@[^<>]*)\s*>")
BETWEEN = re.compile(r"\s*(?:[;,/|\n]|\bhoặc\b|\bvà\b|\bor\b|&)\s*|(?:^|\s)\(?\d{1,2}[.)]\s+|\s+(?:[-–]\s+)?")


class Email(Cleaner):
    """mailto:, labels, Name <…>, outer blanks and end punctuation go; two in a cell: the first."""

    kind = "email"

    def clean(self, cell: Cell) -> Cleaned:
        plain = ordinary.email(cell.text) if cell.link is None else None
        return Cleaned(plain) if plain else self.judge(cell)

    def judge(self, cell: Cell) -> Cleaned:
        """Any cell."""
        shown = self._judge(cell.text)
        if cell.link and cell.link.lower().startswith("mailto:"):
            target = self._judge(cell.link.partition("?")[0])
            if target.value and not shown.value and "@" not in cell.text:
                return target
            if target.value and shown.value and target.value != shown.value:
                shown.codes.append("link-text-differs")
        return shown

    def _judge(self, text: str) -> Cleaned:
        plain = tidy(text)
        if says_nothing(plain) or says_none(plain):
            return Cleaned(None, ["email-missing"])
        found = _addresses(plain)
        if not found or not ADDRESS.fullmatch(found[0]):
            return Cleaned(None, ["email-invalid"])
        return Cleaned(found[0], ["email-multiple"] if len(found) > 1 else [])


def _addresses(text: str) -> list[str]:
    """What stands in the cell as addresses, tidied but not judged."""
    text = re.sub(r"mailto\s*:\s*", "", text, flags=re.I)
    text = re.sub(r"\s*@\s*", "@", text.lower())
    angled = ANGLES.findall(text)
    if angled:
        return [_bare(a) for a in angled]
    text = LABEL.sub("", text)
    text = re.sub(r"(?<=[a-z])\?(?:subject|body|cc)=.*$", "", text)
    text = re.sub(r"\((?![^)]*@)[^)]*\)\s*$", "", text)
    inner = re.sub(r"(?<=[\s;,/|])[^\W\d_][^\d@:;,/|]{0,30}:\s*(?=\S+@)", " ", text)  # a label between two
    pieces = [p for p in (_bare(piece) for piece in BETWEEN.split(inner)) if p]
    with_at = [LABEL.sub("", p) for p in pieces if "@" in p]
    if len(with_at) > 1 and len(with_at) == len(pieces):
        return list(dict.fromkeys(with_at))
    return [_bare(text)]


def _bare(text: str) -> str:
    return text.strip(" \t\"'()[]<>“”‘’").rstrip(" .,;:!?|/\"')]>”’").lstrip("/|;,: ")
