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
WORDS = ("antiword", "-x", "db", "{file}")
OFFICE_SECONDS, WORDS_SECONDS = 12.0, 3.0


def is_readable() -> bool:
    """Is one of the two programs installed? For `doctor`."""
    return outside.is_there("soffice") or outside.is_there("antiword")


def request_of(data: bytes, *, must_be_alone: bool) -> bytes:
    """What both programs make of a .doc, as JSON for the child; `Refused` where neither is there or can."""
    if not is_readable():
        raise Refused("format", "an old Word file")
    made: dict[str, str] = {}
    if outside.is_there("antiword"):
        with contextlib.suppress(Refused):
            words = outside.run(
                WORDS, data, given="a.doc", seconds=WORDS_SECONDS, must_be_alone=must_be_alone
            )
            made["words"] = words.decode("utf-8", "replace")
    if outside.is_there("soffice"):
        with contextlib.suppress(Refused):
            odt = outside.run(
                OFFICE, data, given="a.doc", made="a.odt", seconds=OFFICE_SECONDS, must_be_alone=must_be_alone
            )
            made["odt"] = base64.b64encode(odt).decode()
    if not made:
        raise Refused("corrupt", "an old Word file")
    return json.dumps(made).encode()
