"""Text whose marks stand in piles: putting a thousand marks of one letter in order takes a thousand times a thousand steps."""

import unicodedata

MOST_MARKS = 30  # on one letter, as in Unicode's stream-safe format; Vietnamese needs two
SHORT = 200  # a text so short does no harm whatever it holds


def without_piles(text: str) -> str:
    """The text with at most `MOST_MARKS` marks in a row."""
    if len(text) <= SHORT or text.isascii():
        return text
    out: list[str] = []
    height = 0
    for sign in text:
        height = height + 1 if unicodedata.combining(sign) else 0
        if height <= MOST_MARKS:
            out.append(sign)
    return text if len(out) == len(text) else "".join(out)
