"""Cells of a CSV file that no program takes for a formula, there and back."""

import re
from typing import Any

RISKY = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r])")


def harmless(value: Any) -> str:
    """The cell with an apostrophe in front where it would begin a formula; `harmed` takes it off again."""
    text = "" if value is None else str(value)
    return "'" + text if RISKY.match(text) else text


def harmed(text: str) -> str:
    """The other way: what stood there before `harmless`."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text
