"""Word 97 to 2003 (.doc): two programs of the machine read it, and the guarded child compares what they found.

LibreOffice keeps tables, but runs one at the very end of a paper together into a line; antiword keeps every word, but
not every table. What neither tells for certain is refused: "save as .docx".
"""

import base64
import contextlib
import json

from nhipcau.formats import outside
from nhipcau.formats.precheck import Refused

OFFICE = ("soffice", "--headless", "--norestore", "--convert-to", "odt", "--outdir", "{folder}", "{file}")
WORDS = ("antiword", "-w", "0", "-m", "UTF-8.txt", "{file}")
TABLES = ("antiword", "-x", "db", "{file}")
OFFICE_SECONDS, WORDS_SECONDS = 12.0, 3.0


def is_readable() -> bool:
    """Is one of the two programs installed? For `doctor`."""
    return outside.is_there("soffice") or outside.is_there("antiword")


def request_of(data: bytes, *, must_be_alone: bool) -> bytes:
    """What both programs make of a .doc, as JSON for the child; `Refused` where neither is there or can."""
    if not is_readable():
        raise Refused("format", "an old Word file")
    asked: list[tuple[str, tuple[str, ...], str, float]] = []
    if outside.is_there("antiword"):
        asked.append(("words", WORDS, "", WORDS_SECONDS))
    if outside.is_there("soffice"):
        asked.append(("odt", OFFICE, "a.odt", OFFICE_SECONDS))
    else:
        asked.append(("tables", TABLES, "", WORDS_SECONDS))
    found: dict[str, str] = {}
    for key, command, made, seconds in asked:
        with contextlib.suppress(Refused):
            said = outside.run(
                command, data, given="a.doc", made=made, seconds=seconds, must_be_alone=must_be_alone
            )
            found[key] = base64.b64encode(said).decode()
    if not found:
        raise Refused("corrupt", "an old Word file")
    return json.dumps(found).encode()
